"""The learned numbers of the score, and the models that they are of: a sieve, a network, and the categories.

The *sieve* is a logistic regression: a sum of one small weight for each feature of a piece of text. It is quick, and lets
through what may be boilerplate at all. The *network* scores that: each feature has a vector, and their sum, divided by the
root of their number, goes through one layer of rectified units. That is much like fastText (Joulin et al., 2017), and tells
what words mean together, as a sum cannot. Another regression, with a row of weights for each feature, tells the category.

All is done in whole numbers, so it is the same on every machine, and in C (``_models.c``). ``training/weights.py`` learns
the numbers; they ship in one file.
"""

from __future__ import annotations

import math
import mmap
import os.path
from collections.abc import Sequence
from functools import cache
from itertools import accumulate
from typing import NamedTuple

from cleantext.rule import CATEGORIES

WEIGHTS = os.path.join(os.path.dirname(__file__), "data", "weights.bin")
#: So much is one unit of log-odds.
UNIT = 24
#: What a feature weighs is in the bucket that the lower bits of its hash name, behind the mark that is its highest byte: what
#: was not learned weighs nothing, as good as always. So many buckets (of the categories fewer), and places in each.
BUCKETS, CATEGORY_BUCKETS, WAYS = 1 << 17, 1 << 13, 4
#: Numbers in a feature's vector, and hidden units.
SIZE, HIDDEN = 8, 32
#: Roots of numbers of features up to this one are told apart.
ROOTS = 512
#: Bits behind the point: of a root's inverse, of a hidden unit as it is used, and of the score that comes out.
ROOT_BITS, HIDDEN_BITS, SCORE_BITS = 12, 12, 24
#: No prompt has more features; a piece that does keeps the sieve's score.
MOST_FEATURES = 4096
#: What the sieve scores less reads as body text, and keeps the sieve's score.
PASSES = -28
#: No score is lower, nor higher than its opposite.
LOWEST = -(1 << 29)
#: Lower than any score: there is no word to tell anything.
NEVER = -(1 << 30)


class Weights(NamedTuple):
    """The learned numbers.

    ``sieve``, ``vectors`` and ``categories`` are buckets, each of `WAYS` marks and the numbers that they are of, signed bytes: a weight, a
    vector, a weight for each category. ``layers`` are whole numbers of 64 bits: the inverse roots, then biases and weights of the
    hidden units and of the score.
    """

    bias: int
    sieve: memoryview
    vectors: memoryview
    categories: memoryview
    layers: memoryview


@cache
def weights() -> Weights:
    """Return the weights that ship with the package."""
    with open(WEIGHTS, "rb") as file:
        # A short text touches few pages of the file; to read all of it would take longer than to clean that.
        view = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    edges = list(
        accumulate(
            (8, 2 * WAYS * BUCKETS, (1 + SIZE) * WAYS * BUCKETS, (1 + len(CATEGORIES)) * WAYS * CATEGORY_BUCKETS)
        )
    )
    bias = int.from_bytes(view[:8], "little", signed=True)
    return Weights(bias, *(view[start:end] for start, end in zip(edges, [*edges[1:], len(view)], strict=True)))


def judged(hashes: Sequence[int]) -> int:
    """Return the score of a piece of text, from the hashes of its features."""
    if not hashes:
        return NEVER
    points = weights().bias + sum(weight for value in hashes for weight in _found(weights().sieve, value, 1))
    if points >= PASSES and len(hashes) <= MOST_FEATURES:
        points = network(hashes)
    return max(LOWEST, min(-LOWEST, points))


def network(hashes: Sequence[int]) -> int:
    """Return what the network says of a piece of text."""
    layers = _layers()
    found = [vector for vector in (_found(weights().vectors, value, SIZE) for value in hashes) if vector]
    root = layers.roots[min(len(found), ROOTS - 1)]
    sums = [root * sum(numbers) for numbers in zip(*found, strict=True)] or [0] * SIZE
    hidden = [
        max(0, bias + _dot(weights, sums)) >> HIDDEN_BITS
        for bias, weights in zip(layers.hidden_bias, layers.hidden, strict=True)
    ]
    points = layers.bias + _dot(layers.out, hidden)
    # Towards zero, as C divides.
    return points >> SCORE_BITS if points >= 0 else -(-points >> SCORE_BITS)


def category(hashes: Sequence[int]) -> int:
    """Return the number of the category that a piece of text would be of, -1 without any features."""
    if not hashes:
        return -1
    found = [
        row for row in (_found(weights().categories, value, len(CATEGORIES)) for value in hashes[:MOST_FEATURES]) if row
    ]
    totals = [sum(numbers) for numbers in zip(*found, strict=True)] or [0]
    return totals.index(max(totals))


class _Layers(NamedTuple):
    roots: Sequence[int]
    hidden_bias: Sequence[int]
    hidden: Sequence[Sequence[int]]
    bias: int
    out: Sequence[int]


@cache
def _layers() -> _Layers:
    numbers = weights().layers.cast("q")
    biases, rows = numbers[ROOTS:][:HIDDEN], numbers[ROOTS + HIDDEN :]
    hidden = [rows[at : at + SIZE] for at in range(0, HIDDEN * SIZE, SIZE)]
    return _Layers(numbers[:ROOTS], biases, hidden, rows[HIDDEN * SIZE], rows[HIDDEN * SIZE + 1 :])


def _dot(weights: Sequence[int], numbers: Sequence[int]) -> int:
    return sum(weight * number for weight, number in zip(weights, numbers, strict=True))


def _found(table: memoryview, value: int, size: int) -> Sequence[int]:
    """Return the numbers of a feature, none if it was not learned."""
    each = WAYS * (1 + size)
    at = each * (value % (len(table) // each))
    way = bytes(table[at : at + WAYS]).find(value >> 24)
    at += WAYS + way * size
    return table[at : at + size].cast("b").tolist() if way >= 0 else []


def probability(points: int) -> float:
    """Return a score as a probability.

    >>> probability(0), round(probability(3 * UNIT), 2)
    (0.5, 0.95)
    """
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, points / UNIT))))
