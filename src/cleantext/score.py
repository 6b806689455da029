"""The learned score of a line or sentence: how much its words and its shape speak for boilerplate, and for which kind.

A score is a sum of small integers, `UNIT` of them to one unit of log-odds, so it is the same on every machine. The sums are
taken in C where `cleantext._fast` could be built, else by `cleantext.grams`; both give the same numbers. Weights are learned by
``training/weights.py`` and ship in one file.
"""

from __future__ import annotations

import math
import os.path
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from typing import Any, NamedTuple

from cleantext.grams import Reader, Token, alphabet, features, tokens
from cleantext.rule import CATEGORIES, Span
from cleantext.segment import abbreviations, lines, parts

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
#: Lower than any score.
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


def sums(text: str, start: int, end: int, *, alone: bool, table: bytes, row: int) -> tuple[int, ...] | None:
    """Return the totals, over the features of ``text[start:end]``, of the *row* weights that each has in *table*.

    A piece without a word has none.
    """
    if _fast:
        return _fast.sums(text, start, end, alone, row, alphabet(), abbreviations(), table)
    return plain_sums(text, start, end, alone=alone, table=table, row=row)


def plain_sums(text: str, start: int, end: int, *, alone: bool, table: bytes, row: int) -> tuple[int, ...] | None:
    """Return what `sums` does, without C."""
    return _totals(features(text, max(start, 0), min(end, len(text)), alone=alone), table, row)


def _totals(hashes: list[int], table: bytes, row: int) -> tuple[int, ...] | None:
    mask = len(table) // row - 1
    buckets = [row * (value & mask) for value in hashes]
    return tuple([sum([(table[at + n] ^ 128) - 128 for at in buckets]) for n in range(row)]) if hashes else None


def score(text: str, start: int, end: int, *, alone: bool) -> int:
    """Return the score of ``text[start:end]``, `NEVER` without a word; *alone* says that nothing else stands in its line."""
    learned = weights()
    totals = sums(text, start, end, alone=alone, table=learned.boilerplate, row=1)
    return learned.bias + totals[0] if totals else NEVER


def category(text: str, start: int, end: int) -> str:
    """Return the category that ``text[start:end]``, which holds a word, would be of, were it boilerplate."""
    totals = sums(text, start, end, alone=True, table=weights().categories, row=ROW) or (0,)
    return CATEGORIES[totals.index(max(totals[: len(CATEGORIES)]))]


def probability(points: int) -> float:
    """Return a score as a probability.

    >>> probability(0), round(probability(3 * UNIT), 2)
    (0.5, 0.95)
    """
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, points / UNIT))))


class Part(NamedTuple):
    """A sentence and its score."""

    start: int
    end: int
    score: int


class Look(NamedTuple):
    """A line worth a look, or a run of sentences of a long one.

    ``whole`` is the score of the line, ``worst`` the lowest one of its sentences. ``parts`` are the sentences where
    there are several. In a long line they are neighbours worth a look, and nothing else is scored.
    """

    start: int
    end: int
    whole: int
    worst: int
    parts: tuple[Part, ...]


def scan(text: str, floor: int) -> list[Any]:
    """Return a `Look` (as a plain tuple) at each line of which the whole or a sentence scores *floor* or more.

    Of a line longer than `LONGEST_LINE` there is one for each run of sentences that score *floor*.
    """
    learned = weights()
    if _fast:
        return _fast.scan(text, floor, LONGEST_LINE, learned.bias, alphabet(), abbreviations(), learned.boilerplate)
    return plain_scan(text, floor)


def plain_scan(text: str, floor: int) -> list[Any]:
    """Return what `scan` does, without C."""
    return [look for line in lines(text) for look in _looks(text, line, floor)]


def _looks(text: str, line: Span, floor: int) -> Iterator[Look]:
    found = [Part(read[0].start, read[-1].end, _total(read, alone=False)) for read in parts(text, line)]
    if line.end - line.start > LONGEST_LINE:
        for enough, run in groupby(found, key=lambda part: part.score >= floor and part.score > NEVER):
            if enough:
                yield Look(*line, NEVER, NEVER, tuple(run))
        return
    whole = _total(list(tokens(text, *line)), alone=True)
    scores = [part.score for part in found if part.score > NEVER]
    if whole > NEVER and (whole >= floor or (len(found) > 1 and max(scores) >= floor)):
        yield Look(*line, whole, min(scores) if len(found) > 1 else whole, tuple(found) if len(found) > 1 else ())


def _total(read: list[Token], *, alone: bool) -> int:
    """Return the score of a piece of text from its tokens, or `NEVER` if there is no word among them."""
    reader = Reader()
    for token in read:
        reader.read(token)
    learned = weights()
    totals = _totals(reader.features(alone=alone), learned.boilerplate, 1)
    return learned.bias + totals[0] if totals else NEVER
