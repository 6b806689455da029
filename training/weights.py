"""Learn the weights of the score from labelled lines and a teacher: ``python training/weights.py DATA TAUGHT``.

The models stand on the hashed features of `cleantext.scoring.grams`: a sieve, which is a logistic regression with a
ridge penalty; two networks (``vectors.py``), from what the sieve lets through or nearly so, of which only one learns
from variants; and a regression for the categories. They learn from the labelled lines of ``examples.py``, and from what
a large model says of many more (TAUGHT, by ``teacher.py``). Everything is deterministic.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Sequence
from multiprocessing import Pool
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from examples import BODY, Example, gathered
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from vectors import Course, Lines
from vectors import learn as fit_network

from cleantext.rule import CATEGORIES, DEFAULT_CATEGORIES
from cleantext.scoring.grams import features
from cleantext.scoring.weights import BUCKETS, CATEGORY_BUCKETS, UNIT, WAYS, WEIGHTS

Array = npt.NDArray[Any]
#: The inverse strength of the ridge penalty.
STRENGTH = 0.25
#: The weight of a variant.
VARIANT = 0.25
#: Smaller weights of the sieve are left out.
LEAST = 1
#: How the two networks are trained, the one without variants first.
COURSES = Course(2, 0.3), Course(3, 0.25)
#: The networks learn from lines that the sieve scores higher, and a vector for features in at least this many of them.
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


def taught(path: Path) -> dict[tuple[str, bool], float]:
    """Return the probability of boilerplate that the teacher gave each line, or sentence of one (not alone)."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = map(json.loads, file)
        return {(row["text"], row["alone"]): 1 / (1 + np.exp(-row["odds"])) for row in rows}


def fit(table: csr_matrix, prompt: Array, weight: Array) -> LogisticRegression:
    """Return the model that tells boilerplate from body; what is half a *prompt* weighs nothing."""
    weight = weight * abs(2 * prompt - 1)
    return LogisticRegression(C=STRENGTH, max_iter=300, tol=1e-3).fit(table, prompt > 0.5, sample_weight=weight)


def ways(features: Array, importance: Array, buckets: int = BUCKETS) -> Array:
    """Return which place of its bucket each feature has; -1 for the least important ones of a bucket that is full."""
    found, filled = np.full(len(features), -1), [list[int]() for _ in range(buckets)]
    for n in np.argsort(-importance, kind="stable"):
        bucket, fingerprint = filled[int(features[n]) % buckets], int(features[n]) >> 24
        if len(bucket) < WAYS and fingerprint not in bucket:
            found[n] = len(bucket)
            bucket.append(fingerprint)
    return found


def in_buckets(features: Array, numbers: Array, places: Array, buckets: int = BUCKETS) -> bytes:
    """Return the buckets that `cleantext.scoring.weights.Weights` promises."""
    size = numbers.shape[1]
    table = np.zeros((buckets, WAYS * (1 + size)), np.uint8)
    for n in np.flatnonzero(places >= 0):
        bucket, way = table[int(features[n]) % buckets], int(places[n])
        bucket[way] = int(features[n]) >> 24
        bucket[WAYS + way * size :][:size] = numbers[n].view(np.uint8)
    print(f"{(places >= 0).sum()} of {len(features)} features have a place")
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
    places = ways(features[known], counts[known], CATEGORY_BUCKETS)
    return in_buckets(features[known], rounded, places, CATEGORY_BUCKETS)


def sieve(features: Array, weights: Array) -> bytes:
    """Return the weights of the sieve in buckets."""
    rounded = np.clip(np.rint(weights * UNIT), -127, 127).astype(np.int8)
    kept = np.flatnonzero(np.abs(rounded) >= LEAST)
    return in_buckets(features[kept], rounded[kept, None], ways(features[kept], np.abs(rounded[kept].astype(int))))


def network(examples: Sequence[Example], hashes: Sequence[Array], prompt: Array, course: Course) -> tuple[bytes, bytes]:
    """Return the vectors of a network in buckets, and its layers."""
    features, columns, counts = np.unique(np.concatenate(hashes), return_inverse=True, return_counts=True)
    often = counts >= OFTEN
    places = (np.cumsum(often) * often)[columns]
    ends = np.cumsum([len(row) for row in hashes])
    lines = Lines(
        [row[row > 0] for row in np.split(places, ends[:-1])],
        prompt,
        np.array([example.weight for example in examples]),
    )
    known, counts = features[often], counts[often]

    def placed(vectors: Array) -> Array:
        return ways(known, np.linalg.norm(vectors.astype(float), axis=1) * np.log1p(counts))

    vectors, layers, places = fit_network(lines, len(known), placed, course)
    return in_buckets(known, vectors, places), layers


def learn(examples: Sequence[Example], others: Sequence[Example], odds: dict[tuple[str, bool], float]) -> None:
    """Fit the models and write them into the package, from *examples*, and from *others* and variants by their odds."""
    others = [example for example in others if (example.text, example.alone) in odds]
    known = {(example.text, example.alone) for example in others}
    variants = [Example(*piece, BODY, VARIANT) for piece in odds if piece not in known]
    everything = [*examples, *others, *variants]
    hashes = hashed(everything)
    features, columns = np.unique(np.concatenate(hashes), return_inverse=True)
    table = matrix(hashes, columns)
    size = len(examples)
    prompt = np.array(
        [float(example.label in DEFAULT_CATEGORIES) for example in examples]
        + [odds[example.text, example.alone] for example in everything[size:]]
    )
    weight = np.array([example.weight for example in everything])
    told = np.flatnonzero(np.abs(fit(table, prompt, weight).coef_[0]) * UNIT >= LEAST / 2)
    model = fit(table[:, told], prompt, weight)
    bias = round(float(model.intercept_[0]) * UNIT)
    near = np.flatnonzero(model.decision_function(table[:, told]) * UNIT > NEAR)
    parts = [bias.to_bytes(8, "little", signed=True), sieve(features[told], model.coef_[0])]
    networks = []
    for course, some in zip(COURSES, (near[near < size + len(others)], near), strict=True):
        networks.append(network([everything[n] for n in some], [hashes[n] for n in some], prompt[some], course))
    (vectors, layers), (more_vectors, more_layers) = networks
    parts += [vectors, more_vectors, categories(examples, hashes[:size]), layers, more_layers]
    # Replaced, not written over: a process that cleans meanwhile has the old file mapped.
    new = Path(f"{WEIGHTS}.new")
    new.write_bytes(b"".join(parts))
    new.replace(WEIGHTS)
    counts = Counter(example.label for example in examples)
    print(
        f"{size} examples, {len(others)} unlabelled lines and {len(variants)} variants; bias {bias}; "
        f"by label: {dict(counts.most_common())}"
    )
    print(f"the networks learned from {len(near)} of them")


def main() -> None:
    """Learn from the project's own wordings, a folder of pages and a teacher."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, help="a folder of pages, texts and labelled lines (benchmarks/pages.py)")
    parser.add_argument("taught", type=Path, help="what a teacher said of lines (teacher.py)")
    arguments = parser.parse_args()
    learn(*gathered(arguments.data), taught(arguments.taught))


if __name__ == "__main__":
    main()
