"""From findings to cuts: settle overlaps, widen cuts to breaks and blank lines, and give the verdict."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal

from cleantext.rule import Finding, Removal, Span
from cleantext.segment import body_start, is_whole, line_at

#: What became of a document.
Verdict = Literal["ok", "truncated", "nothing_left", "over_budget"]
#: Cuts that would take more than this share of a text's letters are not made, unless nothing at all would be left.
BUDGETS = {"precise": 0.9, "article": 0.98}
#: Fewer letters than this are no article: no budget bounds cutting them, and after a paywall they do not continue it.
SMALL = 200
_BLANK_LINES = re.compile(r"(?:[^\S\r\n]*(?:\r\n|\r|\n))*")
_BREAK = re.compile(r"\r\n|\r|\n|$")
_BLANKS_IN_LINE = re.compile(r"[^\S\r\n]*")
_COMMON_BLANKS = " \n\r\t\u00a0\u3000"
#: The number of a list's item goes along with the item.
_NUMBER = re.compile(r"\W?\d{1,2}\W?")


def settle(findings: Sequence[Finding]) -> list[Finding]:
    """Return findings in order without overlaps: the first to start stays whole, the next keeps what is beyond it.

    >>> [f[:2] for f in settle([Finding(0, 5, "app", "en/a", 1.0), Finding(3, 20, "app", "en/b", 1.0)])]
    [(0, 5), (5, 20)]
    """
    if all(one.end <= other.start for one, other in pairwise(findings)):
        return list(findings)
    settled: list[Finding] = []
    end = 0
    for finding in sorted(findings, key=lambda f: (f.start, -f.end, -f.score, f.rule)):
        if finding.start < end:
            if finding.end <= end:
                continue
            finding = finding._replace(start=end)
        settled.append(finding)
        end = finding.end
    return settled


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


def verdict(text: str, kept: str, removed: Sequence[Removal], budget: float) -> Verdict:
    """Return ``ok``, ``truncated``, ``nothing_left`` or ``over_budget`` for *text* if the cuts leave *kept* of it."""
    if not removed:
        return "ok"
    if not kept.strip("\ufeff").strip():
        return "nothing_left"
    taken = len(text) - len(kept)
    # Letters are slow to count. At most *taken* went, and a part of what is kept most often shows that enough is left.
    if taken > SMALL and taken > budget * (taken + _letters(kept[: taken // 4])):
        letters, left = _letters(text), _letters(kept)
        if SMALL < letters - left > budget * letters:
            return "over_budget"
    paywalls = [removal.end for removal in removed if removal.category == "paywall"]
    return "truncated" if paywalls and _left_after(text, paywalls[-1], removed) < SMALL else "ok"


def _left_after(text: str, at: int, removed: Sequence[Removal]) -> int:
    size = 0
    for removal in removed:
        if removal.start >= at:
            size += _letters(text[at : removal.start])
            at = removal.end
    return size + _letters(text[at:])


def _letters(text: str) -> int:
    """Return how many code points of *text* are not blank; blanks beyond `_COMMON_BLANKS` count as letters."""
    return len(text) - sum(map(text.count, _COMMON_BLANKS))
