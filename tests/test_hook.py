"""The hook by itself: which files it fixes or names, and what it says of those that it cannot read."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import BODY, FOREIGN, PICTURE, TEXT, fails, posix
from hook_files import CLEAN_LINE, CLEANED, DIRTY, LINE, OTHERS, put, there

from cleantext.cleaner import Cleaner
from cleantext.command.hook import main


@pytest.fixture(autouse=True)
def files(folder: Path) -> None:
    put(folder, DIRTY | OTHERS)


def test_it_fixes_names_and_fails_and_then_passes(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["c.txt", *DIRTY]) == 1
    assert capsys.readouterr() == ("Fixing a.txt\nFixing news/b.jsonl\n", "")
    assert there(folder, DIRTY) == CLEANED

    assert main(["c.txt", *DIRTY]) == 0
    assert capsys.readouterr() == ("", "")


def test_check_names_and_fails_and_changes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--check", "c.txt", *DIRTY]) == 1
    assert capsys.readouterr() == ("Would fix a.txt\nWould fix news/b.jsonl\n", "")
    assert there(folder, DIRTY) == DIRTY


def test_no_files_are_clean() -> None:
    assert main([]) == 0


def test_another_field_of_json_lines_can_be_named(folder: Path) -> None:
    put(folder, {"b.ndjson": LINE.replace(b'"text"', b'"body"')})

    assert main(["--field", "body", "b.ndjson"]) == 1
    assert there(folder, ["b.ndjson"]) == {"b.ndjson": CLEAN_LINE.replace(b'"text"', b'"body"')}


@pytest.mark.parametrize("check", [[], ["--check"]], ids=["fixing", "checking"])
def test_a_field_that_no_line_of_a_file_has_is_told(
    folder: Path, capsys: pytest.CaptureFixture[str], check: list[str]
) -> None:
    assert main([*check, "--field", "txet", "news/b.jsonl"]) == 2
    assert capsys.readouterr() == (
        "",
        "news/b.jsonl: no line has a text in the field 'txet' at its top level; name the right one with --field\n",
    )
    assert there(folder, DIRTY) == DIRTY


def test_settings_count(folder: Path) -> None:
    put(folder, {"pyproject.toml": b'[tool.cleantext]\nlanguages = ["sv"]\n'})

    assert main(list(DIRTY)) == 0


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("none.txt", None, "none.txt: No such file or directory"),
        ("news", None, "news: is a directory; name its files, for example with a shell pattern"),
        (
            "x.jsonl",
            b'{"text": "Rain."}\n{"text": }\n',
            "x.jsonl: line 2, column 10: not a JSON object: Expecting value; the file is left as it is",
        ),
    ],
    ids=["missing", "a directory", "broken JSON"],
)
def test_a_bad_file_is_named_and_does_not_stop_the_others(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str, data: bytes | None, said: str
) -> None:
    put(folder, {name: data} if data else {})

    assert main([name, "a.txt"]) == 2
    assert capsys.readouterr() == ("Fixing a.txt\n", said + "\n")
    assert there(folder, ["a.txt"]) == {"a.txt": BODY}


@pytest.mark.parametrize("check", [[], ["--check"]], ids=["fixing", "checking"])
def test_a_text_in_another_encoding_is_named_and_passes_and_a_picture_passes_in_silence(
    folder: Path, capsys: pytest.CaptureFixture[str], check: list[str]
) -> None:
    put(folder, {"e.txt": FOREIGN, "f.txt": PICTURE})

    assert main([*check, "e.txt", "f.txt"]) == 0
    assert capsys.readouterr() == (
        "",
        "e.txt: is not UTF-8, so it stays as it is; convert it first, for example with iconv\n",
    )


def test_broken_settings_are_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(folder, {"pyproject.toml": b'[tool.cleantext]\nprofile = "gentle"\n'})

    assert main(["a.txt"]) == 2
    assert "[tool.cleantext] unknown profile 'gentle'; use one of: precise, article" in capsys.readouterr().err
    assert there(folder, DIRTY) == DIRTY


def test_a_full_disk_leaves_the_file_whole(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", fails(errno.ENOSPC))

    assert main(["a.txt"]) == 2
    assert capsys.readouterr() == ("", f"a.txt: {os.strerror(errno.ENOSPC)}\n")
    assert sorted(path.name for path in folder.iterdir()) == ["a.txt", "c.txt", "d.md", "news", "pyproject.toml"]
    assert there(folder, DIRTY) == DIRTY


def test_an_interrupt_is_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Cleaner, "inspect", interrupted)

    assert main(["a.txt"]) == 130


@pytest.mark.skipif(os.name != "posix", reason="file names are bytes on POSIX only")
def test_a_file_name_that_is_no_utf8_is_cleaned_and_named(
    folder: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    name = os.fsdecode(b"r\xe9gen.txt")
    put(folder, {name: TEXT})

    assert main([name]) == 1
    sys.stdout.flush()
    assert capfdbinary.readouterr() == (b"Fixing r\xe9gen.txt\n", b"")


HOOK = [sys.executable, "-c", "from cleantext.command.hook import run; run()", "a.txt"]


@posix
def test_a_closed_pipe_is_no_traceback(folder: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    ran = subprocess.run(HOOK, stdout=writer, stderr=subprocess.PIPE, check=False)
    os.close(writer)

    assert (ran.returncode, ran.stderr, there(folder, ["a.txt"])) == (141, b"", {"a.txt": BODY})


@posix
def test_an_output_that_is_closed_is_no_traceback(folder: Path) -> None:
    ran = subprocess.run(["/bin/sh", "-c", '"$0" "$@" >&-', *HOOK], stderr=subprocess.PIPE, check=False)

    assert (ran.returncode, ran.stderr) == (2, b"cleantext: standard output: is closed\n")
    assert there(folder, ["a.txt"]) == {"a.txt": BODY}
