"""Prompts in a line of several sentences, most of which are body text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from cleantext.finding.glued import TRAILING, Glued, fills
from cleantext.finding.guard import opens_speech
from cleantext.finding.line import Line
from cleantext.finding.memory import Memory
from cleantext.finding.rule_finder import RuleFinder
from cleantext.finding.score_finder import ScoreFinder
from cleantext.reading.moved import shifted
from cleantext.rule import Finding, Span
from cleantext.scoring.score import LONGEST_LINE, RULED, Score, Sentence, scorer
from cleantext.scoring.weights import NEVER
from cleantext.thresholds import (
    CERTAIN,
    CERTAIN_EDGE,
    CERTAIN_PART,
    HOPE,
    JOINS,
    LEAST,
    LIKELY,
    RULE,
    SHORT,
    STRONG,
    UNRULED,
    WORST,
    WORST_RULED,
)

#: The score of a sentence that only a rule's finding beside it carries along.
CARRIED = 0.5

Findings = tuple[Finding, ...]
Sentences = Sequence[Sentence]


class SentenceFinder:
    """Finds prompts among the sentences of a line, by rules and by the score."""

    def __init__(self, rules: RuleFinder, score: ScoreFinder, memory: type[Memory[Any]] = Memory) -> None:
        self._rules, self._score, self._scorer = rules, score, scorer()
        self._glued = Glued(score)
        #: By sentence, the score that it needs, whether a rule may match, how much else stands in its line (as far as
        #: that matters), whether it opens the line, and what is quoted in it.
        self._memory: Memory[tuple[str, int, bool, int, bool, tuple[Span, ...]]] = memory()

    def forget(self) -> None:
        """Forget what was found in other lines."""
        self._memory.clear()

    def find(self, line: Line, sentences: Sentences, weighed: Score) -> list[Finding]:
        """Return the findings in a line of several sentences: in all of it, or in some of them.

        Of a long line, *sentences* are only some neighbours, and *weighed* says nothing.
        """
        worst = min((points for _, _, points, _ in sentences if points > NEVER), default=NEVER)
        enough = weighed.points >= CERTAIN and worst >= WORST
        inside, ruled = self._ruled(line, sentences, weighed, enough=enough) if weighed.flags & RULED else ([], None)
        if ruled:
            return [*inside, ruled]
        scored = self._whole(line, sentences, weighed) if enough else []
        found = [*inside, *self._sentences(line, sentences)]
        # What a rule finds in a part makes a likely whole sure.
        if scored and scored[0].score >= STRONG and any(finding.score == RULE for finding in found):
            return [scored[0]._replace(score=UNRULED)]
        # Where a sentence may be body text, the prompts among the sentences go rather than all of the line.
        return scored if scored and (worst >= JOINS or not found) else found

    def _ruled(
        self, line: Line, sentences: Sentences, weighed: Score, *, enough: bool
    ) -> tuple[list[Finding], Finding | None]:
        """Return what rules for lines find: parts of the line, then all of it if none of its sentences is body text."""
        text, span, quotations = line
        inside: list[Finding] = []
        ruled = self._rules.find(text, span, weighed.points, quotations, single=False, alone=True)
        # Of a long line nothing is ruled; to read it again at each of its runs would take quadratic time.
        claimed = bool(ruled) and self._rules.claims(text, span, *_spans(sentences))
        for finding in ruled:
            if finding.rule in self._rules.off:
                continue
            least = LEAST.get(finding.category, WORST_RULED)
            if not fills(finding, span):
                inside.append(finding)
            elif claimed and finding.rule not in self._rules.own:
                continue
            elif (enough and finding.category not in TRAILING) or all(
                points >= least or end - start < SHORT for start, end, points, _ in sentences
            ):
                return inside, finding
        return inside, None

    def _whole(self, line: Line, sentences: Sentences, weighed: Score) -> list[Finding]:
        """Return a finding of a whole line whose score is not enough wherever it stands."""
        text, span, quotations = line
        if any(opens_speech(text, part.start) for part in sentences) or self._rules.claims(text, *_spans(sentences)):
            return []
        learned = self._score.find(text, span, weighed, CERTAIN, quotations)
        return [learned] if learned and self._glued.trimmed(text, span, span, sentences) == span else []

    def _sentences(self, line: Line, sentences: Sentences) -> Iterator[Finding]:
        text, whole, quotations = line
        run: list[Sentence] = []
        for part in sentences:
            start, end, points, flags = part
            if points >= JOINS and end - start > LONGEST_LINE:
                continue
            if points >= JOINS:
                run.append(part)
                continue
            if run:
                yield from self._neighbours(line, run)
                run = []
            # Below `JOINS` rules alone are tried.
            if flags & RULED:
                span = Span(start, end)
                found = self._rules.find(text, span, points, quotations, single=True, alone=fills(span, whole))
                yield from (finding for finding in found if finding.rule not in self._rules.off)
        if run:
            yield from self._neighbours(line, run)

    def _neighbours(self, line: Line, run: Sentences) -> Iterator[Finding]:
        """Yield the findings in neighbouring sentences of which none reads as body text."""
        text, whole, _ = line
        # After a dash the whole line is speech; a prompt inside it must be certain on its own.
        together = run[-1].end - run[0].start <= LONGEST_LINE and not opens_speech(text, whole.start)
        edge = run[0].start - whole.start < SHORT or whole.end - run[-1].end < SHORT
        certain = CERTAIN_EDGE if edge and together else CERTAIN_PART
        if len(run) > 1 and together and (learned := self._as_one(line, run, certain)):
            yield learned
            run = [part for part in run if part.end <= learned.start or part.start >= learned.end]
        found = [self._sentence(line, part, certain) for part in run]
        sure = (
            next((f for own in found for f in own if f.score == RULE and f.category != "related"), None)
            if together
            else None
        )
        for span, own in zip(_spans(run), found, strict=True):
            if own or not sure or line.quotations.is_speech(span) or self._rules.claims(text, span):
                yield from own
            else:
                yield sure._replace(start=span.start, end=span.end, score=CARRIED)

    def _as_one(self, line: Line, run: Sentences, certain: int) -> Finding | None:
        """Return a finding in a whole run of sentences, except for those at its ends that only the others carry."""
        text, whole, _ = line
        spans = _spans(run)
        learned = self._strong(line, Span(spans[0].start, spans[-1].end), certain)
        if not learned or any(opens_speech(text, span.start) for span in spans):
            return None
        if any(self._rules.claims(text, span) or self._glued.trimmed(text, whole, span) != span for span in spans):
            return None
        first, last = 0, len(run)
        while last - first > 1:
            shorter = self._shorter(line, run, (first, last), certain)
            if not shorter:
                break
            first, last, learned = shorter
        return learned

    def _shorter(
        self, line: Line, run: Sentences, bounds: tuple[int, int], certain: int
    ) -> tuple[int, int, Finding] | None:
        """Return the run without a sentence at one end that is not likely by itself, if the others do without it."""
        first, last = bounds
        for a, b, end in ((first + 1, last, first), (first, last - 1, last - 1)):
            if run[end].points < LIKELY and (
                learned := self._strong(line, Span(run[a].start, run[b - 1].end), certain)
            ):
                return a, b, learned
        return None

    def _strong(self, line: Line, span: Span, certain: int) -> Finding | None:
        weighed = self._scorer.weigh(line.text, *span, False)
        learned = self._score.find(line.text, span, weighed, certain, line.quotations)
        return learned if learned and learned.score >= STRONG else None

    def _sentence(self, line: Line, part: Sentence, certain: int) -> Findings:
        """Return the findings in one sentence among others."""
        span, ruled = part.span, part.flags & RULED
        if not ruled and part.points < HOPE:
            return ()
        text, whole, quotations = line
        beside = min(whole.end - whole.start - (span.end - span.start), SHORT + 1)
        opens, quoted = span.start == whole.start, quotations.within(span)
        key = (text[span.start : span.end], certain, bool(ruled), beside, opens, quoted)
        known = self._memory.get(key)
        if known is None:
            weighed = self._scorer.weigh(text, *span, False)
            learned = (
                None if self._rules.claims(text, span) else self._score.find(text, span, weighed, certain, quotations)
            )
            found: Sequence[Finding] = (learned,) if learned else ()
            if learned and learned.score >= STRONG:
                found = self._glued.without_body(line, learned, certain)
            elif ruled:
                found = self.ruled_or_scored(line, span, weighed, certain)
            known = tuple(shifted(found, -span.start))
            self._memory.keep(key, known)
        return tuple(shifted(known, span.start))

    def ruled_or_scored(self, line: Line, part: Span, weighed: Score, certain: int) -> list[Finding]:
        """Return what rules find in a line or a sentence of it, else what the score finds."""
        text, whole, quotations = line
        found = self._rules.find(text, part, weighed.points, quotations, single=True, alone=fills(part, whole))
        if found and any(finding.rule in self._rules.off for finding in found):
            return []
        if not found and (learned := self._score.find(text, part, weighed, certain, quotations)):
            found = [learned]
        own = self._rules.own
        return [
            f for finding in found for f in self._glued.without_body(line, finding, certain, own=finding.rule in own)
        ]


def _spans(sentences: Sentences) -> list[Span]:
    return [part.span for part in sentences]
