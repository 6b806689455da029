"""Findings where they stand once something before them is gone, or when they are told of another text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from cleantext.rule import Finding, Removal, Span
from cleantext.segment import line_at


def shifted(findings: Iterable[Finding], by: int) -> list[Finding]:
    """Return *findings* so many code points further on."""
    return [finding._replace(start=finding.start + by, end=finding.end + by) for finding in findings]


def _starts_line(text: str, position: int) -> bool:
    return position in (0, len(text)) or text[position - 1] in "\r\n"


def moved(found: Sequence[Finding], cuts: Sequence[Removal], touched: Sequence[Span]) -> Iterator[Finding]:
    """Yield the findings that no cut reaches into, where they stand now, save those in *touched* lines."""
    gone = number = line = 0
    for finding in sorted(found):
        while number < len(cuts) and cuts[number].end <= finding.start:
            gone += cuts[number].end - cuts[number].start
            number += 1
        if number < len(cuts) and cuts[number].start < finding.end:
            continue
        now = finding._replace(start=finding.start - gone, end=finding.end - gone)
        while line < len(touched) and touched[line].end < now.start:
            line += 1
        if not (line < len(touched) and touched[line].start <= now.start):
            yield now


def touched_lines(before: str, text: str, cuts: Sequence[Removal]) -> list[Span]:
    """Return the lines of *text* that lost a part, where it is what *cuts* left of *before*."""
    gone = 0
    touched: list[Span] = []
    for start, end, *_ in cuts:
        joint = start - gone
        gone += end - start
        if not (_starts_line(before, start) and _starts_line(before, end)):
            line = line_at(text, joint)
            if not touched or touched[-1] != line:
                touched.append(line)
    return touched
