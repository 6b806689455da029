"""What was asked for on the command line, with the defaults."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace

#: Words that are commands if they come first, options aside.
COMMANDS = ("rules", "explain")


class Request(SimpleNamespace):
    """The arguments by name; one that was not given has the default of the class."""

    command: str | None = None
    files: Sequence[str] = ()
    check = diff = in_place = json = html = fast = False
    field: str | None = None
    pack: list[str] | None = None
    profile: str | None = None
    remove: list[str] | None = None
    keep: list[str] | None = None
    languages: list[str] | None = None
    cost: list[str] | None = None
    rule: str = ""


def plain(argv: Sequence[str]) -> Request | None:
    """Return the request of a command line of files alone, else None; argparse would be a tenth of the start-up.

    >>> plain(["a.txt", "-"]).files, plain(["--diff", "a.txt"]), plain(["rules"])
    (['a.txt', '-'], None, None)
    """
    if any(len(argument) > 1 and argument[0] == "-" for argument in argv) or (argv and argv[0] in COMMANDS):
        return None
    return Request(files=list(argv))
