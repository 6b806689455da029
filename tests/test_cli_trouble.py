"""Bad files, full or closed streams, an interrupt: a message and an exit code, never a traceback."""

from __future__ import annotations

import errno
import json
import os
import subprocess
from pathlib import Path

import pytest
from command_line import BODY, PROGRAM, TEXT, Ran, Run, posix, program

from cleantext import Cleaner


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

    monkeypatch.setattr("cleantext.command.files.open", opened, raising=False)
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


def test_a_defect_is_not_taken_for_a_file_that_would_change(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def defective(*_: object) -> None:
        raise AssertionError("no such state")

    monkeypatch.setattr(Cleaner, "inspect", defective)
    ran = run("--check", stdin=TEXT)

    assert ran.code == 2
    assert "no such state" in ran.err
    assert "please report it" in ran.err


@posix
def test_a_file_name_that_is_no_utf8_can_be_cleaned_and_named(folder: Path) -> None:
    name = os.fsdecode(b"r\xe9gen.txt")
    (folder / name).write_bytes(TEXT)
    checked = program("--check", name, stdout=subprocess.PIPE)
    told = program("--json", name, stdout=subprocess.PIPE)

    assert (checked.returncode, checked.stderr) == (1, b"would clean r\\udce9gen.txt\n")
    assert json.loads(told.stdout)["file"] == name


@posix
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no disk that is always full")
def test_messages_that_cannot_be_written_change_nothing(folder: Path) -> None:
    (folder / "a.txt").write_bytes(TEXT)
    with open("/dev/full", "wb") as full:
        ran = program("none.txt", "a.txt", stdout=subprocess.PIPE, stderr=full)

    assert (ran.returncode, ran.stdout) == (2, BODY)
