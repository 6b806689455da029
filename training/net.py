"""The judge's network in PyTorch, to be trained; `cleantext.network` runs the same sums in numpy.

A batch is documents laid end to end with a gap of `GAP` empty lines between them, so that no convolution sees across.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import nn
from torch.nn import functional as F  # noqa: N812

from cleantext.network import REACH

Array = npt.NDArray[Any]
GAP = max(REACH)


@dataclass(slots=True)
class Example:
    """One document as the network sees it, with targets and weights."""

    plain: Array
    rows: Array
    pair_rows: Array
    offsets: Array
    letters: Array
    targets: Array
    weights: Array


@dataclass(slots=True)
class Batch:
    """Documents laid end to end."""

    plain: torch.Tensor
    rows: torch.Tensor
    line_of_word: torch.Tensor
    words: torch.Tensor
    first: torch.Tensor
    last: torch.Tensor
    share: torch.Tensor
    document: torch.Tensor
    targets: torch.Tensor
    weights: torch.Tensor
    real: torch.Tensor


def pack(examples: Sequence[Example]) -> Batch:
    """Lay *examples* end to end."""
    lines = sum(len(e.letters) + GAP for e in examples) + GAP
    plain = np.zeros((lines, examples[0].plain.shape[1]), np.float32)
    words, share, targets, weights = (np.zeros(lines, np.float32) for _ in range(4))
    document = np.full(lines, len(examples))
    first, last = np.zeros(lines, np.int64), np.zeros(lines, np.int64)
    rows, line_of_word = [], []
    at = GAP
    for number, e in enumerate(examples):
        n = len(e.letters)
        here = slice(at, at + n)
        sizes = np.diff(e.offsets)
        wordy = sizes > 0
        plain[here], targets[here], weights[here], document[here] = e.plain, e.targets, e.weights, number
        words[here] = sizes
        share[here] = e.letters / max(1, e.letters.sum())
        if wordy.any():
            first[here][wordy] = e.rows[e.offsets[:-1][wordy]]
            last[here][wordy] = e.rows[e.offsets[1:][wordy] - 1]
        owner = at + np.repeat(np.arange(n), sizes)
        for found in (e.rows, e.pair_rows):
            known = found > 0
            rows.append(found[known])
            line_of_word.append(owner[known])
        at += n + GAP
    arrays = (plain, np.concatenate(rows), np.concatenate(line_of_word), words, first, last, share, document, targets)
    tensors = [torch.from_numpy(a) for a in (*arrays, weights)]
    return Batch(*tensors, real=(tensors[7] < len(examples)).float()[:, None])


class Net(nn.Module):
    """Each line by itself, the document as a whole, then the lines around each line."""

    def __init__(self, columns: int, rows: int, width: int = 24, hidden: int = 48) -> None:
        """Take *columns* plain numbers a line and vectors of *width* for *rows* words."""
        super().__init__()
        self.vectors = nn.Embedding(rows, width, padding_idx=0)
        nn.init.normal_(self.vectors.weight, std=0.05)
        self.plain = nn.Linear(columns, hidden)
        self.words = nn.Linear(3 * width, hidden, bias=False)
        self.summary = nn.Linear(3 * hidden, hidden)
        self.convs = nn.ModuleList(nn.Conv1d(hidden, hidden, 3, padding=step, dilation=step) for step in REACH)
        self.out = nn.Linear(hidden, 1)

    def forward(self, batch: Batch, drop: float = 0.0, word_drop: float = 0.0) -> torch.Tensor:
        """Return one logit a line; *drop* and *word_drop* are the shares of units and words left out in training."""
        h = F.relu(self.plain(batch.plain) + self.words(self._words(batch, word_drop)))
        h = F.dropout(h, drop) * batch.real
        h = F.relu(h + self.summary(self._summary(h, batch))[batch.document]) * batch.real
        for conv in self.convs:
            h = h + F.dropout(F.relu(conv(h.T[None])[0].T), drop) * batch.real
        logits: torch.Tensor = self.out(F.dropout(h, drop))[:, 0]
        return logits

    def _words(self, batch: Batch, drop: float) -> torch.Tensor:
        rows, first, last = batch.rows, batch.first, batch.last
        if drop:
            # Word types go from the whole batch at once, so that no site's own words can be leaned on; some documents lose all.
            types = torch.rand(self.vectors.num_embeddings) >= drop * torch.rand(())
            blind = torch.rand(int(batch.document.max()) + 1) < drop
            seen = lambda ids, lines: ids * types[ids] * ~blind[batch.document[lines]]  # noqa: E731
            everywhere = torch.arange(len(first))
            rows, first, last = seen(rows, batch.line_of_word), seen(first, everywhere), seen(last, everywhere)
        sums = torch.zeros(len(first), self.vectors.embedding_dim)
        sums = sums.index_add(0, batch.line_of_word, self.vectors(rows))
        mean = sums / batch.words.clamp(min=1)[:, None]
        return torch.cat((mean, self.vectors(first), self.vectors(last)), 1)

    @staticmethod
    def _summary(h: torch.Tensor, batch: Batch) -> torch.Tensor:
        documents, width = int(batch.document.max()) + 1, h.shape[1]
        zeros = torch.zeros(documents, width)
        size = torch.zeros(documents).index_add(0, batch.document, torch.ones(len(h)))
        mean = zeros.index_add(0, batch.document, h) / size[:, None]
        weighted = zeros.index_add(0, batch.document, h * batch.share[:, None])
        greatest = zeros.scatter_reduce(0, batch.document[:, None].expand(-1, width), h, "amax")
        return torch.cat((mean, weighted, greatest), 1)

    def export(self) -> dict[str, Array]:
        """Return the weights as `cleantext.network` reads them: word vectors as whole numbers, all else as float32."""
        table = self.vectors.weight.detach().numpy()
        scale = np.maximum(np.abs(table).max(0), 1e-9) / 127
        out: dict[str, Array] = {
            "vectors": np.round(table / scale).astype(np.int8),
            "scale": np.tile(scale, 3).astype(np.float32),
            "plain": self.plain.weight.T,
            "line": self.plain.bias,
            "words": self.words.weight.T,
            "summary": self.summary.weight.T,
            "summary_bias": self.summary.bias,
            "out": self.out.weight.T,
            "out_bias": self.out.bias,
        }
        for i, conv in enumerate(self.convs):
            out[f"conv{i}"] = conv.weight.permute(2, 1, 0).reshape(-1, conv.weight.shape[0])
            out[f"conv{i}_bias"] = conv.bias
        return {name: a if isinstance(a, np.ndarray) else a.detach().numpy().copy() for name, a in out.items()}
