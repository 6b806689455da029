"""The arguments of the command line. Kept apart because importing argparse is a good part of a small file's time."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from cleantext import __version__
from cleantext.command.request import COMMANDS, Request
from cleantext.native import fast
from cleantext.options import PROFILES
from cleantext.rule import CATEGORIES

_EXAMPLES = """\
examples:
  cleantext < article.txt > body.txt       a filter; also: cleantext FILE, cleantext -
  cleantext --check corpus/*.txt           writes nothing; names each file that would change; exit 1 if any
  cleantext --diff a.txt                   each cut where it stands, {--marked like this--}
  cleantext --in-place corpus/*.txt        cleans the files themselves, each atomically
  cleantext --json a.txt                   one JSON object per document: text, verdict, removals
  cleantext --html page.html               lets trafilatura extract the article first
  cleantext --field text corpus.jsonl      JSON lines: cleans that field, leaves the rest as it is
  cleantext rules                          what rules there are
  cleantext explain ID [FILE...]           one rule's page; what it cuts there
  cleantext rules --cost FILE...           what each rule costs on those files
  cleantext rules --check --pack my.toml   whether each example of a pack goes, or stays, as it says

A file named like a command is reached as ./rules. Exit codes: 0 done, 1 would change (--check), 2 wrong usage or input.
"""
_ALL = ", ".join(CATEGORIES)
_PACK = "a rule file of your own, in place of those of the settings (may be repeated)"
_SETTINGS = """\
Settings are read from the first pyproject.toml with a [tool.cleantext], from the
working directory upwards. An option replaces the setting of its name; an empty
one, such as --keep "", goes back to the default."""


def _list(value: str) -> list[str]:
    return [item.strip() for item in value.split(",") if item.strip()]


def _packs() -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--pack", action="append", metavar="FILE", help=_PACK)
    return shared


def _options() -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False)
    group = shared.add_argument_group("what to cut", _SETTINGS)
    group.add_argument("--profile", metavar="NAME", help=f"one of: {', '.join(PROFILES)} (default: precise)")
    group.add_argument(
        "--remove", action="extend", type=_list, metavar="CATEGORY,...", help="cut these besides those of the profile"
    )
    group.add_argument(
        "--keep", action="extend", type=_list, metavar="CATEGORY,...", help=f"leave these alone, of: {_ALL}"
    )
    group.add_argument(
        "--languages",
        action="extend",
        type=_list,
        metavar="CODE,...",
        help="only the rules of these languages, and the score only on lines that may be in them (default: all); "
        "the judge of the profile article is not limited",
    )
    return shared


def _source() -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False)
    source = shared.add_mutually_exclusive_group()
    source.add_argument("--html", action="store_true", help="the input is HTML")
    source.add_argument("--field", metavar="NAME", help="the input is JSON lines; clean this field")
    shared.add_argument("--fast", action="store_true", help="with --html and --profile article: leave trafilatura out")
    return shared


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="cleantext",
        allow_abbrev=False,  # --in would be --in-place
        description="Take the boilerplate out of scraped news text; the body stays byte for byte.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        parents=[_packs(), _options(), _source()],
    )
    parser.add_argument("files", nargs="*", metavar="FILE", help="what to clean; - or none: standard input")
    mode = parser.add_mutually_exclusive_group()
    mode.add_argument("--check", action="store_true", help="write nothing; exit 1 if a file would change")
    mode.add_argument("--diff", action="store_true", help="show each cut where it stands")
    mode.add_argument("--in-place", action="store_true", help="clean the files themselves")
    mode.add_argument("--json", action="store_true", help="print verdict and removals as JSON")
    engine = "C" if fast else "plain Python"
    parser.add_argument(
        "--version",
        action="version",
        version=f"cleantext-news {__version__} ({engine})",
        help="print the version, and whether scores are computed in C or in plain Python",
    )
    return parser


def _rules() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="cleantext rules",
        allow_abbrev=False,
        description="List the rules, all or those that the options let cut; measure what they cost; check examples.",
        parents=[_packs(), _options()],
    )
    parser.add_argument("--field", metavar="NAME", help="with --cost: the files are JSON lines; clean this field")
    mode = parser.add_mutually_exclusive_group()
    mode.add_argument("--cost", nargs="+", metavar="FILE", help="measure hits, cuts and time on these files")
    mode.add_argument(
        "--check",
        action="store_true",
        help="check the examples of your own packs; exit 1 if one does not hold",
    )
    return parser


def _explain() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="cleantext explain",
        allow_abbrev=False,
        description="Print one rule's page: why it is there, what it removes, what it keeps; and its cuts in files.",
        parents=[_packs(), _options(), _source()],
    )
    parser.add_argument("rule", metavar="ID", help="as `cleantext rules` or --json names it")
    parser.add_argument(
        "files", nargs="*", default=[], metavar="FILE", help="show what it cuts there, and what weighed most"
    )
    return parser


def parse(argv: Sequence[str]) -> Request:
    """Return what is asked for; exits with code 2 and a message when the arguments are wrong.

    Options may stand before a command and among the files. Whatever follows ``--`` is a file.
    """
    end = argv.index("--") if "--" in argv else len(argv)
    options, files = list(argv[:end]), argv[end + 1 :]
    command = _command(options)
    if command:
        options.remove(command)
    if command == "rules":
        return _rules().parse_args([*options, *argv[end:]], Request(command=command))
    parser = _explain() if command else _parser()
    args = parser.parse_intermixed_args(options, Request(command=command))
    args.files = [*args.files, *files]
    _refuse(parser, args)
    return args


def _command(options: Sequence[str]) -> str | None:
    """Return the command if the first word that is neither an option nor an option's value is one."""
    if not options or options[0] in COMMANDS:
        return options[0] if options else None
    if not set(COMMANDS).intersection(options):
        return None
    parser = _parser()
    parser.add_argument("--cost", nargs="+")
    args = parser.parse_known_intermixed_args(options, Request())[0]
    # Only rules has --cost, which takes a word behind it for one more file.
    words = [word for word in args.cost or () if word == "rules"] or args.files
    return words[0] if words and words[0] in COMMANDS else None


def _refuse(parser: argparse.ArgumentParser, args: Request) -> None:
    if args.fast and not args.html:
        parser.error("--fast is a way to read HTML; add --html")
    if args.in_place and args.html:
        parser.error("--in-place would replace a page by its text; write the text elsewhere instead")
    if args.in_place and (not args.files or "-" in args.files):
        parser.error("--in-place needs files by name; standard input has no place")
