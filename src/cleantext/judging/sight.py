"""Lines in, features for the judge out: of each line by itself, and what it contributes to its surroundings.

The numbers are computed in C if `cleantext.native._sight` could be built, else in numpy (`cleantext.judging.counts`,
`cleantext.judging.features`); both give the same. Imports numpy.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from cleantext.judging.counts import Lines, Vocabulary, read_lines
from cleantext.judging.features import (
    CONTEXT_NAMES,
    LOG,
    NEARNESS,
    SHAPE_NAMES,
    Surroundings,
    context_features,
    shape_features,
    surroundings,
    word_sums,
)

try:
    from cleantext.native import _sight
except ImportError:  # no compiler was at hand
    _sight = None  # type: ignore[assignment]

Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Sight:
    """What the judge sees of *n* lines before it looks at them together."""

    shape: Array
    """(n, columns) what each line looks like by itself."""
    words: Array
    """(n, 3 * width) the words' vectors: their mean, the first and the last."""
    around: Surroundings
    """What each line contributes to its surroundings."""


def look(lines: Sequence[str], vocabulary: Vocabulary, vectors: Array) -> Sight:
    """Return what is seen of *lines*, none of them blank and none with a line break in it."""
    if _sight is None:
        return look_at(read_lines(lines, vocabulary), vectors)
    width = vectors.shape[1]
    parts, words = _sight.read(list(lines), vocabulary.characters, vocabulary.words, LOG, vectors, width)
    shape, sums, letters, prose, keys, sizes, hashes, content = parts
    around = Surroundings(
        np.frombuffer(letters, np.int64),
        np.frombuffer(prose, bool),
        np.frombuffer(keys, np.int64).reshape(4, -1),
        np.frombuffer(sizes, np.int64),
        np.frombuffer(hashes, np.uint32, words),
        np.frombuffer(content, bool, words),
    )
    seen = np.frombuffer(shape, np.float32).reshape(-1, len(SHAPE_NAMES))
    return Sight(seen, np.frombuffer(sums, np.float32).reshape(-1, 3 * width), around)


def look_at(lines: Lines, vectors: Array) -> Sight:
    """Return what is seen of lines that have been counted already."""
    return Sight(shape_features(lines), word_sums(lines, vectors), surroundings(lines))


def look_around(around: Surroundings) -> Array:
    """Return what `context_features` does, in C if possible."""
    if _sight is None:
        return context_features(around)
    lines = (around.letters, around.prose, around.keys, around.sizes)
    found = _sight.context(*lines, around.hashes, around.content, NEARNESS, LOG)
    return np.frombuffer(found, np.float32).reshape(-1, len(CONTEXT_NAMES))
