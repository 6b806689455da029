"""The literals that a pattern cannot match without.

A pattern is only tried where one of them stands, so one pass of a multi-pattern search over the whole text does the
work of hundreds of patterns. The method is that of code search engines (Russ Cox, "Regular Expression Matching with a
Trigram Index", 2012), with whole literals where they used trigrams.
"""

from __future__ import annotations

import itertools
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Any

if sys.version_info >= (3, 11):
    from re import _constants as op
    from re import _parser as parser
else:
    import sre_constants as op
    import sre_parse as parser

#: A set of literals, one of which stands in every match.
Cover = frozenset[str]
MOST = 64
UNBOUNDED = 1000


def required(pattern: str, cost: Callable[[str], float]) -> Cover:
    """Return the cheapest cover of *pattern* (classes written out), where *cost* is how often a literal turns up.

    The cover is empty when the pattern can match without any literal. Raises ``ValueError`` on a pattern that does
    not parse or that repeats without a bound.

    >>> sorted(required(r"^(?:sign|join) up for [a-z]{0,20} news", lambda literal: 1 / len(literal) ** 2))
    ['join up for ', 'sign up for ']
    """
    try:
        tree = parser.parse(pattern)
    except (parser.error, OverflowError, RecursionError) as wrong:
        raise ValueError(f"does not parse: {wrong}") from None
    _refuse_unbounded(tree, 1)
    exact, covers = _walk(tree)
    if exact:
        covers.append(exact)
    usable = [_shortest(cover) for cover in covers if all(len(literal.strip().encode()) > 1 for literal in cover)]
    return min(usable, key=lambda cover: sum(map(cost, cover)), default=frozenset())


def _shortest(cover: Cover) -> Cover:
    """Drop each literal that holds another one: the other fires wherever it would."""
    kept: list[str] = []
    for literal in sorted(cover, key=len):
        if not any(other in literal for other in kept):
            kept.append(literal)
    return frozenset(kept)


def _refuse_unbounded(tree: Iterable[Any], outer: int) -> None:
    for code, value in tree:
        if code in (op.MAX_REPEAT, op.MIN_REPEAT):
            if value[1] is op.MAXREPEAT:
                raise ValueError("a repeat has no bound; write {0,60} instead of * or +")
            if outer * value[1] > UNBOUNDED:
                raise ValueError(f"nested repeats multiply to {outer * value[1]}, more than {UNBOUNDED}")
            _refuse_unbounded(value[2], outer * max(1, value[1]))
        elif code is op.BRANCH:
            for branch in value[1]:
                _refuse_unbounded(branch, outer)
        elif code is op.SUBPATTERN:
            _refuse_unbounded(value[3], outer)


def _walk(tree: Sequence[Any]) -> tuple[Cover | None, list[Cover]]:
    """Return the exact strings of a sequence (None when they are too many to know), and the covers met on the way."""
    covers: list[Cover] = []
    current: Cover = frozenset([""])
    whole = True
    for code, value in tree:
        exact, inner = _node(code, value)
        covers += inner
        if exact is not None and len(current) * len(exact) <= MOST:
            current = frozenset(a + b for a, b in itertools.product(current, exact))
            continue
        covers.append(current)
        whole = False
        current = exact if exact is not None else frozenset([""])
    covers.append(current)
    return (current if whole else None), [cover for cover in covers if all(cover)]


def _node(code: Any, value: Any) -> tuple[Cover | None, list[Cover]]:
    if code is op.LITERAL:
        return frozenset([chr(value)]), []
    if code in (op.AT, op.ASSERT, op.ASSERT_NOT):
        return frozenset([""]), []
    if code is op.IN:
        members = [chr(v) for c, v in value if c is op.LITERAL]
        return (frozenset(members), []) if len(members) == len(value) <= 6 else (None, [])
    if code is op.SUBPATTERN:
        return _walk(value[3])
    if code is op.BRANCH:
        return _branch(value[1])
    if code in (op.MAX_REPEAT, op.MIN_REPEAT):
        return _repeat(*value)
    return None, []


def _branch(branches: Sequence[Sequence[Any]]) -> tuple[Cover | None, list[Cover]]:
    walked = [_walk(branch) for branch in branches]
    if all(exact is not None for exact, _ in walked):
        return frozenset().union(*(exact for exact, _ in walked if exact is not None)), []
    options = [covers + ([exact] if exact and all(exact) else []) for exact, covers in walked]
    if not all(options):
        return None, []
    best = [min(covers, key=lambda cover: (-min(map(len, cover)), len(cover))) for covers in options]
    return None, [frozenset().union(*best)]


def _repeat(least: int, most: int, body: Sequence[Any]) -> tuple[Cover | None, list[Cover]]:
    exact, covers = _walk(body)
    if (least, most) == (0, 1) and exact is not None:
        return exact | {""}, []
    if least == most == 1:
        return exact, covers
    if least >= 1:
        return None, covers + ([exact] if exact and all(exact) else [])
    return None, []
