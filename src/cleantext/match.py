"""Find what rules describe: one search over the whole text, then each rule's own pattern where its literal stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import ahocorasick_rs
import regex

from cleantext.fold import fold
from cleantext.index import Index
from cleantext.patterns import expanded, fold_pattern
from cleantext.rule import Finding, Rule, Span
from cleantext.segment import line_at, sentence_at

#: A line longer than this (code points) is never a rule's ``line``.
LONGEST_LINE = 600
#: A matcher that has searched this much text (bytes) builds the automaton that searches faster.
WARM = 1 << 20


class Candidate(NamedTuple):
    """A line in which something was found: where (code points), which rules, and which languages' topic words."""

    line: Span
    hits: list[tuple[int, int]]


class Matcher:
    """The compiled rules of one index."""

    def __init__(self, index: Index, languages: frozenset[str] | None, categories: frozenset[str]) -> None:
        self.index = index
        self._targets = list(index.triggers.values())
        self._searched = 0
        self._implementation = ahocorasick_rs.Implementation.ContiguousNFA
        self._search = self._automaton()
        self._patterns: dict[int, tuple[regex.Pattern[str], ...]] = {}
        self._on = [
            rule.stage == "stable"
            and rule.category in categories
            and (languages is None or rule.language in languages or rule.language in ("common", "user"))
            for rule in index.rules
        ]

    def _automaton(self) -> ahocorasick_rs.BytesAhoCorasick:
        literals = [form.encode() for form in self.index.triggers]
        return ahocorasick_rs.BytesAhoCorasick(literals, implementation=self._implementation)

    def candidates(self, text: str) -> Iterator[Candidate]:
        """Yield the lines of *text* in which a literal stands, with ``(position, target)`` for each, in order."""
        data = _searchable(text)
        self._searched += len(data)
        if self._searched > WARM and self._implementation != ahocorasick_rs.Implementation.DFA:
            self._implementation = ahocorasick_rs.Implementation.DFA
            self._search = self._automaton()
        ascii_only = len(data) == len(text)
        line, hits = Span(-1, -1), []
        position = at = 0
        for number, start, _ in sorted(self._search.find_matches_as_indexes(data, overlapping=True), key=_start):
            position += start - at if ascii_only else len(data[at:start].decode("utf-8", "surrogatepass"))
            at = start
            if position >= line.end or line.start < 0:
                if hits:
                    yield Candidate(line, hits)
                line, hits = line_at(text, position), []
            hits += [(position, target) for target in self._targets[number]]
        if hits:
            yield Candidate(line, hits)

    def findings(self, text: str, candidate: Candidate) -> Iterator[Finding]:
        """Yield what the rules whose literals stand in the candidate find there."""
        line = candidate.line
        tried = set()
        for position, number in candidate.hits:
            if number < 0 or not self._on[number]:
                continue
            rule = self.index.rules[number]
            span: Span | None = line
            if rule.cuts != "line" or line.end - line.start > LONGEST_LINE:
                span = sentence_at(text, line, position) if rule.cuts != "line" else None
            if span is None or (number, span) in tried:
                continue
            tried.add((number, span))
            yield from self._try(number, rule, text, span)

    def _try(self, number: int, rule: Rule, text: str, span: Span) -> Iterator[Finding]:
        start = span.start
        while start < span.end and text[start].isspace():
            start += 1
        folded = fold(text[start : span.end]).rstrip()
        for pattern in self._compiled(number):
            if rule.cuts == "match":
                for found in pattern.finditer(folded):
                    if found.end() > found.start():
                        yield Finding(start + found.start(), start + found.end(), rule.category, rule.id, 1.0)
            elif pattern.search(folded):
                yield Finding(span.start, span.end, rule.category, rule.id, 1.0)
                return

    def _compiled(self, number: int) -> tuple[regex.Pattern[str], ...]:
        known = self._patterns.get(number)
        if known is None:
            rule = self.index.rules[number]
            known = tuple(regex.compile(fold_pattern(expanded(p, rule.language, self.index.words))) for p in rule.patterns)
            self._patterns[number] = known
        return known


def _start(hit: tuple[int, int, int]) -> int:
    return hit[1]


def _searchable(text: str) -> bytes:
    if not text.isascii():
        for odd, plain in (("\u00a0", " "), ("\u202f", " "), ("’", "'"), ("‑", "-")):
            if odd in text:
                text = text.replace(odd, plain)
    return text.encode("utf-8", "surrogatepass").lower()
