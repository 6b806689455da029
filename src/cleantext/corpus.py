"""Documents in files: bytes in, bytes out, plain text or one field of JSON lines, replaced only as a whole.

Bytes that are not UTF-8 survive (``surrogateescape``). JSON lines are not serialised anew: only the cut
characters are deleted, so escapes, spacing and keys stay as they were. A file is replaced through a temporary file
beside it, so a reader sees the old text or the new text and never half of either.
"""

from __future__ import annotations

import json
import os
import re
import stat
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from cleantext.cut import HasSpan, cut
from cleantext.rule import Span

if TYPE_CHECKING:
    from cleantext.cleaner import Cleaner

#: Finds the spans to cut in one text, in order and without overlaps.
Find = Callable[[str], Sequence[HasSpan]]

#: Errors of one file that do not stop the others; `reason` puts them into words.
TROUBLE = (OSError, ValueError, MemoryError)

_DECODER = json.JSONDecoder(strict=False, parse_int=float)  # int() refuses numbers of thousands of digits
_ESCAPE = re.compile(r"\\u[dD][89abAB]..\\u[dD][c-fC-F]..|\\u....|\\.", re.DOTALL)
#: Data is text as long as no more than one byte in this many is wrong.
LEAST_TEXT = 4
_UTF16 = (BOM_UTF16_LE, BOM_UTF16_BE)
_JSON_BLANKS = " \t\r\n"


class Document(NamedTuple):
    """One text of a file: the whole file, or the value of the field in one line of JSON lines (counted from 1)."""

    text: str
    line: int | None = None


class _Value(NamedTuple):
    """A string in a line of JSON: what it says, and the span between the quotation marks where it is written."""

    text: str
    start: int
    end: int


def decode(data: bytes) -> str:
    """Return *data* as text; `encode` gives every byte back."""
    return data.decode("utf-8", "surrogateescape")


def encode(text: str) -> bytes:
    """Return the bytes of *text* as `decode` read it."""
    return text.encode("utf-8", "surrogateescape")


def reason(wrong: BaseException) -> str:
    """Return what is wrong with a file, in a few words."""
    if isinstance(wrong, MemoryError):
        return "too large for the memory there is"
    return str(getattr(wrong, "strerror", None) or wrong)


def documents(data: bytes, field: str | None) -> Iterator[Document]:
    """Yield the documents in *data*; in what is not UTF-8 text (a picture, a program, UTF-16) there is none.

    Raises ``ValueError`` for a line that is not a JSON object and, at the end, if no line had the *field*.
    """
    if field is None:
        if (text := _text(data)) is not None:
            yield Document(text)
        return
    for number, (_, value) in enumerate(_rows(data, field), 1):
        if value:
            yield Document(value.text, number)


def cleaned(cleaner: Cleaner, data: bytes, field: str | None) -> bytes:
    """Return *data* with each of its documents cleaned, as `rewrite` does it."""
    return rewrite(data, lambda text: cleaner.inspect(text).removed, field)


def rewrite(data: bytes, find: Find, field: str | None) -> bytes:
    r"""Return *data* without what *find* finds in each of its documents; every other byte stays as it is.

    Data without a document stays whole. Raises ``ValueError`` as `documents` does.

    >>> rewrite(b'{"id": 1.0, "text": "A.\\n\\u00a9 2024", "n":[]}\n', lambda text: [Span(2, len(text))], "text")
    b'{"id": 1.0, "text": "A.", "n":[]}\n'
    """
    if field is None:
        text = _text(data)
        return data if text is None else encode(cut(text, find(text)))
    rows, rewritten = _rows(data, field), BytesIO()
    rewritten.writelines(
        encode(cut(line, _written(line, value, find(value.text))) if value else line) for line, value in rows
    )
    return rewritten.getvalue()


def _rows(data: bytes, field: str) -> Iterator[tuple[str, _Value | None]]:
    """Yield each line of JSON lines with its line break, and the value of *field* in it.

    Raises ``ValueError`` at the end where no line has the field: a misspelt one would make every check pass.
    """
    missing = True
    # Line by line: as one string, all of a corpus would take four bytes a character for the sake of one emoji.
    for number, line in enumerate(map(decode, BytesIO(data)), 1):
        value = _value(line.removesuffix("\n"), field, number)
        missing = missing and not value
        yield line, value
    if missing and b"{" in data:  # what holds a brace and is no object has been refused by now
        raise ValueError(f"no line has the field {field!r} with a text in it; name the right one with --field")


def remark(data: bytes, field: str | None) -> str:
    """Return what to say where *data* seems to be text in another encoding, which would pass for a clean one; else "".

    Pictures and programs have zero bytes, and need no remark; of text, only UTF-16 has any.
    """
    if field is not None or (0 in data and not data.startswith(_UTF16)):
        return ""
    try:
        data.decode()
    except UnicodeDecodeError:
        if _text(data) is None:
            return "is not UTF-8, so it stays as it is; convert it first, for example with iconv"
        return "holds bytes that are not UTF-8; they stay, and no prompt is recognised by a word that holds one"
    return ""


def _text(data: bytes) -> str | None:
    """Return *data* as text, perhaps damaged; None if it is UTF-16, or too many bytes are zero or not UTF-8."""
    if data.startswith(_UTF16):
        return None
    try:
        text, wrong = data.decode(), 0
    except UnicodeDecodeError:
        text, wrong = decode(data), len(data) - len(data.decode("utf-8", "ignore").encode())
    return text if max(wrong, data.count(0)) * LEAST_TEXT <= len(data) else None


def _value(line: str, field: str, number: int) -> _Value | None:
    """Return the string that is the value of *field* in a line of JSON; None where there is none."""
    found = None
    try:
        for key, value, start, end in _members(line):
            if key == field:  # the last of duplicate keys counts, as in other readers of JSON
                found = _Value(value, start + 1, end - 1) if isinstance(value, str) else None
    except json.JSONDecodeError as wrong:
        raise ValueError(f"line {number}, column {wrong.pos + 1}: not a JSON object: {wrong.msg}") from None
    except RecursionError:
        raise ValueError(f"line {number}: nested too deeply") from None
    return found


def _members(line: str) -> Iterator[tuple[object, object, int, int]]:
    """Yield each key and value of the JSON object in *line*, and the span of the value; nothing for a blank line."""
    at = len(line) - len(line.lstrip(_JSON_BLANKS + "\ufeff"))
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
    while at < len(line) and line[at] in _JSON_BLANKS:
        at += 1
    return at


def _written(line: str, value: _Value, spans: Iterable[HasSpan]) -> Iterator[Span]:
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


def read_file(path: str) -> tuple[bytes, os.stat_result]:
    """Return the content of the file, and its status from before the read; raises ``OSError`` if it cannot be read."""
    if os.path.isdir(path):
        raise OSError("is a directory; name its files, for example with a shell pattern")
    with open(path, "rb") as file:
        status = os.fstat(file.fileno())
        return file.read(), status


def replace_file(path: str, data: bytes, read: os.stat_result) -> None:
    """Replace the content of the file by *data*, atomically; its mode is kept. *read* is the status from `read_file`.

    Raises ``OSError`` if that fails (no space, no permission, changed meanwhile); the file is then as it was.
    """
    if not stat.S_ISREG(read.st_mode):
        raise OSError("is not a regular file; it cannot be cleaned in place")
    import tempfile  # noqa: PLC0415 - it imports much that only writing needs

    real = os.path.realpath(path)
    handle, temporary = tempfile.mkstemp(prefix=".cleantext-", dir=os.path.dirname(real))
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        with suppress(OSError, AttributeError):
            os.chown(temporary, read.st_uid, read.st_gid)
        os.chmod(temporary, stat.S_IMODE(read.st_mode))
        now = os.stat(real)
        if (now.st_ino, now.st_size, now.st_mtime_ns) != (read.st_ino, read.st_size, read.st_mtime_ns):
            raise OSError("changed while it was being cleaned; left as it is")
        os.replace(temporary, real)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise
