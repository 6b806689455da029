"""The search for literals loses no match: where a pattern matches, one of its literals or its label is found."""

from __future__ import annotations

import pytest

from cleantext.compile import build
from cleantext.fold import fold
from cleantext.line import piece_at
from cleantext.match import Matcher
from cleantext.pack import parse_pack
from cleantext.rule import CATEGORIES


def matcher_of(*patterns: str, cuts: str = "line") -> Matcher:
    rule = {"id": "a-rule", "why": "because", "cuts": cuts, "patterns": list(patterns)}
    return Matcher(build([parse_pack({"category": "support", "rule": [rule]}, "my.toml")]), None, frozenset(CATEGORIES))


def lost(matcher: Matcher, number: int, text: str) -> bool:
    """Return whether a pattern matches a text and is not tried on it."""
    folded = piece_at(text, 0, len(text)).folded
    return bool(matcher.compiled(number).search(folded)) and number not in matcher.patterns(text, 0, len(text))


LINE = "harbour cam, the swing bridge, the lock gates, the fish market, the ferry, the quay and the old town hall, live"


@pytest.mark.parametrize("cuts", ["line", "sentence"])
@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (f"^{LINE}$", LINE),
        (rf"^\W{{0,6}}{LINE[:80]}\W{{0,6}}$", f"👉👉👉 {LINE[:80]} 👈👈👈"),
    ],
)
def test_a_pattern_of_ones_own_is_tried_on_a_text_that_it_matches(pattern: str, text: str, cuts: str) -> None:
    matcher = matcher_of(pattern, cuts=cuts)

    assert matcher.compiled(0).search(fold(text))
    assert not lost(matcher, 0, text)
