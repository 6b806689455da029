"""What is read of a text: without markup, with letters composed and wrapped lines joined.

Rules and scores read a *view* of a text. What they find there is cut out of the text itself, so nothing is rewritten
or reformatted. Most texts are their own view.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple

from cleantext.native import fast
from cleantext.reading.edit import NARROWEST, WIDEST, Edit
from cleantext.reading.moved import joined
from cleantext.rule import Removal, Span

#: What may stand between a text and its view: tags and references, marks of letters, breaks of wrapped lines.
MARKUP, MARKS, WRAPPED = 1, 2, 4
#: In lines of such a width stands at least so much of a text, and in longer ones, which cuts may leave, at most so much
#: (per cent).
MUCH, LITTLE = 50, 25
_LIKE_MARKUP = re.compile("<[/!?a-zA-Z]|&[#a-zA-Z]")
#: The commonest marks of decomposed letters: of Latin, Greek and Cyrillic, of Arabic, vowels of Hangul, those of kana.
_LIKE_MARKS = re.compile("[\u0300-\u036f\u0653-\u0655\u1161-\u1175\u3099\u309a]")
_BREAK = re.compile(r"[\r\n]")
#: Marks that may be composed with the letter before them, those of Bengali and Tamil and the ends of Hangul included.
#: A long row takes quadratic time to put in order; in text that is safe to stream none is longer than 30 (UAX #15).
_MARKS = re.compile("[\u0300-\u036f\u0653-\u0655\u09be\u09d7\u0bbe\u0bd7\u1161-\u1175\u11a8-\u11c2\u3099\u309a]{1,30}")

_start_of = attrgetter("start")


class View(NamedTuple):
    """A text as it is read: ``text`` is ``source`` after ``edits``, which are in order and do not overlap.

    ``places`` has where in ``text`` each edit stands. All offsets are code points.
    """

    source: str
    text: str
    edits: Sequence[Edit] = ()
    places: Sequence[int] = ()

    def cuts(self, removed: Sequence[Removal]) -> Sequence[Removal]:
        """Return what goes from the source when *removed* goes from the view.

        Tags around what goes go along, but none without its partner: a removal may come in pieces.

        >>> seen = view("<p>Rain fell.</p><p>Sign up!</p>")
        >>> [seen.source[cut.start : cut.end] for cut in seen.cuts([Removal(10, 19, "newsletter", "en/a", 1.0)])]
        ['<p>Sign up!</p>']
        """
        if not self.edits:
            return removed
        from cleantext.reading.markup import without_partner  # noqa: PLC0415 - few texts hold markup

        found = [
            removal._replace(start=self.source_start(removal.start), end=self.source_end(removal.end))
            for removal in removed
        ]
        kept = [tag for span in joined(found) for tag in without_partner(self._within(span))]
        return [piece for removal in found for piece in _pieces(self.source, removal, kept)]

    def seen(self, removed: Sequence[Removal]) -> Sequence[Removal]:
        """Return what was *removed* from the source as it stood in the view."""
        if not self.edits:
            return removed
        return [
            removal._replace(start=self.place_of(removal.start), end=self.place_of(removal.end)) for removal in removed
        ]

    def source_start(self, place: int) -> int:
        """Return where in the source starts what starts at *place* in the view, with the tags that it opens with."""
        first, at = self._edits_from(place)
        last = first
        while last < len(self.edits) and self.places[last] == place and not self.edits[last].text:
            at = self.edits[last].end
            last += 1
        while last > first and self.edits[last - 1].pair > 0:
            last -= 1
            at = self.edits[last].start
        return at

    def source_end(self, place: int) -> int:
        """Return where in the source ends what ends at *place* in the view, with the tags that it closes with."""
        following, at = self._edits_from(place)
        while following < len(self.edits) and self.places[following] == place and self.edits[following].pair < 0:
            at = self.edits[following].end
            following += 1
        return at

    def place_of(self, position: int) -> int:
        """Return where in the view the source's *position* is read."""
        number = bisect_right(self.edits, position, key=_start_of) - 1
        if number < 0:
            return position
        edit, place = self.edits[number], self.places[number]
        return place if position < edit.end else place + len(edit.text) + position - edit.end

    def _edits_from(self, place: int) -> tuple[int, int]:
        """Return the number of the first edit from *place* on, and where in the source the text before it ends."""
        following = bisect_left(self.places, place)
        if not following:
            return following, place
        edit = self.edits[following - 1]
        return following, edit.end + max(0, place - self.places[following - 1] - len(edit.text))

    def _within(self, span: Span) -> Iterator[Edit]:
        """Yield the edits of a span of the source."""
        at = bisect_left(self.edits, span.start, key=_start_of)
        while at < len(self.edits) and self.edits[at].end <= span.end:
            yield self.edits[at]
            at += 1


def view(text: str) -> View:
    """Return *text* as it is read.

    >>> view("<p>Smith &amp; Sons</p>").text, view("Rain fell.").edits
    ('Smith & Sons', ())
    """
    kinds = unread(text)
    edits: list[Edit] = []
    if kinds & MARKUP:
        from cleantext.reading.markup import markup  # noqa: PLC0415 - few texts hold markup

        edits += markup(text)
    if kinds & MARKS:
        edits += _composed(text)
    if kinds & WRAPPED:
        from cleantext.reading.wrapped import soft_breaks  # noqa: PLC0415

        edits += soft_breaks(text)
    return _edited(text, sorted(edits)) if edits else View(text, text)


def _edited(text: str, edits: Sequence[Edit]) -> View:
    """Return the view after *edits*, which are in order; of two that overlap, the first counts."""
    pieces, kept, places = list[str](), list[Edit](), list[int]()
    at = size = 0
    for edit in edits:
        if edit.start >= at:
            size += edit.start - at
            pieces += (text[at : edit.start], edit.text)
            kept.append(edit)
            places.append(size)
            size += len(edit.text)
            at = edit.end
    return View(text, "".join(pieces) + text[at:], tuple(kept), tuple(places))


def unread(text: str) -> int:
    """Return what may stand between *text* and its view, as it looks at first: `MARKUP`, `MARKS`, `WRAPPED`, added up.

    >>> unread("Smith & Sons"), unread("Smith &amp; Sons"), unread("Cafe\u0301")
    (0, 1, 2)
    """
    if fast:
        return fast.unread(text, NARROWEST, WIDEST, MUCH, LITTLE)
    sizes = [len(line) for line in _BREAK.split(text)]
    fitting = sum(size for size in sizes if NARROWEST < size <= WIDEST)
    longer = sum(size for size in sizes if size > WIDEST)
    wrapped = 0 < 100 * fitting >= MUCH * len(text) and 100 * longer <= LITTLE * len(text)
    return MARKUP * bool(_LIKE_MARKUP.search(text)) | MARKS * bool(_LIKE_MARKS.search(text)) | WRAPPED * wrapped


def _composed(text: str) -> Iterator[Edit]:
    for found in _MARKS.finditer(text):
        start, end = max(0, found.start() - 1), found.end()
        if (composed := unicodedata.normalize("NFC", text[start:end])) != text[start:end]:
            yield Edit(start, end, composed)


def _pieces(source: str, removal: Removal, kept: Sequence[Edit]) -> Iterator[Removal]:
    """Yield what is left of a removal without the tags that are *kept*, nor the blanks between and after them."""
    at, number = removal.start, bisect_left(kept, removal.start, key=_start_of)
    edges = [at]
    while number < len(kept) and kept[number].start < removal.end:
        edges += kept[number][:2]
        number += 1
    edges.append(removal.end)
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        if source[start:end].strip() if len(edges) > 2 else start < end:
            yield removal._replace(start=start, end=end)
