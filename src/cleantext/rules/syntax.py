"""The syntax of patterns: read by the parser of the standard library, and what is refused in it."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from cleantext.reading.fold import fold
from cleantext.rules.index import RESERVED

if sys.version_info >= (3, 11):
    # Private, but the parser of the standard library itself.
    from re import _constants as op  # type: ignore[attr-defined]
    from re import _parser as parser  # type: ignore[attr-defined]
else:
    import sre_constants as op
    import sre_parse as parser

__all__ = ["check", "check_folded", "op", "parsed", "parser"]

#: The most repeats, nested ones multiplied.
UNBOUNDED = 1000
#: Python 3.10 has no possessive repeats.
_REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, getattr(op, "POSSESSIVE_REPEAT", op.MAX_REPEAT))


def parsed(pattern: str) -> Any:
    """Return a pattern as the tree of its nodes; raises ``ValueError`` if it does not parse."""
    try:
        with warnings.catch_warnings():
            # What `re` only warns of, such as [[:alpha:]], means something else to `regex`.
            warnings.simplefilter("error", FutureWarning)
            return parser.parse(pattern)
    except (parser.error, OverflowError, RecursionError, FutureWarning) as wrong:
        raise ValueError(f"does not parse: {wrong}") from None


def check(pattern: str) -> None:
    r"""Raise ``ValueError`` for a pattern (its word classes written out) that cannot be used.

    It does not parse, repeats without a bound or so that it may take very long, or has letters that folding or the
    search for literals would confuse.

    >>> check(r"news.*")
    Traceback (most recent call last):
      ...
    ValueError: a repeat has no bound; write {0,60} instead of * or +
    """
    _refuse(parsed(pattern), 1)


def check_folded(pattern: str) -> None:
    r"""Raise ``ValueError`` for a letter of a folded pattern that no folded text has, as an escape may stand for one.

    >>> check_folded(r"caf\u00e9")
    Traceback (most recent call last):
      ...
    ValueError: an escape stands for 'é', which no folded text has; write the letter itself
    """
    for code, value in _nodes(parsed(pattern)):
        ranges = [span for kind, span in value if kind is op.RANGE] if code is op.IN else []
        for letters in (*_letters((code, value)), *("".join(map(chr, range(a, b + 1))) for a, b in ranges)):
            if all(fold(letter) != letter for letter in letters):
                raise ValueError(f"an escape stands for {letters!r}, which no folded text has; write the letter itself")


def _refuse(tree: Iterable[Any], outer: int) -> None:
    """Raise ``ValueError`` as `check` does; the tree stands in repeats that multiply to *outer*."""
    for code, value in tree:
        if any(letter in RESERVED for letter in _letters((code, value))):
            raise ValueError("holds a control character (one of \\a \\b \\x1c \\x1d \\x1e); no text of a page has it")
        for first, last in [span for kind, span in value if kind is op.RANGE] if code is op.IN else ():
            _refuse_range(first, last)
        if code in _REPEATS and value[1] is op.MAXREPEAT:
            raise ValueError("a repeat has no bound; write {0,60} instead of * or +")
        if code in _REPEATS and value[1] > 1 and _is_elastic(value[2]):
            raise ValueError("repeats what varies in length itself, as (a{1,9}){1,9} does; that takes very long")
        within = outer * value[1] if code in _REPEATS else outer
        if within > UNBOUNDED:
            raise ValueError(f"nested repeats multiply to {within}, more than {UNBOUNDED}")
        for inner in _trees(value):
            _refuse(inner, within)


def _refuse_range(first: int, last: int) -> None:
    """Raise ``ValueError`` for a range that gains letters when its ends are folded: À to ÿ would be a to y."""
    meant = fold("".join(map(chr, range(first, last + 1))))
    found = "".join(map(chr, range(ord(fold(chr(first))), ord(fold(chr(last))) + 1)))
    if not {letter for letter, folded in zip(found, fold(found), strict=True) if letter == folded} <= {*meant}:
        raise ValueError(f"the range [{chr(first)}-{chr(last)}] gains letters when folded; write \\w or the letters")


def _is_elastic(tree: Sequence[Any]) -> bool:
    """Return whether a sequence is nothing but one repeat: a text then divides into many of it in very many ways."""
    if len(tree) != 1:
        return False
    code, value = tree[0]
    if code is op.SUBPATTERN:
        return _is_elastic(value[3])
    if code is op.BRANCH:
        return any(map(_is_elastic, value[1]))
    return code in _REPEATS and value[0] < value[1]


def _letters(node: tuple[Any, Any]) -> list[str]:
    """Return the letters of a node that stands for one or for some."""
    code, value = node
    members = value if code is op.IN else [node]
    return [chr(member) for kind, member in members if kind in (op.LITERAL, op.NOT_LITERAL)]


def _nodes(tree: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
    for node in tree:
        yield node
        for inner in _trees(node[1]):
            yield from _nodes(inner)


def _trees(value: Any) -> Iterator[Any]:
    """Yield the trees that stand in the value of a node, of whatever kind the node is."""
    if isinstance(value, parser.SubPattern):
        yield value
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from _trees(part)
