"""Documents in files: bytes in, bytes out, plain text or one field of JSON lines, replaced only as a whole.

Bytes that are not UTF-8 survive (``surrogateescape``). A file is written through a temporary file beside it, so
whoever reads it sees the old text or the new text and never half of either.
"""

from __future__ import annotations

import json
import os
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from json.decoder import scanstring
from typing import NamedTuple

Cleaning = Callable[[str], str]


class Document(NamedTuple):
    """One text of a file: the whole file, or the value of the field in one line of JSON lines (counted from 1)."""

    text: str
    line: int | None = None


def decode(data: bytes) -> str:
    """Return *data* as text; `encode` gives every byte back."""
    return data.decode("utf-8", "surrogateescape")


def encode(text: str) -> bytes:
    """Return the bytes of *text* as `decode` read it."""
    return text.encode("utf-8", "surrogateescape")


def documents(data: bytes, field: str | None) -> Iterator[Document]:
    """Yield the documents that *data* holds; raises ``ValueError`` for a line that is no JSON object."""
    if field is None:
        yield Document(decode(data))
        return
    for number, line in enumerate(decode(data).split("\n"), 1):
        found = _value(line, field, number)
        if found:
            yield Document(found[0], number)


def rewrite(data: bytes, clean: Cleaning, field: str | None) -> bytes:
    r"""Return *data* with each document cleaned; of JSON lines, every other byte stays as it is.

    >>> rewrite(b'{"id": 1.0, "text": "A.\\n\\u00a9 2024 Post", "n":[]}\n', lambda text: text[:2], "text")
    b'{"id": 1.0, "text": "A.", "n":[]}\n'
    """
    if field is None:
        return encode(clean(decode(data)))
    out = []
    for number, line in enumerate(decode(data).split("\n"), 1):
        found = _value(line, field, number)
        if found and (cleaned := clean(found[0])) != found[0]:
            _, start, end = found
            line = line[:start] + json.dumps(cleaned, ensure_ascii=line[start:end].isascii()) + line[end:]  # noqa: PLW2901
        out.append(line)
    return encode("\n".join(out))


def _value(line: str, field: str, number: int) -> tuple[str, int, int] | None:
    """Return the string value of *field* in a line of JSON, and where it is written; None where there is none."""
    if not line.strip():
        return None
    decoder = json.JSONDecoder(strict=False)
    found = None
    try:
        at = _skip(line, 0)
        if line[at : at + 1] != "{":
            raise ValueError("it is not a JSON object")
        at = _skip(line, at + 1)
        while line[at : at + 1] != "}":
            key, at = scanstring(line, at + 1, False)  # noqa: FBT003 - the standard library's own signature
            at = _skip(line, at)
            if line[at : at + 1] != ":":
                raise ValueError("a colon is missing")
            start = _skip(line, at + 1)
            value, end = decoder.raw_decode(line, start)
            if key == field:
                found = (value, start, end) if isinstance(value, str) else None
            at = _skip(line, end)
            if line[at : at + 1] == ",":
                at = _skip(line, at + 1)
            elif line[at : at + 1] != "}":
                raise ValueError("a comma is missing")
        if line[at + 1 :].strip():
            raise ValueError("text follows the object")
    except (ValueError, IndexError, RecursionError) as wrong:
        raise ValueError(f"line {number}: not a JSON object ({wrong})") from None
    return found


def _skip(line: str, at: int) -> int:
    while line[at : at + 1] in (" ", "\t", "\r") and at < len(line):
        at += 1
    return at


def replace_file(path: str, data: bytes, read: os.stat_result) -> None:
    """Put *data* in the place of the file, atomically, its mode kept; *read* is its status from when it was read.

    Raises ``OSError`` when that cannot be done (no space, no permission, changed meanwhile); the file is then as it was.
    """
    real = os.path.realpath(path)
    handle, temporary = tempfile.mkstemp(prefix=".cleantext-", dir=os.path.dirname(real))
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        now = os.stat(real)
        if (now.st_ino, now.st_size, now.st_mtime_ns) != (read.st_ino, read.st_size, read.st_mtime_ns):
            raise OSError("changed while it was being cleaned; left as it is")
        os.chmod(temporary, stat.S_IMODE(read.st_mode))
        with suppress(OSError, AttributeError):
            os.chown(temporary, read.st_uid, read.st_gid)
        os.replace(temporary, real)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise
