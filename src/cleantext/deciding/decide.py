"""Which findings are cut: overlaps settled, each held against what surrounds it, what links take along; or the judge's.

First overlaps are settled. Each further step takes findings in order and without overlaps, and gives such findings.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Sequence
from itertools import pairwise

from cleantext.deciding.heuristics import supported
from cleantext.deciding.links import link_runs
from cleantext.deciding.subheads import without_subheads
from cleantext.reading.moved import shifted
from cleantext.reading.segment import STOPS
from cleantext.reading.shape import ENDS
from cleantext.rule import JUDGE_LINE, JUDGED, Finding
from cleantext.thresholds import OUTSIDE

#: What starts this far below a line that stays (code points), cuts between, is right below it.
BELOW = 300
_STOP = re.compile(f"[{re.escape(''.join(STOPS))}]")


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
        if score < OUTSIDE and _STOP.search(text, start, end):
            line = text[start:end]
            parts += shifted((part for part in going(line) if leaves_sentence(line, part)), start)
    if parts:
        return parts, False
    cuts = [Finding(start, end, JUDGED, JUDGE_LINE, round(score, 3)) for start, end, score in judged]
    return link_runs(text, list(_named(text, cuts, going))), True


def _named(text: str, cuts: Sequence[Finding], going: Callable[[str], Sequence[Finding]]) -> Iterator[Finding]:
    """Yield the judge's *cuts*, those next to lines that stay as what else finds them.

    So a paywall below the article is known to have ended it, and a heading takes the links under it along.
    """
    first = -BELOW
    ends, starts = [0, *(finding.end for finding in cuts)], [*(finding.start for finding in cuts[1:]), len(text)]
    for finding, above, below in zip(cuts, ends, starts, strict=False):
        if text[above : finding.start].strip():
            first = finding.start
        if finding.start - first <= BELOW or text[finding.end : below].strip():
            line = text[finding.start : finding.end].strip()
            named = next((known for known in going(line) if known[:2] == (0, len(line))), finding)
            yield named._replace(start=finding.start, end=finding.end)
        else:
            yield finding


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
