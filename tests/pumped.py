"""Texts that match a pattern; and those that almost do, with one repeat driven to its limit: a runaway search's death.

After Shen, Jiang, Xu, Yu, Ma and Lu, "ReScue: crafting regular expression DoS attacks" (ASE 2018), simplified: the
parse tree of the pattern says which texts it wants; each of its repeats in turn is pumped, and the end is spoilt.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import Any

from cleantext.rules.syntax import op, parser

#: A repeat is pumped to so many rounds at most: the longest line that is searched whole has 600 letters.
LONGEST = 600
#: No repeat: the number of none is reached.
NONE = -1
_CATEGORIES = {
    "CATEGORY_WORD": "a",
    "CATEGORY_NOT_WORD": " ",
    "CATEGORY_SPACE": " ",
    "CATEGORY_NOT_SPACE": "a",
    "CATEGORY_DIGIT": "1",
    "CATEGORY_NOT_DIGIT": "a",
}
_ALPHABET = ' a1x,-_"'


def near_misses(pattern: str, rng: random.Random) -> Iterator[str]:
    """Yield texts that begin as *pattern* wants and end as it does not want."""
    tree = parser.parse(pattern)
    for number in range(NONE, _Writer(rng, NONE).repeats(tree)):
        text = _Writer(rng, number).write(tree)
        yield f"{text[: LONGEST - 2]}☃x"
        yield f"{text[: len(text) * 2 // 3]}{' ' * 60}☃"
        yield f"{' ' * 60}{text[: LONGEST // 2]}{'.' * 60}x"


def likely_matches(pattern: str, rng: random.Random) -> Iterator[str]:
    """Yield, without end, texts that *pattern* wants, but for what its boundaries and look-arounds ask."""
    tree = parser.parse(pattern)
    while True:
        yield _Writer(rng, NONE).write(tree)


class _Writer:
    """Writes one text that a parse tree allows; the repeat of the given number, counted as they come, is pumped."""

    def __init__(self, rng: random.Random, pumped: int) -> None:
        self._rng, self._pumped, self._met = rng, pumped, 0

    def repeats(self, tree: Sequence[Any]) -> int:
        """Return how many repeats are met on the way through *tree*."""
        self.write(tree)
        return self._met

    def write(self, tree: Sequence[Any]) -> str:
        return "".join(self._node(code, value) for code, value in tree)

    def _node(self, code: Any, value: Any) -> str:
        if code == op.LITERAL:
            return chr(value)
        if code == op.NOT_LITERAL:
            return "x" if chr(value) != "x" else "y"
        if code == op.ANY:
            return self._rng.choice(" ax.")
        if code == op.IN:
            return self._one_of(value)
        if code == op.BRANCH:
            return self.write(self._rng.choice(value[1]))
        if code == op.SUBPATTERN:
            return self.write(value[3])
        if code in (op.MAX_REPEAT, op.MIN_REPEAT):
            return self._repeat(*value)
        return ""

    def _repeat(self, least: int, most: int, inner: Sequence[Any]) -> str:
        number = self._met
        self._met += 1
        if number == self._pumped:
            return self.write(inner) * min(int(most), LONGEST)
        once = self.write(inner)
        times = self._rng.randint(least, min(int(most), least + 2))
        return once + "".join(self.write(inner) for _ in range(times - 1)) if times else ""

    def _one_of(self, items: Sequence[Any]) -> str:
        if items[0][0] == op.NEGATE:
            barred = {letter for item in items[1:] for letter in _ALPHABET if _holds(item, letter)}
            return self._rng.choice([letter for letter in _ALPHABET if letter not in barred] or ["☃"])
        code, value = self._rng.choice(items)
        if code == op.LITERAL:
            return chr(value)
        return chr(self._rng.randint(*value)) if code == op.RANGE else _CATEGORIES[str(value)]


def _holds(item: tuple[Any, Any], letter: str) -> bool:
    code, value = item
    if code == op.LITERAL:
        return chr(value) == letter
    return value[0] <= ord(letter) <= value[1] if code == op.RANGE else _CATEGORIES[str(value)] == letter
