"""The command line: filter, check, diff, clean in place. Text goes to standard output, all else to standard error."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

from cleantext.cleaner import Cleaner
from cleantext.command.corpus import LINES, documents
from cleantext.command.files import clean_file
from cleantext.command.report import Printer, name_of, named, opened, output, place_of, printable, results
from cleantext.command.request import Request, plain
from cleantext.command.streams import DONE, complain, emit, exit_code, say
from cleantext.options import Options

WOULD_CHANGE = 1
#: What is said of files that are read as one text though their names say otherwise.
HINTS = {
    LINES: "looks like JSON lines, but is read as one text; name the field of its texts with --field",
    (".csv", ".tsv"): "looks like a table, but is read as one text; clean its column of texts instead",
    (".html", ".htm", ".xhtml"): "is read as a fragment of HTML; --html takes the article out of a page",
}


def run() -> None:
    """Run `main` on the arguments of the process, and exit with its code."""
    # Garbage collection over a hundred thousand long-lived strings would take a third of the start-up.
    gc.set_threshold(200_000)
    code = main(sys.argv[1:])
    with suppress(OSError):
        if sys.stderr:
            sys.stderr.flush()
    # A regular exit would take a tenth of the time of a small file, for nothing: output is flushed, files are closed,
    # and neither this package nor its imports leave work for the exit.
    os._exit(code)


def main(argv: Sequence[str]) -> int:
    """Run the command line and return its exit code: 0 done, 1 would change (``--check``), 2 wrong usage or input."""
    return exit_code(lambda: _command(argv))


def _command(argv: Sequence[str]) -> int:
    args = plain(argv) or _parsed(argv)
    return {"rules": _rules, "explain": _explain}.get(args.command or "", _files)(args)


def _parsed(argv: Sequence[str]) -> Request:
    from cleantext.command.arguments import parse  # noqa: PLC0415 - see cleantext.command.request.plain

    return parse(argv)


def _options(args: Request) -> dict[str, Any]:
    from cleantext.command.config import settings  # noqa: PLC0415

    said = {name: getattr(args, name, None) for name in Options._fields}
    said["profile"] = Options._field_defaults["profile"] if said["profile"] == "" else said["profile"]
    said["packs"] = None if args.pack is None else [path for path in args.pack if path]
    return settings() | {name: said[name] for name in Options._fields if said[name] is not None}


def _files(args: Request) -> int:
    cleaner = Cleaner(**_options(args))
    return max(_file(cleaner, args, path) for path in args.files or ["-"])


def _file(cleaner: Cleaner, args: Request, path: str) -> int:
    """Do what was asked for with one file and return its exit code; a file that cannot be used stops no other."""
    printer, changes = Printer(path), 0
    if args.field is None and not args.html:
        for endings, said in HINTS.items():
            if path.lower().endswith(endings):
                printer.remark(said)
    try:
        if args.in_place:
            with named(path):
                clean_file(cleaner, path, args.field, printer.remark)
        elif args.check:
            changes = sum(1 for _, result in results(cleaner, args, path, printer) if result.removed)
        else:
            for piece in output(cleaner, args, path, printer):
                emit(piece)
    except ValueError as wrong:
        return complain(str(wrong))
    finally:
        printer.done()
    if not changes:
        return printer.code
    say(f"would clean {name_of(path)}")
    return max(WOULD_CHANGE, printer.code)


def _rules(args: Request) -> int:
    from cleantext.explaining.explain import all_packs, listing  # noqa: PLC0415
    from cleantext.rule import CATEGORIES  # noqa: PLC0415

    given = _options(args)
    cleaner = Cleaner(**given)
    if args.check:
        from cleantext.explaining.evidence import broken  # noqa: PLC0415

        if not cleaner._options.packs:
            return complain("--check looks at the examples of your own packs: name one with --pack")
        messages = "".join(broken(cleaner._options.packs))
        emit(printable(messages))
        return WOULD_CHANGE if messages else DONE
    if args.cost:
        from cleantext.explaining.cost import table  # noqa: PLC0415

        emit(table(cleaner, (text for path in args.cost for text in _texts(path, args.field))).encode())
        return DONE
    options = cleaner._options
    wanted = CATEGORIES if given.keys().isdisjoint(("profile", "remove", "keep")) else options.categories
    emit(listing(all_packs(options.packs), options.languages, wanted).encode())
    return DONE


def _explain(args: Request) -> int:
    from cleantext.explaining.explain import all_packs, page, source_of  # noqa: PLC0415
    from cleantext.rule import JUDGE_LINE  # noqa: PLC0415

    given = _options(args)
    packs = all_packs(given.get("packs", ()))
    try:
        rule = source_of(packs, args.rule).rule
    except LookupError as wrong:
        return complain(str(wrong.args[0]))
    emit(printable(page(packs, rule.id)))
    if not args.files:
        return DONE
    if rule.id == JUDGE_LINE:
        given["profile"] = "article"
    # Asking for a rule's cuts implies asking for its category, in every language unless some are named.
    given["languages"] = args.languages
    given["remove"] = [*given.get("remove", ()), rule.category]
    given["keep"] = [category for category in given.get("keep", ()) if category != rule.category]
    cleaner = Cleaner(**given)
    return max(_explain_file(cleaner, args, path, rule.id) for path in args.files)


def _explain_file(cleaner: Cleaner, args: Request, path: str, rule: str) -> int:
    from cleantext.explaining.explain import cuts  # noqa: PLC0415

    printer, nothing = Printer(path), True
    try:
        for line, result in results(cleaner, args, path, printer):
            if shown := cuts(result, rule):
                emit(printable(f"\n{place_of(path, line)}\n\n{shown}"))
                nothing = False
    except ValueError as wrong:
        return complain(str(wrong))
    if nothing:
        emit(printable(f"\n{name_of(path)}\n\ncuts nothing here\n"))
    return printer.code


def _texts(path: str, field: str | None) -> Iterator[str]:
    with opened(path) as file:
        yield from (document.text for document in documents(file, field, Printer(path)))
