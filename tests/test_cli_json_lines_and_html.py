"""``--field`` and ``--html``: documents in lines of JSON and in pages; what comes out of a page is in test_html.py."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from command_line import FOREIGN, LINES, Ran, Run


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

    assert [(d["file"], d["line"]) for d in documents] == [("a.jsonl", 1), ("a.jsonl", 3)]
    assert run("--diff", "--field", "text", "a.jsonl").out.startswith(b"==> a.jsonl:1 <==\nRain.\n{--Sign up")
    assert run("--check", "--field", "text", "a.jsonl") == Ran(1, b"", "would clean a.jsonl\n")
    assert run("--check", "--field", "b", "a.jsonl") == Ran(0, b"", "")

    (folder / "a.jsonl").write_bytes(LINES.replace(b'"text": "Rain', b'"": "Rain'))
    assert run("--diff", "--field", "", "a.jsonl").out.startswith(b"==> a.jsonl:1 <==\n")


LAST = b'{"text": "Rain."}\n'
BROKEN = LINES + b'{"text": "Rain."\n' + LAST
COMPLAINT = "cleantext: a.jsonl: line 6, column 17: not a JSON object: , or } is missing\n"


def test_a_file_with_a_broken_line_is_not_cleaned_in_place(run: Run, folder: Path) -> None:
    (folder / "a.jsonl").write_bytes(BROKEN)

    said = f"{COMPLAINT.rstrip()}; the file is left as it is\n"

    assert run("--in-place", "--field", "text", "a.jsonl") == Ran(2, b"", said)
    assert (folder / "a.jsonl").read_bytes() == BROKEN
    assert [path.name for path in folder.glob("*a*")] == ["a.jsonl"]


def test_a_broken_line_is_named_and_passes_the_filter_as_it_is(run: Run, folder: Path) -> None:
    (folder / "a.jsonl").write_bytes(LINES)
    cleaned = run("--field", "text", "a.jsonl").out
    (folder / "a.jsonl").write_bytes(BROKEN)

    assert run("--field", "text", "a.jsonl") == Ran(2, cleaned + BROKEN.removeprefix(LINES), COMPLAINT)


def test_of_many_broken_lines_the_first_are_named_and_the_others_counted(run: Run, folder: Path) -> None:
    (folder / "a.jsonl").write_bytes(b"no JSON\n" * 14 + LINES)
    *named, last = run("--field", "text", "a.jsonl").err.splitlines()

    assert [f"line {number}," in said for number, said in enumerate(named, 1)] == [True] * 10
    assert last == "cleantext: a.jsonl: 4 more lines like that; is it a file of JSON lines at all?"


@pytest.mark.parametrize("mode", ["--json", "--diff", "--check"])
def test_a_broken_line_hides_no_other(run: Run, folder: Path, mode: str) -> None:
    (folder / "a.jsonl").write_bytes(LINES + b"\n" + LAST)
    whole = run(mode, "--field", "text", "a.jsonl")
    (folder / "a.jsonl").write_bytes(BROKEN)

    assert run(mode, "--field", "text", "a.jsonl") == Ran(2, whole.out, COMPLAINT + whole.err)


@pytest.mark.parametrize(
    ("name", "remedy"), [("a.jsonl", "--field"), ("a.csv", "column"), ("A.TSV", "column"), ("a.html", "--html")]
)
def test_what_is_read_as_one_text_though_its_name_says_otherwise_is_remarked_on(
    run: Run, folder: Path, name: str, remedy: str
) -> None:
    (folder / name).write_bytes(LINES)
    said = run("--check", name).err.splitlines()[0]

    assert said.startswith(f"cleantext: {name}: ") and remedy in said


def test_json_lines_whose_field_is_named_are_not_remarked_on(run: Run, folder: Path) -> None:
    (folder / "a.jsonl").write_bytes(LINES)

    assert run("--check", "--field", "text", "a.jsonl").err == "would clean a.jsonl\n"


def test_a_page_without_text_is_remarked_on(run: Run, folder: Path) -> None:
    (folder / "a.html").write_bytes(b"<html><body></body></html>")

    assert run("--html", "a.html") == Ran(0, b"", "cleantext: a.html: no text was found in the page\n")


def test_a_field_that_no_line_has_is_a_message(run: Run, folder: Path) -> None:
    (folder / "a.jsonl").write_bytes(b'{"text": "Rain."}\n')

    for mode in ("--check", "--diff", "--json", "--in-place"):
        assert run("--field", "txet", mode, "a.jsonl").code == 2
    assert run("--field", "txet", "a.jsonl") == Ran(
        2,
        b'{"text": "Rain."}\n',
        "cleantext: a.jsonl: no line has a text in the field 'txet' at its top level; "
        "name the right one with --field\n",
    )
    assert run("--field", "text", "--check", "a.jsonl").code == 0


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


def test_a_page_may_be_in_another_encoding(run: Run) -> None:
    page = b"<meta charset=windows-1251><article><p>" + FOREIGN * 20 + b"</article>"

    assert "UTF-8" not in run("--html", stdin=page).err
