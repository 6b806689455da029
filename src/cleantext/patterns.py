"""Patterns with word classes: ``^<imperative> up for`` is written out with the words of a language, then folded."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from cleantext.fold import fold

Words = Mapping[str, Mapping[str, Sequence[str]]]

_CLASS = re.compile(r"(?<!\(\?)(?<!\(\?P)<([a-z_]+)>")
_ESCAPE_OR_LETTER = re.compile(r"\\.|[^\\]", re.DOTALL)


def written_out(pattern: str, words: Mapping[str, Sequence[str]], write: Callable[[str, Sequence[str]], str]) -> str:
    """Return *pattern* with each ``<class>`` replaced by ``write(class, words)``; raises ``KeyError`` with its name."""
    return _CLASS.sub(lambda found: write(found[1], words[found[1]]), pattern)


def alternation(_name: str, words: Sequence[str]) -> str:
    """Return *words* as a group of alternatives; ``subscri*`` stands for every word that starts so.

    >>> alternation("verb", ("join", "subscri*"))
    '(?:subscri\\\\w{0,12}|join)'
    """
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    written = (re.escape(word.rstrip("*")) + r"\w{0,12}" * word.endswith("*") for word in longest_first)
    return f"(?:{'|'.join(written)})"


def expanded(pattern: str, language: str, words: Words) -> str:
    """Return *pattern* with the word classes of *language* (and of ``common``) written out."""
    return written_out(pattern, {**words.get("common", {}), **words.get(language, {})}, alternation)


def fold_pattern(pattern: str) -> str:
    """Fold the letters of a pattern as `fold` folds text, and leave its escapes alone.

    >>> fold_pattern(r"Été\\W\\p{L}")
    'ete\\\\W\\\\p{L}'
    """
    return _ESCAPE_OR_LETTER.sub(lambda found: found[0] if len(found[0]) > 1 or found[0] == "L" else fold(found[0]), pattern)
