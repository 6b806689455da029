"""From findings to cuts: which findings count, what guards hold back, what a cut takes along, and the verdict."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from cleantext.rule import Finding, Removal, Span
from cleantext.segment import line_at

#: Cuts that would take more than this share of a text's letters are not made, unless nothing at all would be left.
BUDGETS = {"precise": 0.8, "article": 0.98}
#: Fewer letters than this are no article: too few to have a budget, or to go on after a paywall.
SMALL = 200
_BLANK_LINES = re.compile(r"(?:[^\S\r\n]*(?:\r\n|\r|\n))*")
_BREAK = re.compile(r"\r\n|\r|\n|$")


def settle(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings in order without overlaps: of two the longer stays whole, the other keeps what it has beyond it."""
    settled: list[Finding] = []
    for finding in sorted(findings, key=lambda f: (f.start, -f.end, -f.score, f.rule)):
        if settled and finding.start < settled[-1].end:
            if finding.end <= settled[-1].end:
                continue
            finding = finding._replace(start=settled[-1].end)
        settled.append(finding)
    return settled


def removals(text: str, findings: Sequence[Finding]) -> list[Removal]:
    """Widen settled findings to what goes with them: blanks between sentences, line breaks, blank lines on one side."""
    first = 1 if text.startswith("\ufeff") else 0
    pieces: list[tuple[Span, bool, Finding]] = []
    for line, group in groupby(findings, key=lambda f: _line(text, f.start, first)):
        members = list(group)
        whole = not _rest(text, line, members).strip()
        pieces += [(_within(text, line, f), whole, f) for f in members] if not whole else [
            (Span(f.start, g.start) if (g := after) else Span(f.start, line.end), True, f)
            for f, after in zip(_stretched(members, line), [*members[1:], None], strict=True)
        ]
    out: list[Removal] = []
    run: list[tuple[Span, Finding]] = []
    for span, whole, finding in pieces:
        if run and not (whole and not text[run[-1][0].end : span.start].strip()):
            out += _run(text, run, first)
            run = []
        if whole:
            run.append((span, finding))
        else:
            # The blank between two sentences that both go belongs to the first.
            out.append(Removal(max(span.start, out[-1].end if out else 0), span.end, *finding[2:]))
    if run:
        out += _run(text, run, first)
    return out


def _line(text: str, position: int, first: int) -> Span:
    line = line_at(text, position)
    return Span(max(line.start, first), line.end)


def _rest(text: str, line: Span, members: Sequence[Finding]) -> str:
    edges = [line.start, *(edge for f in members for edge in (f.start, f.end)), line.end]
    return "".join(text[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True))


def _stretched(members: Sequence[Finding], line: Span) -> list[Finding]:
    return [members[0]._replace(start=line.start), *members[1:]]


def _within(text: str, line: Span, finding: Finding) -> Span:
    start, end = finding.start, finding.end
    while end < line.end and text[end].isspace():
        end += 1
    if end == line.end:
        end = finding.end
        while start > line.start and text[start - 1].isspace():
            start -= 1
    return Span(start, end)


def _run(text: str, run: Sequence[tuple[Span, Finding]], first: int) -> list[Removal]:
    """Return the removals of whole lines that follow each other, with the breaks and blank lines that go along."""
    start, last = run[0][0].start, run[-1][0].end
    found = _BREAK.match(text, last)
    end = found.end() if found else last
    has_break = end > last
    before = len(text[first:start].rstrip()) + first
    blanks = _BLANK_LINES.match(text, end)
    after = blanks.end() if blanks else end
    at_end = not text[end:].strip() if len(text) - end < 1000 else not text[after : after + 1]
    nothing_before = before == first
    kept_end = _BREAK.match(text, before)
    body_start = kept_end.end() if kept_end and not nothing_before else first
    if at_end and nothing_before:
        start, end = first, len(text)
    elif at_end and has_break:
        start = body_start
    elif at_end:
        start = before
    elif body_start < start or nothing_before:
        end = after
    edges = [start, *(span.start for span, _ in run[1:]), end]
    return [Removal(a, b, *finding[2:]) for a, b, (_, finding) in zip(edges, edges[1:], run, strict=False)]


def verdict(text: str, kept: str, removed: Sequence[Removal], budget: float) -> str:
    """Return ``ok``, ``truncated``, ``nothing_left`` or ``over_budget`` for a text and what the cuts would leave of it."""
    if not removed:
        return "ok"
    if not kept.strip("\ufeff").strip():
        return "nothing_left"
    left, gone = _letters(kept), sum([_letters(text[r.start : r.end]) for r in removed])
    if gone > budget * (gone + left) and gone > SMALL:
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
    return len(text) - text.count(" ") - text.count("\n")
