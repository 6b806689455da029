"""The hook: by itself, and run by the real pre-commit in a repository made for the test."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import pytest
import yaml

from cleantext.cleaner import Cleaner
from cleantext.hook import main

ROOT = Path(__file__).parent.parent
HOOKS: list[dict[str, Any]] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
#: The configuration that README.md shows.
SHOWN = (ROOT / "README.md").read_text("utf-8").partition("```yaml\n")[2].partition("```")[0]
TEXT = "Rain fell on Monday.\n\nSign up for our daily newsletter.\n\nIt stopped on Tuesday.\n"
BODY = "Rain fell on Monday.\n\nIt stopped on Tuesday.\n"
LINE = (
    '{"id":  1.50, "text": "Rain.\\nSign up for our daily newsletter.\\nThe sun came out \\u00e9", '
    '"z": null, "a": [1]}\n'
)
CLEAN_LINE = LINE.replace("Sign up for our daily newsletter.\\n", "")
DIRTY = {"a.txt": TEXT, "news/b.jsonl": LINE + "\n" + LINE}
CLEANED = {"a.txt": BODY, "news/b.jsonl": CLEAN_LINE + "\n" + CLEAN_LINE}
OTHERS = {"c.txt": BODY, "d.md": TEXT}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with files to clean, and settings that are empty whatever stands above it."""
    put(tmp_path, {"pyproject.toml": ""} | DIRTY | OTHERS)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def put(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(text.encode())


def there(folder: Path, names: dict[str, str]) -> dict[str, str]:
    return {name: (folder / name).read_bytes().decode() for name in names}


# By itself


def test_it_fixes_names_and_fails_and_then_passes(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["c.txt", *DIRTY]) == 1
    assert capsys.readouterr() == ("Fixing a.txt\nFixing news/b.jsonl\n", "")
    assert there(folder, DIRTY) == CLEANED

    assert main(["c.txt", *DIRTY]) == 0
    assert capsys.readouterr() == ("", "")


def test_check_names_and_fails_and_changes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--check", "c.txt", *DIRTY]) == 1
    assert capsys.readouterr() == ("Would fix a.txt\nWould fix news/b.jsonl\n", "")
    assert there(folder, DIRTY) == DIRTY


def test_no_files_are_clean() -> None:
    assert main([]) == 0


def test_another_field_of_json_lines_can_be_named(folder: Path) -> None:
    put(folder, {"b.ndjson": LINE.replace('"text"', '"body"')})

    assert main(["--field", "body", "b.ndjson"]) == 1
    assert there(folder, {"b.ndjson": ""}) == {"b.ndjson": CLEAN_LINE.replace('"text"', '"body"')}


@pytest.mark.parametrize("check", [[], ["--check"]], ids=["fixing", "checking"])
def test_a_field_that_no_line_of_a_file_has_is_told(
    folder: Path, capsys: pytest.CaptureFixture[str], check: list[str]
) -> None:
    assert main([*check, "--field", "txet", "news/b.jsonl"]) == 2
    assert capsys.readouterr() == (
        "",
        "news/b.jsonl: no line has the field 'txet' with a text in it; name the right one with --field\n",
    )
    assert there(folder, DIRTY) == DIRTY


def test_settings_count(folder: Path) -> None:
    put(folder, {"pyproject.toml": '[tool.cleantext]\nlanguages = ["sv"]\n'})

    assert main(list(DIRTY)) == 0


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("none.txt", None, "none.txt: No such file or directory"),
        ("news", None, "news: is a directory; name its files, for example with a shell pattern"),
        (
            "x.jsonl",
            '{"text": "Rain."}\n{"text": }\n',
            "x.jsonl: line 2, column 10: not a JSON object: Expecting value",
        ),
    ],
    ids=["missing", "a directory", "broken JSON"],
)
def test_a_bad_file_is_named_and_does_not_stop_the_others(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str, text: str | None, said: str
) -> None:
    put(folder, {name: text} if text else {})

    assert main([name, "a.txt"]) == 2
    assert capsys.readouterr() == ("Fixing a.txt\n", said + "\n")
    assert there(folder, {"a.txt": ""}) == {"a.txt": BODY}


@pytest.mark.parametrize("check", [[], ["--check"]], ids=["fixing", "checking"])
def test_a_text_in_another_encoding_is_named_and_passes_and_a_picture_passes_in_silence(
    folder: Path, capsys: pytest.CaptureFixture[str], check: list[str]
) -> None:
    (folder / "e.txt").write_bytes("Подпишитесь на нашу рассылку.\n".encode("cp1251"))
    (folder / "f.txt").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\r" + bytes(range(256)))

    assert main([*check, "e.txt", "f.txt"]) == 0
    assert capsys.readouterr() == (
        "",
        "e.txt: is not UTF-8, so it stays as it is; convert it first, for example with iconv\n",
    )


def test_broken_settings_are_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(folder, {"pyproject.toml": '[tool.cleantext]\nprofile = "gentle"\n'})

    assert main(["a.txt"]) == 2
    assert "[tool.cleantext] unknown profile 'gentle'; use one of: precise, article" in capsys.readouterr().err
    assert there(folder, DIRTY) == DIRTY


def test_a_full_disk_leaves_the_file_whole(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)

    assert main(["a.txt"]) == 2
    assert capsys.readouterr() == ("", "a.txt: No space left on device\n")
    assert sorted(path.name for path in folder.iterdir()) == ["a.txt", "c.txt", "d.md", "news", "pyproject.toml"]
    assert there(folder, DIRTY) == DIRTY


def test_an_interrupt_is_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Cleaner, "inspect", interrupted)

    assert main(["a.txt"]) == 130


@pytest.mark.skipif(os.name != "posix", reason="file names are bytes on POSIX only")
def test_a_file_name_that_is_no_utf8_is_cleaned_and_named(
    folder: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    name = os.fsdecode(b"r\xe9gen.txt")
    put(folder, {name: TEXT})

    assert main([name]) == 1
    sys.stdout.flush()
    assert capfdbinary.readouterr() == (b"Fixing r\xe9gen.txt\n", b"")


# Run by pre-commit


@pytest.fixture
def repository(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder as a repository, with the hooks of this project, which need no installing."""
    for name in [name for name in os.environ if name.startswith(("GIT_", "PRE_COMMIT"))]:
        monkeypatch.delenv(name)
    scripts = os.path.dirname(sys.executable)
    monkeypatch.setenv("PATH", f"{scripts}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PRE_COMMIT_HOME", str(folder / ".cache"))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    local = [hook | {"language": "system"} for hook in HOOKS]
    put(folder, {".pre-commit-config.yaml": yaml.safe_dump({"repos": [{"repo": "local", "hooks": local}]})})
    put(folder, {".gitignore": ".cache\n"})
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
    put(folder, {"config.yaml": SHOWN})

    ran = subprocess.run(
        [sys.executable, "-m", "pre_commit", "validate-config", "config.yaml"], timeout=60, check=False
    )
    assert ran.returncode == 0


def test_the_hooks_are_the_fixer_and_the_checker() -> None:
    assert {hook["id"]: hook["entry"] for hook in HOOKS} == {
        "cleantext": "cleantext-hook",
        "cleantext-check": "cleantext-hook --check",
    }
