"""The hook run by the real pre-commit in a repository made for the test, and what its users are shown of it."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import ROOT
from hook_files import CLEANED, DIRTY, OTHERS, put, there

HOOKS: list[dict[str, Any]] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
#: The configuration that README.md shows.
SHOWN = (ROOT / "README.md").read_text("utf-8").partition("```yaml\n")[2].partition("```")[0]


@pytest.fixture
def repository(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with files to clean and the hooks of this project, which need no installing."""
    for name in [name for name in os.environ if name.startswith(("GIT_", "PRE_COMMIT"))]:
        monkeypatch.delenv(name)
    scripts = os.path.dirname(sys.executable)
    monkeypatch.setenv("PATH", f"{scripts}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PRE_COMMIT_HOME", str(folder / ".cache"))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    local = [hook | {"language": "system"} for hook in HOOKS]
    config = yaml.safe_dump({"repos": [{"repo": "local", "hooks": local}]})
    put(folder, DIRTY | OTHERS | {".pre-commit-config.yaml": config.encode(), ".gitignore": b".cache\n"})
    for command in ("init -q", "config user.name Marta", "config user.email marta@post.example", "add -A"):
        subprocess.run(["git", *command.split()], check=True, timeout=60)
    return folder


def pre_commit(hook: str) -> tuple[int, str]:
    ran = subprocess.run(
        [sys.executable, "-m", "pre_commit", "run", "--color=never", "--all-files", hook],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=300, check=False,
    )  # fmt: skip
    return ran.returncode, ran.stdout.decode()


def test_pre_commit_fails_while_it_fixes_and_passes_the_second_time(repository: Path) -> None:
    code, said = pre_commit("cleantext")

    assert code == 1
    assert {line for line in said.splitlines() if line.startswith("Fixing")} == {"Fixing a.txt", "Fixing news/b.jsonl"}
    assert there(repository, DIRTY | OTHERS) == CLEANED | OTHERS

    code, said = pre_commit("cleantext")
    assert (code, "Passed" in said) == (0, True), said


def test_pre_commit_fails_without_a_change_when_it_only_checks(repository: Path) -> None:
    code, said = pre_commit("cleantext-check")

    assert code == 1
    assert "files were modified" not in said
    assert {line for line in said.splitlines() if line.startswith("Would")} == {
        "Would fix a.txt",
        "Would fix news/b.jsonl",
    }
    assert there(repository, DIRTY | OTHERS) == DIRTY | OTHERS

    put(repository, CLEANED)
    code, said = pre_commit("cleantext-check")
    assert (code, "Passed" in said) == (0, True), said


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
def test_each_hook_is_a_command_that_the_package_installs(hook: dict[str, Any]) -> None:
    scripts = {script.name for script in entry_points(group="console_scripts")}

    assert hook["entry"].split()[0] in scripts
    assert hook["language"] == "python"


def test_the_hook_that_the_readme_shows_is_the_fixer_and_installs_the_package() -> None:
    (hook,) = yaml.safe_load(SHOWN)["repos"][0]["hooks"]

    assert hook.pop("additional_dependencies") == ["cleantext-news"]
    assert hook == {key: value for key, value in HOOKS[0].items() if key != "description"}


def test_pre_commit_takes_the_configuration_that_the_readme_shows(folder: Path) -> None:
    put(folder, {"config.yaml": SHOWN.encode()})

    ran = subprocess.run(
        [sys.executable, "-m", "pre_commit", "validate-config", "config.yaml"], timeout=60, check=False
    )
    assert ran.returncode == 0


def test_the_hooks_are_the_fixer_and_the_checker() -> None:
    assert {hook["id"]: hook["entry"] for hook in HOOKS} == {
        "cleantext": "cleantext-hook",
        "cleantext-check": "cleantext-hook --check",
    }
