"""The links under a heading of related articles, which go along with it, as trafilatura drops lists of links.

A headline reads like any line of the body. It counts as a link only under a sure heading, in a run of bullets or short
lines, amid the prose of an article, or if nothing but such lines and other cuts follow to the end of the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, islice, takewhile

from cleantext.deciding.heuristics import covered, is_heading, prose_above
from cleantext.reading.segment import ASKED, INKED_LINE, LINE_BREAK
from cleantext.reading.shape import ENDS, LONGEST_LINK, is_prose
from cleantext.rule import LINK_RUN, Finding, Span
from cleantext.thresholds import SURE

#: The fewest links of a run that other text follows.
FEW_LINKS = 2
#: A headline amid the article is no shorter (code points).
SHORTEST_HEADLINE = 25
#: The most links of a run without bullets, which nothing else tells from what follows.
MOST_BARE = 6
#: The most links amid the prose of an article.
MOST_AMID = 3
#: The most lines to the end of the text that may all be links.
LONGEST_END = 40
_BULLETS = "•·▪►▶▸*-–—»›→"


def link_runs(text: str, findings: Sequence[Finding]) -> list[Finding]:
    """Return *findings* with the links under each sure heading: a run of bullets, or of short lines without a stop.

    A single link goes too if only such lines and other findings follow to the end.

    >>> text = "Related articles\\n- Bridge opens again\\n- Ferry sold for scrap\\n\\nRain fell."
    >>> found = link_runs(text, [Finding(0, 16, "related", "en/related-heading", 1.0)])
    >>> [text[f.start : f.end] for f in found[1:]]
    ['- Bridge opens again', '- Ferry sold for scrap']
    """
    out: list[Finding] = []
    for number, heading in enumerate(findings):
        out.append(heading)
        if heading.category != "related" or heading.score < SURE:
            continue
        line, end = covered(text, heading), findings[number + 1].start if number + 1 < len(findings) else len(text)
        if line and text[line.end : end].strip() and is_heading(text, heading):
            links = _run(text, line.end, end)
            if len(links) < FEW_LINKS:
                # Only near the end: a copy of the rest at every heading would take quadratic time.
                near = len(text) - line.end <= LONGEST_END * LONGEST_LINK
                links = _to_the_end(text, line.end, findings[number + 1 :]) if near else []
                links = links or _amid_prose(text, line, end)
            out += [Finding(*link, heading.category, LINK_RUN, SURE) for link in links]
    return out


def _run(text: str, start: int, end: int) -> list[Span]:
    """Return the lines of a block that starts after a line break at *start*, as long as they look like links.

    Without bullets they must be the whole block, and few: on whole pages an article's title may follow.
    """
    block = _block(text, start, end)
    first = next(block, None)
    if first is None:
        return []
    if text[first.start] in _BULLETS:
        return [*takewhile(lambda line: _is_link(text, line) and text[line.start] in _BULLETS, chain([first], block))]
    lines = [first, *islice(block, MOST_BARE)]
    return lines if len(lines) <= MOST_BARE and all(_is_bare(text, line) for line in lines) else []


def _to_the_end(text: str, start: int, following: Sequence[Finding]) -> list[Span]:
    """Return the lines from *start* to the next finding if all lines up to the end look like links or go anyway."""
    links: list[Span] = []
    waiting, seen = iter(following), 0
    finding = next(waiting, None)
    end = finding.start if finding else len(text)
    for found in INKED_LINE.finditer(text, start):
        line, seen = Span(*found.span()), seen + 1
        if line.end <= end:
            links.append(line)
        if not links or len(links) > MOST_BARE or seen > LONGEST_END:
            return []
        while finding and finding.end <= line.start:
            finding = next(waiting, None)
        goes = finding is not None and finding.start <= line.start and line.end <= finding.end
        if not (goes or _is_bare(text, line)):
            return []
    return links


def _amid_prose(text: str, heading: Span, end: int) -> list[Span]:
    """Return the lines between a heading that prose stands above and the next prose, if they read like headlines.

    A line before the prose that is short, or opens with a number, may be its subhead.
    """
    if not prose_above(text, heading.start):
        return []
    lines = [Span(*found.span()) for found in islice(INKED_LINE.finditer(text, heading.end, end), MOST_AMID + 1)]
    links = [*takewhile(lambda line: _is_headline(text, line), lines)]
    if len(links) == len(lines) or not is_prose(text[slice(*lines[len(links)])]):
        return []
    while links and (links[-1].end - links[-1].start < SHORTEST_HEADLINE or text[links[-1].start].isdigit()):
        links.pop()
    return links if len(links) >= FEW_LINKS else []


def _is_link(text: str, line: Span) -> bool:
    return line.end - line.start <= LONGEST_LINK and not is_prose(text[slice(*line)])


def _is_headline(text: str, line: Span) -> bool:
    return _is_bare(text, line) or (_is_link(text, line) and text[line.end - 1] in ASKED)


def _is_bare(text: str, line: Span) -> bool:
    return _is_link(text, line) and text[line.end - 1] not in ENDS


def _block(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the lines up to the next blank one, stripped of blanks; one blank line may stand before the first."""
    at, most = start, 2
    for found in INKED_LINE.finditer(text, start, end):
        if len(LINE_BREAK.findall(text, at, found.start())) > most:
            return
        yield Span(*found.span())
        at, most = found.end(), 1
