"""The learned numbers of the score, and the two models that they are: a sieve and a network.

The *sieve* is a logistic regression: a sum of one small weight for each feature of a piece of text. It is quick, and lets
through what may be boilerplate at all. The *network* scores that: fastText with its hidden layer (Joulin et al., 2017). Each
feature has a vector; their sum, divided by the root of their number, goes through one layer of rectified units. It
knows what words mean together, which a sum cannot tell, and of which category a prompt would be.

All is done in whole numbers, so it is the same on every machine, and in C (`cleantext._fast`). ``training/weights.py``
learns the numbers; they ship in one file.
"""

from __future__ import annotations

import math
import os.path
from array import array
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from cleantext.rule import CATEGORIES

WEIGHTS = os.path.join(os.path.dirname(__file__), "data", "weights.bin")
#: So much is one unit of log-odds.
UNIT = 24
#: What a feature weighs is in the bucket that the lower bits of its hash name, behind the mark that is its highest byte: what
#: was not learned weighs nothing, as good as always. So many buckets, and places in each.
BUCKETS, WAYS = 1 << 17, 4
#: Numbers in a feature's vector, hidden units, and what comes out: a score, and how much speaks for each category.
SIZE, HIDDEN, OUT = 8, 32, 1 + len(CATEGORIES)
#: Roots of numbers of features up to this one are told apart.
ROOTS = 512
#: Bits behind the point: of a root's inverse, of a hidden unit as it is used, and of the score that comes out.
ROOT_BITS, HIDDEN_BITS, SCORE_BITS = 12, 12, 24
#: What the sieve scores less reads as body text, and keeps the sieve's score.
PASSES = -28
#: No score is lower, nor higher than its opposite.
LOWEST = -(1 << 29)
#: Lower than any score: there is no word to tell anything.
NEVER = -(1 << 30)


class Weights(NamedTuple):
    """The learned numbers.

    ``sieve`` and ``vectors`` are `BUCKETS`, each of `WAYS` marks and the weights or vectors that they are of, signed bytes. ``layers`` are
    whole numbers of 64 bits: the inverse roots, then biases and weights of the hidden units and of what comes out.
    """

    bias: int
    sieve: memoryview
    vectors: memoryview
    layers: memoryview


@cache
def weights() -> Weights:
    """Return the weights that ship with the package."""
    with open(WEIGHTS, "rb") as file:
        view = memoryview(file.read())  # a copy of its parts would take as long as reading
    vectors = 8 + 2 * WAYS * BUCKETS
    layers = vectors + (1 + SIZE) * WAYS * BUCKETS
    return Weights(int.from_bytes(view[:8], "little", signed=True), view[8:vectors], view[vectors:layers], view[layers:])


def sieved(hashes: Sequence[int]) -> int:
    """Return what the sieve says of a piece of text, from the hashes of its features."""
    if not hashes:
        return NEVER
    return max(LOWEST, min(-LOWEST, weights().bias + sum(map(_weight_of, hashes))))


def network(hashes: Sequence[int]) -> tuple[int, int]:
    """Return what the network says: the score, and the number of the likeliest category."""
    layers = _layers()
    found = [vector for vector in map(_vector_of, hashes) if vector]
    root = layers.roots[min(len(found), ROOTS - 1)]
    sums = [root * sum(numbers) for numbers in zip(*found, strict=True)] or [0] * SIZE
    hidden = [
        max(0, bias + sum(weight * number for weight, number in zip(row, sums, strict=True))) >> HIDDEN_BITS
        for bias, row in zip(layers.hidden_bias, layers.hidden, strict=True)
    ]
    score, *kinds = (
        bias + sum(weight * unit for weight, unit in zip(row, hidden, strict=True))
        for bias, row in zip(layers.out_bias, layers.out, strict=True)
    )
    # Towards zero, as C divides.
    points = score >> SCORE_BITS if score >= 0 else -(-score >> SCORE_BITS)
    return max(LOWEST, min(-LOWEST, points)), kinds.index(max(kinds))


def judged(hashes: Sequence[int]) -> tuple[int, int]:
    """Return the score of a piece of text and the number of its category, -1 where the sieve let nothing through."""
    points = sieved(hashes)
    return network(hashes) if points >= PASSES else (points, -1)


class _Layers(NamedTuple):
    roots: Sequence[int]
    hidden_bias: Sequence[int]
    hidden: Sequence[Sequence[int]]
    out_bias: Sequence[int]
    out: Sequence[Sequence[int]]


@cache
def _layers() -> _Layers:
    numbers = array("q", weights().layers)
    at, parts = 0, list[Sequence[int]]()
    for size in (ROOTS, HIDDEN, HIDDEN * SIZE, OUT, OUT * HIDDEN):
        parts.append(numbers[at : at + size])
        at += size
    roots, hidden_bias, hidden, out_bias, out = parts
    return _Layers(roots, hidden_bias, _rows(hidden, SIZE), out_bias, _rows(out, HIDDEN))


def _rows(numbers: Sequence[int], size: int) -> list[Sequence[int]]:
    return [numbers[at : at + size] for at in range(0, len(numbers), size)]


def _weight_of(value: int) -> int:
    return _found(weights().sieve, value, 1)[0]


def _vector_of(value: int) -> Sequence[int]:
    """Return the vector of a feature, an empty one if it was not learned."""
    return _found(weights().vectors, value, SIZE)


def _found(table: memoryview, value: int, size: int) -> Sequence[int]:
    at = WAYS * (1 + size) * (value % BUCKETS)
    way = bytes(table[at : at + WAYS]).find(value >> 24)
    at += WAYS + way * size
    return [(byte ^ 128) - 128 for byte in table[at : at + size]] if way >= 0 else [0] * (size == 1)


def probability(points: int) -> float:
    """Return a score as a probability.

    >>> probability(0), round(probability(3 * UNIT), 2)
    (0.5, 0.95)
    """
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, points / UNIT))))
