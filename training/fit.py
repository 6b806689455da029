"""Fit the judge's network; seeds are fixed."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import torch
from augment import Sample, articles_of, draw, threads_of
from net import Batch, Net, pack
from torch.nn import functional as F  # noqa: N812

from cleantext.judging.features import CONTEXT_NAMES, SHAPE_NAMES


def batches(samples: Sequence[Sample], rng: np.random.Generator, lines: int = 2500) -> list[list[int]]:
    """Return the samples' indices in random batches of about *lines* lines."""
    out: list[list[int]] = []
    current: list[int] = []
    total = 0
    for i in rng.permutation(len(samples)).tolist():
        current.append(i)
        total += len(samples[i].targets)
        if total >= lines:
            out.append(current)
            current, total = [], 0
    return [*out, current] if current else out


def loss_of(net: Net, batch: Batch, drop: float, word_drop: float) -> torch.Tensor:
    """Return the weighted cross-entropy of a batch."""
    logits = net(batch, drop, word_drop)
    losses = F.binary_cross_entropy_with_logits(logits, batch.targets, reduction="none")
    return (losses * batch.weights).sum() / batch.weights.sum()


def fit(
    samples: Sequence[Sample], threads: Sequence[Sample], rows: int, *,
    epochs: int = 12, seed: int = 1, teacher_share: float = 1.0,
    drop: float = 0.2, word_drop: float = 0.5, rate: float = 3e-3, hidden: int = 48, swap: float = 0.4,
) -> Net:  # fmt: skip
    """Return a network fitted to *samples*, to some pages with one of *threads* below their article.

    By AdamW with a decaying rate; the weights are averaged over the last steps.
    """
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    net = Net(len(SHAPE_NAMES + CONTEXT_NAMES), rows, hidden=hidden)
    words, rest = [net.vectors.weight], [p for n, p in net.named_parameters() if not n.startswith("vectors")]
    optimiser = torch.optim.AdamW(
        [{"params": words, "weight_decay": 0.05}, {"params": rest, "weight_decay": 0.02}], lr=rate
    )
    known, taught = [s for s in samples if s.gold], [s for s in samples if not s.gold]
    average = {name: value.clone() for name, value in net.state_dict().items()}
    articles, readers = articles_of(samples), threads_of(threads)
    plans = []
    for _ in range(epochs):
        some = rng.permutation(len(taught))[: int(teacher_share * len(taught))]
        chosen = known + [taught[i] for i in some.tolist()]
        plans.append((chosen, batches(chosen, rng)))
    steps = sum(len(plan) for _, plan in plans)
    step = 0
    for chosen, plan in plans:
        total = 0.0
        for indices in plan:
            batch = pack([draw(chosen[i], articles, readers, rng, swap) for i in indices])
            for group in optimiser.param_groups:
                group["lr"] = rate * min(1, (step + 1) / 200) * 0.5 * (1 + math.cos(math.pi * step / steps))
            loss = loss_of(net, batch, drop, word_drop)
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            step += 1
            total += float(loss.detach())
            decay = min(0.998, step / (step + 20))
            for name, value in net.state_dict().items():
                average[name].lerp_(value, 1 - decay)
        print(f"  {step}/{steps} loss {total / len(plan):.4f}", flush=True)
    net.load_state_dict(average)
    return net
