"""A piece of a line as it is judged: its text, the same folded, and where it stands."""

from __future__ import annotations

from typing import NamedTuple

from cleantext.rule import Span
from cleantext.score import scorer


class Piece(NamedTuple):
    """A line or a sentence of *text* without the blanks around it."""

    text: str
    span: Span
    raw: str
    folded: str


def piece_at(text: str, start: int, end: int) -> Piece:
    """Return the piece at ``text[start:end]``, which is not blank."""
    raw = text[start:end]
    if raw[0].isspace() or raw[-1].isspace():
        stripped = raw.strip()
        start += raw.find(stripped)
        raw = stripped
    folded = scorer().fold(raw)
    return Piece(text, Span(start, start + len(raw)), raw, with_lone_arrow(raw, folded) if "»" in raw else folded)


def with_lone_arrow(raw: str, folded: str) -> str:
    """Return *folded*, in which a guillemet of *raw* without its other half is an arrow, not a quotation mark.

    >>> from cleantext.fold import fold
    >>> [with_lone_arrow(raw, fold(raw)) for raw in ("Read more »", "«Rain»")]
    ['read more >', '"rain"']
    """
    if "«" not in raw and raw.count("»") == 1:
        at = raw.index("»")
        return f"{folded[:at]}>{folded[at + 1 :]}"
    return folded
