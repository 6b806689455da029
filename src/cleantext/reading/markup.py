"""HTML in a text: its tags are not read, and what is escaped is read as what it stands for.

Feeds and databases hold articles as fragments of HTML. What a browser sets apart as a block is a line here.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TypeVar

from cleantext.reading.edit import Edit
from cleantext.reading.tags import BLOCKS, FORMATS, Tag, markup_tags

#: Breaks, items and cells are read as extractors write them.
_READ_AS = {"br": "\n", "li": "- ", "td": "| ", "th": "| ", "q": "“"}
_READ_AS_END = {"q": "”"}
#: Elements in which a browser shows a line break as a blank.
_RUNNING = frozenset("p li dt dd td th h1 h2 h3 h4 h5 h6 figcaption caption summary".split())
#: Elements without an end.
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_CELLS = frozenset(("td", "th"))
_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
#: One line break, with the blanks around it.
_WRAP = re.compile(r"(?<![\r\n])[ \t]*(?:\r\n|\r|\n)[ \t]*(?![\s])")
_BREAK, _BLANKS_AND_BREAK = re.compile(r"[\r\n]"), re.compile(r"[^\S\r\n]*(?:[\r\n]|\Z)")

Piece = TypeVar("Piece", Edit, Tag)


def markup(text: str) -> list[Edit]:
    r"""Return the edits that take the markup out of *text* and decode what is escaped, in order.

    What is escaped inside a tag comes after that tag. Where a block begins or ends within a line, a line break is put
    in; a row of a table becomes one line.

    >>> [edit.text for edit in markup("<p>Smith &amp; <b>Sons</b></p><ul><li>Rain</ul>")]
    ['', '&', '', '', '', '\n', '', '- ', '']
    """
    edits = list(_references(text)) if "&" in text else []
    if "<" in text and (tags := markup_tags(text)):
        edits += (edit for group in _groups(text, tags) for edit in _with_break(text, group))
        edits += _running(text, tags)
    return sorted(edits)


def _running(text: str, tags: Sequence[Tag]) -> Iterator[Edit]:
    """Yield the line breaks between the words of a paragraph or the like, which are read as blanks."""
    depth = 0
    for one, other in pairwise(tags):
        if one.name in _RUNNING:
            depth += (one.pair > 0) - (one.pair < 0)
        if depth > 0:
            for found in _WRAP.finditer(text, one.end, other.start):
                start, end = found.span()
                if (start > one.end or _runs_on(one)) and (end < other.start or _runs_on(other)):
                    yield Edit(start, end, " ")


def _runs_on(tag: Tag) -> bool:
    """Return whether a sentence may go on across a tag."""
    return tag.name in FORMATS


def _references(text: str) -> Iterator[Edit]:
    """Yield what is escaped, but for lines in which nothing else stands: these are leftovers of a page."""
    found = (Edit(*found.span(), html.unescape(found[0])) for found in _REFERENCE.finditer(text))
    for group in _groups(text, found):
        if not (_breaks_before(text, group[0].start) and _breaks_after(text, group[-1].end)):
            yield from (edit for edit in group if edit.text != text[edit.start : edit.end])


def _groups(text: str, pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    """Yield those that have nothing but blanks between them."""
    group: list[Piece] = []
    for piece in pieces:
        if group and text[group[-1].end : piece.start].strip():
            yield group
            group = []
        group.append(piece)
    if group:
        yield group


def _with_break(text: str, group: Sequence[Tag]) -> list[Edit]:
    """Return the edits of a group of tags, with a line break where a browser shows one and the text has none."""
    names = {tag.name for tag in group}
    broken = _has_break(text, group)
    edits: list[Edit] = []
    for tag in group:
        read_as = (_READ_AS_END if tag.closes else _READ_AS).get(tag.name, "")
        read_as = "" if broken and tag.name == "br" else read_as
        edits.append(Edit(tag.start, tag.end, read_as, _number(text, tag)))
    if broken or "br" in names or BLOCKS.isdisjoint(names):
        return sorted([*edits, *_between_cells(text, group)])
    at = next((tag.start for tag in group if not tag.closes), group[-1].end)
    return sorted([*edits, Edit(at, at, "\n")])


def _number(text: str, tag: Tag) -> int:
    """Return the number of a tag's element; what has no partner, as a comment, has one of its own, and stays."""
    if tag.pair or tag.name in _VOID or (tag.name and text[tag.end - 2] == "/"):
        return tag.pair
    alone = len(text) + tag.end
    return -alone if tag.closes else alone


def _between_cells(text: str, group: Sequence[Tag]) -> Iterator[Edit]:
    """Yield the line breaks between the cells of a row."""
    for one, other in pairwise(group):
        if one.closes and one.name in _CELLS and other.name in _CELLS and _BREAK.search(text, one.end, other.start):
            yield Edit(one.end, other.start, " ")


def _has_break(text: str, group: Sequence[Tag]) -> bool:
    """Return whether the text is broken beside the tags of a group or between them, or begins or ends there."""
    return (
        _breaks_before(text, group[0].start)
        or _breaks_after(text, group[-1].end)
        or any(_BREAK.search(text, one.end, other.start) for one, other in pairwise(group))
    )


def _breaks_before(text: str, at: int) -> bool:
    while at and text[at - 1] in " \t":
        at -= 1
    return not at or text[at - 1] in "\r\n"


def _breaks_after(text: str, at: int) -> bool:
    return _BLANKS_AND_BREAK.match(text, at) is not None


def without_partner(edits: Iterable[Edit]) -> list[Edit]:
    """Return the tags among *edits* that have their partner elsewhere.

    >>> edits = markup("<p>Rain <i>fell</i>.</p>")
    >>> [(edit.start, edit.end) for edit in without_partner(edits[1:])]
    [(20, 24)]
    """
    edits = list(edits)
    pairs = {edit.pair for edit in edits}
    return [edit for edit in edits if edit.pair and -edit.pair not in pairs]
