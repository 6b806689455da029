"""Where lines and sentences start and end, in code points, without copying the text.

A *line* ends at ``\\n``, ``\\r\\n`` or ``\\r``. A *sentence* ends at a stop with a blank after it (unless a small
letter follows, or the stop belongs to an abbreviation), at a wide stop (。), or where the blank was lost: "…the
end.Subscribe now", but not in a quoted name: "“Harbour.Com”".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleantext.reading.tokens import (
    BLANK,
    CLOSING,
    DIGIT,
    KIND,
    LETTER,
    LOWER,
    MARK,
    STOP,
    UPPER,
    Token,
    abbreviations,
    entry,
    mix,
    tokens,
)
from cleantext.rule import Span

#: What ends a statement, a call and a question: in most scripts, in Chinese and Japanese, in those of India, in Urdu,
#: Armenian, Amharic, Burmese and Khmer, in Arabic.
STATED, CALLED, ASKED = (".", "。", "।", "॥", "۔", "։", "።", "။", "។"), ("!", "！"), ("?", "？", "؟", "፧")
STOPS = (*STATED, *CALLED, *ASKED, "…")
#: A stop from here on needs no blank after it: 。！？ and their kin.
WIDE = "\u3000"
#: From here on letters stand without blanks between words, or are syllables: Han, kana, Hangul.
FIRST_UNSPACED = "\u2e80"
LINE_BREAK = re.compile(r"\r\n|\r|\n")
#: A line that is not blank, without the blanks around it.
INKED_LINE = re.compile(r"\S[^\r\n]*(?<!\s)")
#: Invisible characters that may open a line, or a text.
_NOTHING, _UNSEEN = re.compile(r"[\s\ufeff]*"), re.compile(r"[\s\ufeff\u200b\u2060]*")
#: The longest last part of a site's name (code points).
LONGEST_DOMAIN = 3
#: How far (code points) a line break is looked for at first.
_REACH = 256


def width(text: str) -> int:
    """Return how long *text* is, in code points; a letter of Han, kana or Hangul says as much as two others.

    >>> width("bridge"), width("大桥")
    (6, 4)
    """
    return len(text) if text.isascii() else len(text) + sum([letter >= FIRST_UNSPACED for letter in text])


def line_at(text: str, position: int) -> Span:
    """Return the line that holds *position*, without its line break.

    >>> line_at("one\\ntwo\\r\\nthree", 5)
    Span(start=4, end=7)
    """
    # Most texts have only one of the two breaks; to search all of the text for the other, at every line, would be slow.
    at, low, reach = -1, position, _REACH
    while at < 0 < low:
        low = max(0, position - reach)
        at = max(text.rfind("\n", low, position), text.rfind("\r", low, position))
        reach *= 4
    end, high, reach = -1, position, _REACH
    while end < 0 and high < len(text):
        low, high = high, high + reach
        end = min((found for mark in "\r\n" if (found := text.find(mark, low, high)) >= 0), default=-1)
        reach *= 4
    return Span(at + 1, end if end >= 0 else len(text))


def inked(text: str, start: int, end: int) -> Span:
    """Return ``text[start:end]``, which is not blank, without the blanks around it.

    >>> inked("  one ", 0, 6)
    Span(start=2, end=5)
    """
    raw = text[start:end]
    if raw[0].isspace() or raw[-1].isspace():
        start += len(raw) - len(raw.lstrip())
        end -= len(raw) - len(raw.rstrip())
    return Span(start, end)


def shown(text: str, line: Span) -> Span:
    """Return a line without the blanks around it, and without a byte order mark that opens it.

    >>> shown("\\ufeff one ", Span(0, 6))
    Span(start=2, end=5)
    """
    raw = text[slice(*line)]
    end = line.end - len(raw) + len(raw.rstrip())
    found = _NOTHING.match(text, line.start, max(end, line.start))
    return Span(found.end() if found else line.start, max(end, line.start))


def opening(text: str) -> int:
    """Return where the first visible line of *text* begins, without its blanks.

    >>> opening("\\ufeff\\n  Title")
    4
    """
    found = _UNSEEN.match(text)
    return found.end() if found else 0


def body_start(text: str) -> int:
    r"""Return where the first line of *text* begins: after a byte order mark, if there is one.

    >>> body_start("\ufeffRain."), body_start("Rain.")
    (1, 0)
    """
    return int(text.startswith("\ufeff"))


def starts_line(text: str, position: int) -> bool:
    r"""Return whether *position* is the start of the text, or right after a line break.

    >>> [starts_line("one\n\ntwo", position) for position in (0, 3, 4, 5)]
    [True, False, True, True]
    """
    return not position or text[position - 1] in "\r\n"


def is_whole(text: str, start: int, end: int) -> bool:
    r"""Return whether ``text[start:end]`` is a whole line, or several.

    Blanks at its edges belong to a line, a byte order mark that opens the text may.

    >>> [is_whole("\ufeffone\ntwo ", *span) for span in ((0, 4), (1, 4), (5, 9), (1, 9), (5, 8))]
    [True, True, True, True, False]
    """
    starts = starts_line(text, start) or start == body_start(text)
    return starts and start < end and (end == len(text) or text[end] in "\r\n")


def lines(text: str) -> Iterator[Span]:
    """Yield every line, blank ones too, without line breaks.

    >>> [text[a:b] for text in ["a\\r\\n\\rb"] for a, b in lines(text)]
    ['a', '', 'b']
    """
    at = 0
    for found in LINE_BREAK.finditer(text):
        yield Span(at, found.start())
        at = found.end()
    yield Span(at, len(text))


def parts(text: str, line: Span) -> Iterator[list[Token]]:
    """Yield the tokens of each sentence of a line."""
    read: list[Token] = []
    word, following, stops = Token(-1, -1, BLANK, 0, (), 0), line.end, -1
    for token in tokens(text, *line):
        if token.start >= following:
            yield read
            read, following = [], line.end
        read.append(token)
        if token.flags & STOP and following == line.end and token.start >= stops:
            stops, following = _end_of(text, line, token.start, word)
        if token.kind == LETTER:
            word = token
    if read:
        yield read


def _end_of(text: str, line: Span, at: int, word: Token) -> tuple[int, int]:
    """Return where the run of stops that starts *at* ends, and where the next sentence may start, else the line's end.

    *word* is the last word before *at*.
    """
    after = at + 1
    while after < line.end and entry(text[after]) & (STOP | CLOSING):
        after += 1
    if after == line.end or text[at] >= WIDE:
        return after, after
    found = entry(text[after])
    if found & KIND == BLANK:
        start = after
        while start < line.end and entry(text[start]) & KIND == BLANK:
            start += 1
        if start == line.end or entry(text[start]) & LOWER:
            return after, line.end
        named = word.end == at and mix(word.hash, int(word.flags & UPPER > 0)) in abbreviations()
        return after, line.end if text[at] == "." and named else after
    before = entry(text[at - 1]) if at > line.start else BLANK
    then = entry(text[after + 1]) if after + 1 < line.end else MARK
    opens = found & UPPER and (then & LOWER or then & KIND == BLANK) and not _ends_name(text, after, line.end)
    return after, after if opens and (before & LOWER or before & KIND == DIGIT) else line.end


def _ends_name(text: str, start: int, end: int) -> bool:
    """Return whether a word of at most three letters starts there and closes a quotation: the end of a site's name."""
    at = start
    while at < end and at - start <= LONGEST_DOMAIN and entry(text[at]) & KIND == LETTER:
        at += 1
    return at < end and at - start <= LONGEST_DOMAIN and entry(text[at]) & CLOSING > 0


def sentences(text: str, line: Span) -> Iterator[Span]:
    """Yield the sentences of a line, without the blanks between them.

    >>> text = "He left at 5 p.m. on Jan. 3. “Why?” Nobody knows.Subscribe to “Harbour.Com” now!"
    >>> [text[a:b] for a, b in sentences(text, Span(0, len(text)))]
    ['He left at 5 p.m. on Jan. 3.', '“Why?”', 'Nobody knows.', 'Subscribe to “Harbour.Com” now!']
    """
    for read in parts(text, line):
        yield Span(read[0].start, read[-1].end)
