"""Cut spans out of text.

This is the only module that deletes characters. Whatever a rule, a heuristic or a model decides, the text that
remains is made of slices of the input, never rebuilt.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol


class HasSpan(Protocol):
    """Anything with a start and an end, in code points of the text."""

    @property
    def start(self) -> int:
        """The first code point."""

    @property
    def end(self) -> int:
        """One past the last code point."""


def cut(text: str, spans: Iterable[HasSpan]) -> str:
    """Return *text* without *spans* (code points, in order of start); overlapping spans are cut once.

    >>> from cleantext.rule import Span
    >>> cut("Body. Sign up! More.", [Span(6, 15)])
    'Body. More.'
    """
    kept, at = [], 0
    for span in spans:
        if span.start > at:
            kept.append(text[at : span.start])
        at = max(at, span.end)
    kept.append(text[at:])
    return "".join(kept)
