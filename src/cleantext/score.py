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
from typing import NamedTuple

from cleantext.grams import BLANK, CLOSING, DIGIT, KIND, LOWER, STOP, UPPER, Reader, Token, alphabet, features, tokens
from cleantext.rule import CATEGORIES, Span
from cleantext.segment import lines

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
#: A stop from here on needs no blank after it: 。！？ and their kin.
_WIDE = 0x3000
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


def sums(text: str, start: int, end: int, *, alone: bool, table: bytes, row: int) -> tuple[int, ...]:
    """Return the totals, over the features of ``text[start:end]``, of the *row* weights that each has in *table*."""
    if _fast:
        return _fast.sums(text, start, end, alone, *alphabet(), table, row)
    return plain_sums(text, start, end, alone=alone, table=table, row=row)


def plain_sums(text: str, start: int, end: int, *, alone: bool, table: bytes, row: int) -> tuple[int, ...]:
    """Return what `sums` does, without C."""
    return _totals(features(text, max(start, 0), min(end, len(text)), alone=alone), table, row)


def _totals(hashes: list[int], table: bytes, row: int) -> tuple[int, ...]:
    mask = len(table) // row - 1
    buckets = [row * (value & mask) for value in hashes]
    return tuple([sum([(table[at + n] ^ 128) - 128 for at in buckets]) for n in range(row)])


def score(text: str, start: int, end: int, *, alone: bool) -> int:
    """Return the score of ``text[start:end]``; *alone* says that nothing else stands in its line.

    A piece without letters, digits or marks scores nothing.
    """
    learned = weights()
    return learned.bias + sums(text, start, end, alone=alone, table=learned.boilerplate, row=1)[0]


def category(text: str, start: int, end: int) -> str:
    """Return the category that ``text[start:end]`` would be of, were it boilerplate."""
    totals = sums(text, start, end, alone=True, table=weights().categories, row=ROW)
    return max(zip(totals, CATEGORIES, strict=False))[1]


def probability(points: int) -> float:
    """Return a score as a probability.

    >>> probability(0), round(probability(3 * UNIT), 2)
    (0.5, 0.95)
    """
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, points / UNIT))))


class Look(NamedTuple):
    """A line worth a look, or a sentence of a long one, with its scores, `NEVER` where there is nothing to score.

    ``whole`` is the score of the line, ``best`` and ``worst`` those of its sentences where it has several; these are cut
    a little finer than `cleantext.segment.sentences` would.
    """

    line_start: int
    line_end: int
    start: int
    end: int
    whole: int
    best: int
    worst: int


def scan(text: str, floor: int) -> list[tuple[int, int, int, int, int, int, int]]:
    """Return a `Look` (as a plain tuple) at each line of which the whole or a sentence scores *floor* or more.

    A line longer than `LONGEST_LINE` is scored by its sentences only, and each of them is told by itself.
    """
    learned = weights()
    if _fast:
        return _fast.scan(text, floor, LONGEST_LINE, learned.bias, *alphabet(), learned.boilerplate)
    return plain_scan(text, floor)


def plain_scan(text: str, floor: int) -> list[tuple[int, int, int, int, int, int, int]]:
    """Return what `scan` does, without C."""
    return [tuple(look) for line in lines(text) for look in _looks(text, line, floor)]


def _looks(text: str, line: Span, floor: int) -> Iterator[Look]:
    parts = list(_parts(text, line))
    found = [part for part in parts if part[0] > NEVER]
    scores = [score for score, _, _ in found]
    if line.end - line.start > LONGEST_LINE:
        for score, start, end in found:
            if score >= floor:
                yield Look(*line, start, end, NEVER, score, score)
        return
    whole = _total(list(tokens(text, *line)), alone=True)
    best, worst = (max(scores), min(scores)) if len(parts) > 1 and scores else (NEVER, NEVER)
    if whole > NEVER and max(whole, best) >= floor:
        yield Look(*line, *line, whole, best, worst)


def _total(read: list[Token], *, alone: bool) -> int:
    """Return the score of a piece of text from its tokens, or `NEVER` if there is no word among them."""
    reader = Reader()
    for token in read:
        reader.read(token)
    learned, hashes = weights(), reader.features(alone=alone)
    return learned.bias + _totals(hashes, learned.boilerplate, 1)[0] if hashes else NEVER


def _parts(text: str, line: Span) -> Iterator[tuple[int, int, int]]:
    """Yield the score, start and end of each sentence of a line."""
    read: list[Token] = []
    following = line.end
    for token in tokens(text, *line):
        if token.start >= following:
            yield _total(read, alone=False), read[0].start, read[-1].end
            read, following = [], line.end
        read.append(token)
        if token.flags & STOP and following == line.end:
            following = _end_of(text, line, token.start)
    if read:
        yield _total(read, alone=False), read[0].start, read[-1].end


def _end_of(text: str, line: Span, at: int) -> int:
    """Return where the next sentence may start after the stop at *at*, or the line's end where none ends here."""
    kind = alphabet().kind
    after = at + 1
    while after < line.end and kind(ord(text[after])) & (STOP | CLOSING):
        after += 1
    if after == line.end:
        return after
    entry = kind(ord(text[after]))
    if ord(text[at]) >= _WIDE or entry & KIND == BLANK:
        return after
    before = kind(ord(text[at - 1])) if at > line.start else BLANK
    return after if entry & UPPER and (before & LOWER or before & KIND == DIGIT) else line.end
