"""The learned score of a line or sentence: how much its words and its shape speak for boilerplate, and for which kind.

A score is a sum of small integers, `UNIT` of them to one unit of log-odds, so it is the same on every machine. The sums
are taken in C where `cleantext._fast` could be built, else by `PlainScorer`; both give the same numbers. Weights are learned
by ``training/weights.py`` and ship in one file.
"""

from __future__ import annotations

import math
import os.path
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby, pairwise
from typing import Any, NamedTuple, Protocol

from cleantext.fold import fold
from cleantext.grams import (
    DIGIT,
    HANGUL,
    KIND,
    LETTER,
    MARK,
    SIGN,
    Token,
    abbreviations,
    alphabet,
    entry,
    features,
    read,
    tokens,
)
from cleantext.rule import Span
from cleantext.segment import lines, parts, shown

try:
    from cleantext import _fast
except ImportError:  # no compiler was at hand
    _fast = None  # type: ignore[assignment]

WEIGHTS = os.path.join(os.path.dirname(__file__), "data", "weights.bin")
#: So much is one unit of log-odds.
UNIT = 24
#: A feature's weight is in the bucket that the lower bits of its hash name, behind the mark that is its highest byte: what
#: was not learned weighs nothing, as good as always. So many buckets, and weights in each.
BUCKETS, WAYS = 1 << 17, 4
#: How many rows of weights for the categories, and how long a row is (padded); there, nothing tells features apart.
CATEGORY_SIZE, ROW = 1 << 15, 20
#: A line longer than this (code points) is scored sentence by sentence only.
LONGEST_LINE = 600
#: There is a quotation mark in a line, or a letter that is worth two of Latin: of Han, kana or Hangul.
QUOTED, UNSPACED = 1, 2
#: A rule may match here: one of its literals stands in it, or nobody looked, for the line is worth a look by its score.
RULED = 4
#: A lead is what stands before the first colon of a line: "Read also: Bridge opens again". None is longer (code points).
LONGEST_LEAD = 48
_QUOTES, _COLON = (ord('"'), *range(0x300C, 0x3010)), ord(":")
#: No score is lower, nor higher than its opposite.
LOWEST = -(1 << 29)
#: Lower than any score: there is no word to tell anything.
NEVER = -(1 << 30)


class Weights(NamedTuple):
    """The learned weights, each a signed byte; the bias of the score is outside the table.

    ``boilerplate`` are `BUCKETS`, each of `WAYS` marks and the weights that they are of; ``categories`` are rows of weights.
    """

    bias: int
    boilerplate: memoryview
    categories: memoryview


@cache
def weights() -> Weights:
    """Return the weights that ship with the package."""
    with open(WEIGHTS, "rb") as file:
        data = file.read()
    end = 4 + 2 * WAYS * BUCKETS
    view = memoryview(data)  # a copy would take as long as reading
    return Weights(int.from_bytes(data[:4], "little", signed=True), view[4:end], view[end:])


#: A sentence: where it starts and ends, its score, and its marks.
Part = tuple[int, int, int, int]


class Look(NamedTuple):
    """A line worth a look, or a run of sentences of a long one, in which there may be boilerplate.

    The blanks around a line are not part of it, nor is a byte order mark that opens it. ``whole`` is the score of the line, ``worst`` the lowest one of its sentences, and ``kind`` the number of the category
    that the line would be of, where that was asked for, else -1. ``marks`` are the bits `QUOTED`, `UNSPACED` and `RULED`.
    ``lead`` is where a lead ends that scores likely by itself, its colon included; -1 where there is none.
    ``parts`` are its sentences where there are several. In a long line they are neighbours worth a look, and nothing else
    is scored.
    """

    start: int
    end: int
    whole: int
    worst: int
    kind: int
    marks: int
    lead: int
    parts: tuple[Part, ...]


class Scorer(Protocol):
    """What scores text, in C or without."""

    def scan(self, text: str, search: Any, floor: int, joins: int, likely: int, hope: int, longest: int, /) -> list[Any]:
        """Return a `Look` (as a plain tuple) at each line that may be boilerplate, or of which a sentence may be.

        That is a line that scores *likely*, or whose lead does, or *floor* where *search* (of `cleantext.match`) finds a
        pattern; or with a sentence that scores *hope*, or *joins* where there is a pattern, or beside another one that does. A
        line that scores *likely* is told its kind. Of a line longer than *longest* (code points) there is one look for each such run of
        sentences. If *search* is None, there are no patterns.
        """

    def weigh(self, text: str, start: int, end: int, alone: bool, /) -> tuple[int, int, int]:  # noqa: FBT001 - C takes no names
        """Return the score of ``text[start:end]``, the number of its category (`NEVER` and -1 if it has no word) and its marks.

        *alone* says that nothing else stands in its line.
        """

    def fold(self, text: str, /) -> str:
        """Return `cleantext.fold.fold` of *text*."""


class PlainScorer:
    """The reference: what `cleantext._fast` does, in Python."""

    def scan(self, text: str, search: Any, floor: int, joins: int, likely: int, hope: int, longest: int, /) -> list[Any]:
        """Return the looks that `Scorer.scan` promises."""
        wanted = Wanted(search, floor, joins, likely, hope, longest)
        return [look for line in lines(text) for look in self._looks(text, shown(text, line), wanted)]

    def weigh(self, text: str, start: int, end: int, alone: bool, /) -> tuple[int, int, int]:  # noqa: FBT001
        """Return what `Scorer.weigh` promises."""
        start, end = max(start, 0), min(end, len(text))
        points, marks = _points(features(text, start, end, alone=alone)), _marks(text, Span(start, end))
        if points == NEVER:
            return NEVER, -1, marks
        return points, _kind(features(text, start, end, alone=True)), marks

    def fold(self, text: str, /) -> str:
        """Return what `Scorer.fold` promises."""
        return fold(text)

    def _looks(self, text: str, line: Span, wanted: Wanted) -> Iterator[Look]:
        is_long = line.end - line.start > wanted.longest
        whole = NEVER if is_long else _points_of(list(tokens(text, *line)), alone=True)
        anyway = whole >= wanted.likely
        found = [_part(text, read, wanted, anyway=anyway) for read in parts(text, line)]
        if is_long:
            for enough, run in groupby(found, key=lambda part: part[2] >= wanted.joins and part[2] > NEVER):
                if enough and wanted.is_hopeful(neighbours := tuple(run)):
                    yield Look(*line, NEVER, NEVER, -1, 0, -1, neighbours)
            return
        if whole == NEVER:
            return
        lead = _lead(text, line, wanted.likely)
        ruled = anyway or (whole >= wanted.floor and wanted.has_pattern(text, *line))
        marks = _marks(text, line) | (RULED if ruled else 0)
        several = len(found) > 1
        if ruled or lead >= 0 or (several and wanted.is_hopeful(found)):
            worst = min(part[2] for part in found if part[2] > NEVER) if several else whole
            kind = self.weigh(text, *line, True)[1] if anyway else -1
            yield Look(*line, whole, worst, kind, marks, lead, tuple(found) if several else ())


class Wanted(NamedTuple):
    """What `Scorer.scan` is asked for."""

    search: Any
    floor: int
    joins: int
    likely: int
    hope: int
    longest: int

    def has_pattern(self, text: str, start: int, end: int) -> bool:
        """Return whether a pattern may match in ``text[start:end]``."""
        return self.search is not None and bool(self.search.patterns(text, start, end))

    def is_hopeful(self, found: Sequence[Part]) -> bool:
        """Return whether one of some sentences, or neighbours among them, may be boilerplate."""
        joins = [score >= self.joins and score > NEVER for _, _, score, _ in found]
        alone = any(ok and (marks & RULED or score >= self.hope) for ok, (_, _, score, marks) in zip(joins, found, strict=True))
        return alone or any(map(all, pairwise(joins)))


def _part(text: str, read: Sequence[Token], wanted: Wanted, *, anyway: bool) -> Part:
    start, end, points = read[0].start, read[-1].end, _points_of(read, alone=False)
    looked = points > NEVER and points >= wanted.joins and end - start <= wanted.longest
    return start, end, points, RULED if looked and (anyway or wanted.has_pattern(text, start, end)) else 0


def _lead(text: str, line: Span, likely: int) -> int:
    """Return where what stands before the first colon ends, if it scores *likely* by itself and no digit follows; else -1."""
    found: list[Token] = []
    for token in tokens(text, *line):
        found.append(token)
        if token.kind == MARK and entry(text[token.start]) >> 8 == _COLON:
            follows = token.end < line.end and entry(text[token.end]) & KIND != DIGIT
            is_lead = follows and token.end - line.start <= LONGEST_LEAD and _points_of(found, alone=True) >= likely
            return token.end if is_lead else -1
    return -1


def _marks(text: str, line: Span) -> int:
    marks = 0
    for token in tokens(text, *line):
        code = entry(text[token.start]) >> 8
        if token.kind == SIGN or (token.kind == LETTER and code in HANGUL):
            marks |= UNSPACED
        elif token.kind == MARK and code in _QUOTES:
            marks |= QUOTED
    return marks


def _points_of(found: Sequence[Token], *, alone: bool) -> int:
    return _points(read(found, alone=alone))


def _points(hashes: Sequence[int]) -> int:
    learned = weights()
    return max(LOWEST, min(-LOWEST, learned.bias + sum(map(weight_of, hashes)))) if hashes else NEVER


def weight_of(value: int) -> int:
    """Return the weight of a feature, 0 for one that was not learned."""
    table = weights().boilerplate
    at = 2 * WAYS * (value % BUCKETS)
    way = bytes(table[at : at + WAYS]).find(value >> 24)
    return _signed(table[at + way + WAYS]) if way >= 0 else 0


def _kind(hashes: Sequence[int]) -> int:
    table = weights().categories
    rows = [ROW * (value % CATEGORY_SIZE) for value in hashes]
    totals = [sum(_signed(table[at + n]) for at in rows) for n in range(ROW)]
    return totals.index(max(totals))


def _signed(byte: int) -> int:
    return (byte ^ 128) - 128


@cache
def scorer() -> Scorer:
    """Return what scores text here, with the weights that ship."""
    return _fast.Scorer(alphabet(), abbreviations(), *weights(), ROW) if _fast else PlainScorer()


def probability(points: int) -> float:
    """Return a score as a probability.

    >>> probability(0), round(probability(3 * UNIT), 2)
    (0.5, 0.95)
    """
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, points / UNIT))))
