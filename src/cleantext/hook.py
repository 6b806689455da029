"""The pre-commit hook: cleans the files it is given, or reports them, and fails when there was something to clean."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from cleantext.cleaner import Cleaner
from cleantext.config import settings
from cleantext.corpus import replace_file, rewrite

CLEAN, CHANGED, WRONG = 0, 1, 2


def run() -> None:
    """Run as a program."""
    sys.exit(main(sys.argv[1:]))


def main(argv: Sequence[str]) -> int:
    """Clean or check the files named; return 0 when all were clean, 1 when one was not, 2 when one could not be used."""
    parser = argparse.ArgumentParser(prog="cleantext-hook", description=__doc__)
    parser.add_argument("files", nargs="*")
    parser.add_argument("--check", action="store_true", help="report only")
    parser.add_argument("--field", default="text", help="the field of .jsonl files that holds the text (default: text)")
    args = parser.parse_args(argv)
    try:
        cleaner = Cleaner(**settings(Path.cwd()))
    except (ValueError, TypeError) as wrong:
        print(f"cleantext: {wrong}", file=sys.stderr)
        return WRONG
    return max((_file(cleaner, path, args.field, check=args.check) for path in args.files), default=CLEAN)


def _file(cleaner: Cleaner, path: str, field: str, *, check: bool) -> int:
    try:
        status, data = Path(path).stat(), Path(path).read_bytes()
        cleaned = rewrite(data, cleaner.clean, field if path.endswith((".jsonl", ".ndjson")) else None)
        if cleaned == data:
            return CLEAN
        if not check:
            replace_file(path, cleaned, status)
    except (OSError, ValueError) as wrong:
        print(f"{path}: {getattr(wrong, 'strerror', None) or wrong}", file=sys.stderr)
        return WRONG
    print(f"{'Would fix' if check else 'Fixing'} {path}")
    return CHANGED
