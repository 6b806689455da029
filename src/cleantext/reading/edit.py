"""What a reader does not notice, edited away before a text is read (`cleantext.reading.view`)."""

from __future__ import annotations

from typing import NamedTuple

#: The widths that text is wrapped to, in code points.
NARROWEST, WIDEST = 33, 132


class Edit(NamedTuple):
    """``source[start:end]`` is read as ``text``.

    ``pair`` is the number of an element if its start tag is there, the negative number if its end tag is, else 0.
    """

    start: int
    end: int
    text: str
    pair: int = 0
