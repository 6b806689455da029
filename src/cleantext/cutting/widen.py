"""Findings widened to what goes with them: blanks between sentences, line breaks, blank lines on one side."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from cleantext.reading.segment import body_start, is_whole, line_at
from cleantext.rule import Finding, Removal, Span

_BLANK_LINES = re.compile(r"(?:[^\S\r\n]*(?:\r\n|\r|\n))*")
_BREAK = re.compile(r"\r\n|\r|\n|$")
_BLANKS_IN_LINE = re.compile(r"[^\S\r\n]*")
#: The number of a list's item goes along with the item.
_NUMBER = re.compile(r"\W?\d{1,2}\W?")


def removals(text: str, findings: Sequence[Finding]) -> list[Removal]:
    """Widen settled findings to what goes with them: blanks between sentences, line breaks, blank lines on one side."""
    first = body_start(text)
    out: list[Removal] = []
    run: list[Finding] = []
    for start, end, members in _by_line(text, findings, first):
        shares = _as_whole_line(text, start, end, members)
        if run and not (shares and not text[run[-1].end : start].strip()):
            out += _run(text, run, first)
            run = []
        if shares:
            run += shares
            continue
        inked = start + len(text[start:end].rstrip())
        for finding, last in zip(members, _last_ends(text, members), strict=True):
            span = _with_blanks_before(text, start, finding) if last >= inked else _with_blanks_after(text, finding)
            # The blank between two sentences that both go is cut once.
            out.append(Removal(max(span.start, out[-1].end if out else 0), span.end, *finding[2:]))
    if run:
        out += _run(text, run, first)
    return out


def _by_line(text: str, findings: Sequence[Finding], first: int) -> Iterator[tuple[int, int, list[Finding]]]:
    """Yield where each line that has findings starts, without a byte order mark, where it ends, and its findings."""
    start, end, members = 0, -1, list[Finding]()
    for finding in findings:
        if finding.start > end:
            if members:
                yield start, end, members
            start, end, members = finding.start or first, finding.end, []
            if not is_whole(text, start, end):
                start, end = line_at(text, start)
                start = max(start, first)
        members.append(finding)
    if members:
        yield start, end, members


def _as_whole_line(text: str, start: int, end: int, members: Sequence[Finding]) -> Sequence[Finding]:
    """Return findings widened to all of their line if it goes as a whole, with blanks and list number; else none."""
    if len(members) == 1 and members[0][:2] == (start, end):
        return members
    at = start
    for finding in members:
        gap = text[at : finding.start].strip().lstrip("\ufeff").lstrip()
        if gap and (at > start or not _NUMBER.fullmatch(gap)):
            return ()
        at = finding.end
    if text[at:end].strip():
        return ()
    edges = [start, *(finding.start for finding in members[1:]), end]
    return [finding._replace(start=a, end=b) for finding, (a, b) in zip(members, pairwise(edges), strict=True)]


def _last_ends(text: str, members: Sequence[Finding]) -> list[int]:
    """Return for each finding where the last of those that follow with only blanks between ends."""
    ends = [finding.end for finding in members]
    for number, (one, other) in reversed([*enumerate(pairwise(members))]):
        if not text[one.end : other.start].strip():
            ends[number] = ends[number + 1]
    return ends


def _with_blanks_after(text: str, finding: Finding) -> Span:
    end = finding.end
    while text[end].isspace():
        end += 1
    return Span(finding.start, end)


def _with_blanks_before(text: str, line: int, finding: Finding) -> Span:
    start = finding.start
    while start > line and text[start - 1].isspace():
        start -= 1
    return Span(start, finding.end)


def _run(text: str, run: Sequence[Finding], first: int) -> list[Removal]:
    """Return the removals of consecutive whole lines, with the breaks and blank lines that go along."""
    start, end = _around(text, run[0].start, run[-1].end, first)
    out: list[Removal] = []
    for finding, following in pairwise(run):
        out.append(Removal(start, following.start, *finding[2:]))
        start = following.start
    out.append(Removal(start, end, *run[-1][2:]))
    return out


def _around(text: str, start: int, last: int, first: int) -> Span:
    """Return whole lines from *start* to *last* with their line break and the blank lines on one side."""
    end = _after(_BREAK, text, last)
    above, below = start, end
    while above > first and text[above - 1].isspace():
        above -= 1
    while below < len(text) and text[below].isspace():
        below += 1
    if below == len(text):
        if above == first:
            return Span(first, len(text))
        # The line above keeps the blanks after its last word, and its break if the text ended with one.
        kept = _after(_BLANKS_IN_LINE, text, above)
        return Span(_after(_BREAK, text, kept) if end > last else kept, end)
    if below > end and (above == first or _after(_BREAK, text, _after(_BLANKS_IN_LINE, text, above)) < start):
        end = _after(_BLANK_LINES, text, end)
    # A lone \r before the cut and a lone \n after it would meet and become one break.
    joins = start > first and text[start - 1] == "\r" and text[end : end + 1] == "\n"
    return Span(start - 1, end - 1) if joins else Span(start, end)


def _after(pattern: re.Pattern[str], text: str, at: int) -> int:
    """Return where the match of *pattern* at *at* ends; *at* if there is none."""
    found = pattern.match(text, at)
    return found.end() if found else at
