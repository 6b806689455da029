"""What several tests share: the fixtures of the project, read once; a folder to work in, and the command line."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest
from command_line import Ran, Run
from hypothesis import HealthCheck, settings

from cleantext.command.cli import main

ROOT = Path(__file__).parent.parent
FIXTURES = ROOT / "fixtures"
sys.path.insert(0, str(ROOT / "benchmarks"))  # a folder of scripts, not a package

settings.register_profile("house", deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


def read(path: Path) -> str:
    """Return a fixture with its line endings and its BOM as they are."""
    return path.read_bytes().decode("utf-8")


def rows(folder: str, suffix: str) -> list[tuple[str, str]]:
    """Return ``(language, line)`` for every line of the files of a folder of fixtures."""
    return [
        (path.stem, line)
        for path in sorted((FIXTURES / folder).glob(f"*{suffix}"))
        for line in path.read_text("utf-8").splitlines()
    ]


#: Body sentences that share the words of the rules, as ``(language, sentence)``.
LOOKALIKES = rows("lookalikes", ".txt")
_WORDINGS = [(language, *row.split("\t", 1)) for language, row in rows("wordings", ".tsv")]
#: Freshly worded prompts that nothing was learned from, as ``(language, category, prompt)``.
PROMPTS = [row for row in _WORDINGS if row[1] != "body"]

#: What is known not to hold yet, by kind of test. A gap that closes fails its test until it is taken off the list.
GAPS: dict[str, list[str]] = json.loads((FIXTURES / "known-gaps.json").read_text("utf-8"))


def expect(kind: str, key: str, holds: bool) -> None:
    """Fail when what should hold does not, or when a known gap has closed."""
    assert holds or key in GAPS[kind], f"{kind}: {key}"
    assert not holds or key not in GAPS[kind], f"closed: take {key!r} off {kind} in fixtures/known-gaps.json"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, whose settings are empty whatever stands above it."""
    (tmp_path / "pyproject.toml").touch()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(folder: Path, capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command line in this process, in `folder`."""

    def call(*argv: str, stdin: bytes = b"") -> Ran:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = main(argv)
        out, err = capsysbinary.readouterr()
        return Ran(code, out, err.decode())

    return call
