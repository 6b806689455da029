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
#: How far back (code points) an opened quotation is looked for.
_LOOK_BACK = 2000


def inside_quotation(text: str, span: Span, line: Span) -> bool:
    """Return whether *span* is speech: a quotation opened before it in its line is still open, or it is one itself.

    >>> text = 'She said: “Wait. Subscribe now! Go.” Sign up today.'
    >>> [inside_quotation(text, Span(a, b), Span(0, len(text))) for a, b in ((17, 31), (37, 51))]
    [True, False]
    """
    if span.start > line.start and _is_open(text, max(line.start, span.start - _LOOK_BACK), span.start):
        return True
    if text[span.start] not in _FIRST:
        return False
    piece = text[span.start : span.end].strip()
    return piece[:1] in _MARKS and piece[-1:] in ('"', *_CLOSING, "“") and len(piece) > 1


def _is_open(text: str, start: int, end: int) -> bool:
    """Return whether a quotation that is opened in ``text[start:end]`` is still open at its end."""
    opened = ""
    for found in _QUOTES.finditer(text, start, end):
        mark = found[0]
        if mark == '"':
            opened = "" if opened == mark else mark
        elif mark == "“" and opened == "„":
            opened = ""
        elif mark in _OPENING:
            opened = mark
        else:
            opened = ""
    return bool(opened)


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
