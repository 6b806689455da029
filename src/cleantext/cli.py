"""The command line: filter, check, diff, clean in place. Text goes to standard output, all else to standard error."""

from __future__ import annotations

import gc
import json
import os
import sys
from collections.abc import Iterator, Sequence
from typing import Any

from cleantext.cleaner import Cleaner, Result
from cleantext.corpus import TROUBLE, cleaned, decode, documents, encode, read_file, reason, remark, replace_file
from cleantext.options import Options
from cleantext.request import Request, plain

DONE, WOULD_CHANGE, WRONG, INTERRUPTED, CLOSED_PIPE = 0, 1, 2, 130, 141


def run() -> None:
    """Run `main` on the arguments of the process, and exit with its code."""
    # Garbage collection over a hundred thousand long-lived strings would take a third of the start-up.
    gc.set_threshold(200_000)
    code = main(sys.argv[1:])
    if sys.stderr:
        sys.stderr.flush()
    # A regular exit would take a tenth of the time of a small file, for nothing: output is flushed, files are closed,
    # and neither this package nor its imports leave work for the exit.
    os._exit(code)


def main(argv: Sequence[str]) -> int:
    """Run the command line and return its exit code: 0 done, 1 would change (``--check``), 2 wrong usage or input.

    An interrupt from the keyboard gives 130 and a closed pipe 141, as the shell counts them.
    """
    try:
        args = plain(argv) or _parsed(argv)
        code = {"rules": _rules, "explain": _explain}.get(args.command or "", _files)(args)
        _flush()
    except SystemExit as done:  # argparse has said what there was to say
        code = int(done.code or DONE)
    except BrokenPipeError:
        code = CLOSED_PIPE
    except OSError as wrong:  # errors of single files are caught earlier
        code = _complain(f"{wrong.filename or 'standard output'}: {reason(wrong)}")
    except (ValueError, TypeError, ImportError) as wrong:
        code = _complain(str(wrong))
    except KeyboardInterrupt:
        code = INTERRUPTED
    _abandon_output()
    return code


def _parsed(argv: Sequence[str]) -> Request:
    from cleantext.arguments import parse  # noqa: PLC0415 - see cleantext.request.plain

    return parse(argv)


def _complain(message: str) -> int:
    _say(f"cleantext: {message}")
    return WRONG


def _say(message: str) -> None:
    if sys.stderr:
        print(message, file=sys.stderr)


def _print(data: bytes) -> None:
    if data and not sys.stdout:
        raise OSError("is closed")
    if data:
        sys.stdout.buffer.write(data)


def _flush() -> None:
    if sys.stdout:
        sys.stdout.flush()


def _abandon_output() -> None:
    """Discard output that cannot be written: the interpreter would try again at exit, and fail with a traceback."""
    try:
        _flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _options(args: Request) -> dict[str, Any]:
    from cleantext.config import settings  # noqa: PLC0415

    said = {name: getattr(args, name, None) for name in Options._fields}
    said["packs"] = None if args.pack is None else [path for path in args.pack if path]
    return settings() | {name: said[name] for name in Options._fields if said[name] is not None}


def _files(args: Request) -> int:
    cleaner = Cleaner(**_options(args))
    return max(_file(cleaner, args, path) for path in args.files or ["-"])


def _file(cleaner: Cleaner, args: Request, path: str) -> int:
    """Do what was asked for with one file and return its exit code; a file that cannot be used stops no other."""
    name = "standard input" if path == "-" else path
    try:
        if args.in_place:
            return _in_place(cleaner, args, path)
        data = _read(path)
        if args.check or args.diff or args.json:
            report, code = _report(cleaner, args, name, data)
        else:
            report, code = _filter(cleaner, args, name, data), DONE
    except (*TROUBLE, ImportError) as wrong:  # an extra that is not installed
        return _complain(f"{name}: {reason(wrong)}")
    _print(report)
    return code


def _read(path: str) -> bytes:
    if path != "-":
        return read_file(path)[0]
    if not sys.stdin:
        raise OSError("is closed")
    return sys.stdin.buffer.read()


def _filter(cleaner: Cleaner, args: Request, name: str, data: bytes) -> bytes:
    if not args.html:
        _note(args, name, data)
        left = cleaned(cleaner, data, args.field)
        # The last line of one file of JSON lines must not go on with the first line of the next.
        apart = args.field is not None and len(args.files) > 1 and left and not left.endswith(b"\n")
        return left + b"\n" if apart else left
    text = cleaner.clean_html(data, fast=args.fast).text
    return encode(text + "\n" if text and not text.endswith("\n") else text)


def _in_place(cleaner: Cleaner, args: Request, path: str) -> int:
    data, status = read_file(path)
    _note(args, path, data)
    left = cleaned(cleaner, data, args.field)
    if left != data:
        replace_file(path, left, status)
    return DONE


def _note(args: Request, name: str, data: bytes) -> None:
    if said := remark(data, args.field):
        _say(f"cleantext: {name}: {said}")


def _report(cleaner: Cleaner, args: Request, name: str, data: bytes) -> tuple[bytes, int]:
    """Return what ``--json`` or ``--diff`` prints about one file, and its exit code; ``--check`` only names it."""
    results = _results(cleaner, args, name, data)
    if args.json:
        return b"".join(_json(place, result) for place, result in results), DONE
    changed = ((place, result) for place, result in results if result.removed)
    if args.diff:
        heading = len(args.files) > 1 or args.field is not None
        return b"".join(_diff(f"==> {place} <==\n" if heading else "", result) for place, result in changed), DONE
    if not sum(1 for _ in changed):  # every one is looked at: a broken line further down is worse
        return b"", DONE
    _say(f"would clean {name}")
    return b"", WOULD_CHANGE


def _results(cleaner: Cleaner, args: Request, name: str, data: bytes) -> Iterator[tuple[str, Result]]:
    if args.html:
        yield name, cleaner.clean_html(data, fast=args.fast)
        return
    _note(args, name, data)
    for document in documents(data, args.field):
        yield name if document.line is None else f"{name}:{document.line}", cleaner.inspect(document.text)


def _json(place: str, result: Result) -> bytes:
    removed = [r._asdict() | {"text": result.source[r.start : r.end]} for r in result.removed]
    record: dict[str, Any] = {"file": place, "verdict": result.verdict, "removed": removed, "text": result.text}
    if result.metadata is not None:
        record |= {"title": result.title, "metadata": result.metadata}
    # What UTF-8 cannot encode, such as a byte of the input that was not UTF-8, is escaped as in JSON: \udcff.
    return json.dumps(record, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"


def _diff(heading: str, result: Result) -> bytes:
    from cleantext.marks import mark  # noqa: PLC0415

    shown = heading + mark(result.source, result.removed)
    return _shown(shown if shown.endswith("\n") else shown + "\n")


def _shown(text: str) -> bytes:
    try:
        return encode(text)
    except UnicodeEncodeError:  # a lone surrogate, which JSON can hold
        return text.encode("utf-8", "backslashreplace")


def _rules(args: Request) -> int:
    from cleantext.explain import all_packs, listing  # noqa: PLC0415
    from cleantext.rule import CATEGORIES  # noqa: PLC0415

    given = _options(args)
    cleaner = Cleaner(**given)
    if args.cost:
        from cleantext.cost import table  # noqa: PLC0415

        _print(table(cleaner, (decode(_bytes(path)) for path in args.cost)).encode())
        return DONE
    options = cleaner._options
    wanted = CATEGORIES if given.keys().isdisjoint(("profile", "remove", "keep")) else options.categories
    _print(listing(all_packs(options.packs), options.languages, wanted).encode())
    return DONE


def _explain(args: Request) -> int:
    from cleantext.explain import all_packs, cuts, page, source_of  # noqa: PLC0415
    from cleantext.rule import JUDGE_LINE  # noqa: PLC0415

    given = _options(args)
    packs = all_packs(given.get("packs", ()))
    try:
        rule = source_of(packs, args.rule).rule
    except LookupError as wrong:
        return _complain(str(wrong.args[0]))
    _print(_shown(page(packs, rule.id)))
    if not args.files:
        return DONE
    if rule.id == JUDGE_LINE:
        given["profile"] = "article"
    # Asking for a rule's cuts implies asking for its category, in every language.
    given["languages"] = None
    given["remove"] = [*given.get("remove", ()), rule.category]
    given["keep"] = [category for category in given.get("keep", ()) if category != rule.category]
    cleaner = Cleaner(**given)
    for path in args.files:
        found = [(place, cuts(result, rule.id)) for place, result in _results(cleaner, args, path, _bytes(path))]
        for place, shown in [row for row in found if row[1]] or [(path, "cuts nothing here\n")]:
            _print(_shown(f"\n{place}\n\n{shown}"))
    return DONE


def _bytes(path: str) -> bytes:
    try:
        return _read(path)
    except OSError as wrong:
        raise ValueError(f"{path}: {reason(wrong)}") from None
