"""Which findings are cut: overlaps settled, each held against what surrounds it, what links take along; or the judge's.

First overlaps are settled. Each further step takes findings in order and without overlaps, and gives such findings.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Sequence
from itertools import pairwise

from cleantext.deciding.heuristics import supported
from cleantext.deciding.links import link_runs
from cleantext.deciding.subheads import without_subheads
from cleantext.reading.moved import shifted
from cleantext.reading.segment import STOPS
from cleantext.reading.shape import ENDS, PROSE
from cleantext.rule import JUDGE_LINE, JUDGED, Finding
from cleantext.thresholds import OUTSIDE

#: What starts this far below the article's last line (code points), other cuts between, is right below it.
BELOW = 120
#: More than one sentence: a letter stands somewhere after a stop.
_STOP_INSIDE = re.compile(rf"[{re.escape(''.join(STOPS))}]\W*[^\W\d]")


def chosen(
    text: str, found: Sequence[Finding], kept: Container[str], off: Container[str], own: Container[str]
) -> list[Finding]:
    """Return the findings to cut of those *found*: none of the categories *kept*, nor of detectors that are *off*.

    What the user's *own* rules find is no subhead.
    """
    settled = without_subheads(text, settle(found), own)
    strong = supported(text, settled)
    with_links = link_runs(text, strong)
    return [finding for finding in with_links if finding.category not in kept and finding.rule not in off]


def outside(text: str, going: Callable[[str], Sequence[Finding]]) -> tuple[list[Finding], bool]:
    """Return what the judge cuts so that the article is left, and whether it is done with the rest.

    A prompt beside a sentence goes first, alone: that sentence is judged by itself. *going* finds prompts in a line.
    """
    from cleantext.judging.judge import lines_outside  # noqa: PLC0415 - only one profile needs numpy

    judged = lines_outside(text)
    parts = list[Finding]()
    for start, end, score in judged:
        if end - start >= PROSE // 2 and score < OUTSIDE and _STOP_INSIDE.search(text, start, end):
            line = text[start:end]
            parts += shifted((part for part in going(line) if leaves_sentence(line, part)), start)
    if parts:
        return parts, False
    cuts = [Finding(start, end, JUDGED, JUDGE_LINE, round(score, 3)) for start, end, score in judged]
    return _below_named(text, cuts, going), True


def _below_named(text: str, cuts: list[Finding], going: Callable[[str], Sequence[Finding]]) -> list[Finding]:
    """Return the judge's *cuts*, those right below the article as what else finds them: a paywall there ended it."""
    first, top = len(cuts), len(text)
    while first and not text[cuts[first - 1].end : top].strip():
        first -= 1
        top = cuts[first].start
    if not text[:top].strip():
        return cuts
    for number, finding in enumerate(cuts[first:], first):
        if finding.start > top + BELOW:
            break
        found = going(text[finding.start : finding.end])
        if [named[:2] for named in found] == [(0, finding.end - finding.start)]:
            cuts[number] = found[0]._replace(start=finding.start, end=finding.end)
    return cuts


def leaves_sentence(line: str, part: Finding) -> bool:
    """Return whether what follows *part* in its line, or else what precedes it, ends like a sentence.

    >>> line = "Rain fell. Sign up"
    >>> [leaves_sentence(line, Finding(start, 18, "app", "en/a", 1.0)) for start in (11, 0)]
    [True, False]
    """
    return (line[part.end :].strip() or line[: part.start].strip()).endswith(ENDS)


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
