"""Choose the words that the judge knows, and write the character tables: the data behind `cleantext.judging.counts`."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt
from languages import function_words

from cleantext.judging.counts import PLANE, TABLE_BITS, Kind, Lines, Vocabulary, pair_hashes, read_lines

Array = npt.NDArray[Any]
SLOT_MASK = np.uint32((1 << TABLE_BITS) - 1)

_CHARACTERS = {
    Kind.STOP: ".。．｡।॥۔።։",
    Kind.ASK: "!?！？؟¿¡;",
    Kind.COMMA: ",，、،､",
    Kind.COLON: ":;：；؛",
    Kind.ELLIPSIS: "…⋯",
    Kind.QUOTE: '"“”„‟＂「」『』″〝〞',
    Kind.ANGLE: "«»‹›《》〈〉<>",
    Kind.APOSTROPHE: "'’‘‚`´ʼ",
    Kind.SLASH: "/\\／",
    Kind.PIPE: "|¦│｜·・",
    Kind.BULLET: "*•▪●■►▶→○◦+‣∙◆◇★☆✓✔➤",
    Kind.COPYRIGHT: "©®™",
    Kind.AT: "@＠",
    Kind.HASH: "#＃",
    Kind.MONEY: "%％",
}
_GIVEN = {character: kind for kind, characters in _CHARACTERS.items() for character in characters}
_CATEGORIES = {
    "Ll": Kind.LOWER, "Lu": Kind.UPPER, "Lt": Kind.UPPER, "Nd": Kind.DIGIT, "Nl": Kind.DIGIT, "No": Kind.DIGIT,
    "Lo": Kind.LETTER, "Lm": Kind.LETTER, "Mn": Kind.LETTER, "Mc": Kind.LETTER, "Me": Kind.LETTER,
    "Pd": Kind.DASH, "Ps": Kind.BRACKET, "Pe": Kind.BRACKET, "Pi": Kind.QUOTE, "Pf": Kind.QUOTE, "Sc": Kind.MONEY,
    "Zs": Kind.SPACE, "Zl": Kind.SPACE, "Zp": Kind.SPACE, "Cc": Kind.SPACE, "Cf": Kind.SPACE,
}  # fmt: skip
#: Scripts written without spaces: Thai, Lao, Burmese, Khmer, kana and Han.
_IDEOGRAPHS = (
    (0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x3005, 0x3007), (0x3041, 0x30FF), (0x31F0, 0x31FF),
    (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0xFF66, 0xFF9F),
)  # fmt: skip


def kind_of(character: str) -> Kind:
    """Return what *character* is."""
    if character in _GIVEN:
        return _GIVEN[character]
    category = unicodedata.category(character)
    kind = _CATEGORIES.get(category, Kind.SYMBOL)
    if kind in {Kind.LETTER, Kind.SYMBOL} and any(low <= ord(character) <= high for low, high in _IDEOGRAPHS):
        return Kind.IDEOGRAPH
    return kind


def character_tables() -> tuple[Array, Array]:
    """Return the kind and the folded code of each character of the first plane."""
    kinds = np.array([kind_of(chr(code)) for code in range(PLANE)], np.uint8)
    kinds[PLANE - 1] = Kind.SYMBOL
    lowered = (chr(code).lower() for code in range(PLANE))
    folded = np.array([ord(low) if len(low) == 1 else code for code, low in enumerate(lowered)], np.uint32)
    folded[kinds == Kind.DIGIT] = ord("0")
    return kinds, folded


def empty_vocabulary() -> Vocabulary:
    """Return a vocabulary that knows characters and no word."""
    return _vocabulary(np.zeros(0, np.uint32), np.zeros(0, np.uint32))


def build_vocabulary(sites: Iterable[tuple[str, Lines]], size: int = 14000, least: int = 4) -> Vocabulary:
    """Return a vocabulary of the *size* words and pairs that occur on most sites, and on at least *least*.

    Each item of *sites* is a site's name and lines read with the empty vocabulary.
    """
    seen: dict[str, set[int]] = {}
    for site, lines in sites:
        seen.setdefault(site, set()).update(lines.hashes.tolist(), pair_hashes(lines.hashes, lines.offsets).tolist())
    counts = Counter(word for words in seen.values() for word in words if word)
    ranked = sorted((-count, word) for word, count in counts.items() if count >= least)
    plain = empty_vocabulary()
    functions = [int(read_lines([word], plain).hashes[0]) for words in function_words().values() for word in words]
    return _vocabulary(np.array([word for _, word in ranked[:size]], np.uint32), np.array(functions, np.uint32))


def _vocabulary(learned: Array, functions: Array) -> Vocabulary:
    """Lay out the words so that each is found in one step; of words that share a slot, the most frequent stays."""
    _, first = np.unique(learned & SLOT_MASK, return_index=True)
    learned = learned[np.sort(first)]
    strangers = np.setdiff1d(functions, learned)
    taken = set((learned & SLOT_MASK).tolist())
    strangers = np.array([word for word in strangers.tolist() if word & SLOT_MASK not in taken], np.uint32)
    words = np.concatenate((np.zeros(1, np.uint32), learned, strangers))
    slots = np.zeros(1 << TABLE_BITS, np.uint16)
    slots[words[1:] & SLOT_MASK] = np.arange(1, len(words))
    marks = (words >> np.uint32(16)).astype(np.uint16)
    known = np.isin(words, functions)
    known[0] = False
    return Vocabulary(*character_tables(), slots, marks, known, np.array(len(learned)))
