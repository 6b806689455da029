"""Write the alphabet of `cleantext.scoring.grams`: ``python training/alphabet.py``.

It says what each code point is and what it is folded to, and holds abbreviations.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path

from cleantext.reading.fold import fold
from cleantext.reading.segment import STOPS
from cleantext.reading.tokens import (
    ALPHABET,
    BLANK,
    BULLET,
    CLOSING,
    DIGIT,
    LETTER,
    LOWER,
    MARK,
    PLANE,
    SIGN,
    STOP,
    UPPER,
    hashed,
    mix,
)

#: Scripts written without spaces: Thai, Lao, Burmese, Khmer, kana and Han.
_UNSPACED = (
    (0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x3005, 0x3007), (0x3041, 0x30FF), (0x31F0, 0x31FF),
    (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0xFF66, 0xFF9F),
)  # fmt: skip
_BULLETS = "*-–—•·▪►▶▸‣◦○●■□◆◇★☆→›>»|¦‧・+#✓✔➤"
_CLOSING = "\"'”’»“)]」』）】"
_KINDS = {"L": LETTER, "M": LETTER, "N": DIGIT, "P": MARK, "S": MARK}


_ABBREVIATIONS = """
    Mr Mrs Ms Dr Prof St Rev Gen Sen Rep Gov Lt Col Sgt Capt Hon Jr Sr Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec
    No vs etc approx Fig Vol al Nr bzw ca ggf Str Abs evtl Mio Mrd inkl usw Tel vgl M Mme Mlle av env Sra Srta Dra núm
    pág Av EE UU Sig dott ecc tzw ul ok im prof dr hab inż г гг т тыс млн млрд руб ул им стр см bl dvs osv kl t
""".split()
#: Letters of Latin, Greek and Cyrillic: each alone abbreviates a name.
_INITIALS = (range(0x41, 0x250), range(0x370, 0x530))


def entry(letter: str) -> int:
    """Return kind and flags of a code point."""
    category = unicodedata.category(letter)
    kind = _KINDS.get(category[0], BLANK)
    if kind == LETTER and any(first <= ord(letter) <= last for first, last in _UNSPACED):
        kind = SIGN
    if letter in _BULLETS:
        kind = BULLET
    flags = UPPER * (category in ("Lu", "Lt")) | LOWER * (category == "Ll")
    return kind | flags | STOP * (letter in STOPS) | CLOSING * (letter in _CLOSING)


def main() -> None:
    """Write the file."""
    words = [*_ABBREVIATIONS, *(chr(code) for codes in _INITIALS for code in codes if chr(code).isalpha())]
    hashes = sorted(
        {mix(hashed([ord(fold(letter)) for letter in word]), int(entry(word[0]) & UPPER > 0)) for word in words}
    )
    entries = (ord(fold(letter)) << 8 | entry(letter) for letter in map(chr, range(PLANE)))
    Path(ALPHABET).write_bytes(b"".join(number.to_bytes(4, "little") for number in (*entries, *hashes)))


if __name__ == "__main__":
    main()
