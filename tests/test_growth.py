"""Work grows with the text and no faster, whatever the text.

Nothing here is timed. Work is counted: letters that are scored, folded and matched, places that the score picks, tries
of a pattern; and, in what is made of findings, lines of Python that run, letters taken out of the text, findings copied
from a list.
"""

from __future__ import annotations

import random
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from textwrap import fill
from types import FrameType
from typing import Any, SupportsIndex

import pytest
from conftest import LOOKALIKES, PROMPTS
from inner import CLEANER, HALVES, MATCHER, scoring
from pumped import near_misses

from cleantext import cleaner
from cleantext.cutting.cut import cut
from cleantext.deciding import decide
from cleantext.finding.match import Compiled
from cleantext.reading.fold import fold
from cleantext.rule import Finding
from cleantext.rules.index import load
from cleantext.scoring.score import Score, scorer

#: Letters in the smaller of the texts that are compared; the larger has `TIMES` as many.
SIZE, TIMES = 20_000, 4
#: What the larger may cost beyond its share, for its edges.
SLACK = 1.15
#: So much work (letters, mostly) says nothing, however much less a short text takes.
FEW = 3000


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
    "html, a line each": filled([f"<p>{sentence}</p>" for _, sentence in LOOKALIKES][::29], "\n"),
    "html, one line": filled([f"<p>{prompt} <b>Rain.</b></p>" for _, _, prompt in PROMPTS][::31], ""),
    "open tags": filled(["<div><b>Rain fell.", "<!-- ", "<a href='"], " "),
    "references": filled(["&amp;&nbsp;"], ""),
    "marks of letters": lambda size: "a" + "\u0301\u0323" * (size // 2),
    "wrapped lines": lambda size: fill(" ".join([sentence for _, sentence in LOOKALIKES][: size // 90]), 70),
    "headings": lambda size: "Related articles\n\n" * (size // 18),
}
#: Where text is read, sentences become findings, and findings cuts; but for what C does, and its reference.
WATCHED = {
    cleaner.__file__,
    *(
        str(path)
        for folder in ("reading", "finding", "deciding", "cutting")
        for path in (Path(cleaner.__file__).parent / folder).glob("*.py")
        if path.stem not in ("fold", "tokens", "segment")
    ),
}


class Work(Counter[str]):
    """How often the parts of a cleaner did their work."""

    def step(self, _: FrameType, event: str, __: object) -> object:
        """Count a line of Python that runs, as a trace function of its frame."""
        self["steps"] += event == "line"
        return self.step

    def trace(self, frame: FrameType, _: str, __: object) -> object:
        """Count the lines that run in the modules `WATCHED`."""
        return self.step if frame.f_code.co_filename in WATCHED else None

    def text(self, text: str) -> str:
        """Return *text*, which counts the letters that the modules `WATCHED` take out of it."""
        work = self

        class Letters(str):
            __slots__ = ()

            def __getitem__(self, key: SupportsIndex | slice) -> str:
                part = str.__getitem__(self, key)
                work["letters"] += len(part) if sys._getframe(1).f_code.co_filename in WATCHED else 0
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

        def weigh(self, text: str, start: int, end: int, alone: bool, /) -> Score:
            work["weighed"] += end - start
            return real.weigh(text, start, end, alone)

        def fold(self, text: str, /) -> str:
            work["folded"] += len(text)
            return real.fold(text)

    def counted(step: Callable[..., Sequence[Finding]], *given: object) -> Sequence[Finding]:
        return work.findings(step(*given))

    for step in (decide.settle, decide.without_subheads, decide.supported, decide.link_runs):
        monkeypatch.setattr(decide, step.__name__, partial(counted, step))
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
        what: (small[what], large[what]) for what in large if large[what] > TIMES * small[what] * SLACK * rounds + FEW
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

    assert 0 < max(tried) <= 1 / 16


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


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="there is no alarm to stop a search that runs away")
def test_a_long_row_of_marks_is_not_put_in_order() -> None:
    """To normalise all of it would take quadratic time; Unicode calls a row of thirty the longest to be expected."""
    with at_most(2):
        CLEANER.clean("a" + "\u0301\u0323" * 200_000)


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="there is no alarm to stop a search that runs away")
@pytest.mark.parametrize("network", ["facebook", "instagram"])
def test_a_long_number_among_share_buttons_is_read_in_one_way(network: str) -> None:
    with at_most(2):
        CLEANER.clean(f"* {network}{'1' * 29}{' ' * 60}☃")
