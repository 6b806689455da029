"""Text in, findings out: rules and weigher judge the lines in which a literal stands, and guards hold them back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cleantext.fold import fold
from cleantext.guard import STRONG, WEAK, inside_quotation
from cleantext.index import Index
from cleantext.match import Matcher
from cleantext.rule import CATEGORIES, Finding, Span
from cleantext.segment import sentence_at, sentences
from cleantext.weigh import Weigher

#: A line longer than this (code points) is judged sentence by sentence, near what was found only.
LONGEST_LINE = 600
#: How many lines' findings are remembered: the same prompts stand in document after document.
REMEMBERED = 1 << 13

Findings = tuple[Finding, ...]


class Finder:
    """All that finds, over one index."""

    def __init__(
        self, index: Index, languages: Iterable[str] | None = None, categories: frozenset[str] = frozenset(CATEGORIES)
    ) -> None:
        self._matcher = Matcher(index, None if languages is None else frozenset(languages), categories)
        self._rules = index.rules
        self._languages = index.languages
        self._categories = categories
        self._weigher = Weigher(index.words)
        self._memory: dict[str, Findings] = {}

    def find(self, text: str) -> list[Finding]:
        """Return all findings, in order of lines, not yet settled."""
        found: list[Finding] = []
        memory = self._memory
        for line, hits, data in self._matcher.candidates(text):
            raw = text[line.start : line.end]
            if len(raw) > LONGEST_LINE:
                found += self._long(text, line, hits, data)
                continue
            known = memory.get(raw)
            if known is None:
                known = self._short(raw, self._matcher.targets(hits))
                if len(memory) >= REMEMBERED:
                    memory.clear()
                memory[raw] = known
            if known:
                found += [f._replace(start=f.start + line.start, end=f.end + line.start) for f in known]
        return found

    def _short(self, raw: str, targets: set[int]) -> Findings:
        """Return the findings in one line, which depend on nothing but the line."""
        line = Span(0, len(raw))
        whole = self._judge(raw, line, line, targets)
        if any(f.start == 0 and f.end == line.end and f.score >= STRONG for f in whole):
            return tuple(whole)
        sentence_spans = list(sentences(raw, line))
        parts = [self._judge(raw, line, span, targets) for span in sentence_spans] if len(sentence_spans) > 1 else []
        strong = next((f for found in parts for f in found if f.score >= STRONG), None)
        if strong is None:
            return tuple(whole)
        for span, found in zip(sentence_spans, parts, strict=True):
            if not found:
                found += self._weigh(raw, line, span, [strong.rule.partition("/")[0]], strong.category)
        return tuple(f for found in parts for f in found)

    def _long(self, text: str, line: Span, hits: list[tuple[int, int]], data: bytes) -> Iterator[Finding]:
        """Yield the findings in a long line: in each sentence that holds a literal, if it is within sight."""
        position, at = line.start, 0
        here: dict[Span, list[tuple[int, int]]] = {}
        last = Span(-1, -1)
        for hit in hits:
            position += len(data[at : hit[1]].decode("utf-8", "surrogatepass"))
            at = hit[1]
            if not last.start <= position - 1 < last.end:
                last = sentence_at(text, line, position - 1) or Span(-1, -1)
            if last.end > 0:
                here.setdefault(last, []).append(hit)
        for sentence, own in here.items():
            yield from self._judge(text, line, sentence, self._matcher.targets(own))

    def _judge(self, text: str, line: Span, sentence: Span, targets: set[int]) -> list[Finding]:
        """Return what rules find in one sentence (or a whole line), or what it weighs where they find nothing."""
        start, end = sentence
        raw = text[start:end]
        start += len(raw) - len(raw.lstrip())
        raw = raw.strip()
        if not raw:
            return []
        folded = fold(raw)
        found = [f for number in sorted(t for t in targets if t >= 0) for f in self._try(number, text, line, sentence, start, folded)]
        if not found:
            languages = [self._languages[-target - 1] for target in sorted(targets) if target < 0]
            if languages and len(raw) <= LONGEST_LINE:
                found = self._weigh(text, line, sentence, languages)
        return found

    def _try(self, number: int, text: str, line: Span, sentence: Span, start: int, folded: str) -> Iterator[Finding]:
        rule = self._rules[number]
        if rule.cuts == "line" and sentence != line:
            return
        for pattern in self._matcher.patterns(number):
            if rule.cuts == "match":
                spans = [Span(start + m.start(), start + m.end()) for m in pattern.finditer(folded) if m.end() > m.start()]
            else:
                spans = [sentence] if pattern.search(folded) else []
            for span in spans:
                if rule.vouches or not (
                    inside_quotation(text, span, line) or self._weigher.narrates(fold(text[span.start : span.end]), rule.language)
                ):
                    yield Finding(*span, rule.category, rule.id, 1.0)
            if spans:
                return

    def _weigh(self, text: str, line: Span, sentence: Span, languages: list[str], category: str = "") -> list[Finding]:
        """Return a finding where a sentence weighs enough to be cut, or to be when what stands around it speaks for it.

        A sentence that names no subject of its own has the *category* of its neighbour.
        """
        raw = text[sentence.start : sentence.end].strip()
        folded = fold(raw)
        score, named, language = max(
            (*self._weigher.weigh(raw, folded, line, sentence, language), language)
            for language in self._weigher.likely(folded, languages)
        )
        category = named or category
        if category not in self._categories or score < WEAK or inside_quotation(text, sentence, line):
            return []
        return [Finding(*sentence, category, f"{language}/weighed-{category}", round(score, 3))]
