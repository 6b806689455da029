"""The inner parts of a cleaner, for tests that count their work or put others in their place."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from speed_texts import halves

from cleantext import Cleaner
from cleantext.scoring.score import Scorer, scorer

CLEANER = Cleaner()
MATCHER = CLEANER._finder.rules.matcher
#: Near-misses of every pattern.
HALVES = sorted(set(halves()))


@contextmanager
def scoring(made: Scorer) -> Iterator[None]:
    """Make *made* the scorer of every module, and of every cleaner that is made inside."""
    with pytest.MonkeyPatch.context() as patch:
        for name, module in list(sys.modules.items()):
            if name.startswith("cleantext.") and getattr(module, "scorer", None) is scorer:
                patch.setattr(module, "scorer", lambda: made)
        yield
