"""Documents in lines of JSON: what is found in a field goes, every other byte stays, and a broken line is named."""

from __future__ import annotations

import io
import json
import re
import tracemalloc
from collections.abc import Callable, Iterator
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleantext.command.corpus import DAMAGED, Document, Find, Strict, documents, rewritten
from cleantext.cutting.cut import cut
from cleantext.rule import Span


def find(*words: str) -> Callable[[str], list[Span]]:
    """A finder of *words*."""
    return lambda text: [Span(*found.span()) for found in re.finditer("|".join(map(re.escape, words)), text)]


def nothing(_: str) -> list[Span]:
    return []


def rewrite(data: bytes, finder: Find, field: str) -> bytes:
    """Return what is left of JSON lines."""
    pieces = [*rewritten(io.BytesIO(data), finder, field, Strict())]
    assert b"".join(piece.before for piece in pieces) == data
    return b"".join(piece.after for piece in pieces)


def texts(data: bytes, field: str) -> list[Document]:
    """Return the documents in JSON lines."""
    return [*documents(io.BytesIO(data), field, Strict(pytest.fail))]


scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
values = st.recursive(
    scalars, lambda v: st.lists(v, max_size=3) | st.dictionaries(st.text(max_size=4), v, max_size=3), max_leaves=6
)


@given(
    st.dictionaries(st.text(max_size=4), values, max_size=4),
    st.text(),
    st.booleans(),
    st.sampled_from([(",", ":"), (", ", ": "), (" , ", "\t:  ")]),
    st.sampled_from(["\n", "\r\n"]),
    st.lists(st.integers(0, 30), max_size=6),
)
def test_a_field_loses_exactly_what_is_found_in_it_and_nothing_else_changes(
    record: dict[str, object], text: str, ascii_only: bool, separators: tuple[str, str], newline: str, edges: list[int]
) -> None:
    record["text"] = text
    edges = sorted({min(edge, len(text)) for edge in edges})
    spans = [Span(a, b) for a, b in zip(edges[::2], edges[1::2], strict=False)]
    dump = json.JSONEncoder(ensure_ascii=ascii_only, separators=separators).encode
    line = dump(record)
    data = f"{line}{newline}{newline}{line}".encode()

    assert rewrite(data, nothing, "text") == data
    cleaned = rewrite(data, lambda _: spans, "text").decode()
    wanted = dump(record | {"text": cut(text, spans)})
    assert cleaned == f"{wanted}{newline}{newline}{wanted}"


@pytest.mark.parametrize(
    ("line", "cleaned"),
    [
        pytest.param(rb'{"t": "a\u0062 AD c"}', rb'{"t": "a\u0062  c"}', id="an escape that was not needed"),
        pytest.param(rb'{"t": "\/\"\\AD\\\"\/"}', rb'{"t": "\/\"\\\\\"\/"}', id="backslashes"),
        pytest.param(rb'{"t": "\\u0041AD"}', rb'{"t": "\\u0041"}', id="an escaped backslash before a u"),
        pytest.param(
            rb'{"t": "\ud83d\ude00AD\uD83D\uDE00"}', rb'{"t": "\ud83d\ude00\uD83D\uDE00"}', id="a pair is one character"
        ),
        pytest.param(
            rb'{"t": "\ud83d AD \ude00 \ud83d\u0041AD"}', rb'{"t": "\ud83d  \ude00 \ud83d\u0041"}', id="halves are two"
        ),
        pytest.param(rb'{"t": "\u0041\u0044!"}', rb'{"t": "!"}', id="escapes are cut whole"),
        pytest.param('{"t": "é\\u00e9 AD 😀"}'.encode(), '{"t": "é\\u00e9  😀"}'.encode(), id="escaped and not"),
        pytest.param(b'{"t": "\xff AD \xed\xa0\x80"}', b'{"t": "\xff  \xed\xa0\x80"}', id="bytes that are no UTF-8"),
        pytest.param(b'{"t": "a\tAD\0b"}', b'{"t": "a\t\0b"}', id="control characters left as they are"),
        pytest.param(b'\xef\xbb\xbf{"t": "AD"}', b'\xef\xbb\xbf{"t": ""}', id="BOM"),
        pytest.param(b' {\t"t" :"AD" , "b":1.0E+2 } \r', b' {\t"t" :"" , "b":1.0E+2 } \r', id="spacing"),
        pytest.param(
            b'{"b": "AD", "t": "AD", "a": ["AD", {"t": "AD"}]}',
            b'{"b": "AD", "t": "", "a": ["AD", {"t": "AD"}]}',
            id="other keys",
        ),
        pytest.param(b'{"t": "AD", "t": "xAD"}', b'{"t": "AD", "t": "x"}', id="the last of two counts"),
        pytest.param(rb'{"\u0074": "AD"}', rb'{"\u0074": ""}', id="an escaped key"),
        pytest.param(
            b'{"n": %b, "t": "AD"}' % (b"9" * 9000), b'{"n": %b, "t": ""}' % (b"9" * 9000), id="a long number"
        ),
        pytest.param(b'{"n": NaN, "t": "AD"}', b'{"n": NaN, "t": ""}', id="NaN, as Python writes it"),
    ],
)
def test_a_line_of_json_keeps_its_spelling(line: bytes, cleaned: bytes) -> None:
    assert rewrite(line, find("AD"), "t") == cleaned
    assert rewrite(b"\n%b\n%b" % (line, line), find("AD"), "t") == b"\n%b\n%b" % (cleaned, cleaned)


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b" \t\r", id="blank"),
        pytest.param(b"\xef\xbb\xbf", id="a BOM alone"),
        pytest.param(b"{}", id="an empty object"),
        pytest.param(b'{ "a": "AD" }', id="no such field"),
        pytest.param(b'{"t": null}', id="null"),
        pytest.param(b'{"t": 3}', id="a number"),
        pytest.param(b'{"t": ["AD"]}', id="a list"),
        pytest.param(b'{"t": {"t": "AD"}}', id="an object"),
        pytest.param(b'{"t": "AD", "t": 3}', id="the last of two is no string"),
        pytest.param(b'{"T": "AD", "t ": "AD"}', id="a key that only looks alike"),
    ],
)
def test_a_line_without_a_string_in_the_field_is_left_alone(line: bytes) -> None:
    data = line + b'\n{"t": "Rain."}\n' + line

    assert rewrite(data, find("AD"), "t") == data
    assert texts(data, "t") == [("Rain.", 2)]


@pytest.mark.parametrize(
    "data", [b"{}", b'{"t": null}\n\n{"T": "AD"}\n'], ids=["nothing", "null and a key that looks alike"]
)
def test_a_field_that_no_line_has_is_refused(data: bytes) -> None:
    for read in (lambda: rewrite(data, find("AD"), "t"), lambda: texts(data, "t")):
        with pytest.raises(ValueError, match="no line has a text in the field 't' at its top level"):
            read()


@pytest.mark.parametrize("data", [b"", b" \n\n", b"\xef\xbb\xbf\r\n"], ids=["empty", "blank", "a BOM"])
def test_where_there_is_no_line_no_field_is_missing(data: bytes) -> None:
    assert rewrite(data, nothing, "t") == data
    assert texts(data, "t") == []


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("text", "column 1: not a JSON object: { is missing"),
        ('["a"]', "column 1: not a JSON object: { is missing"),
        ('"t"', "column 1: not a JSON object: { is missing"),
        ("{", "column 2: not a JSON object: a key in quotation marks is missing"),
        ("{'t': 1}", "column 2: not a JSON object: a key in quotation marks is missing"),
        ('{"t"', "column 5: not a JSON object: : is missing"),
        ('{"t": }', "column 7: not a JSON object: Expecting value"),
        ('{"t": "x', "column 7: not a JSON object: Unterminated string starting at"),
        (r'{"t": "\x"}', "column 8: not a JSON object: Invalid \\escape"),
        (r'{"t": "\u12"}', "column 9: not a JSON object: Invalid \\uXXXX escape"),
        ('{"t": "x" "a": 1}', "column 11: not a JSON object: , or } is missing"),
        ('{"t": "x",}', "column 11: not a JSON object: a key in quotation marks is missing"),
        ('{"t": "x"', "column 10: not a JSON object: , or } is missing"),
        ('{"t": "x"} {}', "column 12: not a JSON object: something follows the object"),
        ("{} x", "column 4: not a JSON object: something follows the object"),
    ],
    ids=lambda value: value[:12],
)
def test_a_broken_line_is_named_with_its_column(line: str, said: str) -> None:
    data = f'{{"t": "x"}}\n\n{line}\n'.encode()

    with pytest.raises(ValueError, match=f"^line 3, {re.escape(said)}"):
        rewrite(data, find("x"), "t")
    with pytest.raises(ValueError, match=f"^line 3, {re.escape(said)}"):
        texts(data, "t")


def test_json_that_is_nested_too_deeply_is_named() -> None:
    with pytest.raises(ValueError, match="^line 1: nested too deeply; the file is left as it is$"):
        rewrite(b'{"a": %b, "t": "x"}' % (b"[" * 100_000), nothing, "t")


JSON = st.text(st.sampled_from('{}[]:,"\\ utx01ae.-'), max_size=2)
VALUES = st.recursive(
    st.sampled_from([None, True, 0, -1.5, 1e99, "", "a", "\\", '"', "é", "😀"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from("tu"), inner, max_size=2),
    max_leaves=4,
)


@settings(max_examples=250)
@given(
    st.dictionaries(st.sampled_from("tux"), VALUES, max_size=3).map(json.dumps) | JSON,
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 2), JSON), max_size=2),
    st.sampled_from(["", "\ufeff", " \t"]),
)
def test_a_line_is_read_as_any_reader_of_json_reads_it_or_refused_with_it(
    line: str, edits: list[tuple[int, int, str]], before: str
) -> None:
    for at, gone, new in edits:
        line = line[:at] + new + line[at + gone :]
    data = f'{before}{line}\n{{"t": "x"}}'.encode()
    try:
        right = json.loads(line) if line.strip() else {}
    except ValueError:
        right = None

    if not isinstance(right, dict):
        for read in (lambda: rewrite(data, nothing, "t"), lambda: texts(data, "t")):
            with pytest.raises(ValueError, match="^line 1, column "):
                read()
        return
    text = right.get("t")
    assert rewrite(data, nothing, "t") == data
    assert texts(data, "t") == [*([(text, 1)] if isinstance(text, str) else []), ("x", 2)]


class Endless(io.RawIOBase):
    """JSON lines without end, of which one in a thousand holds a letter that Python stores in four bytes."""

    count = 0

    def readline(self, size: int | None = -1) -> bytes:
        self.count += 1
        return b'{"t": "%b%b"}\n' % (b"Rain fell. " * 90, b"" if self.count % 1000 else "😀".encode())


@pytest.mark.parametrize(
    "read",
    [
        pytest.param(lambda file: rewritten(file, nothing, "t", Strict(pytest.fail)), id="rewritten"),
        pytest.param(lambda file: documents(file, "t", Strict(pytest.fail)), id="documents"),
    ],
)
def test_lines_of_json_are_read_one_by_one_and_take_the_memory_of_one(
    read: Callable[[io.RawIOBase], Iterator[object]],
) -> None:
    file = Endless()
    tracemalloc.start()
    try:
        for number, _ in enumerate(islice(read(file), 3000), 1):
            assert file.count == number
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert peak < 50 * len(file.readline())


def test_documents_know_their_lines() -> None:
    assert texts(b'{"t": "a"}\n\n{}\n{"t": "b"}', "t") == [("a", 1), ("b", 4)]


def test_bytes_that_are_not_utf8_are_remarked_on_once() -> None:
    heard: list[str] = []
    data = b'{"t": "caf\xe9"}\n' * 3

    assert [text for text, _ in documents(io.BytesIO(data), "t", Strict(heard.append))] == ["caf\udce9"] * 3
    assert heard == [DAMAGED]


def test_where_every_line_is_broken_no_field_is_missing() -> None:
    class Deaf(Strict):
        def broken(self, wrong: ValueError) -> None:
            pass

    assert list(documents(io.BytesIO(b'[1]\n{"t":"x"\n'), "t", Deaf())) == []
