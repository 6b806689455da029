"""Text in, findings out: the learned score picks the lines worth a look and settles most; rules settle the rest.

A line or sentence that scores `CERTAIN` is boilerplate by its score. Below, rules are tried, and a score under `BODY`
holds a rule back, for the line reads as body text. What is still open but scores `LIKELY` is a weak finding, which
counts where its surroundings speak for it (`cleantext.guard`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cleantext.fold import fold
from cleantext.guard import inside_quotation
from cleantext.index import Index
from cleantext.line import Line, with_lone_arrow
from cleantext.match import Matcher
from cleantext.moved import moved, shifted, touched_lines
from cleantext.rule import ANY, CATEGORIES, OPTIONAL_CATEGORIES, Finding, Removal, Rule, Span
from cleantext.score import LONGEST_LINE, NEVER, category, probability, scan, score
from cleantext.segment import breaks, sentences

#: Scores (`cleantext.score.UNIT` of them are one of log-odds) from which a line is boilerplate, or a
#: sentence in the midst of one, or at its beginning or end.
CERTAIN, CERTAIN_PART, CERTAIN_EDGE = 36, 72, 60
#: From here on it is, where its surroundings speak for it.
LIKELY = 12
#: A sentence goes along with a prompt beside it from this score on, and with the line that is one from this.
JOINS, JOINS_LINE = 0, -12
#: What scores less is body text, whatever a rule finds in it.
BODY = 0
#: A sentence shorter than this (code points) tells nothing by itself: "Read on." may be anybody's.
SHORT = 15
#: Notices of these categories come with addresses, numbers and names, which read like neither prompt nor prose.
IMPRINT = ("copyright", "legal")
#: How many lines' findings are remembered: the same prompts stand in document after document.
REMEMBERED = 1 << 13

Findings = tuple[Finding, ...]


class Finder:
    """All that finds, over one index."""

    def __init__(
        self, index: Index, languages: Iterable[str] | None = None, categories: frozenset[str] = frozenset(CATEGORIES)
    ) -> None:
        self._matcher = Matcher(index, None if languages is None else frozenset(languages), categories)
        self._rules, self._patterns = index.rules, index.patterns
        self._categories = categories
        #: A user's own rules, and those of optional categories, look at every line: no score speaks for them.
        self._first = any(rule.language == "user" for rule in index.rules)
        self._floor = NEVER if self._first or categories.intersection(OPTIONAL_CATEGORIES) else BODY
        self._memory: dict[str, Findings] = {}

    def find(self, text: str) -> list[Finding]:
        """Return all findings, in order of lines, not yet settled."""
        found: list[Finding] = []
        memory = self._memory
        for line_start, line_end, start, end, whole, best, worst in scan(text, self._floor):
            if whole == NEVER:
                found += self._amid(text, Span(line_start, line_end), Span(start, end))
                continue
            raw = text[start:end]
            known = memory.get(raw)
            if known is None:
                known = self._line(raw, whole, worst, single=best == NEVER)
                if len(memory) >= REMEMBERED:
                    memory.clear()
                memory[raw] = known
            if known:
                found += shifted(known, start)
        return found

    def find_again(self, before: str, text: str, found: Sequence[Finding], cuts: Sequence[Removal]) -> list[Finding]:
        """Return the findings in *text*, which is what *cuts* left of *before*, where *found* was found.

        A line that lost nothing has the findings that it had; only lines that lost a part are searched again.
        """
        touched = touched_lines(before, text, cuts)
        again = [f for line in touched for f in shifted(self.find(text[line.start : line.end]), line.start)]
        return sorted([*moved(found, cuts, touched), *again])

    def _line(self, raw: str, whole: int, worst: int, *, single: bool) -> Findings:
        """Return the findings in one line, which depend on nothing but the line."""
        span = Span(0, len(raw))
        if not self._first and whole >= CERTAIN and (single or worst >= JOINS_LINE):
            learned = self._learned(raw, span, span, whole)
            if learned:
                return tuple(learned)
        line = Line(raw, span, fold(raw))
        parts = [span] if single else list(sentences(raw, span))
        targets = self._matcher.patterns(line.folded)
        if len(parts) == 1:
            return tuple(self._ruled(line, span, targets, whole, single=True) or self._learned(raw, span, span, whole))
        return tuple(self._by_sentence(line, parts, targets, whole))

    def _by_sentence(self, line: Line, parts: list[Span], targets: set[int], whole: int) -> list[Finding]:
        """Return the findings in a line of several sentences, most of which are body text with a prompt among them."""
        raw = line.text
        scores = [score(raw, *part, alone=False) for part in parts]
        ruled = self._ruled(line, line.span, targets, whole, single=False)
        found = [self._ruled(line, part, targets, points, single=True) for part, points in zip(parts, scores, strict=True)]
        covering = next((f for f in ruled if (f.start, f.end) == line.span), None)
        if covering:
            ruled.remove(covering)
            least = BODY if covering.category in IMPRINT else JOINS
            found = [
                own or ([covering._replace(start=part.start, end=part.end)] * (points >= least or part.end - part.start < SHORT))
                for part, own, points in zip(parts, found, scores, strict=True)
            ]
            if all(found):
                return [covering]
        for first, last in _runs(found, scores):
            run = Span(parts[first].start, parts[last].end)
            points = scores[first] if first == last else score(raw, *run, alone=False)
            edge = first == 0 or last == len(parts) - 1
            learned = self._learned(raw, line.span, run, points, CERTAIN_EDGE if edge else CERTAIN_PART)
            beside = [own for at in (first - 1, last + 1) if 0 <= at < len(parts) for own in found[at] if own.category != "related"]
            if not learned and beside:
                learned = [beside[0]._replace(start=run.start, end=run.end, score=0.5)]
            found[first] = learned
        return ruled + [f for own in found for f in own]

    def _amid(self, text: str, line: Span, piece: Span) -> Findings:
        """Return the findings in the sentence of a long line that holds *piece*, which is worth a look."""
        near = Span(max(line.start, piece.start - LONGEST_LINE), min(line.end, piece.end + LONGEST_LINE))
        edges = list(breaks(text, *near))
        start = max((gap.end for gap in edges if gap.end <= piece.start), default=near.start)
        end = min((gap.start for gap in edges if gap.start >= piece.end), default=near.end)
        if end - start > LONGEST_LINE or (start == near.start > line.start) or (end == near.end < line.end):
            return ()
        raw = text[start:end]
        span = Span(0, len(raw))
        if inside_quotation(text, Span(start, end), line):
            return ()
        points = score(raw, *span, alone=False)
        if not self._first and points >= CERTAIN_PART:
            return tuple(shifted(self._learned(raw, span, span, points, CERTAIN_PART), start))
        own = Line(raw, span, fold(raw))
        found = self._ruled(own, span, self._matcher.patterns(own.folded), points, single=True)
        return tuple(shifted(found or self._learned(raw, span, span, points, CERTAIN_PART), start))

    def _ruled(self, line: Line, part: Span, targets: set[int], points: int, *, single: bool) -> list[Finding]:
        """Return what rules find in one sentence, or, where it is not the *single* one of its line, in the whole line."""
        start, raw, folded = line.piece(part)
        folded = with_lone_arrow(raw, folded)
        size = len(raw)
        whole = part == line.span
        found: list[Finding] = []
        done = -1
        for number in sorted(targets):
            owner, _, least, most, also, *_ = self._patterns[number]
            if owner == done or not least <= size <= most:
                continue
            rule = self._rules[owner]
            if not (whole or (single and most < ANY and size >= SHORT) if rule.cuts == "line" else single):
                continue
            if not whole and (raw[-1] in "?？؟" or (rule.category == "related" and size > LONGEST_LINE)) and rule.cuts == "line":
                continue
            if also and not any(piece in folded for piece in also):
                continue
            spans = self._matches(number, rule, part, start, folded)
            if spans:
                done = owner
                found += [Finding(*span, rule.category, rule.id, 1.0) for span in spans if not _held_back(rule, line, span, points)]
        return found

    def _matches(self, number: int, rule: Rule, part: Span, start: int, folded: str) -> list[Span]:
        pattern = self._matcher.compiled(number)
        if rule.cuts == "match":
            return [Span(start + m.start(), start + m.end()) for m in pattern.finditer(folded) if m.end() > m.start()]
        return [part] if pattern.search(folded) else []

    def _learned(self, raw: str, line: Span, part: Span, points: int, certain: int = CERTAIN) -> list[Finding]:
        """Return a finding where a line or sentence scores `LIKELY`; below *certain*, what stands around it decides."""
        if points < LIKELY or inside_quotation(raw, part, line):
            return []
        kind = category(raw, *part)
        if kind not in self._categories:
            return []
        # What is weak in the midst of a line shall be weak wherever scores are compared.
        likely = probability(points - (certain - CERTAIN))
        return [Finding(*part, kind, f"learned/{kind}", round(likely, 3))]


def _held_back(rule: Rule, line: Line, span: Span, points: int) -> bool:
    """Return whether what a rule found is speech, or reads as body text."""
    if rule.vouches or rule.language == "user":
        return False
    if points < BODY and rule.category not in OPTIONAL_CATEGORIES:
        return True
    return inside_quotation(line.text, span, line.span)


def _runs(found: Sequence[Sequence[Finding]], scores: Sequence[int]) -> list[tuple[int, int]]:
    """Return the first and last of each run of sentences that no rule found and that go along with a prompt."""
    runs: list[tuple[int, int]] = []
    for at, (own, points) in enumerate(zip(found, scores, strict=True)):
        if not own and points >= JOINS:
            first = runs.pop()[0] if runs and runs[-1][1] == at - 1 else at
            runs.append((first, at))
    return runs
