"""Train the judge: ``python training/train.py DATA`` writes the package's ``data/judge.npz`` and prints the figures.

Sites are split by a hash of their names, so the split is the same everywhere. A quarter is kept aside and only measured
at the end (``benchmarks/pages.py``). The others form three parts. For each of three seeds, three networks are fitted,
each to two of the parts. The limits are chosen by the scores of the first seed's networks on the part that each has not
seen. The labels of a site are corrected by the three networks, one of each seed, that have not seen it. From these
labels the one network that ships is learned (distillation; Hinton et al., 2015), which gives it most of the advantage
of averaging several. Seeds are fixed. Needs ``torch`` and ``jusText`` (for its stop lists) beside the package.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from concurrent.futures import ProcessPoolExecutor
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "benchmarks"))

from augment import Sample, sample
from corpus import (
    Document,
    Teacher,
    bare_articles,
    documents,
    learn_from,
    set_targets,
    threads,
    wrapped_articles,
    written_articles,
)
from fit import fit
from measure import Tallies, measure, table
from pages import WHOLE_PAGE, kept_aside
from words import build_vocabulary, empty_vocabulary

from cleantext.judging.counts import Lines, Vocabulary, read_lines
from cleantext.judging.features import context_features, surroundings
from cleantext.judging.layers import sigmoid
from cleantext.judging.network import Model, load, log_odds, save

WRITTEN_ARTICLES, READERS_THREADS = ROOT / "training" / "articles", ROOT / "training" / "threads"
TARGET = ROOT / "src" / "cleantext" / "data" / "judge.npz"
#: Extractors whose text is nearly clean: here a lost paragraph is the greater harm.
CAREFUL = ("trafilatura", "readability", "newspaper4k")
#: The share of the body that may be lost, and how much a greater loss counts against F1.
MOST_LOST, PENALTY = 0.004, 10
PARTS, SEEDS = 3, (1, 2, 3)
Array = npt.NDArray[Any]
Read = list[tuple[Document, Lines]]
#: Readers' threads, and the sites that they count as.
Readers = list[tuple[str, Sample]]


def part_of(site: str) -> int:
    """Return which of the parts *site* belongs to."""
    return hashlib.sha256(site.encode()).digest()[1] % PARTS


def read(document: Document, vocabulary: Vocabulary) -> Lines:
    """Count the lines of *document*."""
    return read_lines(document.lines, vocabulary)


def samples(read_documents: Read) -> list[Sample]:
    """Turn documents into what the network is fitted to."""
    return [
        sample(lines, d.targets, d.weights, gold=bool(d.gold), whole=d.extractor == WHOLE_PAGE, language=d.language)
        for d, lines in read_documents
    ]


def readers_threads(vocabulary: Vocabulary) -> Readers:
    """Return the readers' threads to learn from."""
    found: Readers = []
    for site, language, thread in threads(READERS_THREADS):
        if not kept_aside(site):
            all_of_them = np.ones(len(thread), np.float32)
            lines = read_lines(thread, vocabulary)
            found.append((site, sample(lines, all_of_them, all_of_them, gold=True, whole=False, language=language)))
    return found


def train(seen: Read, readers: Readers, vocabulary: Vocabulary, epochs: int, seed: int) -> Model:
    """Fit one network and return it as the judge reads it, with limits still to be chosen."""
    torch.set_num_threads(1)
    fitted = samples(seen)
    net = fit(fitted, [thread for _, thread in readers], int(vocabulary.learned) + 2, epochs=epochs, seed=seed)
    plain = [np.concatenate((s.shape, context_features(surroundings(s.lines))), axis=1) for s in fitted[::5]]
    weights = {**net.export(), "typical": np.concatenate(plain).mean(0), "limits": np.array([0.5, 0.9, 0.15, 0.7])}
    return Model(vocabulary, weights)


def stored(model: Model) -> Model:
    """Return *model* in half precision, as it would be stored, so that a teacher is no finer than what ships."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / TARGET.name
        save(model, path)
        return load(path)


def train_parts(seen: Read, readers: Readers, vocabulary: Vocabulary, epochs: int, seed: int) -> list[Model]:
    """Return for each part a judge fitted to the other parts; two are fitted at a time."""
    jobs = []
    for part in range(PARTS):
        others = [pair for pair in seen if part_of(pair[0].site) != part]
        jobs.append((others, [pair for pair in readers if part_of(pair[0]) != part], vocabulary, epochs, seed))
    with ProcessPoolExecutor(2) as pool:
        return list(map(stored, pool.map(train, *zip(*jobs, strict=True))))


def said(judges: list[Model], lines: Lines) -> Array:
    """Return the scores of *lines* from several judges together: the probability of their mean log-odds."""
    return sigmoid(np.mean([log_odds(judge.read(lines), judge.layers) for judge in judges], axis=0))


def choose_limits(judges: list[Model], seen: Read) -> Array:
    """Return the limits that lift F1 most, less a penalty for what the `CAREFUL` lose beyond `MOST_LOST`.

    Each judge is asked only about the sites that it has not seen.
    """
    best, chosen = -1.0, np.zeros(0)
    known = [pair for pair in seen if pair[0].gold][::2]
    for limits in map(np.array, product((0.5, 0.6), (0.7, 0.8, 0.9), (0.15, 0.3), (0.7,))):
        tallies: Tallies = {}
        for part, judge in enumerate(judges):
            model = Model(judge.vocabulary, {**judge.weights, "limits": limits})
            measure([pair for pair in known if part_of(pair[0].site) == part], model, tallies)
        careful = [tally for (_, extractor), tally in tallies.items() if extractor in CAREFUL]
        lost = sum(t.body.hit for t in careful) / max(1, sum(t.body.of for t in careful))
        lift = float(np.mean([after.f1 - before.f1 for before, after in (t.scores for t in tallies.values())]))
        print(
            f"limits {limits.tolist()}: mean lift {lift:+.4f}, careful extractors lose {lost:.2%} of the body",
            flush=True,
        )
        value = lift - PENALTY * max(0.0, lost - MOST_LOST)
        if value > best:
            best, chosen = value, limits
    return chosen


def main() -> None:
    """Fit to the parts, choose the limits, fit to the whole, and measure on the sites kept aside."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder with pages.jsonl and texts.jsonl, plain or gzipped")
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--output", type=Path, default=TARGET)
    arguments = parser.parse_args()

    found = documents(arguments.data)
    found += [*bare_articles(found), *wrapped_articles(found), *written_articles(WRITTEN_ARTICLES)]
    ours = [d for d in found if not kept_aside(d.site) and d.lines]
    empty = empty_vocabulary()
    vocabulary = build_vocabulary((d.site, read(d, empty)) for d in ours if d.extractor in {WHOLE_PAGE, "trafilatura"})
    teacher = Teacher(d for d in ours if d.gold)
    for document in ours:
        set_targets(document, teacher)
    seen = [(d, read(d, vocabulary)) for d in ours]

    readers = readers_threads(vocabulary)

    judges = [train_parts(seen, readers, vocabulary, arguments.epochs, seed) for seed in SEEDS]
    limits = choose_limits(judges[0], seen)
    for document, lines in seen:
        learn_from(document, said([parts[part_of(document.site)] for parts in judges], lines))
    final = train(seen, readers, vocabulary, arguments.epochs + 2, SEEDS[0])
    save(Model(vocabulary, {**final.weights, "limits": limits}), arguments.output)
    aside = [(d, read(d, vocabulary)) for d in found if kept_aside(d.site) and d.gold and d.lines]
    print(table(measure(aside, load(arguments.output), {})))


if __name__ == "__main__":
    main()
