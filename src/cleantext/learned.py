"""What its score alone says of a line or a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable

from cleantext.guard import Quotations, outside_quotations
from cleantext.index import Index
from cleantext.rule import Finding, Span
from cleantext.score import category, probability, scorer

#: Scores (`cleantext.score.UNIT` of them are one of log-odds) from which a line is boilerplate, or sentences in the midst of
#: a line, or at its beginning or end.
CERTAIN, CERTAIN_PART, CERTAIN_EDGE = 18, 72, 60
#: From here on a line is, where its surroundings speak for it.
LIKELY = 9
#: The score of which the probability is `cleantext.guard.STRONG`.
ENOUGH = 34
#: A longer text (code points) has more words to add up, and needs so much more for each hundred code points.
LONG, STEEP = 80, 35
#: From here on are the scripts of which a letter is worth two of Latin: Han, kana, Hangul.
UNSPACED = "\u2e80"
#: A sentence of these that gives a telephone number amid others is rather a public service's than the site's own.
HELPING = ("contact", "support", "legal")
_NUMBER = re.compile(r"\d[\d ./()-]{4,20}\d")

#: A score, and the number of a category.
Weight = tuple[int, int]


class Learned:
    """Turns scores into findings, of some categories, in some languages (or all)."""

    def __init__(self, index: Index, languages: Iterable[str] | None, categories: frozenset[str], off: frozenset[str]) -> None:
        self._categories = frozenset(name for name in categories if f"learned/{name}" not in off)
        self._scorer = scorer()
        self._spoken = frozenset(languages or ())
        self._tongues = None
        if languages is not None:
            from cleantext.language import Languages  # noqa: PLC0415 - few cleaners are limited to some languages

            self._tongues = Languages(index.words)

    def find(self, text: str, part: Span, weight: Weight, certain: int, quotations: Quotations) -> Finding | None:
        """Return a finding where a line or sentence scores `LIKELY`; below *certain*, what stands around it decides."""
        points, kind = weight
        raw = text[part.start : part.end]
        size = len(raw) * 2 if max(raw) >= UNSPACED else len(raw)
        points -= max(0, size - LONG) * STEEP // 100
        if points - certain < LIKELY - CERTAIN or (name := category(kind)) not in self._categories:
            return None
        if quotations.is_speech(part):
            return None
        if self._tongues and not self._is_spoken(raw):
            return None
        # What is said in quotation marks does not count: who reports a prompt does not make one.
        if (said := outside_quotations(raw)) is not raw and self._scorer.weigh(said, 0, len(said), False)[0] < LIKELY:
            return None
        if certain > CERTAIN and name in HELPING and _NUMBER.search(raw):
            return None
        # What is just enough here shall be just strong wherever scores are compared.
        return Finding(*part, name, f"learned/{name}", round(probability(points - certain + ENOUGH), 3))

    def _is_spoken(self, raw: str) -> bool:
        """Return whether a line may be in one of the languages that are wanted."""
        likely = self._tongues.likely(self._scorer.fold(raw)) if self._tongues else None
        return not likely or not likely.isdisjoint(self._spoken)
