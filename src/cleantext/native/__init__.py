"""The same in C: `fast` scores, searches for literals and looks for markup, if it could be built.

`cleantext.judging.sight` imports the other module, which only the judge needs.
"""

from __future__ import annotations

try:
    from cleantext.native import _fast as fast
except ImportError:  # no compiler was at hand
    fast = None  # type: ignore[assignment]

__all__ = ["fast"]
