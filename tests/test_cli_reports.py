"""``--check``, ``--diff`` and ``--json``: what they print, and that they agree; how other encodings are named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command_line import BODY, FOREIGN, MARKED, PICTURE, TEXT, Ran, Run


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


def test_json_tells_text_verdict_and_removals_of_each_document(run: Run, folder: Path) -> None:
    (folder / "a.txt").write_bytes(TEXT)
    (folder / "b.txt").write_bytes(BODY)
    ran = run("--json", "a.txt", "b.txt")
    first, second = map(json.loads, ran.out.splitlines())
    (removal,) = first.pop("removed")

    assert first == {"file": "a.txt", "verdict": "ok", "text": BODY.decode()}
    assert removal.pop("score") > 0
    assert removal.pop("rule").startswith(("en/", "learned/"))
    assert removal == {
        "start": 22,
        "end": 57,
        "category": "newsletter",
        "text": "Sign up for our daily newsletter.\n\n",
    }
    assert second == {"file": "b.txt", "verdict": "ok", "removed": [], "text": BODY.decode()}
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


@pytest.mark.parametrize("argv", [(), ("--check",), ("--diff",), ("--json",), ("--in-place",)], ids=" ".join)
def test_a_text_in_another_encoding_is_named_once_and_a_picture_is_not(
    run: Run, folder: Path, argv: tuple[str, ...]
) -> None:
    (folder / "a.txt").write_bytes(FOREIGN)
    (folder / "a.png").write_bytes(PICTURE)
    ran = run(*argv, "a.txt", "a.png")

    if argv == ("--json",):
        assert [json.loads(line)["text"] for line in ran.out.splitlines()] == [None, None]
    else:
        assert ran.out in (b"", FOREIGN + PICTURE)
    assert (ran.code, ran.err) == (
        0,
        "cleantext: a.txt: is not UTF-8, so it stays as it is; convert it first, for example with iconv\n",
    )
    assert (folder / "a.txt").read_bytes() == FOREIGN


def test_explain_names_a_text_in_another_encoding(run: Run, folder: Path) -> None:
    (folder / "a.txt").write_bytes(FOREIGN)

    assert run("explain", "learned/newsletter", "a.txt").err.startswith("cleantext: a.txt: is not UTF-8")


@pytest.mark.parametrize("mode", [(), ("--check",), ("--diff",), ("--json",), ("--in-place",)], ids=" ".join)
def test_a_text_that_is_nearly_all_boilerplate_is_remarked_on(run: Run, folder: Path, mode: tuple[str, ...]) -> None:
    prompt = "Sign up for our free newsletter and get the best stories in your inbox every morning.\n"
    (folder / "a.txt").write_text(f"The ferry stayed in port.\n{prompt * 5}", "utf-8")

    assert run(*mode, "a.txt").err == "cleantext: a.txt: is nearly all boilerplate, so it stays as it is\n"


def test_a_page_that_is_nearly_all_boilerplate_is_remarked_on(run: Run, folder: Path) -> None:
    prompt = "<p>Sign up for our free newsletter and get the best stories in your inbox every morning.</p>"
    (folder / "a.html").write_text(f"<article><p>The ferry stayed in port.</p>{prompt * 8}</article>", "utf-8")
    ran = run("--html", "--json", "a.html")

    assert json.loads(ran.out)["verdict"] == "over_budget"
    assert ran.err == "cleantext: a.html: is nearly all boilerplate, so it stays as it is\n"
