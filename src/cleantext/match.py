"""Find what rules describe: one search over the whole text, then each rule's own pattern where its literal stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple, Protocol

import ahocorasick_rs
import regex

from cleantext.fold import lowered
from cleantext.index import AFTER, BEFORE, OPENS, Index
from cleantext.rule import Rule, Span

#: For each byte, whether it is a letter that goes on.
LETTERS = bytes(chr(byte) in "abcdefghijklmnopqrstuvwxyz0123456789" for byte in range(256))
LINE_FEED, BLANK = 10, 32
#: A matcher that has searched more text than this (bytes) builds its automaton.
SMALL = 40_000
#: No literal is longer (code points of at most four bytes), and none starts with a byte that goes on with a letter.
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
_ODD = (("\u00a0", " "), ("\u202f", " "), ("’", "'"), ("‑", "-"))


class Candidate(NamedTuple):
    """A line worth a look: where it is (code points), what led there, and the bytes that were searched.

    Each of ``hits`` is the number of an entry and the byte of ``data`` after it.
    """

    line: Span
    hits: list[tuple[int, int]]
    data: bytes


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
        on = bytearray(_is_on(index.rules[pattern.rule], languages, categories) for pattern in index.patterns)
        #: Whether a target is wanted. Languages count from -1 down, so they are at the end.
        self._on = on + bytearray(languages is None or language in languages for language in reversed(index.languages))
        self._literals = index.triggers
        self._labels = dict(zip(index.labels.texts, range(len(index.triggers.texts), 1 << 30), strict=False))
        self._targets: dict[int, tuple[int, ...]] = {}
        self._search: ahocorasick_rs.BytesAhoCorasick | None = None
        self._searched_for: list[int] = []
        self._searched = 0
        self._compiled: dict[int, Compiled] = {}

    def candidates(self, text: str) -> Iterator[Candidate]:
        """Yield each line of *text* that is a label or in which a literal stands, in order."""
        data = b"\n%b\n\n" % searchable(text)
        ascii_only = len(data) == len(text) + 3
        line_end = -1
        line_start = at = 1
        position = 0
        hits: list[tuple[int, int]] = []
        for end, number in self._hits(data):
            if end > line_end:
                if hits:
                    yield Candidate(_span(data, line_start, line_end, position, ascii_only), hits, data[line_start:line_end])
                    hits = []
                line_start = data.rfind(b"\n", 0, end) + 1
                line_end = data.find(b"\n", end)
                position += line_start - at if ascii_only else len(data[at:line_start].decode("utf-8", "surrogatepass"))
                at = line_start
            hits.append((number, end - line_start))
        if hits:
            yield Candidate(_span(data, line_start, line_end, position, ascii_only), hits, data[line_start:line_end])

    def _found(self, data: bytes) -> Iterable[tuple[int, int, int]]:
        """Return ``(entry, first byte, byte after it)`` of each literal, wherever it stands.

        Building the automaton takes longer than looking up what stands at each byte of a few short texts.
        """
        if self._search is None:
            self._searched += len(data)
            if self._searched <= SMALL:
                return self._looked_up(data)
            self._search = self._built()
        numbers = self._searched_for
        found = self._search.find_matches_as_indexes(data, overlapping=True)
        return [(numbers[n], start, end) for n, start, end in found]

    def _looked_up(self, data: bytes) -> Iterator[tuple[int, int, int]]:
        texts, within = self._literals.texts, self._literals.within
        for start, byte in enumerate(data):
            if byte not in _LATER:
                # The text before which this one would be put, or one that it begins with, is the only one to be here.
                number = bisect_right(texts, data[start : start + 4 * LONGEST]) - 1
                while number >= 0:
                    if data.startswith(texts[number], start):
                        yield number, start, start + len(texts[number])
                    number = within[number]

    def _built(self) -> ahocorasick_rs.BytesAhoCorasick:
        # The other kind, a DFA, is slower from some ten thousand literals on: it does not fit the processor's cache.
        kind = ahocorasick_rs.Implementation.ContiguousNFA
        texts, targets = self._literals.texts, self._literals.targets
        wanted = {written: any(map(self._on.__getitem__, map(int, written.split()))) for written in set(targets)}
        self._searched_for = [number for number, written in enumerate(targets) if wanted[written]]
        return ahocorasick_rs.BytesAhoCorasick([texts[n] for n in self._searched_for], implementation=kind)

    def _hits(self, data: bytes) -> list[tuple[int, int]]:
        """Return ``(byte after it, entry)`` of each literal and label, in order."""
        edges, letter = self._literals.edges, LETTERS
        # A literal may hold the line break after its line; the line is where the letters are.
        hits = [
            (end - (data[end - 1] == LINE_FEED), number)
            for number, start, end in self._found(data)
            if not edges[number]
            or not (
                (edges[number] & BEFORE and letter[data[start - 1]])
                or (edges[number] & AFTER and letter[data[end]])
                or (edges[number] & OPENS and _word_before(data, start))
            )
        ]
        labels, at = self._labels, 0
        for line in data.split(b"\n"):
            at += len(line) + 1
            if len(line) < LONGEST_LABEL and (entry := labels.get(line.strip(MARKS))) is not None:
                hits.append((at - 1, entry))
        hits = [hit for hit in hits if self._leads(hit[1])]
        hits.sort()
        return hits

    def _leads(self, number: int) -> tuple[int, ...]:
        """Return where an entry leads, as far as that is wanted."""
        known = self._targets.get(number)
        if known is None:
            literals = self._literals.targets
            written = literals[number] if number < len(literals) else self._index.labels.targets[number - len(literals)]
            self._targets[number] = known = tuple(target for target in map(int, written.split()) if self._on[target])
        return known

    def targets(self, hits: Iterable[tuple[int, int]]) -> set[int]:
        """Return which patterns (from 0 up) and which languages' words (from -1 down) the literals of *hits* lead to."""
        return {target for number, _ in hits for target in self._leads(number)}

    def compiled(self, number: int) -> Compiled:
        """Return a pattern of the index, to be searched for in folded text; compiled when first asked for."""
        known = self._compiled.get(number)
        if known is None:
            pattern = self._index.patterns[number]
            # Where both read a pattern alike, the standard library is twice as fast, and three times to compile.
            self._compiled[number] = known = (re if pattern.plain else regex).compile(pattern.text)
        return known


def _word_before(data: bytes, start: int) -> bool:
    """Return whether a word goes on into byte *start*, or ends one blank before it.

    The two bytes of a letter beyond ASCII tell it from a mark; of three, they do not, and nothing is said.
    """
    at = start - 2 if data[start - 1] == BLANK else start - 1
    return LETTERS[data[at]] == 1 or (data[at] in _LATER and data[at - 1] in _LEADING and data[at - 1 : at + 1] not in _ARABIC)


def _is_on(rule: Rule, languages: frozenset[str] | None, categories: frozenset[str]) -> bool:
    speaks = languages is None or rule.language in languages or rule.language in ("common", "user")
    return rule.stage == "stable" and rule.category in categories and speaks


def _span(data: bytes, start: int, end: int, position: int, ascii_only: bool) -> Span:  # noqa: FBT001 - internal
    return Span(position, position + (end - start if ascii_only else len(data[start:end].decode("utf-8", "surrogatepass"))))


def searchable(text: str) -> bytes:
    """Return *text* as the bytes that literals are searched in: lower case, plain blanks, ``\\n`` for ``\\r``.

    Code points stay one to one, so positions can be counted back.
    """
    if not text.isascii():
        for odd, plain in _ODD:
            if odd in text:
                text = text.replace(odd, plain)
    data = lowered(text).encode("utf-8", "surrogatepass")
    return data.replace(b"\r", b"\n") if b"\r" in data else data
