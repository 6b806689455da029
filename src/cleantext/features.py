"""Turn counted lines into numbers for the network: what the eye sees of a line, and what stands around it.

`shape_features` and `word_sums` look at one line alone and give the same numbers for it in every document; only
`context_features` looks at the other lines. The judge relies on that when it judges a text again with some lines gone.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from cleantext.counts import KINDS, Kind, Lines, mix

Array = npt.NDArray[Any]

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
    return (mix(out) >> np.uint32(16 if n < FEW_LINES else 10)).astype(np.int64)


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
