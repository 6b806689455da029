"""Which findings are cut: overlaps settled, each held against what surrounds it, what links take along.

First overlaps are settled. Each further step takes findings in order and without overlaps, and gives such findings.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from itertools import pairwise

from cleantext.deciding.heuristics import supported
from cleantext.deciding.links import link_runs
from cleantext.deciding.subheads import without_subheads
from cleantext.rule import Finding


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
