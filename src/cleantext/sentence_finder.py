"""Prompts in a line of several sentences, most of which are body text."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from typing import TypeVar

from cleantext.guard import Quotations, dateline, openings, opens_speech
from cleantext.moved import shifted
from cleantext.rule import DEFAULT_CATEGORIES, OPTIONAL_CATEGORIES, Finding, Span
from cleantext.rule_finder import RuleFinder
from cleantext.score import LONGEST_LINE, RULED, Part, scorer
from cleantext.score_finder import ScoreFinder, Weight
from cleantext.thresholds import (
    BEYOND_DOUBT,
    CERTAIN,
    CERTAIN_EDGE,
    CERTAIN_PART,
    GLUED,
    HOPE,
    JOINS,
    LEAST,
    LIKELY,
    RULE,
    SHORT,
    STRONG,
    SURE,
    WORST,
    WORST_RULED,
)
from cleantext.weights import LOWEST, NEVER

#: In a shorter sentence (code points) no body text is glued to a prompt.
SHORTEST_PAIR = 40
#: The score of a sentence that only a rule's finding beside it carries along.
CARRIED = 0.5
#: How many findings are remembered: the same prompts occur in document after document.
REMEMBERED = 1 << 13

#: Prompts of these categories go on with headlines, names, dates and addresses, which read like body text.
TRAILING = frozenset(("related", "copyright", "legal", "syndication", "contact", *OPTIONAL_CATEGORIES))

Findings = tuple[Finding, ...]
Parts = Sequence[Part]
Key = TypeVar("Key", bound=Hashable)


class Memory(dict[Key, Findings]):
    """Findings that depend on nothing but their key; starts anew when it is full."""

    def keep(self, key: Key, found: Findings) -> None:
        """Remember what was found."""
        if len(self) >= REMEMBERED:
            self.clear()
        self[key] = found


class SentenceFinder:
    """Finds prompts among the sentences of a line, by rules and by the score."""

    def __init__(self, rules: RuleFinder, score: ScoreFinder) -> None:
        self._rules, self._score, self._scorer = rules, score, scorer()
        #: By sentence, the score that it needs, whether a rule may match, how much else stands in its line (as far as
        #: that matters), and whether it opens the line.
        self._memory: Memory[tuple[str, int, bool, int, bool]] = Memory()

    def forget(self) -> None:
        """Forget what was found in other lines."""
        self._memory.clear()

    def find(self, text: str, line: Span, parts: Parts, weight: Weight, quotations: Quotations) -> list[Finding]:
        """Return the findings in a line of several sentences: in all of it, or in some of them.

        Of a long line, *parts* are only a run of sentences, and *weight* says nothing.
        """
        found = []
        worst = min((points for _, _, points, _ in parts if points > NEVER), default=NEVER)
        certain = weight[0] >= CERTAIN and worst >= WORST
        ruled = (
            self._rules.find(text, line, weight[0], quotations, single=False, covers=True) if weight[2] & RULED else ()
        )
        # Of a long line nothing is ruled; to read it again at each of its runs would take quadratic time.
        claimed = bool(ruled) and self._rules.claims(text, line, *_spans(parts))
        for finding in ruled:
            if finding.rule in self._rules.off:
                continue
            least = LEAST.get(finding.category, WORST_RULED)
            if not _covers(finding, line):
                found.append(finding)
            elif claimed and finding.rule not in self._rules.own:
                continue
            elif (certain and finding.category not in TRAILING) or all(
                points >= least or end - start < SHORT for start, end, points, _ in parts
            ):
                return [*found, finding]
        whole = self._whole(text, line, parts, weight) if certain else []
        if whole and worst >= JOINS:
            return whole
        return [*found, *self._sentences(text, line, parts, quotations)] or whole

    def _whole(self, text: str, line: Span, parts: Parts, weight: Weight) -> list[Finding]:
        """Return a finding of a whole line whose score is not enough wherever it stands."""
        if any(opens_speech(text, part[0]) for part in parts) or self._rules.claims(text, *_spans(parts)):
            return []
        learned = self._score.find(text, line, weight, CERTAIN, Quotations(text, line.start))
        return [learned] if learned and self.trimmed(text, line, line, parts) == line else []

    def _sentences(self, text: str, line: Span, parts: Parts, quotations: Quotations) -> Iterator[Finding]:
        run: list[Part] = []
        for part in parts:
            start, end, points, marks = part
            if points >= JOINS and end - start > LONGEST_LINE:
                continue
            if points >= JOINS:
                run.append(part)
                continue
            if run:
                yield from self._neighbours(text, line, run, quotations)
                run = []
            # A sentence that reads as body text is left to the rules that are tried on any text.
            if marks & RULED:
                span = Span(start, end)
                quotations.advance(start)
                found = self._rules.find(text, span, LOWEST, quotations, single=True, covers=_covers(span, line))
                yield from (finding for finding in found if finding.rule not in self._rules.off)
        if run:
            yield from self._neighbours(text, line, run, quotations)

    def _neighbours(self, text: str, line: Span, run: Parts, quotations: Quotations) -> Iterator[Finding]:
        """Yield the findings in neighbouring sentences of which none reads as body text."""
        # After a dash the whole line is speech; a prompt inside it must be certain on its own.
        together = run[-1][1] - run[0][0] <= LONGEST_LINE and not opens_speech(text, line.start)
        edge = run[0][0] - line.start < SHORT or line.end - run[-1][1] < SHORT
        certain = CERTAIN_EDGE if edge and together else CERTAIN_PART
        if len(run) > 1 and together and (learned := self._as_one(text, line, run, certain, quotations)):
            yield learned
            run = [part for part in run if part[1] <= learned.start or part[0] >= learned.end]
        found = [self._sentence(text, line, part, certain, quotations) for part in run]
        sure = (
            next((f for own in found for f in own if f.score == RULE and f.category != "related"), None)
            if together
            else None
        )
        for span, own in zip(_spans(run), found, strict=True):
            if own or not sure or self._rules.claims(text, span):
                yield from own
            else:
                yield sure._replace(start=span.start, end=span.end, score=CARRIED)

    def _as_one(self, text: str, line: Span, run: Parts, certain: int, quotations: Quotations) -> Finding | None:
        """Return a finding in a whole run of sentences, except for those at its ends that only the others carry."""
        quotations.advance(run[0][0])
        spans = _spans(run)
        learned = self._strong(text, Span(spans[0].start, spans[-1].end), certain, quotations)
        if not learned or any(opens_speech(text, span.start) for span in spans):
            return None
        if any(self._rules.claims(text, span) or self.trimmed(text, line, span) != span for span in spans):
            return None
        first, last = 0, len(run)
        while last - first > 1:
            shorter = self._shorter(text, run, (first, last), certain, quotations)
            if not shorter:
                break
            first, last, learned = shorter
        return learned

    def _shorter(
        self, text: str, run: Parts, bounds: tuple[int, int], certain: int, quotations: Quotations
    ) -> tuple[int, int, Finding] | None:
        """Return the run without a sentence at one end that is not likely by itself, if the others do without it."""
        first, last = bounds
        for a, b, end in ((first + 1, last, first), (first, last - 1, last - 1)):
            if run[end][2] < LIKELY and (
                learned := self._strong(text, Span(run[a][0], run[b - 1][1]), certain, quotations)
            ):
                return a, b, learned
        return None

    def _strong(self, text: str, span: Span, certain: int, quotations: Quotations) -> Finding | None:
        learned = self._score.find(text, span, self._scorer.weigh(text, *span, False), certain, quotations)
        return learned if learned and learned.score >= STRONG else None

    def _sentence(self, text: str, line: Span, part: Part, certain: int, quotations: Quotations) -> Findings:
        """Return the findings in one sentence among others; outside a quotation they depend on that sentence alone."""
        span, ruled = Span(part[0], part[1]), part[3] & RULED
        if not ruled and part[2] < HOPE:
            return ()
        quotations.advance(span.start)
        beside = min(line.end - line.start - (span.end - span.start), SHORT + 1)
        key = (text[span.start : span.end], certain, bool(ruled), beside, span.start == line.start)
        quoted = quotations.is_open(span.start)
        known = None if quoted else self._memory.get(key)
        if known is None:
            weight = self._scorer.weigh(text, *span, False)
            learned = (
                None if self._rules.claims(text, span) else self._score.find(text, span, weight, certain, quotations)
            )
            found: Sequence[Finding] = (learned,) if learned else ()
            if learned and learned.score >= STRONG:
                found = self._without_body(text, line, learned, certain, quotations)
            elif ruled:
                found = self.ruled_or_scored(text, line, span, weight, certain, quotations)
            known = tuple(shifted(found, -span.start))
            if not quoted:
                self._memory.keep(key, known)
        return tuple(shifted(known, span.start))

    def ruled_or_scored(
        self, text: str, line: Span, part: Span, weight: Weight, certain: int, quotations: Quotations
    ) -> list[Finding]:
        """Return what rules find in a line or a sentence of it, else what the score finds."""
        found = self._rules.find(text, part, weight[0], quotations, single=True, covers=_covers(part, line))
        if found and any(finding.rule in self._rules.off for finding in found):
            return []
        if not found and (learned := self._score.find(text, part, weight, certain, quotations)):
            found = [learned]
        return [
            without for finding in found for without in self._without_body(text, line, finding, certain, quotations)
        ]

    def _without_body(self, text: str, line: Span, finding: Finding, certain: int, quotations: Quotations) -> Findings:
        """Return a finding in a sentence without the body text glued to it, if what is left is still one."""
        span = Span(*finding[:2])
        if finding.score < RULE:
            trimmed = self.trimmed(text, line, span)
            front = finding if trimmed == span else self._score_of_trimmed(text, span, trimmed, certain, quotations)
            return (front,) if front else ()
        # A headline often lacks its stop, but what follows a lead within a line may be body text.
        related = finding.category == "related"
        trimmed = self.trimmed(text, line, span, after_stop=not related or _covers(span, line))
        if trimmed == span and finding.category not in TRAILING:
            trimmed = self.trimmed(text, line, span)
            trimmed = trimmed if self._score_of_trimmed(text, span, trimmed, certain, quotations) else span
        return (finding._replace(start=trimmed.start, end=trimmed.end),)

    def _score_of_trimmed(
        self, text: str, span: Span, trimmed: Span, certain: int, quotations: Quotations
    ) -> Finding | None:
        """Return what the score finds in a sentence without what is glued to it; one cut short must be stronger."""
        front = self._score.find(text, trimmed, self._scorer.weigh(text, *trimmed, False), certain, quotations)
        # A capital inside a sentence is more often a name, or any noun in German, than the start of another sentence.
        least = 0 if trimmed.end == span.end else SURE if text[trimmed.end - 1] == "." else BEYOND_DOUBT
        return front if front and front.score >= least else None

    def trimmed(self, text: str, line: Span, span: Span, parts: Parts = (), *, after_stop: bool = False) -> Span:
        """Return a sentence without a dateline before it, and without body text that is glued on where a stop was lost.

        If *after_stop*, only what follows a stop that looks like an abbreviation's is taken off: "on X. Rain fell".
        Where the *parts* of a line are known, what opens one of them is a sentence of its own, and not glued on.
        """
        start, end = span
        if end - start < SHORTEST_PAIR:
            return span
        if start == line.start and (after := dateline(text, *span)) > start:
            points, kind, _ = self._scorer.weigh(text, start, after, False)
            # Capitals that read like a prompt are no place name.
            start = start if points >= CERTAIN and kind < len(DEFAULT_CATEGORIES) else after
        if glued := openings(text, Span(start, end), after_stop=after_stop):
            known = {part[0] for part in parts}
            tails = [(self._scorer.weigh(text, at, end, False)[0], at) for at in glued if at not in known]
            worst, at = min(tails, default=(0, end))
            end = start + len(text[start:at].rstrip()) if worst < GLUED else end
        return Span(start, end)


def _spans(parts: Parts) -> list[Span]:
    return [Span(*part[:2]) for part in parts]


def _covers(part: Span | Finding, line: Span) -> bool:
    """Return whether *part* is its whole line, give or take a few letters."""
    return part.end - part.start >= line.end - line.start - SHORT
