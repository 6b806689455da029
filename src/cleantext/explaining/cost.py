"""What each rule costs: how often its literals lead to it, how often it then cuts, and how long its patterns take.

A rule that is tried often and rarely cuts needs a better literal.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from cleantext.cleaner import Cleaner
from cleantext.finding.match import Compiled, Search
from cleantext.finding.memory import NoMemory
from cleantext.finding.rule_finder import Matching
from cleantext.rule import Rule

#: How often a pattern is timed on each piece of text; the fastest time counts, since noise only adds.
TRIES = 3
_HEAD = ("ms/MB", "hits/MB", "cut", "rule")


@dataclass(slots=True)
class Cost:
    """What one rule, or the learned score of one category, did over all texts."""

    hits: int = 0
    """Lines and sentences that one of its patterns was tried on."""
    cuts: int = 0
    """Removals that name it."""
    seconds: float = 0.0
    """Time that its patterns took on those hits."""


def table(cleaner: Cleaner, texts: Iterable[str]) -> str:
    """Return one line per rule that *cleaner* tried on *texts*, the most expensive first, and a line for the total.

    Times are those of the rules' own patterns; MB is 10^6 bytes of UTF-8. What the learned score cut alone
    (``learned/newsletter``) is listed among the rules, without hits or time: it is computed for all text at once.
    """
    costs: dict[str, Cost] = {}
    metered = _metered(cleaner, costs)
    size = 0
    for text in texts:
        size += len(text.encode("utf-8", "surrogatepass"))
        for removal in metered.inspect(text).removed:
            costs.setdefault(removal.rule, Cost()).cuts += 1
    return _written(costs, max(size, 1) / 1e6)


def _metered(cleaner: Cleaner, costs: dict[str, Cost]) -> Cleaner:
    """Return a cleaner that gives the same answers and times its patterns, also on lines that it has met before."""
    copy = cleaner._apart(NoMemory)
    rules = copy._finder.rules
    rules.matcher = _Meter(rules.matcher, costs)
    return copy


class _Meter:
    """Wraps a matcher, and times each pattern that it returns."""

    def __init__(self, matcher: Matching, costs: dict[str, Cost]) -> None:
        self._matcher, self._costs = matcher, costs

    @property
    def search(self) -> Search:
        """What the matcher searches with."""
        return self._matcher.search

    def patterns(self, text: str, start: int, end: int) -> Sequence[int]:
        """Return what the matcher does."""
        return self._matcher.patterns(text, start, end)

    def rule_of(self, number: int) -> Rule:
        """Return what the matcher does."""
        return self._matcher.rule_of(number)

    def compiled(self, number: int) -> Compiled:
        """Return the pattern, timed."""
        cost = self._costs.setdefault(self._matcher.rule_of(number).id, Cost())
        return _Timed(self._matcher.compiled(number), cost)


@dataclass(frozen=True)
class _Timed:
    pattern: Compiled
    cost: Cost

    def search(self, string: str, /) -> Any:
        """Return what the pattern does, and note the time."""
        return self._timed(self.pattern.search, string)

    def finditer(self, string: str, /) -> Iterator[Any]:
        """Return what the pattern does, and note the time."""
        return iter(self._timed(lambda text: list(self.pattern.finditer(text)), string))

    def _timed(self, tried: Callable[[str], Any], string: str) -> Any:
        least, found = float("inf"), None
        for _ in range(TRIES):
            start = time.perf_counter()
            found = tried(string)
            least = min(least, time.perf_counter() - start)
        self.cost.hits += 1
        self.cost.seconds += least
        return found


def _written(costs: dict[str, Cost], megabytes: float) -> str:
    """Return the table as text, its columns aligned."""
    rows = [_row(rule, cost, megabytes) for rule, cost in sorted(costs.items(), key=_dearest)]
    whole = Cost(
        sum(c.hits for c in costs.values()), sum(c.cuts for c in costs.values()), sum(c.seconds for c in costs.values())
    )
    rows = [_HEAD, *rows, _row(f"all, over {megabytes:.2f} MB", whole, megabytes)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "".join(
        f"{'  '.join(cell.rjust(width) for cell, width in zip(row[:-1], widths, strict=False))}  {row[-1]}\n"
        for row in rows
    )


def _dearest(item: tuple[str, Cost]) -> tuple[float, str]:
    return -item[1].seconds, item[0]


def _row(rule: str, cost: Cost, megabytes: float) -> tuple[str, ...]:
    share = f"{cost.cuts / cost.hits:.0%}" if cost.hits else "-"
    return f"{cost.seconds * 1e3 / megabytes:.3f}", f"{cost.hits / megabytes:.1f}", share, rule
