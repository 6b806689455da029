"""Text in, findings out: the learned score picks the lines worth a look and settles most; rules settle the rest.

A line that scores `CERTAIN` is boilerplate by its score (`cleantext.finding.score_finder`). Below that, rules are tried
on the line (`cleantext.finding.rule_finder`) and on its sentences (`cleantext.finding.sentence_finder`). A score under
`BODY` overrules a rule, since the line reads as body text. What is still open but scores `LIKELY` is a weak finding: it
counts only where its surroundings support it (`cleantext.deciding.heuristics`). The thresholds are in
`cleantext.thresholds`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from cleantext.finding.glued import Glued
from cleantext.finding.guard import goes_on, is_dialogue, is_row, label_of_data, opens_speech
from cleantext.finding.line import Line
from cleantext.finding.memory import Memory
from cleantext.finding.rule_finder import RuleFinder
from cleantext.finding.score_finder import ScoreFinder, enough_anywhere
from cleantext.finding.sentence_finder import SentenceFinder
from cleantext.reading.moved import moved, shifted, touched_lines
from cleantext.reading.quotations import SILENCE, Quotations
from cleantext.reading.segment import line_at, opening
from cleantext.reading.shape import LONGEST_LINK, is_headline_long, is_prose
from cleantext.rule import Finding, Removal, Span
from cleantext.rules.index import Index
from cleantext.scoring.score import LONGEST_LINE, QUOTED, Score, Sentence, scorer
from cleantext.scoring.weights import NEVER
from cleantext.thresholds import BODY, CERTAIN, HOPE, LIKELY, RULE, SURE, WORST


class Finder:
    """Finds boilerplate by the rules of one index and by the score.

    The rules of the categories *everywhere* are tried on every line, those of others only on lines that do not read as
    body text.
    """

    def __init__(
        self,
        index: Index,
        languages: Iterable[str] | None,
        categories: frozenset[str],
        everywhere: frozenset[str],
        memory: type[Memory[Any]] = Memory,
    ) -> None:
        self.rules = RuleFinder(index, languages, categories, everywhere)
        self._score = ScoreFinder(index, languages, categories)
        #: A user's own rules and those of optional categories look at every line: what they are for was never learned,
        #: or learned as body text.
        self._first = self.rules.first
        self._floor = NEVER if self._first or not categories.isdisjoint(everywhere) else BODY
        self._scorer = scorer()
        self._memory: Memory[str] = memory()
        self._sentences, self._glued = SentenceFinder(self.rules, self._score, memory), Glued(self._score)

    def forget(self) -> None:
        """Forget what was found in other texts; this changes speed, never an answer."""
        self._memory.clear()
        self._sentences.forget()

    def find(self, text: str) -> list[Finding]:
        """Return all findings, in order of lines, not yet settled."""
        return self._find(text, opening(text))

    def find_in_line(self, line: str) -> list[Finding]:
        """Return the findings in a line that does not open its text."""
        return self._find(line, -1)

    def find_again(self, before: str, text: str, found: Sequence[Finding], cuts: Sequence[Removal]) -> list[Finding]:
        """Return the findings in *text*, which is what *cuts* left of *before*, from the findings *found* in that.

        A line that lost nothing keeps its findings; only lines that lost a part are searched again.
        """
        touched, first = touched_lines(before, text, cuts), opening(text)
        # The opening line is looked at as such (`_line`), so one that has come to open the text is searched again, too.
        if cuts and cuts[0].start <= opening(before) and first < len(text):
            line = line_at(text, first)
            touched = [line, *(other for other in touched if other != line)]
        again = [f for start, end in touched for f in shifted(self._find(text[start:end], first - start), start)]
        return sorted([*moved(found, cuts, touched), *again])

    def _find(self, text: str, first: int) -> list[Finding]:
        """Return the findings in a text or a line of one; the text's opening line starts at *first*."""
        found: list[Finding] = []
        memory = self._memory
        quotations = SILENCE
        last = -1
        asked = self.rules.matcher.search, self._floor, LIKELY, HOPE, LONGEST_LINE
        for start, end, whole, worst, lead, sentences in self._scorer.scan(text, *asked):
            if whole.points == NEVER:
                if start != last:
                    quotations, last = Quotations(text, start), start
                found += self._sentences.find(Line(text, Span(start, end), quotations), sentences, whole)
                continue
            raw = text[start:end]
            opens = start <= first
            known = None if opens else memory.get(raw)
            if known is None:
                own = [Sentence(a - start, b - start, points, flags) for a, b, points, flags in sentences]
                known = self._line(raw, whole, worst, lead - start, own, opens=opens)
                if not opens:
                    memory.keep(raw, known)
            if known:
                found += shifted(known, start)
        return found

    def _line(
        self, raw: str, weighed: Score, worst: int, lead: int, sentences: Sequence[Sentence], *, opens: bool
    ) -> tuple[Finding, ...]:
        """Return the findings in one line, which depend on it alone, and on whether it *opens* the text.

        *worst* is the lowest score of its sentences; *lead* is where its lead ends, or negative.
        """
        line = Span(0, len(raw))
        if self._is_data(raw):
            return tuple(self.rules.find(raw, line, weighed.points, SILENCE, single=True, alone=True))
        sure = self._certain(raw, line, weighed, sentences) if weighed.points >= CERTAIN and worst >= WORST else None
        if sure and not opens:
            return (sure,)
        found = self._in_doubt(raw, line, weighed, lead, sentences)
        # The opening line may be the title (`cleantext.deciding.heuristics`), so a rule's finding in it counts more.
        return (sure,) if sure and not any(finding.score == RULE for finding in found) else tuple(found)

    def _is_data(self, raw: str) -> bool:
        """Return whether a line is a row of a table or an answer with its share, unless what it counts is a prompt."""
        if is_row(raw):
            return True
        label = label_of_data(raw)
        return label > 0 and self._scorer.weigh(raw, 0, label, True).points < CERTAIN

    def _certain(self, raw: str, line: Span, weighed: Score, sentences: Sequence[Sentence]) -> Finding | None:
        """Return a finding in a line whose score is enough wherever it stands, unless something speaks against it."""
        if any(opens_speech(raw, part.start) for part in sentences) or self._claimed(raw, line, sentences):
            return None
        speech = Quotations(raw, 0) if weighed.flags & QUOTED else SILENCE
        learned = self._score.find(raw, line, weighed, CERTAIN, speech)
        if not learned or learned.score < enough_anywhere(raw):
            return None
        return learned if self._glued.trimmed(raw, line, line, sentences) == line else None

    def _in_doubt(
        self, raw: str, line: Span, weighed: Score, lead: int, sentences: Sequence[Sentence]
    ) -> Sequence[Finding]:
        """Return the findings in a line whose score alone is not enough."""
        quotations = Quotations(raw, 0) if weighed.flags & QUOTED else SILENCE
        if sentences:
            found = self._sentences.find(Line(raw, line, quotations), sentences, weighed)
        else:
            found = self._sentences.ruled_or_scored(Line(raw, line, quotations), line, weighed, CERTAIN)
        if lead < 0 or any(finding[:2] == line for finding in found) or self._claimed(raw, line, sentences):
            return found
        return self._led(raw, line, Span(0, lead), quotations) or found

    def _led(self, raw: str, line: Span, lead: Span, quotations: Quotations) -> Sequence[Finding]:
        """Return a finding in a line that its lead gives away, whatever follows: "Read also: Bridge opens again"."""
        if line.end - lead.end > LONGEST_LINK or is_dialogue(raw, line) or goes_on(raw, line):
            return ()
        weighed = self._scorer.weigh(raw, *lead, True)
        for finding in self.rules.find(raw, line, weighed.points, quotations, single=True, alone=True):
            if finding.category == "related" and finding[:2] == line:
                return (finding,)
        headline = raw[lead.end :].strip()
        # Agencies open a paragraph like that: "The Post's reporter writes: …"
        if not is_headline_long(headline) or is_prose(headline):
            return ()
        learned = self._score.find(raw, lead, weighed, CERTAIN, quotations)
        if not learned or learned.category != "related" or learned.score < SURE:
            return ()
        return (learned._replace(end=line.end),)

    def _claimed(self, text: str, line: Span, sentences: Sequence[Sentence]) -> bool:
        """Return whether one of the user's own rules, or a switched-off one, matches the line or a sentence of it."""
        return self._first and self.rules.claims(text, line, *(part.span for part in sentences))
