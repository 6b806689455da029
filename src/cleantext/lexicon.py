"""Which words of a language's classes stand in a piece of text, in one pass."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import ahocorasick_rs

from cleantext.fold import fold


class Word(NamedTuple):
    """One word of a class where it stands, in code points of the folded text."""

    start: int
    end: int
    name: str


#: Scripts that write words without blanks between them: a neighbouring letter says nothing about where a word ends.
def _spaced(letter: str) -> bool:
    return letter.isalnum() and not "\u2e80" <= letter <= "\u9fff" and not "\uff66" <= letter <= "\uff9f"


class Lexicon:
    """Finds the words of one language's classes; ``subscri*`` stands for every word that starts so."""

    def __init__(self, classes: Mapping[str, tuple[str, ...]]) -> None:
        self._entries: list[tuple[str, bool]] = []
        literals: dict[str, list[tuple[str, bool]]] = {}
        for name, words in classes.items():
            for word in words:
                literals.setdefault(fold(word.rstrip("*")), []).append((name, word.endswith("*")))
        self._names = list(literals.values())
        self._search = ahocorasick_rs.AhoCorasick(
            list(literals), implementation=ahocorasick_rs.Implementation.NoncontiguousNFA
        )

    def words(self, folded: str) -> list[Word]:
        """Return the class words of *folded* that are whole words (or stems), by start, the longest first.

        A word inside a longer word of the same class does not count twice.

        >>> Lexicon({"act": ("sign up", "sign"), "topic": ("news*",)}).words("sign up for newsletters, redesign")
        [Word(start=0, end=7, name='act'), Word(start=12, end=16, name='topic')]
        """
        found: list[Word] = []
        covered: dict[str, int] = {}
        hits = self._search.find_matches_as_indexes(folded, overlapping=True)
        for number, start, end in sorted(hits, key=lambda hit: (hit[1], -hit[2])):
            if start and _spaced(folded[start]) and _spaced(folded[start - 1]):
                continue
            inside = end < len(folded) and _spaced(folded[end - 1]) and _spaced(folded[end])
            for name, stem in self._names[number]:
                if (inside and not stem) or covered.get(name, 0) > start:
                    continue
                covered[name] = end
                found.append(Word(start, end, name))
        return found
