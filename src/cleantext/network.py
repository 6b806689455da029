"""The judge's network, in numpy: each line by itself, the document as a whole, then the lines around each line.

A line's shape, place and words make a vector; a summary of all lines is added to it; then convolutions of growing reach
let each line see its neighbours, 3 lines at first and more than 30 at the end. Imports numpy.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from cleantext.features import Lines, context_features, shape_features, word_sums

Array = npt.NDArray[Any]

REACH = (1, 2, 4, 8, 1)
"""How far apart the three lines are that each convolution looks at."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """What the network sees of *n* lines: numbers for shape, place and words, one row a line."""

    plain: Array
    """(n, columns) shape and context."""
    words: Array
    """(n, 3 * width) the words' vectors: their mean, the first and the last."""
    letters: Array
    """(n,) characters that are no space."""


def read_inputs(lines: Lines, weights: Mapping[str, Array]) -> Inputs:
    """Turn counted *lines* into the network's inputs."""
    plain = np.concatenate((shape_features(lines), context_features(lines)), axis=1)
    words = word_sums(lines, weights["vectors"]) * weights["scale"]
    return Inputs(plain, words, lines.counts.sum(1) - lines.counts[:, 5])


def scores(inputs: Inputs, weights: Mapping[str, Array]) -> Array:
    """Return the probability that each line is boilerplate, float32 in [0, 1]."""
    if not len(inputs.plain):
        return np.zeros(0, np.float32)
    h = _relu(inputs.plain @ weights["plain"] + inputs.words @ weights["words"] + weights["line"])
    h = _relu(h + _summary(h, inputs.letters) @ weights["summary"] + weights["summary_bias"])
    for layer, step in enumerate(REACH):
        h = h + _relu(_convolve(h, step, weights[f"conv{layer}"]) + weights[f"conv{layer}_bias"])
    logits = h @ weights["out"] + weights["out_bias"]
    out: Array = 1 / (1 + np.exp(-np.clip(logits[:, 0], -30, 30)))
    return out


def _relu(values: Array) -> Array:
    return np.maximum(values, 0, out=values)


def _summary(h: Array, letters: Array) -> Array:
    """Sum the document up: mean over lines, mean over characters, greatest."""
    share = (letters / max(1, int(letters.sum()))).astype(np.float32)
    return np.concatenate((h.mean(0), share @ h, h.max(0)))


def _convolve(h: Array, step: int, kernel: Array) -> Array:
    """Look at each line and the two that stand *step* lines away; beyond the ends there is nothing."""
    n, width = h.shape
    seen = np.zeros((n, 3 * width), np.float32)
    seen[step:, :width] = h[:-step]
    seen[:, width : 2 * width] = h
    seen[:-step, 2 * width :] = h[step:]
    out: Array = seen @ kernel
    return out
