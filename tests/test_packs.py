"""Laws over all packs: what each rule promises in its own file is true."""

from __future__ import annotations

import copy
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest
import regex
from conftest import GAPS, expect

from cleantext import Cleaner
from cleantext.cutting.cut import cut
from cleantext.finding.match import Compiled, Search
from cleantext.finding.rule_finder import Matching, RuleFinder
from cleantext.marks import unmark
from cleantext.reading.fold import fold
from cleantext.reading.quotations import SILENCE
from cleantext.reading.segment import lines, sentences
from cleantext.rule import CATEGORIES, OPTIONAL_CATEGORIES, Finding, Rule, Span
from cleantext.rules.compile import build
from cleantext.rules.index import FILE, load, saved
from cleantext.rules.pack import Source, shipped
from cleantext.rules.patterns import expanded, fold_pattern

PACKS = shipped()
SOURCES = [source for pack in PACKS for source in pack.sources]
CLEANER, EVERYTHING = Cleaner(), Cleaner(remove=OPTIONAL_CATEGORIES)


def examples(kind: str) -> list[object]:
    return [
        pytest.param(source, example, f"{kind} {source.rule.id} {number}", id=f"{source.rule.id}-{number}")
        for source in SOURCES
        for number, example in enumerate(getattr(source, kind))
    ]


def test_all_known_gaps_are_of_examples_and_patterns_that_exist() -> None:
    keys = {
        f"{kind} {source.rule.id} {number}"
        for source in SOURCES
        for kind in ("remove", "keep", "patterns")
        for number in range(len(getattr(source, kind)))
    }

    assert {*GAPS["examples"], *(f"patterns {key}" for key in GAPS["patterns"])} <= keys


def cleaner_for(source: Source) -> Cleaner:
    return EVERYTHING if source.rule.category in OPTIONAL_CATEGORIES else CLEANER


@pytest.mark.parametrize(("source", "example", "key"), examples("remove"))
def test_cleaning_removes_exactly_what_an_example_marks(source: Source, example: str, key: str) -> None:
    text, marked = unmark(example)
    result = cleaner_for(source).inspect(text)

    expect("examples", key, result.text == cut(text, marked))


class OneRule:
    """The matcher of all shipped rules, of whose patterns only those of one rule are tried."""

    def __init__(self, shipped: Matching, id_: str) -> None:
        self._shipped, self._id = shipped, id_

    @property
    def search(self) -> Search:
        return self._shipped.search

    def patterns(self, text: str, start: int, end: int) -> Sequence[int]:
        return [number for number in self._shipped.patterns(text, start, end) if self.rule_of(number).id == self._id]

    def rule_of(self, number: int) -> Rule:
        return self._shipped.rule_of(number)

    def compiled(self, number: int) -> Compiled:
        return self._shipped.compiled(number)


RULES = RuleFinder(load(), None, frozenset(CATEGORIES))


def found_by(rule: Rule, text: str) -> list[Finding]:
    """What one rule finds in the lines of a text and in their sentences, whatever they score."""
    alone = copy.copy(RULES)
    alone.matcher = OneRule(RULES.matcher, rule.id)
    found = []
    for line in lines(text):
        parts = list(sentences(text, line))
        found += alone.find(text, line, 0, SILENCE, single=True, alone=True) if parts else []
        for part in parts if len(parts) > 1 else []:
            found += alone.find(text, part, 0, SILENCE, single=True, alone=False)
    return found


#: Examples whose rule does not find them: what is cut there is cut by another rule, or by the score.
FOUND_BY_OTHERS = {"el/share-row 1", "en/photo-credit-line 0", "ja/related-heading 2", "uk/follow-and-share 2"}


@pytest.mark.parametrize(("source", "example", "key"), examples("remove"))
def test_a_rule_finds_its_own_examples_and_nothing_beside_them(source: Source, example: str, key: str) -> None:
    text, marked = unmark(example)
    found = found_by(source.rule, text)

    assert bool(found) is (key.removeprefix("remove ") not in FOUND_BY_OTHERS)
    assert [f for f in found if not any(start <= f.start and f.end <= end for start, end in marked)] == []


@pytest.mark.parametrize(("source", "example", "key"), examples("keep"))
def test_no_rule_touches_a_sentence_that_must_stay(source: Source, example: str, key: str) -> None:
    expect("examples", key, EVERYTHING.inspect(example).removed == ())


@pytest.mark.parametrize(("source", "example"), [(s, example) for s in SOURCES for example in s.missed])
def test_a_known_gap_is_still_a_gap(source: Source, example: str) -> None:
    text, marked = unmark(example)

    assert cleaner_for(source).clean(text) != cut(text, marked), "the gap is closed: move the example up to remove"


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.rule.id)
def test_every_pattern_earns_a_remove_example(source: Source) -> None:
    pieces = []
    for example in source.remove:
        text, marked = unmark(example)
        for span in marked:
            for line in lines(text[span.start : span.end]):
                at = Span(span.start + line.start, span.start + line.end)
                pieces += [fold(text[a:b].strip()) for a, b in (at, *sentences(text, at))]
    for number, pattern in enumerate(source.patterns):
        compiled = regex.compile(fold_pattern(expanded(pattern, source.rule.language, load().words)))
        expect("patterns", f"{source.rule.id} {number}", any(compiled.search(piece) for piece in pieces))


#: Examples to keep that share no word with their rule, so that they show little; better ones are to be written.
NO_NEAR_MISS = """
ar/first-published 2
ar/locked-content 1
ar/opinion-disclaimer 0
ar/page-labels 0
ar/related-link 1
ar/share-row 0
ar/support-appeal 1
ar/terms-labels 1
common/bare-web-address 3
common/html-tags-only 0
cs/donation-appeal 1
el/tag-row 1
en/browser-notice 0
en/photo-credit-line 2
en/related-heading 3
es/already-subscriber-question 1
es/follow-us 0
hi/cookie-buttons 0
hi/related-heading 0
hi/related-link 0
it/related-heading 1
ko/related-heading 0
ko/sign-in-to-read-on 1
no/photo-credit 0
ru/opinion-disclaimer 1
sv/photo-credit 0
tr/adblock-notice 1
""".splitlines()

_ESCAPES = re.compile(r"\\.|\{\d+,?\d*\}")
_WORDS = regex.compile(r"[^\W_]{2,}|[©@#]")
_UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}]")


def stems(text: str, language: str) -> set[str]:
    """The words of a text but for the commonest of the language, five letters of each.

    Of Hangul two syllables; of a script without blanks every two letters in a row.
    """
    found = set()
    for word in _WORDS.findall(fold(text)):
        if _UNSPACED.search(word):
            found.update(word[at : at + 2] for at in range(len(word) - 1))
        elif word not in commonest(language):
            found.add(word[:2] if regex.match(r"\p{Hangul}", word) else word[:5])
    return found


@cache
def commonest(language: str) -> frozenset[str]:
    return frozenset(map(fold, load().words.get(language, {}).get("function", ())))


@cache
def own_stems(source: Source) -> set[str]:
    language = source.rule.language
    removed = [text[start:end] for text, marked in map(unmark, source.remove) for start, end in marked]
    written = [_ESCAPES.sub(" ", expanded(pattern, language, load().words)) for pattern in source.patterns]
    return stems(" ".join((*removed, *written)), language)


@pytest.mark.parametrize(("source", "example", "key"), examples("keep"))
def test_every_keep_shares_a_word_with_its_rule(source: Source, example: str, key: str) -> None:
    shares = not own_stems(source).isdisjoint(stems(example, source.rule.language))

    assert shares is (key.removeprefix("keep ") not in NO_NEAR_MISS)


def test_every_rule_has_something_to_keep() -> None:
    assert [source.rule.id for source in SOURCES if not source.keep] == []


def test_a_sentence_about_something_else_seldom_shares_a_word_with_a_rule() -> None:
    sources = [source for source in SOURCES if source.rule.language == "en"]
    others = {line for s in sources for e in s.remove for line in cut(*unmark(e)).splitlines() if len(line.split()) > 3}
    pairs = [(source, line) for source in sources for line in others]

    assert sum(not own_stems(source).isdisjoint(stems(line, "en")) for source, line in pairs) < len(pairs) / 8


def test_ids_are_unique() -> None:
    ids = [source.rule.id for source in SOURCES]

    assert len(ids) == len(set(ids))


def test_the_shipped_index_is_fresh() -> None:
    assert saved(build(shipped())) == Path(FILE).read_bytes(), "run: python -m cleantext.rules.compile"
