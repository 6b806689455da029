"""Read the lines of a text into whole numbers: characters of each kind, and hashed words.

The counts of a line depend on that line alone, so they are the same in every document and at every place. Imports
numpy; import it only where a profile needs the judge.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property, lru_cache
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
#: The kinds that every character is compared with.
SPACE, IDEOGRAPH = np.uint8(Kind.SPACE), np.uint8(Kind.IDEOGRAPH)
#: Characters from here on count as the last one of the table; ideographs among them are rare enough.
PLANE = 1 << 16

TABLE_BITS = 17
#: Bits of a row's number; the next bit marks a function word.
SHARED_BITS = 15

_MULTIPLIER = 0x9E3779B1
_INVERSE = pow(_MULTIPLIER, -1, 1 << 32)
_LONGEST_WORD = 32
_POWERS = np.array([pow(_MULTIPLIER, i + 1, 1 << 32) for i in range(_LONGEST_WORD)], np.uint32)
_SLOT = np.uint32((1 << TABLE_BITS) - 1)
_ROW = np.uint32((1 << SHARED_BITS) - 1)
_HALF, _LOW = np.uint32(16), np.uint32(0xFFFF)
_FUNCTION = np.uint32(1 << SHARED_BITS)
_USUAL, _HUGE = 1 << 15, 1 << 19


@dataclass(frozen=True)
class Vocabulary:
    """The character tables and the hashed words that the judge knows, from the weights file."""

    kinds: Array
    """Kind of each character below `PLANE` (uint8)."""
    folded: Array
    """Lower case of each character below `PLANE`, digits as one (uint32)."""
    slots: Array
    """For each value of a hash's lowest `TABLE_BITS` bits, the row of its word, 0 for none (uint16)."""
    marks: Array
    """The highest bits of each row's hash, so that an unknown word is not taken for a known one (uint16)."""
    function_words: Array
    """Whether a row is a function word of some language (bool)."""
    learned: Array
    """Rows above this one are function words without a learned vector; they share the next row (one number)."""

    @cached_property
    def characters(self) -> Array:
        """Kind of each character, and in the lower 16 bits what is hashed of it, 0 outside words (uint32)."""
        kinds = self.kinds.astype(np.uint32)
        return (kinds << _HALF) | np.where(kinds < Kind.SPACE, self.folded, np.uint32(0))

    @cached_property
    def words(self) -> Array:
        """For each slot its word's mark, a bit for a function word and the row, in one number (uint32)."""
        shared = int(self.learned) + 1
        if shared > _ROW:
            raise ValueError(f"a vocabulary has at most {_ROW} learned words, not {shared - 1}")
        rows = np.minimum(np.arange(len(self.marks), dtype=np.uint32), np.uint32(shared))
        marks = self.marks.astype(np.uint32) << _HALF
        functions = self.function_words.astype(np.uint32) << np.uint32(SHARED_BITS)
        return (marks | functions | rows)[self.slots]


@dataclass(frozen=True, slots=True)
class Lines:
    """Counts of *n* lines and the *t* words in them, in order."""

    counts: Array
    """(n, KINDS) characters of each kind."""
    first: Array
    """(n,) kind of the first non-space character."""
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
        """Return (n,) the number of non-space characters of each line."""
        out: Array = self.counts.sum(1) - self.counts[:, Kind.SPACE]
        return out

    def __len__(self) -> int:
        """Return the number of lines."""
        return len(self.first)


def read_lines(lines: Sequence[str], vocabulary: Vocabulary) -> Lines:
    """Count *lines*, none of them blank and none with a line break in it."""
    n = len(lines)
    text = "\n".join((*lines, ""))
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
    # Whatever is beyond the table counts as its last character.
    read = vocabulary.characters.take(codes, mode="clip")
    kinds = (read >> _HALF).astype(np.uint8)
    starts = np.zeros(n + 1, np.int64)
    (np.fromiter(map(len, lines), np.int64, n) + 1).cumsum(out=starts[1:])
    counts, first, last = _count(kinds, starts)
    heads = word_heads(kinds)
    offsets = heads.searchsorted(starts)
    hashes = _word_hashes(read & _LOW, heads)
    size = len(hashes)
    both = np.concatenate((hashes, pair_hashes(hashes, offsets)))
    found = vocabulary.words.take(both & _SLOT)
    found *= (found ^ both) <= _LOW
    rows = (found & _ROW).astype(np.int64)
    functions = (found[:size] & _FUNCTION) != 0
    return Lines(counts, first, last, hashes, rows[:size], rows[size:], kinds[heads], offsets, functions)


def _count(kinds: Array, starts: Array) -> tuple[Array, Array, Array]:
    """Return how many characters of each kind each line has, and the kinds of its first and last non-space ones.

    A line of invisible characters alone begins and ends with a space.
    """
    n = len(starts) - 1
    cells = np.arange(0, n * KINDS, KINDS).repeat(starts[1:] - starts[:-1])
    cells += kinds
    counts = np.bincount(cells, minlength=n * KINDS).reshape(-1, KINDS)
    counts[:, SPACE] -= 1  # its line break
    visible = kinds != SPACE
    visible[-1:] = True  # so that `seen` is never empty
    seen = visible.nonzero()[0]
    letters = counts.sum(1) - counts[:, SPACE]
    ends = letters.cumsum()
    first, last = kinds[seen[ends - letters]], kinds[seen[ends - 1]]
    if not letters.all():
        first[letters == 0] = last[letters == 0] = SPACE
    return counts, first, last


def pair_hashes(hashes: Array, offsets: Array) -> Array:
    """Return a hash for each word together with the next word of its line, 0 for a line's last word."""
    pairs = np.zeros_like(hashes)
    pairs[:-1] = mix(hashes[:-1] * np.uint32(_MULTIPLIER) + hashes[1:])
    pairs[offsets[1:][offsets[1:] > offsets[:-1]] - 1] = 0
    return pairs


def word_heads(kinds: Array) -> Array:
    """Return where the words start: a run of word characters, or each ideograph."""
    wordy = kinds < SPACE
    heads = wordy.copy()
    heads[1:] = wordy[1:] > wordy[:-1]
    single = kinds == IDEOGRAPH
    heads |= single
    heads[1:] |= wordy[1:] & single[:-1]
    return heads.nonzero()[0]


def _word_hashes(letters: Array, heads: Array) -> Array:
    """Hash each word's characters as a polynomial modulo 2**32, the power growing to the right.

    *letters* are 0 outside words. The powers run through the whole text; a word's sum is divided by the power at its
    start.
    """
    if not len(heads):
        return np.zeros(0, np.uint32)
    size = max(_USUAL, 1 << len(letters).bit_length())
    # Tables for texts of usual size are cached, those for a huge text are not.
    powers, inverses = _powers(size) if size <= _HUGE else _powers.__wrapped__(size)
    sums = np.add.reduceat(letters * powers[: len(letters)], heads, dtype=np.uint32) * inverses[heads]
    ends = np.append(heads[1:], len(letters))
    for word in (ends - heads > _LONGEST_WORD).nonzero()[0].tolist():
        own = letters[heads[word] : ends[word]]
        own[:_LONGEST_WORD] *= _POWERS
        own[_LONGEST_WORD:] *= _POWERS[-1]
        sums[word] = own.sum(dtype=np.uint32)
    return mix(sums)


@lru_cache(maxsize=4)
def _powers(size: int) -> tuple[Array, Array]:
    """Return the powers of the multiplier from the first on, and for each the factor that turns it into the first."""
    powers, inverses = np.full((2, size), np.array([[_MULTIPLIER], [_INVERSE]], np.uint32))
    inverses[0] = 1
    np.cumprod(powers, out=powers, dtype=np.uint32)
    np.cumprod(inverses, out=inverses, dtype=np.uint32)
    return powers, inverses


def mix(hashes: Array) -> Array:
    """Spread the differences of *hashes* over all 32 bits (the finaliser of MurmurHash3)."""
    hashes = (hashes ^ (hashes >> np.uint32(16))) * np.uint32(0x85EBCA6B)
    hashes = (hashes ^ (hashes >> np.uint32(13))) * np.uint32(0xC2B2AE35)
    out: Array = hashes ^ (hashes >> np.uint32(16))
    return out
