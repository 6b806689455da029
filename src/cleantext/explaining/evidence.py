"""Whether the evidence of packs holds: what an example marks goes, and nothing else; what must stay stays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from cleantext.cleaner import Cleaner
from cleantext.cutting.cut import cut
from cleantext.marks import mark, unmark
from cleantext.rule import OPTIONAL_CATEGORIES
from cleantext.rules.pack import Source, read_pack


def broken(own: Sequence[str]) -> Iterator[str]:
    """Yield a message for each example that does not hold of the packs with the paths *own*."""
    usual, every = Cleaner(packs=own), Cleaner(packs=own, remove=OPTIONAL_CATEGORIES)
    for pack in map(read_pack, map(Path, own)):
        for source in pack.sources:
            cleaner = every if source.rule.category in OPTIONAL_CATEGORIES else usual
            for field, number, example, said in _broken(source, cleaner, every):
                where = f"{source.file}: rule {source.rule.id}: field {field}, example {number}"
                yield f"{where}: {said}\n  wanted {example!r}\n  found  {_cleaned(example, cleaner)!r}\n"


def _broken(source: Source, cleaner: Cleaner, every: Cleaner) -> Iterator[tuple[str, int, str, str]]:
    for number, example in enumerate(source.remove, 1):
        text, marked = unmark(example)
        if cleaner.clean(text) != cut(text, marked):
            yield "remove", number, example, "not what is marked is cut"
    for number, example in enumerate(source.keep, 1):
        if every.clean(example) != example:
            yield "keep", number, example, "it does not stay"
    for number, example in enumerate(source.missed, 1):
        text, marked = unmark(example)
        if cleaner.clean(text) == cut(text, marked):
            yield "missed", number, example, "it is found; move it up to remove"


def _cleaned(example: str, cleaner: Cleaner) -> str:
    """Return an example with marks around what is cut."""
    text, _ = unmark(example)
    return mark(text, cleaner.inspect(text).removed)
