"""Lines that nobody wrote: variants of the project's wordings, for a teacher to label.

A small model learns most from a large one by its answers to many more lines than people labelled, and these need not be
good sentences (Tang et al., 2019). Here words of a line are replaced by words of its language with the most similar
vectors, two lines are spliced, words are left out, or a second line follows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from random import Random
from typing import Any

import numpy as np
import numpy.typing as npt
import wordfreq

#: How many variants are made of a line.
EACH = 3
#: Shares of the words that are replaced, where it is all that happens to a line, and on top of something else.
REPLACED, ALSO_REPLACED = (0.15, 0.3, 0.5), 0.2
#: How many of a language's frequent words may stand in for another, and among how many of the nearest one is drawn.
FREQUENT, NEAREST = 6000, 12
#: No variant is longer (code points).
LONGEST = 600
#: Languages whose words have no blanks between them, and the longest of these words (code points).
UNSPACED, LONGEST_WORD = ("ja", "ko", "th", "zh"), 6
#: What the lists of words call a language by another name.
LISTED = {"no": "nb"}
_WORD = re.compile(r"[^\W\d_]{2,}")

Vectors = Callable[[Sequence[str]], npt.NDArray[Any]]
Neighbours = Mapping[str, Sequence[str]]


def vocabulary(language: str, lines: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the frequent words of a language, and the other words of *lines*."""
    listed = LISTED.get(language, language)
    if listed not in wordfreq.available_languages("small"):
        return [], []
    least = 1 if language in UNSPACED else 2
    frequent = [word for word in wordfreq.top_n_list(listed, 2 * FREQUENT) if len(word) >= least and word.isalpha()]
    frequent = frequent[:FREQUENT]
    if language in UNSPACED:
        return frequent, []
    own = {word.lower(): None for line in lines for word in _WORD.findall(line)}
    return frequent, [word for word in own if word not in set(frequent)]


def neighbours(language: str, lines: Sequence[str], vectors: Vectors) -> Neighbours:
    """Return for each word of *lines* the frequent words nearest to it; *vectors* have the length one."""
    frequent, own = vocabulary(language, lines)
    if not frequent:
        return {}
    words = frequent + own
    rows = vectors(words)
    found: dict[str, Sequence[str]] = {}
    for at in range(0, len(words), 2000):
        near = np.argpartition(-rows[at : at + 2000] @ rows[: len(frequent)].T, NEAREST, axis=1)[:, : NEAREST + 1]
        for word, places in zip(words[at : at + 2000], near, strict=True):
            found[word] = [frequent[place] for place in places if frequent[place] != word]
    return found


class Variants:
    """Makes variants of lines of one language."""

    def __init__(self, language: str, near: Neighbours, chance: Random) -> None:
        self._near, self._chance = near, chance
        self._glue = "" if language in UNSPACED else " "

    def of(self, line: str, same: Sequence[str], other: Sequence[str]) -> Iterator[str]:
        """Yield variants of *line*; *same* are lines with its label, *other* those without."""
        for _ in range(EACH):
            variant = self._variant(line, same, other).strip()[:LONGEST]
            if variant and variant != line:
                yield variant

    def _variant(self, line: str, same: Sequence[str], other: Sequence[str]) -> str:
        draw = self._chance.random()
        if draw < 0.55:
            return self._replaced(line, self._chance.choice(REPLACED)) if self._near else self._shortened(line)
        if draw < 0.7:
            spliced = self._spliced(line, self._chance.choice(same))
            return self._replaced(spliced, ALSO_REPLACED) if self._chance.random() < 0.5 else spliced
        if draw < 0.8:
            return self._spliced(line, self._chance.choice(other))
        if draw < 0.9:
            return self._replaced(self._shortened(line), ALSO_REPLACED)
        return self._replaced(line + self._glue + self._chance.choice([*same, *other]), ALSO_REPLACED)

    def _replaced(self, line: str, share: float) -> str:
        """Return *line* with a share of its words replaced."""
        if self._glue:
            return _WORD.sub(lambda word: self._stand_in(word[0], share), line)
        out, at = [], 0
        while at < len(line):
            size = next((n for n in range(LONGEST_WORD, 1, -1) if line[at : at + n] in self._near), 1)
            out.append(self._stand_in(line[at : at + size], share) if size > 1 else line[at])
            at += size
        return "".join(out)

    def _stand_in(self, word: str, share: float) -> str:
        near = self._near.get(word.lower())
        if not near or self._chance.random() >= share:
            return word
        found = self._chance.choice(near)
        if word.isupper() and len(word) > 2:
            return found.upper()
        return found[:1].upper() + found[1:] if word[:1].isupper() else found

    def _spliced(self, line: str, other: str) -> str:
        """Return a beginning of *line* and an ending of *other*."""
        one, two = self._words(line), self._words(other)
        return self._glue.join(one[: self._chance.randint(1, len(one))] + two[self._chance.randint(0, len(two) - 1) :])

    def _shortened(self, line: str) -> str:
        """Return *line* without up to a third of its words, which stand together."""
        words = self._words(line)
        if len(words) < 4:
            return line
        size = self._chance.randint(1, max(1, len(words) // 3))
        at = self._chance.randint(0, len(words) - size)
        return self._glue.join(words[:at] + words[at + size :])

    def _words(self, line: str) -> list[str]:
        return line.split(" ") if self._glue else list(line)
