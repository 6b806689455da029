"""What the tests of the command line and of the hook share: texts for them, and the program in its own process."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

TEXT = b"Rain fell on Monday.\n\nSign up for our daily newsletter.\n\nIt stopped on Tuesday.\n"
BODY = b"Rain fell on Monday.\n\nIt stopped on Tuesday.\n"
#: What ``--diff`` makes of `TEXT`.
MARKED = b"Rain fell on Monday.\n\n{--Sign up for our daily newsletter.\n\n--}It stopped on Tuesday.\n"
#: `BODY` with a line that is cut only when its category is asked for.
CREDIT = BODY.replace(b"\nIt", b"\nPhotograph by Marta Lind\n\nIt")
#: `BODY` with a prompt of another category than that of `TEXT`.
FOLLOW = BODY.replace(b"\nIt", b"\nFollow us on Facebook.\n\nIt")
#: JSON lines; a prompt is in the field ``text`` of the first.
LINES = rb"""{"id": 1.50, "text": "Rain.\nSign up for our daily newsletter.\nThe sun came out \u00e9\/", "n": {"text": "x"}}

 {"b":"\u0041","a" : [ 1,2 ] ,"text":"Rain."}
{"other": true}
{"text": null}
"""  # noqa: E501 - a document is one line
#: Text that is not in UTF-8, which is named; and what is no text, of which nothing is said.
FOREIGN = "Подпишитесь на нашу рассылку.\n".encode("cp1251")
PICTURE = b"\x89PNG\r\n\x1a\n\0\0\0\r" + bytes(range(256))
#: A pack of one's own.
PACK = """
category = "support"
[[rule]]
id = "gazette-coffee"
why = "The Gazette's own appeal."
patterns = ['^buy the gazette a coffee']
remove = ["{--Buy the Gazette a coffee\\n--}"]
"""
PROGRAM = [sys.executable, "-c", "from cleantext.command.cli import run; run()"]
posix = pytest.mark.skipif(os.name != "posix", reason="needs devices, modes or closed descriptors of POSIX")


class Ran(NamedTuple):
    """How a run ended: its exit code, and what it wrote to standard output and to standard error."""

    code: int
    out: bytes
    err: str


#: The fixture `run` of conftest.py.
Run = Callable[..., Ran]


def program(*argv: str, **options: object) -> subprocess.CompletedProcess[bytes]:
    """Run the command line in a process of its own."""
    settings: dict[str, Any] = {"stderr": subprocess.PIPE} | options
    return subprocess.run([*PROGRAM, *argv], timeout=120, check=False, **settings)


def fails(error: int) -> Callable[..., None]:
    """Return a function that fails with *error* of the system, whatever it is called with."""

    def call(*_: object, **__: object) -> None:
        raise OSError(error, os.strerror(error))

    return call
