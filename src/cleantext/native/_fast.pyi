from array import array
from collections.abc import Sequence
from typing import Any

Buffer = bytes | memoryview

class Scorer:
    def __new__(
        cls,
        alphabet: array[int],
        abbreviations: array[int],
        bias: int,
        sieve: Buffer,
        vectors: Buffer,
        categories: Buffer,
        layers: Buffer,
        roots: int,
        size: int,
        hidden: int,
        kinds: int,
        passes: int,
        score: type[Any],
        sentence: type[Any],
        /,
    ) -> Scorer: ...
    def scan(self, text: str, search: Any, floor: int, likely: int, hope: int, longest: int, /) -> list[Any]: ...
    def weigh(self, text: str, start: int, end: int, alone: bool, /) -> Any: ...
    def fold(self, text: str, /) -> str: ...

class Search:
    def __new__(
        cls,
        alphabet: array[int],
        literals: tuple[Buffer, Buffer, Buffer],
        labels: tuple[Buffer, ...],
        marks: bytes,
        on: bytes,
        /,
    ) -> Search: ...
    def patterns(self, text: str, start: int, end: int, /) -> Sequence[int]: ...

def unread(text: str, narrowest: int, widest: int, much: int, little: int, /) -> int: ...
