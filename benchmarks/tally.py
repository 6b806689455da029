"""Measure a treatment of text: what it removed of boilerplate, and what it cost the body.

A *treatment* takes a text and returns what it would cut. A line counts as removed if at least half of its characters
are, blanks aside.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from cases import Cases, Text
from gold import BODY, OTHER, Overlap, Score, score, words_of
from pages import CATEGORY

from cleantext.cutting.cut import cut as without

#: Labels that every user wants gone, whatever the article.
CORE = ("subscription", "paywall", "newsletter", "copyright", "syndication")


class Cut(NamedTuple):
    """``text[start:end]`` goes, in code points: by which rule, as which category."""

    start: int
    end: int
    rule: str = ""
    category: str = ""


#: Text to cuts, in order, not overlapping.
Treatment = Callable[[str], Sequence[Cut]]


@dataclass
class Share:
    """A share: ``hit`` cases of ``of``."""

    hit: int = 0
    of: int = 0

    def add(self, hit: int, of: int = 1) -> None:
        """Count *hit* of *of* more."""
        self.hit += hit
        self.of += of

    @property
    def value(self) -> float:
        """The share, 0 to 1; 0 of nothing."""
        return self.hit / max(1, self.of)


@dataclass
class Lift:
    """What a treatment did to the texts of one extractor from one source."""

    before: list[Overlap] = field(default_factory=list)
    after: list[Overlap] = field(default_factory=list)
    body: Share = field(default_factory=Share)
    """Words of body lines that went."""
    junk: Share = field(default_factory=Share)
    """Lines beside body and title that went."""

    @property
    def scores(self) -> tuple[Score, Score]:
        """Precision, recall and F1 before and after."""
        return score(self.before), score(self.after)


@dataclass
class Rule:
    """What one rule did."""

    hits: int = 0
    """Cuts in all the extractors' texts."""
    labels: Counter[str] = field(default_factory=Counter)
    """Labelled lines that it removed, by label."""
    fitting: int = 0
    """How many of these are labelled with the rule's own category."""
    lost: int = 0
    """Words of body lines that went with it, in the extractors' texts."""
    damage: int = 0
    """Words that it took from known bodies."""


@dataclass
class Figures:
    """All that is measured of one treatment."""

    labels: dict[tuple[str, str], Share] = field(default_factory=lambda: defaultdict(Share))
    """Labelled lines removed, by label and language."""
    lift: dict[tuple[str, str], Lift] = field(default_factory=lambda: defaultdict(Lift))
    """By source and extractor."""
    damage: Share = field(default_factory=Share)
    """Words of known bodies that went."""
    touched: Share = field(default_factory=Share)
    """Known bodies that lost anything."""
    rules: dict[str, Rule] = field(default_factory=lambda: defaultdict(Rule))

    def recall(self, labels: Iterable[str], language: str = "") -> Share:
        """Return how many lines of these *labels* went, of all languages or of one."""
        share, wanted = Share(), set(labels)
        for (label, other), found in self.labels.items():
            if label in wanted and language in ("", other):
                share.add(found.hit, found.of)
        return share

    @property
    def per_million(self) -> float:
        """Words removed from known bodies, per million of their words."""
        return 1e6 * self.damage.value


def measure(cases: Cases, treat: Treatment) -> Figures:
    """Treat all texts and all known bodies of *cases*, each once."""
    figures = Figures()
    for text in cases.texts:
        cuts = treat(text.text)
        gone = gone_lines(text.lines, cuts)
        _count_labelled(figures, text, gone)
        for cut in cuts:
            figures.rules[cut.rule].hits += 1
        if text.page:
            _count_lift(figures, text, cuts, gone)
    for page in cases.pages:
        _count_damage(figures, page.body, treat(page.body))
    return figures


def gone_lines(lines: Sequence[str], cuts: Sequence[Cut]) -> dict[int, Cut]:
    """Return the index of each line that was removed, and the cut that took most of it.

    >>> gone_lines(["Rain fell.", "Sign up now!"], [Cut(11, 18, "en/sign-up")])
    {1: Cut(start=11, end=18, rule='en/sign-up', category='')}
    """
    gone: dict[int, Cut] = {}
    at, first = 0, 0
    for index, line in enumerate(lines):
        end = at + len(line)
        while first < len(cuts) and cuts[first].end <= at:
            first += 1
        taken = {cut: _ink(line[max(0, cut.start - at) : cut.end - at]) for cut in _until(cuts, first, end)}
        if taken and (ink := _ink(line)) and 2 * sum(taken.values()) >= ink:
            gone[index] = max(taken, key=lambda cut: taken[cut])
        at = end + 1
    return gone


def _until(cuts: Sequence[Cut], first: int, end: int) -> Iterator[Cut]:
    while first < len(cuts) and cuts[first].start < end:
        yield cuts[first]
        first += 1


def _ink(text: str) -> int:
    return len(text) - sum(map(str.isspace, text))


def _count_labelled(figures: Figures, text: Text, gone: dict[int, Cut]) -> None:
    for line, language, label in text.labelled:
        cut = gone.get(line)
        figures.labels[label, language].add(cut is not None)
        if cut:
            rule = figures.rules[cut.rule]
            rule.labels[label] += 1
            rule.fitting += CATEGORY.get(label, label) == cut.category


def _count_lift(figures: Figures, text: Text, cuts: Sequence[Cut], gone: dict[int, Cut]) -> None:
    if text.page is None:
        return
    lift = figures.lift[text.source, text.extractor]
    lift.before.append(text.before)
    lift.after.append(text.page.gold.overlap(without(text.text, cuts)) if cuts else text.before)
    for index, (name, size) in enumerate(text.names):
        if name == BODY:
            lift.body.add(size * (index in gone), size)
            if index in gone:
                figures.rules[gone[index].rule].lost += size
        elif name == OTHER:
            lift.junk.add(index in gone)


def _count_damage(figures: Figures, body: str, cuts: Sequence[Cut]) -> None:
    total = 0
    for cut in cuts:
        words = len(words_of(body[cut.start : cut.end]))
        figures.rules[cut.rule].damage += words
        total += words
    figures.damage.add(total, len(words_of(body)))
    figures.touched.add(total > 0)
