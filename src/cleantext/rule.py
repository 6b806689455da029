"""The records that travel through cleantext, all frozen, from Rule and Pattern to Removal; and the categories there are."""

from __future__ import annotations

from typing import NamedTuple

#: Cut by every profile unless ``keep=`` says otherwise.
DEFAULT_CATEGORIES = (
    "subscription",
    "paywall",
    "newsletter",
    "copyright",
    "syndication",
    "advertisement",
    "social",
    "related",
    "comments",
    "cookie",
    "app",
    "navigation",
    "support",
    "legal",
    "contact",
)
#: Cut on request (``remove=``), and by the ``article`` profile.
OPTIONAL_CATEGORIES = ("credit", "caption", "date", "tags")
CATEGORIES = DEFAULT_CATEGORIES + OPTIONAL_CATEGORIES


class Span(NamedTuple):
    """A half-open range of code points of the input."""

    start: int
    end: int


class Finding(NamedTuple):
    """What a detector believes: ``text[start:end]`` is boilerplate of *category*, as *rule* says, with *score* in 0..1."""

    start: int
    end: int
    category: str
    rule: str
    score: float


class Removal(NamedTuple):
    """What was cut: ``text[start:end]`` in code points of the input, and why."""

    start: int
    end: int
    category: str
    rule: str
    score: float


class Rule(NamedTuple):
    """One rule of a pack.

    ``cuts`` says what its patterns see and what goes: the ``line``, the ``sentence``, or just the ``match``. A rule is
    the user's ``own`` when it comes from a pack that does not ship.
    """

    id: str
    language: str
    category: str
    cuts: str
    stage: str = "stable"
    vouches: bool = False
    own: bool = False


#: A pattern that matches a part of a text can do so in a text of any length.
ANY = 2**32 - 1


class Pattern(NamedTuple):
    """One pattern of a rule as it is tried: on ``least`` to ``most`` code points of stripped, folded text.

    ``rule`` counts the rules of an index, ``number`` the patterns of that rule; ``text`` is the pattern with its word
    classes written out, folded. A ``plain`` one means the same to the standard library's `re` as to `regex`. The text
    that it is tried on holds one of the strings of ``also``, where there are any, besides the literal that led here.
    """

    rule: int
    number: int
    least: int
    most: int
    also: tuple[str, ...] = ()
    text: str = ""
    plain: bool = False
