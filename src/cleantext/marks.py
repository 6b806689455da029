"""Cuts shown where they stand: ``{--gone--}``, the deletion mark of CriticMarkup."""

from __future__ import annotations

from collections.abc import Iterable

from cleantext.cutting.cut import HasSpan
from cleantext.rule import Span

OPEN, CLOSE = "{--", "--}"


def mark(text: str, spans: Iterable[HasSpan]) -> str:
    """Return *text* with each of *spans* (code points, in order, not overlapping) between marks.

    >>> mark("Body. Sign up!", [Span(5, 14)])
    'Body.{-- Sign up!--}'
    """
    pieces: list[str] = []
    at = 0
    for span in spans:
        pieces += (text[at : span.start], OPEN, text[span.start : span.end], CLOSE)
        at = span.end
    return "".join(pieces) + text[at:]


def unmark(marked: str) -> tuple[str, list[Span]]:
    """Return the text without its marks, and the spans that were marked: the inverse of `mark`.

    Raises ``ValueError`` when a mark is not closed, or closed without having been opened.

    >>> unmark("Body.{-- Sign up!--}")
    ('Body. Sign up!', [Span(start=5, end=14)])
    """
    kept, spans, size = [], [], 0
    outside, *rest = marked.split(OPEN)
    if CLOSE in outside:
        raise ValueError(f"a mark {CLOSE} is closed that was never opened: {outside[-40:]!r}")
    kept.append(outside)
    size += len(outside)
    for piece in rest:
        inside, found, outside = piece.partition(CLOSE)
        if not found or CLOSE in outside:
            raise ValueError(f"each {OPEN} needs exactly one {CLOSE}: {piece[:40]!r}")
        spans.append(Span(size, size + len(inside)))
        kept += (inside, outside)
        size += len(inside) + len(outside)
    return "".join(kept), spans
