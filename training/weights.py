"""Learn the weights of the score from labelled lines: ``python training/weights.py DATA``.

Three models over the hashed features of `cleantext.grams`: a sieve, which is a logistic regression with a
ridge penalty; a network (``vectors.py``), from what the sieve lets through or nearly so; and a regression for the
categories. What they learn from is in ``examples.py``; of unlabelled lines, those of which a first fit is sure
(self-training; Scudder, 1965). Everything is deterministic.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from multiprocessing import Pool
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from examples import BODY, STRANGER, Example, gathered
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from vectors import Lines, in_bytes, in_layers
from vectors import fit as fit_network

from cleantext.grams import features
from cleantext.rule import CATEGORIES, DEFAULT_CATEGORIES
from cleantext.weights import BUCKETS, CATEGORY_BUCKETS, UNIT, WAYS, WEIGHTS

Array = npt.NDArray[Any]
#: The inverse strength of the ridge penalty.
STRENGTH = 0.25
#: Log-odds of a first fit below which an unlabelled line counts as body, and above which one of a whole page counts as
#: boilerplate.
DOUBTFUL, SURE = 0.0, 4.0
#: Smaller weights of the sieve are left out.
LEAST = 1
#: The network learns from lines that the sieve scores higher, and a vector for features in at least this many of them.
NEAR, OFTEN = -100, 3


def _hashes(example: Example) -> Array:
    return np.array(features(example.text, 0, len(example.text), alone=example.alone), np.uint32)


def matrix(hashes: Sequence[Array], columns: Array) -> csr_matrix:
    """Return how often each example has each feature; *columns* has the column of every hash, example by example."""
    ends = np.concatenate(([0], np.cumsum([len(row) for row in hashes])))
    size = int(columns.max()) + 1
    table = csr_matrix((np.ones(len(columns), np.float32), columns.astype(np.int32), ends), shape=(len(hashes), size))
    table.sum_duplicates()
    return table


def hashed(examples: Sequence[Example]) -> list[Array]:
    """Return the hashes of the features of each example."""
    with Pool() as pool:
        return pool.map(_hashes, examples, chunksize=500)


def is_prompt(examples: Sequence[Example]) -> Array:
    """Return which examples are boilerplate."""
    return np.array([example.label in DEFAULT_CATEGORIES for example in examples])


def fit(table: csr_matrix, prompt: Array, weight: Array) -> LogisticRegression:
    """Return the model that tells boilerplate from body."""
    return LogisticRegression(C=STRENGTH, max_iter=300, tol=1e-3).fit(table, prompt, sample_weight=weight)


def in_buckets(features: Array, numbers: Array, importance: Array, buckets: int = BUCKETS) -> bytes:
    """Return the buckets that `cleantext.weights.Weights` promises; a full one drops its least important features."""
    size = numbers.shape[1]
    table = np.zeros((buckets, WAYS * (1 + size)), np.uint8)
    filled = np.zeros(buckets, int)
    for n in np.argsort(-importance, kind="stable"):
        bucket, mark = int(features[n]) % buckets, int(features[n]) >> 24
        way = filled[bucket]
        if way < WAYS and mark not in table[bucket, :way]:
            table[bucket, way] = mark
            table[bucket, WAYS + way * size :][:size] = numbers[n].view(np.uint8)
            filled[bucket] += 1
    print(f"{filled.sum()} of {len(features)} features have a place")
    return table.tobytes()


def categories(examples: Sequence[Example], hashes: Sequence[Array]) -> bytes:
    """Return buckets with a weight for each category, for the most frequent features of prompts."""
    some = [n for n, example in enumerate(examples) if example.label != BODY]
    features, columns, counts = np.unique(
        np.concatenate([hashes[n] for n in some]), return_inverse=True, return_counts=True
    )
    known = np.sort(np.argsort(-counts, kind="stable")[: WAYS * CATEGORY_BUCKETS])
    kinds = [CATEGORIES.index(examples[n].label) for n in some]
    model = LogisticRegression(C=STRENGTH, max_iter=300)
    model.fit(
        matrix([hashes[n] for n in some], columns)[:, known], kinds, sample_weight=[examples[n].weight for n in some]
    )
    rows = np.zeros((len(known), len(CATEGORIES)))
    rows[:, model.classes_] = model.coef_.T
    rounded = np.clip(np.rint(rows * 127 / np.abs(rows).max()), -127, 127).astype(np.int8)
    return in_buckets(features[known], rounded, counts[known], CATEGORY_BUCKETS)


def sieve(features: Array, weights: Array) -> bytes:
    """Return the weights of the sieve in buckets."""
    rounded = np.clip(np.rint(weights * UNIT), -127, 127).astype(np.int8)
    kept = np.flatnonzero(np.abs(rounded) >= LEAST)
    return in_buckets(features[kept], rounded[kept, None], np.abs(rounded[kept].astype(int)))


def network(examples: Sequence[Example], hashes: Sequence[Array], prompt: Array) -> tuple[bytes, bytes]:
    """Return the vectors of the network in buckets, and its layers."""
    features, columns, counts = np.unique(np.concatenate(hashes), return_inverse=True, return_counts=True)
    often = counts >= OFTEN
    places = (np.cumsum(often) * often)[columns]
    ends = np.cumsum([len(row) for row in hashes])
    lines = Lines(
        [row[row > 0] for row in np.split(places, ends[:-1])],
        prompt,
        np.array([example.weight for example in examples]),
    )
    fitted = fit_network(lines, int(often.sum()) + 1)
    vectors = in_bytes(fitted)[1:]
    importance = np.linalg.norm(vectors.astype(float), axis=1) * np.log1p(counts[often])
    return in_buckets(features[often], vectors, importance), in_layers(fitted)


def learn(examples: Sequence[Example], others: Sequence[Example]) -> None:
    """Fit the models and write them into the package; a first fit decides which of the *others* count, and as what."""
    everything = [*examples, *others]
    hashes = hashed(everything)
    features, columns = np.unique(np.concatenate(hashes), return_inverse=True)
    table = matrix(hashes, columns)
    prompt, weight = is_prompt(everything), np.array([example.weight for example in everything])
    size = len(examples)
    odds = fit(table[:size], prompt[:size], weight[:size]).decision_function(table[size:])
    prompt[size:] = (odds > SURE) & (weight[size:] == STRANGER)
    used = np.concatenate((np.arange(size), size + np.flatnonzero((odds < DOUBTFUL) | prompt[size:])))
    told = np.flatnonzero(np.abs(fit(table[used], prompt[used], weight[used]).coef_[0]) * UNIT >= LEAST / 2)
    model = fit(table[used][:, told], prompt[used], weight[used])
    bias = round(float(model.intercept_[0]) * UNIT)
    near = used[model.decision_function(table[used][:, told]) * UNIT > NEAR]
    parts = [bias.to_bytes(8, "little", signed=True), sieve(features[told], model.coef_[0])]
    vectors, layers = network([everything[n] for n in near], [hashes[n] for n in near], prompt[near])
    parts += [vectors, categories(examples, hashes[:size]), layers]
    # Replaced, not written over: a process that cleans meanwhile has the old file mapped.
    new = Path(f"{WEIGHTS}.new")
    new.write_bytes(b"".join(parts))
    new.replace(WEIGHTS)
    counts = Counter(example.label for example in examples)
    print(
        f"{size} examples, and {len(used) - size} of {len(others)} unlabelled lines; bias {bias}; "
        f"by label: {dict(counts.most_common())}"
    )
    print(f"the network learned from {len(near)} of them")


def main() -> None:
    """Learn from the project's own wordings and from a folder of pages."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, help="a folder of pages, texts and labelled lines (benchmarks/pages.py)")
    learn(*gathered(parser.parse_args().data))


if __name__ == "__main__":
    main()
