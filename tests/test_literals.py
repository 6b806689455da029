"""The search for literals loses no match: where a pattern matches, one of its literals or its label is found."""

from __future__ import annotations

import random
import re
import sys
from itertools import islice
from pathlib import Path

import pytest
from pumped import likely_matches

from cleantext import PackError, clean
from cleantext.finding.line import piece_at
from cleantext.finding.match import Matcher
from cleantext.reading.fold import fold
from cleantext.rule import CATEGORIES, Rule
from cleantext.rules.compile import build
from cleantext.rules.index import EDGE, OPENING, load
from cleantext.rules.literals import covers
from cleantext.rules.pack import parse_pack

#: Texts that are written for each pattern.
SAMPLE = 16


def matcher_of(*patterns: str, cuts: str = "line") -> Matcher:
    rule = {"id": "a-rule", "why": "because", "cuts": cuts, "patterns": list(patterns)}
    return Matcher(build([parse_pack({"category": "support", "rule": [rule]}, "my.toml")]), None, frozenset(CATEGORIES))


def lost(matcher: Matcher, number: int, text: str) -> bool:
    """Return whether a pattern matches a text and is not tried on it."""
    folded = piece_at(text, 0, len(text)).folded
    return bool(matcher.compiled(number).search(folded)) and number not in matcher.patterns(text, 0, len(text))


def test_a_shipped_pattern_is_tried_on_every_text_that_it_matches() -> None:
    index, rng = load(), random.Random(7)
    matcher = Matcher(index, None, frozenset(CATEGORIES))
    on = [number for number, owner in enumerate(index.owners) if index.rules[owner].stage == "stable"]
    texts = [
        (number, around.format(text.replace("\n", " ")))
        for number in on
        for text in islice(likely_matches(index.patterns[number].text, rng), SAMPLE)
        for around in ("{}", "- {}!", "x {}x")
        if text.strip()
    ]
    matched = {number for number, text in texts if matcher.compiled(number).search(fold(text.strip()))}

    assert len(matched) > 0.8 * len(on)
    assert [(rule_of(matcher, n), text) for n, text in texts if lost(matcher, n, text)] == []


def rule_of(matcher: Matcher, number: int) -> str:
    rule: Rule = matcher.rule_of(number)
    return rule.id


LINE = "harbour cam, the swing bridge, the lock gates, the fish market, the ferry, the quay and the old town hall, live"


@pytest.mark.parametrize("cuts", ["line", "sentence"])
@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (r"^harbour cam: \b.{2,40}$", "Harbour cam: the swing bridge"),
        (r"^\(harbour cam\)\b.{2,40}", "(Harbour cam)live"),
        (r"^.{2,40}\b, harbour cam", "Live, harbour cam"),
        (r"^.{2,40}\b harbour cam\b", "Live harbour cam: the swing bridge"),
        (r"^(?:^\W{0,6})harbour cam\b", "* Harbour cam"),
        (r"\bharbour cam(?:\W{0,6}$)$", "Harbour cam >>"),
        (f"^{LINE}$", LINE),
        (rf"^\W{{0,6}}{LINE[:80]}\W{{0,6}}$", f"👉👉👉 {LINE[:80]} 👈👈👈"),
        (r"^今すぐ登録？（無料）$", "今すぐ登録？（無料）"),
    ],
)
def test_a_pattern_of_ones_own_is_tried_on_a_text_that_it_matches(pattern: str, text: str, cuts: str) -> None:
    matcher = matcher_of(pattern, cuts=cuts)

    assert matcher.compiled(0).search(fold(text))
    assert not lost(matcher, 0, text)


@pytest.mark.parametrize(
    ("pattern", "literal"),
    [
        (r"\bcam\b", f"{EDGE}cam{EDGE}"),
        (r"^\W{0,6}cam\b", f"{OPENING}cam{EDGE}"),
        (r"\bकैमरे\b", f"{EDGE}कैमरे{EDGE}"),
        (r"\b cam \b", " cam "),
        (r"\b\(cam\)\b", "(cam)"),
    ],
)
def test_a_boundary_is_the_edge_of_a_word_only_beside_one(pattern: str, literal: str) -> None:
    assert covers(pattern) == [{literal}]


@pytest.mark.parametrize(
    "pattern", ["(?=.*coffee)", "(?!.{2,}coffee)", "(?<=x)(?:(?:a+)|b)", "(x)?(?(1).*|y)", "(?:.+?)"]
)
def test_a_repeat_without_a_bound_is_refused_wherever_it_stands(pattern: str) -> None:
    with pytest.raises(PackError, match=re.escape("a repeat has no bound; write {0,60} instead of * or +")):
        matcher_of(f"^buy the gazette{pattern}")


@pytest.mark.skipif(sys.version_info < (3, 11), reason="Python 3.10 refuses the syntax itself")
@pytest.mark.parametrize("pattern", ["(?>.*)", ".*+", ".++", "(?:a|b)++", ".{2,}+", "(?>(?:x{0,9}y)*)"])
def test_a_repeat_that_gives_nothing_back_has_a_bound_too(pattern: str) -> None:
    with pytest.raises(PackError, match="a repeat has no bound"):
        matcher_of(f"^buy the gazette{pattern}")


@pytest.mark.parametrize("pattern", ["(?!(?:.{0,900}x){0,900}y)", "(x)?(?(1)(?:.{0,90}x){0,90}|y)"])
def test_nested_repeats_are_bounded_wherever_they_stand(pattern: str) -> None:
    with pytest.raises(PackError, match="nested repeats multiply to"):
        matcher_of(f"^buy the gazette{pattern}")


def test_a_control_character_is_refused_in_a_look_ahead_too() -> None:
    with pytest.raises(PackError, match="holds a control character"):
        matcher_of("^buy the gazette(?!\\x1e)")


@pytest.mark.parametrize("pattern", [r"^(?P<Paper>buy the gazette) (?P=Paper)$", r"^(buy the gazette) \1$"])
def test_a_group_may_have_a_name(tmp_path: Path, pattern: str) -> None:
    pack = tmp_path / "my.toml"
    pack.write_text(f"category = 'support'\n[[rule]]\nid = 'a'\nwhy = 'because'\npatterns = ['{pattern}']\n", "utf-8")
    line = "Buy the Gazette buy the Gazette\n"

    assert clean(f"Rain fell.\n{line}Sun.\n", packs=[pack]) == "Rain fell.\nSun.\n"


@pytest.mark.parametrize("mark", ["✕", "×", "÷", "→"])
def test_a_mark_before_a_literal_is_no_word_that_goes_on_into_it(mark: str) -> None:
    matcher = matcher_of(r"^\W{0,8}(?:sign up|subscribe) to the gazette")

    assert not lost(matcher, 0, f"{mark} subscribe to the gazette")
