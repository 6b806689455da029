"""Where lines, blocks and sentences start and end, in code points, without copying the text.

A *line* ends at ``\\n``, ``\\r\\n`` or ``\\r``. A *sentence* is looked for only in a line where something was found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleantext.rule import Span

#: What may close a quotation or a bracket between a stop and a sentence that follows without a blank.
_CLOSING = ("", '"', "”", "’", "»", ")")
_LINE_BREAK = re.compile(r"\r\n|\r|\n")

#: Where a sentence may end; the rest is told by the letters around it. The third kind is written without blanks.
_STOP = re.compile(
    r"""
      (?P<stop>[.!?…؟।॥]) (?P<marks>["'”’»“)\]]{0,3}) (?P<gap>\s{1,9}(?=\S) | (?=[^\W\d_a-z]))
    | [。！？] [」』”’）】]{0,3} \s{0,9}
    """,
    re.VERBOSE,
)
_ABBREVIATION = re.compile(
    r"""(?:^|[\s(\["“„«.])
    (?: [^\W\d_] | [^\W\d_a-z][^\W\d_]?\.[^\W\d_]?
      | Mr | Mrs | Ms | Dr | Prof | St | Rev | Gen | Sen | Rep | Gov | Lt | Col | Sgt | Capt | Hon | Jr | Sr
      | Jan | Feb | Mar | Apr | Jun | Jul | Aug | Sept? | Oct | Nov | Dec | No | vs | etc | approx | Fig | Vol | al
      | Nr | bzw | ca | ggf | Str | Abs | evtl | Mio | Mrd | inkl | usw | Tel | vgl
      | M | Mme | Mlle | av | env | Sra | Srta | Dra | núm | pág | Av | EE | UU | Sig | dott | ecc | tzw | ul | ok | im | prof | dr | hab | inż
      | г | гг | т | тыс | млн | млрд | руб | ул | им | стр | см | bl | dvs | osv | ca | kl | t
    )$""",
    re.VERBOSE,
)


def line_at(text: str, position: int) -> Span:
    """Return the line that holds *position*, without its line break.

    >>> line_at("one\\ntwo\\r\\nthree", 5)
    Span(start=4, end=7)
    """
    start = max(text.rfind("\n", 0, position), text.rfind("\r", 0, position)) + 1
    end = text.find("\n", position)
    end = len(text) if end < 0 else end
    carriage = text.find("\r", position, end)
    return Span(start, end if carriage < 0 else carriage)


def lines(text: str) -> Iterator[Span]:
    """Yield every line, blank ones too, without line breaks.

    >>> [text[a:b] for text in ["a\\r\\n\\rb"] for a, b in lines(text)]
    ['a', '', 'b']
    """
    at = 0
    for found in _LINE_BREAK.finditer(text):
        yield Span(at, found.start())
        at = found.end()
    yield Span(at, len(text))


def breaks(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the gaps between the sentences of ``text[start:end]``: what stands between two of them, often one blank."""
    for found in _STOP.finditer(text, start, end):
        gap = Span(*found.span("gap")) if found["stop"] else Span(found.end(), found.end())
        if start < gap.start and gap.end < end and (not found["stop"] or _is_end(text, found, start, end)):
            yield gap


def _is_end(text: str, found: re.Match[str], start: int, end: int) -> bool:
    """Return whether a sentence ends at a stop with a blank after it, or with the blank lost: "…the end.Subscribe"."""
    stop, after = found.start(), found.end()
    if found["gap"]:
        if text[after].islower():
            return False
        return found["stop"] != "." or not _ABBREVIATION.search(text, max(start, stop - 8), stop)
    before = text[stop - 1] if stop > start else ""
    opens = text[after].isupper() and after + 1 < end and (text[after + 1].islower() or text[after + 1] == " ")
    return opens and (before.islower() or before.isdigit()) and found["stop"] in ".!?…" and found["marks"] in _CLOSING


def sentences(text: str, line: Span) -> Iterator[Span]:
    """Yield the sentences of a line, without the blanks between them.

    >>> text = "He left at 5 p.m. on Jan. 3. “Why?” Nobody knows.Subscribe now!"
    >>> [text[a:b] for a, b in sentences(text, Span(0, len(text)))]
    ['He left at 5 p.m. on Jan. 3.', '“Why?”', 'Nobody knows.', 'Subscribe now!']
    """
    at = line.start
    for gap in breaks(text, line.start, line.end):
        yield Span(at, gap.start)
        at = gap.end
    yield Span(at, line.end)
