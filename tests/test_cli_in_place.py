"""``--in-place``: a file is replaced as a whole or stays as it is, and only its text changes."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from command_line import BODY, PROGRAM, TEXT, Ran, Run, fails, posix

import cleantext
from cleantext import Cleaner


def files_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name != "pyproject.toml")


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
