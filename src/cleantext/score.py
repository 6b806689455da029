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
from itertools import groupby
from typing import Any, NamedTuple, Protocol

from cleantext.fold import fold
from cleantext.grams import HANGUL, LETTER, MARK, SIGN, Token, abbreviations, alphabet, entry, features, read, tokens
from cleantext.rule import CATEGORIES, Span
from cleantext.segment import lines, parts

try:
    from cleantext import _fast
except ImportError:  # no compiler was at hand
    _fast = None  # type: ignore[assignment]

WEIGHTS = os.path.join(os.path.dirname(__file__), "data", "weights.bin")
#: So much is one unit of log-odds.
UNIT = 24
#: How many weights there are: for boilerplate or body, and for each category (its row is padded to so many).
SIZE, CATEGORY_SIZE, ROW = 1 << 18, 1 << 15, 20
#: A line longer than this (code points) is scored sentence by sentence only.
LONGEST_LINE = 600
#: There is a quotation mark in a line, or a letter that is worth two of Latin: of Han, kana or Hangul.
QUOTED, UNSPACED = 1, 2
_QUOTES = (ord('"'), *range(0x300C, 0x3010))
#: No score is lower, nor higher than its opposite.
LOWEST = -(1 << 29)
#: Lower than any score: there is no word to tell anything.
NEVER = -(1 << 30)


class Weights(NamedTuple):
    """The learned weights, each a signed byte; the bias of the score is outside the table."""

    bias: int
    boilerplate: bytes
    categories: bytes


@cache
def weights() -> Weights:
    """Return the weights that ship with the package."""
    with open(WEIGHTS, "rb") as file:
        data = file.read()
    return Weights(int.from_bytes(data[:4], "little", signed=True), data[4 : 4 + SIZE], data[4 + SIZE :])


class Look(NamedTuple):
    """A line worth a look, or a run of sentences of a long one.

    ``whole`` is the score of the line, ``worst`` the lowest one of its sentences, and ``kind`` the number of the category
    that the line would be of, where that was asked for, else -1. ``marks`` are the bits `QUOTED` and `UNSPACED`. ``parts`` are ``(start, end, score)`` of its sentences
    where there are several. In a long line they are neighbours worth a look, and nothing else is scored.
    """

    start: int
    end: int
    whole: int
    worst: int
    kind: int
    marks: int
    parts: tuple[tuple[int, int, int], ...]


class Scorer(Protocol):
    """What scores text, in C or without."""

    def scan(self, text: str, floor: int, joins: int, likely: int, longest: int, /) -> list[Any]:
        """Return a `Look` (as a plain tuple) at each line that scores *floor*, or has a sentence that scores *joins*.

        A line that scores *likely* is told its kind. Of a line longer than *longest* (code points) there is one look for
        each run of sentences that score *joins*.
        """

    def weigh(self, text: str, start: int, end: int, alone: bool, /) -> tuple[int, int, int]:  # noqa: FBT001 - C takes no names
        """Return the score of ``text[start:end]``, the number of its category (`NEVER` and -1 if it has no word) and its marks.

        *alone* says that nothing else stands in its line.
        """


    def fold(self, text: str, /) -> str:
        """Return `cleantext.fold.fold` of *text*."""


class PlainScorer:
    """The reference: what `cleantext._fast` does, in Python."""

    def scan(self, text: str, floor: int, joins: int, likely: int, longest: int, /) -> list[Any]:
        """Return the looks that `Scorer.scan` promises."""
        return [look for line in lines(text) for look in self._looks(text, line, floor, joins, likely, longest)]

    def weigh(self, text: str, start: int, end: int, alone: bool, /) -> tuple[int, int, int]:  # noqa: FBT001
        """Return what `Scorer.weigh` promises."""
        start, end = max(start, 0), min(end, len(text))
        points, marks = _points(features(text, start, end, alone=alone)), _marks(text, Span(start, end))
        if points == NEVER:
            return NEVER, -1, marks
        kinds = _totals(features(text, start, end, alone=True), weights().categories, ROW)
        return points, kinds.index(max(kinds)), marks

    def fold(self, text: str, /) -> str:
        """Return what `Scorer.fold` promises."""
        return fold(text)

    def _looks(self, text: str, line: Span, floor: int, joins: int, likely: int, longest: int) -> Iterator[Look]:
        found = [(read[0].start, read[-1].end, _points_of(read, alone=False)) for read in parts(text, line)]
        if line.end - line.start > longest:
            for enough, run in groupby(found, key=lambda part: part[2] >= joins and part[2] > NEVER):
                if enough:
                    yield Look(*line, NEVER, NEVER, -1, 0, tuple(run))
            return
        whole = _points_of(list(tokens(text, *line)), alone=True)
        scores = [points for _, _, points in found if points > NEVER]
        several = len(found) > 1
        if whole > NEVER and (whole >= floor or (several and max(scores) >= joins)):
            kind = self.weigh(text, *line, True)[1] if whole >= likely else -1
            worst = min(scores) if several else whole
            yield Look(*line, whole, worst, kind, _marks(text, line), tuple(found) if several else ())


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
    return max(LOWEST, min(-LOWEST, learned.bias + _totals(hashes, learned.boilerplate, 1)[0])) if hashes else NEVER


def _totals(hashes: Sequence[int], table: bytes, row: int) -> list[int]:
    mask = len(table) // row - 1
    buckets = [row * (value & mask) for value in hashes]
    return [sum([(table[at + n] ^ 128) - 128 for at in buckets]) for n in range(row)]


@cache
def scorer() -> Scorer:
    """Return what scores text here, with the weights that ship."""
    return _fast.Scorer(alphabet(), abbreviations(), *weights(), ROW) if _fast else PlainScorer()


def category(kind: int) -> str:
    """Return the category of a number that a scorer gave."""
    return CATEGORIES[kind]


def probability(points: int) -> float:
    """Return a score as a probability.

    >>> probability(0), round(probability(3 * UNIT), 2)
    (0.5, 0.95)
    """
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, points / UNIT))))
