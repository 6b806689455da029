"""HTML in a text: tags are not read, and what is escaped is read as what it stands for.

Feeds and databases hold articles as fragments of HTML. What a browser sets apart as a block is a line here.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import compress, pairwise

from cleantext.edit import Edit
from cleantext.segment import line_at

#: Elements that are blocks of their own, those that format words, and others.
_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 head header hr html legend li main nav ol option p pre section summary table tbody "
    "tfoot thead title tr ul".split()
)
_FORMATS = frozenset(
    "a abbr acronym b big br cite code data del dfn em font i ins kbd mark q s samp small span strike strong sub sup "
    "time tt u var wbr".split()
)
_OTHERS = frozenset(
    "audio button iframe img input label link meta noscript object picture select source td textarea th video".split()
)
_ELEMENTS = _BLOCKS | _FORMATS | _OTHERS
#: Elements without an end.
_VOID = frozenset("br hr img input link meta source wbr".split())
#: Items and cells are read as extractors write them.
_READ_AS = {"br": "\n", "li": "- ", "td": "| ", "th": "| "}
#: Both begin with one character, which is searched for many times as fast as any of several.
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})(?=[\s/>])[^<>]{0,2000}>")
_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_BREAK, _BLANKS_AND_BREAK = re.compile(r"[\r\n]"), re.compile(r"[^\S\r\n]*(?:[\r\n]|\Z)")
_WORD = re.compile(r"\w")

Match = re.Match[str]


def markup(text: str) -> list[Edit]:
    r"""Return the edits that take the tags out of *text* and decode what is escaped, in order.

    What is escaped inside a tag comes after that tag.
    Where a block begins or ends within a line, a line break is put in. In a text that is mostly plain, only tags that
    format words count; others are leftovers of a page, and are read as they are.

    >>> [edit.text for edit in markup("<p>Smith &amp; <b>Sons</b></p><ul><li>Rain")]
    ['', '&', '', '', '', '\n', '', '- ']
    >>> [edit.tag for edit in markup("Rain <i>fell</i>.\n</div>\nThe sun came out.\n")]
    ['i', '/i']
    """
    edits = list(_references(text)) if "&" in text else []
    if "<" in text and (tags := _tags(text)):
        edits += (edit for group in _groups(text, tags) for edit in _with_break(text, group))
    return sorted(edits)


def _references(text: str) -> Iterator[Edit]:
    """Yield what is escaped, but for lines in which nothing else stands: these are leftovers, too."""
    for group in _groups(text, _REFERENCE.finditer(text)):
        if not (_breaks_before(text, group[0].start()) and _breaks_after(text, group[-1].end())):
            for found in group:
                if (read_as := html.unescape(found[0])) != found[0]:
                    yield Edit(*found.span(), read_as)


def _tags(text: str) -> list[Match]:
    """Return the tags that are markup of this text."""
    found = [tag for tag in _TAG.finditer(text) if tag[2].lower() in _ELEMENTS]
    if not found:
        return []
    rows = list(_rows(text, found))
    with_words = [_has_words(text, row) for row in rows]
    if 2 * sum(with_words) >= sum(map(bool, map(str.strip, text.splitlines()))):
        return found
    markup = (row for row in compress(rows, with_words) if all(tag[2].lower() in _FORMATS for tag in row))
    return [tag for row in markup for tag in row]


def _rows(text: str, tags: Iterable[Match]) -> Iterator[list[Match]]:
    """Yield the tags that stand in one line."""
    row: list[Match] = []
    for tag in tags:
        if row and _BREAK.search(text, row[-1].end(), tag.start()):
            yield row
            row = []
        row.append(tag)
    if row:
        yield row


def _has_words(text: str, row: Sequence[Match]) -> bool:
    """Return whether there is a word in the line of some tags, beside them."""
    start, end = line_at(text, row[0].start()).start, line_at(text, row[-1].end()).end
    return _WORD.search(_REFERENCE.sub("", _TAG.sub("", text[start:end]))) is not None


def _groups(text: str, matches: Iterable[Match]) -> Iterator[list[Match]]:
    """Yield those that have nothing but blanks between them."""
    group: list[Match] = []
    for match in matches:
        if group and text[group[-1].end() : match.start()].strip():
            yield group
            group = []
        group.append(match)
    if group:
        yield group


def _with_break(text: str, group: Sequence[Match]) -> list[Edit]:
    """Return the edits of a group of tags, with a line break where a browser shows one and the text has none."""
    names = [tag[2].lower() for tag in group]
    broken = _has_break(text, group)
    edits = [
        Edit(*tag.span(), "" if tag[1] or (broken and name == "br") else _READ_AS.get(name, ""), _role(tag[1], name))
        for tag, name in zip(group, names, strict=True)
    ]
    if broken or "br" in names or _BLOCKS.isdisjoint(names):
        return edits
    first = next((number for number, edit in enumerate(edits) if not edit.closes), len(edits))
    at = edits[first].start if first < len(edits) else edits[-1].end
    return [*edits[:first], Edit(at, at, "\n"), *edits[first:]]


def _has_break(text: str, group: Sequence[Match]) -> bool:
    """Return whether the text is broken beside the tags of a group or between them, or begins or ends there."""
    return (
        _breaks_before(text, group[0].start())
        or _breaks_after(text, group[-1].end())
        or any(_BREAK.search(text, one.end(), other.start()) for one, other in pairwise(group))
    )


def _breaks_before(text: str, at: int) -> bool:
    while at and text[at - 1] in " \t":
        at -= 1
    return not at or text[at - 1] in "\r\n"


def _breaks_after(text: str, at: int) -> bool:
    return _BLANKS_AND_BREAK.match(text, at) is not None


def _role(slash: str, name: str) -> str:
    return "" if name in _VOID else f"{slash}{name}"


def without_partner(edits: Iterable[Edit]) -> list[Edit]:
    """Return the tags that are opened or closed among *edits* but not both.

    >>> tags = [edit for edit in markup("</b>Rain <i>fell<p>.</i><u>") if edit.tag]
    >>> [edit.tag for edit in without_partner(tags)]
    ['/b', 'u']
    """
    opened: list[Edit] = []
    waiting: Counter[str] = Counter()
    alone: list[Edit] = []
    for edit in edits:
        if edit.opens:
            opened.append(edit)
            waiting[edit.tag] += 1
        elif edit.closes:
            name = edit.tag[1:]
            if not waiting[name]:
                alone.append(edit)
                continue
            while (last := opened.pop()).tag != name:
                waiting[last.tag] -= 1  # a paragraph or an item ends with what holds it
            waiting[name] -= 1
    return sorted([*alone, *opened])
