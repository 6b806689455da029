"""Learn the weights of the score from labelled lines: ``python training/weights.py DATA``.

Boilerplate: the prompts of ``training/wordings``, the ``remove`` examples of the packs, and the lines of DATA that were
labelled by hand. Body: the other lines of ``training/wordings``, ``fixtures/lookalikes``, the ``keep`` examples, and
the known bodies of DATA, line by line and sentence by sentence. Optional categories (credits, captions, dates, tags)
count as body here: only rules cut them. Sites kept aside (``benchmarks/pages.py``) are not read, and
``fixtures/wordings`` is only ever measured.

Unlabelled lines of whole pages count as boilerplate if a rule of the packs finds them (distant supervision; Mintz et
al., 2009). Other unlabelled lines are used if a first fit is sure of them: those that trafilatura kept of pages without
a known body and, with less weight, the rest of the whole pages (self-training; Scudder, 1965).

Two models are learned over the hashed features of `cleantext.grams`: a sieve, which is a logistic regression with a
ridge penalty, and a network (``vectors.py``), from what the sieve lets through or nearly so. Everything is
deterministic.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from multiprocessing import Pool
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from vectors import Lines, in_bytes, in_layers
from vectors import fit as fit_network

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "benchmarks"))

from pages import kept_aside, rows

from cleantext.compile import build
from cleantext.cut import cut
from cleantext.grams import features
from cleantext.guard import SILENCE
from cleantext.marks import unmark
from cleantext.pack import shipped
from cleantext.rule import CATEGORIES, DEFAULT_CATEGORIES, OPTIONAL_CATEGORIES, Span
from cleantext.rule_finder import RuleFinder
from cleantext.score import LONGEST_LEAD
from cleantext.segment import sentences
from cleantext.weights import BUCKETS, CATEGORY_BUCKETS, UNIT, WAYS, WEIGHTS

Array = npt.NDArray[Any]
WORDINGS, LOOKALIKES = ROOT / "training" / "wordings", ROOT / "fixtures" / "lookalikes"
#: The inverse strength of the ridge penalty.
STRENGTH = 0.25
#: The weight of a sentence relative to its line; a paragraph longer than this (code points) has half the weight.
SENTENCE, LONG = 0.4, 400
BODY = "body"
#: Categories of half weight: the headline of a link could be anybody's, and optional categories are close to the body.
HALF = ("related", *OPTIONAL_CATEGORIES)
#: The weight of a line that a pack's example removes, and of one that must stay: kept by an example, or a look-alike.
EVIDENCE, MUST_STAY = 3, 5
#: The weight of a label of an advertisement; there are more than a thousand.
LABEL = 1.0
#: The weight of a line labelled on a real page: they are few, and like what will be met.
REAL = 3.0
#: The weight of a lead, the categories in which it says what the line is (in others it says less than what follows),
#: and its form.
LEAD, LEADING, _LEAD = 3.0, (BODY, "related"), re.compile(rf"[^:：]{{1,{LONGEST_LEAD - 1}}}[:：](?=\D)")
#: The weight of a sentence's opening that stands for a subhead, and the share of these that end with a stop.
HEADING, SHORT_SENTENCES = 0.4, 0.4
#: A sentence shorter than this (code points) may be an exclamation.
CALL = 40
#: The weight of a line of a known body.
KNOWN = 2.0
#: The extractor that gives whole pages, and the weights of their lines: found by a rule, and unknown.
WHOLE_PAGE, RULED, STRANGER = "inscriptis", 1.0, 0.2
#: The extractor that leaves out most of what is not body, and the weight of a line that it kept.
CAREFUL, TRUSTED = "trafilatura", 1.0
#: Log-odds of a first fit below which an unlabelled line counts as body, and above which one of a whole page counts as
#: boilerplate.
DOUBTFUL, SURE = 0.0, 4.0
#: Smaller weights of the sieve are left out.
LEAST = 1
#: The network learns from lines that the sieve scores higher, and a vector for features in at least this many of them.
NEAR, OFTEN = -100, 3
#: Labels of DATA that name a category by another word, and labels that say where a line stood rather than what it says:
#: a teaser's headline, a menu's entry and a reader's comment may read like any line of a body.
NAMES, UNTOLD = {"ad": "advertisement"}, ("other", "related", "navigation", "comments")


class Example(NamedTuple):
    """A line, or a sentence of one (not ``alone``), with its label and its weight."""

    text: str
    alone: bool
    label: str
    weight: float


def pieces(text: str, label: str, weight: float) -> Iterator[Example]:
    """Yield a line, its lead and each of its sentences, even a single one, which might stand beside others."""
    weight *= 0.5 if len(text) > LONG or label in HALF else 1.0
    yield Example(text, True, label, weight)
    if label in LEADING and (lead := _LEAD.match(text)):
        yield Example(lead[0], True, label, weight if label == BODY else LEAD)
    for start, end in sentences(text, Span(0, len(text))):
        if text[start:end].strip():
            yield Example(text[start:end].strip(), False, label, weight * SENTENCE)


def headings(text: str, chance: Random) -> Iterator[Example]:
    """Yield the opening of a sentence of body text as a line of its own: subheads and short sentences read like it."""
    words = text.split(" ") if " " in text else [text[at : at + 2] for at in range(0, len(text), 2)]
    size = chance.randint(1, 6)
    if len(words) > 2 * size:
        opening = (" " if " " in text else "").join(words[:size]).rstrip(",;:–—-、，")
        stop = text[-1] if text[-1] in ".。।" and chance.random() < SHORT_SENTENCES else ""
        yield Example(opening + stop, True, BODY, HEADING)


def exclaimed(text: str) -> Iterator[Example]:
    """Yield the short sentences of body text as exclamations, which prose has now and then too."""
    for start, end in sentences(text, Span(0, len(text))):
        if end - start < CALL and text[end - 1] in ".。।":
            yield Example(text[start : end - 1] + ("！" if text[end - 1] == "。" else "!"), False, BODY, HEADING)


def wordings(folder: Path) -> Iterator[Example]:
    """Yield examples from a folder of files ``LANGUAGE.tsv``, in which each line is a label and a text."""
    chance = Random(0)
    for path in sorted(folder.glob("*.tsv")):
        for line in path.read_text("utf-8").splitlines():
            label, text = line.split("\t", 1)
            yield from pieces(text, label, 1.0)
            if label == BODY:
                yield from headings(text, chance)
                yield from exclaimed(text)


def lookalikes(folder: Path) -> Iterator[Example]:
    """Yield examples from a folder of files ``LANGUAGE.txt``, in which each line is body text."""
    for path in sorted(folder.glob("*.txt")):
        for line in path.read_text("utf-8").splitlines():
            yield from pieces(line, BODY, MUST_STAY)


def evidence() -> Iterator[Example]:
    """Yield what the examples of the packs remove and keep."""
    for source in chain.from_iterable(pack.sources for pack in shipped()):
        for text, spans in map(unmark, source.remove):
            for start, end in spans:
                yield from _lines(text[start:end], source.rule.category)
            yield from _lines(cut(text, spans), BODY)
        for text in source.keep:
            yield from _lines(text, BODY)


def labels() -> Iterator[Example]:
    """Yield the short lines by which rules know an advertisement; those of other categories may also be subheads."""
    index = build(shipped())
    for text, _, targets in index.labels.rows():
        category = index.rules[index.owners[targets[0]]].category
        if category == "advertisement":
            yield Example(text.decode("utf-8", "ignore").capitalize(), True, category, LABEL)


def _lines(text: str, label: str) -> Iterator[Example]:
    for line in filter(str.strip, text.splitlines()):
        yield from pieces(line.strip(), label, MUST_STAY if label == BODY else EVIDENCE)


def scraped(folder: Path) -> Iterator[Example]:
    """Yield the known bodies and titles of the pages, and the labelled lines, of sites that are not kept aside."""
    site_of, chance = {}, Random(1)
    for page in rows(folder, "pages"):
        site_of[page["id"]] = page["site"]
        if page.get("gold") and not kept_aside(page["site"]):
            for line in filter(str.strip, "\n".join(page["gold"]).split("\n")):
                yield from pieces(line.strip(), BODY, KNOWN)
                yield from headings(line.strip(), chance)
                yield from exclaimed(line.strip())
        if page.get("title") and not kept_aside(page["site"]):
            yield from pieces(page["title"].strip(), BODY, 1.0)
    for row in rows(folder, "lines"):
        label = NAMES.get(row["label"], row["label"])
        if label not in UNTOLD and not kept_aside(site_of[row["doc"]]):
            yield from pieces(row["text"].strip(), label, REAL)


def whole_pages(folder: Path) -> Iterator[Example]:
    """Yield the short lines of whole pages, once per site, with the category of the rule that finds it, or as body."""
    rules, known, seen = RuleFinder(build(shipped()), None, frozenset(DEFAULT_CATEGORIES)), dict[str, str](), set()
    for text in rows(folder, "texts"):
        if text["extractor"] == WHOLE_PAGE and not kept_aside(text["site"]):
            for line in map(str.strip, text["text"].split("\n")):
                if line and len(line) <= LONG and (text["site"], line) not in seen:
                    seen.add((text["site"], line))
                    if line not in known:
                        known[line] = _category(rules, line)
                    yield Example(line, True, known[line], STRANGER if known[line] == BODY else RULED)


def _category(rules: RuleFinder, line: str) -> str:
    """Return the category of the rule that finds a line as a whole, or `BODY`."""
    whole = Span(0, len(line))
    found = rules.find(line, whole, 0, SILENCE, single=True, covers=True)
    return next((finding.category for finding in found if finding[:2] == whole), BODY)


def trusted(folder: Path) -> Iterator[Example]:
    """Yield, once each, the lines that a careful extractor kept of pages without a known body."""
    known = {page["id"] for page in rows(folder, "pages") if page.get("gold")}
    seen = set()
    for text in rows(folder, "texts"):
        if text["extractor"] == CAREFUL and text["id"] not in known and not kept_aside(text["site"]):
            for line in map(str.strip, text["text"].split("\n")):
                if line and line not in seen:
                    seen.add(line)
                    yield from pieces(line, BODY, TRUSTED)


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
    folder = parser.parse_args().data
    page_lines = list(whole_pages(folder))
    ruled, strangers = [[e for e in page_lines if (e.label == BODY) == unknown] for unknown in (False, True)]
    labelled = [*wordings(WORDINGS), *lookalikes(LOOKALIKES), *evidence(), *labels(), *scraped(folder), *ruled]
    learn(labelled, [*strangers, *trusted(folder)])


if __name__ == "__main__":
    main()
