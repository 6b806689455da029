"""Guards against cutting body text: speech, datelines, and sentences glued to a prompt or continued after a colon."""

from __future__ import annotations

import re

from cleantext.rule import Span

_QUOTES = re.compile(r"""["“”„«»「」『』]""")
_MARK_OR_BREAK = re.compile(r"""["“”„«»「」『』\r\n]""")
_QUOTED = re.compile(r"""[“„«「『"][^“”„«»「」『』"]{1,300}(?:[”“»」』"]|$)""")
_OPENING, _CLOSING = "“„«「『", "”»」』"
_MARKS = ('"', *_OPENING)
#: What a quotation may start with: its mark, or a blank before the mark.
_FIRST = frozenset(('"', *_OPENING, " ", "\t", "\u00a0", "\u3000"))
#: What speech without quotation marks opens and ends with.
_DASHES, _STOPS = "–—", ".!?…"
#: A blank between two words, and the fewest words of a sentence.
_GAP, _FEW_WORDS = re.compile(r"(?<=[\w.])[^\S\r\n]+(?=\w)"), 5
#: A place in capitals, and what may stand between it and the dash.
_DATELINE, _SHORTEST_PLACE, _LONGEST_DATELINE = re.compile(r"([^\W\d_]{3,30})[^–—\r\n]{0,50}?[–—] "), 3, 80
#: No quotation is longer (code points).
_LONGEST_QUOTATION = 2000


class Quotations:
    """Tells where speech is in one line of *text*; if asked from left to right, it reads the line once.

    A mark that is not closed within `_LONGEST_QUOTATION` opens no quotation: it may mean inches, or a mark was lost.
    """

    def __init__(self, text: str, start: int) -> None:
        self._text, self._at, self._opened, self._since = text, start, "", start

    def advance(self, position: int) -> None:
        """Read on to *position*; ask about nothing before it from now on."""
        self._opened, self._since = self._read(position)
        self._at = max(self._at, position)

    def is_open(self, position: int) -> bool:
        """Return whether a quotation that was opened before *position* is still open there."""
        opened, since = self._read(position)
        return bool(opened) and position - since <= _LONGEST_QUOTATION

    def is_speech(self, span: Span) -> bool:
        """Return whether *span* is speech: a quotation is open where it starts, or it is one itself.

        >>> text = 'She said: “Wait. Subscribe now! Go.” Sign up today.'
        >>> [Quotations(text, 0).is_speech(Span(a, b)) for a, b in ((17, 31), (37, 51))]
        [True, False]
        """
        if self.is_open(span.start):
            return True
        if self._text[span.start] not in _FIRST:
            return False
        piece = self._text[span.start : span.end].strip()
        if piece[:1] in _MARKS and piece[-1:] in ('"', *_CLOSING, "“") and len(piece) > 1:
            return True
        return self._opens(span)

    def _opens(self, span: Span) -> bool:
        """Return whether a quotation opens where *span* starts and closes later in the line."""
        opened, since = self._read(span.end)
        if not opened or since != span.start:
            return False
        found = _MARK_OR_BREAK.search(self._text, span.end, span.end + _LONGEST_QUOTATION)
        return found is not None and found[0] not in "\r\n"

    def _read(self, position: int) -> tuple[str, int]:
        opened, since = self._opened, self._since
        for found in _QUOTES.finditer(self._text, self._at, position):
            mark = found[0]
            if opened and found.start() - since > _LONGEST_QUOTATION:
                opened = ""
            if (mark in _OPENING and not (mark == "“" and opened == "„")) or (mark == '"' and opened != mark):
                opened, since = mark, found.start()
            else:
                opened = ""
        return opened, since


class Silence(Quotations):
    """The quotations of a line without a quotation mark."""

    def advance(self, position: int) -> None:
        """Do nothing."""

    def is_open(self, position: int) -> bool:
        """Return False: no quotation is open."""
        return False

    def is_speech(self, span: Span) -> bool:
        """Return False: nobody speaks."""
        return False


SILENCE = Silence("", 0)


def opens_speech(text: str, start: int) -> bool:
    """Return whether a dash stands at *start*, with a blank after it."""
    return text[start] in _DASHES and text[start + 1 : start + 2].isspace()


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

    >>> lines = "– Vi ser sjelden på det.", "– Subscribe now", "-50% on Monday."
    >>> [is_dialogue(line, Span(0, len(line))) for line in lines]
    [True, False, False]
    """
    return opens_speech(text, part.start) and text[part.end - 1] in _STOPS


def goes_on(text: str, part: Span) -> bool:
    """Return whether a sentence, not a headline, follows the first colon: from a small letter up to a full stop.

    >>> lines = "Read more: so said the teacher.", "Read more: how to sail", "Read more: The bridge opens."
    >>> [goes_on(line, Span(0, len(line))) for line in lines]
    [True, False, False]
    """
    colon = text.find(":", *part)
    after = text[colon + 1 : part.end].lstrip() if colon >= 0 else ""
    return after[:1].islower() and after.endswith(".")


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

    What stands before it is no stop, or an abbreviation's; *after_stop* asks for the latter alone.

    >>> text = "Follow us on X Forecasters expect two more fronts."
    >>> [text[at:] for at in openings(text, Span(0, len(text)))]
    ['X Forecasters expect two more fronts.', 'Forecasters expect two more fronts.']
    """
    if text[span.end - 1] not in _STOPS or text[span.start + 1 : span.end].islower():
        return []
    gaps = [found.span() for found in _GAP.finditer(text, *span)]
    return [at for gap, at in gaps[: 1 - _FEW_WORDS] if text[at].isupper() and (not after_stop or text[gap - 1] == ".")]


def outside_quotations(raw: str) -> str:
    """Return *raw* without its quotations; the last of them may close beyond it.

    >>> [outside_quotations(raw) for raw in ('“Subscribe now!” read the poster.', 'She said: “Subscribe now!')]
    [' read the poster.', 'She said: ']
    """
    return _QUOTED.sub("", raw)
