"""Documents in files: every byte that is not cut stays, what is no text stays whole, files are replaced whole."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext.corpus import decode, documents, encode, read_file, reason, remark, replace_file, rewrite
from cleantext.rule import Span


@given(st.binary())
def test_bytes_become_text_and_the_same_bytes_again(data: bytes) -> None:
    assert encode(decode(data)) == data


@given(st.binary())
def test_plain_data_in_which_nothing_is_found_is_unchanged(data: bytes) -> None:
    assert rewrite(data, lambda _: [], None) == data


@given(st.binary())
def test_plain_data_is_one_document_or_none_and_then_nothing_can_be_cut_from_it(data: bytes) -> None:
    left = rewrite(data, lambda text: [Span(0, len(text))], None)

    assert [document.text for document in documents(data, None)] == ([decode(data)] if not left else [])
    assert left in (b"", data)


RUSSIAN = "Подпишитесь на нашу рассылку.\n"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        pytest.param(RUSSIAN.encode("cp1251"), "is not UTF-8", id="cp1251"),
        pytest.param(RUSSIAN.encode("koi8-r"), "is not UTF-8", id="KOI8-R"),
        pytest.param(RUSSIAN.encode("utf-16"), "is not UTF-8", id="UTF-16"),
        pytest.param(b"\xfe\xff" + "Rain.".encode("utf-16-be"), "is not UTF-8", id="UTF-16, the other way round"),
        pytest.param(RUSSIAN.encode(), "", id="UTF-8"),
        pytest.param(
            "Überall fiel Regen.\n".encode("latin-1"), "holds bytes", id="a byte of Latin-1, which is cleaned"
        ),
        pytest.param(b"\x7fELF\xff\xfe" + b"\0\xff" * 40, "", id="a program"),
        pytest.param(b"", "", id="empty"),
    ],
)
def test_text_in_another_encoding_is_told_from_pictures_and_from_what_is_cleaned(data: bytes, said: str) -> None:
    assert remark(data, None).startswith(said) and bool(remark(data, None)) == bool(said)
    assert not remark(data, "text")
    assert not (said == "is not UTF-8" and list(documents(data, None)))


@pytest.mark.parametrize(
    "data",
    [bytes(range(256)) * 8, "Sign up for our newsletter\n".encode("utf-16"), b"\x7fELF" + b"\0" * 40],
    ids=["all bytes", "UTF-16", "a program"],
)
def test_what_is_no_text_stays_whole(data: bytes) -> None:
    assert rewrite(data, lambda text: [Span(0, len(text))], None) == data


def test_a_file_is_replaced_as_a_whole_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")
    with path.open("rb") as reader:
        replace_file(str(path), b"new", read_file(str(path))[1])

        assert reader.read() == b"old"
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


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
    _, status = read_file(str(path))
    change(path)
    changed = {p.name: p.read_bytes() for p in tmp_path.iterdir()}

    with pytest.raises(OSError, match="^changed while it was being cleaned; left as it is$"):
        replace_file(str(path), b"new", status)
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == changed


def test_an_interrupt_while_writing_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: int) -> None:
        raise KeyboardInterrupt

    path = tmp_path / "a.txt"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        replace_file(str(path), b"new", path.stat())

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
