"""Which words of a language's classes stand in a piece of text, in one pass."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import ahocorasick_rs
import regex

from cleantext.fold import fold

_NO_WORD = regex.compile(r"[^\w©®™]")


class Word(NamedTuple):
    """One word of a class where it stands, in code points of the folded text."""

    start: int
    end: int
    name: str


class Lexicon:
    """Finds the words of one language's classes; ``subscri*`` stands for every word that starts so.

    Words are searched together with the blanks around them, all other marks having become blanks, so each hit is a
    whole word. Han and kana are written without blanks and are found wherever they stand.
    """

    def __init__(self, classes: Mapping[str, tuple[str, ...]]) -> None:
        literals: dict[str, set[str]] = {}
        for name, words in classes.items():
            for word in words:
                literal = _literal(word)
                if literal.strip():
                    literals.setdefault(literal, set()).add(name)
        self._names = [sorted(names) for names in literals.values()]
        self._pads = [(literal[0] == " ", literal[-1] == " ") for literal in literals]
        kind = ahocorasick_rs.Implementation.ContiguousNFA
        self._search = ahocorasick_rs.AhoCorasick(list(literals), implementation=kind)

    def words(self, folded: str) -> list[Word]:
        """Return the class words of *folded*, by start and the longest first.

        A word inside a longer word of the same class does not count again.

        >>> Lexicon({"act": ("sign up", "sign"), "topic": ("news*",)}).words("sign up for newsletters, redesign")
        [Word(start=0, end=7, name='act'), Word(start=12, end=16, name='topic')]
        """
        found: list[Word] = []
        covered: dict[str, int] = {}
        hits = self._search.find_matches_as_indexes(f" {_NO_WORD.sub(' ', folded)} ", overlapping=True)
        hits.sort(key=_by_start)
        for number, start, end in hits:
            before, after = self._pads[number]
            start, end = start - 1 + before, end - 1 - after  # noqa: PLW2901 - without the blanks around
            for name in self._names[number]:
                if covered.get(name, 0) <= start:
                    covered[name] = end
                    found.append(Word(start, end, name))
        return found


def _by_start(hit: tuple[int, int, int]) -> tuple[int, int]:
    return hit[1], -hit[2]


def _literal(word: str) -> str:
    folded = fold(word.removesuffix("*"))
    if not folded.isalpha():
        folded = _NO_WORD.sub(" ", folded).strip()
    before = "" if _is_unspaced(folded[:1]) else " "
    after = "" if word.endswith("*") or _is_unspaced(folded[-1:]) else " "
    return before + folded + after


def _is_unspaced(letter: str) -> bool:
    return "\u2e80" <= letter <= "\u9fff" or "\uff66" <= letter <= "\uff9f"
