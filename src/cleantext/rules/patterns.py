"""Patterns with names: in ``^<imperative> up for`` the words of a language are written out; then it is folded."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from cleantext.reading.fold import fold

#: What names stand for: a list is a class of words, a string a piece of a pattern.
Names = Mapping[str, Sequence[str]]
#: The names of each language.
Words = Mapping[str, Names]

_NAME = re.compile(r"(?<!\(\?)(?<!\(\?P)<(\w+)>")
#: No pattern is longer (code points) when its names are written out.
LONGEST = 100_000
#: What means something else when folded (an escape, the P of a named group), or one letter.
_SYNTAX_OR_LETTER = re.compile(r"\\.|\(\?P(?=[<=])|[^\\]", re.DOTALL)


def piece(meant: str | Sequence[str]) -> str:
    """Return a piece of a pattern as it is inserted: a list becomes alternatives, tried in the order written.

    >>> piece("[^a-z]{0,6}"), piece(["news", "sports?"])
    ('[^a-z]{0,6}', '(?:news|sports?)')
    """
    return meant if isinstance(meant, str) else f"(?:{'|'.join(meant)})"


def alternation(words: Iterable[str]) -> str:
    """Return *words* as a group of alternatives; ``subscri*`` stands for every word that starts so.

    >>> alternation(("join", "subscri*"))
    '(?:subscri\\\\w{0,12}|join)'
    """
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    written = (re.escape(word.rstrip("*")) + r"\w{0,12}" * word.endswith("*") for word in longest_first)
    return f"(?:{'|'.join(written)})"


def expanded(pattern: str, language: str, words: Words) -> str:
    """Return *pattern* with the names of *language* (and of ``common``) written out.

    Raises ``KeyError`` with a name that is not defined, and ``ValueError`` for one that is defined by itself, or for a
    pattern that is longer than `LONGEST` then.

    >>> names = {"en": {"verb": ("join", "enter"), "what": "(?:a|the) <thing>", "thing": "clubs?"}}
    >>> expanded("^<verb> <what>$", "en", names)
    '^(?:enter|join) (?:a|the) clubs?$'
    """
    return _written(pattern, {**words.get("common", {}), **words.get(language, {})}, ())


def _written(text: str, names: Names, within: tuple[str, ...]) -> str:
    def write(found: re.Match[str]) -> str:
        meant, inside = _meant(found[1], names, within)
        return _written(meant, names, inside) if isinstance(meant, str) else alternation(_words(meant, names, inside))

    whole = _NAME.sub(write, text)
    if len(whole) > LONGEST:
        raise ValueError(f"is longer than {LONGEST} letters when its names are written out")
    return whole


def _words(entries: Iterable[str], names: Names, within: tuple[str, ...]) -> Iterator[str]:
    """Yield the words of a class; an entry that is a ``<name>`` stands for all words of that class."""
    for entry in entries:
        if not (found := _NAME.fullmatch(entry)):
            yield entry
            continue
        meant, inside = _meant(found[1], names, within)
        if isinstance(meant, str):
            raise ValueError(f"<{found[1]}> is a piece of a pattern, so it cannot stand among words")
        yield from _words(meant, names, inside)


def _meant(name: str, names: Names, within: tuple[str, ...]) -> tuple[Sequence[str], tuple[str, ...]]:
    if name in within:
        raise ValueError(f"<{name}> stands for itself")
    return names[name], (*within, name)


def fold_pattern(pattern: str) -> str:
    """Fold the letters of a pattern as `fold` folds text; its syntax stays as it is, and no letter becomes syntax.

    >>> print(fold_pattern(r"L’Été\\W(?P<name>Ça)？"))
    l'ete\\W(?P<name>ca)\\?
    """
    return _SYNTAX_OR_LETTER.sub(lambda found: found[0] if len(found[0]) > 1 else _folded(found[0]), pattern)


def _folded(letter: str) -> str:
    return fold(letter) if letter.isascii() else re.escape(fold(letter))
