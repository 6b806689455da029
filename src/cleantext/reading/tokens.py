"""The tokens of a text: words, numbers, signs of Han or kana, and marks, from what an alphabet says of its letters.

All of it is integer arithmetic on code points, so that `cleantext.native._fast`, which does the same in C, agrees to
the bit.
"""

from __future__ import annotations

import os.path
import sys
from array import array
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from cleantext.shipped import DATA

ALPHABET = os.path.join(DATA, "alphabet.bin")
#: Code points below this are in the alphabet; above, ideographs are signs and all else is marks.
PLANE = 0x10000
_FAR_SIGNS = range(0x20000, 0x40000)

#: What a code point is, in the lowest three bits of its entry; then flags.
BLANK, LETTER, DIGIT, SIGN, MARK, BULLET = range(6)
KIND, UPPER, LOWER, STOP, CLOSING = 7, 8, 16, 32, 64

_PRIME, _OFFSET, _MASK = 16777619, 2166136261, 0xFFFFFFFF
#: Hashed along with a feature, to tell the kinds of features apart.
PREFIX, SUFFIX, FIRST, LAST, LENGTH, ALONE, CAPITALS, SHAPE, NUMBERS, ENDING, OVER, ACRONYM, STEM = range(1, 14)
_APOSTROPHE = 0x27
HANGUL = range(0xAC00, 0xD7A4)
#: Arabic writes "and", "in", "for", "as" and the article before a word without a blank.
_ARABIC, _PARTICLES, _ALEF, _LAM = range(0x621, 0x64B), tuple(map(ord, "وفبلكس")), ord("ا"), ord("ل")
#: How many letters of a word without its particles are hashed as its stem, and the fewest letters of a stem.
_STEM_LETTERS, _LEAST_STEM = 4, 3
_LONGEST_NUMBER = 5


@cache
def _numbers() -> array[int]:
    """Return what ``training/alphabet.py`` wrote."""
    with open(ALPHABET, "rb") as file:
        table = array("I", file.read())
    if sys.byteorder == "big":
        table.byteswap()
    return table


@cache
def alphabet() -> array[int]:
    """Return for each code point of the basic plane what it is (lowest byte) and what it is folded to (above that)."""
    return _numbers()[:PLANE]


@cache
def abbreviations() -> array[int]:
    """Return a hash of each word, and of each letter, after which a full stop ends no sentence; in order."""
    return _numbers()[PLANE:]


def entry(letter: str) -> int:
    """Return what `alphabet` says of a letter, of any plane."""
    code = ord(letter)
    return alphabet()[code] if code < PLANE else code << 8 | (SIGN if code in _FAR_SIGNS else MARK)


def mix(one: int, other: int) -> int:
    """Return a hash of two hashes, in their order."""
    return ((one * 0x9E3779B1) ^ (other + 0x7F4A7C15 + (one << 6) + (one >> 2))) & _MASK


def hashed(codes: list[int]) -> int:
    """Return the FNV-1a hash (32 bits) of folded code points."""
    value = _OFFSET
    for code in codes:
        value = ((value ^ code) * _PRIME) & _MASK
    return value


class Token(NamedTuple):
    """A word, a number, a sign of Han or kana, or a mark, with the features of its letters."""

    start: int
    end: int
    kind: int
    hash: int
    affixes: tuple[int, ...]
    flags: int


def tokens(text: str, start: int, end: int) -> Iterator[Token]:
    """Yield the tokens of ``text[start:end]``, repeated marks included.

    A capital after a small letter starts a word: extractors lose the blanks between buttons.

    >>> ["Copy linkCopied!"[token.start : token.end] for token in tokens("Copy linkCopied!", 0, 16)]
    ['Copy', 'link', 'Copied', '!']
    """
    at = start
    while at < end:
        first, found = at, entry(text[at])
        kind, at = found & KIND, at + 1
        if kind == LETTER:
            flags = found & (UPPER | LOWER)
            codes = [found >> 8]
            while at < end:
                before, found = found, entry(text[at])
                if found & KIND != LETTER and not _joins(text, at, end):
                    break
                if found & UPPER and before & LOWER:
                    break
                flags |= found & LOWER
                codes.append(found >> 8)
                at += 1
            value, affixes = hashed(codes), _affixes(codes)
            if len(codes) > 1 and flags == UPPER:
                affixes += (mix(value, ACRONYM),)
            yield Token(first, at, kind, value, affixes, flags)
        elif kind == DIGIT:
            while at < end and entry(text[at]) & KIND == DIGIT:
                at += 1
            yield Token(first, at, kind, hashed([0x30] * min(_LONGEST_NUMBER, at - first)), (), 0)
        elif kind != BLANK:
            yield Token(first, at, kind, hashed([found >> 8]), (), found & STOP)


def _joins(text: str, at: int, end: int) -> bool:
    """Return whether an apostrophe stands at *at*, inside a word."""
    return entry(text[at]) >> 8 == _APOSTROPHE and at + 1 < end and entry(text[at + 1]) & KIND == LETTER


def _affixes(codes: list[int]) -> tuple[int, ...]:
    """Return the hashes of a word's beginnings and of its ending, which stand for all its forms."""
    short, long, ending, least = (2, 3, 2, 3) if codes[0] in HANGUL else (4, 6, 3, 6)
    size = len(codes)
    found = [mix(hashed(codes[:length]), PREFIX) for length in (short, long) if size > length]
    if codes[0] in _ARABIC:
        start = _stem(codes)
        found.append(mix(hashed(codes[start : start + _STEM_LETTERS]), STEM))
    return (*found, mix(hashed(codes[-ending:]), SUFFIX)) if size >= least else tuple(found)


def _stem(codes: list[int]) -> int:
    """Return where an Arabic word goes on after its particles and its article."""
    start, size = 0, len(codes)
    if codes[0] in _PARTICLES and size - 1 >= _LEAST_STEM:
        start = 1
    article = codes[start : start + 2]
    if (article == [_ALEF, _LAM] or (start and codes[0] == _LAM == codes[1])) and size - start - 2 >= _LEAST_STEM:
        return start + 2 if article == [_ALEF, _LAM] else 2
    return start
