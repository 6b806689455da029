"""Guards and supports: what stands around a finding and holds it back, or speaks for it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from cleantext.rule import Finding, Span

#: A finding of this score is cut wherever it stands; a weaker one only where its surroundings speak for it (two
#: thresholds, as in Canny's edge detector, 1986).
STRONG = 0.8
#: A line that stands this often in one text is the template's, if it reads like a prompt at all.
OFTEN = 3

_QUOTES = re.compile(r"""["“”„«»「」『』]""")
_QUOTED = re.compile(r"""[“„«「『"][^“”„«»「」『』"]{1,300}[”“»」』"]""")
_OPENING, _CLOSING = "“„«「『", "”»」』"
_MARKS = ('"', *_OPENING)
#: What a quotation may start with: its mark, or a blank before it.
_FIRST = frozenset(('"', *_OPENING, " ", "\t", "\u00a0", "\u3000"))
#: A quotation is not longer (code points).
_LONGEST = 2000


class Quotations:
    """Tells where speech is in one line of *text*; asked from left to right, it reads the line once.

    A quotation that is opened and not closed for long is none: somebody wrote inches, or lost a mark.
    """

    def __init__(self, text: str, start: int) -> None:
        self._text, self._at, self._opened, self._since = text, start, "", start

    def advance(self, position: int) -> None:
        """Read on to *position*; nothing before it is asked any more."""
        self._opened, self._since = self._read(position)
        self._at = max(self._at, position)

    def is_open(self, position: int) -> bool:
        """Return whether a quotation that was opened before *position* is still open there."""
        opened, since = self._read(position)
        return bool(opened) and position - since <= _LONGEST

    def is_speech(self, span: Span) -> bool:
        """Return whether *span* is said by somebody: a quotation is open where it starts, or it is one itself.

        >>> text = 'She said: “Wait. Subscribe now! Go.” Sign up today.'
        >>> [Quotations(text, 0).is_speech(Span(a, b)) for a, b in ((17, 31), (37, 51))]
        [True, False]
        """
        if self.is_open(span.start):
            return True
        if self._text[span.start] not in _FIRST:
            return False
        piece = self._text[span.start : span.end].strip()
        return piece[:1] in _MARKS and piece[-1:] in ('"', *_CLOSING, "“") and len(piece) > 1

    def _read(self, position: int) -> tuple[str, int]:
        opened, since = self._opened, self._since
        for found in _QUOTES.finditer(self._text, self._at, position):
            mark = found[0]
            if opened and found.start() - since > _LONGEST:
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
        """Return that no quotation is open."""
        return False

    def is_speech(self, span: Span) -> bool:
        """Return that nobody speaks."""
        return False


SILENCE = Silence("", 0)


def outside_quotations(raw: str) -> str:
    """Return *raw* without what stands in quotation marks in it.

    >>> outside_quotations('“Subscribe now!” read the poster.')
    ' read the poster.'
    """
    return _QUOTED.sub("", raw)


def _is_title(text: str, span: Finding) -> bool:
    """Return whether *span* is the whole first line of a text that goes on."""
    return not text[: span.start].strip("\ufeff \t\r\n") and text[span.end : span.end + 1] in ("\r", "\n") and bool(text[span.end :].strip())


def supported(text: str, findings: Sequence[Finding]) -> list[Finding]:
    """Return the strong findings, and the weak ones that touch one of their category, stand between two, or are repeated.

    *findings* are settled: in order, without overlaps. What touches is only blanks away; support passes from one
    weak finding to the next of its category. The line that opens a text is as a rule its title, which may be about any subject: it
    stays unless a rule found it.

    >>> weak, strong = Finding(0, 4, "app", "en/a", 0.5), Finding(5, 9, "app", "en/b", 1.0)
    >>> [supported("Open it!!", found) == found for found in ([weak, strong], [weak])]
    [True, False]
    """
    if findings and findings[0].score < 1 and _is_title(text, findings[0]):
        findings = findings[1:]
    keep = [f.score >= STRONG for f in findings]
    if all(keep):
        return list(findings)
    pieces = [text[f.start : f.end].strip() for f in findings]
    often = {piece for piece, times in Counter(pieces).items() if times >= OFTEN}
    keep = [kept or (piece in often) for kept, piece in zip(keep, pieces, strict=True)]
    touch = [not text[first.end : second.start].strip() for first, second in pairwise(findings)]
    for order in (range(1, len(findings)), range(len(findings) - 2, -1, -1)):
        step = -1 if order.step > 0 else 1
        for at in order:
            beside = touch[min(at, at + step)] and keep[at + step]
            keep[at] = keep[at] or (beside and findings[at].category == findings[at + step].category)
    between = [touch[at - 1] and touch[at] and keep[at - 1] and keep[at + 1] for at in range(1, len(findings) - 1)]
    keep[1:-1] = [kept or amid for kept, amid in zip(keep[1:-1], between, strict=True)]
    return [finding for finding, kept in zip(findings, keep, strict=True) if kept]
