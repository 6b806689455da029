"""The judge's network, in numpy: each line by itself, the document as a whole, then the lines around each line.

A line's shape, place and words make a vector; a summary of all lines is added to it; then convolutions of growing reach
let each line see its neighbours, 3 lines at first and more than 30 at the end. Imports numpy.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from cleantext.counts import Lines, Vocabulary
from cleantext.features import SHAPE_NAMES, context_features, shape_features, surroundings, word_sums

Array = npt.NDArray[Any]

VOCABULARY_ARRAYS = tuple(field.name for field in fields(Vocabulary))

NEAR = (1, 2, 4)
"""How far apart the three lines are that each of the first convolutions looks at."""
FAR = (1, 2, 4, 8, 16)
"""The same for the convolutions that follow the survey of the document."""
SCALES = (4.0, 32.0)
"""Distances, in lines, at which near and far from a place are told apart."""
BLOCK = 32
"""So many lines are multiplied at a time."""
ROUNDING = 1e-4
"""Scores of one line in one text, reckoned along different ways, are nearer to each other than this."""
_NOTHING, _FAR_OUT = np.float32(0), np.float32(30)


@dataclass(frozen=True, slots=True)
class Inputs:
    """What the network sees of *n* lines: numbers for shape, place and words, one row a line."""

    shape: Array
    """(n, columns) what each line looks like by itself."""
    context: Array
    """(n, columns) where each line stands and what it shares with the others."""
    words: Array
    """(n, 3 * width) the words' vectors: their mean, the first and the last."""
    letters: Array
    """(n,) characters that are no space."""


@dataclass(frozen=True)
class Model:
    """The words that the judge knows and the network's weights."""

    vocabulary: Vocabulary
    weights: Mapping[str, Array]

    @cached_property
    def layers(self) -> Layers:
        """The weights, laid out for `log_odds`."""
        return layers(self.weights)

    def read(self, lines: Lines) -> Inputs:
        """Turn counted *lines* into the network's inputs."""
        around = surroundings(lines)
        return Inputs(shape_features(lines), context_features(around), self.words(lines), around.letters)

    def words(self, lines: Lines) -> Array:
        """Return the vectors of the words of each of *lines*."""
        return word_sums(lines, self.layers.vectors) * self.weights["scale"]

    def scores(self, inputs: Inputs) -> Array:
        """Return the probability that each line is boilerplate, float32 in [0, 1]."""
        return _sigmoid(log_odds(inputs, self.layers))

    def cuts(self, lines: Lines, rounds: int) -> tuple[list[tuple[int, float]], int]:
        """Return ``(index, score)`` of the lines to cut, in order, and how often they were judged.

        A text that is not at rest after *rounds* rounds loses nothing. What belongs to a line alone is not counted
        again: it is the same number in whatever text the line stands. It may have been rounded otherwise there, so a
        text is at rest only when each of its lines is `ROUNDING` short of the limit.
        """
        left = np.arange(len(lines))
        gone: list[tuple[int, float]] = []
        around = surroundings(lines)
        alone = by_itself(shape_features(lines), self.words(lines), self.layers)
        slack = 0.0
        for asked in range(1, rounds + 1):
            scores = _sigmoid(among_others(alone, context_features(around), around.letters, self.layers))
            out = scores >= self.limit(scores, around.letters) - slack
            if not out.any():
                return sorted(gone), asked
            gone += zip(left[out].tolist(), scores[out].tolist(), strict=True)
            kept = np.flatnonzero(~out)
            left, around, alone, slack = left[kept], around.take(kept), alone[kept], ROUNDING
        return [], rounds

    def limit(self, scores: Array, letters: Array) -> float:
        """Return the score from which a line of such a document is to be cut.

        The less of a document the judge takes for boilerplate, the surer it must be of a line: a whole page is mostly
        menus and teasers, but in an extractor's text or a clean article a lost paragraph is the greater harm.
        """
        low, high, clean, page = self.weights["limits"].tolist()
        junk = float(scores @ letters) / max(1, int(letters.sum()))
        share = min(1.0, max(0.0, (junk - clean) / (page - clean)))
        return float(high + (low - high) * share)


def load(path: Path | None = None) -> Model:
    """Read the weights at *path*, or those that ship with the package."""
    source = path or files("cleantext") / "data" / "judge.npz"
    with source.open("rb") as file, np.load(file) as arrays:
        stored = {name: arrays[name] for name in arrays.files}
    vocabulary = Vocabulary(**{name: stored.pop(f"vocabulary_{name}") for name in VOCABULARY_ARRAYS})
    return Model(vocabulary, {name: a.astype(np.float32) if a.dtype == np.float16 else a for name, a in stored.items()})


def save(model: Model, path: Path) -> None:
    """Write *model* to *path*, in the form that `load` reads: matrices in half precision."""
    words = {f"vocabulary_{name}": getattr(model.vocabulary, name) for name in VOCABULARY_ARRAYS}
    halved = {n: a.astype(np.float16) if a.dtype == np.float32 and a.ndim > 1 else a for n, a in model.weights.items()}
    np.savez_compressed(path, allow_pickle=False, **words, **halved)


@dataclass(frozen=True, slots=True)
class Layers:
    """The weights as they are multiplied: what meets the same numbers stands side by side."""

    vectors: Array
    """(rows, width) the words' vectors, whole numbers in float32."""
    shape: Array
    words: Array
    context: Array
    plain_bias: Array
    summary: Array
    summary_bias: Array
    near: tuple[tuple[Array, Array], ...]
    marks: Array
    """(hidden, slots + trails) what finds the places that matter, and what is counted before and after a line."""
    trails_bias: Array
    place: Array
    place_bias: Array
    found: Array
    far: tuple[tuple[Array, Array], ...]
    out: Array
    out_bias: Array


def layers(weights: Mapping[str, Array]) -> Layers:
    """Lay out *weights*, as `load` or training gives them."""
    plain = np.split(weights["plain"], [len(SHAPE_NAMES)])
    near, far = (
        tuple((weights[f"{name}{layer}"], weights[f"{name}{layer}_bias"]) for layer in range(len(steps)))
        for name, steps in (("near", NEAR), ("far", FAR))
    )
    return Layers(
        vectors=weights["vectors"].astype(np.float32),
        shape=np.ascontiguousarray(plain[0]),
        words=weights["words"],
        context=np.ascontiguousarray(plain[1]),
        plain_bias=weights["plain_bias"],
        summary=weights["summary"],
        summary_bias=weights["summary_bias"],
        near=near,
        marks=np.concatenate((weights["slots"], weights["trails"]), axis=1),
        trails_bias=weights["trails_bias"],
        place=weights["place"],
        place_bias=weights["place_bias"],
        found=weights["found"],
        far=far,
        out=weights["out"],
        out_bias=weights["out_bias"],
    )


def log_odds(inputs: Inputs, weights: Layers) -> Array:
    """Return the log-odds that each line is boilerplate."""
    return among_others(by_itself(inputs.shape, inputs.words, weights), inputs.context, inputs.letters, weights)


def by_itself(shape: Array, words: Array, weights: Layers) -> Array:
    """Return the part of the first layer that hangs on each line alone."""
    out = _times(shape, weights.shape)
    out += _times(words, weights.words)
    out += weights.plain_bias
    return out


def among_others(alone: Array, context: Array, letters: Array, weights: Layers) -> Array:
    """Return the log-odds of lines of which *alone* is what `by_itself` gives."""
    if not len(alone):
        return np.zeros(0, np.float32)
    h = _times(context, weights.context)
    h += alone
    _relu(h)
    h += _summary(h, letters) @ weights.summary + weights.summary_bias
    _relu(h)
    for step, (kernel, bias) in zip(NEAR, weights.near, strict=True):
        h += _convolve(h, step, kernel, bias)
    h += _survey(h, weights)
    _relu(h)
    for step, (kernel, bias) in zip(FAR, weights.far, strict=True):
        h += _convolve(h, step, kernel, bias)
    out: Array = (h @ weights.out)[:, 0] + weights.out_bias
    return out


def _times(rows: Array, weights: Array) -> Array:
    """Return ``rows @ weights``, few rows at a time.

    A product of so few is never dealt out to threads, which would wait for each other longer than they reckon.
    """
    n, width = rows.shape
    full = n - n % BLOCK
    out = np.empty((n, weights.shape[1]), np.float32)
    if full:
        blocks = rows[:full].reshape(-1, BLOCK, width)
        np.matmul(blocks, weights, out=out[:full].reshape(len(blocks), BLOCK, -1))
    if n > full:
        np.matmul(rows[full:], weights, out=out[full:])
    return out


def _relu(values: Array) -> Array:
    return np.maximum(values, _NOTHING, out=values)


def _sigmoid(values: Array) -> Array:
    out: Array = 1 / (1 + np.exp(np.maximum(np.minimum(-values, _FAR_OUT), -_FAR_OUT)))
    return out


def _summary(h: Array, letters: Array) -> Array:
    """Sum the document up: mean over lines, mean over characters, greatest."""
    share = (letters / max(1, int(letters.sum()))).astype(np.float32)
    return np.concatenate((np.add.reduce(h) / np.float32(len(h)), share @ h, np.maximum.reduce(h)))


def _survey(h: Array, weights: Layers) -> Array:
    """Find the few places that matter most in the document, and what came before and comes after each line."""
    slots = len(weights.place) - 2 * len(weights.trails_bias)
    slots //= len(SCALES)
    raw = _times(h, weights.marks)
    share = np.exp(np.maximum(np.minimum(raw[:, :slots], np.float32(20)), np.float32(-20)))
    share /= np.add.reduce(share)
    marks = _sigmoid(raw[:, slots:] + weights.trails_bias)
    order = np.arange(len(h), dtype=np.float32)
    seen = np.empty((len(h), len(weights.place)), np.float32)
    away = order[:, None] - order @ share
    for place, scale in enumerate(SCALES):
        np.divide(away, np.float32(scale), out=seen[:, place * slots : (place + 1) * slots])
    at = slots * len(SCALES)
    np.tanh(seen[:, :at], out=seen[:, :at])
    counted = seen[:, at:].reshape(len(h), 2, -1)
    running = np.cumsum(marks, axis=0)
    np.subtract(running, marks, out=counted[:, 0])
    np.subtract(running[-1], running, out=counted[:, 1])
    counted /= 1 + counted
    placed = _times(seen, weights.place)
    placed += weights.place_bias + (share.T @ h).reshape(-1) @ weights.found
    return placed


def _convolve(h: Array, step: int, kernel: Array, bias: Array) -> Array:
    """Look at each line and the two that stand *step* lines away; beyond the ends there is nothing."""
    width = h.shape[1]
    said = _times(h, kernel)
    out: Array = said[:, width : 2 * width] + bias
    if step < len(h):
        out[step:] += said[:-step, :width]
        out[:-step] += said[step:, 2 * width :]
    return _relu(out)
