"""The judge's model, its vocabulary and weights read from one file; it says which lines of a text go. Imports numpy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from cleantext.judging.counts import Lines, Vocabulary
from cleantext.judging.layers import Layers, among_others, by_itself, layers, sigmoid
from cleantext.judging.sight import Sight, look, look_around, look_at
from cleantext.shipped import DATA

Array = npt.NDArray[Any]

VOCABULARY_ARRAYS = tuple(field.name for field in fields(Vocabulary))

#: How many lines are few, and the limit for them. Even fewer are usually what an extractor took by mistake.
FEW, AMONG_FEW = range(5, 25), 0.8
#: A text that still changes after this many rounds loses nothing; real pages settle after one or two.
ROUNDS = 12
#: Scores of one line in one text differ by less than this, in whatever order they are computed.
ROUNDING = 1e-4


@dataclass(frozen=True, slots=True)
class Inputs:
    """What the network sees of *n* lines: features of shape, place and words, one row per line."""

    shape: Array
    """(n, columns) what each line looks like by itself."""
    context: Array
    """(n, columns) where each line stands and what it shares with the others."""
    words: Array
    """(n, 3 * width) the words' vectors: their mean, the first and the last."""
    letters: Array
    """(n,) number of non-space characters."""


@dataclass(frozen=True)
class Model:
    """The words that the judge knows and the network's weights."""

    vocabulary: Vocabulary
    weights: Mapping[str, Array]

    @cached_property
    def layers(self) -> Layers:
        """The weights, laid out for `log_odds`."""
        return layers(self.weights)

    def look(self, lines: Sequence[str] | Lines) -> Sight:
        """Return the features of each of *lines* alone, before they are looked at together."""
        if isinstance(lines, Lines):
            return look_at(lines, self.layers.vectors)
        return look(lines, self.vocabulary, self.layers.vectors)

    def read(self, lines: Sequence[str] | Lines) -> Inputs:
        """Turn *lines* into the network's inputs."""
        seen = self.look(lines)
        return Inputs(seen.shape, look_around(seen.around), seen.words, seen.around.letters)

    def scores(self, inputs: Inputs) -> Array:
        """Return the probability that each line is boilerplate, float32 in [0, 1]."""
        return sigmoid(log_odds(inputs, self.layers))

    def cuts(self, lines: Sequence[str] | Lines) -> tuple[list[tuple[int, float]], int]:
        """Return ``(index, score)`` of the lines to cut, in order, and in how many rounds they were judged.

        A text that still changes after `ROUNDS` loses nothing, nor does one in which no line would be left: that is
        more likely an article of a kind that the judge does not know than no article at all. What depends on a line
        alone is computed once, since it is the same in every text; but it may be rounded differently there, so a text
        is settled only when each of its lines is `ROUNDING` below the limit.
        """
        left = np.arange(len(lines))
        gone: list[tuple[int, float]] = []
        seen = self.look(lines)
        around, alone = seen.around, by_itself(seen.shape, seen.words, self.layers)
        slack = 0.0
        for asked in range(1, ROUNDS + 1):
            scores = sigmoid(among_others(alone, look_around(around), around.letters, self.layers))
            out = scores >= self.limit(scores, around.letters) - slack
            places = out.nonzero()[0]
            gone += zip(left[places].tolist(), scores[places].tolist(), strict=True)
            kept = (~out).nonzero()[0]
            if not len(kept):
                return [], asked
            if len(kept) == len(left):
                return sorted(gone), asked
            left, around, alone, slack = left[kept], around.take(kept), alone[kept], ROUNDING
        return [], ROUNDS

    def limit(self, scores: Array, letters: Array) -> float:
        """Return the score from which on a line of such a document is cut.

        The less of a document the judge takes for boilerplate, the surer it must be of a line: a whole page is mostly
        menus and teasers, but in an extractor's text or a clean article a lost paragraph is the greater harm. A few
        lines do not show how much of them is boilerplate, so their limit is fixed.
        """
        if len(scores) in FEW:
            return AMONG_FEW
        low, high, clean, page = self.weights["limits"].tolist()
        junk = float(scores @ letters) / max(1, int(letters.sum()))
        share = min(1.0, max(0.0, (junk - clean) / (page - clean)))
        return float(high + (low - high) * share)


def load(path: Path | None = None) -> Model:
    """Read the weights at *path*, or those that ship with the package."""
    source = path or Path(DATA, "judge.npz")
    with source.open("rb") as file, np.load(file) as arrays:
        stored = {name: arrays[name] for name in arrays.files}
    vocabulary = Vocabulary(**{name: stored.pop(f"vocabulary_{name}") for name in VOCABULARY_ARRAYS})
    return Model(vocabulary, {name: a.astype(np.float32) if a.dtype == np.float16 else a for name, a in stored.items()})


def save(model: Model, path: Path) -> None:
    """Write *model* to *path*, in the form that `load` reads: matrices in half precision."""
    words = {f"vocabulary_{name}": getattr(model.vocabulary, name) for name in VOCABULARY_ARRAYS}
    halved = {n: a.astype(np.float16) if a.dtype == np.float32 and a.ndim > 1 else a for n, a in model.weights.items()}
    np.savez_compressed(path, allow_pickle=False, **words, **halved)


def log_odds(inputs: Inputs, weights: Layers) -> Array:
    """Return the log-odds that each line is boilerplate."""
    return among_others(by_itself(inputs.shape, inputs.words, weights), inputs.context, inputs.letters, weights)
