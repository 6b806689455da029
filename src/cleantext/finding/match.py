"""Which patterns are worth trying on a line: those with a literal in it.

One search over a line finds the literals of all rules at once; a pattern is tried only where one of its own stands.
`cleantext.native._fast` does it in C; `PlainSearch` is the reference, and runs where no compiler was at hand.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any, Protocol

from cleantext.finding.line import piece_at
from cleantext.native import fast
from cleantext.reading.tokens import alphabet
from cleantext.rule import Rule
from cleantext.rules.index import AFTER, BEFORE, LONGEST_LABEL, MARKS, OPENS, Index

#: For each byte, whether a word goes on with it.
LETTERS = bytes(chr(byte) in "abcdefghijklmnopqrstuvwxyz0123456789" for byte in range(256))
SPACE = 32
#: Bytes of UTF-8: continuations, first bytes of letters of two (Latin, Greek, Cyrillic, Arabic), marks among those.
_LATER = range(0x80, 0xC0)
_LEADING = range(0xC3, 0xE0)
_NO_LETTERS = tuple(mark.encode() for mark in "×÷،؛؟")


class Compiled(Protocol):
    """A pattern of `re` or of `regex`."""

    def search(self, string: str, /) -> Any:
        """Return the first match, or None."""

    def finditer(self, string: str, /) -> Iterator[Any]:
        """Return all matches."""


class Search(Protocol):
    """What searches a piece of text for literals, in C or without."""

    def patterns(self, text: str, start: int, end: int, /) -> Sequence[int]:
        """Return, in order, the patterns that have a literal in ``text[start:end]``, or that have it as their label."""


class PlainSearch:
    """The reference for `cleantext.native._fast`, in Python; *on* says which patterns are wanted."""

    def __init__(self, index: Index, on: Sequence[int]) -> None:
        import ahocorasick_rs  # noqa: PLC0415 - not needed where `cleantext.native._fast` is

        self._on, self._literals, self._labels = on, index.triggers, index.labels
        # The other kind, a DFA, is slower from some ten thousand literals on: it does not fit the processor's cache.
        kind = ahocorasick_rs.Implementation.ContiguousNFA
        self._automaton = ahocorasick_rs.BytesAhoCorasick(self._literals.texts, implementation=kind)

    def patterns(self, text: str, start: int, end: int, /) -> Sequence[int]:
        """Return what `Search.patterns` promises."""
        if not text[start:end].strip():
            return ()
        line = piece_at(text, start, end).folded.encode("utf-8", "surrogatepass")
        data = b"\n%b\n\n" % line
        edges, hits = self._literals.edges, list[bytes]()
        for number, first, after in self._automaton.find_matches_as_indexes(data, overlapping=True):
            edge = edges[number]
            if not edge or not (
                (edge & BEFORE and LETTERS[data[first - 1]])
                or (edge & AFTER and LETTERS[data[after]])
                or (edge & OPENS and _word_before(data, first))
            ):
                hits.append(self._literals.targets[number])
        if len(line) < LONGEST_LABEL:
            label = line.strip(MARKS)
            at = bisect_left(self._labels.texts, label)
            if at < len(self._labels.texts) and self._labels.texts[at] == label:
                hits.append(self._labels.targets[at])
        return tuple(sorted({number for hit in hits for number in map(int, hit.split()) if self._on[number]}))


class Matcher:
    """The literals and patterns of one index, each built when first needed."""

    def __init__(self, index: Index, languages: frozenset[str] | None, categories: frozenset[str]) -> None:
        self._index = index
        on = [_is_on(rule, languages, categories) for rule in index.rules]
        self._on = bytes(map(on.__getitem__, index.owners))
        self._compiled: dict[int, Compiled] = {}

    @cached_property
    def search(self) -> Search:
        """What searches for the literals."""
        return searching(self._index, self._on)

    def patterns(self, text: str, start: int, end: int) -> Sequence[int]:
        """Return what `Search.patterns` promises."""
        return self.search.patterns(text, start, end)

    def rule_of(self, number: int) -> Rule:
        """Return the rule that a pattern of the index belongs to."""
        return self._index.rules[self._index.owners[number]]

    def compiled(self, number: int) -> Compiled:
        """Return a pattern of the index, to search for in folded text; compiled when first needed."""
        known = self._compiled.get(number)
        if known is None:
            pattern = self._index.patterns[number]
            if pattern.plain:
                # The standard library searches twice as fast as `regex`, and compiles three times as fast.
                known = re.compile(pattern.text)
            else:
                import regex  # noqa: PLC0415 - it takes 10 ms to import, and few patterns need it

                known = regex.compile(pattern.text)
            self._compiled[number] = known
        return known


def searching(index: Index, on: bytes) -> Search:
    """Return a search for the literals of *index*, in C if possible; *on* has a byte for each pattern, 1 if wanted."""
    if fast is None:
        return PlainSearch(index, on)
    return fast.Search(alphabet(), index.triggers.written, index.labels.written[::2], MARKS, on)


def _word_before(data: bytes, start: int) -> bool:
    """Return whether a word goes on into byte *start*, or ends one blank before it.

    Of characters beyond ASCII, those of two bytes are told from marks; longer ones never count as a word.
    """
    at = start - 2 if data[start - 1] == SPACE else start - 1
    return LETTERS[data[at]] == 1 or (
        data[at] in _LATER and data[at - 1] in _LEADING and data[at - 1 : at + 1] not in _NO_LETTERS
    )


def _is_on(rule: Rule, languages: frozenset[str] | None, categories: frozenset[str]) -> bool:
    speaks = languages is None or rule.language in languages or rule.language in ("common", "user")
    return rule.stage in ("stable", "off") and rule.category in categories and speaks
