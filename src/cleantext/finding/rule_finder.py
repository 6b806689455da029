"""What the rules of an index find in a line or a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol

from cleantext.finding.guard import bounds_speech, goes_on, is_dialogue
from cleantext.finding.line import Piece, piece_at
from cleantext.finding.match import Compiled, Matcher, Search
from cleantext.reading.quotations import Quotations
from cleantext.reading.segment import ASKED
from cleantext.rule import ANY, OPTIONAL_CATEGORIES, Finding, Rule, Span
from cleantext.rules.index import Index
from cleantext.thresholds import BODY, RULE, SHORT, SHORT_LABEL


class Try(NamedTuple):
    """What is known of a pattern before it is tried: the number of its rule, its widths, what the text must hold.

    ``always`` says that it is tried on body text, too; a text longer than a label must have a letter of its ``script``.
    """

    owner: int
    least: int
    most: int
    also: tuple[str, ...]
    rule: Rule
    always: bool
    script: re.Pattern[str] | None

    def suits(self, raw: str, points: int, *, single: bool, alone: bool) -> bool:
        """Return whether the pattern is worth trying on a line or a sentence, whatever its words are."""
        size = len(raw)
        if not self.least <= size <= self.most or (points < BODY and not self.always):
            return False
        if self.rule.cuts == "line":
            # A question may be the reader's own, unless whoever wrote the rule knows better.
            asks = not self.rule.own and raw[-1] in ASKED
            if not alone and (self.most >= ANY or size < SHORT_LABEL or asks):
                return False
        elif not single:
            return False
        return not self.script or size < SHORT or self.script.search(raw) is not None


class Matching(Protocol):
    """What a `cleantext.finding.match.Matcher` does, and what wraps one to measure it."""

    @property
    def search(self) -> Search:
        """The search for the literals of the patterns."""

    def patterns(self, text: str, start: int, end: int) -> Sequence[int]:
        """Return which patterns are worth trying on a line or a sentence of *text*."""

    def rule_of(self, number: int) -> Rule:
        """Return the rule of a pattern."""

    def compiled(self, number: int) -> Compiled:
        """Return a pattern, ready to search."""


class RuleFinder:
    """The rules of one index, of some languages (or all) and some categories; those *everywhere* look at any text."""

    def __init__(
        self,
        index: Index,
        languages: Iterable[str] | None,
        categories: frozenset[str],
        everywhere: frozenset[str] = frozenset(OPTIONAL_CATEGORIES),
    ) -> None:
        self.matcher: Matching = Matcher(index, None if languages is None else frozenset(languages), categories)
        self._rules, self._patterns, self._everywhere = index.rules, index.patterns, everywhere
        self._scripts = index.scripts
        self._tries: dict[int, Try] = {}
        #: Ids of rules and learned categories that are switched off: what they find stays, whatever else finds it.
        self.off = frozenset(rule.id for rule in index.rules if rule.stage == "off")
        #: Ids of the user's own rules.
        self.own = frozenset(rule.id for rule in index.rules if rule.own)
        #: Whether rules come before the score: the user's own do, and those that are switched off, as their lines stay.
        self.first = bool(self.off or self.own)

    def find(
        self, text: str, part: Span, points: int, quotations: Quotations, *, single: bool, alone: bool
    ) -> list[Finding]:
        """Return what rules find in a line or a sentence.

        *alone* says that it is all of its line; *single*, that it is not divided, so rules for sentences are tried
        too.
        """
        found: list[Finding] = []
        if not (numbers := self.matcher.patterns(text, *part)):
            return found
        raw = text[part.start : part.end].strip()
        done, piece, final = -1, None, False
        for number in numbers:
            tried = self._tries.get(number) or self._try(number)
            if tried.owner == done or (final and not _comes_first(tried.rule)):
                continue
            if not tried.suits(raw, points, single=single, alone=alone):
                continue
            piece = piece or piece_at(text, *part)
            if tried.also and not _holds(piece.folded, tried.also):
                continue
            if spans := self._matches(number, tried.rule, piece):
                done = tried.owner
                found += self._findings(text, piece, tried.rule, spans, quotations, alone=alone)
                # A finding that covers the piece is final, unless the user knows better.
                final = final or (bool(found) and found[-1][:2] == piece.span)
                if final and not self.first:
                    break
        return self._own_alone(found) if self.own else found

    def _own_alone(self, found: list[Finding]) -> list[Finding]:
        """Return what was *found* without the shipped rules' findings where an own rule finds something, too."""
        own = [finding for finding in found if finding.rule in self.own]
        return [
            f
            for f in found
            if f.rule in self.own or f.rule in self.off or not any(o.start < f.end and f.start < o.end for o in own)
        ]

    def _findings(
        self, text: str, piece: Piece, rule: Rule, spans: Sequence[Span], quotations: Quotations, *, alone: bool
    ) -> Iterator[Finding]:
        """Yield a finding for each span that a pattern matches, unless it is speech or goes on in prose."""
        if not rule.own:
            if is_dialogue(text, piece.span) or (rule.category == "related" and goes_on(text, piece.span)):
                return
            # A template may set its prompt between two sentences of speech, but opens and closes no quotation there.
            even_in_speech = rule.vouches and (alone or not bounds_speech(piece.folded))
            if not even_in_speech:
                spans = [span for span in spans if not quotations.is_speech(span)]
        for span in spans:
            yield Finding(*span, rule.category, rule.id, RULE)

    def claims(self, text: str, *spans: Span) -> bool:
        """Return whether one of the user's own rules, or a switched-off one, matches any of *spans*."""
        return self.first and any(self._claims(text, span) for span in spans)

    def _claims(self, text: str, part: Span) -> bool:
        piece = piece_at(text, *part)
        rules = [(number, self.matcher.rule_of(number)) for number in self.matcher.patterns(text, *part)]
        return any(_comes_first(rule) and self._matches(number, rule, piece) for number, rule in rules)

    def _try(self, number: int) -> Try:
        owner, _, least, most, also, *_ = self._patterns[number]
        rule = self._rules[owner]
        always = rule.category in self._everywhere or _comes_first(rule)
        letters = None if rule.own else self._scripts.get(rule.language)
        script = re.compile(letters) if letters else None
        self._tries[number] = found = Try(owner, least, most, also, rule, always, script)
        return found

    def _matches(self, number: int, rule: Rule, piece: Piece) -> list[Span]:
        pattern, start = self.matcher.compiled(number), piece.span.start
        if rule.cuts == "match":
            found = pattern.finditer(piece.folded)
            return [Span(start + m.start(), start + m.end()) for m in found if m.end() > m.start()]
        return [piece.span] if pattern.search(piece.folded) else []


def _comes_first(rule: Rule) -> bool:
    return rule.own or rule.stage == "off"


def _holds(folded: str, wanted: Sequence[str]) -> bool:
    for needed in wanted:  # noqa: SIM110 - `any` takes twice as long
        if needed in folded:
            return True
    return False
