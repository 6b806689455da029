"""Compare a text with the known body of its page: which of its lines are the body, and how much of the body it holds.

A text is compared by its runs of four words (4-grams), and scored as in the article extraction benchmark
(https://github.com/scrapinghub/article-extraction-benchmark, ``evaluate.py``): precision and recall of a page from the
runs that text and body share, each counted as often as it occurs. Words are case-folded; a character of Han, kana,
Hangul or Thai counts as a word.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

Words = tuple[str, ...]

BODY, TITLE, OTHER, BLANK = "body", "title", "other", "blank"
RUN = 4
#: Words that a line with the title may have beyond twice the title's: a byline, the name of the site.
ROOM = 4
TITLE_RUN = 3
#: The share of a line's runs that must be in the body, or in the title.
MOST, MOST_OF_TITLE = 0.5, 0.6
_WORD = re.compile(r"[぀-ヿ㐀-鿿가-힯฀-๿]|\w+?(?=[぀-ヿ㐀-鿿가-힯฀-๿]|\b)")


class Overlap(NamedTuple):
    """Runs of words that text and body share, that only the text has, and that only the body has."""

    shared: int
    surplus: int
    lacking: int


class Score(NamedTuple):
    """Precision, recall and F1 over pages, 0 to 1."""

    precision: float
    recall: float
    f1: float


def words_of(text: str) -> Words:
    """Return the words of *text*, folded.

    >>> words_of("Der Rat, 市場")
    ('der', 'rat', '市', '場')
    """
    return tuple(_WORD.findall(text.casefold()))


def runs(words: Words, size: int = RUN) -> list[Words]:
    """Return every run of *size* words; none where there are fewer."""
    return [words[i : i + size] for i in range(len(words) - size + 1)]


class Gold:
    """The known body of a page, indexed once for many texts."""

    def __init__(self, paragraphs: Iterable[str], title: str = "", *, openings: bool = False) -> None:
        """Index *paragraphs*, in the order of the article.

        A line of two words is no title, unless *openings*: then it is one if it opens a run of the title's words.
        """
        split = [words_of(paragraph) for paragraph in paragraphs]
        self.words = tuple(word for words in split for word in words)
        self._runs = set(runs(self.words))
        self._paragraphs = set(filter(None, split))
        self._edges = {edge for words in split for n in range(2, RUN) for edge in (words[:n], words[-n:])}
        self._title, self._openings = words_of(title), openings

    def name(self, words: Words) -> str:
        """Return what a line of *words* is: ``body``, ``title``, ``other``, or ``blank`` if it has no words.

        A line is body when half of its runs stand in the body; one of fewer than four words, when it is a paragraph,
        or begins or ends one.

        >>> gold = Gold(["Rain fell on the hills on Monday.", "It stopped."], title="Rain falls on hills")
        >>> [gold.name(words_of(line)) for line in ("Rain fell on the hills", "It stopped.", "Rain falls on", "Ad")]
        ['body', 'body', 'title', 'other']
        """
        if not words:
            return BLANK
        if self.holds(words):
            return BODY
        return TITLE if self._names(words) else OTHER

    def holds(self, words: Words) -> bool:
        """Return whether a line of *words* is body; one without words is not."""
        if len(words) < RUN:
            return words in self._paragraphs or (len(words) > 1 and words in self._edges)
        own = runs(words)
        return sum(run in self._runs for run in own) >= MOST * len(own)

    def _names(self, words: Words) -> bool:
        """Return whether *words* are most of the title and little else."""
        if not self._title or not 1 < len(words) <= 2 * len(self._title) + ROOM:
            return False
        size = min(TITLE_RUN, len(self._title))
        known = set(runs(self._title, size))
        if len(words) < size:
            return self._openings and any(words == run[: len(words)] for run in known)
        own = runs(words, size)
        return sum(run in known for run in own) >= MOST_OF_TITLE * len(own)

    @cached_property
    def _bag(self) -> Counter[Words]:
        return _bag(self.words)

    def overlap(self, text: str) -> Overlap:
        """Return the overlap of *text* and the body.

        >>> Gold(["one two three four five"]).overlap("one two three four. Sign up")
        Overlap(shared=1, surplus=2, lacking=1)
        """
        bag = _bag(words_of(text))
        shared = (self._bag & bag).total()
        return Overlap(shared, bag.total() - shared, self._bag.total() - shared)


def score(pages: Sequence[Overlap]) -> Score:
    """Return the mean precision and recall of *pages*, and F1 as their harmonic mean.

    A page without any text has no precision, and is left out of that mean.

    >>> score([Overlap(3, 1, 0), Overlap(0, 0, 4)])
    Score(precision=0.75, recall=0.5, f1=0.6)
    """
    precision = _mean([page.shared / (page.shared + page.surplus) for page in pages if page.shared + page.surplus])
    recall = _mean([page.shared / (page.shared + page.lacking) for page in pages if page.shared + page.lacking])
    return Score(precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0)


def _bag(words: Words) -> Counter[Words]:
    return Counter(runs(words, min(RUN, len(words)))) if words else Counter()


def _mean(values: Sequence[float]) -> float:
    return sum(values) / max(1, len(values))
