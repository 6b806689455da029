"""Quotations in a line: what somebody says is body text, even where it reads like a prompt."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cached_property

from cleantext.reading.segment import FIRST_UNSPACED, STOPS
from cleantext.rule import Span

#: By the mark that opens a quotation, the marks that close it. Some have both roles: “ (English, German), » (French,
#: Danish), ” (English, Swedish), ‘ (English, German).
_CLOSED_BY = {
    "“": "”",
    "„": "“”",
    "”": "”",
    "«": "»",
    "»": "«",
    "‘": "’",
    "‚": "‘’",
    "「": "」",
    "『": "』",
    '"': '"',
    "＂": "＂",
    "'": "'",
}
_CLOSING = frozenset("".join(_CLOSED_BY.values()))
#: Double marks that are taken for one another: any of them may close what another opened.
_DOUBLE = '"“”„'
#: Before a letter these are apostrophes, and close nothing.
_APOSTROPHES = "'’"
#: These open a quotation only right before a letter.
_OPENS_BEFORE_LETTER = "'‘”»"
#: A mark right after one of these closes a quotation, and opens none; after a comma or a colon, if one is open.
_BEFORE_CLOSING, _BEFORE_BOTH = ".!?…)%", ",;:"
#: These open a quotation even if nothing closes it: a speaker's next paragraph goes on with it.
_ONLY_OPENING = "“„«「『"
#: Apostrophes inside words are passed over. A pattern that starts with a class of letters is searched for fastest.
_MARK_OR_BREAK = re.compile(r"""["＂“”„«»「」『』\r\n'‘’‚](?:(?<!['‘’‚])|(?<!\w['‘’‚])|(?!\w))""")
#: No quoted name has more words, or one of these in it.
_NAME_WORDS, _NO_NAME = 3, frozenset((*STOPS, ",", ";", ":"))
#: No quotation is longer (code points), and no more of them are open at once.
_LONGEST, _DEEPEST = 2000, 4


class Quotations:
    """Tells where speech is in the line of *text* that starts at *start*; the line is read once, when first asked."""

    def __init__(self, text: str, start: int) -> None:
        self._text, self._start = text, start

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        """Where the quotations start and end, marks included, without those inside others.

        One that nothing closes lasts to the end of the line, unless its mark may be an apostrophe or mean inches.

        >>> def quoted(text: str) -> list[str]:
        ...     return [text[a:b] for a, b in Quotations(text, 0).spans]
        >>> quoted("“I read the «Post».” »Ja«, sagte er. ”Hej.” „Nein“, 'twas 5\\" wide.")
        ['“I read the «Post».”', '»Ja«', '”Hej.”', '„Nein“']
        >>> quoted("The readers' editor said: ‘Don’t sign up.’ “And then?")
        ['‘Don’t sign up.’', '“And then?']
        """
        spans: list[tuple[int, int]] = []
        opened: list[tuple[str, int]] = []
        end = len(self._text)
        for found in _MARK_OR_BREAK.finditer(self._text, self._start):
            mark, at = found[0], found.start()
            if mark in "\r\n":
                end = at
                break
            if opened and at - opened[0][1] > _LONGEST:
                self._end(spans, opened, end)
            level = self._closed(mark, at, opened) if opened else -1
            if level >= 0:
                _add(spans, opened[level][1], at + 1)
                del opened[level:]
            elif mark in _ONLY_OPENING or self._opens(mark, at, nested=bool(opened)):
                if mark in _OPENS_BEFORE_LETTER:  # one that is still open was an apostrophe: '90s
                    opened = [other for other in opened if other[0] != mark]
                if len(opened) < _DEEPEST:
                    opened.append((mark, at))
        self._end(spans, opened, end)
        return spans

    def _end(self, spans: list[tuple[int, int]], opened: list[tuple[str, int]], end: int) -> None:
        """Forget what is *opened*; the first that can only be a quotation is one, though nothing closes it."""
        for mark, at in opened:
            if mark in _ONLY_OPENING or (mark == '"' and at == self._start):
                _add(spans, at, min(end, at + _LONGEST))
                break
        opened.clear()

    def is_open(self, position: int) -> bool:
        """Return whether a quotation that opens before *position* is still open there."""
        last = bisect_left(self.spans, (position,)) - 1
        return last >= 0 and position < self.spans[last][1]

    def is_speech(self, span: Span) -> bool:
        """Return whether *span* is speech: a quotation is open where it starts, or it is one itself.

        >>> text = 'She said: “Wait. Subscribe now! Go.” Sign up today.'
        >>> [Quotations(text, 0).is_speech(Span(a, b)) for a, b in ((17, 31), (37, 51))]
        [True, False]
        """
        if not self.spans:
            return False
        piece = self._text[span.start : span.end]
        start, piece = span.start + len(piece) - len(piece.lstrip()), piece.strip()
        if self.is_open(start):
            return True
        number = bisect_left(self.spans, (start,))
        if number == len(self.spans) or self.spans[number][0] != start:
            return False
        return piece[-1] in _CLOSING or self.spans[number][1] >= start + len(piece)

    def within(self, span: Span) -> tuple[Span, ...]:
        """Return the quotations that overlap *span*, relative to its start, clipped to one code point beyond its ends.

        >>> Quotations("He said: “Sign up. Now!” Then he left.", 0).within(Span(0, 18))
        (Span(start=9, end=19),)
        """
        if not self.spans:
            return ()
        size = span.end - span.start
        first = max(0, bisect_left(self.spans, (span.start,)) - 1)
        last = bisect_left(self.spans, (span.end,), first)
        return tuple(
            Span(max(start - span.start, -1), min(end - span.start, size + 1))
            for start, end in self.spans[first:last]
            if end > span.start
        )

    def outside(self, span: Span) -> str:
        """Return ``text[span.start:span.end]`` without what is quoted in it, but with quoted names: they are no speech.

        >>> text = "Mark read out “Sign up!” from the “Evening Post”."
        >>> Quotations(text, 0).outside(Span(0, len(text)))
        'Mark read out  from the “Evening Post”.'
        """
        raw = self._text[span.start : span.end]
        said = [quoted for quoted in self.within(span) if not _is_name(raw[max(0, quoted.start) : quoted.end])]
        edges = [0, *(edge for start, end in said for edge in (max(0, start), end)), len(raw)]
        return "".join([raw[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True)])

    def _closed(self, mark: str, at: int, opened: list[tuple[str, int]]) -> int:
        """Return which of the *opened* quotations a mark closes; -1 if none."""
        if mark not in _CLOSING or (mark in _APOSTROPHES and self._text[at + 1 : at + 2].isalnum()):
            return -1
        level = len(opened) - 1
        while level >= 0 and mark not in _CLOSED_BY[opened[level][0]]:
            level -= 1
        if level < 0 and mark in _DOUBLE and opened[-1][0] in _DOUBLE and not self._opens(mark, at, nested=True):
            return len(opened) - 1
        return level

    def _opens(self, mark: str, at: int, *, nested: bool) -> bool:
        """Return whether a mark that closes nothing opens a quotation."""
        if mark not in _CLOSED_BY:
            return False
        before = self._text[at - 1] if at > self._start else " "
        if mark in _OPENS_BEFORE_LETTER:
            if (nested and mark in "”»") or not self._text[at + 1 : at + 2].isalnum():
                return False
        elif mark not in '"＂':
            return True
        if before >= FIRST_UNSPACED:
            return True
        return not (before.isalnum() or before in _BEFORE_CLOSING or (nested and before in _BEFORE_BOTH))


def _add(spans: list[tuple[int, int]], start: int, end: int) -> None:
    """Add a quotation, in place of those inside it."""
    while spans and spans[-1][0] > start:
        spans.pop()
    spans.append((start, end))


def _is_name(quoted: str) -> bool:
    """Return whether what stands in quotation marks is a name rather than speech."""
    said = quoted[1:-1]
    few = 0 < len(said.split()) <= _NAME_WORDS
    return few and not any(letter in _NO_NAME or letter >= FIRST_UNSPACED for letter in said)


#: The quotations of a line without a quotation mark.
SILENCE = Quotations("", 0)
