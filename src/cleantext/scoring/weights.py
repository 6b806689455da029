"""The learned models of the score, and their weights: a sieve, two networks, and the categories.

The *sieve* is a logistic regression, a sum of one small weight for each feature of a piece of text. It is fast, and
lets through all that may be boilerplate. Two *networks* score what passes: each feature has a vector, and their sum,
divided by the square root of their number, goes through one layer of rectified units. That is much like fastText
(Joulin et al., 2017), and sees what words mean together, as a sum of weights cannot. The networks have learned from
different lines, so their mistakes differ, and the mean of the two is better than either. Another regression, with a
row of weights for each feature, gives the category.

All of it is whole numbers, so the results are the same on every machine, and in C (``_models.c``). The weights are
learned by ``training/weights.py`` and ship in one file.
"""

from __future__ import annotations

import math
import mmap
import os.path
import sys
from array import array
from collections.abc import Sequence
from functools import cache
from itertools import accumulate, pairwise
from typing import NamedTuple

from cleantext.rule import CATEGORIES
from cleantext.shipped import DATA

WEIGHTS = os.path.join(DATA, "weights.bin")
#: One unit of log-odds.
UNIT = 24
#: The lower bits of a feature's hash name its bucket, and its highest byte is its fingerprint there: a feature that
#: was not learned has none in the bucket, and almost always weighs nothing. Numbers of buckets (fewer for the
#: categories), and of places in each.
BUCKETS, CATEGORY_BUCKETS, WAYS = 1 << 17, 1 << 13, 4
#: Networks, numbers in a feature's vector, and hidden units.
NETWORKS, SIZE, HIDDEN = 2, 8, 32
#: Square roots are stored for numbers of features below this one; greater numbers share the last.
ROOTS = 512
#: The numbers of a network's layers.
NUMBERS = ROOTS + HIDDEN * (1 + SIZE) + 1 + HIDDEN
#: Bits behind the point: of an inverse root, of a hidden unit's output, and of the network's output.
ROOT_BITS, HIDDEN_BITS, SCORE_BITS = 12, 12, 24
#: No prompt has more features; a piece that does keeps the sieve's score.
MOST_FEATURES = 4096
#: A piece that the sieve scores less reads as body text, and keeps the sieve's score.
PASSES = -28
#: The lowest score; its opposite is the highest.
LOWEST = -(1 << 29)
#: Lower than any score: there are no words to score.
NEVER = -(1 << 30)


class Weights(NamedTuple):
    """The learned numbers.

    ``sieve``, ``vectors`` and ``categories`` are buckets, each of `WAYS` fingerprints and then the signed bytes for
    each: a weight, a vector, or a weight for each category. ``layers`` are whole numbers of 64 bits: the inverse roots,
    then biases and weights of the hidden units, then those of the output. ``vectors`` and ``layers`` hold those of one
    network after those of the other.
    """

    bias: int
    sieve: memoryview
    vectors: memoryview
    categories: memoryview
    layers: memoryview


@cache
def weights() -> Weights:
    """Return the weights that ship with the package; raise ``ImportError`` if their file is missing or damaged."""
    vectors, categories = NETWORKS * (1 + SIZE) * WAYS * BUCKETS, (1 + len(CATEGORIES)) * WAYS * CATEGORY_BUCKETS
    edges = list(accumulate((8, 2 * WAYS * BUCKETS, vectors, categories, 8 * NETWORKS * NUMBERS)))
    try:
        with open(WEIGHTS, "rb") as file:
            # A short text touches few pages of the file; to read all of it would take longer than to clean that.
            view = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    except (OSError, ValueError) as wrong:
        raise ImportError(f"{WEIGHTS}: {wrong}; install cleantext-news again") from wrong
    if len(view) != edges[-1]:
        raise ImportError(f"{WEIGHTS}: {len(view)} bytes instead of {edges[-1]}; install cleantext-news again")
    bias = int.from_bytes(view[:8], "little", signed=True)
    sieve, networks, kinds, layers = (view[start:end] for start, end in pairwise(edges))
    return Weights(bias, sieve, networks, kinds, _native(layers))


def _native(numbers: memoryview) -> memoryview:
    """Return little-endian numbers of 64 bits in the order of this machine."""
    if sys.byteorder == "little":
        return numbers
    swapped = array("q", numbers.tobytes())
    swapped.byteswap()
    return memoryview(swapped).cast("B")


def scored(hashes: Sequence[int]) -> int:
    """Return the score of a piece of text, from the hashes of its features."""
    if not hashes:
        return NEVER
    points = weights().bias + sum(weight for value in hashes for weight in _found(weights().sieve, value, 1))
    if points >= PASSES and len(hashes) <= MOST_FEATURES:
        points = networks(hashes)
    return max(LOWEST, min(-LOWEST, points))


def networks(hashes: Sequence[int]) -> int:
    """Return the mean of the networks' scores of a piece of text, from the hashes of its features."""
    return _towards_zero(sum(_network(hashes, number) for number in range(NETWORKS)), NETWORKS)


def _network(hashes: Sequence[int], number: int) -> int:
    layers, size = _layers(number), len(weights().vectors) // NETWORKS
    vectors = weights().vectors[number * size :][:size]
    found = [vector for vector in (_found(vectors, value, SIZE) for value in hashes) if vector]
    root = layers.roots[min(len(found), ROOTS - 1)]
    sums = [root * sum(numbers) for numbers in zip(*found, strict=True)] or [0] * SIZE
    hidden = [
        max(0, bias + _dot(row, sums)) >> HIDDEN_BITS
        for bias, row in zip(layers.hidden_bias, layers.hidden, strict=True)
    ]
    return _towards_zero(layers.bias + _dot(layers.out, hidden), 1 << SCORE_BITS)


def _towards_zero(number: int, divisor: int) -> int:
    """Return a quotient as C rounds it."""
    return number // divisor if number >= 0 else -(-number // divisor)


def category(hashes: Sequence[int]) -> int:
    """Return the number of a piece's likeliest category, from the hashes of its features; -1 if it has none."""
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
def _layers(number: int) -> _Layers:
    numbers = weights().layers.cast("q")[number * NUMBERS :][:NUMBERS]
    biases, rows = numbers[ROOTS:][:HIDDEN], numbers[ROOTS + HIDDEN :]
    hidden = [rows[at : at + SIZE] for at in range(0, HIDDEN * SIZE, SIZE)]
    return _Layers(numbers[:ROOTS], biases, hidden, rows[HIDDEN * SIZE], rows[HIDDEN * SIZE + 1 :])


def _dot(row: Sequence[int], numbers: Sequence[int]) -> int:
    return sum(weight * number for weight, number in zip(row, numbers, strict=True))


def _found(table: memoryview, value: int, size: int) -> Sequence[int]:
    """Return the numbers stored for a feature, none if it was not learned."""
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
