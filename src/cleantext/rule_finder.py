"""What the rules of an index find in a line or a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Protocol

from cleantext.guard import bounds_speech, goes_on, is_dialogue
from cleantext.index import Index
from cleantext.line import piece_at
from cleantext.match import Compiled, Matcher, Search
from cleantext.quotations import Quotations
from cleantext.rule import ANY, OPTIONAL_CATEGORIES, Finding, Rule, Span
from cleantext.thresholds import BODY, RULE, SHORT, SHORT_LABEL

#: What is checked before a pattern is tried: its rule's number, its widths, what else the text must hold, its rule, and
#: whether it is tried on body text too.
Try = tuple[int, int, int, tuple[str, ...], Rule, bool]


#: Rules of these languages skip text longer than a label without a letter of their script: Latin text is for other
#: rules, even on their pages.
SCRIPTS = {
    **dict.fromkeys(("ru", "uk"), r"[\u0400-\u04ff]"),
    **dict.fromkeys(("ja", "zh"), r"[\u3040-\u30ff\u3400-\u9fff]"),
    "el": r"[\u0370-\u03ff\u1f00-\u1fff]",
    "ar": r"[\u0600-\u06ff]",
    "hi": r"[\u0900-\u097f]",
    "ko": r"[\uac00-\ud7a3]",
}


class Matching(Protocol):
    """What a `cleantext.match.Matcher` does, and what wraps one to measure it."""

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
    """The rules of one index, of some languages (or all) and some categories."""

    def __init__(self, index: Index, languages: Iterable[str] | None, categories: frozenset[str]) -> None:
        self.matcher: Matching = Matcher(index, None if languages is None else frozenset(languages), categories)
        self._rules, self._patterns = index.rules, index.patterns
        self._tries: dict[int, Try] = {}
        #: Ids of rules and learned categories that are switched off: what they find stays, whatever else finds it.
        self.off = frozenset(rule.id for rule in index.rules if rule.stage == "off")
        #: Ids of the user's own rules.
        self.own = frozenset(rule.id for rule in index.rules if rule.own)
        #: Whether rules come before the score: the user's own do, and those that are switched off, as their lines stay.
        self.first = bool(self.off or self.own)

    def find(
        self, text: str, part: Span, points: int, quotations: Quotations, *, single: bool, covers: bool
    ) -> list[Finding]:
        """Return what rules find in a line or a sentence.

        *covers* says that it is all of its line; *single*, that it is not divided, so rules for sentences are tried
        too.
        """
        found: list[Finding] = []
        if not (numbers := self.matcher.patterns(text, *part)):
            return found
        raw = text[part.start : part.end].strip()
        size, done, piece = len(raw), -1, None
        for number in numbers:
            owner, least, most, also, rule, always = self._tries.get(number) or self._try(number)
            if owner == done or not least <= size <= most or (points < BODY and not always):
                continue
            if rule.cuts == "line":
                # A question may be the reader's own, unless whoever wrote the rule knows better.
                asks = not rule.own and raw[-1] in "?？؟"
                if not covers and (most >= ANY or size < SHORT_LABEL or asks):
                    continue
            elif not single:
                continue
            script = SCRIPTS.get(rule.language) if size >= SHORT and not rule.own else None
            if script and not re.search(script, raw):
                continue
            piece = piece or piece_at(text, *part)
            if also and not _holds(piece.folded, also):
                continue
            spans = self._matches(number, rule, piece.span, piece.folded)
            if spans:
                done = owner
                if not rule.own and (
                    is_dialogue(text, piece.span) or (rule.category == "related" and goes_on(text, piece.span))
                ):
                    continue
                speaks = rule.own or (rule.vouches and (covers or not bounds_speech(piece.folded)))
                found += [
                    Finding(*s, rule.category, rule.id, RULE) for s in spans if speaks or not quotations.is_speech(s)
                ]
                # A finding that covers the piece is final, unless a switched-off rule may still take it back.
                if found and found[-1][:2] == piece.span and not self.first:
                    break
        return found

    def claims(self, text: str, *spans: Span) -> bool:
        """Return whether one of the user's own rules, or a switched-off one, matches any of *spans*."""
        return self.first and any(self._claims(text, span) for span in spans)

    def _claims(self, text: str, part: Span) -> bool:
        piece = piece_at(text, *part)
        rules = [(number, self.matcher.rule_of(number)) for number in self.matcher.patterns(text, *part)]
        return any(
            (rule.own or rule.stage == "off") and self._matches(number, rule, piece.span, piece.folded)
            for number, rule in rules
        )

    def _try(self, number: int) -> Try:
        owner, _, least, most, also, *_ = self._patterns[number]
        rule = self._rules[owner]
        always = rule.category in OPTIONAL_CATEGORIES or rule.own or rule.stage == "off"
        self._tries[number] = found = (owner, least, most, also, rule, always)
        return found

    def _matches(self, number: int, rule: Rule, span: Span, folded: str) -> list[Span]:
        pattern = self.matcher.compiled(number)
        if rule.cuts == "match":
            return [
                Span(span.start + m.start(), span.start + m.end())
                for m in pattern.finditer(folded)
                if m.end() > m.start()
            ]
        return [span] if pattern.search(folded) else []


def _holds(folded: str, wanted: Sequence[str]) -> bool:
    for needed in wanted:  # noqa: SIM110 - `any` takes twice as long
        if needed in folded:
            return True
    return False
