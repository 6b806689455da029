"""Files: opened with a reason where that fails, and replaced only as a whole.

A file is replaced through a temporary file beside it, so a reader sees the old text or the new text and never half of
either.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, BinaryIO

from cleantext.command.corpus import Chunk, Strict, cleaned

if TYPE_CHECKING:
    from cleantext.cleaner import Cleaner

#: Errors of one file that do not stop the others; `reason` puts them into words.
TROUBLE = (OSError, ValueError, MemoryError)
#: Bytes that are copied at once.
BLOCK = 1 << 20


def reason(wrong: BaseException) -> str:
    """Return what is wrong with a file, in a few words."""
    if isinstance(wrong, MemoryError):
        return "too large for the memory there is"
    return str(getattr(wrong, "strerror", None) or wrong)


def open_file(path: str) -> BinaryIO:
    """Return the file, open for reading; raises ``OSError`` if it cannot be read."""
    if os.path.isdir(path):
        raise OSError("is a directory; name its files, for example with a shell pattern")
    return open(path, "rb")


def clean_file(
    cleaner: Cleaner, path: str, field: str | None, say: Callable[[str], object], *, check: bool = False
) -> bool:
    """Clean the documents of a file in place, or only *check* them; return whether there was something to clean.

    *say* is told what is worth knowing of the file. Raises ``OSError`` as `replace_file` does, and ``ValueError`` for a
    broken line and where no line has the *field*; the file is then as it was.
    """
    file = open_file(path)
    status = os.fstat(file.fileno())

    def chunks() -> Iterator[Chunk]:
        with file:  # closed with its last chunk: Windows replaces no file that is still open
            yield from cleaned(cleaner, file, field, Strict(say))

    if check:
        # Every chunk is looked at: a broken line further down is worse than a prompt.
        return sum(before != after for before, after in chunks()) > 0
    return replace_file(path, chunks(), status)


def replace_file(path: str, chunks: Iterator[Chunk], read: os.stat_result) -> bool:
    """Put what is left of all *chunks* in place of the file, atomically; return whether any of them changed.

    The mode is kept. Where nothing changed, nothing is written. *read* is the file's status from before it was read.
    Raises ``OSError`` if that fails (no space, no permission, changed meanwhile); the file is then as it was.
    """
    size = 0
    for before, after in chunks:
        if before != after:
            _replace(path, size, after, (chunk.after for chunk in chunks), read)
            return True
        size += len(before)
    return False


def _replace(path: str, size: int, changed: bytes, rest: Iterable[bytes], read: os.stat_result) -> None:
    """Replace the file by its first *size* bytes, what is *changed* after them, and the *rest*."""
    if not stat.S_ISREG(read.st_mode):
        raise OSError("is not a regular file; it cannot be cleaned in place")
    import tempfile  # noqa: PLC0415 - it imports much that only writing needs

    real = os.path.realpath(path)
    handle, temporary = tempfile.mkstemp(prefix=".cleantext-", dir=os.path.dirname(real))
    try:
        with os.fdopen(handle, "wb") as new:
            with open(real, "rb") as old:
                new.writelines(old.read(min(BLOCK, size - at)) for at in range(0, size, BLOCK))
            new.write(changed)
            new.writelines(rest)
            new.flush()
            os.fsync(new.fileno())
        with suppress(OSError, AttributeError):
            os.chown(temporary, read.st_uid, read.st_gid)
        os.chmod(temporary, stat.S_IMODE(read.st_mode))
        now = os.stat(real)
        if (now.st_ino, now.st_size, now.st_mtime_ns) != (read.st_ino, read.st_size, read.st_mtime_ns):
            raise OSError("changed while it was being cleaned; left as it is")
        os.replace(temporary, real)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise
