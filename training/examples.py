"""The lines that the score is learned from, each with its label and its weight.

Boilerplate: the prompts of ``training/wordings``, the ``remove`` examples of the packs, and the lines of a folder of
pages that were labelled by hand. Body: the other lines of ``training/wordings``, ``fixtures/lookalikes``, the ``keep``
examples, and the known bodies of the pages, line by line and sentence by sentence. Optional categories (credits,
captions, dates, tags) count as body, and have names only in the table that tells categories apart. Sites kept aside
(``benchmarks/pages.py``) are not read, and ``fixtures/wordings`` is only ever measured.

Unlabelled lines of whole pages count as boilerplate if a rule of the packs finds them (distant supervision; Mintz et
al., 2009). The others, and those that trafilatura kept of pages without a known body, are left to a teacher.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from random import Random
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "benchmarks"))

from pages import CATEGORY, WHOLE_PAGE, kept_aside, rows

from cleantext.cutting.cut import cut
from cleantext.finding.rule_finder import RuleFinder
from cleantext.marks import unmark
from cleantext.reading.quotations import SILENCE
from cleantext.reading.segment import sentences
from cleantext.rule import DEFAULT_CATEGORIES, OPTIONAL_CATEGORIES, Span
from cleantext.rules.compile import build
from cleantext.rules.pack import shipped
from cleantext.scoring.score import LONGEST_LEAD

WORDINGS, LOOKALIKES = ROOT / "training" / "wordings", ROOT / "fixtures" / "lookalikes"
#: The weight of a sentence relative to its line; a paragraph longer than this (code points) has half the weight.
SENTENCE, LONG = 0.4, 400
BODY = "body"
#: Categories of half weight: the headline of a link could be anybody's, and optional categories are close to the body.
HALF = ("related", *OPTIONAL_CATEGORIES)
#: The weight of a line that a pack's example removes, and of one that must stay: kept by an example, or a look-alike.
EVIDENCE, MUST_STAY = 3, 5
#: The weight of body text that was written beside prompts: to lose it is worse than to leave a prompt.
WORDED_BODY = 1.5
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
#: The weights of the lines of whole pages: found by a rule, and unknown.
RULED, STRANGER = 1.0, 0.2
#: The extractor that leaves out most of what is not body, and the weight of a line that it kept.
CAREFUL, TRUSTED = "trafilatura", 1.0
#: Labels of DATA that say where a line stood rather than what it says: a teaser's headline, a menu's entry and a
#: reader's comment may read like any line of a body.
UNTOLD = ("other", "related", "navigation", "comments")


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
            yield from pieces(text, label, WORDED_BODY if label == BODY else 1.0)
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


def spoken(folder: Path) -> Iterator[tuple[str, Example]]:
    """Yield the lines of known bodies and the labelled lines, of sites not kept aside, each with its language."""
    pages = {page["id"]: page for page in rows(folder, "pages") if not kept_aside(page["site"])}
    for page in pages.values():
        for line in filter(str.strip, "\n".join(page.get("gold") or ()).split("\n")):
            yield page["lang"], Example(line.strip(), True, BODY, KNOWN)
    for row in rows(folder, "lines"):
        label = CATEGORY.get(row["label"], row["label"])
        if label not in UNTOLD and row["doc"] in pages:
            yield pages[row["doc"]]["lang"], Example(row["text"].strip(), True, label, REAL)


def scraped(folder: Path) -> Iterator[Example]:
    """Yield the known bodies, the labelled lines and the titles of the pages, of sites that are not kept aside."""
    chance = Random(1)
    for _, example in spoken(folder):
        yield from pieces(example.text, example.label, example.weight)
        if example.label == BODY:
            yield from headings(example.text, chance)
            yield from exclaimed(example.text)
    for page in rows(folder, "pages"):
        if page.get("title") and not kept_aside(page["site"]):
            yield from pieces(page["title"].strip(), BODY, 1.0)


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
    found = rules.find(line, whole, 0, SILENCE, single=True, alone=True)
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


def gathered(folder: Path) -> tuple[list[Example], list[Example]]:
    """Return the examples with a known label, and the unlabelled lines of *folder*, which are labelled body."""
    page_lines = list(whole_pages(folder))
    ruled, strangers = [[e for e in page_lines if (e.label == BODY) == unknown] for unknown in (False, True)]
    known = [*wordings(WORDINGS), *lookalikes(LOOKALIKES), *evidence(), *labels(), *scraped(folder), *ruled]
    return known, [*strangers, *trusted(folder)]
