"""Usage: where options may stand, help and version, what is said about wrong ones, and the settings beside them."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from command_line import BODY, FOLLOW, MARKED, PACK, TEXT, Ran, Run, program

import cleantext
from cleantext.scoring.score import PlainScorer, scorer

pytestmark = pytest.mark.usefixtures("folder")
ENGINE = "plain Python" if isinstance(scorer(), PlainScorer) else "C"


def test_options_may_stand_among_files_and_before_a_command(run: Run, folder: Path) -> None:
    (folder / "coffee.toml").write_text(PACK)
    for name in ("a.txt", "-b.txt", "explain"):
        (folder / name).write_bytes(TEXT)
    page = run("explain", "gazette-coffee", "--pack", "coffee.toml", "a.txt")

    assert page.code == 0
    assert run("--pack", "coffee.toml", "explain", "gazette-coffee", "a.txt") == page
    assert run("explain", "--pack", "coffee.toml", "gazette-coffee", "a.txt") == page
    assert run("--languages", "sv", "rules") == run("rules", "--languages", "sv")
    assert run("a.txt", "--diff", "a.txt") == run("--diff", "a.txt", "a.txt")
    assert run("--diff", "a.txt", "--", "-b.txt").out == b"==> a.txt <==\n" + MARKED + b"==> -b.txt <==\n" + MARKED
    assert run("--diff", "--", "explain", "-b.txt").out == b"==> explain <==\n" + MARKED + b"==> -b.txt <==\n" + MARKED


def test_a_file_named_like_a_command_is_reached_by_its_path(run: Run, folder: Path) -> None:
    (folder / "rules").write_bytes(TEXT)

    assert run("./rules") == Ran(0, BODY, "")


def test_version_goes_to_standard_output(run: Run) -> None:
    assert run("--version") == Ran(0, f"cleantext-news {cleantext.__version__} ({ENGINE})\n".encode(), "")


@pytest.mark.parametrize("argv", [("--help",), ("rules", "--help"), ("explain", "--help")], ids=" ".join)
def test_help_can_be_printed_where_only_ascii_can(argv: tuple[str, ...]) -> None:
    ran = program(*argv, stdout=subprocess.PIPE, env=os.environ | {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})

    assert (ran.returncode, ran.stderr) == (0, b"")
    assert ran.stdout.startswith(b"usage: cleantext")


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (("--nonsense",), "unrecognized arguments: --nonsense"),
        (("--check", "--diff"), "not allowed with"),
        (("--html", "--field", "text"), "not allowed with"),
        (("--fast",), "--fast is a way to read HTML; add --html"),
        (("--in-place",), "--in-place needs files by name"),
        (("--in-place", "-"), "--in-place needs files by name"),
        (("--profile",), "expected one argument"),
        (("explain",), "the following arguments are required: ID"),
        (("rules", "a.txt"), "unrecognized arguments: a.txt"),
        (("--cost", "a.txt"), "unrecognized arguments: --cost"),
        (("--cost", "a.txt", "explain"), "unrecognized arguments: --cost"),
        (("--profile", "gentle"), "unknown profile 'gentle'; use one of: precise, article"),
        (("--remove", "adverts"), "remove: unknown category 'adverts'; use some of: subscription, paywall, "),
        (("--keep", "credit,x"), "keep: unknown category 'x'; use some of: subscription, paywall, "),
        (("--languages", "xx"), "languages: unknown language 'xx'; use some of: "),
        (("rules", "--languages", "xx"), "languages: unknown language 'xx'; use some of: "),
        (("rules", "--profile", "gentle"), "unknown profile 'gentle'"),
        (("--pack", "none.toml"), "none.toml: cannot be read: "),
        (("explain", "--pack", "none.toml", "x"), "none.toml: cannot be read: "),
        (("--pack", "pack.toml"), "pack.toml: rule x: field why is missing; "),
        (("rules", "--pack", "pack.toml"), "pack.toml: rule x: field why is missing; "),
        (("rules", "--cost", "none.txt"), "none.txt: No such file or directory"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_wrong_usage_is_told_and_gives_two(run: Run, folder: Path, argv: tuple[str, ...], said: str) -> None:
    (folder / "pack.toml").write_text('category = "support"\n[[rule]]\nid = "x"\n')
    ran = run(*argv, stdin=TEXT)

    assert (ran.code, ran.out) == (2, b"")
    assert said in ran.err
    assert "Traceback" not in ran.err


def test_broken_settings_stop_the_run(run: Run, folder: Path) -> None:
    (folder / "pyproject.toml").write_text("[tool.cleantext]\nprofil = 1\n")
    ran = run(stdin=TEXT)

    assert (ran.code, ran.out) == (2, b"")
    assert f"{folder / 'pyproject.toml'}: [tool.cleantext] has no key 'profil'; it has: profile, " in ran.err


def test_the_command_line_wins_over_the_settings(run: Run, folder: Path) -> None:
    (folder / "pyproject.toml").write_text('[tool.cleantext]\nkeep = ["social"]\n')

    assert run(stdin=FOLLOW).out == FOLLOW
    assert run("--keep", "newsletter", stdin=FOLLOW).out == BODY
    assert run("--keep", "", stdin=FOLLOW).out == BODY

    (folder / "pyproject.toml").write_text('[tool.cleantext]\nlanguages = ["sv"]\n')
    assert run(stdin=TEXT).out == TEXT
    assert run("--languages", "", stdin=TEXT).out == BODY
    assert run("--languages", "", "rules") == run("rules", "--languages", "")
    assert b"en/newsletter-signup" in run("rules", "--languages", "").out


def test_a_list_may_be_given_in_several_options(run: Run, folder: Path) -> None:
    one = run("rules", "--profile", "precise", "--remove", "credit,date")

    assert run("rules", "--profile", "precise", "--remove", "credit", "--remove", "date") == one
    assert one != run("rules", "--profile", "precise", "--remove", "date")


def test_no_pack_goes_back_to_the_default(run: Run, folder: Path) -> None:
    (folder / "coffee.toml").write_text(PACK)
    (folder / "pyproject.toml").write_text('[tool.cleantext]\npacks = ["coffee.toml"]\n')

    assert b"gazette-coffee" in run("rules").out
    assert b"gazette-coffee" not in run("rules", "--pack", "").out
