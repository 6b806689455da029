"""The command line: what each option prints, the exit codes, and that bad input ends in a message, not a traceback."""

from __future__ import annotations

import errno
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import cleantext
from cleantext import Cleaner
from cleantext.cli import main
from cleantext.rule import CATEGORIES, DEFAULT_CATEGORIES
from cleantext.score import PlainScorer, scorer

TEXT = b"Rain fell on Monday.\n\nSign up for our daily newsletter.\n\nIt stopped on Tuesday.\n"
BODY = b"Rain fell on Monday.\n\nIt stopped on Tuesday.\n"
MARKED = b"Rain fell on Monday.\n\n{--Sign up for our daily newsletter.\n\n--}It stopped on Tuesday.\n"
PROGRAM = [sys.executable, "-c", "from cleantext.cli import run; run()"]

ENGINE = "plain Python" if isinstance(scorer(), PlainScorer) else "C"

posix = pytest.mark.skipif(os.name != "posix", reason="needs devices, modes or closed descriptors of POSIX")


class Ran(NamedTuple):
    code: int
    out: bytes
    err: str


Run = Callable[..., Ran]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, whose settings are empty whatever stands above it."""
    (tmp_path / "pyproject.toml").touch()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command line in this process."""

    def call(*argv: str, stdin: bytes = b"") -> Ran:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = main(argv)
        out, err = capsysbinary.readouterr()
        return Ran(code, out, err.decode())

    return call


def program(*argv: str, **options: object) -> subprocess.CompletedProcess[bytes]:
    """Run the command line in a process of its own."""
    settings: dict[str, Any] = {"stderr": subprocess.PIPE} | options
    return subprocess.run([*PROGRAM, *argv], timeout=120, check=False, **settings)


def fails(error: int) -> Callable[..., None]:
    def call(*_: object, **__: object) -> None:
        raise OSError(error, os.strerror(error))

    return call


def files_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name != "pyproject.toml")


# The filter


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
    assert run(stdin=data) == Ran(0, cleaned, "")


def test_a_line_of_fifty_megabytes_comes_through_unharmed_in_bounded_time(folder: Path) -> None:
    (folder / "long.txt").write_bytes(b"Rain fell. " * (50_000_000 // 11))
    with open("out.txt", "wb") as out:
        ran = program("long.txt", stdout=out)

    assert (ran.returncode, ran.stderr) == (0, b"")
    assert (folder / "out.txt").read_bytes() == (folder / "long.txt").read_bytes()


# What is cut

CREDIT = BODY.replace(b"\nIt", b"\nPhotograph by Marta Lind\n\nIt")
FOLLOW = BODY.replace(b"\nIt", b"\nFollow us on Facebook.\n\nIt")


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


PACK = """
category = "support"
[[rule]]
id = "gazette-coffee"
why = "The Gazette's own appeal."
patterns = ['^buy the gazette a coffee']
remove = ["{--Buy the Gazette a coffee\\n--}"]
"""


def test_packs_of_ones_own_add_up(run: Run, folder: Path) -> None:
    for number in ("one", "two"):
        pack = PACK.replace("coffee", number).replace("buy the gazette a", "harbour cam")
        (folder / f"{number}.toml").write_text(pack)
    data = b"Rain.\nHarbour cam one\nHarbour cam two\nSun.\n"

    assert run(stdin=data).out == data
    assert run("--pack", "one.toml", "--pack", "two.toml", stdin=data) == Ran(0, b"Rain.\nSun.\n", "")


# Check, diff, JSON, in place


def test_check_names_what_would_change_and_writes_nothing(run: Run, folder: Path) -> None:
    for name, data in (("a.txt", TEXT), ("b.txt", BODY), ("c.txt", TEXT)):
        (folder / name).write_bytes(data)

    assert run("--check", "a.txt", "b.txt", "c.txt") == Ran(1, b"", "would clean a.txt\nwould clean c.txt\n")
    assert (folder / "a.txt").read_bytes() == TEXT


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(TEXT, id="boilerplate"),
        pytest.param(BODY, id="a clean text"),
        pytest.param(TEXT + b"\xff", id="damaged text"),
        pytest.param(TEXT + b"\xff" * 100, id="no text"),
        pytest.param(TEXT + bytes(100), id="a program"),
        pytest.param(TEXT.decode().encode("utf-16"), id="UTF-16"),
        pytest.param(b"", id="empty"),
    ],
)
def test_check_and_diff_and_json_speak_of_a_file_exactly_if_in_place_changes_it(
    run: Run, folder: Path, data: bytes
) -> None:
    (folder / "a.txt").write_bytes(data)
    checked, diff, report = run("--check", "a.txt"), run("--diff", "a.txt"), run("--json", "a.txt")
    run("--in-place", "a.txt")
    changed = (folder / "a.txt").read_bytes() != data

    assert checked.code == changed
    assert (b"{--" in diff.out) == changed
    assert any(json.loads(line)["removed"] for line in report.out.splitlines()) == changed


FOREIGN = "Подпишитесь на нашу рассылку.\n".encode("cp1251")
PICTURE = b"\x89PNG\r\n\x1a\n\0\0\0\r" + bytes(range(256))


@pytest.mark.parametrize("argv", [(), ("--check",), ("--diff",), ("--json",), ("--in-place",)], ids=" ".join)
def test_a_text_in_another_encoding_is_named_once_and_a_picture_is_not(
    run: Run, folder: Path, argv: tuple[str, ...]
) -> None:
    (folder / "a.txt").write_bytes(FOREIGN)
    (folder / "a.png").write_bytes(PICTURE)
    ran = run(*argv, "a.txt", "a.png")

    assert ran.out in (b"", FOREIGN + PICTURE)
    assert (ran.code, ran.err) == (
        0,
        "cleantext: a.txt: is not UTF-8, so it stays as it is; convert it first, for example with iconv\n",
    )
    assert (folder / "a.txt").read_bytes() == FOREIGN


def test_explain_names_a_text_in_another_encoding(run: Run, folder: Path) -> None:
    (folder / "a.txt").write_bytes(FOREIGN)

    assert run("explain", "learned/newsletter", "a.txt").err.startswith("cleantext: a.txt: is not UTF-8")


def test_a_page_may_be_in_another_encoding(run: Run) -> None:
    page = b"<meta charset=windows-1251><article><p>" + FOREIGN * 20 + b"</article>"

    assert "UTF-8" not in run("--html", stdin=page).err


def test_check_is_silent_about_clean_files(run: Run, folder: Path) -> None:
    (folder / "b.txt").write_bytes(BODY)

    assert run("--check", "b.txt") == Ran(0, b"", "")


def test_a_bad_file_outweighs_one_that_would_change(run: Run, folder: Path) -> None:
    (folder / "a.txt").write_bytes(TEXT)

    assert run("--check", "none.txt", "a.txt").code == 2


def test_diff_marks_each_cut_where_it_stands(run: Run, folder: Path) -> None:
    (folder / "a.txt").write_bytes(TEXT)
    (folder / "b.txt").write_bytes(BODY)

    assert run("--diff", "a.txt") == Ran(0, MARKED, "")
    assert run("--diff", "b.txt", "a.txt") == Ran(0, b"==> a.txt <==\n" + MARKED, "")


def test_diff_shows_undecodable_bytes_as_they_are(run: Run) -> None:
    assert run("--diff", stdin=b"\xff" + TEXT).out == b"\xff" + MARKED


def test_json_tells_verdict_and_removals_of_each_document(run: Run, folder: Path) -> None:
    (folder / "a.txt").write_bytes(TEXT)
    (folder / "b.txt").write_bytes(BODY)
    ran = run("--json", "a.txt", "b.txt")
    first, second = map(json.loads, ran.out.splitlines())
    (removal,) = first.pop("removed")

    assert first == {"file": "a.txt", "verdict": "ok"}
    assert removal.pop("score") > 0
    assert removal.pop("rule").startswith(("en/", "learned/"))
    assert removal == {
        "start": 22,
        "end": 57,
        "category": "newsletter",
        "text": "Sign up for our daily newsletter.\n\n",
    }
    assert second == {"file": "b.txt", "verdict": "ok", "removed": []}
    assert (ran.code, ran.err) == (0, "")


@pytest.mark.parametrize(
    ("argv", "data"),
    [
        pytest.param((), b"Rain.\n\nSign up for our \xff\xed\xa0\x80 newsletter.\n", id="bytes that are no UTF-8"),
        pytest.param(("--field", "t"), rb'{"t": "Rain.\nSign up for our \ud83d newsletter.\n"}', id="half a character"),
    ],
)
def test_json_is_valid_whatever_it_quotes(run: Run, argv: tuple[str, ...], data: bytes) -> None:
    out = run("--json", *argv, stdin=data).out
    text = json.loads(data)["t"] if argv else data.decode("utf-8", "surrogateescape")

    removed = json.loads(out.decode("utf-8"))["removed"]
    assert [text[r["start"] : r["end"]] for r in removed] == [r["text"] for r in removed]
    assert removed


def test_diff_shows_half_a_character_by_its_number(run: Run) -> None:
    data = rb'{"t": "Rain \ud83d.\nSign up for our daily newsletter.\n"}'

    assert rb"Rain \ud83d." in run("--diff", "--field", "t", stdin=data).out


def test_in_place_cleans_the_files_and_prints_nothing(run: Run, folder: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (folder / name).write_bytes(TEXT)

    assert run("--in-place", "a.txt", "b.txt") == Ran(0, b"", "")
    assert [(folder / name).read_bytes() for name in files_in(folder)] == [BODY, BODY]


def test_in_place_does_not_touch_a_clean_file(run: Run, folder: Path) -> None:
    (folder / "b.txt").write_bytes(BODY)
    before = os.stat("b.txt")

    assert run("--in-place", "b.txt").code == 0
    assert (os.stat("b.txt").st_ino, os.stat("b.txt").st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


@posix
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o444, 0o755], ids=oct)
def test_in_place_keeps_the_mode(run: Run, folder: Path, mode: int) -> None:
    (folder / "a.txt").write_bytes(TEXT)
    os.chmod("a.txt", mode)

    assert run("--in-place", "a.txt").code == 0
    assert os.stat("a.txt").st_mode & 0o7777 == mode
    assert (folder / "a.txt").read_bytes() == BODY


@posix
def test_in_place_writes_through_a_link_and_leaves_it_a_link(run: Run, folder: Path) -> None:
    (folder / "sub").mkdir()
    (folder / "sub" / "a.txt").write_bytes(TEXT)
    os.symlink("sub/a.txt", "link.txt")

    assert run("--in-place", "link.txt").code == 0
    assert os.readlink("link.txt") == "sub/a.txt"
    assert (folder / "sub" / "a.txt").read_bytes() == BODY
    assert files_in(folder / "sub") == ["a.txt"]


@pytest.mark.parametrize("step", ["fsync", "chmod", "replace", "stat"])
def test_a_disk_that_fails_during_in_place_leaves_the_old_file_whole(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    (folder / "a.txt").write_bytes(TEXT)
    cleaner = Cleaner.inspect

    def inspect(self: Cleaner, text: str) -> cleantext.Result:
        monkeypatch.setattr(os, step, fails(errno.ENOSPC))
        return cleaner(self, text)

    monkeypatch.setattr(Cleaner, "inspect", inspect)
    ran = run("--in-place", "a.txt")
    monkeypatch.undo()

    assert ran == Ran(2, b"", f"cleantext: a.txt: {os.strerror(errno.ENOSPC)}\n")
    assert {path.name: path.read_bytes() for path in folder.glob("*a*")} == {"a.txt": TEXT}
    assert not list(folder.glob(".cleantext*"))


@posix
def test_a_write_that_stops_half_way_leaves_the_old_file_whole(folder: Path) -> None:
    (folder / "a.txt").write_bytes(TEXT)
    limited = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({len(BODY) // 2},) * 2)\n{PROGRAM[2]}"
    ran = subprocess.run([*PROGRAM[:2], limited, "--in-place", "a.txt"], capture_output=True, timeout=120, check=False)

    assert (ran.returncode, ran.stderr.decode()) == (2, f"cleantext: a.txt: {os.strerror(errno.EFBIG)}\n")
    assert (folder / "a.txt").read_bytes() == TEXT
    assert files_in(folder) == ["a.txt"]


def replaced() -> None:
    Path("new.txt").write_bytes(b"Sun.\n")
    os.replace("new.txt", "a.txt")


def longer() -> None:
    with open("a.txt", "ab") as file:
        file.write(b"Sun.\n")


@pytest.mark.parametrize("change", [replaced, longer, lambda: os.unlink("a.txt")], ids=["replaced", "longer", "gone"])
def test_a_file_that_changes_while_it_is_cleaned_is_left_as_it_now_is(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[], None]
) -> None:
    (folder / "a.txt").write_bytes(TEXT)
    now: list[dict[str, bytes]] = []
    whole = Cleaner.inspect

    def inspect(self: Cleaner, text: str) -> cleantext.Result:
        change()
        now.append({path.name: path.read_bytes() for path in folder.iterdir()})
        return whole(self, text)

    monkeypatch.setattr(Cleaner, "inspect", inspect)
    ran = run("--in-place", "a.txt")

    assert (ran.code, ran.out) == (2, b"")
    assert ran.err.startswith("cleantext: a.txt: ")
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == now[0]


@posix
def test_only_regular_files_are_replaced(run: Run) -> None:
    os.mkfifo("pipe")
    writer = subprocess.Popen([sys.executable, "-c", f"open('pipe', 'wb').write({TEXT!r})"])
    ran = run("--in-place", "pipe")
    writer.wait(60)

    assert ran == Ran(2, b"", "cleantext: pipe: is not a regular file; it cannot be cleaned in place\n")


# JSON lines

LINES = rb"""{"id": 1.50, "text": "Rain.\nSign up for our daily newsletter.\nThe sun came out \u00e9\/", "n": {"text": "x"}}

 {"b":"\u0041","a" : [ 1,2 ] ,"text":"Rain."}
{"other": true}
{"text": null}
"""  # noqa: E501 - a document is one line


def test_a_field_of_json_lines_is_cleaned_and_all_else_stays_byte_for_byte(run: Run) -> None:
    assert run("--field", "text", stdin=LINES) == Ran(
        0, LINES.replace(rb"Sign up for our daily newsletter.\n", b""), ""
    )


@pytest.mark.parametrize("field", ["text", ""], ids=["a field", "a field without a name"])
def test_the_lines_of_two_files_stay_apart(run: Run, folder: Path, field: str) -> None:
    line = b'{"%b": "Rain."}' % field.encode()
    for name in ("a.jsonl", "b.jsonl"):
        (folder / name).write_bytes(line)

    assert run("--field", field, "a.jsonl", "b.jsonl").out == (line + b"\n") * 2
    assert run("--field", field, "a.jsonl").out == line


def test_reports_name_the_line_of_each_document(run: Run, folder: Path) -> None:
    (folder / "a.jsonl").write_bytes(LINES)
    documents = [json.loads(line) for line in run("--json", "--field", "text", "a.jsonl").out.splitlines()]

    assert [d["file"] for d in documents] == ["a.jsonl:1", "a.jsonl:3"]
    assert run("--diff", "--field", "text", "a.jsonl").out.startswith(b"==> a.jsonl:1 <==\nRain.\n{--Sign up")
    assert run("--check", "--field", "text", "a.jsonl") == Ran(1, b"", "would clean a.jsonl\n")
    assert run("--check", "--field", "b", "a.jsonl") == Ran(0, b"", "")

    (folder / "a.jsonl").write_bytes(LINES.replace(b'"text": "Rain', b'"": "Rain'))
    assert run("--diff", "--field", "", "a.jsonl").out.startswith(b"==> a.jsonl:1 <==\n")


@pytest.mark.parametrize("mode", ["--in-place", "--json", "--check", "--diff"])
def test_a_broken_line_is_named_and_nothing_of_its_file_is_written(run: Run, folder: Path, mode: str) -> None:
    data = LINES + b'{"text": "Rain."\n'
    (folder / "a.jsonl").write_bytes(data)

    assert run(mode, "--field", "text", "a.jsonl") == Ran(
        2, b"", "cleantext: a.jsonl: line 6, column 17: not a JSON object: , or } is missing\n"
    )
    assert (folder / "a.jsonl").read_bytes() == data


# HTML: see test_html.py for what comes out of a page


def test_html_does_not_replace_a_page_by_its_text(run: Run, folder: Path) -> None:
    (folder / "a.html").write_bytes(b"<p>Rain.")
    ran = run("--html", "--in-place", "a.html")

    assert (ran.code, ran.out) == (2, b"")
    assert "--in-place would replace a page by its text" in ran.err


def test_a_trafilatura_that_cannot_be_imported_is_a_message(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    ran = run("--html", stdin=b"<p>Rain.")

    assert (ran.code, ran.out) == (2, b"")
    assert ran.err.startswith("cleantext: standard input: ")
    assert "trafilatura" in ran.err


# Rules and their pages


def test_rules_lists_each_rule_on_one_line(run: Run) -> None:
    ran = run("rules")
    rows = ran.out.decode().splitlines()

    assert (ran.code, ran.err) == (0, "")
    assert rows == sorted(rows)
    assert ["en/newsletter-signup", "newsletter", "sentence", "stable"] in [row.split() for row in rows]
    assert ["learned/newsletter", "newsletter", "line", "stable"] in [row.split() for row in rows]
    assert len(rows) > 300


def test_rules_lists_those_of_ones_own_packs_and_only_what_the_options_let_cut(run: Run, folder: Path) -> None:
    (folder / "coffee.toml").write_text(PACK)
    rows = run("rules", "--pack", "coffee.toml", "--languages", "sv", "--keep", "newsletter").out.decode().splitlines()
    languages = {row.partition("/")[0] for row in rows}

    assert "user/gazette-coffee" in " ".join(rows)
    assert languages == {"common", "sv", "user", "learned", "heuristics", "judge"}
    assert not any(row.split()[1] in ("newsletter", "credit") for row in rows)


def test_rules_lists_nothing_where_all_is_kept(run: Run) -> None:
    assert run("rules", "--keep", ",".join(CATEGORIES)) == Ran(0, b"", "")


@pytest.mark.parametrize("argv", [("--profile", "precise"), ("--remove", ""), ("--keep", "")], ids=lambda argv: argv[0])
def test_whatever_option_says_what_to_cut_rules_lists_what_is_cut(run: Run, argv: tuple[str, ...]) -> None:
    listed = {row.split()[1] for row in run("rules", *argv).out.decode().splitlines()}

    assert listed == set(DEFAULT_CATEGORIES)


@pytest.mark.parametrize(
    "argv",
    [
        ("rules", "--cost", "a.txt"),
        ("--cost", "a.txt", "rules"),
        ("--cost=a.txt", "rules"),
        ("--cost", "a.txt", "--keep", "app", "rules"),
    ],
    ids=" ".join,
)
def test_rules_measures_what_each_costs_wherever_the_command_stands(
    run: Run, folder: Path, argv: tuple[str, ...]
) -> None:
    (folder / "a.txt").write_bytes(TEXT)
    ran = run(*argv)

    assert (ran.code, ran.err) == (0, "")
    assert ran.out.split()[:4] == [b"ms/MB", b"hits/MB", b"cut", b"rule"]


def test_explain_prints_the_page_of_a_rule(run: Run, folder: Path) -> None:
    (folder / "coffee.toml").write_text(PACK)
    ran = run("explain", "--pack", "coffee.toml", "gazette-coffee")

    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(
        b"user/gazette-coffee\n===================\n\nsupport, cuts the line, stable; in coffee.toml\n"
    )
    assert b"{--Buy the Gazette a coffee\n" in ran.out


@pytest.mark.parametrize("id_", ["en/newsletter-signup", "learned/paywall"])
def test_explain_prints_the_page_of_a_shipped_rule_and_of_what_was_learned(run: Run, id_: str) -> None:
    ran = run("explain", id_)

    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"{id_}\n{'=' * len(id_)}\n".encode())


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ("newsletter-signup", "there is more than one rule 'newsletter-signup'; did you mean ar/newsletter-signup, "),
        ("en/newsleter-singup", "there is no rule 'en/newsleter-singup'; did you mean en/newsletter-signup, "),
        ("zzzz", "there is no rule 'zzzz'; `cleantext rules` lists them"),
        ("", "there is no rule ''; `cleantext rules` lists them"),
        ("xx/learned-paywall", "there is no rule 'xx/learned-paywall'"),
    ],
    ids=["ambiguous", "misspelt", "unknown", "empty", "learned in no language"],
)
def test_explain_helps_with_an_id_that_is_not_one_rule(run: Run, wanted: str, said: str) -> None:
    ran = run("explain", wanted)

    assert (ran.code, ran.out) == (2, b"")
    assert ran.err.startswith(f"cleantext: {said}")


def test_explain_shows_what_a_rule_cuts_when_its_category_is_asked_for(run: Run, folder: Path) -> None:
    (folder / "a.txt").write_bytes(CREDIT)
    ran = run("--remove", "credit", "--json", "a.txt")
    (removal,) = json.loads(ran.out)["removed"]

    assert b"Photograph by" in run("explain", removal["rule"], "a.txt").out.partition(b"\na.txt\n")[2]


def test_explain_reads_a_field_of_json_lines_and_names_the_lines_with_cuts(run: Run, folder: Path) -> None:
    (folder / "a.jsonl").write_bytes(LINES)

    assert b"\na.jsonl:1\n" in run("explain", "learned/newsletter", "--field", "text", "a.jsonl").out
    assert run("explain", "learned/paywall", "--field", "text", "a.jsonl").out.endswith(
        b"\na.jsonl\n\ncuts nothing here\n"
    )


def test_explain_shows_half_a_character_by_its_number(run: Run, folder: Path) -> None:
    (folder / "a.jsonl").write_bytes(rb'{"t": "Rain.\nSign up for our \ud83d newsletter.\nIt stopped.\n"}')
    ran = run("explain", "learned/newsletter", "--field", "t", "a.jsonl")

    assert (ran.code, ran.err) == (0, "")
    assert rb"  Sign up for our \ud83d newsletter." in ran.out


@posix
def test_explain_names_a_pack_whose_name_is_no_utf8(run: Run, folder: Path) -> None:
    name = os.fsdecode(b"caf\xe9.toml")
    (folder / name).write_text(PACK)

    assert b"stable; in caf\xe9.toml\n" in run("explain", "gazette-coffee", "--pack", name).out


@pytest.mark.parametrize(
    "settings", ['keep = ["newsletter", "social"]', 'languages = ["sv"]'], ids=["its category", "its language"]
)
def test_explain_shows_what_a_rule_cuts_though_the_settings_leave_it_out(run: Run, folder: Path, settings: str) -> None:
    (folder / "pyproject.toml").write_text(f"[tool.cleantext]\n{settings}\n")
    (folder / "a.txt").write_bytes(TEXT)

    assert b"Sign up for our daily" in run("explain", "learned/newsletter", "a.txt").out


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


# Wrong usage


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


# Files that cannot be used


@pytest.mark.parametrize("mode", [(), ("--check",), ("--diff",), ("--json",), ("--in-place",)], ids=" ".join)
@pytest.mark.parametrize(
    ("path", "said"),
    [
        pytest.param("none.txt", "No such file or directory", id="missing"),
        pytest.param("sub", "is a directory; name its files, for example with a shell pattern", id="a directory"),
        pytest.param("locked.txt", "Permission denied", id="unreadable"),
        pytest.param("huge.txt", "too large for the memory there is", id="too large"),
    ],
)
def test_a_bad_file_is_named_and_does_not_stop_the_others(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, mode: tuple[str, ...], path: str, said: str
) -> None:
    (folder / "a.txt").write_bytes(TEXT)
    (folder / "sub").mkdir()
    usual = run(*mode, "a.txt")
    (folder / "a.txt").write_bytes(TEXT)

    def opened(path: str, mode: str) -> object:
        if path == "locked.txt":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        if path == "huge.txt":
            raise MemoryError
        return open(path, mode)

    monkeypatch.setattr("cleantext.corpus.open", opened, raising=False)
    ran = run(*mode, path, "a.txt")

    assert ran.code == 2
    assert ran.err == f"cleantext: {path}: {said}\n{usual.err}"
    assert usual.out in ran.out  # the diff of one among several files has a heading


@posix
@pytest.mark.parametrize(
    "argv", [("a.txt",), ("rules",), ("explain", "en/newsletter-signup"), ("--json", "a.txt")], ids=" ".join
)
def test_a_full_disk_behind_standard_output_is_told(folder: Path, argv: tuple[str, ...]) -> None:
    (folder / "a.txt").write_bytes(TEXT)
    with open("/dev/full", "wb") as full:
        ran = program(*argv, stdout=full)

    assert (ran.returncode, ran.stderr.decode()) == (2, f"cleantext: standard output: {os.strerror(errno.ENOSPC)}\n")


@posix
@pytest.mark.parametrize("argv", [("a.txt",), ("rules",), ("--diff", "a.txt"), ("--help",)], ids=" ".join)
def test_a_closed_pipe_ends_the_run_in_silence(folder: Path, argv: tuple[str, ...]) -> None:
    (folder / "a.txt").write_bytes(TEXT * 3000)
    reader, writer = os.pipe()
    os.close(reader)
    ran = program(*argv, stdout=writer)
    os.close(writer)

    # From Python 3.11 on, argparse itself keeps silent about a closed pipe.
    assert ran.returncode in ((0, 141) if argv == ("--help",) else (141,))
    assert ran.stderr == b""


@posix
@pytest.mark.parametrize(
    ("closing", "code", "err"),
    [
        ("<&-", 2, b"cleantext: standard input: is closed\n"),
        (">&-", 2, b"cleantext: standard output: is closed\n"),
        ("2>&- none.txt", 2, b""),
        ("--check none.txt 2>&-", 2, b""),
        ("--in-place a.txt >&-", 0, b""),
    ],
    ids=["input", "output", "error", "error and check", "output in place"],
)
def test_a_closed_stream_is_no_traceback(folder: Path, closing: str, code: int, err: bytes) -> None:
    (folder / "a.txt").write_bytes(TEXT)
    ran = subprocess.run(
        ["/bin/sh", "-c", f'"$0" "$@" {closing}', *PROGRAM], input=TEXT, capture_output=True, timeout=120, check=False
    )

    assert (ran.returncode, ran.stdout, ran.stderr) == (code, b"", err)


def test_an_interrupt_from_the_keyboard_gives_130_and_no_traceback(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Cleaner, "inspect", interrupted)

    assert run(stdin=TEXT) == Ran(130, b"", "")


@posix
def test_a_file_name_that_is_no_utf8_can_be_cleaned_and_named(folder: Path) -> None:
    name = os.fsdecode(b"r\xe9gen.txt")
    (folder / name).write_bytes(TEXT)
    checked = program("--check", name, stdout=subprocess.PIPE)
    told = program("--json", name, stdout=subprocess.PIPE)

    assert (checked.returncode, checked.stderr) == (1, b"would clean r\\udce9gen.txt\n")
    assert json.loads(told.stdout)["file"] == name


# The start


def modules(*argv: str, stdin: bytes) -> set[str]:
    """The modules that are there after a run, in a process of its own."""
    script = "import sys; from cleantext.cli import main; main(sys.argv[1:]); print(*sys.modules, file=sys.stderr)"
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
        "cleantext.compile",
        "cleantext.pack",
        "cleantext.explain",
    }

    assert not heavy & modules(stdin=data)


def test_toml_is_read_only_where_a_pyproject_speaks_of_cleantext(folder: Path) -> None:
    (folder / "pyproject.toml").write_text('[project]\nname = "corpus"\n')
    assert not {"tomllib", "tomli"} & modules(stdin=BODY)

    (folder / "pyproject.toml").write_text('[tool.cleantext]\nprofile = "precise"\n')
    assert {"tomllib", "tomli"} & modules(stdin=BODY)


def test_a_field_that_no_line_has_is_a_message(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "corpus.jsonl"
    path.write_bytes(b'{"text": "Rain."}\n')

    for mode in ("--check", "--diff", "--json", "--in-place"):
        assert run("--field", "txet", mode, str(path)).code == 2
    assert run("--field", "txet", str(path)) == Ran(
        2, b"", f"cleantext: {path}: no line has the field 'txet' with a text in it; name the right one with --field\n"
    )
    assert run("--field", "text", "--check", str(path)).code == 0
