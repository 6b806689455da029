"""The settings of a run: the first ``[tool.cleantext]`` of a ``pyproject.toml`` from the working directory upwards.

They hold for all its files, wherever these are.
"""

from __future__ import annotations

import os
import sys
from typing import Any

from cleantext.options import Options, checked


def settings(start: str | None = None) -> dict[str, Any]:
    """Return the settings of the first ``pyproject.toml`` that has any, from *start* upwards.

    *start* is the working directory if it is not given.

    ``packs`` are relative to that file. Raises ``ValueError`` that names the file, the key and the remedy.
    """
    try:
        folder = os.path.abspath(start or os.getcwd())
    except FileNotFoundError:  # the working directory has been removed
        return {}
    while True:
        path = os.path.join(folder, "pyproject.toml")
        if os.path.isfile(path) and (table := _table(path)) is not None:
            return _checked(path, table)
        folder, below = os.path.dirname(folder), folder
        if folder == below:
            return {}


def _checked(path: str, table: dict[str, Any]) -> dict[str, Any]:
    for key in table:
        if key not in Options._fields:
            raise ValueError(f"{path}: [tool.cleantext] has no key {key!r}; it has: {', '.join(Options._fields)}")
    if isinstance(packs := table.get("packs"), list):
        table["packs"] = [os.path.join(os.path.dirname(path), p) if isinstance(p, str) else p for p in packs]
    try:
        options = checked(**(Options._field_defaults | table))
    except (ValueError, TypeError) as wrong:
        raise ValueError(f"{path}: [tool.cleantext] {wrong}") from None
    return {key: getattr(options, key) for key in table}


def _table(path: str) -> dict[str, Any] | None:
    """Return the table of a file; None where there is none."""
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError as wrong:
        raise ValueError(f"{path}: cannot be read: {wrong.strerror}") from None
    if b"cleantext" not in data:
        return None
    if sys.version_info >= (3, 11):
        import tomllib  # noqa: PLC0415 - only where there is something to parse
    else:
        import tomli as tomllib  # noqa: PLC0415
    try:
        tool = tomllib.loads(data.decode("utf-8-sig")).get("tool", {})
    except (ValueError, RecursionError) as wrong:
        raise ValueError(f"{path}: is not valid TOML: {wrong}") from None
    table = tool.get("cleantext") if isinstance(tool, dict) else None
    if table is not None and not isinstance(table, dict):
        raise ValueError(f"{path}: [tool.cleantext] must be a table")
    return table
