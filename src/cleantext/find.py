"""Text in, findings out: the learned score picks the lines worth a look and settles most; rules settle the rest.

A line that scores `CERTAIN` is boilerplate by its score (`cleantext.learned`), and so is a run of sentences that scores still
more. Below, rules are tried (`cleantext.ruled`). A score under `BODY` holds a rule back, for the line reads as body
text. What is still open but scores `LIKELY` is a weak finding, which counts where its surroundings speak for it (`cleantext.heuristics`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from cleantext.guard import SILENCE, Quotations, dateline, openings
from cleantext.heuristics import STRONG, SURE
from cleantext.index import Index
from cleantext.learned import CERTAIN, CERTAIN_EDGE, CERTAIN_PART, LIKELY, Learned, Weight
from cleantext.moved import moved, shifted, touched_lines
from cleantext.rule import CATEGORIES, OPTIONAL_CATEGORIES, Finding, Removal, Span
from cleantext.ruled import BODY, SHORT, Ruled
from cleantext.score import LONGEST_LINE, LOWEST, NEVER, QUOTED, RULED, Part, scorer

#: A sentence that scores less goes along with no other one, and one that scores more may be boilerplate by itself.
JOINS, HOPE = 0, LIKELY - CERTAIN + CERTAIN_EDGE
#: A line of several sentences is boilerplate as a whole, by its score or by a rule, when none of them scores less.
WORST, WORST_RULED = -45, -20
#: Notices of these categories come with addresses, numbers and names, which read like neither prompt nor prose; for the
#: optional ones no score speaks.
LEAST = {"copyright": BODY, "legal": BODY, **dict.fromkeys(OPTIONAL_CATEGORIES, LOWEST)}
#: How many lines' findings are remembered: the same prompts stand in document after document.
REMEMBERED = 1 << 13

Findings = tuple[Finding, ...]
Parts = Sequence[Part]


class Finder:
    """All that finds, over one index; rules of optional categories look *everywhere*, or only where others do."""

    def __init__(
        self,
        index: Index,
        languages: Iterable[str] | None = None,
        categories: frozenset[str] = frozenset(CATEGORIES),
        *,
        everywhere: bool = True,
    ) -> None:
        self.rules = Ruled(index, languages, categories)
        self._score = Learned(index, languages, categories, self.rules.off)
        #: A user's own rules and those of optional categories look at every line: no score speaks for them.
        self._first = self.rules.first
        self._floor = NEVER if self._first or (everywhere and categories.intersection(OPTIONAL_CATEGORIES)) else BODY
        #: Sentences beside others are looked at from this score on; below `JOINS` by rules alone.
        self._joins = NEVER if self._floor == NEVER else JOINS
        self._scorer = scorer()
        self._memory: dict[str | tuple[str, int, bool], Findings] = {}

    def find(self, text: str) -> list[Finding]:
        """Return all findings, in order of lines, not yet settled."""
        return self._find(text, len(text) - len(text.lstrip("\ufeff \t\r\n")))

    def find_again(self, before: str, text: str, found: Sequence[Finding], cuts: Sequence[Removal]) -> list[Finding]:
        """Return the findings in *text*, which is what *cuts* left of *before*, where *found* was found.

        A line that lost nothing has the findings that it had; only lines that lost a part are searched again.
        """
        touched = touched_lines(before, text, cuts)
        opening = len(text) - len(text.lstrip("\ufeff \t\r\n")) if touched else 0
        again = [f for start, end in touched for f in shifted(self._find(text[start:end], opening - start), start)]
        return sorted([*moved(found, cuts, touched), *again])

    def _find(self, text: str, opening: int) -> list[Finding]:
        """Return the findings in a text, or in a line of one; what opens the text stands at *opening*."""
        found: list[Finding] = []
        memory, certain = self._memory, CERTAIN if not self._first else -NEVER
        quotations: Quotations = SILENCE
        last = -1
        asked = self.rules.matcher.search, self._floor, self._joins, LIKELY, HOPE, LONGEST_LINE
        for start, end, whole, worst, kind, marks, parts in self._scorer.scan(text, *asked):
            if whole == NEVER:
                if start != last:
                    quotations, last = Quotations(text, start), start
                found += self._sentences(text, Span(start, end), parts, (NEVER, -1, 0), quotations)
                continue
            weight = whole, kind, marks
            # The line that opens a text is as a rule its title, and only a rule is sure that it is not (`cleantext.heuristics`).
            if whole >= certain and worst >= WORST and start > opening:
                speech = Quotations(text, start) if marks & QUOTED else SILENCE
                learned = self._score.find(text, Span(start, end), weight, CERTAIN, speech)
                if learned and learned.score >= SURE:
                    found.append(learned)
                    continue
            raw = text[start:end]
            known = memory.get(raw)
            if known is None:
                known = tuple(self._line(raw, start, weight, parts))
                self._remember(raw, known)
            if known:
                found += shifted(known, start)
        return found

    def _remember(self, key: str | tuple[str, int, bool], found: Findings) -> None:
        if len(self._memory) >= REMEMBERED:
            self._memory.clear()
        self._memory[key] = found

    def _line(self, raw: str, at: int, weight: Weight, parts: Parts) -> Iterable[Finding]:
        """Return the findings in one line, which depend on nothing but the line; it stands *at*, as do its *parts*."""
        line, quotations = Span(0, len(raw)), Quotations(raw, 0) if weight[2] & QUOTED else SILENCE
        if parts:
            own = [(start - at, end - at, points, marks) for start, end, points, marks in parts]
            return self._sentences(raw, line, own, weight, quotations)
        return self._settled(raw, line, weight, CERTAIN, quotations, covers=True)

    def _sentences(self, text: str, line: Span, parts: Parts, weight: Weight, quotations: Quotations) -> Iterator[Finding]:
        """Yield the findings in a line of several sentences, most of which are body text with a prompt among them."""
        whole, _, marks = weight
        if marks & RULED:
            for finding in self.rules.find(text, line, whole, quotations, single=False, covers=True):
                if finding.rule in self.rules.off:
                    continue
                least = LEAST.get(finding.category, WORST_RULED)
                if not _covers(finding, line):
                    yield finding
                elif all(points >= least or end - start < SHORT for start, end, points, _ in parts):
                    yield finding
                    return
        for joins, run in groupby(parts, key=lambda part: part[2] >= JOINS):
            neighbours = [part for part in run if part[2] > NEVER and part[1] - part[0] <= LONGEST_LINE]
            if joins and neighbours:
                yield from self._run(text, line, neighbours, quotations)
                continue
            for start, end, points, marks in neighbours:
                if marks & RULED:
                    span = Span(start, end)
                    quotations.advance(start)
                    found = self.rules.find(text, span, points, quotations, single=True, covers=_covers(span, line))
                    yield from (finding for finding in found if finding.rule not in self.rules.off)

    def _run(self, text: str, line: Span, run: Parts, quotations: Quotations) -> Iterator[Finding]:
        """Yield the findings in neighbouring sentences of which none reads as body text."""
        span = Span(run[0][0], run[-1][1])
        together = span.end - span.start <= LONGEST_LINE
        edge = span.start - line.start < SHORT or line.end - span.end < SHORT
        certain = CERTAIN_EDGE if edge and together else CERTAIN_PART
        quotations.advance(span.start)
        if len(run) > 1 and together and not self._first:
            learned = self._score.find(text, span, self._scorer.weigh(text, *span, False), certain, quotations)
            if learned and learned.score >= STRONG and all(self._bare(text, line, Span(*part[:2])) == part[:2] for part in run):
                yield learned
                return
        found = [self._sentence(text, line, part, certain, quotations) for part in run]
        sure = next((f for own in found for f in own if f.score == 1 and f.category != "related"), None) if together else None
        for (start, end, *_), own in zip(run, found, strict=True):
            if own or not sure:
                yield from own
            else:
                yield sure._replace(start=start, end=end, score=0.5)

    def _sentence(self, text: str, line: Span, part: Part, certain: int, quotations: Quotations) -> Findings:
        """Return the findings in one sentence among others; outside a quotation they depend on it alone."""
        span, ruled = Span(part[0], part[1]), part[3] & RULED
        if not ruled and part[2] < HOPE:
            return ()
        quotations.advance(span.start)
        key = (text[span.start : span.end], certain, _covers(span, line))
        quoted = quotations.is_open(span.start)
        known = None if quoted else self._memory.get(key)
        if known is None:
            weight = self._scorer.weigh(text, *span, False)
            learned = None if self._first else self._score.find(text, span, weight, certain, quotations)
            if learned and learned.score >= STRONG:
                known = self._without_body(text, line, learned, certain, quotations)
            elif ruled:
                known = tuple(self._settled(text, span, weight, certain, quotations, covers=key[2]))
            else:
                known = (learned,) if learned else ()
            known = tuple(shifted(known, -span.start))
            if not quoted:
                self._remember(key, known)
        return tuple(shifted(known, span.start))

    def _without_body(self, text: str, line: Span, learned: Finding, certain: int, quotations: Quotations) -> Findings:
        """Return a finding in a sentence without the body text that is glued to it, if it is one without."""
        span = Span(*learned[:2])
        if (bare := self._bare(text, line, span)) == span:
            return (learned,)
        again = self._score.find(text, bare, self._scorer.weigh(text, *bare, False), certain, quotations)
        return (again,) if again else ()

    def _bare(self, text: str, line: Span, span: Span) -> Span:
        """Return a sentence without a dateline before it, or a sentence of body text to which it lost its stop."""
        start, end = span
        if start == line.start:
            start = dateline(text, *span)
            # Capitals that read like a prompt are no place.
            start = span.start if start > span.start and self._scorer.weigh(text, span.start, start, False)[0] >= CERTAIN else start
        tails = [(self._scorer.weigh(text, at, end, False)[0], at) for at in openings(text, Span(start, end))]
        worst, at = min(tails, default=(0, end))
        return Span(start, start + len(text[start:at].rstrip()) if worst < WORST else end)

    def _settled(
        self, text: str, part: Span, weight: Weight, certain: int, quotations: Quotations, *, covers: bool
    ) -> list[Finding]:
        """Return what rules find in a line or a sentence of it, or else what its score says."""
        found = self.rules.find(text, part, weight[0], quotations, single=True, covers=covers)
        if any(finding.rule in self.rules.off for finding in found):
            return []
        if not found and (learned := self._score.find(text, part, weight, certain, quotations)):
            return [learned]
        return found


def _covers(part: Span | Finding, line: Span) -> bool:
    """Return whether *part* is its line but for a few letters."""
    return part.end - part.start >= line.end - line.start - SHORT
