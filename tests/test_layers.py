"""Data flows one way, and so do imports: a folder imports from those before it on the path, and from no other."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from cleantext import cleaner

ROOT = Path(cleaner.__file__).parent
#: What each folder may import from at its start; single modules beside the folders have no rank.
BELOW = {
    "native": (),
    "reading": ("native",),
    "scoring": ("native", "reading"),
    "rules": ("reading",),
    "finding": ("native", "reading", "scoring", "rules"),
    "deciding": ("reading", "scoring", "finding"),
    "cutting": ("reading",),
    "judging": ("native", "reading"),
    "explaining": ("reading", "scoring", "finding", "cutting", "judging", "rules"),
    "command": ("native", "reading", "finding", "cutting", "rules", "explaining"),
}
MODULES = sorted(path for folder in BELOW for path in (ROOT / folder).glob("*.py"))


def imported(path: Path) -> set[str]:
    """The folders from which a module imports when it is imported itself."""
    names = {node.module for node in ast.parse(path.read_text("utf-8")).body if isinstance(node, ast.ImportFrom)}
    return {name.split(".")[1] for name in names if name and name.startswith("cleantext.")}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_module_imports_from_no_later_step(path: Path) -> None:
    folder = path.parent.name

    assert (imported(path) & BELOW.keys()) - {folder, *BELOW[folder]} == set()
