"""The search for patterns and the score, in C and in Python, find what a plain search and the reference find."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from conftest import LOOKALIKES, PROMPTS
from hypothesis import given
from hypothesis import strategies as st
from inner import CLEANER, HALVES, MATCHER, scoring

from cleantext.finding.line import piece_at
from cleantext.finding.match import PlainSearch
from cleantext.reading.fold import fold
from cleantext.rules.index import AFTER, BEFORE, MARKS, OPENS, load
from cleantext.scoring.score import NEVER, PlainScorer, scorer


class Plain:
    """The search for patterns as one would write it first: each literal of the index looked for with ``in``."""

    rule_of, compiled = MATCHER.rule_of, MATCHER.compiled

    @property
    def search(self) -> Plain:
        """Itself."""
        return self

    def patterns(self, text: str, start: int, end: int) -> Sequence[int]:
        """Return the patterns of each literal that stands in a piece of text, and of the label that it is."""
        if not text[start:end].strip():
            return ()
        whole = b"\n" + piece_at(text, start, end).folded.encode("utf-8", "surrogatepass") + b"\n\n"
        found = {
            n
            for wanted, edges, numbers in LITERALS
            if wanted in whole and stands(whole, wanted, edges)
            for n in numbers
        }
        label = LABELS.get(whole.strip(MARKS + b"\n"), ())
        return tuple(sorted(ON.intersection(found, range(len(INDEX.patterns))) | ON.intersection(label)))


def stands(whole: bytes, wanted: bytes, edges: int) -> bool:
    """Return whether *wanted* stands somewhere where no letter goes on at its *edges*."""
    at = whole.find(wanted)
    while at >= 0:
        end = at + len(wanted)
        word = edges & BEFORE and is_letter(whole[at - 1 : at])
        word = word or (edges & OPENS and WORD_BEFORE.search(whole[:at]) is not None)
        if not word and not (edges & AFTER and is_letter(whole[end : end + 1])):
            return True
        at = whole.find(wanted, at + 1)
    return False


#: A letter of ASCII, or one of two bytes that is neither × nor ÷ nor an Arabic mark, before a blank or none.
WORD_BEFORE = re.compile(
    rb"(?:[a-z0-9]|\xc3(?![\x97\xb7])[\x80-\xbf]|\xd8(?![\x8c\x9b\x9f])[\x80-\xbf]|[\xc4-\xd7\xd9-\xdf][\x80-\xbf]) ?\Z"
)


def is_letter(byte: bytes) -> bool:
    """Return whether a byte of searched text is an ASCII letter or digit."""
    return byte.isalnum() and byte.isascii()


INDEX = load()
CATEGORIES = CLEANER._options.categories
ON = {
    n
    for n, p in enumerate(INDEX.patterns)
    if INDEX.rules[p.rule].stage == "stable" and INDEX.rules[p.rule].category in CATEGORIES
}
LITERALS = list(INDEX.triggers.rows())
LABELS = {text: set(targets) for text, _, targets in INDEX.labels.rows()}
AUTOMATON = PlainSearch(INDEX, bytes(n in ON for n in range(len(INDEX.patterns))))
with scoring(PlainScorer()):
    PLAIN = CLEANER._apart()
PLAIN._finder.rules.matcher = Plain()  # all but the search and the score is the same
pieces = st.one_of(
    st.text(st.characters(codec=None), max_size=8),
    st.sampled_from([wanted.decode("utf-8", "ignore") for wanted, _, _ in LITERALS]),
    st.sampled_from([wanted.decode("utf-8", "ignore").upper() for wanted, _, _ in LITERALS]),
    st.sampled_from([label.decode("utf-8", "ignore") for label in sorted(LABELS)]),
    st.sampled_from(HALVES),
    st.sampled_from([prompt for _, _, prompt in PROMPTS]),
    st.sampled_from([sentence for _, sentence in LOOKALIKES]),
    st.sampled_from(["The council met. " * 40, "Rain fell. ", "x" * 600]),
    st.sampled_from(
        ["\n", "\r\n", "\r", " ", "\u00a0", "’", "é", "登", "x", "😀", "\u2028", ". ", "! ", "。", "Mr. ", ""]
    ),
    st.sampled_from(["Read also: ", "Lesen Sie auch:", "相关阅读：", ":", "：", ":7"]),
)
texts = st.lists(pieces, max_size=10).map("".join)


@given(texts, st.integers(0, 20), st.integers(0, 20))
def test_each_search_finds_the_patterns_that_a_plain_one_finds(text: str, before: int, after: int) -> None:
    line = text.replace("\n", " ").replace("\r", " ")
    piece = line, before, max(0, len(line) - after)

    assert MATCHER.patterns(*piece) == AUTOMATON.patterns(*piece) == Plain().patterns(*piece)


@given(texts, st.sampled_from([NEVER, -40, 0, 12]), st.sampled_from([40, 600]))
def test_the_score_taken_in_c_is_that_of_the_reference(text: str, floor: int, longest: int) -> None:
    asked = floor, 12, 40, longest

    assert list(map(tuple, scorer().scan(text, MATCHER.search, *asked))) == list(
        map(tuple, PlainScorer().scan(text, AUTOMATON, *asked))
    )


@given(texts, st.integers(-3, 90), st.integers(-3, 90), st.booleans())
def test_a_piece_weighs_the_same_in_c_and_folds_to_the_same(text: str, start: int, end: int, alone: bool) -> None:
    assert scorer().weigh(text, start, end, alone) == PlainScorer().weigh(text, start, end, alone)
    assert scorer().fold(text) == fold(text)


@pytest.mark.parametrize("times", [10, 11, 163, 164, 600])
def test_a_piece_of_very_many_features_weighs_the_same_in_c(times: int) -> None:
    text = "Subscribe to our newsletter today! " * times

    assert scorer().weigh(text, 0, len(text), False) == PlainScorer().weigh(text, 0, len(text), False)


@given(texts)
def test_the_fast_path_cuts_what_the_plain_path_cuts(text: str) -> None:
    fast = CLEANER.inspect(text)

    with scoring(PlainScorer()):
        assert PLAIN.inspect(text) == fast
