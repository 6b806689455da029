"""What the score alone finds in a line or a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable

from cleantext.finding.guard import is_dialogue
from cleantext.reading.quotations import Quotations
from cleantext.reading.segment import FIRST_UNSPACED
from cleantext.reading.shape import PROSE, is_prose, states
from cleantext.rule import CATEGORIES, DEFAULT_CATEGORIES, Finding, Span
from cleantext.rules.index import Index
from cleantext.scoring.score import UNSPACED, Score, scorer
from cleantext.thresholds import BEYOND_DOUBT, CERTAIN, LIKELY, LONG, OURS, STEEP, SURE, WORTH, strength

#: A telephone number in one of these categories is more likely a public service's than the site's own, if it stands in
#: a sentence among others or in a paragraph.
HELPING = ("contact", "support", "legal")
_NUMBER = re.compile(r"\d[\d ./()-]{3,20}\d")


def enough_anywhere(line: str) -> float:
    """Return how strong a finding of all of *line* must be to need no support: less for a short label."""
    return SURE if len(line) < PROSE // 2 and not states(line) else BEYOND_DOUBT


class ScoreFinder:
    """Turns scores into findings, of some categories, in some languages (or all)."""

    def __init__(self, index: Index, languages: Iterable[str] | None, categories: frozenset[str]) -> None:
        self._named = {CATEGORIES.index(name): (name, f"learned/{name}") for name in categories}
        self._scorer = scorer()
        self._spoken = frozenset(languages or ())
        self._tongues = None
        if languages is not None:
            from cleantext.finding.language import Languages  # noqa: PLC0415 - few cleaners are limited

            self._tongues = Languages(index.words)

    def find(self, text: str, part: Span, weighed: Score, certain: int, quotations: Quotations) -> Finding | None:
        """Return a finding if a line or sentence scores *certain*, or nearly so: then its surroundings will decide."""
        points, kind, flags = weighed
        size = part.end - part.start
        if flags & UNSPACED:
            size += (WORTH - 1) * sum([letter >= FIRST_UNSPACED for letter in text[part.start : part.end]])
        if size > LONG:
            points -= (size - LONG) * STEEP // 100
        if points - certain < LIKELY - CERTAIN or (found := self._named.get(kind)) is None:
            return None
        if (
            quotations.is_open(part.start)
            or is_dialogue(text, part)
            or (quotations.spans and self._is_said(text, part, quotations))
        ):
            return None
        name, rule = found
        if self._tongues and not self._is_spoken(text[part.start : part.end]):
            return None
        if (
            name in HELPING
            and points < certain + OURS
            and _NUMBER.search(text, *part)
            and (certain > CERTAIN or is_prose(text[part.start : part.end]))
        ):
            return None
        return Finding(part.start, part.end, name, rule, strength(points, certain))

    def _is_said(self, text: str, part: Span, quotations: Quotations) -> bool:
        """Return whether *part* is speech, or may be no prompt without it: who reports a prompt is not making one."""
        if quotations.is_speech(part):
            return True
        said = quotations.outside(part)
        if len(said) == part.end - part.start:
            return False
        points, kind, _ = self._scorer.weigh(said, 0, len(said), False)
        # "The notice read" before a quotation is like a caption, and no prompt.
        return strength(points, CERTAIN) < BEYOND_DOUBT or kind >= len(DEFAULT_CATEGORIES)

    def _is_spoken(self, raw: str) -> bool:
        """Return whether a line may be in one of the wanted languages."""
        likely = self._tongues.likely(self._scorer.fold(raw)) if self._tongues else None
        return not likely or not likely.isdisjoint(self._spoken)
