"""Text in, findings out: rules and weigher judge the lines in which a literal stands, and guards hold them back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from typing import NamedTuple

from cleantext.fold import fold
from cleantext.guard import BODY, STRONG, WEAK, inside_quotation
from cleantext.index import Index
from cleantext.line import Line, with_lone_arrow
from cleantext.match import Candidate, Matcher
from cleantext.moved import moved, shifted, touched_lines
from cleantext.rule import ANY, CATEGORIES, Finding, Removal, Rule, Span
from cleantext.segment import sentences
from cleantext.weigh import Weigher

#: A line longer than this (code points) is judged sentence by sentence, near what was found only.
LONGEST_LINE = 600
#: A sentence shorter than this (code points) tells nothing by itself: "Read on." may be anybody's.
SHORT = 15
#: What a sentence has to weigh to go along with a prompt that it stands beside.
CERTAIN = 0.9
#: The text of a link inside a line is no longer than this; where its end is lost, prose follows.
LONGEST_LINK = 90
#: Notices of these categories come with addresses, numbers and names, which read like neither prompt nor prose.
IMPRINT = ("copyright", "legal")
#: How many lines' and sentences' findings are remembered: the same prompts stand in document after document.
REMEMBERED = 1 << 13


class Weight(NamedTuple):
    """The probability that a sentence is a prompt, what it would be about, and the language that says so."""

    score: float
    category: str
    language: str


NO_WEIGHT = Weight(0.0, "", "")
#: Stands for the category of a sentence that names no subject.
UNNAMED = "?"

Findings = tuple[Finding, ...]
_NONE: frozenset[int] = frozenset()


class Finder:
    """All that finds, over one index."""

    def __init__(
        self, index: Index, languages: Iterable[str] | None = None, categories: frozenset[str] = frozenset(CATEGORIES)
    ) -> None:
        self._matcher = Matcher(index, None if languages is None else frozenset(languages), categories)
        self._rules, self._patterns = index.rules, index.patterns
        self._languages = index.languages
        self._spoken_here = frozenset(index.languages if languages is None else languages)
        self._categories = categories
        self._weigher = Weigher(index.words)
        self._memory: dict[str | tuple[str, bool, bool], Findings] = {}

    def find(self, text: str) -> list[Finding]:
        """Return all findings, in order of lines, not yet settled."""
        found: list[Finding] = []
        memory = self._memory
        for candidate in self._matcher.candidates(text):
            line = candidate.line
            raw = text[line.start : line.end]
            if len(raw) > LONGEST_LINE:
                found += self._long(text, line, candidate)
                continue
            known = memory.get(raw)
            if known is None:
                known = self._short(raw, candidate)
                self._remember(raw, known)
            found += shifted(known, line.start)
        return found

    def find_again(self, before: str, text: str, found: Sequence[Finding], cuts: Sequence[Removal]) -> list[Finding]:
        """Return the findings in *text*, which is what *cuts* left of *before*, where *found* was found.

        A line that lost nothing has the findings that it had; only lines that lost a part are searched again.
        """
        touched = touched_lines(before, text, cuts)
        again = [f for line in touched for f in shifted(self.find(text[line.start : line.end]), line.start)]
        return sorted([*moved(found, cuts, touched), *again])

    def _short(self, raw: str, candidate: Candidate) -> Findings:
        """Return the findings in one line, which depend on nothing but the line."""
        span = Span(0, len(raw))
        line = Line(raw, span, fold(raw))
        targets = self._worth_trying(line.folded, self._matcher.targets(candidate.hits))
        if not targets:
            return ()
        languages, worth = self._spoken(targets)
        spans = list(sentences(raw, span))
        whole = self._rules_of(line, span, targets, single=len(spans) == 1)
        if len(spans) == 1:
            return tuple(whole or (self._weigh(line, span, languages) if worth else []))
        here = self._by_sentence(spans, candidate)
        parts = [self._rules_of(line, sentence, targets & here.get(sentence, _NONE), single=True) for sentence in spans]
        covering = next((f for f in whole if f.start == 0 and f.end == span.end), None)
        if covering:
            whole.remove(covering)
            parts = [found or self._part_of(covering, line, sentence) for sentence, found in zip(spans, parts, strict=True)]
            if all(parts):
                return (covering,)
        if worth:
            named = [min(here.get(sentence, _NONE), default=0) < 0 for sentence in spans]
            # Most lines of several sentences are body text with a prompt in them: the sentences that name a subject tell.
            weights = [self._weight(line, sentence, languages, UNNAMED) if name and not found else NO_WEIGHT
                       for sentence, name, found in zip(spans, named, parts, strict=True)]
            if all(found or not name or weight.score >= BODY for name, found, weight in zip(named, parts, weights, strict=True)):
                together = self._weigh(line, span, languages)
                if together and self._reads_as_one(line, spans, parts, together[0]):
                    return tuple(together)
            parts = [found or self._finding(line, sentence, weight, WEAK)
                     for sentence, found, weight in zip(spans, parts, weights, strict=True)]
        strong = next((f for found in parts for f in found if f.score >= STRONG and f.category != "related"), None)
        if strong:
            language = strong.rule.partition("/")[0]
            parts = [found or self._weigh(line, sentence, [language], strong.category, least=CERTAIN)
                     for sentence, found in zip(spans, parts, strict=True)]
        return tuple(whole + [f for found in parts for f in found])

    def _worth_trying(self, folded: str, targets: Set[int]) -> set[int]:
        """Return *targets* without the patterns that need a longer line, or a string that this one does not hold."""
        size = len(folded.strip())
        patterns = self._patterns
        kept = set()
        for target in targets:
            if target >= 0:
                _, _, least, _, also, *_ = patterns[target]
                if least > size or (also and not any(piece in folded for piece in also)):
                    continue
            kept.add(target)
        return kept

    def _by_sentence(self, spans: Sequence[Span], candidate: Candidate) -> dict[Span, set[int]]:
        """Return where the literals of each sentence of a line lead."""
        here: dict[Span, set[int]] = {}
        data, at, position, number = candidate.data, 0, spans[0].start, 0
        for hit in candidate.hits:
            position += len(data[at : hit[1]].decode("utf-8", "surrogatepass"))
            at = hit[1]
            while spans[number].end < position:
                number += 1
            here.setdefault(spans[number], set()).update(self._matcher.targets([hit]))
        return here

    def _part_of(self, covering: Finding, line: Line, sentence: Span) -> list[Finding]:
        """Return what a finding over a whole line is worth for one of its sentences: nothing where that is body text."""
        language = covering.rule.partition("/")[0]
        known = [language] if language in self._languages else []
        _, raw, folded = line.piece(sentence)
        if covering.category != "related" and (
            len(raw) < SHORT
            or self._weigh(line, sentence, known, covering.category, least=WEAK / 2)
            or (covering.category in IMPRINT and not self._weigher.is_prose(folded, language))
        ):
            return [covering._replace(start=sentence.start, end=sentence.end)]
        return []

    def _reads_as_one(self, line: Line, spans: list[Span], parts: list[list[Finding]], together: Finding) -> bool:
        """Return whether a line of several sentences is a prompt from end to end: none of them reads as body text."""
        language = together.rule.partition("/")[0]
        return together.score >= STRONG and all(
            found or self._weigh(line, span, [language], together.category, least=BODY)
            for span, found in zip(spans, parts, strict=True)
        )

    def _long(self, text: str, span: Span, candidate: Candidate) -> Iterator[Finding]:
        """Yield the findings in a long line: in each sentence that holds a literal, if it is within sight."""
        line = Line.of(text, span)
        spans = list(sentences(text, span))
        for sentence, leads in self._by_sentence(spans, candidate).items():
            start, end = sentence
            if end - start > LONGEST_LINE:
                continue
            # Outside a quotation nothing but the sentence itself, and whether it is the line's first or last, counts.
            quoted = inside_quotation(text, Span(start, start), span)
            key = (text[start:end], start == span.start, end == span.end)
            known = None if quoted else self._memory.get(key)
            if known is None:
                known = tuple(shifted(self._alone(line, sentence, leads), -start))
                if not quoted:
                    self._remember(key, known)
            yield from shifted(known, start)

    def _alone(self, line: Line, sentence: Span, leads: Set[int]) -> list[Finding]:
        """Return the findings in one sentence, whatever stands beside it."""
        _, _, folded = line.piece(sentence)
        targets = self._worth_trying(folded, leads)
        languages, worth = self._spoken(targets)
        ruled = self._rules_of(line, sentence, targets, single=True)
        return ruled or (self._weigh(line, sentence, languages) if worth else [])

    def _remember(self, key: str | tuple[str, bool, bool], found: Findings) -> None:
        if len(self._memory) >= REMEMBERED:
            self._memory.clear()
        self._memory[key] = found

    def _spoken(self, targets: set[int]) -> tuple[list[str], bool]:
        """Return the languages whose words led here, and whether there is anything to weigh (it may be any language's)."""
        numbers = sorted((-target - 1 for target in targets if target < 0), reverse=True)
        return [self._languages[number] for number in numbers if number < len(self._languages)], bool(numbers)

    def _rules_of(self, line: Line, sentence: Span, targets: Set[int], *, single: bool) -> list[Finding]:
        """Return what rules find in one sentence, or, where it is not the *single* one of its line, in the whole line."""
        start, raw, folded = line.piece(sentence)
        folded = with_lone_arrow(raw, folded)
        size = len(raw)
        whole = sentence == line.span
        found: list[Finding] = []
        done = -1
        for number in sorted(targets):
            if number < 0:
                continue
            owner, _, least, most, also, *_ = self._patterns[number]
            if owner == done or not least <= size <= most:
                continue
            rule = self._rules[owner]
            if not (whole or (single and most < ANY and size >= SHORT) if rule.cuts == "line" else single):
                continue
            if not whole and (raw[-1] in "?？؟" or (rule.category == "related" and size > LONGEST_LINK)) and rule.cuts == "line":
                continue
            if also and not any(piece in folded for piece in also):
                continue
            spans = self._matches(number, rule, sentence, start, folded)
            if spans:
                done = owner
                found += [
                    Finding(*span, rule.category, rule.id, 1.0)
                    for span in spans
                    if not self._held_back(rule, line, span)
                ]
        return found

    def _matches(self, number: int, rule: Rule, sentence: Span, start: int, folded: str) -> list[Span]:
        pattern = self._matcher.compiled(number)
        if rule.cuts == "match":
            return [Span(start + m.start(), start + m.end()) for m in pattern.finditer(folded) if m.end() > m.start()]
        return [sentence] if pattern.search(folded) else []

    def _held_back(self, rule: Rule, line: Line, span: Span) -> bool:
        """Return whether a rule's finding is speech, narration, or in another language than the rule's."""
        _, _, folded = line.piece(span)
        if rule.language not in ("common", "user") and self._weigher.is_foreign(folded, rule.language):
            return True
        return not rule.vouches and (inside_quotation(line.text, span, line.span) or self._weigher.narrates(folded, rule.language))

    def _weigh(
        self, line: Line, sentence: Span, languages: list[str], category: str = "", least: float = WEAK
    ) -> list[Finding]:
        """Return a finding where a sentence weighs at least so much; below STRONG, what stands around it decides.

        A sentence that names no subject of its own has the *category* of its neighbour.
        """
        return self._finding(line, sentence, self._weight(line, sentence, languages, category), least)

    def _weight(self, line: Line, sentence: Span, languages: list[str], category: str = "") -> Weight:
        """Return what a sentence weighs, at most, in one of the *languages* that are likely."""
        _, raw, folded = line.piece(sentence)
        if not raw or len(raw) > LONGEST_LINE:
            return NO_WEIGHT
        likely = [lang for lang in self._weigher.likely(folded, languages) if lang in self._spoken_here]
        weights = [Weight(*self._weigher.weigh(raw, folded, line.span, sentence, lang, category), lang) for lang in likely]
        return max(weights, default=NO_WEIGHT)

    def _finding(self, line: Line, sentence: Span, weight: Weight, least: float) -> list[Finding]:
        score, category, language = weight
        if score < least or category not in self._categories or inside_quotation(line.text, sentence, line.span):
            return []
        return [Finding(*sentence, category, f"{language}/weighed-{category}", round(score, 3))]
