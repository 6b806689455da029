"""The learned score of a line or sentence: how much its words and shape speak for boilerplate, and of which category.

It is a whole number, `cleantext.scoring.weights.UNIT` to one unit of log-odds. It is computed in C if
`cleantext.native._fast` could be built, else by `PlainScorer`; both give the same numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby, pairwise
from typing import Any, NamedTuple, Protocol

from cleantext.native import fast
from cleantext.reading.fold import fold
from cleantext.reading.segment import lines, parts, shown
from cleantext.reading.tokens import (
    DIGIT,
    HANGUL,
    KIND,
    LETTER,
    MARK,
    SIGN,
    Token,
    abbreviations,
    alphabet,
    entry,
    tokens,
)
from cleantext.rule import CATEGORIES, Span
from cleantext.scoring.grams import features, read
from cleantext.scoring.weights import HIDDEN, NEVER, PASSES, ROOTS, SIZE, category, scored, weights

#: A line longer than this (code points) is scored sentence by sentence only.
LONGEST_LINE = 600
#: A line holds a quotation mark, or a letter of Han, kana or Hangul, which says more than one of Latin.
QUOTED, UNSPACED = 1, 2
#: A rule may match: one of its literals was found, or was not searched for, since the score alone is worth a look.
RULED = 4
#: A lead is what stands before the first colon of a line ("Read also: Bridge opens again"). None is longer (code
#: points).
LONGEST_LEAD = 48
_QUOTES, _COLON = (ord('"'), ord("'"), *range(0x300C, 0x3010)), ord(":")


class Score(NamedTuple):
    """What a piece of text weighs.

    ``points`` are log-odds of boilerplate, `cleantext.scoring.weights.UNIT` to one; `NEVER` if there is no word.
    ``kind`` is the number of the likeliest category, -1 if none was looked for. ``flags`` are the bits `QUOTED`,
    `UNSPACED` and `RULED`.
    """

    points: int
    kind: int
    flags: int


#: Of a long line only sentences are scored.
UNSCORED = Score(NEVER, -1, 0)


class Sentence(NamedTuple):
    """A sentence of a line: where it stands, its points, and `RULED` if a rule may match in it."""

    start: int
    end: int
    points: int
    flags: int

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.start, self.end)


class Look(NamedTuple):
    """A line that may hold boilerplate, or a run of sentences of a long line that may.

    Blanks around a line are not part of it, nor is a byte order mark that opens it. ``worst`` is the lowest score of
    its sentences. ``lead`` is where a lead ends that scores likely by itself, colon included; -1 if there is none.
    ``sentences`` are those of the line if there are several. In a long line they are neighbouring sentences worth a
    look, and nothing else is scored.
    """

    start: int
    end: int
    whole: Score
    worst: int
    lead: int
    sentences: tuple[Sentence, ...]


class Scorer(Protocol):
    """Scores text, in C or in Python."""

    def scan(self, text: str, search: Any, floor: int, likely: int, hope: int, longest: int, /) -> list[Any]:
        """Return a `Look` (as a plain tuple) at each line that may be boilerplate, or of which a sentence may be.

        That is a line that scores *likely*, or whose lead does, or that scores *floor* and in which *search* (of
        `cleantext.finding.match`) finds a pattern. It is also a line with a sentence that scores *hope*, or that scores
        *floor* and has a pattern or a neighbour that scores *floor* too. Only a line that scores *likely* gets a
        ``kind``. A line longer than *longest* (code points) gets one look for each such run of sentences. If *search*
        is None, there are no patterns.
        """

    def weigh(self, text: str, start: int, end: int, alone: bool, /) -> Score:  # C takes no names
        """Return the score of ``text[start:end]``; *alone* says that nothing else stands in its line."""

    def fold(self, text: str, /) -> str:
        """Return `cleantext.reading.fold.fold` of *text*."""


class PlainScorer:
    """The reference for `cleantext.native._fast`, in Python."""

    def scan(self, text: str, search: Any, floor: int, likely: int, hope: int, longest: int, /) -> list[Any]:
        """Return what `Scorer.scan` promises."""
        wanted = Wanted(search, floor, likely, hope, longest)
        return [look for line in lines(text) for look in self._looks(text, shown(text, line), wanted)]

    def weigh(self, text: str, start: int, end: int, alone: bool, /) -> Score:
        """Return what `Scorer.weigh` promises."""
        start, end = max(start, 0), min(end, len(text))
        hashes = features(text, start, end, alone=alone)
        return Score(scored(hashes), category(hashes), _flags(text, Span(start, end)))

    def fold(self, text: str, /) -> str:
        """Return what `Scorer.fold` promises."""
        return fold(text)

    def _looks(self, text: str, line: Span, wanted: Wanted) -> Iterator[Look]:
        is_long = line.end - line.start > wanted.longest
        hashes = [] if is_long else read(tokens(text, *line), alone=True)
        whole = scored(hashes)
        anyway = whole >= wanted.likely
        found = [_part(text, sentence, wanted, anyway=anyway) for sentence in parts(text, line)]
        if is_long:
            for enough, run in groupby(found, key=lambda part: part.points >= wanted.floor and part.points > NEVER):
                if enough and wanted.is_hopeful(neighbours := tuple(run)):
                    yield Look(*line, UNSCORED, NEVER, -1, neighbours)
            return
        if whole == NEVER:
            return
        lead = _lead(text, line, wanted.likely)
        ruled = anyway or (whole >= wanted.floor and wanted.has_pattern(text, *line))
        flags = _flags(text, line) | (RULED if ruled else 0)
        several = len(found) > 1
        if ruled or lead >= 0 or (several and wanted.is_hopeful(found)):
            worst = min(part.points for part in found if part.points > NEVER) if several else whole
            kind = category(hashes) if anyway else -1
            yield Look(*line, Score(whole, kind, flags), worst, lead, tuple(found) if several else ())


class Wanted(NamedTuple):
    """The arguments of `Scorer.scan`."""

    search: Any
    floor: int
    likely: int
    hope: int
    longest: int

    def has_pattern(self, text: str, start: int, end: int) -> bool:
        """Return whether a pattern may match in ``text[start:end]``."""
        return self.search is not None and bool(self.search.patterns(text, start, end))

    def is_hopeful(self, found: Sequence[Sentence]) -> bool:
        """Return whether a sentence, or neighbouring ones together, may be boilerplate."""
        joins = [score >= self.floor and score > NEVER for _, _, score, _ in found]
        alone = any(
            ok and (flags & RULED or score >= self.hope) for ok, (_, _, score, flags) in zip(joins, found, strict=True)
        )
        return alone or any(map(all, pairwise(joins)))


def _part(text: str, found: Sequence[Token], wanted: Wanted, *, anyway: bool) -> Sentence:
    start, end, points = found[0].start, found[-1].end, scored(read(found, alone=False))
    looked = points > NEVER and points >= wanted.floor and end - start <= wanted.longest
    return Sentence(start, end, points, RULED if looked and (anyway or wanted.has_pattern(text, start, end)) else 0)


def _lead(text: str, line: Span, likely: int) -> int:
    """Return where the lead ends, colon included, if it scores *likely* by itself and no digit follows; else -1."""
    found: list[Token] = []
    for token in tokens(text, *line):
        found.append(token)
        if token.kind == MARK and entry(text[token.start]) >> 8 == _COLON:
            follows = token.end < line.end and entry(text[token.end]) & KIND != DIGIT
            is_lead = follows and token.end - line.start <= LONGEST_LEAD and scored(read(found, alone=True)) >= likely
            return token.end if is_lead else -1
    return -1


def _flags(text: str, line: Span) -> int:
    flags = 0
    for token in tokens(text, *line):
        code = entry(text[token.start]) >> 8
        if token.kind == SIGN or (token.kind == LETTER and code in HANGUL):
            flags |= UNSPACED
        elif token.kind == MARK and code in _QUOTES:
            flags |= QUOTED
    return flags


@cache
def scorer() -> Scorer:
    """Return a scorer with the weights that ship, in C if possible."""
    if not fast:
        return PlainScorer()
    sizes = ROOTS, SIZE, HIDDEN, len(CATEGORIES)
    return fast.Scorer(alphabet(), abbreviations(), *weights(), *sizes, PASSES, Score, Sentence)
