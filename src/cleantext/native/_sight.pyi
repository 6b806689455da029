from cleantext.judging.counts import Array

def read(
    lines: list[str], characters: Array, words: Array, log: Array, vectors: Array, width: int, /
) -> tuple[tuple[bytearray, bytearray, bytearray, bytearray, bytearray, bytearray, bytearray, bytearray], int]: ...
def context(
    letters: Array,
    prose: Array,
    keys: Array,
    sizes: Array,
    hashes: Array,
    content: Array,
    nearness: Array,
    log: Array,
    /,
) -> bytearray: ...
