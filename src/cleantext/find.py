"""Text in, findings out: the learned score picks the lines worth a look and settles most; rules settle the rest.

A line that scores `CERTAIN` is boilerplate by its score, and so is a run of sentences that scores still more. Below,
rules are tried. A score under `BODY` holds a rule back, for the line reads as body text. What is still open but scores
`LIKELY` is a weak finding, which counts where its surroundings speak for it (`cleantext.guard`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Protocol

from cleantext.guard import STRONG, Quotations, outside_quotations
from cleantext.index import Index
from cleantext.line import Piece, piece_at
from cleantext.match import Compiled, Matcher
from cleantext.moved import moved, shifted, touched_lines
from cleantext.rule import ANY, CATEGORIES, OPTIONAL_CATEGORIES, Finding, Removal, Rule, Span
from cleantext.score import LONGEST_LINE, NEVER, category, probability, scorer

if TYPE_CHECKING:
    from cleantext.language import Languages

#: Scores (`cleantext.score.UNIT` of them are one of log-odds) from which a line is boilerplate, or sentences in the midst of
#: a line, or at its beginning or end.
CERTAIN, CERTAIN_PART, CERTAIN_EDGE = 18, 72, 60
#: A longer text (code points) has more words to add up, and needs so much more for each hundred code points.
LONG, STEEP = 80, 35
#: From here on are the scripts of which a letter is worth two of Latin: Han, kana, Hangul.
UNSPACED = "\u2e80"
#: The score of which the probability is `cleantext.guard.STRONG`.
ENOUGH = 34
#: From here on it is, where its surroundings speak for it.
LIKELY = 9
#: What scores less is body text, whatever a rule finds in it.
BODY = -24
#: A sentence that scores less goes along with no other one.
JOINS = 0
#: A line of several sentences is boilerplate as a whole when none of them scores less.
WORST = -30
#: A sentence shorter than this (code points) tells nothing by itself: "Read on." may be anybody's.
SHORT = 15
#: Notices of these categories come with addresses, numbers and names, which read like neither prompt nor prose.
IMPRINT = ("copyright", "legal")
#: A sentence of these that gives a telephone number amid others is rather a public service's than the site's own.
HELPING = ("contact", "support", "legal")
_NUMBER = re.compile(r"\d[\d ./()-]{4,20}\d")
#: How many lines' findings are remembered: the same prompts stand in document after document.
REMEMBERED = 1 << 13

Findings = tuple[Finding, ...]
#: Sentences as ``(start, end, score)``.
Parts = Sequence[tuple[int, int, int]]
#: A score, and the number of a category.
Weight = tuple[int, int]


class Matching(Protocol):
    """What a `cleantext.match.Matcher` does, and what may stand before one to measure it."""

    def patterns(self, folded: str) -> list[int]:
        """Return which patterns are worth trying on a line or sentence."""

    def rule_of(self, number: int) -> Rule:
        """Return the rule of a pattern."""

    def compiled(self, number: int) -> Compiled:
        """Return a pattern, ready to search."""


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
        self.matcher: Matching = Matcher(index, None if languages is None else frozenset(languages), categories)
        self._rules, self._patterns = index.rules, index.patterns
        self._categories = categories
        self._spoken = None if languages is None else frozenset(languages)
        self._tongues = None if languages is None else _tongues(index)
        #: A user's own rules come first, and so do shipped ones that are switched off, for their lines shall stay. These
        #: rules look at every line: no score speaks for them.
        self._first = any(rule.own or rule.stage == "off" for rule in index.rules)
        self._floor = NEVER if self._first or (everywhere and categories.intersection(OPTIONAL_CATEGORIES)) else BODY
        self._off = {rule.id for rule in index.rules if rule.stage == "off"}
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
        quotations, last = Quotations(text, 0), -1
        for start, end, whole, worst, kind, parts in self._scorer.scan(text, self._floor, LIKELY, LONGEST_LINE):
            if whole == NEVER:
                if start != last:
                    quotations, last = Quotations(text, start), start
                found += self._sentences(text, Span(start, end), parts, NEVER, quotations)
                continue
            # The line that opens a text is as a rule its title, and only a rule is sure that it is not (`cleantext.guard`).
            if whole >= certain and worst >= WORST and start > opening:
                line = Span(start, end)
                learned = self._learned(text, line, (whole, kind), CERTAIN, Quotations(text, start))
                if learned and learned.score >= STRONG:
                    found.append(learned)
                    continue
            raw = text[start:end]
            known = memory.get(raw)
            if known is None:
                known = tuple(self._line(raw, start, whole, kind, parts))
                self._remember(raw, known)
            if known:
                found += shifted(known, start)
        return found

    def _remember(self, key: str | tuple[str, int, bool], found: Findings) -> None:
        if len(self._memory) >= REMEMBERED:
            self._memory.clear()
        self._memory[key] = found

    def _line(self, raw: str, at: int, whole: int, kind: int, parts: Parts) -> Iterable[Finding]:
        """Return the findings in one line, which depend on nothing but the line; it stands *at*, as do its *parts*."""
        line, quotations = Span(0, len(raw)), Quotations(raw, 0)
        if parts:
            own = [(start - at, end - at, points) for start, end, points in parts]
            return self._sentences(raw, line, own, whole, quotations)
        return self._settled(piece_at(raw, *line), (whole, kind), CERTAIN, quotations, covers=True)

    def _sentences(self, text: str, line: Span, parts: Parts, whole: int, quotations: Quotations) -> Iterator[Finding]:
        """Yield the findings in a line of several sentences, most of which are body text with a prompt among them."""
        if whole > NEVER and whole >= self._floor:
            for finding in self._ruled(piece_at(text, *line), whole, quotations, single=False, covers=True):
                if self._is_off(finding):
                    continue
                least = BODY if finding.category in IMPRINT else WORST
                if not _covers(finding, line):
                    yield finding
                elif all(points >= least or end - start < SHORT for start, end, points in parts):
                    yield finding
                    return
        for joins, run in groupby(parts, key=lambda part: part[2] >= JOINS):
            neighbours = [part for part in run if NEVER < part[2] and part[1] - part[0] <= LONGEST_LINE]
            if joins and neighbours:
                yield from self._run(text, line, neighbours, quotations)
            elif not joins:
                for start, end, points in neighbours:
                    if points >= self._floor:
                        piece = piece_at(text, start, end)
                        quotations.advance(start)
                        found = self._ruled(piece, points, quotations, single=True, covers=_covers(piece.span, line))
                        yield from (finding for finding in found if not self._is_off(finding))

    def _run(self, text: str, line: Span, run: Parts, quotations: Quotations) -> Iterator[Finding]:
        """Yield the findings in neighbouring sentences of which none reads as body text."""
        span = Span(run[0][0], run[-1][1])
        together = span.end - span.start <= LONGEST_LINE
        edge = span.start - line.start < SHORT or line.end - span.end < SHORT
        certain = CERTAIN_EDGE if edge and together else CERTAIN_PART
        quotations.advance(span.start)
        if len(run) > 1 and together and not self._first:
            learned = self._learned(text, span, self._scorer.weigh(text, *span, False), certain, quotations)
            if learned and learned.score >= STRONG:
                yield learned
                return
        found = [self._sentence(text, line, Span(start, end), certain, quotations) for start, end, _ in run]
        sure = next((f for own in found for f in own if f.score == 1 and f.category != "related"), None) if together else None
        for (start, end, _), own in zip(run, found, strict=True):
            if own or not sure:
                yield from own
            else:
                yield sure._replace(start=start, end=end, score=0.5)

    def _sentence(self, text: str, line: Span, part: Span, certain: int, quotations: Quotations) -> Findings:
        """Return the findings in one sentence among others; outside a quotation they depend on it alone."""
        quotations.advance(part.start)
        key = (text[part.start : part.end], certain, _covers(part, line))
        quoted = quotations.is_open(part.start)
        known = None if quoted else self._memory.get(key)
        if known is None:
            weight = self._scorer.weigh(text, *part, False)
            learned = None if self._first else self._learned(text, part, weight, certain, quotations)
            if learned and learned.score >= STRONG:
                known = (learned,)
            else:
                known = tuple(self._settled(piece_at(text, *part), weight, certain, quotations, covers=key[2]))
            known = tuple(shifted(known, -part.start))
            if not quoted:
                self._remember(key, known)
        return tuple(shifted(known, part.start))

    def _settled(self, piece: Piece, weight: Weight, certain: int, quotations: Quotations, *, covers: bool) -> list[Finding]:
        """Return what rules find in a line or a sentence of it, or else what its score says."""
        found = self._ruled(piece, weight[0], quotations, single=True, covers=covers)
        if any(self._is_off(finding) for finding in found):
            return []
        if not found and (learned := self._learned(piece.text, piece.span, weight, certain, quotations)):
            return [learned]
        return found

    def _ruled(self, piece: Piece, points: int, quotations: Quotations, *, single: bool, covers: bool) -> list[Finding]:
        """Return what rules find in a line or a sentence; *covers* says that it is all of its line, *single* that it is one."""
        _, span, raw, folded = piece
        size = len(raw)
        found: list[Finding] = []
        done = -1
        for number in self.matcher.patterns(folded):
            owner, _, least, most, also, *_ = self._patterns[number]
            if owner == done or not least <= size <= most:
                continue
            rule = self._rules[owner]
            if points < BODY and rule.category not in OPTIONAL_CATEGORIES and not rule.own and rule.stage != "off":
                continue
            if rule.cuts == "line":
                if not covers and (most >= ANY or size < SHORT or raw[-1] in "?？؟"):
                    continue
            elif not single:
                continue
            if also and not any(needed in folded for needed in also):
                continue
            spans = self._matches(number, rule, span, folded)
            if spans:
                done = owner
                speaks = rule.vouches or rule.own
                found += [Finding(*s, rule.category, rule.id, 1.0) for s in spans if speaks or not quotations.is_speech(s)]
        return found

    def _matches(self, number: int, rule: Rule, span: Span, folded: str) -> list[Span]:
        pattern = self.matcher.compiled(number)
        if rule.cuts == "match":
            return [Span(span.start + m.start(), span.start + m.end()) for m in pattern.finditer(folded) if m.end() > m.start()]
        return [span] if pattern.search(folded) else []

    def _learned(self, text: str, part: Span, weight: Weight, certain: int, quotations: Quotations) -> Finding | None:
        """Return a finding where a line or sentence scores `LIKELY`; below *certain*, what stands around it decides."""
        points, kind = weight
        raw = text[part.start : part.end]
        size = len(raw) * 2 if max(raw) >= UNSPACED else len(raw)
        points -= max(0, size - LONG) * STEEP // 100
        if points - certain < LIKELY - CERTAIN or (name := category(kind)) not in self._categories:
            return None
        if f"learned/{name}" in self._off or quotations.is_speech(part):
            return None
        if self._tongues and not self._is_spoken(raw):
            return None
        # What is said in quotation marks does not count: who reports a prompt does not make one.
        if (said := outside_quotations(raw)) is not raw and self._scorer.weigh(said, 0, len(said), False)[0] < LIKELY:
            return None
        if certain > CERTAIN and name in HELPING and _NUMBER.search(raw):
            return None
        # What is just enough here shall be just strong wherever scores are compared.
        return Finding(*part, name, f"learned/{name}", round(probability(points - certain + ENOUGH), 3))

    def _is_off(self, finding: Finding) -> bool:
        """Return whether a rule that is switched off found this: whatever else may find it, it stays."""
        return self._first and finding.rule in self._off

    def _is_spoken(self, raw: str) -> bool:
        """Return whether a line may be in one of the languages that this finder is limited to."""
        likely = self._tongues.likely(self._scorer.fold(raw)) if self._tongues else None
        return not likely or not self._spoken or not likely.isdisjoint(self._spoken)


def _tongues(index: Index) -> Languages:
    from cleantext.language import Languages  # noqa: PLC0415 - few cleaners are limited to some languages

    return Languages(index.words)


def _covers(part: Span | Finding, line: Span) -> bool:
    """Return whether *part* is its line but for a few letters."""
    return part.end - part.start >= line.end - line.start - SHORT
