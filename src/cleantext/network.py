"""The judge's network, in numpy: each line by itself, the document as a whole, then the lines around each line.

A line's shape, place and words make a vector; a summary of all lines is added to it; then convolutions of growing reach
let each line see its neighbours, 3 lines at first and more than 30 at the end. Imports numpy.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from cleantext.counts import Lines, Vocabulary
from cleantext.features import context_features, shape_features, word_sums

Array = npt.NDArray[Any]

VOCABULARY_ARRAYS = tuple(field.name for field in fields(Vocabulary))

NEAR = (1, 2, 4)
"""How far apart the three lines are that each of the first convolutions looks at."""
FAR = (1, 2, 4, 8, 16)
"""The same for the convolutions that follow the survey of the document."""
SCALES = (4.0, 32.0)
"""Distances, in lines, at which near and far from a place are told apart."""


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


@dataclass(frozen=True, slots=True)
class Model:
    """The words that the judge knows and the network's weights."""

    vocabulary: Vocabulary
    weights: Mapping[str, Array]

    def read(self, lines: Lines) -> Inputs:
        """Turn counted *lines* into the network's inputs."""
        words = word_sums(lines, self.weights["vectors"]) * self.weights["scale"]
        return Inputs(shape_features(lines), context_features(lines), words, lines.letters())

    def scores(self, inputs: Inputs) -> Array:
        """Return the probability that each line is boilerplate, float32 in [0, 1]."""
        out: Array = 1 / (1 + np.exp(-np.clip(log_odds(inputs, self.weights), -30, 30)))
        return out

    def cuts(self, lines: Lines, rounds: int) -> tuple[list[tuple[int, float]], int]:
        """Return ``(index, score)`` of the lines to cut, in order, and how often they were judged.

        A text that is not at rest after *rounds* rounds loses nothing. What belongs to a line alone is not counted
        again: it is the same number in whatever text the line stands.
        """
        left = np.arange(len(lines))
        gone: list[tuple[int, float]] = []
        inputs = self.read(lines)
        for asked in range(1, rounds + 1):
            scores = self.scores(inputs)
            out = scores >= self.limit(scores, inputs.letters)
            if not out.any():
                return sorted(gone), asked
            gone += zip(left[out].tolist(), scores[out].tolist(), strict=True)
            kept = np.flatnonzero(~out)
            left, lines = left[kept], lines.take(kept)
            inputs = Inputs(inputs.shape[kept], context_features(lines), inputs.words[kept], inputs.letters[kept])
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


def log_odds(inputs: Inputs, weights: Mapping[str, Array]) -> Array:
    """Return the log-odds that each line is boilerplate."""
    if not len(inputs.letters):
        return np.zeros(0, np.float32)
    seen = np.concatenate((inputs.shape, inputs.context), axis=1)
    h = _relu(seen @ weights["plain"] + inputs.words @ weights["words"] + weights["plain_bias"])
    h = _relu(h + (_summary(h, inputs.letters) @ weights["summary"] + weights["summary_bias"]))
    for layer, step in enumerate(NEAR):
        h += _convolve(h, step, weights[f"near{layer}"], weights[f"near{layer}_bias"])
    h = _relu(h + _survey(h, weights))
    for layer, step in enumerate(FAR):
        h += _convolve(h, step, weights[f"far{layer}"], weights[f"far{layer}_bias"])
    out: Array = (h @ weights["out"] + weights["out_bias"])[:, 0]
    return out


def _relu(values: Array) -> Array:
    return np.maximum(values, 0, out=values)


def _summary(h: Array, letters: Array) -> Array:
    """Sum the document up: mean over lines, mean over characters, greatest."""
    share = (letters / max(1, int(letters.sum()))).astype(np.float32)
    return np.concatenate((h.mean(0), share @ h, h.max(0)))


def _survey(h: Array, weights: Mapping[str, Array]) -> Array:
    """Find the few places that matter most in the document, and what came before and comes after each line."""
    share = np.exp(np.clip(h @ weights["slots"], -20, 20))
    share /= share.sum(0)
    order = np.arange(len(h), dtype=np.float32)
    away = order[:, None] - order @ share
    marks = 1 / (1 + np.exp(-np.clip(h @ weights["trails"] + weights["trails_bias"], -30, 30)))
    running = np.cumsum(marks, axis=0)
    before, after = running - marks, running[-1] - running
    seen = [np.tanh(away / np.float32(scale)) for scale in SCALES] + [before / (1 + before), after / (1 + after)]
    found = (share.T @ h).reshape(-1)
    placed: Array = np.concatenate(seen, axis=1) @ weights["place"]
    placed += weights["place_bias"] + found @ weights["found"]
    return placed


def _convolve(h: Array, step: int, kernel: Array, bias: Array) -> Array:
    """Look at each line and the two that stand *step* lines away; beyond the ends there is nothing."""
    width = h.shape[1]
    said = h @ kernel
    out: Array = said[:, width : 2 * width] + bias
    if step < len(h):
        out[step:] += said[:-step, :width]
        out[:-step] += said[step:, 2 * width :]
    return _relu(out)
