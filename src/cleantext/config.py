"""A corpus's settings: ``[tool.cleantext]`` in the nearest ``pyproject.toml``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from cleantext.options import Options


def settings(start: Path) -> dict[str, Any]:
    """Return the settings for work done in *start*: those of the first ``pyproject.toml`` from there upwards.

    ``packs`` are relative to that file. Raises ``ValueError`` that names the file, the key and the keys there are.
    """
    for folder in (start, *start.parents):
        path = folder / "pyproject.toml"
        if path.is_file():
            return _read(path)
    return {}


def _read(path: Path) -> dict[str, Any]:
    data = path.read_bytes()
    if b"cleantext" not in data:
        return {}
    if sys.version_info >= (3, 11):
        import tomllib  # noqa: PLC0415 - only where there is something to parse
    else:
        import tomli as tomllib  # noqa: PLC0415
    try:
        table = tomllib.loads(data.decode("utf-8")).get("tool", {}).get("cleantext", {})
    except ValueError as wrong:
        raise ValueError(f"{path}: is not valid TOML: {wrong}") from None
    if not isinstance(table, dict):
        raise ValueError(f"{path}: [tool.cleantext] must be a table")
    for key in table:
        if key not in Options._fields:
            raise ValueError(f"{path}: [tool.cleantext] has no key {key!r}; it has: {', '.join(Options._fields)}")
    if isinstance(table.get("packs"), list):
        table["packs"] = [str(path.parent / str(pack)) for pack in table["packs"]]
    return table
