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

from cleantext.edit import Edit
from cleantext.markup import markup, without_partner
from cleantext.moved import joined
from cleantext.native import fast
from cleantext.rule import Removal, Span
from cleantext.wrapped import NARROWEST, WIDEST, may_be_wrapped, soft_breaks

#: What shows that a text is not plain: what begins like a tag or a character reference, and the commonest marks of
#: decomposed letters: of Latin, Greek and Cyrillic, of Arabic, vowels of Hangul, the voiced marks of kana.
_TELLING = re.compile("<[/a-zA-Z]|&[#a-zA-Z]|[\u0300-\u036f\u0653-\u0655\u1161-\u1175\u3099\u309a]")
#: Marks that may be composed with the letter before them, those of Bengali and Tamil and the ends of Hangul included.
_MARKS = re.compile("[\u0300-\u036f\u0653-\u0655\u09be\u09d7\u0bbe\u0bd7\u1161-\u1175\u11a8-\u11c2\u3099\u309a]+")

_start_of = attrgetter("start")


class View(NamedTuple):
    """A text as it is read: ``text`` is ``source`` after ``edits``, which are in order and do not overlap.

    ``places`` has where in ``text`` each edit stands. All offsets are code points.
    """

    source: str
    text: str
    edits: Sequence[Edit] = ()
    places: Sequence[int] = ()

    def cuts(self, removed: Sequence[Removal]) -> list[Removal]:
        """Return what goes from the source when *removed* goes from the view.

        Tags around what goes go along, but none without its partner: a removal may come in pieces.

        >>> seen = view("<p>Rain fell.</p><p>Sign up!</p>")
        >>> [seen.source[cut.start : cut.end] for cut in seen.cuts([Removal(10, 19, "newsletter", "en/a", 1.0)])]
        ['<p>Sign up!</p>']
        """
        if not self.edits:
            return list(removed)
        found = [removal._replace(start=self.start(removal.start), end=self.end(removal.end)) for removal in removed]
        kept = [tag for span in joined(found) for tag in without_partner(self._within(span))]
        return [piece for removal in found for piece in _pieces(removal, kept)]

    def start(self, place: int) -> int:
        """Return where in the source starts what starts at *place* in the view, with the tags that it opens with."""
        first, at = self._before(place)
        last = first
        while last < len(self.edits) and self.places[last] == place and not self.edits[last].text:
            at = self.edits[last].end
            last += 1
        while last > first and self.edits[last - 1].opens:
            last -= 1
            at = self.edits[last].start
        return at

    def end(self, place: int) -> int:
        """Return where in the source ends what ends at *place* in the view, with the tags that it closes with."""
        following, at = self._before(place)
        while following < len(self.edits) and self.places[following] == place and self.edits[following].closes:
            at = self.edits[following].end
            following += 1
        return at

    def place(self, position: int) -> int:
        """Return where in the view the source's *position* is read."""
        number = bisect_right(self.edits, position, key=_start_of) - 1
        if number < 0:
            return position
        edit, place = self.edits[number], self.places[number]
        return place if position < edit.end else place + len(edit.text) + position - edit.end

    def _before(self, place: int) -> tuple[int, int]:
        """Return the first edit at or after *place*, and where in the source the text before that place ends."""
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
    if is_plain(text):
        return View(text, text)
    pieces, kept, places = list[str](), list[Edit](), list[int]()
    at = size = 0
    for edit in sorted([*markup(text), *_composed(text), *soft_breaks(text)]):
        if edit.start >= at:
            size += edit.start - at
            pieces += (text[at : edit.start], edit.text)
            kept.append(edit)
            places.append(size)
            size += len(edit.text)
            at = edit.end
    return View(text, "".join(pieces) + text[at:], tuple(kept), tuple(places))


def is_plain(text: str) -> bool:
    """Return whether *text* is its own view; of some that are this is not seen at once.

    >>> is_plain("Smith & Sons"), is_plain("Smith &amp; Sons"), is_plain("Cafe\u0301")
    (True, False, False)
    """
    if fast:
        return fast.is_plain(text, NARROWEST, WIDEST)
    return not _TELLING.search(text) and not may_be_wrapped(text)


def _composed(text: str) -> Iterator[Edit]:
    for found in _MARKS.finditer(text):
        start, end = max(0, found.start() - 1), found.end()
        if (composed := unicodedata.normalize("NFC", text[start:end])) != text[start:end]:
            yield Edit(start, end, composed)


def _pieces(removal: Removal, kept: Sequence[Edit]) -> Iterator[Removal]:
    """Yield what is left of a removal without the tags that are *kept*."""
    at, number = removal.start, bisect_left(kept, removal.start, key=_start_of)
    while number < len(kept) and kept[number].start < removal.end:
        if at < kept[number].start:
            yield removal._replace(start=at, end=kept[number].start)
        at = kept[number].end
        number += 1
    if at < removal.end:
        yield removal._replace(start=at)
