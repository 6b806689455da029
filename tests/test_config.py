"""``[tool.cleantext]``: where it is looked for, what it may hold, and what is said when it is wrong."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from cleantext import Cleaner
from cleantext.command.config import settings


def write(folder: Path, toml: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "pyproject.toml"
    path.write_text(toml, encoding="utf-8", errors="surrogateescape")
    return path


def test_every_option_can_be_set(tmp_path: Path) -> None:
    write(
        tmp_path,
        """
        [tool.cleantext]
        profile = "article"
        remove = ["credit"]
        keep = ["social", "app"]
        packs = ["rules/my.toml", "/etc/rules.toml"]
        languages = ["en", "sv"]
        """,
    )

    assert settings(str(tmp_path)) == {
        "profile": "article",
        "remove": ("credit",),
        "keep": ("social", "app"),
        "packs": (str(tmp_path / "rules" / "my.toml"), os.path.abspath("/etc/rules.toml")),
        "languages": ("en", "sv"),
    }


def test_a_file_without_settings_does_not_hide_those_above_it(tmp_path: Path) -> None:
    write(tmp_path, '[tool.cleantext]\nremove = ["credit"]\n')
    below = tmp_path / "corpus" / "2026"
    write(below, '[project]\nname = "cleantext corpus"\n')

    assert settings(str(below)) == {"remove": ("credit",)}


def test_an_empty_table_hides_the_settings_above_it(tmp_path: Path) -> None:
    write(tmp_path, '[tool.cleantext]\nremove = ["credit"]\n')
    write(tmp_path / "corpus", "[tool.cleantext]\n")

    assert settings(str(tmp_path / "corpus")) == {}


@pytest.mark.parametrize(
    "toml",
    [
        pytest.param("", id="empty"),
        pytest.param('[project]\nname = "corpus"\n', id="no table"),
        pytest.param('[project]\ndependencies = ["cleantext-news"]\n', id="the name alone"),
        pytest.param("[tool.cleantext]\n", id="an empty table"),
        pytest.param('tool = "cleantext"\n', id="tool is no table"),
        pytest.param("[project\nname =", id="not TOML, and not about cleantext"),
    ],
)
def test_a_file_that_says_nothing_changes_nothing(tmp_path: Path, toml: str) -> None:
    write(tmp_path, toml)

    assert settings(str(tmp_path)) == {}


def test_the_nearest_file_counts_and_its_folder_is_where_packs_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    below = tmp_path / "news" / "2024"
    below.mkdir(parents=True)
    write(tmp_path, '[tool.cleantext]\nkeep = ["social"]\n')
    assert settings(str(below)) == {"keep": ("social",)}

    write(tmp_path / "news", '[tool.cleantext]\npacks = ["my.toml"]\n')
    monkeypatch.chdir(below)
    assert settings() == {"packs": (str(tmp_path / "news" / "my.toml"),)}


def test_a_pack_of_the_settings_is_found_from_a_folder_below(tmp_path: Path) -> None:
    write(tmp_path, '[tool.cleantext]\npacks = ["my.toml"]\n')
    (tmp_path / "my.toml").write_text(
        'category = "app"\n[[rule]]\nid = "x"\nwhy = "w"\npatterns = ["^get gazette plus"]\n'
    )
    (tmp_path / "sub").mkdir()

    assert Cleaner(**settings(str(tmp_path / "sub"))).clean("Rain.\nGet Gazette Plus\nSun.\n") == "Rain.\nSun.\n"


def test_a_folder_called_pyproject_is_passed_by(tmp_path: Path) -> None:
    write(tmp_path, '[tool.cleantext]\nkeep = ["social"]\n')
    (tmp_path / "sub" / "pyproject.toml").mkdir(parents=True)

    assert settings(str(tmp_path / "sub")) == {"keep": ("social",)}


@pytest.mark.skipif(os.name != "posix", reason="a folder in use cannot be removed")
def test_a_working_folder_that_is_gone_has_no_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()

    assert settings() == {}


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        (
            "[tool.cleantext]\nprofil = 1",
            "[tool.cleantext] has no key 'profil'; it has: profile, remove, keep, packs, languages",
        ),
        ("[tool.cleantext.keep]\nx = 1", "[tool.cleantext] keep: unknown category 'x'; use some of: subscription, "),
        ("[tool]\ncleantext = 3", "[tool.cleantext] must be a table"),
        ("[[tool.cleantext]]", "[tool.cleantext] must be a table"),
        (
            '[tool.cleantext]\nprofile = "gentle"',
            "[tool.cleantext] unknown profile 'gentle'; use one of: precise, article",
        ),
        (
            "[tool.cleantext]\nprofile = 3",
            "[tool.cleantext] profile must be a string, not int; use one of: precise, article",
        ),
        ('[tool.cleantext]\nkeep = "social"', "[tool.cleantext] keep takes a list, not 'social' alone; use some of: "),
        (
            '[tool.cleantext]\nremove = ["x"]',
            "[tool.cleantext] remove: unknown category 'x'; use some of: subscription, ",
        ),
        ("[tool.cleantext]\npacks = [3]", "[tool.cleantext] packs: 3 is of type int; use paths of rule files"),
        ('[tool.cleantext]\nlanguages = ["xx"]', "[tool.cleantext] languages: unknown language 'xx'; use some of: "),
        ("[tool.cleantext\n", "is not valid TOML: "),
        ("[tool.cleantext]\n# \udcff", "is not valid TOML: "),
        (f"[tool.cleantext]\nkeep = {'[' * 5000}{']' * 5000}", "is not valid TOML: "),
    ],
    ids=lambda value: value[:40],
)
def test_a_wrong_setting_names_the_file_and_what_would_be_right(tmp_path: Path, toml: str, said: str) -> None:
    path = write(tmp_path, toml)

    with pytest.raises(ValueError, match=f"^{re.escape(f'{path}: {said}')}"):
        settings(str(tmp_path))


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path, "[tool.cleantext]\n")

    def locked(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("cleantext.command.config.open", locked, raising=False)
    with pytest.raises(ValueError, match=f"^{re.escape(f'{path}: cannot be read: Permission denied')}$"):
        settings(str(tmp_path))
