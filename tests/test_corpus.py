"""Plain documents: every byte that is not cut stays, and what is no text stays whole."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext.command.corpus import DAMAGED, FOREIGN, Find, Strict, decode, documents, encode, rewritten
from cleantext.rule import Span


def rewrite(data: bytes, find: Find) -> bytes:
    """Return what is left of a plain file."""
    ((before, after),) = rewritten(io.BytesIO(data), find, None, Strict())
    assert before == data
    return after


def texts(data: bytes) -> list[str]:
    """Return the text in a plain file, if it is one."""
    return [document.text for document in documents(io.BytesIO(data), None, Strict())]


@given(st.binary())
def test_bytes_become_text_and_the_same_bytes_again(data: bytes) -> None:
    assert encode(decode(data)) == data


@given(st.binary())
def test_plain_data_in_which_nothing_is_found_is_unchanged(data: bytes) -> None:
    assert rewrite(data, lambda _: []) == data


@given(st.binary())
def test_plain_data_is_one_document_or_none_and_then_nothing_can_be_cut_from_it(data: bytes) -> None:
    left = rewrite(data, lambda text: [Span(0, len(text))])

    assert texts(data) == ([decode(data)] if not left else [])
    assert left in (b"", data)


RUSSIAN = "Подпишитесь на нашу рассылку.\n"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        pytest.param(RUSSIAN.encode("cp1251"), FOREIGN, id="cp1251"),
        pytest.param(RUSSIAN.encode("koi8-r"), FOREIGN, id="KOI8-R"),
        pytest.param(RUSSIAN.encode("utf-16"), FOREIGN, id="UTF-16"),
        pytest.param(b"\xfe\xff" + "Rain.".encode("utf-16-be"), FOREIGN, id="UTF-16, the other way round"),
        pytest.param("Rain fell on Monday.\n".encode("utf-16-le"), FOREIGN, id="UTF-16 without a mark"),
        pytest.param(RUSSIAN.encode(), None, id="UTF-8"),
        pytest.param("Überall fiel Regen.\n".encode("latin-1"), DAMAGED, id="a byte of Latin-1, which is cleaned"),
        pytest.param("Überall fiel Regen.\0\n".encode("latin-1"), DAMAGED, id="a byte of Latin-1 and a zero byte"),
        pytest.param(b"\x7fELF\xff\xfe" + b"\0\xff" * 40, None, id="a program"),
        pytest.param(b"", None, id="empty"),
    ],
)
def test_text_in_another_encoding_is_told_from_pictures_and_from_what_is_cleaned(data: bytes, said: str | None) -> None:
    heard: list[str] = []
    found = [*documents(io.BytesIO(data), None, Strict(heard.append))]
    left = [*rewritten(io.BytesIO(data), lambda _: [], None, Strict(heard.append))]

    assert heard == ([said] * 2 if said else [])
    assert left == [(data, data)]
    assert not (said == FOREIGN and found)


@pytest.mark.parametrize(
    "data",
    [bytes(range(256)) * 8, "Sign up for our newsletter\n".encode("utf-16"), b"\x7fELF" + b"\0" * 40],
    ids=["all bytes", "UTF-16", "a program"],
)
def test_what_is_no_text_stays_whole(data: bytes) -> None:
    assert rewrite(data, lambda text: [Span(0, len(text))]) == data
