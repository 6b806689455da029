"""A line as it is searched, and a piece of one as rules see it."""

from __future__ import annotations

from typing import NamedTuple

from cleantext.reading.quotations import Quotations
from cleantext.reading.segment import inked
from cleantext.rule import Span
from cleantext.scoring.score import scorer


class Line(NamedTuple):
    """A line that is searched: the text that it stands in, where, and who speaks in it."""

    text: str
    span: Span
    quotations: Quotations


class Piece(NamedTuple):
    """A line or a sentence without the blanks around it: where it stands, and its text, folded."""

    span: Span
    folded: str


def piece_at(text: str, start: int, end: int) -> Piece:
    """Return the piece at ``text[start:end]``, which is not blank."""
    span = inked(text, start, end)
    raw = text[slice(*span)]
    folded = scorer().fold(raw)
    return Piece(span, with_lone_arrow(raw, folded) if "»" in raw else folded)


def with_lone_arrow(raw: str, folded: str) -> str:
    """Return *folded* with an arrow instead of a quotation mark for a closing guillemet of *raw* that stands alone.

    >>> from cleantext.reading.fold import fold
    >>> [with_lone_arrow(raw, fold(raw)) for raw in ("Read more »", "«Rain»")]
    ['read more >', '"rain"']
    """
    if "«" not in raw and raw.count("»") == 1:
        at = raw.index("»")
        return f"{folded[:at]}>{folded[at + 1 :]}"
    return folded
