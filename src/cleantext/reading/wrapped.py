"""Lines that a program has wrapped, as mail, plain-text archives and html2text have them.

Whoever wraps text breaks a line where the next word would not have fitted. If there is a width by which most breaks
inside sentences are explained so, the lines of a text are pieces of paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import accumulate, pairwise
from typing import NamedTuple

from cleantext.reading.edit import NARROWEST, WIDEST, Edit
from cleantext.reading.segment import STOPS

#: One width must explain so many of the breaks inside sentences, and this share of them all.
FEWEST, EXPLAINED = 3, 0.75
#: Where so many lines have no room for the next word, blank lines stand between all paragraphs.
SEPARATED = 0.9
#: What is longer is an address, or text without blanks between its words.
LONGEST_WORD = 30
_LINE = re.compile(r"[^\r\n]+")
#: Blanks, and the marks of quoted mail.
_INDENT = re.compile(r"[ \t\u00a0>]*")
_FIRST_WORD = re.compile(r"\S+")
#: What opens an item, a heading, a row, an element or a page opens a line of its own.
_OPENS = re.compile(r"[-*+•·–—#|<\f]|\d{1,3}[.)]\s")
#: Columns: three blanks, more than justified text has between words, or dots that lead to a number.
_COLUMNS = re.compile(r"\S {3,}\S|\S\t|\.{4}|(?: \.){3}")
#: The breaks that a wrapped line may have, but for the two blanks that make one in Markdown.
_ONE_BREAK = re.compile(r"[ \t]?(?:\r\n|\r|\n)")


class _Line(NamedTuple):
    """A line that is not blank: where it starts, where its first word does, and where its last one ends."""

    start: int
    word: int
    end: int

    @property
    def size(self) -> int:
        return self.end - self.start


def soft_breaks(text: str) -> list[Edit]:
    r"""Return the breaks at which *text* was wrapped, each to be read as a blank; none if the text is not wrapped.

    >>> from textwrap import fill
    >>> prose = "The council voted on Tuesday night to keep the old bridge open to all traffic, and to ask for half "
    >>> prose += "of what it will cost to mend the piers that the flood of last spring has left without their stone. "
    >>> prose += "The mayor was the only one to object, and left the hall before the vote."
    >>> len(soft_breaks(prose)), len(soft_breaks(fill(prose, 60)))
    (0, 4)
    """
    lines = _lines(text)
    inside = [pair for pair in pairwise(lines) if _goes_on(text, *pair) and _are_neighbours(text, *pair)]
    # A line that is repeated is a template's, and says no more of the width than it does once.
    inside = list({text[one.start : one.end]: (one, other) for one, other in inside}.values())
    width, explained = _width(text, inside)
    if explained < max(FEWEST, EXPLAINED * len(inside)):
        return []
    pairs = [pair for pair in pairwise(lines) if _are_neighbours(text, *pair)]
    soft = [pair for pair in pairs if _does_not_fit(text, width, *pair)]
    if len(soft) < SEPARATED * len(pairs):
        # No blank lines between the paragraphs: a sentence that ends with its line may end one.
        soft = [(one, other) for one, other in soft if text[one.end - 1] not in STOPS]
    return [Edit(one.end, other.word, " ") for one, other in soft]


def _lines(text: str) -> list[_Line]:
    lines = []
    for found in _LINE.finditer(text):
        start, end = found.span()
        indent = _INDENT.match(text, start, end)
        if indent and indent.end() < end:
            lines.append(_Line(start, indent.end(), start + len(found[0].rstrip())))
    return lines


def _width(text: str, pairs: Iterable[tuple[_Line, _Line]]) -> tuple[int, int]:
    """Return the width that explains the most of the breaks between *pairs* of lines, and how many it explains."""
    changes = [0] * (WIDEST + 2)
    for one, other in pairs:
        if NARROWEST <= one.size <= WIDEST:
            changes[one.size] += 1
            changes[min(one.size + 1 + _first_word(text, other), WIDEST + 1)] -= 1
    explained = list(accumulate(changes))
    width = max(range(len(explained)), key=explained.__getitem__)
    return width, explained[width]


def _are_neighbours(text: str, one: _Line, other: _Line) -> bool:
    """Return whether two lines may be of one paragraph: side by side, quoted alike, and without columns."""
    gap = _ONE_BREAK.match(text, one.end)
    return (
        gap is not None
        and gap.end() == other.start
        and text.count(">", one.start, one.word) == text.count(">", other.start, other.word)
        and not _OPENS.match(text, other.word)
        and not _has_columns(text, one)
        and not _has_columns(text, other)
    )


def _has_columns(text: str, line: _Line) -> bool:
    start, end = line.word, line.end
    likely = text.find("   ", start, end) >= 0 or text.find("\t", start, end) >= 0 or text.find(". .", start, end) >= 0
    return (likely or text.find("....", start, end) >= 0) and _COLUMNS.search(text, start, end) is not None


def _does_not_fit(text: str, width: int, one: _Line, other: _Line) -> bool:
    word = _first_word(text, other)
    return word <= LONGEST_WORD and one.size + 1 + word > width


def _first_word(text: str, line: _Line) -> int:
    """Return how long the first word of a line is."""
    found = _FIRST_WORD.match(text, line.word, line.end)
    return found.end() - line.word if found else 0


def _goes_on(text: str, one: _Line, other: _Line) -> bool:
    """Return whether a sentence seems to go on in the next line: no stop, no capital, no address."""
    ends = text[one.end - 1] in STOPS or text[other.word].isupper()
    return not ends and one.size <= WIDEST and _first_word(text, other) <= LONGEST_WORD
