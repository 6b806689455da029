"""Work grows with the text and no faster, whatever the text; and the search finds what a plain search would.

Nothing here is timed. Work is counted: letters that are scored, folded and matched, places that the score picks, tries
of a pattern; and, in what is made of findings, lines of Python that run, letters taken out of the text, findings copied
from a list.
"""

from __future__ import annotations

import random
import re
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from types import FrameType
from typing import Any, SupportsIndex

import pytest
from conftest import LOOKALIKES, PROMPTS
from hypothesis import given
from hypothesis import strategies as st
from pumped import near_misses
from speed_texts import halves

from cleantext import Cleaner, cleaner, decide, heuristics, links, moved
from cleantext.cut import cut
from cleantext.fold import fold
from cleantext.index import AFTER, BEFORE, OPENS, load
from cleantext.line import piece_at
from cleantext.match import MARKS, Compiled, PlainSearch
from cleantext.rule import Finding
from cleantext.score import NEVER, PlainScorer, Scorer, scorer

CLEANER = Cleaner()
MATCHER = CLEANER._finder.rules.matcher  # the laws are about what goes on inside
#: Letters in the smaller of the texts that are compared; the larger has `TIMES` as many.
SIZE, TIMES = 20_000, 4
#: What the larger may cost beyond its share, for its edges.
SLACK = 1.15


def filled(pieces: list[str], joint: str) -> Callable[[int], str]:
    """Return a maker of texts of so many letters: *pieces* over and over, numbered so that no line comes twice."""

    def text(size: int) -> str:
        out, have, number = [], 0, 0
        while have < size:
            out.append(f"{pieces[number % len(pieces)]} {number:05}{joint}")
            have += len(out[-1])
            number += 1
        return "".join(out)

    return text


HALVES = sorted(set(halves()))
SOME = HALVES[:: max(1, len(HALVES) // 97)]
TEXTS: dict[str, Callable[[int], str]] = {
    "ordinary lines": filled([sentence for _, sentence in LOOKALIKES][::29], "\n"),
    "near-misses, a line each": filled(SOME, "\n"),
    "near-misses, one line": filled(SOME, ". "),
    "near-misses, one line without an end of sentence": filled(SOME, ", "),
    "prompts between paragraphs": filled([prompt for _, _, prompt in PROMPTS][::31], "\n\nRain fell on Monday.\n\n"),
    "prompts, one line": filled([prompt for _, _, prompt in PROMPTS][::31], " Rain fell. "),
    "one word": filled(["subscribe"], " "),
    "one letter": lambda size: "a" * size,
    "blanks": lambda size: " " * size,
    "blank lines": lambda size: "\n" * size,
    "carriage returns": lambda size: "\r" * size,
    "open quotations": filled(["“subscribe"], "\n"),
    "open quotations, one line": filled(["“subscribe"], " "),
    "stops": lambda size: ". A" * (size // 3),
    "marks around labels": filled(["-•>» Share"], "\n"),
    "wide letters": filled(["登录"], "。"),
    "headings": lambda size: "Related articles\n\n" * (size // 18),
}
#: Where findings become cuts.
AFTERWARDS = {module.__file__ for module in (cleaner, decide, heuristics, links, moved)}


class Work(Counter[str]):
    """How often the parts of a cleaner did their work."""

    def step(self, _: FrameType, event: str, __: object) -> object:
        """Count a line of Python that runs, as a trace function of its frame."""
        self["steps"] += event == "line"
        return self.step

    def trace(self, frame: FrameType, _: str, __: object) -> object:
        """Count the lines that run in the modules `AFTERWARDS`."""
        return self.step if frame.f_code.co_filename in AFTERWARDS else None

    def text(self, text: str) -> str:
        """Return *text*, which counts the letters that the modules `AFTERWARDS` take out of it."""
        work = self

        class Letters(str):
            __slots__ = ()

            def __getitem__(self, key: SupportsIndex | slice) -> str:
                part = str.__getitem__(self, key)
                work["letters"] += len(part) if sys._getframe(1).f_code.co_filename in AFTERWARDS else 0
                return part

        return Letters(text)

    def findings(self, findings: Sequence[Finding]) -> Sequence[Finding]:
        """Return *findings*, which count those that are copied."""
        work = self

        class Findings(list[Finding]):
            def __getitem__(self, key: Any) -> Any:
                part = list.__getitem__(self, key)
                work["copied"] += len(part) if isinstance(key, slice) else 0
                return part

        return Findings(findings)


@contextmanager
def scoring(made: Scorer) -> Iterator[None]:
    """Make *made* the scorer of every module, and of every cleaner that is made inside."""
    with pytest.MonkeyPatch.context() as patch:
        for name, module in list(sys.modules.items()):
            if name.startswith("cleantext.") and getattr(module, "scorer", None) is scorer:
                patch.setattr(module, "scorer", lambda: made)
        yield


@pytest.fixture
def count(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], Work]]:
    """Return a function that cleans a text with nothing remembered, and returns the work that it took."""
    work = Work()
    real = scorer()

    class Counted:
        """Stands before the matcher and the scorer."""

        rule_of, search = MATCHER.rule_of, MATCHER.search

        def patterns(self, text: str, start: int, end: int) -> Sequence[int]:
            work["matched"] += end - start
            return MATCHER.patterns(text, start, end)

        def compiled(self, number: int) -> Compiled:
            work["tries"] += 1
            return MATCHER.compiled(number)

        def scan(self, text: str, search: Any, *asked: int) -> list[Any]:
            # Without patterns, the start of a text is asked what it is about.
            work["scanned" if search else "leafed through"] += len(text)
            found = real.scan(text, search, *asked)
            work["looks"] += len(found)
            return found

        def weigh(self, text: str, start: int, end: int, alone: bool, /) -> tuple[int, int, int]:
            work["weighed"] += end - start
            return real.weigh(text, start, end, alone)

        def fold(self, text: str, /) -> str:
            work["folded"] += len(text)
            return real.fold(text)

    def counted(step: Callable[..., Sequence[Finding]], *given: object) -> Sequence[Finding]:
        return work.findings(step(*given))

    for step in (cleaner.settle, cleaner.supported, cleaner.link_runs):
        monkeypatch.setattr(cleaner, step.__name__, partial(counted, step))
    monkeypatch.setattr(cleaner, "cut", lambda text, cuts: work.text(cut(text, cuts)))

    def run(text: str) -> Work:
        work.clear()
        counting._finder.forget()  # what is remembered would hide the work
        before = sys.gettrace()
        sys.settrace(work.trace)
        try:
            counting.inspect(work.text(text))
        finally:
            sys.settrace(before)
        return Work(work)

    with scoring(Counted()):
        counting = CLEANER._apart()
        counting._finder.rules.matcher = Counted()
        yield run


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_four_times_as_long_is_at_most_four_times_the_work(name: str, count: Callable[[str], Work]) -> None:
    small, large = count(TEXTS[name](SIZE)), count(TEXTS[name](SIZE * TIMES))

    # One round more reads everything once more; how many rounds there are is the next test's matter.
    rounds = max(1.0, large["scanned"] / max(1, TIMES * small["scanned"]))
    grown = {
        what: (small[what], large[what]) for what in large if large[what] > TIMES * small[what] * SLACK * rounds + 50
    }
    assert grown == {}


@pytest.mark.parametrize("size", [SIZE, SIZE * TIMES])
@pytest.mark.parametrize("name", TEXTS)
def test_no_text_is_searched_more_often_than_a_few_times(name: str, size: int, count: Callable[[str], Work]) -> None:
    text = TEXTS[name](size)

    assert count(text)["scanned"] <= 5 * len(text)


def test_near_misses_try_some_patterns_but_few_per_letter(count: Callable[[str], Work]) -> None:
    texts = [text(SIZE * TIMES) for name, text in TEXTS.items() if "near-miss" in name]
    tried = [count(text)["tries"] / len(text) for text in texts]

    assert 0 < max(tried) <= 1 / 40


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


@given(texts, st.sampled_from([NEVER, -40, 0, 12]), st.sampled_from([NEVER, -40, 0, 12]), st.sampled_from([40, 600]))
def test_the_score_taken_in_c_is_that_of_the_reference(text: str, floor: int, joins: int, longest: int) -> None:
    asked = floor, joins, 12, 40, longest

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


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Raise `TimeoutError` inside when it takes longer."""

    def ring(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="there is no alarm to stop a search that runs away")
def test_no_pattern_runs_away_on_a_text_that_it_almost_matches() -> None:
    """A pattern that tries every way to split a row of marks takes minutes; the seconds allowed measure no speed."""
    index = load()
    rng = random.Random(11)
    for number, pattern in enumerate(index.patterns):
        for text in map(fold, near_misses(pattern.text, rng)):
            try:
                with at_most(2):
                    MATCHER.compiled(number).search(text)
            except TimeoutError:
                pytest.fail(f"{index.rules[pattern.rule].id}, pattern {pattern.number} runs away on {text!r}")
