"""Read the lines of a text into whole numbers: characters of each kind, and hashed words.

What is counted of a line depends on nothing but the line, so it has exactly the same counts in every document and at
every place. Imports numpy; import it only where a profile needs the judge.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]


class Kind(IntEnum):
    """What a character is. Kinds below `SPACE` make up words; an `IDEOGRAPH` is a word by itself."""

    LOWER = 0
    UPPER = 1
    LETTER = 2
    IDEOGRAPH = 3
    DIGIT = 4
    SPACE = 5
    STOP = 6
    ASK = 7
    COMMA = 8
    COLON = 9
    ELLIPSIS = 10
    QUOTE = 11
    ANGLE = 12
    APOSTROPHE = 13
    DASH = 14
    SLASH = 15
    PIPE = 16
    BULLET = 17
    BRACKET = 18
    COPYRIGHT = 19
    AT = 20
    HASH = 21
    MONEY = 22
    SYMBOL = 23


KINDS = len(Kind)
PLANE = 1 << 16
"""Characters beyond this count as the last one of the table; ideographs among them are rare enough."""

TABLE_BITS = 17
_MULTIPLIER = 0x9E3779B1
_LONGEST_WORD = 32
_POWERS = np.array([pow(_MULTIPLIER, i + 1, 1 << 32) for i in range(_LONGEST_WORD)], np.uint32)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The character tables and the hashed words that the judge knows; all of it comes from the weights file."""

    kinds: Array
    """Kind of each character below `PLANE` (uint8)."""
    folded: Array
    """Lower case of each character below `PLANE`, digits as one (uint32)."""
    slots: Array
    """Row of the word whose hash ends in this many bits, 0 for none (uint16)."""
    marks: Array
    """The other bits of each row's hash, so that strangers are not taken for a known word (uint16)."""
    function_words: Array
    """Whether a row is a function word of some language (bool)."""
    learned: Array
    """Rows above this are function words the judge has not met; they share the next row (one number)."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Counts of *n* lines and the *t* words in them, in order."""

    counts: Array
    """(n, KINDS) characters of each kind."""
    first: Array
    """(n,) kind of the first character that is no space."""
    last: Array
    """(n,) kind of the last one."""
    hashes: Array
    """(t,) hash of each word."""
    rows: Array
    """(t,) row of each word in the vocabulary, 0 if unknown."""
    pair_rows: Array
    """(t,) row of each word with the next one of its line, 0 if unknown."""
    capitals: Array
    """(t,) kind of each word's first character."""
    offsets: Array
    """(n + 1,) where each line's words start."""
    functions: Array
    """(t,) whether the word is a function word."""

    def take(self, keep: Array) -> Lines:
        """Return the lines at the ascending places *keep*, as if the others had never been there."""
        sizes = self.offsets[1:] - self.offsets[:-1]
        chosen = np.zeros(len(sizes), bool)
        chosen[keep] = True
        words = np.repeat(chosen, sizes)
        return Lines(
            self.counts[keep],
            self.first[keep],
            self.last[keep],
            self.hashes[words],
            self.rows[words],
            self.pair_rows[words],
            self.capitals[words],
            np.concatenate(([0], np.cumsum(sizes[keep]))),
            self.functions[words],
        )

    def letters(self) -> Array:
        """Return (n,) the characters of each line that are no space."""
        out: Array = self.counts.sum(1) - self.counts[:, Kind.SPACE]
        return out

    def __len__(self) -> int:
        """Return how many lines these are."""
        return len(self.first)


def read_lines(text: str, spans: Sequence[tuple[int, int]], vocabulary: Vocabulary) -> Lines:
    """Count the lines of *text* that stand at *spans*: code points, ascending, none of them blank."""
    bounds = np.array(spans, np.int64).reshape(-1, 2)
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
    lengths = bounds[:, 1] - bounds[:, 0]
    starts = np.concatenate(([0], np.cumsum(lengths)))
    shift = bounds[:, 0] - starts[:-1]
    codes = codes[np.repeat(shift, lengths) + np.arange(starts[-1])]
    codes = np.minimum(codes, PLANE - 1)
    line = np.repeat(np.arange(len(bounds)), lengths)
    kinds = vocabulary.kinds[codes]
    counts = np.bincount(line * KINDS + kinds, minlength=len(bounds) * KINDS).reshape(-1, KINDS)
    seen = np.flatnonzero(kinds != Kind.SPACE)
    edges = np.searchsorted(seen, starts)
    # A line of nothing but invisible characters begins and ends with a space.
    first, last = np.full((2, len(bounds)), Kind.SPACE, np.uint8)
    visible = edges[1:] > edges[:-1]
    first[visible], last[visible] = kinds[seen[edges[:-1][visible]]], kinds[seen[edges[1:][visible] - 1]]

    heads = _word_heads(kinds, starts[:-1])
    offsets = np.searchsorted(heads, starts)
    hashes = _word_hashes(vocabulary.folded[codes], kinds, heads)
    rows = look_up(hashes, vocabulary)
    functions = vocabulary.function_words[rows]
    shared = int(vocabulary.learned) + 1
    return Lines(
        counts,
        first,
        last,
        hashes,
        np.minimum(rows, shared),
        np.minimum(look_up(pair_hashes(hashes, offsets), vocabulary), shared),
        kinds[heads],
        offsets,
        functions,
    )


def pair_hashes(hashes: Array, offsets: Array) -> Array:
    """Return a hash for each word together with the next word of its line, 0 for a line's last word."""
    pairs = np.zeros_like(hashes)
    pairs[:-1] = mix(hashes[:-1] * np.uint32(_MULTIPLIER) + hashes[1:])
    pairs[offsets[1:][offsets[1:] > offsets[:-1]] - 1] = 0
    return pairs


def _word_heads(kinds: Array, starts: Array) -> Array:
    """Return where the words start: a run of word characters, or each ideograph."""
    wordy = kinds < Kind.SPACE
    single = kinds == Kind.IDEOGRAPH
    joined = np.zeros(len(kinds), bool)
    joined[1:] = wordy[:-1] & ~single[:-1]
    joined[starts] = False
    return np.flatnonzero(wordy & ~(joined & ~single))


def _word_hashes(folded: Array, kinds: Array, heads: Array) -> Array:
    """Hash each word's characters as a polynomial modulo 2**32, the power growing to the right."""
    if not len(heads):
        return np.zeros(0, np.uint32)
    start, heads = heads[0], heads - heads[0]
    letters = np.where(kinds[start:] < Kind.SPACE, folded[start:], np.uint32(0))
    place = np.arange(len(letters)) - np.repeat(heads, np.diff(heads, append=len(letters)))
    return mix(np.add.reduceat(letters * _POWERS[np.minimum(place, _LONGEST_WORD - 1)], heads, dtype=np.uint32))


def mix(hashes: Array) -> Array:
    """Spread the differences of *hashes* over all 32 bits (the finaliser of MurmurHash3)."""
    hashes = (hashes ^ (hashes >> np.uint32(16))) * np.uint32(0x85EBCA6B)
    hashes = (hashes ^ (hashes >> np.uint32(13))) * np.uint32(0xC2B2AE35)
    out: Array = hashes ^ (hashes >> np.uint32(16))
    return out


def word_spans(line: str, vocabulary: Vocabulary) -> list[tuple[int, int]]:
    """Return where the words of one line start and end, in the order of `Lines.rows`."""
    codes = np.minimum(np.frombuffer(line.encode("utf-32-le", "surrogatepass"), "<u4"), PLANE - 1)
    kinds = vocabulary.kinds[codes]
    heads = _word_heads(kinds, np.zeros(1, np.int64))
    outside = np.append(np.flatnonzero(kinds >= Kind.SPACE), len(line))
    ends = np.minimum(np.append(heads[1:], len(line)), outside[np.searchsorted(outside, heads)])
    return list(zip(heads.tolist(), ends.tolist(), strict=True))


def look_up(hashes: Array, vocabulary: Vocabulary) -> Array:
    """Return each hash's row in the vocabulary, 0 where it is unknown."""
    rows: Array = vocabulary.slots[hashes & np.uint32((1 << TABLE_BITS) - 1)].astype(np.int64)
    rows[vocabulary.marks[rows] != (hashes >> np.uint32(16)).astype(np.uint16)] = 0
    return rows
