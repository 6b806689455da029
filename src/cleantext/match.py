"""Which patterns are worth trying on a line: those of which a literal stands in it.

One search over a line finds the literals of all rules at once; a pattern is tried only where one of its own stands.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from typing import Any, Protocol

from cleantext.index import AFTER, BEFORE, OPENS, Index
from cleantext.rule import Rule

#: For each byte, whether it is a letter that goes on.
LETTERS = bytes(chr(byte) in "abcdefghijklmnopqrstuvwxyz0123456789" for byte in range(256))
BLANK = 32
#: A matcher that has searched more text than this (bytes) gathers what literals begin with, and then builds its automaton.
TINY, SMALL = 600, 8_000
#: No literal is longer (code points of at most four bytes).
LONGEST = 100
_LATER = range(0x80, 0xC0)
#: What a letter of two bytes starts with (Latin, Greek, Cyrillic, Arabic), and marks among them: ، ؛ ؟
_LEADING = range(0xC3, 0xE0)
_ARABIC = tuple(mark.encode() for mark in "،؛؟")
#: No label is this long (bytes).
LONGEST_LABEL = 100

#: Bullets, arrows, brackets, dots: all that may stand around a label, as single bytes of UTF-8.
MARKS = b" \t!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~" + bytes(
    {byte for mark in "•·▪►▶▸▾▼→←»«›‹–—…“”„‘’©️✕×✖🔗📩👉。：！？（）【】「」『』［］、　|｜" for byte in mark.encode()}  # noqa: RUF001
)


class Compiled(Protocol):
    """A pattern of `re` or of `regex`."""

    def search(self, string: str, /) -> Any:
        """Return the first match, or None."""

    def finditer(self, string: str, /) -> Iterator[Any]:
        """Return all matches."""


class Matcher:
    """The literals and patterns of one index, compiled when first needed."""

    def __init__(self, index: Index, languages: frozenset[str] | None, categories: frozenset[str]) -> None:
        self._index = index
        on = [_is_on(rule, languages, categories) for rule in index.rules]
        self._on = bytearray(map(on.__getitem__, index.owners))
        self._literals, self._labels = index.triggers, index.labels
        self._targets: dict[int, tuple[int, ...]] = {}
        self._openings: set[bytes] = set()
        self._search: Any = None
        self._searched = 0
        self._compiled: dict[int, Compiled] = {}

    def patterns(self, folded: str) -> list[int]:
        """Return, in order, which patterns have a literal in *folded*, a line or a sentence folded, or are its label."""
        line = folded.encode("utf-8", "surrogatepass")
        data = b"\n%b\n\n" % line
        edges, leads = self._literals.edges, set[int]()
        for number, start, end in self._found(data):
            edge = edges[number]
            if not edge or not (
                (edge & BEFORE and LETTERS[data[start - 1]])
                or (edge & AFTER and LETTERS[data[end]])
                or (edge & OPENS and _word_before(data, start))
            ):
                leads.update(self._leads(number))
        if len(line) < LONGEST_LABEL:
            label = line.strip(MARKS)
            at = bisect_left(self._labels.texts, label)
            if at < len(self._labels.texts) and self._labels.texts[at] == label:
                leads.update(number for number in map(int, self._labels.targets[at].split()) if self._on[number])
        return sorted(leads)

    def _leads(self, number: int) -> tuple[int, ...]:
        """Return where a literal leads, as far as that is wanted."""
        known = self._targets.get(number)
        if known is None:
            written = self._literals.targets[number].split()
            self._targets[number] = known = tuple([target for target in map(int, written) if self._on[target]])
        return known

    def _found(self, data: bytes) -> Iterable[tuple[int, int, int]]:
        """Return ``(literal, first byte, byte after it)`` of each literal, wherever it stands.

        Building the automaton takes longer than looking up what stands at each byte of a few lines.
        """
        if self._search is None:
            self._searched += len(data)
            if self._searched <= SMALL:
                return self._looked_up(data)
            import ahocorasick_rs  # noqa: PLC0415 - a few lines do without

            # The other kind, a DFA, is slower from some ten thousand literals on: it does not fit the processor's cache.
            kind = ahocorasick_rs.Implementation.ContiguousNFA
            self._search = ahocorasick_rs.BytesAhoCorasick(self._literals.texts, implementation=kind)
        found: list[tuple[int, int, int]] = self._search.find_matches_as_indexes(data, overlapping=True)
        return found

    def _looked_up(self, data: bytes) -> Iterator[tuple[int, int, int]]:
        texts = self._literals.texts
        # What literals begin with rules most places out; for a line or two it is not worth gathering.
        if not self._openings and self._searched > TINY:
            self._openings = {text[:3] for text in texts}
        openings = self._openings
        for start in range(len(data)):
            if openings and not (data[start : start + 3] in openings or data[start : start + 2] in openings or data[start : start + 1] in openings):
                continue
            size, number = 4 * LONGEST, len(texts)
            while size:
                # Of all texts that stand here, the longest one of at most this size is put just before the place of this piece.
                number = bisect_right(texts, data[start : start + size], hi=number) - 1
                if number < 0:
                    break
                text = texts[number]
                size = _shared(text, data, start)
                if size == len(text):
                    while number >= 0 and texts[number] == text:
                        yield number, start, start + size
                        number -= 1
                    size, number = size - 1, number + 1

    def rule_of(self, number: int) -> Rule:
        """Return the rule that a pattern of the index belongs to."""
        return self._index.rules[self._index.owners[number]]

    def compiled(self, number: int) -> Compiled:
        """Return a pattern of the index, to be searched for in folded text; compiled when first asked for."""
        known = self._compiled.get(number)
        if known is None:
            pattern = self._index.patterns[number]
            if pattern.plain:
                # Where both read a pattern alike, the standard library is twice as fast, and three times to compile.
                known = re.compile(pattern.text)
            else:
                import regex  # noqa: PLC0415 - it takes 10 ms to import, and few patterns need it

                known = regex.compile(pattern.text)
            self._compiled[number] = known
        return known


def _shared(text: bytes, data: bytes, start: int) -> int:
    """Return how many bytes *text* shares with what stands at *start*."""
    if data.startswith(text, start):
        return len(text)
    return next(size for size in range(len(text)) if data[start + size : start + size + 1] != text[size : size + 1])


def _word_before(data: bytes, start: int) -> bool:
    """Return whether a word goes on into byte *start*, or ends one blank before it.

    The two bytes of a letter beyond ASCII tell it from a mark; of three, they do not, and nothing is said.
    """
    at = start - 2 if data[start - 1] == BLANK else start - 1
    return LETTERS[data[at]] == 1 or (data[at] in _LATER and data[at - 1] in _LEADING and data[at - 1 : at + 1] not in _ARABIC)


def _is_on(rule: Rule, languages: frozenset[str] | None, categories: frozenset[str]) -> bool:
    speaks = languages is None or rule.language in languages or rule.language in ("common", "user")
    return rule.stage in ("stable", "off") and rule.category in categories and speaks
