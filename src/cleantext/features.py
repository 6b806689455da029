"""Turn the lines of a document into numbers: what the eye sees of a line, and which words stand there.

What belongs to one line alone is counted in whole numbers, so a line has exactly the same numbers in every document and
at every place; only `context_features` looks at the other lines. The judge relies on that: it counts once, then judges
the same lines again with some of them gone. Imports numpy; import it only where a profile needs the judge.
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

_LIMIT = 4096
_LOG = np.log2(1 + np.arange(_LIMIT + 1)).astype(np.float32) / 8
_LADDER = np.array([4, 8, 16, 32, 64, 96, 128, 192, 256, 512], np.int64)
_PRESENCE = np.array([0, 0.5, 0.8, 1], np.float32)
_NEARNESS = np.exp(-np.arange(256)[:, None] / np.array([0.7, 3, 12, 50])).astype(np.float32)
_NEARNESS[-1] = 0
_ONE_HOT = np.eye(KINDS, dtype=np.float32)

FEW_LINES = 4096
"""So many lines can be told apart by a hash of 16 bits; more need 22."""
PROSE_CHARACTERS = 80
PROSE_IDEOGRAPHS = 30


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
    pairs[:-1] = _mix(hashes[:-1] * np.uint32(_MULTIPLIER) + hashes[1:])
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
    return _mix(np.add.reduceat(letters * _POWERS[np.minimum(place, _LONGEST_WORD - 1)], heads, dtype=np.uint32))


def _mix(hashes: Array) -> Array:
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


SHAPE_NAMES = (
    ("length",) * (3 + len(_LADDER))
    + tuple(f"share of {kind.name.lower()}" for kind in Kind)
    + tuple(f"some {kind.name.lower()}" for kind in Kind)
    + ("function words", "known words", "capitalised words", "numbers")
    + tuple(f"starts with {kind.name.lower()}" for kind in Kind)
    + tuple(f"ends with {kind.name.lower()}" for kind in Kind)
)
"""The name of each column of `shape_features`."""


def shape_features(lines: Lines) -> Array:
    """Return (n, len(SHAPE_NAMES)) numbers, about 0 to 1, that say what each line looks like by itself."""
    counts = lines.counts
    words = np.diff(lines.offsets)
    letters = lines.letters()
    owner = np.repeat(np.arange(len(lines)), words)
    marks = (lines.functions, lines.rows > 0, lines.capitals == Kind.UPPER, lines.capitals == Kind.DIGIT)
    marked = np.stack([np.bincount(owner[mark], minlength=len(lines)) for mark in marks], axis=1)
    return np.concatenate(
        (
            _log(letters)[:, None],
            _log(words)[:, None],
            _log(counts[:, Kind.IDEOGRAPH])[:, None],
            letters[:, None] >= _LADDER,
            counts / np.maximum(letters, 1)[:, None],
            _PRESENCE[np.minimum(counts, len(_PRESENCE) - 1)],
            marked / np.maximum(words, 1)[:, None],
            _ONE_HOT[lines.first],
            _ONE_HOT[lines.last],
        ),
        axis=1,
        dtype=np.float32,
    )


CONTEXT_NAMES = (
    ("place from the start",) * 4
    + ("place from the end",) * 4
    + ("place",) * 2
    + ("length of the document",) * 2
    + ("share of the document",) * 2
    + ("the same line elsewhere",) * 2
    + ("words that come back elsewhere", "words of the prose", "words of the prose, weighed")
    + ("begins like other lines", "ends like other lines", "begins like its neighbours", "ends like its neighbours")
    + ("shaped like its neighbours",)
)
"""The name of each column of `context_features`."""


def context_features(lines: Lines) -> Array:
    """Return (n, len(CONTEXT_NAMES)) numbers, about 0 to 1: where each line stands and what it shares with others."""
    n = len(lines)
    letters = lines.letters()
    total = max(1, int(letters.sum()))
    before = np.cumsum(letters) - letters
    order = np.arange(n)
    out = np.empty((n, len(CONTEXT_NAMES)), np.float32)
    out[:, 0:4] = _NEARNESS[np.minimum(order, 255)]
    out[:, 4:8] = _NEARNESS[np.minimum(order[::-1], 255)]
    out[:, 8] = order / max(1, n)
    out[:, 9] = before / total
    out[:, 10] = _log(np.array([n]))[0]
    out[:, 11] = np.float32(total.bit_length() / 20)
    out[:, 12] = np.minimum(1, letters * 4 / total)
    out[:, 13] = letters / letters.max(initial=1)
    out[:, 14:19] = _repetition(lines)
    out[:, 19:24] = _likeness(lines)
    return out


def _repetition(lines: Lines) -> Array:
    """Say how much of each line stands elsewhere in the document: the whole line, its words, its words in the prose."""
    n, words = len(lines), np.diff(lines.offsets)
    bits = max(12, (8 * len(lines.hashes)).bit_length())
    folded = (lines.hashes >> np.uint32(32 - min(bits, 24))).astype(np.int64)
    whole = _line_hashes(lines)
    same = np.bincount(whole, minlength=1)[whole] - 1
    used = np.bincount(folded, minlength=1)[folded]
    prose = ((lines.counts.sum(1) >= PROSE_CHARACTERS) | (lines.counts[:, Kind.IDEOGRAPH] >= PROSE_IDEOGRAPHS)) & (
        (lines.counts[:, Kind.STOP] + lines.counts[:, Kind.ASK]) > 0
    )
    in_prose = np.repeat(prose, words)
    told = np.bincount(folded[in_prose], minlength=(int(folded.max()) + 1) if len(folded) else 1)[folded] - in_prose > 0
    content = ~lines.functions
    owner = np.repeat(np.arange(n), words)
    marks = (content, content & (used > 1), content & told)
    sums = np.stack([np.bincount(owner[mark], minlength=n) for mark in marks], axis=1)
    out = np.empty((n, 5), np.float32)
    out[:, 0] = same > 0
    out[:, 1] = _log(same)
    share = np.maximum(sums[:, 0], 1)
    out[:, 2] = sums[:, 1] / share
    out[:, 3] = sums[:, 2] / share
    out[:, 4] = _log(sums[:, 2])
    return out


def _likeness(lines: Lines) -> Array:
    """Say whether a line begins, ends and looks like others, as the lines of a list or a menu do."""
    n = len(lines)
    out = np.zeros((n, 5), np.float32)
    wordy = lines.offsets[1:] > lines.offsets[:-1]
    letters = lines.counts.sum(1)
    shape = (lines.first.astype(np.int64) * KINDS + lines.last) * 16 + np.searchsorted(_LADDER, letters)
    for column, places in ((0, lines.offsets[:-1]), (1, lines.offsets[1:] - 1)):
        key = np.arange(n) + (1 << 16)
        key[wordy] = lines.hashes[places[wordy]] & np.uint32(0xFFFF)
        out[:, column] = _log(np.bincount(key)[key] - 1)
        out[:, 2 + column] = _beside(key)
    out[:, 4] = _beside(shape)
    return out


def _beside(key: Array) -> Array:
    """Return how many of the two neighbours on either side carry the same *key*, halved twice."""
    out = np.zeros(len(key), np.float32)
    for step in (1, 2):
        same = key[step:] == key[:-step]
        out[step:] += same
        out[:-step] += same
    return out / 4


def _line_hashes(lines: Lines) -> Array:
    """Return a short hash for each line; lines without words are told apart by their last character."""
    n, sizes = len(lines), np.diff(lines.offsets)
    out = lines.last.astype(np.uint32)
    if len(lines.hashes):
        place = np.arange(len(lines.hashes)) - np.repeat(lines.offsets[:-1], sizes)
        odd = (2 * place + 1).astype(np.uint32)
        wordy = sizes > 0
        out[wordy] = np.add.reduceat(lines.hashes * odd, lines.offsets[:-1][wordy], dtype=np.uint32)
    return (_mix(out) >> np.uint32(16 if n < FEW_LINES else 10)).astype(np.int64)


def _log(values: Array) -> Array:
    """Return log2(1 + value) / 8 from a table, so that it is the same number everywhere."""
    return _LOG[np.minimum(values, _LIMIT)]


def word_sums(lines: Lines, vectors: Array) -> Array:
    """Return (n, 3 * width): the mean vector of each line's words and pairs, that of its first word, that of its last.

    *vectors* are whole numbers, one row a word, so that sums are exact.
    """
    n, width = len(lines), vectors.shape[1]
    out = np.zeros((n, 3 * width), np.float32)
    words = np.diff(lines.offsets)
    wordy = words > 0
    if not wordy.any():
        return out
    starts, ends = lines.offsets[:-1][wordy], lines.offsets[1:][wordy]
    both = vectors[lines.rows] + vectors[lines.pair_rows].astype(np.int16)
    out[wordy, :width] = np.add.reduceat(both, starts, axis=0, dtype=np.int32) / words[wordy, None]
    out[wordy, width : 2 * width] = vectors[lines.rows[starts]]
    out[wordy, 2 * width :] = vectors[lines.rows[ends - 1]]
    return out
