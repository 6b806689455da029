"""What each rule costs: how often its literals lead to it, how often it then cuts, and how long its patterns take.

A rule that is led to often and rarely cuts wants a better literal; the last column says which one leads to it most.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from cleantext.cleaner import Cleaner
from cleantext.find import LONGEST_LINE
from cleantext.fold import fold
from cleantext.index import EDGE, OPENING, Index
from cleantext.match import Candidate, Matcher

#: How much of a long line (bytes, on either side of a hit) its patterns are timed on.
REACH = 500
#: How often a rule's patterns are tried on each piece of text; the fastest counts, for noise only ever adds.
TRIES = 3
_EDGES = re.compile(f"[{EDGE}{OPENING}]")
_HEAD = ("ms/MB", "hits/MB", "cut", "rule", "mostly led to by")


@dataclass(slots=True)
class Cost:
    """What one rule, or the words of one language, did over all texts."""

    hits: int = 0
    """Lines (of long lines: places) in which one of its literals stands."""
    cuts: int = 0
    """Removals that name it."""
    seconds: float = 0.0
    """Time that its patterns, or the weighing, took on those hits."""
    literals: Counter[str] = field(default_factory=Counter)
    """Which literals led to it."""


def table(cleaner: Cleaner, texts: Iterable[str]) -> str:
    """Return one line per rule that *cleaner* was led to in *texts*, the dearest first, and a line for all together.

    Times are those of the rules' own patterns, tried apart from the cleaning; MB is 10^6 bytes of UTF-8. A language's
    words (``en/weighed``) are listed among the rules: what they lead to is weighed, by no pattern.
    """
    meter = _Meter(cleaner)
    size = 0
    for text in texts:
        size += len(text.encode("utf-8", "surrogatepass"))
        meter.read(text)
    return _written(meter.costs, max(size, 1) / 1e6)


class _Meter:
    """Follows a cleaner's own matcher from line to line, and times what each rule does there."""

    def __init__(self, cleaner: Cleaner) -> None:
        self._cleaner = cleaner
        finder = cleaner._finder  # noqa: SLF001 - the report on a cleaner looks inside it
        self._matcher: Matcher = finder._matcher  # noqa: SLF001
        self._index = self._matcher._index  # noqa: SLF001
        self._literals = _names(self._index)
        self._languages = finder._languages  # noqa: SLF001
        self._weigher = finder._weigher  # noqa: SLF001
        self.costs: dict[str, Cost] = {}

    def read(self, text: str) -> None:
        """Count and time every hit and every cut of one document."""
        for candidate in self._matcher.candidates(text):
            for piece, hits in _pieces(text, candidate):
                self._time(piece, hits)
        for removal in self._cleaner.inspect(text).removed:
            language, _, name = removal.rule.partition("/")
            of_words = name.startswith("weighed")
            self._cost(f"{language}/weighed" if of_words else removal.rule).cuts += 1

    def _cost(self, rule: str) -> Cost:
        return self.costs.setdefault(rule, Cost())

    def _time(self, piece: str, hits: list[tuple[int, int]]) -> None:
        folded = fold(piece)
        literals: dict[int, str] = {}
        for entry, end in hits:
            for target in self._matcher.targets([(entry, end)]):
                literals.setdefault(target, self._literals[entry])
        for target, literal in literals.items():
            cost = self._cost(self._name(target))
            cost.hits += 1
            cost.literals[literal] += 1
            cost.seconds += self._fastest(target, folded)

    def _name(self, target: int) -> str:
        """Return the id of the rule whose pattern *target* is, or what the words of a language are listed as."""
        if target < 0:
            return f"{self._languages[-target - 1]}/weighed"
        return self._index.rules[self._index.patterns[target].rule].id

    def _fastest(self, target: int, folded: str) -> float:
        """Return the seconds that one pattern, or one language's words, take on a piece of folded text."""
        tries: list[Callable[[str], object]]
        if target >= 0:
            tries = [self._matcher.compiled(target).search]
        else:
            tries = [self._weigher.lexicon(self._languages[-target - 1]).words]
        least = float("inf")
        for _ in range(TRIES):
            start = time.perf_counter()
            for one in tries:
                if one(folded):
                    break
            least = min(least, time.perf_counter() - start)
        return least


def _pieces(text: str, candidate: Candidate) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    """Yield what the patterns see, with the hits in it: a line, or in a long line what is near each hit."""
    start, end = candidate.line
    if end - start <= LONGEST_LINE:
        yield text[start:end].strip(), candidate.hits
        return
    for hit in candidate.hits:
        near = candidate.data[max(0, hit[1] - REACH) : hit[1] + REACH]
        yield near.decode("utf-8", "ignore").strip(), [hit]


def _written(costs: dict[str, Cost], megabytes: float) -> str:
    """Return the table as text, its columns aligned."""
    rows = [_row(rule, cost, megabytes) for rule, cost in sorted(costs.items(), key=_dearest)]
    whole = Cost(sum(c.hits for c in costs.values()), sum(c.cuts for c in costs.values()), sum(c.seconds for c in costs.values()))
    rows = [_HEAD, *rows, _row(f"all, over {megabytes:.2f} MB", whole, megabytes)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "".join("  ".join(_aligned(row, widths)).rstrip() + "\n" for row in rows)


def _dearest(item: tuple[str, Cost]) -> tuple[float, str]:
    return -item[1].seconds, item[0]


def _row(rule: str, cost: Cost, megabytes: float) -> tuple[str, ...]:
    share = f"{cost.cuts / cost.hits:.0%}" if cost.hits else "-"
    led = [f"{literal!r} {times / cost.hits:.0%}" for literal, times in cost.literals.most_common(1)]
    return f"{cost.seconds * 1e3 / megabytes:.3f}", f"{cost.hits / megabytes:.1f}", share, rule, "".join(led)


def _aligned(row: tuple[str, ...], widths: list[int]) -> Iterator[str]:
    for number, (cell, width) in enumerate(zip(row, widths, strict=True)):
        yield cell.rjust(width) if number < len(_HEAD) - 2 else cell.ljust(width)


def _names(index: Index) -> list[str]:
    """Return what each entry of a matcher looks for, with ``|`` where a word or a line has to start or end."""
    literals = [_EDGES.sub("|", literal) for literal, _ in index.triggers.items()]
    return literals + [f"|{label}|" for label, _ in index.labels.items()]
