"""Files for the hook: some to clean, what they are when cleaned, and others that it leaves alone."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from command_line import BODY, TEXT

LINE = (
    rb'{"id":  1.50, "text": "Rain.\nSign up for our daily newsletter.\nThe sun came out \u00e9", '
    b'"z": null, "a": [1]}\n'
)
CLEAN_LINE = LINE.replace(rb"Sign up for our daily newsletter.\n", b"")
DIRTY = {"a.txt": TEXT, "news/b.jsonl": LINE + b"\n" + LINE}
CLEANED = {"a.txt": BODY, "news/b.jsonl": CLEAN_LINE + b"\n" + CLEAN_LINE}
OTHERS = {"c.txt": BODY, "d.md": TEXT}


def put(folder: Path, files: dict[str, bytes]) -> None:
    """Write files by name."""
    for name, data in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(data)


def there(folder: Path, names: Iterable[str]) -> dict[str, bytes]:
    """Return what is in files now, by name."""
    return {name: (folder / name).read_bytes() for name in names}
