"""Turn counted lines into numbers for the network: what the eye sees of a line, and what stands around it.

`shape_features` and `word_sums` look at one line alone and give the same numbers for it in every document; only
`context_features` looks at the other lines. The judge relies on that when it judges a text again with some lines gone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from cleantext.judging.counts import IDEOGRAPH, KINDS, Kind, Lines, mix

Array = npt.NDArray[Any]

UPPER, DIGIT, STOP, ASK = (int(kind) for kind in (Kind.UPPER, Kind.DIGIT, Kind.STOP, Kind.ASK))
_LIMIT = 4096
LOG = np.log2(1 + np.arange(_LIMIT + 1)).astype(np.float32) / 8
_LADDER = np.array([4, 8, 16, 32, 64, 96, 128, 192, 256, 512], np.int64)
_PRESENCE = np.array([0, 0.5, 0.8, 1], np.float32)
NEARNESS = np.exp(-np.arange(256)[:, None] / np.array([0.7, 3, 12, 50])).astype(np.float32)
NEARNESS[-1] = 0
_ONE_HOT = np.eye(KINDS, dtype=np.float32)

#: For up to this many lines 16 bits of a hash tell them apart; more need 22.
FEW_LINES = 4096
PROSE_CHARACTERS = 80
PROSE_IDEOGRAPHS = 30

#: The name of each column of `shape_features`.
SHAPE_NAMES = (
    ("length",) * (3 + len(_LADDER))
    + tuple(f"share of {kind.name.lower()}" for kind in Kind)
    + tuple(f"some {kind.name.lower()}" for kind in Kind)
    + ("function words", "known words", "capitalised words", "numbers")
    + tuple(f"starts with {kind.name.lower()}" for kind in Kind)
    + tuple(f"ends with {kind.name.lower()}" for kind in Kind)
)
_SHAPE_EDGES = [0, *accumulate((3 + len(_LADDER), KINDS, KINDS, 4, KINDS, KINDS))]
_SHAPE_PARTS = [slice(*edges) for edges in pairwise(_SHAPE_EDGES)]


def shape_features(lines: Lines) -> Array:
    """Return (n, len(SHAPE_NAMES)) numbers, about 0 to 1, that describe each line by itself."""
    counts, n = lines.counts, len(lines)
    words = lines.offsets[1:] - lines.offsets[:-1]
    letters = lines.letters()
    out = np.empty((n, len(SHAPE_NAMES)), np.float32)
    lengths, shares, some, marked, first, last = (out[:, part] for part in _SHAPE_PARTS)
    lengths[:, 0] = _log(letters)
    lengths[:, 1] = _log(words)
    lengths[:, 2] = _log(counts[:, IDEOGRAPH])
    lengths[:, 3:] = letters[:, None] >= _LADDER
    np.divide(counts, np.maximum(letters, 1)[:, None], out=shares, casting="same_kind")
    some[:] = _PRESENCE.take(counts, mode="clip")
    marks = (lines.functions, lines.rows > 0, lines.capitals == UPPER, lines.capitals == DIGIT)
    np.divide(_marked(marks, words), np.maximum(words, 1)[:, None], out=marked, casting="same_kind")
    first[:] = _ONE_HOT.take(lines.first, axis=0)
    last[:] = _ONE_HOT.take(lines.last, axis=0)
    return out


def _marked(marks: Sequence[Array], words: Array) -> Array:
    """Return (n, len(marks)): how many of each line's words carry each mark."""
    size = 1 << len(marks)
    code = marks[0].view(np.uint8).copy()
    for place, mark in enumerate(marks[1:], 1):
        code |= mark.view(np.uint8) << np.uint8(place)
    cells = np.arange(0, len(words) * size, size).repeat(words)
    cells += code
    found = np.bincount(cells, minlength=len(words) * size).reshape(-1, size)
    out: Array = found @ (np.arange(size)[:, None] >> np.arange(len(marks)) & 1)
    return out


#: The name of each column of `context_features`.
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
_FROM_START, _FROM_END = slice(0, 4), slice(4, 8)
(_PLACE_BY_LINES, _PLACE_BY_LETTERS, _LINES, _LETTERS, _SHARE, _SHARE_OF_LONGEST, _REPEATED, _REPEATS) = range(8, 16)
(_WORDS_ELSEWHERE, _WORDS_OF_PROSE, _PROSE_WEIGHED) = range(16, 19)
(_BEGIN_ALIKE, _END_ALIKE, _BEGIN_LIKE_NEIGHBOURS, _END_LIKE_NEIGHBOURS, _SHAPED_LIKE_NEIGHBOURS) = range(19, 24)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What `context_features` needs to know of *n* lines and their *t* words; it depends on each line alone."""

    letters: Array
    """(n,) number of non-space characters."""
    prose: Array
    """(n,) whether the line is a sentence, by its length and its stops."""
    keys: Array
    """(4, n) keys that lines share if they begin alike, end alike, have the same shape, or are equal (64 bits)."""
    sizes: Array
    """(n,) number of words."""
    hashes: Array
    """(t,) hash of each word."""
    content: Array
    """(t,) whether it is no function word."""

    def take(self, keep: Array) -> Surroundings:
        """Return the surroundings if only the lines at the ascending places *keep* are there."""
        chosen = np.zeros(len(self.sizes), bool)
        chosen[keep] = True
        words = chosen.repeat(self.sizes)
        lines = (self.letters[keep], self.prose[keep], self.keys.take(keep, axis=1), self.sizes[keep])
        return Surroundings(*lines, self.hashes[words], self.content[words])


_BEGINS, _ENDS, _SHAPE, _SAME = range(4)
_WORDLESS = 1 << 32


def surroundings(lines: Lines) -> Surroundings:
    """Return what each of *lines* contributes to its surroundings."""
    n, sizes = len(lines), lines.offsets[1:] - lines.offsets[:-1]
    letters, total = lines.letters(), lines.counts.sum(1)
    long = (total >= PROSE_CHARACTERS) | (lines.counts[:, IDEOGRAPH] >= PROSE_IDEOGRAPHS)
    keys = np.empty((4, n), np.int64)
    # Lines without words begin and end like no other.
    keys[_BEGINS : _ENDS + 1] = np.arange(_WORDLESS, _WORDLESS + n)
    keys[_SHAPE] = (lines.first.astype(np.int64) * KINDS + lines.last) * 16 + _LADDER.searchsorted(total)
    whole = lines.last.astype(np.uint32)
    if len(lines.hashes):
        wordy = sizes.nonzero()[0]
        starts, ends = lines.offsets[wordy], lines.offsets[wordy + 1]
        keys[_BEGINS, wordy] = lines.hashes[starts] & np.uint32(0xFFFF)
        keys[_ENDS, wordy] = lines.hashes[ends - 1] & np.uint32(0xFFFF)
        place = np.arange(1, 2 * len(lines.hashes) + 1, 2) - (2 * lines.offsets[:-1]).repeat(sizes)
        whole[wordy] = np.add.reduceat(lines.hashes * place.astype(np.uint32), starts, dtype=np.uint32)
    keys[_SAME] = mix(whole)
    prose = long & ((lines.counts[:, STOP] + lines.counts[:, ASK]) > 0)
    return Surroundings(letters, prose, keys, sizes, lines.hashes, ~lines.functions)


def context_features(around: Surroundings) -> Array:
    """Return (n, len(CONTEXT_NAMES)) numbers, about 0 to 1: where each line stands and what it shares with others."""
    n, letters = len(around.letters), around.letters
    upto = letters.cumsum()
    total = max(1, int(upto[-1])) if n else 1
    order = np.arange(n)
    near = NEARNESS.take(order, axis=0, mode="clip")
    out = np.empty((n, len(CONTEXT_NAMES)), np.float32)
    out[:, _FROM_START] = near
    out[:, _FROM_END] = near[::-1]
    out[:, _PLACE_BY_LINES] = order / max(1, n)
    out[:, _PLACE_BY_LETTERS] = (upto - letters) / total
    out[:, _LINES] = LOG[min(n, _LIMIT)]
    out[:, _LETTERS] = total.bit_length() / 20
    out[:, _SHARE] = np.minimum(1, letters * 4 / total)
    out[:, _SHARE_OF_LONGEST] = letters / letters.max(initial=1)
    _likeness(around.keys, out)
    _repetition(around, out)
    return out


def _repetition(around: Surroundings, out: Array) -> None:
    """Fill in how much of each line stands elsewhere in the document: its words anywhere, and in the prose."""
    hashes = around.hashes
    bits = max(12, (8 * len(hashes)).bit_length())
    folded = (hashes >> np.uint32(32 - min(bits, 24))).astype(np.int64)
    used = np.bincount(folded)[folded] > 1 if len(folded) else np.zeros(0, bool)
    in_prose = around.prose.repeat(around.sizes)
    # A word in a line of prose counts only if it stands in the prose once more.
    of_prose = np.bincount(folded[in_prose], minlength=1 << min(bits, 24))[folded] > in_prose
    content = around.content
    sums = _marked((content, content & used, content & of_prose), around.sizes)
    share = np.maximum(sums[:, 0], 1)
    out[:, _WORDS_ELSEWHERE] = sums[:, 1] / share
    out[:, _WORDS_OF_PROSE] = sums[:, 2] / share
    out[:, _PROSE_WEIGHED] = _log(sums[:, 2])


def _likeness(keys: Array, out: Array) -> None:
    """Fill in whether a line is repeated, and how far it begins, ends and looks like others, as in a list or a menu."""
    n = keys.shape[1]
    shared = keys[[_SAME, _BEGINS, _ENDS]]
    shared[0] >>= 16 if n < FEW_LINES else 10
    others = _log(_others(shared))
    out[:, _REPEATED] = others[0] > 0
    out[:, (_REPEATS, _BEGIN_ALIKE, _END_ALIKE)] = others.T
    beside = (_BEGIN_LIKE_NEIGHBOURS, _END_LIKE_NEIGHBOURS, _SHAPED_LIKE_NEIGHBOURS)
    out[:, beside] = _beside(keys[: _SHAPE + 1]).T


def _others(keys: Array) -> Array:
    """Return for each key of each row how many other places of its row have the same key."""
    # The same key means another thing in another row.
    told_apart = keys + np.arange(len(keys))[:, None] * (2 * _WORDLESS)
    first = np.sort(told_apart, axis=None).searchsorted(told_apart)
    out: Array = np.bincount(first.reshape(-1))[first] - 1 if first.size else first
    return out


def _beside(keys: Array) -> Array:
    """Return the share of the four nearest neighbours, two on either side, that have the same key."""
    out = np.zeros(keys.shape, np.float32)
    for step in (1, 2):
        same = keys[:, step:] == keys[:, :-step]
        out[:, step:] += same
        out[:, :-step] += same
    return out / 4


def _log(values: Array) -> Array:
    """Return log2(1 + value) / 8 from a table, so that it is the same number on every machine."""
    return LOG.take(values, mode="clip")


def word_sums(lines: Lines, vectors: Array) -> Array:
    """Return (n, 3 * width): the mean vector of each line's words and pairs, that of its first word, that of its last.

    *vectors* are whole numbers, one row a word, so that sums are exact.
    """
    n, width = len(lines), vectors.shape[1]
    words = lines.offsets[1:] - lines.offsets[:-1]
    wordy = words.nonzero()[0]
    if not len(wordy):
        return np.zeros((n, 3 * width), np.float32)
    starts = lines.offsets[wordy]
    both = vectors.take(lines.rows, axis=0)
    out = np.empty((len(wordy), 3 * width), np.float32)
    both.take(starts, axis=0, out=out[:, width : 2 * width])
    both.take(lines.offsets[wordy + 1] - 1, axis=0, out=out[:, 2 * width :])
    both += vectors.take(lines.pair_rows, axis=0)
    sums = np.add.reduceat(both, starts, axis=0)
    np.divide(sums, words[wordy, None], out=out[:, :width], casting="same_kind")
    if len(wordy) == n:
        return out
    everywhere = np.zeros((n, 3 * width), np.float32)
    everywhere[wordy] = out
    return everywhere
