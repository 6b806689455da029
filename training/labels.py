"""Say of each line of a scraped text whether it belongs to the article, by comparing it with a known body.

A line belongs to the body when at least half of its runs of four words stand there; a line of fewer words must be a
paragraph of its own, or begin or end one. Words are folded; Han, kana, Hangul and Thai characters each count as one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

Words = tuple[str, ...]

WORD = re.compile(r"[぀-ヿ㐀-鿿가-힯฀-๿]|\w+?(?=[぀-ヿ㐀-鿿가-힯฀-๿]|\b)")
RUN = 4
HALF = 0.5
BODY, TITLE, OTHER, BLANK = "body", "title", "other", "blank"


def words_of(text: str) -> Words:
    """Return the words of *text*, folded.

    >>> words_of("Der Rat, 市場")
    ('der', 'rat', '市', '場')
    """
    return tuple(WORD.findall(text.casefold()))


def runs(words: Words, size: int = RUN) -> list[Words]:
    """Return every run of *size* words."""
    return [words[i : i + size] for i in range(len(words) - size + 1)]


class Body:
    """The words of a known body, ready to be asked about many lines."""

    def __init__(self, paragraphs: Iterable[str]) -> None:
        """Index *paragraphs*, in the order of the article."""
        split = [words_of(paragraph) for paragraph in paragraphs]
        self.runs = set(runs(tuple(word for words in split for word in words)))
        self.paragraphs = set(split)
        self.edges = {words[:n] for words in split for n in range(2, RUN)}
        self.edges |= {words[-n:] for words in split for n in range(2, RUN) if len(words) >= n}

    def share(self, words: Words) -> float:
        """Return how much of a line of *words* stands in the body, 0 to 1."""
        if not words:
            return 0.0
        if len(words) < RUN:
            return float(words in self.paragraphs or (len(words) > 1 and words in self.edges))
        own = runs(words)
        return sum(run in self.runs for run in own) / len(own)


def label(words: Words, body: Body, title: Words) -> str:
    """Return what a line of *words* is: ``body``, ``title``, ``other``, or ``blank`` if it has no words."""
    if not words:
        return BLANK
    if body.share(words) >= HALF:
        return BODY
    return TITLE if _is_title(words, title) else OTHER


def _is_title(words: Words, title: Words) -> bool:
    if words[1:] == () or not title or len(words) > 2 * len(title) + 4:
        return False
    size = min(3, len(title))
    known = set(runs(title, size))
    if len(words) < size:
        return any(words == run[: len(words)] for run in known)
    own = runs(words, size)
    return sum(run in known for run in own) >= 0.6 * len(own)


def overlap(true: str, text: str) -> tuple[int, int, int]:
    """Return how many runs of words *text* shares with *true*, has beside it, and lacks."""
    bags = [
        Counter(runs(words, min(RUN, len(words)))) if words else Counter[Words]()
        for words in map(words_of, (true, text))
    ]
    both = sum((bags[0] & bags[1]).values())
    return both, sum(bags[1].values()) - both, sum(bags[0].values()) - both


def mean_f1(pages: Sequence[tuple[int, int, int]]) -> tuple[float, float, float]:
    """Return precision, recall and F1 over *pages*: the harmonic mean of the mean precision and the mean recall."""
    precision = [tp / (tp + fp) for tp, fp, _ in pages if tp + fp]
    recall = [tp / (tp + fn) for tp, _, fn in pages if tp + fn]
    p, r = sum(precision) / max(1, len(precision)), sum(recall) / max(1, len(recall))
    return p, r, 2 * p * r / (p + r) if p + r else 0.0
