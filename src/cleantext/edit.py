"""What a reader does not notice, edited away before a text is read (`cleantext.view`)."""

from __future__ import annotations

from typing import NamedTuple


class Edit(NamedTuple):
    """``source[start:end]`` is read as ``text``.

    ``tag`` is ``name`` if a tag is opened there, ``/name`` if one is closed, and empty otherwise.
    """

    start: int
    end: int
    text: str
    tag: str = ""

    @property
    def closes(self) -> bool:
        """Whether a tag is closed there."""
        return self.tag.startswith("/")

    @property
    def opens(self) -> bool:
        """Whether a tag is opened there."""
        return self.tag != "" and not self.closes
