"""Train the judge: ``python training/train.py DATA_DIR`` writes the package's ``data/judge.npz``.

Sites are dealt out by name, so the split is the same everywhere: a quarter is kept aside and only measured at the end
(`benchmarks.pages.kept_aside`); of the others every sixth is for choosing the limits. Seeds are fixed. Needs ``torch``
and ``jusText`` (for its stop lists) beside the package; about half an hour on two cores. Prints the figures.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from itertools import product
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from augment import Sample, sample
from corpus import WHOLE_PAGE, Document, Teacher, bare_articles, documents, set_targets, wrapped_articles
from fit import fit
from measure import measure, table
from words import build_vocabulary, empty_vocabulary

from benchmarks.pages import kept_aside
from cleantext.features import Lines, Vocabulary, context_features, read_lines
from cleantext.network import Model, save

TARGET = Path(__file__).resolve().parent.parent / "src" / "cleantext" / "data" / "judge.npz"
CAREFUL = ("trafilatura", "readability", "newspaper4k")
"""Extractors whose text is nearly clean: here a lost paragraph is the greater harm."""
MOST_LOST = 0.004
Read = list[tuple[Document, Lines]]


def for_limits(site: str) -> bool:
    """Return whether the limits are chosen on *site*, which is not kept aside."""
    return hashlib.sha256(site.encode()).digest()[1] % 6 == 0


def read(document: Document, vocabulary: Vocabulary) -> Lines:
    """Count the lines of *document*."""
    ends = np.cumsum([len(line) + 1 for line in document.lines])
    spans = [(int(end) - len(line) - 1, int(end) - 1) for line, end in zip(document.lines, ends, strict=True)]
    return read_lines("\n".join(document.lines), spans, vocabulary)


def samples(read_documents: Read) -> list[Sample]:
    """Turn documents into what the network is fitted to."""
    return [
        sample(lines, d.targets, d.weights, gold=bool(d.gold), whole=d.extractor == WHOLE_PAGE, language=d.language)
        for d, lines in read_documents
    ]


def choose_limits(model: Model, validation: Read) -> Model:
    """Return *model* with the limits that lift F1 most while the `CAREFUL` lose at most `MOST_LOST` of the body."""
    best, chosen = -1.0, model.weights["limits"]
    for low, high, clean, page in product((0.5, 0.6), (0.7, 0.8, 0.9), (0.15, 0.3), (0.7, 0.85)):
        limits = np.array([low, high, clean, page])
        tallies = measure(validation, Model(model.vocabulary, {**model.weights, "limits": limits}))
        careful = [tally for (_, extractor), tally in tallies.items() if extractor in CAREFUL]
        lost = sum(t.lost for t in careful) / max(1, sum(t.body for t in careful))
        gain = float(np.mean([t.f1[1] - t.f1[0] for t in tallies.values()])) - 10 * max(0.0, lost - MOST_LOST)
        print(f"limits {limits.tolist()}: mean lift {gain:+.4f}, careful extractors lose {lost:.2%} of the body")
        if gain > best:
            best, chosen = gain, limits
    return Model(model.vocabulary, {**model.weights, "limits": chosen})


def train(seen: Read, vocabulary: Vocabulary, epochs: int, seed: int) -> Model:
    """Fit one network and return it as the judge reads it, its limits still to be chosen."""
    fitted = samples(seen)
    net = fit(fitted, int(vocabulary.learned) + 2, epochs=epochs, seed=seed)
    plain = [np.concatenate((s.shape, context_features(s.lines)), axis=1) for s in fitted[:2000]]
    weights = {**net.export(), "typical": np.concatenate(plain).mean(0), "limits": np.array([0.5, 0.9, 0.15, 0.5])}
    return Model(vocabulary, weights)


def main() -> None:
    """Fit, choose the limits on sites not fitted to, fit again on all sites but those kept aside, and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder with pages.jsonl and texts.jsonl, plain or gzipped")
    parser.add_argument("--epochs", type=int, default=14)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.use_deterministic_algorithms(mode=True)

    found = documents(arguments.data)
    found += [*bare_articles(found), *wrapped_articles(found)]
    ours = [d for d in found if not kept_aside(d.site) and d.lines]
    empty = empty_vocabulary()
    vocabulary = build_vocabulary((d.site, read(d, empty)) for d in ours if d.extractor in {WHOLE_PAGE, "trafilatura"})
    teacher = Teacher(d for d in ours if d.gold)
    for document in ours:
        set_targets(document, teacher)
    seen = [(d, read(d, vocabulary)) for d in ours]

    trial = train([(d, x) for d, x in seen if not for_limits(d.site)], vocabulary, arguments.epochs, arguments.seed)
    trial = choose_limits(trial, [(d, x) for d, x in seen if for_limits(d.site) and d.gold])
    final = train(seen, vocabulary, arguments.epochs, arguments.seed)
    final = Model(vocabulary, {**final.weights, "limits": trial.weights["limits"]})
    save(final, TARGET)
    aside = [(d, read(d, vocabulary)) for d in found if kept_aside(d.site) and d.gold and d.lines]
    print(table(measure(aside, final)))


if __name__ == "__main__":
    main()
