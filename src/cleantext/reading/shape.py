"""What a line looks like by itself: a paragraph of prose, a statement, a headline."""

from __future__ import annotations

from cleantext.reading.segment import STATED, STOPS, width

#: A line of at least this many code points that ends like a sentence is prose; Han, kana and Hangul count double.
PROSE = 80
ENDS = (*STOPS, '"', "”", "»", "」", "』")
#: The fewest words of a headline after its lead, and the fewest code points of one with fewer words.
HEADLINE_WORDS, _SHORTEST_HEADLINE = 3, 20
#: No link to another article is longer (code points).
LONGEST_LINK = 140


def is_prose(line: str) -> bool:
    """Return whether a line reads like a paragraph of an article: it is long, and ends like a sentence.

    >>> is_prose("The council met on Monday. " * 3), is_prose("The council met."), is_prose("Menu | " * 20)
    (True, False, False)
    """
    line = line.rstrip()
    if len(line) < PROSE // 2 or not line.endswith(ENDS):
        return False
    return len(line) >= PROSE or width(line) >= PROSE


def states(line: str) -> bool:
    """Return whether a short line states something; between two paragraphs it is one, too: "See you tomorrow"."""
    return len(line) < PROSE // 2 and line.endswith(STATED)


def is_headline_long(text: str) -> bool:
    """Return whether a text has three words, or is long enough to be a headline without.

    >>> [is_headline_long(text) for text in ("Bridge opens again", "大桥将于十月重新开放通车", "350 gram")]
    [True, True, False]
    """
    return text.count(" ") >= HEADLINE_WORDS - 1 or width(text) >= _SHORTEST_HEADLINE
