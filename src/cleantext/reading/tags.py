"""The tags in a text: where they are, which belong together, and whether they are markup of this text or leftovers.

A line of tags that an extractor left over is boilerplate, and rules cut it. The tags of a fragment of HTML are no text
at all. What tells them apart is what they hold: markup holds words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

#: Elements that a browser sets apart.
BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 head header hr html legend li main nav ol option p pre section summary table tbody "
    "tfoot thead title tr ul".split()
)
#: Elements that format words.
FORMATS = frozenset(
    "a abbr acronym b big cite code data del dfn em font i ins kbd mark q s samp small span strike strong sub sup time "
    "tt u var".split()
)
#: What is no text from its beginning to its end, and how it ends.
_ENDS = {
    "!--": re.compile("-->"),
    "script": re.compile(r"</script\s{0,9}>", re.IGNORECASE),
    "style": re.compile(r"</style\s{0,9}>", re.IGNORECASE),
}
_SECTION, _SECTION_END = "![CDATA[", re.compile(r"\]\]>")
#: Addresses of pictures may hold the picture.
_ATTRIBUTES = r"""[^<>"']{0,200000}(?:(?:"[^"]{0,200000}"|'[^']{0,200000}')[^<>"']{0,2000}){0,60}|[^<>]{0,200000}"""
#: A comment that opens or closes a block of WordPress, as an element does.
_BLOCK_COMMENT = re.compile(r"<!--\s{0,9}(/?)wp:([\w/-]{1,60})(?:[^-]|-(?!->)){0,2000}?(/?)-->")
_TAG = re.compile(
    rf"<(?:(/?)([a-zA-Z][\w:.-]{{0,40}})(?=[\s/>])(?:{_ATTRIBUTES})>|(!--|!\[CDATA\[)|[!?][a-zA-Z][^<>]{{0,2000}}>)"
)
#: A letter or a digit, but not of a character reference.
_WORD, _BREAK = re.compile(r"(?<![\w&#])\w"), re.compile(r"[\r\n]")


class Tag(NamedTuple):
    """A tag, or what is as little text: a comment, a script, a declaration.

    ``pair`` is the number of an element if this opens it and it is closed, the negative number if this closes it, else
    0.
    """

    start: int
    end: int
    name: str
    closes: bool = False
    pair: int = 0


def markup_tags(text: str) -> list[Tag]:
    r"""Return the tags that are markup of *text*, in order.

    If an element that does not only format words holds some, or a break stands after some in their line, all tags are.
    Else those are that format words, and elements of several lines: a line of leftovers holds its elements whole.

    >>> [tag.name for tag in markup_tags("<div>\n<p>Rain fell.</p>\n")], markup_tags("Rain fell.\n<div></div>\n</p>\n")
    (['div', 'p', 'p'], [])
    """
    tags = _paired(text, sorted(_found(text)))
    words, breaks = _counted(_WORD, text, tags), _counted(_BREAK, text, tags)
    opened = {tag.pair: at for at, tag in enumerate(tags) if tag.pair > 0}
    elements = [(tag, opened[-tag.pair], at) for at, tag in enumerate(tags) if tag.pair < 0]
    holding = {tag.name for tag, first, last in elements if words[last] > words[first]}
    if holding - FORMATS or _breaks_words(text, tags):
        return tags
    long = {-tag.pair for tag, first, last in elements if breaks[last] > breaks[first]}
    return [tag for tag in tags if (holding and tag.pair and tag.name in FORMATS) or abs(tag.pair) in long]


def _counted(pattern: re.Pattern[str], text: str, tags: Sequence[Tag]) -> list[int]:
    """Return between how many tags *pattern* is found, up to each."""
    found = (pattern.search(text, one.end, other.start) is not None for one, other in pairwise(tags))
    return list(accumulate(found, initial=0))


def _found(text: str) -> Iterator[Tag]:
    """Yield the tags of *text*; the end of a section of character data comes right after its beginning."""
    at, endless = 0, set[str]()
    while found := _TAG.search(text, at):
        start, at = found.span()
        kind = found[3] or (found[2] or "").lower()
        if kind == _SECTION:
            yield Tag(start, at, "")
            if kind not in endless and (end := _SECTION_END.search(text, at)):
                yield Tag(*end.span(), "")
            else:
                endless.add(kind)
        elif kind in _ENDS and not found[1]:
            if kind not in endless and (end := _ENDS[kind].search(text, at)):
                at = end.end()
                block = _BLOCK_COMMENT.fullmatch(text, start, at)
                named = block and not block[3]
                yield Tag(start, at, f"wp:{block[2]}", block[1] == "/") if block and named else Tag(start, at, "")
            else:
                endless.add(kind)
        else:
            yield Tag(start, at, kind, found[1] == "/")


def _paired(text: str, tags: Sequence[Tag]) -> list[Tag]:
    """Return *tags* with the numbers of their elements; what is closed out of order has no partner."""
    paired, opened, waiting = list(tags), list[int](), Counter[str]()
    for at, tag in enumerate(tags):
        if tag.closes and waiting[tag.name]:
            while tags[last := opened.pop()].name != tag.name:
                waiting[tags[last].name] -= 1
            waiting[tag.name] -= 1
            paired[last], paired[at] = tags[last]._replace(pair=at), tag._replace(pair=-at)
        elif tag.name and not tag.closes and text[tag.end - 2] != "/":
            opened.append(at)
            waiting[tag.name] += 1
    return paired


def _breaks_words(text: str, tags: Sequence[Tag]) -> bool:
    """Return whether a break is set between words of one line."""
    last = 0
    for tag in tags:
        if tag.name == "br" and _WORD.search(_BREAK.split(text[last : tag.start])[-1]):
            return True
        last = tag.end
    return False
