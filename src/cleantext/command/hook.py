"""The pre-commit hook: cleans the files it is given, or reports them, and fails when there was something to clean."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from cleantext.cleaner import Cleaner
from cleantext.command.config import settings
from cleantext.command.corpus import LINES
from cleantext.command.files import TROUBLE, clean_file, reason
from cleantext.command.streams import DONE, WRONG, emit, exit_code, say

CHANGED = 1


def run() -> None:
    """Run as a program."""
    sys.exit(main(sys.argv[1:]))


def main(argv: Sequence[str]) -> int:
    """Clean or check the files; return 0 if all were clean, 1 if one was not, 2 if one could not be used."""
    return exit_code(lambda: _files(argv))


def _files(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="cleantext-hook", description=__doc__)
    parser.add_argument("files", nargs="*")
    parser.add_argument("--check", action="store_true", help="report only")
    parser.add_argument("--field", default="text", help="the field of .jsonl files that holds the text (default: text)")
    args = parser.parse_args(argv)
    cleaner = Cleaner(**settings())
    return max((_file(cleaner, path, args.field, check=args.check) for path in args.files), default=DONE)


def _file(cleaner: Cleaner, path: str, field: str, *, check: bool) -> int:
    def remark(said: str) -> None:
        say(f"{path}: {said}")

    try:
        of_json = field if path.endswith(LINES) else None
        if not clean_file(cleaner, path, of_json, remark, check=check):
            return DONE
    except TROUBLE as wrong:
        remark(reason(wrong))
        return WRONG
    emit(os.fsencode(f"{'Would fix' if check else 'Fixing'} {path}\n"))
    return CHANGED
