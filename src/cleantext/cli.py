"""The command line: a filter, a check, a diff, an editor in place. Text on standard output, all else on standard error."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from cleantext.cleaner import Cleaner, Result
from cleantext.corpus import decode, documents, encode, replace_file, rewrite

if TYPE_CHECKING:
    import argparse

DONE, WOULD_CHANGE, WRONG, INTERRUPTED, CLOSED_PIPE = 0, 1, 2, 130, 141


def run() -> None:
    """Run as a program: `main` over the arguments of the process, and its code as the exit status."""
    sys.exit(main(sys.argv[1:]))


def main(argv: Sequence[str]) -> int:
    """Run the command line and return its exit code: 0 done, 1 would change (``--check``), 2 wrong usage or input."""
    from cleantext.arguments import parse  # noqa: PLC0415 - argparse is a third of the start-up; see parse

    try:
        args = parse(argv)
        if args.command:
            return _command(args)
        cleaner = Cleaner(**_options(args))
        codes = [_file(cleaner, args, path) for path in args.files or ["-"]]
        sys.stdout.flush()
        return max(codes)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CLOSED_PIPE
    except KeyboardInterrupt:
        return INTERRUPTED
    except OSError as wrong:
        return _complain(f"standard output: {wrong.strerror or wrong}")
    except (ValueError, TypeError) as wrong:
        return _complain(str(wrong))


def _complain(message: str) -> int:
    print(f"cleantext: {message}", file=sys.stderr)
    return WRONG


def _options(args: argparse.Namespace) -> dict[str, Any]:
    from pathlib import Path  # noqa: PLC0415

    from cleantext.config import settings  # noqa: PLC0415

    options = settings(Path.cwd())
    given = {"profile": args.profile, "remove": args.remove, "keep": args.keep, "packs": args.pack, "languages": args.languages}
    return options | {name: value for name, value in given.items() if value}


def _file(cleaner: Cleaner, args: argparse.Namespace, path: str) -> int:
    """Do what was asked with one file; return its exit code. A file that cannot be used does not stop the others."""
    name = "standard input" if path == "-" else path
    try:
        data, status = _read(path)
        if args.in_place:
            return _in_place(cleaner, args.field, path, data, status)
        if args.check or args.diff or args.json:
            return _report(cleaner, args, name, data)
        result = _html(cleaner, data) if args.html else rewrite(data, cleaner.clean, args.field)
    except BrokenPipeError:
        raise
    except (OSError, ValueError) as wrong:
        strerror = getattr(wrong, "strerror", None)
        return _complain(f"{name}: {strerror or wrong}")
    except MemoryError:
        return _complain(f"{name}: too large for the memory there is")
    sys.stdout.buffer.write(result)
    return DONE


def _read(path: str) -> tuple[bytes, os.stat_result | None]:
    if path == "-":
        return sys.stdin.buffer.read(), None
    if os.path.isdir(path):
        raise ValueError("is a directory; name its files, for example with a shell pattern")
    with open(path, "rb") as file:
        return file.read(), os.fstat(file.fileno())


def _html(cleaner: Cleaner, data: bytes) -> bytes:
    text = cleaner.clean_html(data).text
    return encode(text + "\n" if text and not text.endswith("\n") else text)


def _in_place(cleaner: Cleaner, field: str | None, path: str, data: bytes, status: os.stat_result | None) -> int:
    if status is None:
        raise ValueError("--in-place needs files by name")
    cleaned = rewrite(data, cleaner.clean, field)
    if cleaned != data:
        replace_file(path, cleaned, status)
    return DONE


def _report(cleaner: Cleaner, args: argparse.Namespace, name: str, data: bytes) -> int:
    changes = 0
    for place, result in _results(cleaner, args, name, data):
        changed = bool(result.removed)
        changes += changed
        if args.json:
            _write(_json(place, result) + "\n")
        elif args.diff and changed:
            from cleantext.marks import mark  # noqa: PLC0415

            shown = mark(result.source, result.removed)
            heading = f"==> {place} <==\n" if len(args.files) > 1 or args.field else ""
            _write(heading + shown + ("" if shown.endswith("\n") else "\n"))
    if args.check and changes:
        print(f"would clean {name}", file=sys.stderr)
        return WOULD_CHANGE
    return DONE


def _results(cleaner: Cleaner, args: argparse.Namespace, name: str, data: bytes) -> Iterator[tuple[str, Result]]:
    if args.html:
        yield name, cleaner.clean_html(data)
        return
    for document in documents(data, args.field):
        yield name if document.line is None else f"{name}:{document.line}", cleaner.inspect(document.text)


def _json(place: str, result: Result) -> str:
    removed = [r._asdict() | {"text": result.source[r.start : r.end]} for r in result.removed]
    record = {"file": place, "verdict": result.verdict, "removed": removed}
    if result.title is not None:
        record["title"] = result.title
    return json.dumps(record, ensure_ascii=False)


def _write(text: str) -> None:
    # A lone surrogate is a byte that was not UTF-8; in a report it is shown as it came.
    sys.stdout.buffer.write(text.encode("utf-8", "surrogateescape" if _escaped(text) else "surrogatepass"))


def _escaped(text: str) -> bool:
    return not any("\ud800" <= char <= "\udfff" and not "\udc80" <= char <= "\udcff" for char in text)


def _command(args: argparse.Namespace) -> int:
    from cleantext.explain import listing, page  # noqa: PLC0415
    from cleantext.pack import read_pack, shipped  # noqa: PLC0415

    if args.command == "rules" and args.cost:
        from cleantext.cost import table  # noqa: PLC0415

        _write(table(Cleaner(**_options(args)), (decode(_read(path)[0]) for path in args.cost)))
        return DONE
    from pathlib import Path  # noqa: PLC0415

    packs = [*shipped(), *(read_pack(Path(path)) for path in _options(args).get("packs", ()))]
    if args.command == "rules":
        _write(listing(packs))
        return DONE
    try:
        _write(page(packs, args.rule))
    except LookupError as wrong:
        return _complain(str(wrong.args[0]))
    return DONE
