from array import array
from typing import Any

def sums(
    text: str, start: int, end: int, alone: bool, row: int, alphabet: array[int], abbreviations: array[int], weights: bytes, /
) -> tuple[int, ...] | None: ...
def scan(
    text: str, floor: int, longest: int, bias: int, alphabet: array[int], abbreviations: array[int], weights: bytes, /
) -> list[Any]: ...
