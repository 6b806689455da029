"""The judge's network in PyTorch, for training; `cleantext.judging.layers` computes the same in numpy.

A batch is documents laid end to end, with a gap of `GAP` empty lines between them so that no convolution sees across.
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

from cleantext.judging.layers import FAR, NEAR, SCALES

Array = npt.NDArray[Any]
GAP = max(*NEAR, *FAR)


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
    tensors.append((tensors[7] < len(examples)).float()[:, None])
    return Batch(*tensors)


class Net(nn.Module):
    """The network: each line by itself, then the document as a whole, then the lines around each line."""

    def __init__(
        self, columns: int, rows: int, width: int = 24, hidden: int = 48, slots: int = 4, trails: int = 8
    ) -> None:
        """Build a network for *columns* plain features per line and vectors of *width* for *rows* words."""
        super().__init__()
        self.vectors = nn.Embedding(rows, width, padding_idx=0)
        with torch.no_grad():
            self.vectors.weight.mul_(0.05)
            self.vectors.weight[0] = 0
        self.plain = nn.Linear(columns, hidden)
        self.words = nn.Linear(3 * width, hidden, bias=False)
        self.summary = nn.Linear(3 * hidden, hidden)
        self.near = nn.ModuleList(nn.Conv1d(hidden, hidden, 3, padding=step, dilation=step) for step in NEAR)
        self.slots = nn.Linear(hidden, slots, bias=False)
        self.trails = nn.Linear(hidden, trails)
        self.place = nn.Linear(len(SCALES) * slots + 2 * trails, hidden)
        self.found = nn.Linear(slots * hidden, hidden, bias=False)
        self.far = nn.ModuleList(nn.Conv1d(hidden, hidden, 3, padding=step, dilation=step) for step in FAR)
        self.out = nn.Linear(hidden, 1)

    def forward(self, batch: Batch, drop: float = 0.0, word_drop: float = 0.0) -> torch.Tensor:
        """Return one logit per line; *drop* and *word_drop* are the shares of units and words left out in training."""
        h = F.relu(self.plain(batch.plain) + self.words(self._words(batch, word_drop)))
        h = F.dropout(h, drop) * batch.real
        h = F.relu(h + self.summary(self._summary(h, batch))[batch.document]) * batch.real
        for conv in self.near:
            h = h + F.dropout(F.relu(conv(h.T[None])[0].T), drop) * batch.real
        h = F.relu(h + self._survey(h, batch)) * batch.real
        for conv in self.far:
            h = h + F.dropout(F.relu(conv(h.T[None])[0].T), drop) * batch.real
        logits: torch.Tensor = self.out(F.dropout(h, drop))[:, 0]
        return logits

    def _survey(self, h: torch.Tensor, batch: Batch) -> torch.Tensor:
        """Return how each line stands to the few places that matter most, and what is counted before and after it."""
        owner, documents = batch.document, int(batch.document.max()) + 1
        weights = torch.exp(self.slots(h).clamp(-20, 20)) * batch.real
        share = weights / torch.zeros(documents, weights.shape[1]).index_add(0, owner, weights).clamp(min=1e-9)[owner]
        order = torch.arange(len(h), dtype=torch.float32)[:, None]
        centre = torch.zeros(documents, weights.shape[1]).index_add(0, owner, share * order)
        away = order - centre[owner]
        values = (share[:, :, None] * h[:, None, :]).reshape(len(h), -1)
        found = torch.zeros(documents, values.shape[1]).index_add(0, owner, values)
        marks = torch.sigmoid(self.trails(h)) * batch.real
        running = torch.cumsum(marks, 0)
        total = torch.zeros(documents, marks.shape[1]).index_add(0, owner, marks)
        # The running count goes on over the whole batch; what stands before a document is the count at its first line.
        first = torch.zeros(documents, dtype=torch.long).scatter_reduce(
            0, owner, torch.arange(len(h)), "amin", include_self=False
        )
        before = running - marks - (running - marks)[first][owner]
        after = total[owner] - before - marks
        seen = [torch.tanh(away / scale) for scale in SCALES] + [before / (1 + before), after / (1 + after)]
        placed: torch.Tensor = self.place(torch.cat(seen, 1)) + self.found(found)[owner]
        return placed

    def _words(self, batch: Batch, drop: float) -> torch.Tensor:
        rows, first, last = batch.rows, batch.first, batch.last
        if drop:
            # A word is dropped from the whole batch, so that no site's own words are relied on; some documents lose
            # all.
            types = torch.rand(self.vectors.num_embeddings) >= drop * torch.rand(())
            blind = torch.rand(int(batch.document.max()) + 1) < drop
            seen = ~blind[batch.document]
            rows = rows * types[rows] * seen[batch.line_of_word]
            first, last = first * types[first] * seen, last * types[last] * seen
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
        """Return the weights as `cleantext.judging.network` reads them: word vectors as whole numbers, else float32."""
        table = self.vectors.weight.detach().numpy()
        scale = np.maximum(np.abs(table).max(0), 1e-9) / 127
        out: dict[str, Any] = {"vectors": np.round(table / scale).astype(np.int8), "scale": np.tile(scale, 3)}
        for name in ("plain", "words", "summary", "slots", "trails", "place", "found", "out"):
            layer = getattr(self, name)
            out[name] = layer.weight.T
            if layer.bias is not None:
                out[f"{name}_bias"] = layer.bias
        convs = {f"near{i}": conv for i, conv in enumerate(self.near)} | {f"far{i}": c for i, c in enumerate(self.far)}
        for name, conv in convs.items():
            kernel: torch.Tensor = conv.get_parameter("weight")
            out[name] = kernel.permute(1, 2, 0).reshape(kernel.shape[1], -1)
            out[f"{name}_bias"] = conv.get_parameter("bias")
        return {name: a if isinstance(a, np.ndarray) else a.detach().numpy().copy() for name, a in out.items()}
