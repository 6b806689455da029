"""What became of a document as a whole, and how much of it may go."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from cleantext.rule import Removal

#: What became of a document.
Verdict = Literal["ok", "truncated", "nothing_left", "over_budget"]
#: Cuts that would take more than this share of a text are not made, unless nothing at all would be left.
BUDGETS = {"precise": 0.9, "article": 0.98}
#: Fewer code points than this, blanks aside, are no article: no budget bounds cutting them, and after a paywall they do
#: not continue it.
SMALL = 200
_COMMON_BLANKS = " \n\r\t\u00a0\u3000"


def verdict(text: str, kept: str, removed: Sequence[Removal], budget: float) -> Verdict:
    """Return ``ok``, ``truncated``, ``nothing_left`` or ``over_budget`` for *text* if the cuts leave *kept* of it."""
    if not removed:
        return "ok"
    if not kept.strip("\ufeff").strip():
        return "nothing_left"
    taken = len(text) - len(kept)
    # To count takes time. At most *taken* went, and a part of what is kept most often shows that enough is left.
    if taken > SMALL and taken > budget * (taken + _size(kept[: taken // 4])):
        whole, left = _size(text), _size(kept)
        if SMALL < whole - left > budget * whole:
            return "over_budget"
    paywalls = [removal.end for removal in removed if removal.category == "paywall"]
    return "truncated" if paywalls and _left_after(text, paywalls[-1], removed) < SMALL else "ok"


def _left_after(text: str, at: int, removed: Sequence[Removal]) -> int:
    size = 0
    for removal in removed:
        if removal.start >= at:
            size += _size(text[at : removal.start])
            at = removal.end
    return size + _size(text[at:])


def _size(text: str) -> int:
    """Return how many code points of *text* are not blank; blanks beyond `_COMMON_BLANKS` count, too."""
    return len(text) - sum(map(text.count, _COMMON_BLANKS))
