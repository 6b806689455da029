"""A line as it is judged: its text, the same folded, and the sentences in it."""

from __future__ import annotations

from typing import NamedTuple

from cleantext.fold import fold
from cleantext.rule import Span


class Line(NamedTuple):
    """A line of *text*, and the same folded."""

    text: str
    span: Span
    folded: str

    @classmethod
    def of(cls, text: str, span: Span) -> Line:
        """Return the line at *span*."""
        return cls(text, span, fold(text[span.start : span.end]))

    def piece(self, sentence: Span) -> tuple[int, str, str]:
        """Return where a sentence of the line starts, blanks around it aside, what it is, and the same folded."""
        raw = self.text[sentence.start : sentence.end]
        stripped = raw.strip()
        start = sentence.start + raw.find(stripped) if stripped else sentence.end
        at = start - self.span.start
        return start, stripped, self.folded[at : at + len(stripped)]


def with_lone_arrow(raw: str, folded: str) -> str:
    """Return *folded*, in which a guillemet of *raw* without its other half is an arrow, not a quotation mark.

    >>> [with_lone_arrow(raw, fold(raw)) for raw in ("Read more »", "«Rain»")]
    ['read more >', '"rain"']
    """
    if "»" in raw and "«" not in raw and raw.count("»") == 1:
        at = raw.index("»")
        return f"{folded[:at]}>{folded[at + 1 :]}"
    return folded
