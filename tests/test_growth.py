"""Work grows with the text and no faster, whatever the text; and the search finds what a plain search would.

Nothing here is timed. Work is counted: candidates, hits, tries of a pattern, letters that the search for sentences reads.
"""

from __future__ import annotations

import pickle
import random
import re
import signal
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

import pytest
from conftest import LOOKALIKES, PROMPTS
from hypothesis import given
from hypothesis import strategies as st
from pumped import near_misses

import cleantext.find
from cleantext import Cleaner
from cleantext.find import Finder
from cleantext.fold import fold
from cleantext.index import EDGE, OPENING, load
from cleantext.marks import unmark
from cleantext.match import LONGEST_LABEL, MARKS, Candidate, Matcher, searchable
from cleantext.pack import shipped
from cleantext.rule import Span
from cleantext.segment import lines

CLEANER = Cleaner()
FINDER = CLEANER._finder  # noqa: SLF001 - the laws are about what goes on inside
MATCHER = FINDER._matcher  # noqa: SLF001
#: Letters in the smaller of the texts that are compared; the larger has `TIMES` as many.
SIZE, TIMES = 20_000, 4
#: What the larger may cost beyond its share, for its edges.
SLACK = 1.15


def halves() -> list[str]:
    """Return near-misses of every pattern: each marked prompt of each rule's examples, cut in half."""
    prompts = (
        text[start:end].strip()
        for pack in shipped()
        for source in pack.sources
        for text, spans in map(unmark, source.remove)
        for start, end in spans
    )
    return sorted({prompt[: (len(prompt) + 1) // 2] for prompt in prompts if len(prompt) > 1 and "\n" not in prompt})


def filled(pieces: list[str], joint: str) -> Callable[[int], str]:
    """Return a maker of texts of so many letters: *pieces* over and over, numbered so that no line comes twice."""

    def text(size: int) -> str:
        out, have, number = [], 0, 0
        while have < size:
            out.append(f"{pieces[number % len(pieces)]} {number}{joint}")
            have += len(out[-1])
            number += 1
        return "".join(out)

    return text


HALVES = halves()
SOME = HALVES[:: max(1, len(HALVES) // 97)]
TEXTS: dict[str, Callable[[int], str]] = {
    "ordinary lines": filled([sentence for _, sentence in LOOKALIKES][::7], "\n"),
    "near-misses, a line each": filled(SOME, "\n"),
    "near-misses, one line": filled(SOME, ". "),
    "near-misses, one line without an end of sentence": filled(SOME, ", "),
    "prompts between paragraphs": filled([prompt for _, _, prompt in PROMPTS][::29], "\n\nRain fell on Monday.\n\n"),
    "prompts, one line": filled([prompt for _, _, prompt in PROMPTS][::29], " Rain fell. "),
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
}


class Work(Counter[str]):
    """How often the parts of a cleaner did their work."""


@pytest.fixture
def count(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], Work]]:
    """Return a function that cleans a text with nothing remembered, and returns the work that it took."""
    work = Work()
    compiled, candidates, sentences = MATCHER.compiled, MATCHER.candidates, cleantext.find.sentences

    def counted_compiled(number: int) -> object:
        work["tries"] += 1
        return compiled(number)

    def counted_candidates(text: str) -> Iterator[object]:
        work["searched"] += len(text)
        for candidate in candidates(text):
            work["candidates"] += 1
            work["hits"] += len(candidate.hits)
            yield candidate

    def counted_sentences(text: str, line: Span) -> Iterator[object]:
        work["read for sentences"] += line.end - line.start
        return sentences(text, line)

    monkeypatch.setattr(MATCHER, "compiled", counted_compiled)
    monkeypatch.setattr(MATCHER, "candidates", counted_candidates)
    monkeypatch.setattr("cleantext.find.sentences", counted_sentences)

    def run(text: str) -> Work:
        work.clear()
        FINDER._memory.clear()  # noqa: SLF001 - what is remembered would hide the work
        CLEANER.inspect(text)
        return Work(work)

    yield run
    FINDER._memory.clear()  # noqa: SLF001


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_four_times_as_long_is_at_most_four_times_the_work(name: str, count: Callable[[str], Work]) -> None:
    small, large = count(TEXTS[name](SIZE)), count(TEXTS[name](SIZE * TIMES))

    # One round more reads everything once more; how many rounds there are is the next test's matter.
    rounds = max(1.0, large["searched"] / max(1, TIMES * small["searched"]))
    grown = {what: (small[what], large[what]) for what in large if large[what] > TIMES * small[what] * SLACK * rounds + 50}
    assert grown == {}


@pytest.mark.parametrize("size", [SIZE, SIZE * TIMES])
@pytest.mark.parametrize("name", TEXTS)
def test_no_text_is_searched_more_often_than_a_few_times(name: str, size: int, count: Callable[[str], Work]) -> None:
    text = TEXTS[name](size)

    assert count(text)["searched"] <= 5 * len(text)


@pytest.mark.parametrize("name", [name for name in TEXTS if "near-miss" in name])
def test_a_near_miss_tries_few_patterns_per_letter(name: str, count: Callable[[str], Work]) -> None:
    ordinary, hostile = count(TEXTS["ordinary lines"](SIZE * TIMES)), count(TEXTS[name](SIZE * TIMES))

    assert hostile["tries"] <= 12 * max(ordinary["tries"], 1)


class Plain:
    """The search as one would write it first: each literal of the index looked for in each line with ``find``."""

    def __init__(self) -> None:
        index = load()
        rules = [rule.stage == "stable" and rule.category in CATEGORIES for rule in index.rules]
        on = {n for n, pattern in enumerate(index.patterns) if rules[pattern.rule]}
        on |= set(range(-len(index.languages), 0))
        triggers = {literal: on.intersection(numbers) for literal, numbers in index.triggers.items()}
        self._literals = [(text.strip(EDGE + OPENING).encode(), text, numbers) for text, numbers in triggers.items() if numbers]
        self._labels: dict[bytes, set[int]] = {}
        for label, numbers in index.labels.items():
            self._labels.setdefault(label.encode("utf-8", "surrogateescape").strip(MARKS), set()).update(on.intersection(numbers))
        self._targets: list[set[int]] = []
        self.compiled = MATCHER.compiled

    def candidates(self, text: str) -> Iterator[Candidate]:
        """Yield each line that is a label or holds a literal."""
        for line in lines(text):
            data = searchable(text[line.start : line.end])
            hits = sorted(self._hits(data), key=lambda hit: hit[1])
            if hits:
                yield Candidate(line, hits, data)

    def _hits(self, data: bytes) -> Iterator[tuple[int, int]]:
        whole = b"\n" + data + b"\n"
        for wanted, literal, numbers in self._literals:
            if wanted in whole:
                yield from ((self._entry(numbers), min(end - 1, len(data))) for end in ends(whole, wanted, literal))
        label = self._labels.get(data.strip(MARKS)) if len(data) < LONGEST_LABEL else None
        if label is not None:
            yield self._entry(label), len(data)

    def _entry(self, numbers: set[int]) -> int:
        self._targets.append(numbers)
        return len(self._targets) - 1

    def targets(self, hits: Iterable[tuple[int, int]]) -> set[int]:
        """Return all that the literals of *hits* lead to."""
        return {number for entry, _ in hits for number in self._targets[entry]}


def ends(whole: bytes, wanted: bytes, literal: str) -> Iterator[int]:
    """Yield where *wanted* ends, each time no letter goes on where *literal* says that a word has to end."""
    at = whole.find(wanted)
    while at >= 0:
        end = at + len(wanted)
        word = literal[0] == EDGE and is_letter(whole[at - 1 : at])
        word = word or (literal[0] == OPENING and WORD_BEFORE.search(whole[:at]) is not None)
        if not word and not (literal[-1] == EDGE and is_letter(whole[end : end + 1])):
            yield end
        at = whole.find(wanted, at + 1)


#: A letter of ASCII, or one of two bytes that is no Arabic mark, before a blank or none.
WORD_BEFORE = re.compile(rb"(?:[a-z0-9]|[\xc3-\xdf](?<!\xd8)[\x80-\xbf]|\xd8(?![\x8c\x9b\x9f])[\x80-\xbf]) ?\Z")


def is_letter(byte: bytes) -> bool:
    """Return whether a byte of searched text is an ASCII letter or digit."""
    return byte.isalnum() and byte.isascii()


CATEGORIES = CLEANER._options.categories  # noqa: SLF001
PLAIN = pickle.loads(pickle.dumps(CLEANER))  # noqa: S301 - our own bytes
PLAIN._finder = Finder(load(), None, CATEGORIES)  # noqa: SLF001 - not the finder that all cleaners share
PLAIN._finder._matcher = Plain()  # type: ignore[assignment]  # noqa: SLF001 - all but the search is the same
LITERALS = sorted({literal.strip(EDGE + OPENING) for literal, _ in load().triggers.items()})
LABELS = sorted(label for label, _ in load().labels.items())

pieces = st.one_of(
    st.text(st.characters(codec=None), max_size=8),
    st.sampled_from(LITERALS),
    st.sampled_from(LITERALS).map(str.upper),
    st.sampled_from(LABELS),
    st.sampled_from(HALVES),
    st.sampled_from([prompt for _, _, prompt in PROMPTS]),
    st.sampled_from([sentence for _, sentence in LOOKALIKES]),
    st.sampled_from(["The council met. " * 40, "Rain fell. ", "x" * 600]),
    st.sampled_from(["\n", "\r\n", "\r", " ", "\u00a0", "’", "é", "登", "x", "😀", "\u2028", ""]),
)


def seen(matcher: Matcher | Plain, text: str) -> list[tuple[Span, bytes, set[int]]]:
    """Return each line that a search finds, what was searched, and all that its literals lead to."""
    return [(line, data, set(matcher.targets(hits))) for line, hits, data in matcher.candidates(text)]


@given(st.lists(pieces, max_size=10).map("".join))
def test_the_fast_search_finds_the_lines_and_rules_that_a_plain_one_finds(text: str) -> None:
    assert seen(MATCHER, text) == seen(PLAIN._finder._matcher, text)  # noqa: SLF001


@given(st.lists(pieces, max_size=10).map("".join))
def test_the_fast_path_cuts_what_the_plain_path_cuts(text: str) -> None:
    assert CLEANER.inspect(text) == PLAIN.inspect(text)


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
    """A pattern that tries every way to split a row of marks takes minutes: the seconds allowed are no measure of speed."""
    index = load()
    rng = random.Random(11)
    for number, pattern in enumerate(index.patterns):
        for text in map(fold, near_misses(pattern.text, rng)):
            try:
                with at_most(2):
                    MATCHER.compiled(number).search(text)
            except TimeoutError:
                pytest.fail(f"{index.rules[pattern.rule].id}, pattern {pattern.number} runs away on {text!r}")
