"""Fit the network: documents become examples, some of them partly cleaned already; seeds are fixed."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from net import Batch, Example, Net, pack
from torch.nn import functional as F  # noqa: N812

from cleantext.features import Lines, context_features, shape_features

Array = npt.NDArray[Any]


@dataclass(slots=True)
class Sample:
    """A document counted once, from which examples are drawn."""

    lines: Lines
    shape: Array
    targets: Array
    weights: Array
    gold: bool
    whole: bool
    """Whether this is the text of a whole page."""
    language: str = ""


def sample(lines: Lines, targets: Array, weights: Array, *, gold: bool, whole: bool, language: str = "") -> Sample:
    """Count what does not change while training."""
    return Sample(lines, shape_features(lines), targets, weights, gold, whole, language)


def example(s: Sample, keep: Array | None = None) -> Example:
    """Return *s* as the network sees it, or what is left of it when only the lines *keep* stay."""
    lines, shape, targets, weights = s.lines, s.shape, s.targets, s.weights
    if keep is not None and len(keep) < len(lines):
        lines, shape, targets, weights = lines.take(keep), shape[keep], targets[keep], weights[keep]
    plain = np.concatenate((shape, context_features(lines)), axis=1)
    return Example(plain, lines.rows, lines.pair_rows, lines.offsets, lines.letters().astype(np.float32), targets, weights)


def thinned(s: Sample, rng: np.random.Generator) -> Array | None:
    """Return which lines stay when *s* is cleaned by chance: runs of boilerplate go, sometimes all of it."""
    way = rng.random()
    junk = s.targets > 0.5
    if way < 0.5 or not junk.any() or junk.all():
        return None
    if way < 0.62:
        # A crop: whole pages without their head or their tail, as some scrapers leave them.
        first, last = np.flatnonzero(~junk)[[0, -1]]
        return np.arange(rng.integers(0, first + 1), rng.integers(last, len(junk)) + 1)
    if way < 0.72:
        # Nearly clean: a few lines of boilerplate are left, or none.
        return np.flatnonzero(~junk | (rng.random(len(junk)) < rng.choice([0.0, 0.03, 0.1])))
    edges = np.cumsum(np.concatenate(([0], rng.random(len(junk) - 1) < 0.15)))
    gone = rng.random(edges[-1] + 1)[edges] < rng.random()
    return np.flatnonzero(~junk | ~gone)


def transplanted(frame: Sample, article: Sample, rng: np.random.Generator) -> Sample:
    """Return the page *frame* with the body of *article* in the place of its own: a page of a site that does not exist."""
    junk, body = np.flatnonzero(frame.targets > 0.5), np.flatnonzero(article.targets < 0.5)
    own = np.flatnonzero(frame.targets <= 0.5)
    inside = (junk > own[0]) & (junk < own[-1])
    # What stood between the paragraphs of the one body stands between those of the other.
    spread = own[0] + (junk[inside] - own[0]) / (own[-1] - own[0] + 1) * (len(body) + 1)
    keys = np.concatenate((junk.astype(float), own[0] + np.arange(1, len(body) + 1) - 0.5))
    keys[: len(junk)][inside] = np.floor(spread)
    keys[: len(junk)][junk > own[-1]] += len(body) + len(frame.targets)
    order = np.argsort(keys, kind="stable")
    lines = joined(frame.lines.take(junk), article.lines.take(body), order)
    targets = np.concatenate((frame.targets[junk], article.targets[body]))[order]
    weights = np.concatenate((frame.weights[junk], article.weights[body] * (2 if frame.gold else 1)))[order]
    return Sample(lines, shape_features(lines), targets, weights, frame.gold, frame.whole)


def joined(one: Lines, other: Lines, order: Array) -> Lines:
    """Return the lines of *one* and *other* together, in *order*."""
    sizes = np.concatenate((np.diff(one.offsets), np.diff(other.offsets)))
    starts = np.concatenate(([0], np.cumsum(sizes)))[:-1]
    offsets = np.concatenate(([0], np.cumsum(sizes[order])))
    words = np.repeat(starts[order] - offsets[:-1], sizes[order]) + np.arange(offsets[-1])
    per_line = {n: np.concatenate((getattr(one, n), getattr(other, n)))[order] for n in ("counts", "first", "last")}
    names = ("hashes", "rows", "pair_rows", "capitals", "functions")
    per_word = {n: np.concatenate((getattr(one, n), getattr(other, n)))[words] for n in names}
    return Lines(**per_line, **per_word, offsets=offsets)


def batches(samples: Sequence[Sample], rng: np.random.Generator, lines: int = 2500) -> list[list[int]]:
    """Deal the samples into batches of about *lines* lines."""
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


def _drawn(s: Sample, articles: Mapping[str, list[Sample]], rng: np.random.Generator, swap: float) -> Sample:
    others = articles.get(s.language, [])
    own = s.targets <= 0.5
    if len(others) < 20 or rng.random() > swap or own.all() or own.sum() < 3:  # noqa: PLR2004
        return s
    return transplanted(s, others[rng.integers(len(others))], rng)


def fit(
    samples: Sequence[Sample], rows: int, *, epochs: int = 16, seed: int = 1, teacher_share: float = 0.5,
    drop: float = 0.15, word_drop: float = 0.3, rate: float = 3e-3, hidden: int = 48, swap: float = 0.3,
) -> Net:  # fmt: skip
    """Return a network fitted to *samples*: AdamW with a falling rate, the weights averaged over the last steps."""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    net = Net(example(samples[0]).plain.shape[1], rows, hidden=hidden)
    words, rest = [net.vectors.weight], [p for n, p in net.named_parameters() if not n.startswith("vectors")]
    optimiser = torch.optim.AdamW([{"params": words, "weight_decay": 0.05}, {"params": rest, "weight_decay": 0.02}], lr=rate)
    known, taught = [s for s in samples if s.gold], [s for s in samples if not s.gold]
    average = {name: value.clone() for name, value in net.state_dict().items()}
    articles: dict[str, list[Sample]] = {}
    for s in samples:
        if not s.whole and (s.targets < 0.5).sum() > 2 and s.language:  # noqa: PLR2004
            articles.setdefault(s.language, []).append(s)
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
            drawn = [_drawn(chosen[i], articles, rng, swap) for i in indices]
            batch = pack([example(s, thinned(s, rng)) for s in drawn])
            for group in optimiser.param_groups:
                group["lr"] = rate * min(1, (step + 1) / 200) * 0.5 * (1 + math.cos(math.pi * step / steps))
            loss = loss_of(net, batch, drop, word_drop)
            optimiser.zero_grad()
            loss.backward()
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
