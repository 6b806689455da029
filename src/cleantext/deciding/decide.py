"""Which findings are cut: overlaps settled, each held against what surrounds it, what links take along, the judge's.

First overlaps are settled. Each further step takes findings in order and without overlaps, and gives such findings.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from itertools import pairwise

from cleantext.deciding.heuristics import leaves_sentence, supported
from cleantext.deciding.links import link_runs
from cleantext.deciding.subheads import without_subheads
from cleantext.reading.segment import is_whole
from cleantext.rule import JUDGE_LINE, JUDGED, Finding
from cleantext.thresholds import BEYOND_DOUBT


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


def with_judged(text: str, chosen: list[Finding]) -> tuple[list[Finding], bool]:
    """Return the *chosen* findings with the lines that the judge cuts, and whether the judge is done with the rest.

    The judge sees all lines of the text. What leaves a sentence of its line goes first: that is judged by itself.
    """
    from cleantext.judging.judge import lines_outside  # noqa: PLC0415 - only one profile needs numpy

    parts = [finding for finding in chosen if not is_whole(text, finding.start, finding.end)]
    if any(leaves_sentence(text, finding) for finding in parts):
        return with_weak(parts, chosen), False
    ruled = {finding[:2] for finding in chosen}
    judged = [
        Finding(start, end, JUDGED, JUDGE_LINE, round(score, 3))
        for start, end, score in lines_outside(text, ruled)
        if (start, end) not in ruled
    ]
    return settle(sorted([*chosen, *judged])) if judged else chosen, not parts


def with_weak(parts: Sequence[Finding], chosen: Sequence[Finding]) -> list[Finding]:
    """Return *parts* of the *chosen* findings with the weak ones beside them, which these may support."""
    spans = {finding[:2] for finding in parts}
    beside = {f[:2] for pair in pairwise(chosen) if any(f[:2] in spans for f in pair) for f in pair}
    return [f for f in chosen if f[:2] in spans or (f.score < BEYOND_DOUBT and f[:2] in beside)]


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
