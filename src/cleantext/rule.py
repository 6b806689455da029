"""The frozen records that travel through cleantext, from Rule and Pattern to Removal, and the categories."""

from __future__ import annotations

from typing import NamedTuple

#: Cut by every profile unless ``keep=`` says otherwise. The order of all categories is that of the columns of
#: ``data/weights.bin``: new ones go to the end of their list, and are learned.
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
    """What a detector found: ``text[start:end]`` is boilerplate of *category*, by *rule*, with *score* in 0..1."""

    start: int
    end: int
    category: str
    rule: str
    score: float


class Removal(NamedTuple):
    """What was cut: ``text[start:end]`` in code points of the input, and why.

    ``score`` says how sure that is: 1.0 if a pattern of a pack decided, less if the learned score did
    (``learned/newsletter``) or what is cut beside it; of the judge (``judge/line``) it is the probability.
    """

    start: int
    end: int
    category: str
    rule: str
    score: float


class Rule(NamedTuple):
    """One rule of a pack.

    ``cuts`` says what its patterns see and what goes: the ``line``, the ``sentence``, or just the ``match``. A rule
    that ``vouches`` also cuts in quotations. It is the user's ``own`` if its pack does not ship.
    """

    id: str
    language: str
    category: str
    cuts: str
    stage: str = "stable"
    vouches: bool = False
    own: bool = False


#: What finds without a pattern: links under a heading, and the judge.
LINK_RUN, JUDGE_LINE = "heuristics/link-run", "judge/line"
#: The category of all that the judge cuts: parts of the page outside the article.
JUDGED = "navigation"
#: These, and what was learned of each category, by their ids, in the form of rules.
DETECTORS = {
    id_: Rule(id_, id_.partition("/")[0], category, "line")
    for id_, category in (
        *((f"learned/{category}", category) for category in CATEGORIES),
        (LINK_RUN, "related"),
        (JUDGE_LINE, JUDGED),
    )
}

#: The upper width of a pattern that may match a part of a text: that text may be of any length.
ANY = 2**32 - 1


class Pattern(NamedTuple):
    """One pattern of a rule as it is tried: on ``least`` to ``most`` code points of stripped, folded text.

    ``rule`` is the rule's number in the index, ``number`` that of the pattern in its rule; ``text`` is the pattern,
    folded, with its word classes written out. A ``plain`` one means the same to the standard library's `re` as to
    `regex`. It is tried only on text that holds, besides its literal, one of the strings of ``also``, if there are any.
    """

    rule: int
    number: int
    least: int
    most: int
    also: tuple[str, ...] = ()
    text: str = ""
    plain: bool = False
