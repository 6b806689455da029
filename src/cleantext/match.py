"""Find what rules describe: one search over the whole text, then each rule's own pattern where its literal stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import ahocorasick_rs
import regex

from cleantext.index import Index
from cleantext.patterns import expanded, fold_pattern
from cleantext.rule import Rule, Span

#: A matcher that has searched this much text (bytes) builds the automaton that takes longer to build and less to search.
WARM = 1 << 20

#: The literal's mark for the edge of a word (see `cleantext.literals`), and the bytes of letters that go on.
EDGE = "\b"
LETTERS = frozenset(b"abcdefghijklmnopqrstuvwxyz0123456789")
LINE_FEED = 10
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
        self._rules = index.rules
        self._words = index.words
        wanted = {number for number, rule in enumerate(index.rules) if _is_on(rule, languages, categories)}
        wanted |= {-n for n, language in enumerate(index.languages, 1) if languages is None or language in languages}
        self._targets: list[tuple[int, ...]] = []
        self._literals: list[bytes] = []
        self._edges: list[tuple[bool, bool]] = []
        for literal, numbers in index.triggers.items():
            here = tuple(number for number in numbers if number in wanted)
            if here:
                self._literals.append(literal.strip(EDGE).encode())
                self._edges.append((literal[0] == EDGE, literal[-1] == EDGE))
                self._targets.append(here)
        labels: dict[bytes, set[int]] = {}
        for line, numbers in index.labels.items():
            labels.setdefault(line.encode().strip(MARKS), set()).update(wanted.intersection(numbers))
        self._labels = {line: number for number, line in enumerate(labels, len(self._targets))}
        self._targets += map(tuple, labels.values())
        self._searched = 0
        self._search = self._automaton(ahocorasick_rs.Implementation.ContiguousNFA)
        self._patterns: dict[int, tuple[regex.Pattern[str], ...]] = {}

    def _automaton(self, kind: ahocorasick_rs.Implementation) -> ahocorasick_rs.BytesAhoCorasick:
        return ahocorasick_rs.BytesAhoCorasick(self._literals, implementation=kind)

    def candidates(self, text: str) -> Iterator[Candidate]:
        """Yield each line of *text* that is a label or in which a literal stands, in order."""
        data = b"\n%b\n" % searchable(text)
        if self._searched >= 0:
            self._warm_up(len(data))
        ascii_only = len(data) == len(text) + 2
        line_end = -1
        line_start = at = 1
        position = 0
        hits: list[tuple[int, int]] = []
        for number, end in self._hits(data):
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

    def _hits(self, data: bytes) -> list[tuple[int, int]]:
        """Return ``(entry, byte after it)`` of each literal and label, in order of lines."""
        # A literal may hold the line break after its line; the line is where the letters are.
        edges = self._edges
        hits = []
        for number, start, end in self._search.find_matches_as_indexes(data, overlapping=True):
            before, after = edges[number]
            if (before and data[start - 1] in LETTERS) or (after and data[end] in LETTERS):
                continue
            hits.append((number, end - 1 if data[end - 1] == LINE_FEED else end))
        labels, at, found = self._labels, 0, len(hits)
        for line in data.split(b"\n"):
            at += len(line) + 1
            if len(line) < LONGEST_LABEL and (entry := labels.get(line.strip(MARKS))) is not None:
                hits.append((entry, at - 1))
        if len(hits) > found:
            hits.sort(key=_by_end)
        return hits

    def _warm_up(self, size: int) -> None:
        self._searched += size
        if self._searched > WARM:
            self._search = self._automaton(ahocorasick_rs.Implementation.DFA)
            self._searched = -1

    def targets(self, hits: Iterable[tuple[int, int]]) -> set[int]:
        """Return which rules (from 0 up) and which languages' words (from -1 down) the literals of *hits* lead to."""
        return {target for number, _ in hits for target in self._targets[number]}

    def patterns(self, number: int) -> tuple[regex.Pattern[str], ...]:
        """Return the patterns of a rule, over folded text; compiled when first asked for."""
        known = self._patterns.get(number)
        if known is None:
            rule = self._rules[number]
            known = tuple(regex.compile(fold_pattern(expanded(p, rule.language, self._words))) for p in rule.patterns)
            self._patterns[number] = known
        return known


def _by_end(hit: tuple[int, int]) -> int:
    return hit[1]


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
