"""Read a piece of text as hashed features, from which the learned score is computed: words, pairs of words, and shape.

The method is the hashing trick (Weinberger et al., 2009) over words, their beginnings and endings, and pairs of words
next to each other or one apart, as in fastText (Joulin et al., 2016). All of it is integer arithmetic on code points,
so that `cleantext.native._fast`, which does the same in C, agrees to the bit. This module is the reference, and runs
where no compiler was at hand.
"""

from __future__ import annotations

from collections.abc import Iterable

from cleantext.reading.tokens import (
    ALONE,
    BLANK,
    BULLET,
    CAPITALS,
    DIGIT,
    ENDING,
    FIRST,
    LAST,
    LENGTH,
    LETTER,
    LOWER,
    MARK,
    NUMBERS,
    OVER,
    SHAPE,
    SIGN,
    UPPER,
    Token,
    mix,
    tokens,
)

#: The length of a text is how many of these its number of words exceeds.
LENGTHS = (1, 2, 3, 4, 5, 7, 9, 12, 16, 20, 26, 34, 45, 60)


class Reader:
    """Gathers the features of a piece of text, token by token."""

    def __init__(self) -> None:
        self.hashes: list[int] = []
        self._count = self._first = self._last = self._before = self._words = self._capitals = self._numbers = (
            self._cases
        ) = 0
        self._kind = BLANK

    def read(self, token: Token) -> None:
        """Take in one more token; ignore a bullet at the start, and a mark that repeats the one before it."""
        kind = MARK if token.kind == BULLET else token.kind
        if (token.kind == BULLET and not self._count) or (
            self._count and kind == MARK == self._kind and token.hash == self._last
        ):
            return
        self.hashes.append(token.hash)
        self.hashes += token.affixes
        if self._count:
            pair = mix(self._last, token.hash)
            self.hashes.append(pair)
            if self._count == 1:
                self.hashes.append(mix(pair, FIRST))
            else:
                self.hashes.append(mix(mix(self._before, token.hash), OVER))
        else:
            self._first = token.hash
        self._count += 1
        self._before, self._last, self._kind = self._last, token.hash, kind
        self._words += token.kind in (LETTER, SIGN)
        self._numbers += token.kind == DIGIT
        self._capitals += bool(token.flags & UPPER)
        self._cases |= token.flags

    def features(self, *, alone: bool) -> list[int]:
        """Return the hashes of all features; ``alone`` says that nothing else stands in the line.

        Without a word there are none, whatever marks and numbers there are.
        """
        if not self._words:
            return []
        size = sum(self._words > most for most in LENGTHS)
        capitals = 0
        if self._capitals:
            capitals = (
                7 if self._words > 1 and not self._cases & LOWER else 1 + min(4, 5 * self._capitals // self._words)
            )
        shape = [
            mix(self._first, FIRST),
            mix(self._last, LAST),
            mix(size, LENGTH),
            mix(capitals, CAPITALS),
            mix(mix(capitals, min(size, 6)), SHAPE),
            mix(min(self._numbers, 3), NUMBERS),
            mix(mix(self._kind, min(size, 6)), ENDING),
        ]
        return [*self.hashes, *shape, mix(size, ALONE)] if alone else [*self.hashes, *shape]


def read(found: Iterable[Token], *, alone: bool) -> list[int]:
    """Return the hashes of all features of a piece of text, from its tokens; see `Reader.features`."""
    reader = Reader()
    for token in found:
        reader.read(token)
    return reader.features(alone=alone)


def features(text: str, start: int, end: int, *, alone: bool) -> list[int]:
    """Return the hashes of all features of ``text[start:end]``, each as often as it occurs."""
    return read(tokens(text, start, end), alone=alone)
