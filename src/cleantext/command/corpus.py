"""Documents in files: bytes in, bytes out, plain text or one field of JSON lines.

Bytes that are not UTF-8 survive (``surrogateescape``). JSON lines are read one by one, so a corpus of any size
needs the memory of its longest line; a plain file is one document, and is read as a whole.
"""

from __future__ import annotations

from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, Protocol

from cleantext.command.json_lines import rows, written
from cleantext.cutting.cut import HasSpan, cut

if TYPE_CHECKING:
    from cleantext.cleaner import Cleaner
    from cleantext.result import Result

#: Finds the spans to cut in one text, in order and without overlaps.
Find = Callable[[str], Sequence[HasSpan]]
#: Data is text as long as no more than one byte in this many is wrong.
LEAST_TEXT = 4
#: What the names of files of JSON lines end with.
LINES = (".jsonl", ".ndjson")
#: So many bytes show whether data is UTF-16; half as many as this show nothing.
SAMPLE, LEAST_WIDE = 2000, 8
OVER_BUDGET = "is nearly all boilerplate, so it stays as it is"
FOREIGN = "is not UTF-8, so it stays as it is; convert it first, for example with iconv"
DAMAGED = "holds bytes that are not UTF-8; they stay, and no prompt is recognised by a word that holds one"
_UTF16 = (BOM_UTF16_LE, BOM_UTF16_BE)


class Listener(Protocol):
    """Who hears what a user should know of a file."""

    def remark(self, said: str) -> None:
        """Hear what is no error, in a few words."""

    def broken(self, wrong: ValueError) -> None:
        """Hear of a line of JSON lines that is not an object, and stays as it is; may raise *wrong* to stop."""


class Strict:
    """A listener whom a broken line stops; *say*, if given, is told the rest."""

    def __init__(self, say: Callable[[str], object] = lambda said: None) -> None:
        self._say = say

    def remark(self, said: str) -> None:
        """Pass it on."""
        self._say(said)

    def broken(self, wrong: ValueError) -> None:
        """Raise it: a file is cleaned as a whole or not at all."""
        raise ValueError(f"{wrong}; the file is left as it is") from wrong


class Document(NamedTuple):
    """One text of a file: the whole file, or the value of the field in one line of JSON lines (counted from 1)."""

    text: str
    line: int | None = None


class Chunk(NamedTuple):
    """A part of a file, from its first byte to its last: a line of JSON lines or all of it, and what is left of it."""

    before: bytes
    after: bytes


def decode(data: bytes) -> str:
    """Return *data* as text; `encode` gives every byte back."""
    return data.decode("utf-8", "surrogateescape")


def encode(text: str) -> bytes:
    """Return the bytes of *text* as `decode` read it."""
    return text.encode("utf-8", "surrogateescape")


def documents(file: BinaryIO, field: str | None, listener: Listener) -> Iterator[Document]:
    """Yield the documents in *file*; in what is not UTF-8 text (a picture, a program, UTF-16) there is none.

    The *listener* hears of text in another encoding, which would pass for a clean one, and of broken lines. Raises
    ``ValueError`` at the end if no line had the *field*.
    """
    if field is None:
        if (text := _text(file.read(), listener)) is not None:
            yield Document(text)
        return
    for number, (_, value) in enumerate(rows(_decoded(file, listener), field, listener.broken), 1):
        if value:
            yield Document(value.text, number)


def cleaned(cleaner: Cleaner, file: BinaryIO, field: str | None, listener: Listener) -> Iterator[Chunk]:
    """Yield *file* chunk by chunk, with each of its documents cleaned, as `rewritten` does it."""

    def find(text: str) -> Sequence[HasSpan]:
        result = cleaner.inspect(text)
        return result.removed if field is not None else remarked(result, listener).removed

    return rewritten(file, find, field, listener)


def rewritten(file: BinaryIO, find: Find, field: str | None, listener: Listener) -> Iterator[Chunk]:
    r"""Yield *file* chunk by chunk, without what *find* finds in each of its documents; every other byte stays.

    A file without a document stays whole. Raises ``ValueError`` as `documents` does.

    >>> import io
    >>> from cleantext.rule import Span
    >>> file = io.BytesIO(b'{"id": 1.0, "text": "A.\\n\\u00a9 2024", "n":[]}\n')
    >>> next(rewritten(file, lambda text: [Span(2, len(text))], "text", Strict())).after
    b'{"id": 1.0, "text": "A.", "n":[]}\n'
    """
    if field is None:
        data = file.read()
        text = _text(data, listener)
        yield Chunk(data, data if text is None else encode(cut(text, find(text))))
        return
    for line, value in rows(_decoded(file, listener), field, listener.broken):
        before = encode(line)
        yield Chunk(before, encode(cut(line, written(line, value, find(value.text)))) if value else before)


def _text(data: bytes, listener: Listener) -> str | None:
    """Return *data* as text, perhaps damaged; None if it is UTF-16, or too many bytes are zero or not UTF-8."""
    try:
        text, wrong = data.decode(), 0
    except UnicodeDecodeError:
        text, wrong = decode(data), len(data) - len(data.decode("utf-8", "ignore").encode())
    wide = data.startswith(_UTF16) or _is_wide(data[:SAMPLE])
    foreign = wide or max(wrong, data.count(0)) * LEAST_TEXT > len(data)
    # Pictures and programs have zero bytes, and need no remark; of text, only UTF-16 has many.
    if wide or (wrong and (not foreign or 0 not in data)):
        listener.remark(FOREIGN if foreign else DAMAGED)
    return None if foreign else text


def _is_wide(data: bytes) -> bool:
    """Return whether data begins like UTF-16 of Latin text without a mark: nearly every second byte is zero."""
    letters, zeros = sorted((data[::2], data[1::2]), key=lambda half: half.count(0))
    return len(zeros) > LEAST_WIDE and letters.isascii() and zeros.count(0) > 0.9 * len(zeros) and 0 not in letters


def _decoded(file: BinaryIO, listener: Listener) -> Iterator[str]:
    """Yield the lines of *file* as text; the *listener* hears of the first one with bytes that are not UTF-8."""
    told = False
    for data in file:
        try:
            yield data.decode()
        except UnicodeDecodeError:
            if not told:
                listener.remark(DAMAGED)
            told = True
            yield decode(data)


def remarked(result: Result, listener: Listener) -> Result:
    """Return *result*; the *listener* hears if the text stays as it was because nearly all of it would go."""
    if result.verdict == "over_budget":
        listener.remark(OVER_BUDGET)
    return result
