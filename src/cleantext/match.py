"""Find what rules describe: one search over the whole text, then each rule's own pattern where its literal stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import ahocorasick_rs
import regex

from cleantext.index import Index
from cleantext.patterns import expanded, fold_pattern
from cleantext.rule import Rule, Span

#: The literal's mark for the edge of a word (see `cleantext.literals`), and for each byte whether it is a letter that goes on.
EDGE = "\b"
LETTERS = bytes(chr(byte) in "abcdefghijklmnopqrstuvwxyz0123456789" for byte in range(256))
LINE_FEED = 10
#: A matcher that has searched more text than this (bytes) builds its automaton.
SMALL = 6_000
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


class Matcher:
    """The literals and patterns of one index, compiled when first needed."""

    def __init__(self, index: Index, languages: frozenset[str] | None, categories: frozenset[str]) -> None:
        self._index = index
        on = bytearray(_is_on(index.rules[pattern.rule], languages, categories) for pattern in index.patterns)
        #: Whether a target is wanted. Languages count from -1 down, so they are at the end.
        self._on = on + bytearray(languages is None or language in languages for language in reversed(index.languages))
        wanted = self._on.__getitem__
        here = [(literal, numbers) for literal, numbers in index.triggers.items() if any(map(wanted, numbers))]
        self._literals = [literal.strip(EDGE).encode() for literal, _ in here]
        self._before = bytes([literal[0] == EDGE for literal, _ in here])
        self._after = bytes([literal[-1] == EDGE for literal, _ in here])
        self._targets: list[Iterable[int]] = [numbers for _, numbers in here]
        labels: dict[bytes, list[int]] = {}
        for line, numbers in index.labels.items():
            if any(map(wanted, numbers)):
                labels.setdefault(line.encode().strip(MARKS), []).extend(numbers)
        self._labels = {line: number for number, line in enumerate(labels, len(self._targets))}
        self._targets += labels.values()
        self._search: ahocorasick_rs.BytesAhoCorasick | None = None
        self._searched = 0
        self._compiled: dict[int, regex.Pattern[str]] = {}

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

        Building the automaton takes longer than asking for each literal in a text or two of a few kilobytes.
        """
        if self._search is None:
            self._searched += len(data)
            if self._searched <= SMALL:
                here = [number for number, literal in enumerate(self._literals) if literal in data]
                few = _automaton([self._literals[number] for number in here])
                return [(here[n], start, end) for n, start, end in few.find_matches_as_indexes(data, overlapping=True)]
            self._search = _automaton(self._literals)
        return self._search.find_matches_as_indexes(data, overlapping=True)

    def _hits(self, data: bytes) -> list[tuple[int, int]]:
        """Return ``(byte after it, entry)`` of each literal and label, in order."""
        before, after, letter = self._before, self._after, LETTERS
        # A literal may hold the line break after its line; the line is where the letters are.
        hits = [
            (end - (data[end - 1] == LINE_FEED), number)
            for number, start, end in self._found(data)
            if not (before[number] & letter[data[start - 1]] or after[number] & letter[data[end]])
        ]
        labels, at = self._labels, 0
        for line in data.split(b"\n"):
            at += len(line) + 1
            if len(line) < LONGEST_LABEL and (entry := labels.get(line.strip(MARKS))) is not None:
                hits.append((at - 1, entry))
        hits.sort()
        return hits

    def targets(self, hits: Iterable[tuple[int, int]]) -> set[int]:
        """Return which patterns (from 0 up) and which languages' words (from -1 down) the literals of *hits* lead to."""
        targets, on = self._targets, self._on
        return {target for number, _ in hits for target in targets[number] if on[target]}

    def subjects(self, candidate: Candidate) -> list[int]:
        """Return where in a line (code points) the words end that make a sentence worth weighing."""
        data = candidate.data
        ends = (end for number, end in candidate.hits if min(self.targets([(number, end)]), default=0) < 0)
        return [len(data[:end].decode("utf-8", "surrogatepass")) for end in ends]

    def compiled(self, number: int) -> regex.Pattern[str]:
        """Return a pattern of the index, to be searched for in folded text; compiled when first asked for."""
        known = self._compiled.get(number)
        if known is None:
            pattern = self._index.patterns[number]
            rule = self._index.rules[pattern.rule]
            written = expanded(rule.patterns[pattern.number], rule.language, self._index.words)
            self._compiled[number] = known = regex.compile(fold_pattern(written))
        return known


def _automaton(literals: list[bytes]) -> ahocorasick_rs.BytesAhoCorasick:
    # The other kind, a DFA, is slower from some ten thousand literals on: it does not fit the processor's cache.
    return ahocorasick_rs.BytesAhoCorasick(literals, implementation=ahocorasick_rs.Implementation.ContiguousNFA)


def _is_on(rule: Rule, languages: frozenset[str] | None, categories: frozenset[str]) -> bool:
    speaks = languages is None or rule.language in languages or rule.language in ("common", "user")
    return rule.stage == "stable" and rule.category in categories and speaks


def _span(data: bytes, start: int, end: int, position: int, ascii_only: bool) -> Span:  # noqa: FBT001 - internal
    return Span(position, position + (end - start if ascii_only else len(data[start:end].decode("utf-8", "surrogatepass"))))


def searchable(text: str) -> bytes:
    """Return *text* as the bytes that literals are searched in: ASCII lower case, plain blanks, ``\\n`` for ``\\r``.

    Code points stay one to one, so positions can be counted back.
    """
    if not text.isascii():
        for odd, plain in _ODD:
            if odd in text:
                text = text.replace(odd, plain)
    data = text.encode("utf-8", "surrogatepass").lower()
    return data.replace(b"\r", b"\n") if b"\r" in data else data
