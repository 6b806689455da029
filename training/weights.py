"""Learn the weights of the weigher from labelled lines: ``python training/weights.py DATA``.

Positives are the prompts of ``fixtures/prompts`` and the lines labelled as boilerplate in DATA, each alone on a line
and glued to a paragraph. Negatives are the look-alikes of ``fixtures/lookalikes`` and the known bodies of DATA, line by
line and sentence by sentence. Sites kept aside (``benchmarks/pages.py``) are not read. The model is a logistic
regression with a ridge penalty, fitted with L-BFGS (Nocedal, 1980); a weight whose sign a prompt's form settles
beforehand (a quotation never speaks for a prompt) is kept to that sign.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from scipy.special import expit

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "benchmarks"))

from pages import kept_aside, rows  # noqa: E402 - the benchmarks are a folder of scripts, not a package

from cleantext.compile import build  # noqa: E402
from cleantext.fold import fold  # noqa: E402
from cleantext.pack import shipped  # noqa: E402
from cleantext.rule import DEFAULT_CATEGORIES, TOPICS, Span  # noqa: E402
from cleantext.segment import sentences  # noqa: E402
from cleantext.weigh import FILE, Weigher, features, stems  # noqa: E402

RIDGE = 3.0
#: A stem is learned when so many examples hold it, and written down when its weight is at least this.
OFTEN, LEAST = 2, 0.02
NEVER_FOR = ("narration", "others", "quotation", "names", "more than thirty words")
NEVER_AGAINST = ("opens with an imperative", "you", "we", "offer", "period", "button", "topics", "topic in the form of a prompt",
                 "signs of a prompt", "whole line", "price", "access", "imperative", "link", "glued")  # fmt: skip
LABELS = {"ad": "advertisement"}


class Example(NamedTuple):
    """One sentence in its line, as the weigher would meet it."""

    language: str
    line: str
    sentence: Span
    prompt: bool
    weight: float
    category: str = ""


def fixtures(languages: tuple[str, ...]) -> Iterator[Example]:
    """Yield the project's own prompts and look-alikes; each prompt also glued to a body sentence."""
    for language in languages:
        bodies = _lines(ROOT / "fixtures" / "lookalikes" / f"{language}.txt")
        for text in bodies:
            yield from _body(language, text, 4.0)
        for number, row in enumerate(_lines(ROOT / "fixtures" / "prompts" / f"{language}.tsv")):
            category, text = row.split("\t", 1)
            yield Example(language, text, Span(0, len(text)), prompt=True, weight=1.0, category=category)
            if bodies and text[-1:] in ".!?。！？।" and len(list(sentences(text, Span(0, len(text))))) == 1:
                body = bodies[number % len(bodies)] + ("" if language in ("ja", "zh") else " ")
                glued = body + text
                yield Example(language, glued, Span(len(body), len(glued)), prompt=True, weight=0.5)
                yield Example(language, glued, Span(0, len(glued)), prompt=False, weight=0.5)


def kept(languages: tuple[str, ...]) -> Iterator[Example]:
    """Yield what the rules' own pages say must stay."""
    for pack in shipped():
        for text in (text for source in pack.sources for text in source.keep):
            for line in filter(str.strip, text.splitlines()):
                if pack.language in languages:
                    yield from _body(pack.language, line.strip(), 4.0)


def scraped(folder: Path, languages: tuple[str, ...]) -> Iterator[Example]:
    """Yield labelled lines, and the lines and sentences of known bodies, of the sites that are not kept aside."""
    pages = {page["id"]: page for page in rows(folder, "pages") if not kept_aside(page["site"])}
    for page in pages.values():
        language = {"yue": "zh", "": "en"}.get(page["lang"], page["lang"])
        if language in languages:
            if page["title"]:
                yield from _body(language, page["title"], 2.0)
            for paragraph in page.get("gold") or ():
                yield from _body(language, paragraph, 1.0)
    for row in rows(folder, "lines"):
        language = {"yue": "zh"}.get(row["lang"], row["lang"])
        label = LABELS.get(row["label"], row["label"])
        if row["doc"] in pages and language in languages and label in DEFAULT_CATEGORIES:
            text = row["text"].strip()
            if 0 < len(text) <= 600 and label not in ("related", "comments", "navigation"):
                yield Example(language, text, Span(0, len(text)), prompt=True, weight=0.5)


def _lines(path: Path) -> list[str]:
    return path.read_text("utf-8").splitlines() if path.exists() else []


def _body(language: str, text: str, weight: float) -> Iterator[Example]:
    line = Span(0, len(text))
    if len(text) <= 600:
        yield Example(language, text, line, prompt=False, weight=weight)
    for sentence in sentences(text, line):
        if sentence != line:
            yield Example(language, text, sentence, prompt=False, weight=weight)


def measured(examples: Iterator[Example], weigher: Weigher) -> Iterator[tuple[Example, dict[str, float]]]:
    """Yield the examples that the weigher may look at (a topic word, or the project's own fixtures), with their features."""
    for example in examples:
        raw = example.line[example.sentence.start : example.sentence.end]
        folded = fold(raw)
        words = weigher.lexicon(example.language).words(folded)
        if example.category or any(word.name in TOPICS for word in words):
            yield example, features(raw, folded, words, Span(0, len(example.line)), example.sentence)


class Column(NamedTuple):
    """One weight to learn: of a feature of the form, or of a stem (they have names of their own)."""

    kind: str
    name: str


def columns(table: list[tuple[Example, dict[str, float]]]) -> list[Column]:
    """Return what there is to weigh: every feature, every stem met in `OFTEN` examples, and the bias."""
    counts = Counter(stem for example, _ in table for stem in stems(fold(_raw(example))))
    named = sorted({name for _, found in table for name in found})
    return [
        *(Column("features", name) for name in named),
        *(Column("stems", stem) for stem in sorted(counts) if counts[stem] >= OFTEN),
        Column("features", "bias"),
    ]


def _raw(example: Example) -> str:
    return example.line[example.sentence.start : example.sentence.end]


def _matrix(table: list[tuple[Example, dict[str, float]]], wanted: list[Column]) -> csr_matrix:
    at = {column: number for number, column in enumerate(wanted)}
    entries = [
        (row, at[column], value)
        for row, (example, found) in enumerate(table)
        for column, value in [
            *((Column("features", name), value) for name, value in found.items()),
            *((Column("stems", stem), 1.0) for stem in stems(fold(_raw(example)))),
            (Column("features", "bias"), 1.0),
        ]
        if column in at
    ]
    rows_, columns_, values = zip(*entries, strict=True)
    return csr_matrix((values, (rows_, columns_)), shape=(len(table), len(wanted)))


def _bounds(column: Column) -> tuple[float | None, float | None]:
    if column.kind == "features" and column.name in NEVER_FOR:
        return None, 0.0
    return (0.0, None) if column.kind == "features" and column.name in NEVER_AGAINST else (None, None)


def fit(table: list[tuple[Example, dict[str, float]]]) -> dict[str, dict[str, float]]:
    """Return the weight of each feature (the bias with them) and of each stem."""
    wanted = columns(table)
    x = _matrix(table, wanted)
    y = np.array([example.prompt for example, _ in table], dtype=float)
    weight = np.array([example.weight for example, _ in table])
    ridge = np.array([0.0 if column.name == "bias" else RIDGE for column in wanted])

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        z = x @ w
        return float(weight @ (np.logaddexp(0, z) - y * z) + 0.5 * (ridge * w) @ w), x.T @ (weight * (expit(z) - y)) + ridge * w

    found = minimize(loss, np.zeros(len(wanted)), jac=True, method="L-BFGS-B", bounds=[_bounds(c) for c in wanted])
    weights: dict[str, dict[str, float]] = {"features": {}, "stems": {}}
    for column, value in zip(wanted, found.x, strict=True):
        if abs(value) >= LEAST:
            weights[column.kind][column.name] = round(float(value), 2)
    return weights


def main() -> None:
    """Fit on the data and write the weights into the package."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, help="a folder of pages, texts and labelled lines (benchmarks/pages.py)")
    folder = parser.parse_args().data
    index = build(shipped())
    weigher = Weigher(index.words)
    own = chain(fixtures(index.languages), kept(index.languages))
    table = [*measured(own, weigher), *measured(scraped(folder, index.languages), weigher)]
    weights = fit(table)
    Path(FILE).write_text(json.dumps(weights, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    prompts = sum(example.prompt for example, _ in table)
    print(f"{prompts} prompts and {len(table) - prompts} body sentences of {len(index.languages)} languages: {sum(map(len, weights.values()))} weights")


if __name__ == "__main__":
    main()
