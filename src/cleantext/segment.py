"""Where lines, blocks and sentences start and end, in code points, without copying the text.

A *line* ends at ``\\n``, ``\\r\\n`` or ``\\r``. A *sentence* is looked for only in a line where something was found.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from cleantext.rule import Span

_LINE_BREAK = regex.compile(r"\r\n|\r|\n")

_BREAK = regex.compile(
    r"""
      (?P<stop>[.!?…؟।॥]) ["'”’»“)\]]{0,3} (?P<gap>\s{1,9}) (?=[^\s\p{Ll}])  # the usual end of a sentence
    | (?<=[\p{Ll}\d][.!?…]["”’»)]?) (?=\p{Lu}[\p{Ll}\x20])                  # "…the end.Subscribe": the blank was lost
    | [。！？] [」』”’）】]{0,3} \s{0,9}                                        # no blanks between sentences
    """,
    regex.VERBOSE,
)
_ABBREVIATION = regex.compile(
    r"""(?:^|[\s(\["“„«.])
    (?: \p{L} | \p{Lu}\p{L}?\.\p{L}? | Mr | Mrs | Ms | Dr | Prof | St | Rev | Gen | Sen | Rep | Gov | Lt | Col | Sgt | Capt | Hon | Jr | Sr
      | Jan | Feb | Mar | Apr | Jun | Jul | Aug | Sept? | Oct | Nov | Dec | No | vs | etc | approx | Fig | Vol | al
      | Nr | bzw | ca | ggf | Str | Abs | evtl | Mio | Mrd | inkl | usw | Tel | vgl
      | M | Mme | Mlle | av | env | Sra | Srta | Dra | núm | pág | Av | EE | UU | Sig | dott | ecc | tzw | ul | ok | im | prof | dr | hab | inż
      | г | гг | т | тыс | млн | млрд | руб | ул | им | стр | см | bl | dvs | osv | ca | kl | t
    )$""",
    regex.VERBOSE,
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
    for found in _BREAK.finditer(text, start, end):
        gap = Span(found.start("gap"), found.end()) if found["gap"] else Span(found.end(), found.end())
        if found["stop"] == "." and _ABBREVIATION.search(text, max(start, found.start() - 8), found.start()):
            continue
        if start < gap.start and gap.end < end:
            yield gap


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
