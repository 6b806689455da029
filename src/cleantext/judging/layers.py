"""The layers of the judge's network: each line's features in, its log-odds of being boilerplate out.

A line's shape, place and words make a vector, and a summary of all lines is added to it. Then convolutions of growing
reach let each line see its neighbours, 3 lines at first and more than 30 at the end. Imports numpy.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from cleantext.judging.features import SHAPE_NAMES

Array = npt.NDArray[Any]

#: Distance between the three lines that each of the first convolutions sees.
NEAR = (1, 2, 4)
#: The same for the convolutions that follow the survey of the document.
FAR = (1, 2, 4, 8, 16)
#: Distances, in lines, up to which a line is near a place.
SCALES = (4.0, 32.0)

#: Lines multiplied at a time: few enough that no library splits the product among threads, which would spend longer
#: waiting for each other than computing.
BLOCK = 32
_REACH = max(*NEAR, *FAR)
_FAR_OUT, _CLIP = np.float32(30), np.float32(20)


@dataclass(frozen=True, slots=True)
class Layers:
    """The weights as they are multiplied: those of the same inputs in one matrix, with a bias as its last row."""

    vectors: Array
    """(rows, width) the words' vectors, whole numbers in float32."""
    shape: Array
    words: Array
    """(3 * width, hidden) weights of the words' vectors, whose scale is multiplied in."""
    context: Array
    bias: Array
    """Added to the products with the three above."""
    summary: Array
    summary_bias: Array
    near: Sequence[Array]
    marks: Array
    """(hidden, slots + trails) finds the places that matter, and what is counted before and after a line."""
    trails_bias: Array
    place: Array
    place_bias: Array
    found: Array
    far: Sequence[Array]
    out: Array
    out_bias: Array


def layers(weights: Mapping[str, Array]) -> Layers:
    """Lay out *weights*, as they are stored or come from training."""
    shape, context = np.split(weights["plain"], [len(SHAPE_NAMES)])
    return Layers(
        vectors=weights["vectors"].astype(np.float32),
        shape=np.ascontiguousarray(shape),
        words=weights["words"] * weights["scale"][:, None],
        context=np.ascontiguousarray(context),
        bias=weights["plain_bias"],
        near=[_kernel(weights, f"near{layer}") for layer in range(len(NEAR))],
        marks=np.concatenate((weights["slots"], weights["trails"]), axis=1),
        far=[_kernel(weights, f"far{layer}") for layer in range(len(FAR))],
        out=weights["out"][:, 0],
        **{name: weights[name] for name in _AS_THEY_ARE},
    )


_AS_THEY_ARE = ("summary", "summary_bias", "trails_bias", "place", "place_bias", "found", "out_bias")


def _kernel(weights: Mapping[str, Array], name: str) -> Array:
    """Return the weights of a convolution for the line before, the line itself, the line after, and a one."""
    kernel = weights[name]
    return np.concatenate((*np.split(kernel, 3, axis=1), weights[f"{name}_bias"][None]))


def by_itself(shape: Array, words: Array, weights: Layers) -> Array:
    """Return the part of the first layer that depends on each line alone."""
    out = times(shape, weights.shape)
    out += times(words, weights.words)
    out += weights.bias
    return out


def among_others(alone: Array, context: Array, letters: Array, weights: Layers) -> Array:
    """Return the log-odds of lines; *alone* is what `by_itself` returns for them."""
    n, hidden = alone.shape
    if not n:
        return np.zeros(0, np.float32)
    nothing = np.zeros((n, hidden), np.float32)  # much faster to compare with than a single zero
    wide = np.zeros((n + 2 * _REACH, hidden), np.float32)
    h = wide[_REACH : _REACH + n]
    np.add(times(context, weights.context), alone, out=h)
    np.maximum(h, nothing, out=h)
    h += _summary(h, letters) @ weights.summary + weights.summary_bias
    np.maximum(h, nothing, out=h)
    _convolve(wide, n, NEAR, weights.near, nothing)
    h += _survey(h, weights)
    np.maximum(h, nothing, out=h)
    _convolve(wide, n, FAR, weights.far, nothing)
    out: Array = h @ weights.out + weights.out_bias
    return out


def times(rows: Array, weights: Array) -> Array:
    """Return ``rows @ weights``, computed `BLOCK` rows at a time."""
    n, width = rows.shape
    full = n - n % BLOCK
    if not full:
        small: Array = rows @ weights
        return small
    out = np.empty((n, weights.shape[1]), np.float32)
    blocks = rows[:full].reshape(-1, BLOCK, width)
    np.matmul(blocks, weights, out=out[:full].reshape(len(blocks), BLOCK, -1))
    if n > full:
        np.matmul(rows[full:], weights, out=out[full:])
    return out


def sigmoid(log_odds: Array) -> Array:
    """Return probabilities, float32 in [0, 1]."""
    out: Array = 1 / (1 + np.exp(np.maximum(np.minimum(-log_odds, _FAR_OUT), -_FAR_OUT)))
    return out


def _summary(h: Array, letters: Array) -> Array:
    """Return a summary of the document: the mean over lines, the mean over characters, and the maximum."""
    share = (letters / max(1, int(letters.sum()))).astype(np.float32)
    return np.concatenate((np.add.reduce(h) / np.float32(len(h)), share @ h, np.maximum.reduce(h)))


def _survey(h: Array, weights: Layers) -> Array:
    """Return how each line stands to the few places that matter most, and what is counted before and after it."""
    slots = weights.marks.shape[1] - len(weights.trails_bias)
    raw = times(h, weights.marks)
    share = np.exp(np.maximum(np.minimum(raw[:, :slots], _CLIP), -_CLIP))
    share /= np.add.reduce(share)
    marks = sigmoid(raw[:, slots:] + weights.trails_bias)
    order = np.arange(len(h), dtype=np.float32)
    away = order[:, None] - order @ share
    running = marks.cumsum(axis=0)
    counted = np.concatenate((running - marks, running[-1] - running), axis=1)
    far = np.tanh(np.concatenate([away / np.float32(scale) for scale in SCALES], axis=1))
    placed = times(np.concatenate((far, counted / (1 + counted)), axis=1), weights.place)
    placed += weights.place_bias + (share.T @ h).reshape(-1) @ weights.found
    return placed


def _convolve(wide: Array, n: int, steps: Sequence[int], kernels: Sequence[Array], nothing: Array) -> None:
    """Update the *n* lines inside *wide*, layer by layer, from themselves and the two lines one step away.

    Before the first line and after the last, *wide* holds zeros.
    """
    hidden = wide.shape[1]
    here = wide[_REACH : _REACH + n]
    padded = n + -n % BLOCK
    seen, said = np.ones((padded, 3 * hidden + 1), np.float32), np.empty((padded, hidden), np.float32)
    blocks, out = seen.reshape(-1, BLOCK, 3 * hidden + 1), said.reshape(-1, BLOCK, hidden)
    before, own, after = (seen[:n, at : at + hidden] for at in (0, hidden, 2 * hidden))
    said = said[:n]
    for step, kernel in zip(steps, kernels, strict=True):
        before[:] = wide[_REACH - step : _REACH - step + n]
        own[:] = here
        after[:] = wide[_REACH + step : _REACH + step + n]
        np.matmul(blocks, kernel, out=out)
        np.maximum(said, nothing, out=said)
        here += said
