"""Fit the network of the score (a vector for each feature, a hidden layer, a score), and write it in whole numbers.

This is fastText (Joulin et al., 2017) with rectified units. Features are left out at random (dropout), so that no line
is recognised by a few of them. Learning the categories as well made it worse at telling boilerplate.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import torch
from torch import nn
from torch.nn import functional as F  # noqa: N812

from cleantext.weights import HIDDEN, HIDDEN_BITS, ROOT_BITS, ROOTS, SCORE_BITS, SIZE, UNIT

Array = npt.NDArray[Any]

EPOCHS, BATCH, RATE, SEED = 2, 1024, 2e-3, 1
#: Shares of the features and of the hidden units that are left out, and the penalty on a vector's size.
LEFT_OUT, UNITS_LEFT_OUT, DECAY = 0.3, 0.2, 0.003
#: Bits behind the point of the numbers of a vector, and of the weights of a hidden unit.
VECTOR_BITS, WEIGHT_BITS = 8, 10


class Lines(NamedTuple):
    """What is learned from: the places of each line's features, whether it is a prompt, and its weight."""

    places: Sequence[Array]
    prompt: Array
    weight: Array


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


def fit(lines: Lines, places: int) -> Network:
    """Return a network fitted to *lines*, whose features have this many *places*; seeds are fixed."""
    torch.manual_seed(SEED)
    torch.set_num_threads(1)  # the sums of several threads differ in their last bits
    rng = np.random.default_rng(SEED)
    network = Network(places)
    optimiser = torch.optim.Adam(network.parameters(), lr=RATE)
    steps, step = EPOCHS * (len(lines.places) // BATCH), 0
    for _ in range(EPOCHS):
        total = 0.0
        for chosen in _batches(len(lines.places), rng):
            loss = _loss(network, lines, chosen, rng)
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            step += 1
            total += float(loss.detach())
            optimiser.param_groups[0]["lr"] = RATE * (1 - step / steps)
        print(f"  {step}/{steps} loss {total * EPOCHS / steps:.4f}", flush=True)
    return network.eval()


def _batches(size: int, rng: np.random.Generator) -> Iterator[Array]:
    order = rng.permutation(size)
    for at in range(0, size - BATCH + 1, BATCH):
        yield order[at : at + BATCH]


def _loss(network: Network, lines: Lines, chosen: Array, rng: np.random.Generator) -> torch.Tensor:
    found = [lines.places[n] for n in chosen]
    found = [places[rng.random(len(places)) > LEFT_OUT] for places in found]
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
    """Return the vectors as signed bytes."""
    vectors = network.vectors.weight.detach().numpy() * (1 << VECTOR_BITS)
    return np.clip(np.rint(vectors), -127, 127).astype(np.int8)


def in_layers(network: Network) -> bytes:
    """Return what `cleantext.weights.Weights` calls layers."""
    roots = (1 << ROOT_BITS) / np.sqrt(np.maximum(np.arange(ROOTS), 1))
    hidden, out = (
        [p.detach().numpy().astype(np.float64) for p in (layer.bias, layer.weight)]
        for layer in (network.hidden, network.out)
    )
    bits = VECTOR_BITS + ROOT_BITS + WEIGHT_BITS
    numbers = [roots, hidden[0] * 2.0**bits, hidden[1] * 2.0**WEIGHT_BITS]
    scale = UNIT * 2.0 ** (SCORE_BITS + HIDDEN_BITS - bits)
    numbers += [out[0] * scale * 2.0 ** (bits - HIDDEN_BITS), out[1] * scale]
    return b"".join(np.rint(part).astype("<i8").tobytes() for part in numbers)
