"""Body text that is glued to a prompt because a stop or a blank was lost, and the dateline before a sentence."""

from __future__ import annotations

from collections.abc import Sequence

from cleantext.finding.guard import dateline, openings
from cleantext.finding.line import Line
from cleantext.finding.score_finder import ScoreFinder
from cleantext.rule import DEFAULT_CATEGORIES, OPTIONAL_CATEGORIES, Finding, Span
from cleantext.scoring.score import Sentence, scorer
from cleantext.thresholds import BETTER_ALONE, BEYOND_DOUBT, CERTAIN_EDGE, GLUED, RULE, SHORT, SURE

#: In a shorter sentence (code points) no body text is glued to a prompt.
SHORTEST_PAIR = 40
#: Prompts of these categories go on with headlines, names, dates and addresses, which read like body text.
TRAILING = frozenset(("related", "copyright", "legal", "syndication", "contact", *OPTIONAL_CATEGORIES))


class Glued:
    """Takes from findings the body text that is glued to them."""

    def __init__(self, score: ScoreFinder) -> None:
        self._score, self._scorer = score, scorer()

    def without_body(self, line: Line, finding: Finding, certain: int, *, own: bool = False) -> tuple[Finding, ...]:
        """Return a finding in a sentence without the body text glued to it, if what is left is still one.

        What a rule of the user's *own* finds loses only a dateline.
        """
        text, whole, _ = line
        span = Span(*finding[:2])
        if own:
            return (finding._replace(start=self.trimmed(text, whole, span).start),)
        if finding.score < RULE:
            trimmed = self.trimmed(text, whole, span)
            front = finding if trimmed == span else self._score_of_trimmed(line, span, trimmed, certain)
            return (front,) if front else ()
        # A headline often lacks its stop, but what follows a lead within a line may be body text.
        related = finding.category == "related"
        trimmed = self.trimmed(text, whole, span, after_stop=not related or fills(span, whole))
        if trimmed == span and finding.category not in TRAILING:
            trimmed = self.trimmed(text, whole, span)
            trimmed = trimmed if self._score_of_trimmed(line, span, trimmed, certain) else span
        return (finding._replace(start=trimmed.start, end=trimmed.end),)

    def _score_of_trimmed(self, line: Line, span: Span, trimmed: Span, certain: int) -> Finding | None:
        """Return what the score finds in a sentence without what is glued to it; one cut short must be stronger."""
        text = line.text
        front = self._score.find(text, trimmed, self._scorer.weigh(text, *trimmed, False), certain, line.quotations)
        # A capital inside a sentence is more often a name, or any noun in German, than the start of another sentence.
        least = 0 if trimmed.end == span.end else SURE if text[trimmed.end - 1] == "." else BEYOND_DOUBT
        return front if front and front.score >= least else None

    def trimmed(
        self, text: str, line: Span, span: Span, sentences: Sequence[Sentence] = (), *, after_stop: bool = False
    ) -> Span:
        """Return a sentence without a dateline before it, and without body text that is glued on where a stop was lost.

        If *after_stop*, only what follows a stop that looks like an abbreviation's is taken off: "on X. Rain fell".
        Where the *sentences* of a line are known, what opens one of them is a sentence of its own, and not glued on.
        """
        start, end = span
        if end - start < SHORTEST_PAIR:
            return span
        if start == line.start and (after := dateline(text, *span)) > start:
            points, kind, _ = self._scorer.weigh(text, start, after, False)
            # Capitals that read like a prompt are no place name.
            start = start if points >= CERTAIN_EDGE and kind < len(DEFAULT_CATEGORIES) else after
        if glued := openings(text, Span(start, end), after_stop=after_stop):
            known = {sentence.start for sentence in sentences}
            tails = [(self._scorer.weigh(text, at, end, False).points, at) for at in glued if at not in known]
            worst, at = min(tails, default=(0, end))
            if worst < GLUED and self._is_better_alone(text, Span(start, at), end):
                end = start + len(text[start:at].rstrip())
        return Span(start, end)

    def _is_better_alone(self, text: str, front: Span, end: int) -> bool:
        """Return whether a prompt scores far more without what follows: a name that is part of it adds little."""
        alone, together = (self._scorer.weigh(text, front.start, to, False).points for to in (front.end, end))
        return alone - together >= BETTER_ALONE


def fills(part: Span | Finding, line: Span) -> bool:
    """Return whether *part* is its whole line, give or take a few letters."""
    return part.end - part.start >= line.end - line.start - SHORT
