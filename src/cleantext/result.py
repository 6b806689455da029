"""What became of a text."""

from __future__ import annotations

from typing import Any, NamedTuple

from cleantext.deciding.verdict import Verdict
from cleantext.rule import Removal


class Result(NamedTuple):
    """What was left, what was removed, and what became of the document as a whole.

    ``removed`` is in order and does not overlap; offsets are code points of ``source``, the text that was cleaned.
    ``verdict`` is ``ok``, ``truncated`` (a paywall ended the article: fewer than 200 code points follow it, blanks
    aside), ``nothing_left`` (only boilerplate) or ``over_budget``: the cuts would have taken too much, or did not
    settle, so none was made. ``title`` and ``metadata`` come from HTML.
    """

    text: str
    removed: tuple[Removal, ...]
    verdict: Verdict
    source: str
    title: str | None = None
    metadata: dict[str, Any] | None = None

    def rebuild(self) -> str:
        """Return the input, put together again from what was kept and what was removed.

        >>> from cleantext import Cleaner
        >>> result = Cleaner().inspect("Rain fell.\\n\\n© 2024 The Post")
        >>> result.text, result.rebuild() == result.source
        ('Rain fell.', True)
        """
        pieces: list[str] = []
        kept = at = 0
        for removal in self.removed:
            size = removal.start - at
            pieces += (self.text[kept : kept + size], self.source[removal.start : removal.end])
            kept, at = kept + size, removal.end
        return "".join(pieces) + self.text[kept:]
