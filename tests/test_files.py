"""Files are replaced as a whole or stay as they are, and what is wrong with them is put into words."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import pytest
from command_line import BODY, TEXT

from cleantext import Cleaner
from cleantext.command import files
from cleantext.command.corpus import Chunk
from cleantext.command.files import reason, replace_file


def test_a_file_is_replaced_as_a_whole_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")
    with path.open("rb") as reader:
        assert replace_file(str(path), iter([Chunk(b"old", b"new")]), path.stat())

        assert reader.read() == b"old"
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("block", [1, 2, 5, 6, 100])
def test_what_stands_before_the_first_change_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block: int
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"one\ntwo\nAD three\nfour\n")
    chunks = [(b"one\n", b"one\n"), (b"two\n", b"two\n"), (b"AD three\n", b"three\n"), (b"four\n", b"four\n")]
    monkeypatch.setattr(files, "BLOCK", block)

    assert replace_file(str(path), (Chunk(*chunk) for chunk in chunks), path.stat())
    assert path.read_bytes() == b"one\ntwo\nthree\nfour\n"


def test_where_nothing_changes_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")
    monkeypatch.setattr("tempfile.mkstemp", pytest.fail)

    assert not replace_file(str(path), iter([Chunk(b"o", b"o"), Chunk(b"ld", b"ld")]), path.stat())


def test_a_file_is_closed_when_it_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows would not replace it otherwise."""
    opened: list[BinaryIO] = []
    path, open_file, replace = tmp_path / "a.txt", files.open_file, os.replace
    path.write_bytes(TEXT)
    monkeypatch.setattr(files, "open_file", lambda name: opened.append(open_file(name)) or opened[-1])
    monkeypatch.setattr(os, "replace", lambda *names: [file.closed for file in opened] == [True] and replace(*names))

    assert files.clean_file(Cleaner(), str(path), None, pytest.fail)
    assert path.read_bytes() == BODY


def _grown(path: Path) -> None:
    path.write_bytes(b"older")


def _touched(path: Path) -> None:
    path.write_bytes(b"odd")
    os.utime(path, ns=(1, 1))


def _exchanged(path: Path) -> None:
    before = path.stat()
    path.rename(path.with_name("b.txt"))
    path.write_bytes(b"odd")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


@pytest.mark.parametrize("change", [_grown, _touched, _exchanged])
def test_a_file_that_changed_since_it_was_read_is_left_as_it_is(tmp_path: Path, change: Callable[[Path], None]) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")
    status = path.stat()
    change(path)
    changed = {p.name: p.read_bytes() for p in tmp_path.iterdir()}

    with pytest.raises(OSError, match="^changed while it was being cleaned; left as it is$"):
        replace_file(str(path), iter([Chunk(b"old", b"new")]), status)
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == changed


def test_an_interrupt_while_writing_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: int) -> None:
        raise KeyboardInterrupt

    path = tmp_path / "a.txt"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        replace_file(str(path), iter([Chunk(b"old", b"new")]), path.stat())

    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {"a.txt": b"old"}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (FileNotFoundError(2, "No such file or directory", "a.txt"), "No such file or directory"),
        (OSError("is a directory"), "is a directory"),
        (ValueError("line 1: no"), "line 1: no"),
        (MemoryError(), "too large for the memory there is"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_reason_is_a_few_words(wrong: BaseException, said: str) -> None:
    assert reason(wrong) == said
