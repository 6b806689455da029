"""What is printed about a file: its text, cleaned, or what became of each of its documents."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any, BinaryIO

from cleantext.cleaner import Cleaner
from cleantext.command.corpus import Listener, cleaned, documents, encode, remarked
from cleantext.command.files import TROUBLE, open_file, reason
from cleantext.command.request import Request
from cleantext.command.streams import DONE, WRONG, say
from cleantext.result import Result

#: So many broken lines of a file are named.
MOST_BROKEN = 10


class Printer:
    """Prints what a user should know of one file, and what is wrong with lines of it."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._broken = 0
        #: The exit code: broken lines stay as they are, but make the run fail.
        self.code = DONE

    def remark(self, said: str) -> None:
        """Print a remark."""
        say(f"cleantext: {name_of(self._path)}: {said}")

    def broken(self, wrong: ValueError) -> None:
        """Print what is wrong with a line; of many, only of the first ones."""
        self._broken += 1
        if self._broken <= MOST_BROKEN:
            self.remark(str(wrong))
        self.code = WRONG

    def done(self) -> None:
        """Print how many more lines were broken."""
        if self._broken > MOST_BROKEN:
            self.remark(f"{self._broken - MOST_BROKEN} more lines like that; is it a file of JSON lines at all?")


def name_of(path: str) -> str:
    """Return what a file is called in messages."""
    return "standard input" if path == "-" else path


@contextmanager
def named(path: str) -> Iterator[None]:
    """Raise ``ValueError``, with the name of the file, for what is wrong with it.

    So an error of the output, which is wrong for all files, is told from one of the input.
    """
    try:
        yield
    except (*TROUBLE, ImportError) as wrong:  # an extra that is not installed
        raise ValueError(f"{name_of(path)}: {reason(wrong)}") from None


@contextmanager
def opened(path: str) -> Iterator[BinaryIO]:
    """Open a file, or standard input; raises ``ValueError`` for what is wrong with it, now or while it is in use."""
    with named(path):
        if path == "-" and not sys.stdin:
            raise OSError("is closed")
        with nullcontext(sys.stdin.buffer) if path == "-" else open_file(path) as file:
            yield file


def output(cleaner: Cleaner, args: Request, path: str, listener: Listener) -> Iterator[bytes]:
    """Yield what is printed about one file, as it is read: its text, or what was asked for about it."""
    if args.json:
        text = args.field is not None
        for line, result in results(cleaner, args, path, listener):
            text = True
            yield _json(name_of(path), line, result)
        if not text:  # whoever counts files misses none
            yield _written({"file": name_of(path), "verdict": None, "removed": [], "text": None})
    elif args.diff:
        heading = len(args.files) > 1 or args.field is not None
        changed = ((line, result) for line, result in results(cleaner, args, path, listener) if result.removed)
        yield from (_diff(f"==> {place_of(path, line)} <==\n" if heading else "", result) for line, result in changed)
    elif args.html:
        texts = (result.text for _, result in results(cleaner, args, path, listener))
        yield from (encode(text + "\n" if text and not text.endswith("\n") else text) for text in texts)
    else:
        left = b""
        with opened(path) as file:
            for _, left in cleaned(cleaner, file, args.field, listener):
                yield left
        # The last line of one file of JSON lines must not go on with the first line of the next.
        if args.field is not None and len(args.files) > 1 and left and not left.endswith(b"\n"):
            yield b"\n"


def results(cleaner: Cleaner, args: Request, path: str, listener: Listener) -> Iterator[tuple[int | None, Result]]:
    """Yield what became of each document of a file, with its line (counted from 1) if the file is JSON lines."""
    with opened(path) as file:
        if args.html:
            page = cleaner.clean_html(file.read(), fast=args.fast)
            if not page.source:
                listener.remark("no text was found in the page")
            yield None, remarked(page, listener)
            return
        for document in documents(file, args.field, listener):
            result = cleaner.inspect(document.text)
            yield document.line, result if document.line else remarked(result, listener)


def place_of(path: str, line: int | None) -> str:
    """Return what a document is called in messages."""
    return name_of(path) if line is None else f"{name_of(path)}:{line}"


def _json(name: str, line: int | None, result: Result) -> bytes:
    removed = [r._asdict() | {"text": result.source[r.start : r.end]} for r in result.removed]
    record: dict[str, Any] = {"file": name} if line is None else {"file": name, "line": line}
    record |= {"verdict": result.verdict, "removed": removed, "text": result.text}
    if result.metadata is not None:
        record |= {"title": result.title, "metadata": result.metadata}
    return _written(record)


def _written(record: dict[str, Any]) -> bytes:
    # What UTF-8 cannot encode, such as a byte of the input that was not UTF-8, is escaped as in JSON: \udcff.
    return json.dumps(record, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"


def _diff(heading: str, result: Result) -> bytes:
    from cleantext.marks import mark  # noqa: PLC0415

    marked = heading + mark(result.source, result.removed)
    return printable(marked if marked.endswith("\n") else marked + "\n")


def printable(text: str) -> bytes:
    """Return *text* in UTF-8; if it holds a lone surrogate, which JSON can, that is escaped."""
    try:
        return encode(text)
    except UnicodeEncodeError:
        return text.encode("utf-8", "backslashreplace")
