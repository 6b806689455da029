"""Fit the network of the score (a vector for each feature, a hidden layer, a score), and write it in whole numbers.

This is fastText (Joulin et al., 2017) with rectified units. Features are left out at random (dropout), so that no line
is recognised by a few of them. After the first epoch those that will have no place in the buckets are left out for
good, and the others learn to do without them. Learning the categories as well made it worse at telling boilerplate.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import torch
from torch import nn
from torch.nn import functional as F  # noqa: N812

from cleantext.scoring.weights import HIDDEN, HIDDEN_BITS, ROOT_BITS, ROOTS, SCORE_BITS, SIZE, UNIT

Array = npt.NDArray[Any]

BATCH, RATE, SEED = 1024, 2e-3, 1
#: The share of the hidden units that is left out, and the penalty on a vector's size.
UNITS_LEFT_OUT, DECAY = 0.2, 0.003
#: What a teacher is not sure of makes log-odds small. They are stretched, so that the thresholds of scores keep their
#: meaning.
SHARPER, DOUBT = 1.6, 0.5
#: Bits behind the point of the numbers of a vector, and of the weights of a hidden unit.
VECTOR_BITS, WEIGHT_BITS = 8, 10


class Lines(NamedTuple):
    """What is learned from: the places of each line's features, how likely it is a prompt, and its weight."""

    places: Sequence[Array]
    prompt: Array
    weight: Array


class Course(NamedTuple):
    """How a network is trained: how often it sees each line, and the share of the features that is left out."""

    epochs: int
    left_out: float


class Network(nn.Module):
    """The network, in floating point; place 0 is that of features without a vector."""

    def __init__(self, places: int) -> None:
        super().__init__()
        self.vectors = nn.EmbeddingBag(places, SIZE, mode="sum", padding_idx=0)
        nn.init.normal_(self.vectors.weight, 0, 0.05)
        self.vectors.weight.data[0] = 0
        self.hidden, self.out = nn.Linear(SIZE, HIDDEN), nn.Linear(HIDDEN, 1)

    def forward(self, places: torch.Tensor, starts: torch.Tensor, sizes: torch.Tensor) -> torch.Tensor:
        """Return the log-odds of each line of a batch."""
        sums = self.vectors(places, starts) / sizes.sqrt()[:, None]
        out: torch.Tensor = self.out(F.dropout(F.relu(self.hidden(sums)), UNITS_LEFT_OUT, self.training))[:, 0]
        return out


def learn(lines: Lines, size: int, placed: Callable[[Array], Array], course: Course) -> tuple[Array, bytes, Array]:
    """Return the vectors of *size* features, the layers, and the places of the features (negative: none).

    The places of the *lines* count from 1. *placed* gives places to vectors.
    """
    torch.manual_seed(SEED)
    torch.set_num_threads(1)  # the sums of several threads differ in their last bits
    rng = np.random.default_rng(SEED)
    network = Network(size + 1)
    optimiser = torch.optim.Adam(network.parameters(), lr=RATE)
    steps = len(lines.places) // BATCH
    places = np.zeros(size, int)
    for epoch in range(course.epochs):
        total = 0.0
        for step, chosen in enumerate(_batches(len(lines.places), rng), epoch * steps):
            loss = _loss(network, lines, chosen, rng, course.left_out)
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            total += float(loss.detach())
            optimiser.param_groups[0]["lr"] = RATE * (1 - (step + 1) / (course.epochs * steps))
        print(f"  epoch {epoch + 1} of {course.epochs}, loss {total / steps:.4f}", flush=True)
        if epoch == 0:
            places = placed(in_bytes(network))
            has_place = np.concatenate(([False], places >= 0))
            lines = lines._replace(places=[row[has_place[row]] for row in lines.places])
    return in_bytes(network), in_layers(network.eval()), places


def _batches(size: int, rng: np.random.Generator) -> Iterator[Array]:
    order = rng.permutation(size)
    for at in range(0, size - BATCH + 1, BATCH):
        yield order[at : at + BATCH]


def _loss(network: Network, lines: Lines, chosen: Array, rng: np.random.Generator, left_out: float) -> torch.Tensor:
    found = [lines.places[n] for n in chosen]
    found = [places[rng.random(len(places)) > left_out] for places in found]
    sizes = np.array([len(places) for places in found])
    starts = torch.from_numpy(np.cumsum(sizes) - sizes)
    places = torch.from_numpy(np.concatenate(found).astype(np.int64))
    out = network(places, starts, torch.from_numpy(np.maximum(sizes, 1).astype(np.float32)))
    weight, prompt = (torch.from_numpy(known[chosen].astype(np.float32)) for known in (lines.weight, lines.prompt))
    loss = (F.binary_cross_entropy_with_logits(out, prompt, reduction="none") * weight).mean()
    # Only a sample of the batch's vectors is penalised: all of them, at every step, would cost more than the rest.
    result: torch.Tensor = loss + DECAY * (network.vectors.weight[places[:4000]] ** 2).sum() / 128
    return result


def in_bytes(network: Network) -> Array:
    """Return the vectors of the features as signed bytes."""
    vectors = network.vectors.weight.detach().numpy()[1:] * (1 << VECTOR_BITS)
    return np.clip(np.rint(vectors), -127, 127).astype(np.int8)


def in_layers(network: Network) -> bytes:
    """Return what `cleantext.scoring.weights.Weights` calls layers."""
    roots = (1 << ROOT_BITS) / np.sqrt(np.maximum(np.arange(ROOTS), 1))
    hidden, out = (
        [p.detach().numpy().astype(np.float64) for p in (layer.bias, layer.weight)]
        for layer in (network.hidden, network.out)
    )
    bits = VECTOR_BITS + ROOT_BITS + WEIGHT_BITS
    numbers = [roots, hidden[0] * 2.0**bits, hidden[1] * 2.0**WEIGHT_BITS]
    scale = UNIT * SHARPER * 2.0 ** (SCORE_BITS + HIDDEN_BITS - bits)
    numbers += [(out[0] - DOUBT) * scale * 2.0 ** (bits - HIDDEN_BITS), out[1] * scale]
    return b"".join(np.rint(part).astype("<i8").tobytes() for part in numbers)
