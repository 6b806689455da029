"""What the judge cuts of a text, and by which name."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Sequence

from cleantext.deciding.heuristics import LONGEST_HEADING
from cleantext.deciding.links import link_runs
from cleantext.deciding.verdict import SMALL
from cleantext.reading.moved import shifted
from cleantext.reading.segment import STOPS
from cleantext.reading.shape import ENDS
from cleantext.rule import JUDGE_LINE, JUDGED, Finding
from cleantext.thresholds import OUTSIDE

#: What starts this far below a line that stays (code points), cuts between, is right below it.
BELOW = 300
_STOP = re.compile(f"[{re.escape(''.join(STOPS))}]")


def outside(text: str, going: Callable[[str], Sequence[Finding]], off: Container[str]) -> tuple[list[Finding], bool]:
    """Return what the judge cuts so that the article is left, and whether it is done with the rest.

    A prompt beside a sentence goes first, alone: that sentence is judged by itself. *going* finds prompts in a line.
    No cut is by a detector that is *off*.
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
    with_links = link_runs(text, _named(text, cuts, going))
    return [finding for finding in with_links if finding.rule not in off], True


def _named(text: str, cuts: list[Finding], going: Callable[[str], Sequence[Finding]]) -> list[Finding]:
    """Return the judge's *cuts*, some of those next to lines that stay as what else finds them.

    So a paywall below the article is known to have ended it, and a heading takes the links under it along.
    """
    for number in [*_beside(text, cuts)]:
        start, end, *_ = cuts[number]
        line = text[start:end].strip()
        for found in going(line):
            if found[:2] == (0, len(line)):
                cuts[number] = found._replace(start=start, end=end)
    return cuts


def _beside(text: str, cuts: Sequence[Finding]) -> Iterator[int]:
    """Yield the numbers of cuts that may head what stays, and of those right below the last line that does."""
    ends, starts = [0, *(finding.end for finding in cuts)], [*(finding.start for finding in cuts), len(text)]
    # Between two lines that go and have only a line break between them nothing stays.
    stays = [after - end > 1 and len(text[end:after].strip()) for end, after in zip(ends, starts, strict=True)]
    rest, first = sum(stays), -BELOW
    for number, (start, end, *_) in enumerate(cuts):
        rest -= stays[number]
        if stays[number]:
            first = start
        is_above = stays[number + 1] and end - start <= LONGEST_HEADING
        if is_above or (rest < SMALL and start - first <= BELOW):
            yield number


def leaves_sentence(line: str, part: Finding) -> bool:
    """Return whether what follows *part* in its line, or else what precedes it, ends like a sentence.

    >>> line = "Rain fell. Sign up"
    >>> [leaves_sentence(line, Finding(start, 18, "app", "en/a", 1.0)) for start in (11, 0)]
    [True, False]
    """
    return (line[part.end :].strip() or line[: part.start].strip()).endswith(ENDS)
