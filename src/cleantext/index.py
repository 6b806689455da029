"""The rules of all packs, compiled: what to search for, and what to try where it is found.

Deriving literals and parsing hundreds of TOML rules at every start would cost more than the cleaning, so the index of
the shipped packs is itself shipped, as one JSON file that `cleantext.compile` writes. Its long tables are joined
strings there, since a string that is split is ready ten times sooner than a list that is parsed.
"""

from __future__ import annotations

import json
import os.path
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from cleantext.rule import Pattern, Rule

if TYPE_CHECKING:
    from cleantext.patterns import Words

FILE = os.path.join(os.path.dirname(__file__), "data", "index.json")
#: A literal's marks for the edge of a word, and for the opening of a sentence but for marks (see `cleantext.literals`).
EDGE, OPENING = "\b", "\a"
#: What they are in `Literals.edges`.
BEFORE, AFTER, OPENS = 1, 2, 4


class Literals(NamedTuple):
    """Texts to search for, in order of their bytes, and where each leads.

    ``texts`` are UTF-8; ``edges`` has a byte for each, of the bits `BEFORE` and `AFTER` (no letter may go on there) and
    `OPENS` (no word may stand before it).
    ``targets`` says which numbers a text leads to, as "3 17": those from 0 up count the patterns of the index, those
    below count its languages from -1 down, whose words make the sentence worth weighing. ``within`` holds for each
    text the number of the longest one that it begins with, or -1.
    """

    texts: Sequence[bytes]
    edges: bytes
    targets: Sequence[str]
    within: Sequence[int]

    def items(self) -> Iterator[tuple[str, tuple[int, ...]]]:
        """Yield each literal with its marks, and its targets as numbers."""
        for text, edge, target in zip(self.texts, self.edges, self.targets, strict=True):
            first = OPENING if edge & OPENS else EDGE * (edge & BEFORE)
            marked = first + text.decode("utf-8", "surrogateescape") + EDGE * (edge & AFTER > 0)
            yield marked, tuple(map(int, target.split()))


class Index(NamedTuple):
    """What a `Matcher` needs: rules, words by language and class, and the literals that lead to them.

    ``labels`` are whole short lines, marks around them aside, and are looked up rather than searched for: "ad" is a
    rare line and a frequent piece of words.
    """

    rules: tuple[Rule, ...]
    patterns: tuple[Pattern, ...]
    words: Words
    triggers: Literals
    labels: Literals
    digest: str = ""

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that have words, in the order that triggers count them."""
        return tuple(self.words)


@cache
def load() -> Index:
    """Return the index of the shipped packs."""
    with open(FILE, "rb") as file:
        return loaded(json.load(file))


def loaded(plain: Mapping[str, Any]) -> Index:
    """Return an index from what `saved` made of it."""
    rules = tuple([Rule(*fields) for fields in plain["rules"]])
    patterns = tuple([Pattern(*fields) for fields in plain["patterns"]])
    return Index(rules, patterns, plain["words"], _read(plain["triggers"]), _read(plain["labels"]), plain["digest"])


def saved(index: Index) -> dict[str, Any]:
    """Return an index as plain data for JSON."""
    return {
        "digest": index.digest,
        "rules": [[r.id, r.language, r.category, r.cuts, r.stage, r.vouches] for r in index.rules],
        "patterns": index.patterns,
        "words": index.words,
        "triggers": _written(index.triggers),
        "labels": _written(index.labels),
    }


def _written(literals: Literals) -> list[object]:
    # Marks are taken off a label byte by byte, so half a letter may be left at its ends.
    texts = b"\t".join(literals.texts).decode("utf-8", "surrogateescape")
    return [texts, literals.edges.decode("latin-1"), "\t".join(literals.targets), literals.within]


def _read(written: list[Any]) -> Literals:
    texts, edges, targets, within = written
    return Literals(texts.encode("utf-8", "surrogateescape").split(b"\t"), edges.encode("latin-1"), targets.split("\t"), within)
