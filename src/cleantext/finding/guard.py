"""Guards against cutting body text: dialogue, data, datelines, what is glued to a prompt or goes on after a colon."""

from __future__ import annotations

import re

from cleantext.reading.segment import STOPS
from cleantext.reading.shape import HEADLINE_WORDS
from cleantext.rule import Span

#: What speech without quotation marks opens with: a dash and a blank, or in Japanese two dashes.
_DASHES, _DOUBLED = "–—", ("――", "──")
#: A blank between two words, and the fewest words of a sentence.
_GAP, _FEW_WORDS = re.compile(r"(?<=[\w.])[^\S\r\n]+(?=\w)"), 5
#: A row of a table that opens with a stroke and has two cells with numbers; one with a label, and two cells of nothing
#: but a number; an answer with its share. No row is longer (code points).
_NUMBER = r"[^\w|]*(?:\d[^\w|]*)+"
_ROW = re.compile(r"\|.*\d[^|\d]*\|.*\d")
_LABELLED_ROW = re.compile(rf"([^|]+)\|(?:.*\|)?{_NUMBER}\|(?:.*\|)?{_NUMBER}(?:\||$)")
_SHARE = re.compile(r"(?:[^\w]+ )?([^\W\d][^\d|]{0,60})(?:[:：]| [–—-]) ?\d{1,3}(?:[.,]\d+)? ?[%％٪]\.?")
LONGEST_ROW, _PER_CENT = 200, ("%", "%.", "％", "٪")
#: A place in capitals, and what may stand between it and the dash.
_DATELINE, _SHORTEST_PLACE, _LONGEST_DATELINE = re.compile(r"([^\W\d_]{3,30})[^–—\r\n]{0,50}?[–—] "), 3, 80


def opens_speech(text: str, start: int) -> bool:
    """Return whether a dash stands at *start*, with a blank after it, or one of the two of Japanese interviews."""
    return (text[start] in _DASHES and text[start + 1 : start + 2].isspace()) or text.startswith(_DOUBLED, start)


def bounds_speech(folded: str) -> bool:
    """Return whether a folded sentence opens or closes a quotation, or is one: no prompt that is set into speech does.

    >>> sentences = '"read on', 'subscribe to continue."', '"subscribe now!"', 'sign up for "the small print"'
    >>> [bounds_speech(sentence) for sentence in sentences]
    [True, True, True, False]
    """
    opens, closes = folded.startswith('"'), folded.endswith('"')
    return (opens and closes) or ((opens or closes) and folded.count('"') % 2 == 1)


def is_dialogue(text: str, part: Span) -> bool:
    """Return whether a sentence or line opens with a dash and ends with a stop, as speech is set in much of Europe.

    >>> lines = "– Vi ser sjelden på det.", "――最後に一言お願いします。", "– Subscribe now", "-50% on Monday."
    >>> [is_dialogue(line, Span(0, len(line))) for line in lines]
    [True, True, False, False]
    """
    return opens_speech(text, part.start) and text[part.end - 1] in STOPS


def goes_on(text: str, part: Span) -> bool:
    """Return whether a sentence, not a headline, follows the first colon: from a small letter up to a full stop.

    >>> lines = "Read more: so said the teacher.", "Read more: how to sail", "Read more: The bridge opens."
    >>> [goes_on(line, Span(0, len(line))) for line in lines]
    [True, False, False]
    """
    colon = text.find(":", *part)
    after = text[colon + 1 : part.end].lstrip() if colon >= 0 else ""
    return after[:1].islower() and after.endswith(".")


def is_row(line: str) -> bool:
    """Return whether a line is a row of a table that opens with a stroke, with numbers in two cells or more.

    >>> [is_row(line) for line in ("| Rome | 12 | 3:1 |", "| Home | News | 24 |", "Tel. 12 | Fax 13")]
    [True, False, False]
    """
    return line.startswith("|") and _ROW.match(line) is not None


def label_of_data(line: str) -> int:
    """Return where the label ends in a line that is one with two cells of bare numbers, or with a share; else 0.

    Prices and calls have that form, too, so it depends on the label whether the line is data.

    >>> [line[: label_of_data(line)] for line in ("* Onions | 210 | 280 | -4%", "Always: 51 %", "Join and save: 50%")]
    ['* Onions ', 'Always', 'Join and save']
    >>> [label_of_data(line) for line in ("Tel. 12 | Fax 13", "Subscribe: save 50% today", "-50%")]
    [0, 0, 0]
    """
    if len(line) > LONGEST_ROW or not ("|" in line or line.endswith(_PER_CENT)):
        return 0
    found = _LABELLED_ROW.match(line) if "|" in line else _SHARE.fullmatch(line)
    return found.end(1) if found else 0


def dateline(text: str, start: int, end: int) -> int:
    """Return where the sentence starts after a dateline; *start* if there is no dateline.

    >>> [dateline(text, 0, len(text)) for text in ("PELLINGTON, 14 March – Subscribe now.", "Pellington wins – 3:1.")]
    [23, 0]
    """
    if not text[start : start + _SHORTEST_PLACE].isupper():
        return start
    found = _DATELINE.match(text, start, min(end, start + _LONGEST_DATELINE))
    return found.end() if found and found[1].isupper() else start


def openings(text: str, span: Span, *, after_stop: bool = False) -> list[int]:
    """Return where a second sentence of five words or more may open inside one that ends with a stop.

    What stands before it is no stop, or one that ends no sentence, as an abbreviation's; *after_stop* asks for the
    latter. A headline behind a colon has at least three words of its own.

    >>> text = "Follow us on X Forecasters expect two more fronts."
    >>> [text[at:] for at in openings(text, Span(0, len(text)))]
    ['X Forecasters expect two more fronts.', 'Forecasters expect two more fronts.']
    >>> openings("Read also: Swing Bridge opens on Monday again.", Span(0, 46))
    []
    """
    if text[span.end - 1] not in STOPS or text[span.start + 1 : span.end].islower():
        return []
    gaps = [found.span() for found in _GAP.finditer(text, *span)]
    colon = text.find(":", *span)
    return [
        at
        for gap, at in gaps[: 1 - _FEW_WORDS]
        if text[at].isupper()
        and (not after_stop or text[gap - 1] == ".")
        and not (0 <= colon < gap and text.count(" ", colon, gap) < HEADLINE_WORDS)
    ]
