"""The C module of the score and of the search for literals, if it could be built."""

from __future__ import annotations

try:
    from cleantext.native import _fast as fast
except ImportError:  # no compiler was at hand
    fast = None  # type: ignore[assignment]

__all__ = ["fast"]
