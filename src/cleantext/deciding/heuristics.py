"""What surrounds a finding speaks for it or against it: the heuristics of extractors, on text alone.

A line between two paragraphs of prose is most likely prose too, and a line between two short ones is most likely not:
that is how jusText classifies short paragraphs (Pomikálek, 2011). What is repeated in a document, or touches a cut,
belongs to the template, as in trafilatura. Nothing here cuts by itself; it decides how strong a finding must be.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import compress

from cleantext.deciding.subject import is_akin
from cleantext.finding.score_finder import enough_anywhere
from cleantext.reading.segment import ASKED, CALLED, INKED_LINE, STATED, opening, width
from cleantext.reading.shape import PROSE, is_headline_long, is_prose, states
from cleantext.rule import Finding, Span
from cleantext.scoring.score import scorer
from cleantext.thresholds import APART, AT_END, BEYOND_DOUBT, LIKE_BODY, LIKE_NO_TITLE, NO_TITLE, STRONG, SURE

#: A line that occurs this often in one text belongs to the template, if it reads like a prompt at all.
OFTEN = 3
_BREAK = re.compile(r"[\r\n]")
#: No heading of links is longer (code points), or holds a colon except at its end.
LONGEST_HEADING, _COLON = 40, re.compile("[:：]")
#: No item of a list in an article and no step of a guide is longer (code points, counted as for `PROSE`).
LONGEST_ITEM = 60
#: Notices do not speak to the reader, so they are no advice.
NOTICES = ("copyright", "legal")
#: No title is longer (code points).
LONGEST_TITLE = 200
#: A line that ends with a question; with so many others, a text is an interview.
_QUESTION, INTERVIEW = re.compile(r"[?？؟][^\S\r\n]*(?:[\r\n]|$)"), 3
#: How far around a line (code points) its neighbours are looked for.
_FAR = 1000


def covered(text: str, finding: Finding) -> Span | None:
    """Return the line that a finding covers as a whole, or None."""
    start, end = finding.start, finding.end
    while start and (before := text[start - 1]) not in "\r\n":
        if not before.isspace() and before != "\ufeff":
            return None
        start -= 1
    while end < len(text) and (after := text[end]) not in "\r\n":
        if not after.isspace():
            return None
        end += 1
    return Span(start, end)


def is_heading(text: str, finding: Finding) -> bool:
    """Return whether a finding only announces links: "Related:" does, "Related: Bridge opens again" is one itself."""
    words = text[finding.start : finding.end].strip()
    return len(words) <= LONGEST_HEADING and not _COLON.search(words.rstrip(":： "))


def _amid(text: str, line: Span) -> int:
    """Return how many of the nearest lines above and below, blank ones aside, are prose; beside an item items count."""
    below = text[line.end : line.end + _FAR].lstrip()
    counts = _is_body if width(text[slice(*line)]) <= LONGEST_ITEM else _may_be_prose
    return counts(_above(text, line.start)) + counts(below.partition("\n")[0].partition("\r")[0])


def _above(text: str, start: int) -> str:
    """Return the nearest line above *start*, blank ones aside, or its end if it is too long to read."""
    above = text[max(0, start - _FAR) : start].rstrip()
    return above.rpartition("\n")[2].rpartition("\r")[2]


def prose_above(text: str, start: int) -> bool:
    """Return whether the nearest line above *start*, blank ones aside, is prose, or too long to read."""
    return _may_be_prose(_above(text, start))


def _may_be_prose(row: str) -> bool:
    return len(row) > _FAR // 2 or is_prose(row)


def _is_body(row: str) -> bool:
    """Return whether a line is prose, or its words speak for body text, as those of another item of a list do."""
    return _may_be_prose(row) or (row != "" and scorer().weigh(row, 0, len(row), True).points < LIKE_BODY)


def enough(text: str, line: Span) -> float:
    """Return how strong a finding of all of *line* must be where it stands."""
    raw, amid = text[line.start : line.end].rstrip(), _amid(text, line)
    is_paragraph = is_prose(raw) or (amid == 2 and states(raw))
    needed = (STRONG, SURE, BEYOND_DOUBT) if is_paragraph else (APART, STRONG, SURE)
    return needed[amid]


def _without_title(text: str, findings: Sequence[Finding]) -> Sequence[Finding]:
    """Return *findings* without those in the title: the opening line, if more text follows.

    That line is cut only if a rule finds it, if its score is beyond doubt and it ends with a full stop or the next line
    may be the title, or if no title has such a score; never if it may be a headline with a lead. A line longer than
    `LONGEST_TITLE` is no title.
    """
    first = opening(text)
    if not findings or findings[0].start > first + LONGEST_TITLE:
        return findings
    end = _BREAK.search(text, first, first + LONGEST_TITLE)
    if not end or findings[0].start > end.start() or not text[end.end() :].strip():
        return findings
    follows = _title_below(text, end.end())
    is_second = follows is not None and not any(f.start < follows.end and follows.start < f.end for f in findings)
    needed = BEYOND_DOUBT if is_second or _ends_with_stop(text[first : end.start()]) else LIKE_NO_TITLE
    return [f for f in findings if f.start > end.start() or (f.score >= needed and not _may_be_headline(text, f))]


def _ends_with_stop(line: str) -> bool:
    return line.rstrip().endswith((*STATED, *CALLED))


def _title_below(text: str, start: int) -> Span | None:
    """Return the first line from *start* on that is not blank, if it may be a title."""
    found = INKED_LINE.search(text, start, start + _FAR)
    if not found or len(found[0]) > LONGEST_TITLE or _ends_with_stop(found[0]) or not is_headline_long(found[0]):
        return None
    return Span(*found.span())


def _may_be_headline(text: str, finding: Finding) -> bool:
    """Return whether what looks like a link may be this article's headline: "Podcast: what the dead heard"."""
    if finding.category != "related" or is_heading(text, finding):
        return False
    colon = _COLON.search(text, *finding[:2])
    return colon is not None and scorer().weigh(text, finding.start, colon.end(), True).points < NO_TITLE


def _may_be_advice(text: str, finding: Finding) -> bool:
    """Return whether a finding could be advice to the reader, in an article about what prompts are about."""
    if finding.score >= BEYOND_DOUBT or finding.category in NOTICES:
        return False
    words = text[finding.start : finding.end].rstrip()
    is_long = len(words) >= PROSE // 2
    return (is_long and (words.endswith(ASKED) or is_prose(words))) or not covered(text, finding)


def _is_kept(text: str, finding: Finding) -> bool:
    """Return whether a finding needs no other to support it; the lines around it are read only if they can matter."""
    line = covered(text, finding)
    if line is None:
        return finding.score >= STRONG
    raw = text[line.start : line.end].rstrip()
    return finding.score >= enough_anywhere(raw) or finding.score >= enough(text, line)


def supported(text: str, findings: Sequence[Finding]) -> list[Finding]:
    """Return the findings that are strong enough, and the weak ones that others support.

    A weak finding is supported if it touches a kept one of its category (only blanks between), stands between two kept
    ones, is repeated, or ends the text; support passes on from one to the next of its category. *findings* are settled:
    in order, without overlaps. The opening line is usually the title and stays unless it cannot be one. In an article
    about subscriptions and the like, a paragraph may be advice; in an interview, a question is most likely one more.

    >>> weak, strong = Finding(0, 4, "app", "en/a", 0.5), Finding(5, 9, "app", "en/b", 1.0)
    >>> [supported("Open it!!", found) == found for found in ([weak, strong], [weak])]
    [True, False]
    """
    findings = _without_title(text, findings)
    keep = [f.score >= BEYOND_DOUBT or (f.score >= APART and _is_kept(text, f)) for f in findings]
    if any(_may_be_advice(text, finding) for finding in compress(findings, keep)) and is_akin(text):
        stays = [not _may_be_advice(text, finding) for finding in findings]
        findings, keep = list(compress(findings, stays)), list(compress(keep, stays))
    asks = [f.score < BEYOND_DOUBT and text[f.start : f.end].rstrip().endswith(ASKED) for f in findings]
    if any(asks) and len(_QUESTION.findall(text)) - sum(asks) >= INTERVIEW:
        keep = [kept and not question for kept, question in zip(keep, asks, strict=True)]
    if not all(keep):
        keep = _spread(text, findings, keep)
    return list(compress(findings, keep))


def _spread(text: str, findings: Sequence[Finding], keep: Sequence[bool]) -> list[bool]:
    """Return which findings are kept, with those that are repeated, touch a kept one, stand between two, or end all."""
    pieces = [text[f.start : f.end].strip() for f in findings]
    often = {piece for piece, times in Counter(pieces).items() if times >= OFTEN}
    keep = [kept or piece in often for kept, piece in zip(keep, pieces, strict=True)]
    weak, last = [at for at, kept in enumerate(keep) if not kept], len(findings) - 1

    def touches(at: int) -> bool:
        """Return whether only blanks stand between a finding and the next."""
        return not text[findings[at].end : findings[at + 1].start].strip()

    def passes(at: int) -> bool:
        """Return whether support passes between a finding and the next."""
        return findings[at].category == findings[at + 1].category and touches(at)

    for at in weak:
        keep[at] = at > 0 and keep[at - 1] and passes(at - 1)
    for at in reversed(weak):
        keep[at] = keep[at] or (at < last and keep[at + 1] and passes(at))
    inner = [at for at in weak if not keep[at] and 0 < at < last]
    amid = [at for at in inner if keep[at - 1] and keep[at + 1] and touches(at - 1) and touches(at)]
    for at in amid:
        keep[at] = True
    if not text[findings[last].end :].strip():
        for at in range(last, -1, -1):
            keep[at] = keep[at] or _may_end(text, findings[at])
            if not keep[at] or not at or not touches(at - 1):
                break
    return keep


def _may_end(text: str, finding: Finding) -> bool:
    """Return whether a finding is strong enough for a line below which nothing stays: most such lines are prompts.

    What is a paragraph, a short statement or all of the text needs as much as elsewhere.
    """
    line = covered(text, finding) if finding.score >= AT_END else None
    if line is None or finding.start <= opening(text):
        return False
    raw = text[slice(*line)].rstrip()
    return not is_prose(raw) and not states(raw)
