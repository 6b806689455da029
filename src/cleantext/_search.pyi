from array import array
from collections.abc import Sequence

Buffer = bytes | memoryview

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
