"""The literals that a pattern cannot match without.

A pattern is tried only where one of them stands, so one pass of a multi-pattern search over a line or a sentence does
the work of hundreds of patterns. The method is that of code search (Russ Cox, "Regular Expression Matching with a
Trigram Index", 2012), with whole literals in place of trigrams.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import regex

from cleantext.rule import ANY
from cleantext.rules.index import EDGE, OPENING
from cleantext.rules.syntax import op, parsed

START, END = (op.AT, op.AT_BEGINNING), (op.AT, op.AT_END)

#: A set of literals of which every match contains at least one.
Cover = frozenset[str]
#: The most literals of a cover.
MOST = 64
#: A pattern that allows more texts than this is no list of labels.
MOST_LABELS = 2000
_WORD = regex.compile(r"\w")
_NO_WORDS = ((op.CATEGORY, op.CATEGORY_NOT_WORD), (op.CATEGORY, op.CATEGORY_SPACE))


def covers(pattern: str) -> list[Cover]:
    """Return sets of literals; every match of *pattern* (word classes written out) contains one of each set.

    ``^`` and ``$`` are literals too, written as line breaks: those around the line that the pattern sees. An `EDGE` at
    an end of a literal says that the word ends there; an `OPENING`, that only marks stand before it in what the pattern
    sees. Raises ``ValueError`` on a pattern that does not parse.

    >>> [sorted(cover) for cover in covers(r"(?:sign|join) up for [a-z]{0,20} news$")]
    [['join up for ', 'sign up for '], [' news\\n']]
    >>> [sorted(cover) for cover in covers(r"^(?:[*-] )?ad$")]
    [['\\n* ad\\n', '\\n- ad\\n', '\\nad\\n']]
    """
    _, found = _walk(parsed(pattern))
    usable = [frozenset(map(_outer_edges, cover)) for cover in found]
    return [
        _shortest(cover)
        for cover in usable
        if all(len(x.encode()) > 1 and x.strip(EDGE + OPENING).strip() for x in cover)
    ]


def _outer_edges(literal: str) -> str:
    r"""Return *literal* with edges only at its ends, and only beside a word: beside a blank ``\b`` demands a letter."""
    # Between an opening and what stands before it, or an end of the line and the edge before it, marks may stand.
    text = literal.rpartition(OPENING)[2].replace(EDGE + "\n", EDGE)
    bare = text.replace(EDGE, "")
    before = OPENING if OPENING in literal else EDGE * bool(text.startswith(EDGE) and _WORD.match(bare))
    return before + bare + EDGE * bool(text.endswith(EDGE) and _WORD.match(bare[-1:]))


def labels(pattern: str) -> Cover | None:
    r"""Return all texts that *pattern* allows a whole line to be, marks around them aside; None if it allows others.

    >>> sorted(labels(r"^\W{0,6}(?:ad|advertisement)\W{0,6}$"))
    ['ad', 'advertisement']
    >>> labels(r"^\W{0,6}ad by .{0,20}$") is None
    True
    """
    tree = _without_assertions(parsed(pattern))
    if len(tree) < 3 or tree[0] != (op.AT, op.AT_BEGINNING) or tree[-1] != (op.AT, op.AT_END):
        return None
    inner = tree[1:-1]
    inner = inner[_are_marks(inner[0]) : len(inner) - _are_marks(inner[-1])]
    exact, _ = _walk(inner, MOST_LABELS)
    texts = {text.replace(EDGE, "").replace(OPENING, "").strip() for text in exact or ()}
    return frozenset(texts) if texts and all(texts) else None


def widths(pattern: str) -> tuple[int, int]:
    """Return the fewest and the most code points of a text that *pattern* can match (its word classes written out).

    >>> widths("^(?:sign|join) up.{0,20}$"), widths("sign up")
    ((7, 27), (7, 4294967295))
    """
    tree = parsed(pattern)
    least, most = tree.getwidth()
    bounded = len(tree) > 1 and (tree[0], tree[-1]) == (START, END)
    return min(least, ANY), min(most, ANY) if bounded else ANY


def _without_assertions(tree: Iterable[Any]) -> list[Any]:
    """Return the nodes of *tree* without look-arounds, which only make it match less often."""
    return [node for node in tree if node[0] not in (op.ASSERT, op.ASSERT_NOT)]


def _are_marks(node: tuple[Any, Any]) -> bool:
    r"""Return whether a node is a varying number of marks: ``\W{0,6}``, ``[^\w"]{0,4}``, ``(?:\W{0,6}|" ?)``."""
    code, value = node
    repeats = code in (op.MAX_REPEAT, op.MIN_REPEAT) and value[:2] != (0, 1)
    return (repeats or code in (op.SUBPATTERN, op.BRANCH)) and _is_mark(node)


def _is_mark(node: tuple[Any, Any]) -> bool:
    code, value = node
    if code is op.LITERAL:
        return not chr(value).isalnum()
    if code is op.IN:
        negated = value[0] == (op.NEGATE, None) and (op.CATEGORY, op.CATEGORY_WORD) in value
        return negated or all((c is op.LITERAL and not chr(v).isalnum()) or (c, v) in _NO_WORDS for c, v in value)
    if code in (op.MAX_REPEAT, op.MIN_REPEAT):
        return all(map(_is_mark, value[2]))
    if code is op.SUBPATTERN:
        return all(map(_is_mark, value[3]))
    if code is op.BRANCH:
        return all(_is_mark(inner) for branch in value[1] for inner in branch)
    return code in (op.ASSERT, op.ASSERT_NOT)


def _shortest(cover: Cover) -> Cover:
    """Drop each literal that contains another one: the other is found wherever it is."""
    kept: list[str] = []
    for literal in sorted(cover, key=len):
        if not any(other in literal for other in kept):
            kept.append(literal)
    return frozenset(kept)


def _walk(tree: Sequence[Any], most: int = MOST) -> tuple[Cover | None, list[Cover]]:
    """Return the exact strings of a sequence (None if there are too many), and the covers met on the way."""
    covers: list[Cover] = []
    current: Cover = frozenset([""])
    whole = True
    for code, value in _with_edges(tree):
        exact, inner = _node(code, value, most)
        covers += inner
        if exact is not None and len(current) * len(exact) <= most:
            current = frozenset(a + b for a, b in itertools.product(current, exact))
            continue
        covers.append(current)
        whole = False
        current = exact if exact is not None else frozenset([""])
    covers.append(current)
    return (current if whole else None), [cover for cover in covers if all(cover)]


def _with_edges(tree: Sequence[Any]) -> Iterator[Any]:
    """Yield the nodes of a sequence; marks after its start become `OPENING`, marks before its end a word's edge."""
    nodes = _without_assertions(tree)
    for number, node in enumerate(nodes):
        before, after = nodes[number - 1 : number], nodes[number + 1 : number + 2]
        if _are_marks(node) and before == [START]:
            yield op.LITERAL, ord(OPENING)
        elif _are_marks(node) and after == [END]:
            yield op.AT, op.AT_BOUNDARY
        elif not (
            (node == START and after and _are_marks(after[0])) or (node == END and before and _are_marks(before[0]))
        ):
            yield node


def _node(code: Any, value: Any, most: int) -> tuple[Cover | None, list[Cover]]:
    if code is op.LITERAL:
        return frozenset([chr(value)]), []
    if code is op.AT:
        return frozenset([EDGE if value is op.AT_BOUNDARY else "\n" if (code, value) in (START, END) else ""]), []
    if code in (op.ASSERT, op.ASSERT_NOT):
        return frozenset([""]), []
    if code is op.IN:
        members = [chr(v) for c, v in value if c is op.LITERAL]
        return (frozenset(members), []) if len(members) == len(value) <= 6 else (None, [])
    if code is op.SUBPATTERN:
        return _walk(value[3], most)
    if code is op.BRANCH:
        return _branch(value[1], most)
    if code in (op.MAX_REPEAT, op.MIN_REPEAT):
        least, greatest, body = value
        return _repeat(least, greatest, body, most)
    return None, []


def _branch(branches: Sequence[Sequence[Any]], most: int) -> tuple[Cover | None, list[Cover]]:
    walked = [_walk(branch, most) for branch in branches]
    if all(exact is not None for exact, _ in walked):
        return frozenset().union(*(exact for exact, _ in walked if exact is not None)), []
    options = [covers + ([exact] if exact and all(exact) else []) for exact, covers in walked]
    if not all(options):
        return None, []
    best = [min(covers, key=lambda cover: (-min(map(len, cover)), len(cover))) for covers in options]
    return None, [frozenset().union(*best)]


def _repeat(least: int, greatest: int, body: Sequence[Any], most: int) -> tuple[Cover | None, list[Cover]]:
    exact, covers = _walk(body, most)
    if (least, greatest) == (0, 1) and exact is not None:
        return exact | {""}, []
    if least == greatest == 1:
        return exact, covers
    if least >= 1:
        return None, covers + ([exact] if exact and all(exact) else [])
    return None, []
