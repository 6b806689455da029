"""JSON lines: where the text of one field is written, so that it can be cut without the rest being written anew.

Escapes, spacing, the order of keys and the digits of numbers stay as they were.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from cleantext.cutting.cut import HasSpan
from cleantext.rule import Span

_DECODER = json.JSONDecoder(strict=False, parse_int=float)  # int() refuses numbers of thousands of digits
_ESCAPE = re.compile(r"\\u[dD][89abAB]..\\u[dD][c-fC-F]..|\\u....|\\.", re.DOTALL)
_BLANKS = " \t\r\n"


class Value(NamedTuple):
    """A string in a line of JSON: what it says, and the span between the quotation marks where it is written."""

    text: str
    start: int
    end: int


def rows(
    lines: Iterable[str], field: str, broken: Callable[[ValueError], object]
) -> Iterator[tuple[str, Value | None]]:
    """Yield each line with the value of *field* in it; fields of objects inside the object do not count.

    *broken* is told of each line that is not a JSON object. Raises ``ValueError`` at the end if there were objects, and
    none had a text in the field: a misspelt one would make every check pass.
    """
    read = found = False
    for number, line in enumerate(lines, 1):
        value = None
        try:
            value = _value(line.removesuffix("\n"), field, number)
            read = read or "{" in line
        except ValueError as wrong:
            broken(wrong)
        found = found or value is not None
        yield line, value
    if read and not found:
        raise ValueError(f"no line has a text in the field {field!r} at its top level; name the right one with --field")


def written(line: str, value: Value, spans: Iterable[HasSpan]) -> Iterator[Span]:
    r"""Yield where *spans* of the value stand in the line; ``\ud83d\ude00`` is one character, written as twelve."""
    escapes = _ESCAPE.finditer(line, value.start, value.end)
    escape = next(escapes, None)
    shift = value.start
    for span in spans:
        edges = []
        for edge in (span.start, span.end):
            while escape and escape.start() < edge + shift:
                shift += len(escape.group()) - 1
                escape = next(escapes, None)
            edges.append(edge + shift)
        yield Span(*edges)


def _value(line: str, field: str, number: int) -> Value | None:
    """Return the string that is the value of *field* in a line of JSON; None where there is none."""
    found = None
    try:
        for key, value, start, end in _members(line):
            if key == field:  # the last of duplicate keys counts, as in other readers of JSON
                found = Value(value, start + 1, end - 1) if isinstance(value, str) else None
    except json.JSONDecodeError as wrong:
        raise ValueError(f"line {number}, column {wrong.pos + 1}: not a JSON object: {wrong.msg}") from None
    except RecursionError:
        raise ValueError(f"line {number}: nested too deeply") from None
    return found


def _members(line: str) -> Iterator[tuple[object, object, int, int]]:
    """Yield each key and value of the JSON object in *line*, and the span of the value; nothing for a blank line."""
    at = len(line) - len(line.lstrip(_BLANKS + "\ufeff"))
    if at == len(line):
        return
    at, mark = _mark(line, at, "{")
    if line.startswith("}", at):
        at, mark = _mark(line, at, "}")
    while mark != "}":
        if not line.startswith('"', at):
            raise json.JSONDecodeError("a key in quotation marks is missing", line, at)
        key, at = _DECODER.raw_decode(line, at)
        start, _ = _mark(line, at, ":")
        value, end = _DECODER.raw_decode(line, start)
        yield key, value, start, end
        at, mark = _mark(line, end, ",}")
    if at < len(line):
        raise json.JSONDecodeError("something follows the object", line, at)


def _mark(line: str, at: int, marks: str) -> tuple[int, str]:
    """Pass over one of *marks* and the blanks around it; return the offset after them, and which mark it was."""
    at = _skip(line, at)
    mark = line[at : at + 1]
    if not mark or mark not in marks:
        raise json.JSONDecodeError(f"{' or '.join(marks)} is missing", line, at)
    return _skip(line, at + 1), mark


def _skip(line: str, at: int) -> int:
    while at < len(line) and line[at] in _BLANKS:
        at += 1
    return at
