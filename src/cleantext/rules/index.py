"""The rules of all packs, compiled: what to search for, and what to try where it is found.

Deriving literals and parsing hundreds of TOML rules at every start would cost more than the cleaning, so the index of
the shipped packs ships as well, in one file that `cleantext.rules.compile` writes. Its tables are joined strings: to
split one is ten times as fast as to parse a list. A pattern is read when first needed.
"""

from __future__ import annotations

import json
import os.path
import sys
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from typing import TYPE_CHECKING, NamedTuple

from cleantext.rule import Pattern, Rule
from cleantext.shipped import DATA

if TYPE_CHECKING:
    from cleantext.rules.patterns import Words

FILE = os.path.join(DATA, "index.bin")
_NEXT = b"\x1e"
#: Stand in a literal for the edge of a word, and for the start of a sentence and its opening marks
#: (`cleantext.rules.literals`).
EDGE, OPENING = "\b", "\a"
#: Characters that no pattern may contain: these two, and the separators of the tables.
RESERVED = (EDGE, OPENING, "\x1c", "\x1d", "\x1e")
#: No literal is longer (code points, of at most four bytes each).
LONGEST_LITERAL = 100
#: No line this long (bytes) is looked up as a label.
LONGEST_LABEL = 100
#: Bullets, arrows, brackets, dots: all that may stand around a label, as single bytes of UTF-8.
MARKS = b" \t!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~" + bytes(
    {byte for mark in "¿¡•·▪►▶▸▾▼→←»«›‹–—…“”„‘’©️✕×✖🔗📩👉。：！？（）【】「」『』［］、　|｜" for byte in mark.encode()}
)
#: Bits of `Literals.edges`.
BEFORE, AFTER, OPENS = 1, 2, 4


class Literals:
    """Texts to search for, in order of their bytes, and the patterns that each leads to; split when first needed.

    ``texts`` are UTF-8; ``edges`` has a byte for each, of the bits `BEFORE` and `AFTER` (the word may not go on there)
    and `OPENS` (no word may stand before it). ``targets`` has the numbers of the patterns of each, as ``b"3 17"``.
    """

    def __init__(self, texts: bytes | memoryview, edges: bytes | memoryview, targets: bytes | memoryview) -> None:
        self.written = texts, edges, targets
        self.edges = edges

    @cached_property
    def texts(self) -> list[bytes]:
        """The texts."""
        return bytes(self.written[0]).split(_NEXT) if self.written[0] else []

    @cached_property
    def targets(self) -> list[bytes]:
        """The numbers of the patterns that each leads to."""
        return bytes(self.written[2]).split(_NEXT) if self.written[2] else []

    def rows(self) -> Iterator[tuple[bytes, int, list[int]]]:
        """Yield each text with its edges and its targets."""
        for text, edges, target in zip(self.texts, self.edges, self.targets, strict=True):
            yield text, edges, [int(number) for number in target.split()]


def literals(rows: Iterable[tuple[bytes, int, Iterable[int]]]) -> Literals:
    """Return the literals of *rows*: text, edges and targets, in order of the texts."""
    texts, edges, targets = zip(*rows, strict=True) if (rows := list(rows)) else ((), (), ())
    return Literals(
        _NEXT.join(texts), bytes(edges), _NEXT.join(b" ".join(b"%d" % n for n in sorted(each)) for each in targets)
    )


class Patterns(Sequence[Pattern]):
    """The patterns of an index, each read when first needed."""

    def __init__(self, joined: bytes | memoryview, size: int, known: Sequence[Pattern] = ()) -> None:
        self._joined, self._size = joined, size
        self._known: dict[int, Pattern] = dict(enumerate(known))

    @cached_property
    def _written(self) -> list[bytes]:
        return bytes(self._joined).split(_NEXT)

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, number: int) -> Pattern:  # type: ignore[override]
        known = self._known.get(number)
        if known is None:
            rule, place, least, most, plain, also, text = (
                self._written[number].decode("utf-8", "surrogatepass").split("\x1d")
            )
            pieces = tuple(also.split("\x1c")) if also else ()
            self._known[number] = known = Pattern(
                int(rule), int(place), int(least), int(most), pieces, text, plain == "1"
            )
        return known


class WrittenWords(Mapping[str, Mapping[str, Sequence[str]]]):
    """Words by language and class as JSON, parsed when first needed: few cleaners need more than the languages."""

    def __init__(self, languages: Sequence[str], written: bytes | memoryview) -> None:
        self._languages, self._written = tuple(languages), written

    @cached_property
    def _words(self) -> dict[str, dict[str, list[str]]]:
        words: dict[str, dict[str, list[str]]] = json.loads(bytes(self._written))
        return words

    def __getitem__(self, language: str) -> Mapping[str, Sequence[str]]:
        return self._words[language]

    def __iter__(self) -> Iterator[str]:
        return iter(self._languages)

    def __len__(self) -> int:
        return len(self._languages)


class Index(NamedTuple):
    """What a `Matcher` needs: rules, words by language and class, and the literals that lead to them.

    ``labels`` are whole short lines, without the marks around them. They are looked up, not searched for: "ad" is rare
    as a line and frequent inside words. ``owners`` has the number of each pattern's rule. ``scripts`` has a class of
    letters for each language that has a script of its own.
    """

    rules: tuple[Rule, ...]
    patterns: Sequence[Pattern]
    owners: Sequence[int]
    words: Words
    triggers: Literals
    labels: Literals
    scripts: Mapping[str, str]

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that have words; ``common`` is none, and always on."""
        return tuple(language for language in self.words if language != "common")


@cache
def load() -> Index:
    """Return the index of the shipped packs."""
    with open(FILE, "rb") as file:
        return loaded(file.read())


def loaded(data: bytes) -> Index:
    """Return the index that `saved` turned into *data*."""
    at = data.index(b"\n") + 1
    plain = json.loads(data[:at])
    parts, view = [], memoryview(data)  # nothing is copied before it is needed
    for size in plain["sizes"]:
        parts.append(view[at : at + size])
        at += size
    rules = tuple([Rule(*fields) for fields in plain["rules"]])
    triggers, labels = Literals(*parts[:3]), Literals(*parts[3:6])
    owners = array("H", bytes(parts[6]))
    if sys.byteorder == "big":
        owners.byteswap()
    words = WrittenWords(plain["languages"], parts[8])
    return Index(rules, Patterns(parts[7], len(owners)), owners, words, triggers, labels, plain["scripts"])


def saved(index: Index) -> bytes:
    """Return an index as the bytes of a file: a line of JSON, then the tables one after the other."""
    owners = array("H", index.owners)
    if sys.byteorder == "big":
        owners.byteswap()
    parts = [
        *index.triggers.written,
        *index.labels.written,
        owners.tobytes(),
        _NEXT.join(map(_written, index.patterns)),
        json.dumps({language: dict(classes) for language, classes in index.words.items()}, ensure_ascii=False).encode(),
    ]
    head = {
        "rules": [[r.id, r.language, r.category, r.cuts, r.stage, r.vouches] for r in index.rules],
        "languages": tuple(index.words),
        "scripts": index.scripts,
        "sizes": [len(part) for part in parts],
    }
    return json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode() + b"\n" + b"".join(parts)


def _written(pattern: Pattern) -> bytes:
    numbers = map(str, (pattern.rule, pattern.number, pattern.least, pattern.most, int(pattern.plain)))
    return "\x1d".join((*numbers, "\x1c".join(pattern.also), pattern.text)).encode("utf-8", "surrogatepass")
