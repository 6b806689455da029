"""Labels that are an article's own subheads: "Log in" over the paragraph of a guide that tells where.

A button and a subhead may have the same words. But an article with one subhead has others, each alone over a paragraph,
and a site shows its buttons more than once, or among others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Sequence

from cleantext.reading.segment import INKED_LINE, width
from cleantext.reading.shape import ENDS, PROSE
from cleantext.rule import Finding
from cleantext.scoring.score import scorer
from cleantext.thresholds import OWN_LABEL

#: No subhead is longer (code points; Han, kana and Hangul count double), and no label that may be one.
LONGEST_SUBHEAD, LONGEST_BUTTON = 60, 32
#: What is over a paragraph is one, where so many other lines are.
OTHERS = 2
#: What names these is no subhead.
_NO_SUBHEADS = ("advertisement", "copyright", "syndication")
#: How far below a label (code points) a paragraph is looked for.
_FAR = 1000
_MARKS = (*ENDS, ":", "：", "»", "›", ">", "→", "…")


def without_subheads(text: str, findings: Sequence[Finding], own: Container[str] = ()) -> Sequence[Finding]:
    """Return *findings* without subheads: labels that are short, once in the text, and over a paragraph, like others.

    *findings* are in order, without overlaps; what the rules *own* find is no subhead.

    >>> steps = "Log in", "Open the menu", "Choose an end"
    >>> text = "\\n".join(f"{step}\\nThe form is on the second page, below the table of fees." for step in steps)
    >>> without_subheads(text, [Finding(0, 6, "subscription", "en/account-buttons", 1.0)])
    []
    """
    following = [*(finding.start for finding in findings[1:]), len(text)]
    labels = {
        finding
        for finding, end in zip(findings, following, strict=True)
        if end - finding.end > PROSE // 4 and finding.rule not in own and _may_be_label(text, finding)
    }
    if not labels:
        return findings
    over = set(_over_paragraphs(text, [finding for finding in findings if finding not in labels]))
    if len(over) <= OTHERS or over <= {finding.start for finding in findings}:
        return findings
    times = Counter(_words(text, finding) for finding in findings)
    return [f for f in findings if f not in labels or f.start not in over or times[_words(text, f)] > 1]


def _words(text: str, finding: Finding) -> str:
    return text[finding.start : finding.end].strip().casefold()


def _may_be_label(text: str, finding: Finding) -> bool:
    if finding.category in _NO_SUBHEADS or finding.end - finding.start > LONGEST_BUTTON:
        return False
    label = text[finding.start : finding.end].strip()
    if width(label) > LONGEST_BUTTON or label.endswith(_MARKS):
        return False
    below = INKED_LINE.search(text, finding.end, finding.end + _FAR)
    if not below or not _is_paragraph(below[0]):
        return False
    return scorer().weigh(text, finding.start, finding.end, True).points < OWN_LABEL


def _over_paragraphs(text: str, others: Sequence[Finding]) -> Iterator[int]:
    """Yield where the short lines start that stand, alone, over a paragraph; lines that *others* cover do not count."""
    waiting = iter(others)
    finding = next(waiting, None)
    last, is_alone = -1, False
    for line in INKED_LINE.finditer(text):
        raw, (start, end) = line[0], line.span()
        while finding and finding.end <= start:
            finding = next(waiting, None)
        if finding and finding.start <= start and end <= finding.end:
            continue
        if is_alone and _is_paragraph(raw):
            yield last
        is_short = len(raw) <= LONGEST_SUBHEAD and not raw.endswith(_MARKS) and width(raw) <= LONGEST_SUBHEAD
        last, is_alone = (start, last < 0) if is_short else (-1, False)


def _is_paragraph(line: str) -> bool:
    return line.endswith(ENDS) and (len(line) >= PROSE // 2 or width(line) >= PROSE // 2)
