"""The filter: what comes out of the command line byte for byte, what the options add and spare, what it imports."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from command_line import BODY, CREDIT, FOLLOW, PACK, TEXT, Ran, Run, program

pytestmark = pytest.mark.usefixtures("folder")


@pytest.mark.parametrize("argv", [(), ("-",)], ids=["nothing named", "a dash"])
def test_standard_input_comes_out_cleaned_and_nothing_else_is_said(run: Run, argv: tuple[str, ...]) -> None:
    assert run(*argv, stdin=TEXT) == Ran(0, BODY, "")


def test_files_come_out_one_after_the_other(run: Run, folder: Path) -> None:
    (folder / "a.txt").write_bytes(TEXT)
    (folder / "b.txt").write_bytes(b"Snow fell, too.")

    assert run("a.txt", "-", "b.txt", stdin=b"Hail.\n") == Ran(0, BODY + b"Hail.\nSnow fell, too.", "")


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\xef\xbb\xbf", id="a BOM alone"),
        pytest.param(b"Rain.", id="no final newline"),
        pytest.param(b"Rain.\r\nSun.\rHail.\n\r\nSnow.\r", id="mixed line breaks"),
        pytest.param(b"\0\x01\x1b[31m\x7fRain.\0\n", id="NUL and other controls"),
        pytest.param(b"\xff\xfe Rain.\xe2\x82\n\xed\xa0\x80\xc0\x80", id="invalid UTF-8"),
        pytest.param("\ufeffR\u00e9gen.\u2028\u00a0\u3000\u0085 \n\n\n".encode(), id="odd blanks"),
        pytest.param("Rain.\n".encode("utf-16"), id="UTF-16"),
    ],
)
def test_bytes_without_boilerplate_come_out_as_they_went_in(run: Run, data: bytes) -> None:
    assert run(stdin=data)[:2] == (0, data)


@pytest.mark.parametrize(
    ("data", "cleaned"),
    [
        pytest.param(TEXT.replace(b"\n", b"\r\n"), BODY.replace(b"\n", b"\r\n"), id="CRLF"),
        pytest.param(TEXT.replace(b"\n", b"\r"), BODY.replace(b"\n", b"\r"), id="CR"),
        pytest.param(b"\xef\xbb\xbf" + TEXT, b"\xef\xbb\xbf" + BODY, id="BOM"),
        pytest.param(TEXT.rstrip(), BODY.rstrip(), id="no final newline"),
        pytest.param(b"\xff\0" + TEXT + b"\xe2\x82", b"\xff\0" + BODY + b"\xe2\x82", id="NUL and invalid UTF-8"),
        pytest.param(
            b"Rain.\r\n\nSign up for our daily newsletter.\r\n\rSun.", b"Rain.\r\n\nSun.", id="mixed line breaks"
        ),
    ],
)
def test_a_cut_leaves_the_bytes_around_it_alone(run: Run, data: bytes, cleaned: bytes) -> None:
    assert run(stdin=data)[:2] == (0, cleaned)


def test_a_line_of_fifty_megabytes_comes_through_unharmed_in_bounded_time(folder: Path) -> None:
    (folder / "long.txt").write_bytes(b"Rain fell. " * (50_000_000 // 11))
    with open("out.txt", "wb") as out:
        ran = program("long.txt", stdout=out)

    assert (ran.returncode, ran.stderr) == (0, b"")
    assert (folder / "out.txt").read_bytes() == (folder / "long.txt").read_bytes()


def test_remove_adds_a_category(run: Run) -> None:
    assert run(stdin=CREDIT).out == CREDIT
    assert run("--remove", "caption, credit", stdin=CREDIT).out == BODY


def test_keep_takes_a_category_away(run: Run) -> None:
    assert run("--keep", "social", stdin=FOLLOW).out == FOLLOW
    assert run("--keep=newsletter,copyright", stdin=FOLLOW).out == BODY


def test_languages_leave_other_packs_out(run: Run) -> None:
    assert run("--languages", "sv,de", stdin=TEXT).out == TEXT
    assert run("--languages", "sv,en", stdin=TEXT).out == BODY


@pytest.mark.parametrize("profile", ["precise", "article"])
def test_a_profile_is_taken_by_its_name(run: Run, profile: str) -> None:
    assert run("--profile", profile, stdin=TEXT) == Ran(0, BODY, "")


def test_packs_of_ones_own_add_up(run: Run, folder: Path) -> None:
    for number in ("one", "two"):
        pack = PACK.replace("coffee", number).replace("buy the gazette a", "harbour cam")
        (folder / f"{number}.toml").write_text(pack)
    data = b"Rain.\nHarbour cam one\nHarbour cam two\nSun.\n"

    assert run(stdin=data).out == data
    assert run("--pack", "one.toml", "--pack", "two.toml", stdin=data) == Ran(0, b"Rain.\nSun.\n", "")


def modules(*argv: str, stdin: bytes) -> set[str]:
    """The modules that are there after a run, in a process of its own."""
    script = (
        "import sys; from cleantext.command.cli import main; main(sys.argv[1:]); print(*sys.modules, file=sys.stderr)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script, *argv], input=stdin, capture_output=True, timeout=120, check=True
    )
    return set(ran.stderr.decode().split())


@pytest.mark.parametrize("data", [BODY, TEXT], ids=["clean", "with a prompt"])
def test_the_plain_filter_imports_nothing_heavy(data: bytes) -> None:
    heavy = {
        "trafilatura",
        "lxml",
        "numpy",
        "tomllib",
        "tomli",
        "cleantext.rules.compile",
        "cleantext.rules.pack",
        "cleantext.explaining.explain",
    }

    assert not heavy & modules(stdin=data)


def test_toml_is_read_only_where_a_pyproject_speaks_of_cleantext(folder: Path) -> None:
    (folder / "pyproject.toml").write_text('[project]\nname = "corpus"\n')
    assert not {"tomllib", "tomli"} & modules(stdin=BODY)

    (folder / "pyproject.toml").write_text('[tool.cleantext]\nprofile = "precise"\n')
    assert {"tomllib", "tomli"} & modules(stdin=BODY)
