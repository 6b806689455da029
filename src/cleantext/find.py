"""Text in, findings out: the detectors, and the guards that hold them back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cleantext.decide import inside_quotation
from cleantext.fold import fold
from cleantext.index import Index
from cleantext.match import LONGEST_LINE, Candidate, Matcher
from cleantext.rule import CATEGORIES, Finding, Span
from cleantext.segment import line_at, sentence_at, sentences
from cleantext.weigh import Weigher

#: A sentence that weighs this much is cut; next to one that is cut, this much less will do (compare Canny's two thresholds).
STRONG, WEAK = 0.8, 0.5


class Finder:
    """All that finds, over one index."""

    def __init__(
        self, index: Index, languages: Iterable[str] | None = None, categories: frozenset[str] = frozenset(CATEGORIES)
    ) -> None:
        only = None if languages is None else frozenset(languages)
        self._matcher = Matcher(index, only, categories)
        self._only = only
        self._categories = categories
        self._index = index
        self._weigher = Weigher(index.words)
        self._vouched = {rule.id: rule.vouches for rule in index.rules}
        self._language = {rule.id: rule.language for rule in index.rules}

    def find(self, text: str) -> list[Finding]:
        """Return all findings, in order of start, not yet settled."""
        found: list[Finding] = []
        for candidate in self._matcher.candidates(text):
            found += self._line(text, candidate)
        return found

    def _line(self, text: str, candidate: Candidate) -> Iterator[Finding]:
        line = candidate.line
        ruled = [f for f in self._matcher.findings(text, candidate) if not self._held_back(text, line, f)]
        yield from ruled
        if any(f.start <= line.start and f.end >= line.end for f in ruled):
            return
        weighed: set[Span] = set()
        for position, number in candidate.hits:
            if number >= 0:
                continue
            spans = [line] if line.end - line.start <= LONGEST_LINE else []
            sentence = sentence_at(text, line, position)
            for span in [*spans, *([sentence] if sentence and sentence != line else [])]:
                if span in weighed:
                    continue
                weighed.add(span)
                languages = {self._weigher.languages[-n - 1] for p, n in candidate.hits if n < 0 and span.start <= p < span.end}
                languages = languages & self._only if self._only else languages
                if not languages:
                    continue
                finding = self._weighed(text, line, span, sorted(languages))
                if finding:
                    yield finding
                    if span == line:
                        return

    def _weighed(self, text: str, line: Span, span: Span, languages: list[str]) -> Finding | None:
        likely = self._weigher.likely(fold(text[span.start : span.end]), languages)
        score, category, language = max(
            self._weigher.weigh(text, line, span, language) + (language,) for language in likely
        )
        if category not in self._categories or score < STRONG or inside_quotation(text, span, line):
            return None
        return Finding(*span, category, f"{language}/weighed-{category}", score)

    def _held_back(self, text: str, line: Span, finding: Finding) -> bool:
        if self._vouched[finding.rule]:
            return False
        span = Span(finding.start, finding.end)
        if inside_quotation(text, span, line):
            return True
        return self._weigher.narrates(fold(text[span.start : span.end]), self._language[finding.rule])
