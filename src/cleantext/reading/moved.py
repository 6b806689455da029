"""Findings moved to where they stand after cuts, or in the text that their line is a part of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from cleantext.reading.segment import line_at, starts_line
from cleantext.rule import Finding, Removal, Span


def shifted(findings: Iterable[Finding], by: int) -> list[Finding]:
    """Return *findings* moved *by* code points."""
    return [Finding(start + by, end + by, category, rule, score) for start, end, category, rule, score in findings]


def moved(found: Sequence[Finding], cuts: Sequence[Removal], touched: Sequence[Span]) -> Iterator[Finding]:
    """Yield, where they stand now, the findings that no cut overlaps and that are not in *touched* lines."""
    gone, waiting, lines = 0, iter(cuts), iter(touched)
    cut, line = next(waiting, None), next(lines, None)
    for start, end, category, rule, score in sorted(found):
        while cut and cut.end <= start:
            gone += cut.end - cut.start
            cut = next(waiting, None)
        if cut and cut.start < end:
            continue
        while line and line.end < start - gone:
            line = next(lines, None)
        if not (line and line.start <= start - gone):
            yield Finding(start - gone, end - gone, category, rule, score)


def touched_lines(before: str, text: str, cuts: Sequence[Removal]) -> list[Span]:
    """Return the lines of *text* that lost a part; *text* is what *cuts* left of *before*."""
    gone = 0
    touched: list[Span] = []
    for start, end in joined(cuts):
        joint = start - gone
        gone += end - start
        if not (starts_line(before, start) and (end == len(before) or starts_line(before, end))):
            if not touched or joint > touched[-1].end:
                touched.append(line_at(text, joint))
    return touched


def joined(cuts: Sequence[Removal]) -> Iterator[Span]:
    """Yield what goes, cuts side by side as one.

    >>> [tuple(span) for span in joined([Removal(a, b, "", "", 1) for a, b in ((1, 3), (3, 4), (6, 9))])]
    [(1, 4), (6, 9)]
    """
    start = end = -1
    for cut in cuts:
        if cut.start != end:
            if start >= 0:
                yield Span(start, end)
            start = cut.start
        end = cut.end
    if start >= 0:
        yield Span(start, end)


def carried(size: int, removed: Sequence[Removal], cuts: Sequence[Removal]) -> Iterator[Removal]:
    """Yield *cuts*, made in what *removed* left of a text of *size* code points, at their offsets in that text.

    A cut that spans an earlier removal becomes one removal on each side of it.

    >>> [tuple(r[:2]) for r in carried(9, [Removal(2, 4, "", "", 1)], [Removal(1, 5, "", "", 1)])]
    [(1, 2), (4, 7)]
    """
    waiting = iter(cuts)
    removal = next(waiting, None)
    edges = [0, *(edge for r in removed for edge in r[:2]), size]
    seen = 0
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        while removal and removal.start < seen + end - start:
            first, last = max(start, start + removal.start - seen), min(end, start + removal.end - seen)
            if first < last:
                yield Removal(first, last, *removal[2:])
            if removal.end > seen + end - start:
                break
            removal = next(waiting, None)
        seen += end - start


def together(size: int, removed: Sequence[Removal], cuts: Sequence[Removal]) -> Sequence[Removal]:
    """Return, in order, what was *removed* of a text and what *cuts* then took, as `carried` says."""
    return sorted([*removed, *carried(size, removed, cuts)]) if removed else cuts
