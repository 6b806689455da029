"""What README.md and the pages of docs/ show is so."""

from __future__ import annotations

import doctest
import re
import shlex
from importlib.util import find_spec
from pathlib import Path

import pytest

from cleantext import Cleaner
from cleantext.arguments import parse
from cleantext.config import settings
from cleantext.rule import CATEGORIES, DEFAULT_CATEGORIES, OPTIONAL_CATEGORIES

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
EXAMPLE = (ROOT / "fixtures" / "example.txt").read_text("utf-8")
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_CATEGORY = re.compile(r"^\| `(\w+)` \| .+ \| (.+) \|$", re.MULTILINE)
PAGES = [Path("README.md"), *(path.relative_to(ROOT) for path in [*ROOT.glob("docs/*.md"), *ROOT.glob("*/README.md")])]


def blocks(kind: str) -> list[str]:
    return [text for name, text in _BLOCK.findall(README) if name == kind]


def commands() -> list[str]:
    shown = (line.removeprefix("$ ").split(" #")[0] for block in blocks("console") for line in block.splitlines())
    return [line.split(" > ")[0].split(" < ")[0] for line in shown if line.startswith("cleantext")]


def test_its_examples_run() -> None:
    shown = "".join(block for block in blocks("python") if ">>>" in block)
    result = doctest.DocTestRunner().run(doctest.DocTestParser().get_doctest(shown, {}, "README.md", None, None))

    assert (result.failed, result.attempted) == (0, 3)


def test_its_diff_takes_out_the_lines_that_cleaning_does() -> None:
    shown = blocks("diff")[0].splitlines()
    removed = "".join(EXAMPLE[start:end] for start, end, *_ in Cleaner().inspect(EXAMPLE).removed)

    assert [line[2:] for line in shown if line.startswith("-")] == removed.splitlines()


def test_its_diff_leaves_lines_that_stay_in_their_order() -> None:
    kept, at = Cleaner().clean(EXAMPLE), 0
    for line in blocks("diff")[0].splitlines():
        if not line.startswith("-"):
            opening = line[2:].removesuffix("…").rstrip()
            assert opening in kept[at:]
            at = kept.index(opening, at) + len(opening)


def test_its_library_section_runs() -> None:
    if not (find_spec("numpy") and find_spec("resiliparse")):
        pytest.skip("needs the extras [article] and [fast]")
    code = next(block for block in blocks("python") if "inspect" in block)

    exec(code, {"text": EXAMPLE, "texts": [EXAMPLE], "html": "<p>Rain fell.</p>", "page_text": EXAMPLE})


@pytest.mark.parametrize("command", commands())
def test_the_command_line_takes_what_it_shows(command: str) -> None:
    assert parse(shlex.split(command)[1:])


def test_its_settings_are_settings(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(blocks("toml")[0], "utf-8")

    assert settings(str(tmp_path))["keep"] == ("social",)


def test_its_figures_are_those_of_the_measured_pages() -> None:
    measured = "".join((ROOT / "docs" / f"{name}.md").read_text("utf-8") for name in ("quality", "speed"))
    table = README.partition("## Figures")[2].partition("## Limits")[0]
    figures = [cell.strip() for row in re.findall(r"^\| \w.*", table, re.MULTILINE) for cell in row.split("|")[2:4]]

    assert len(figures) == 14
    assert [cell for cell in figures if cell.removesuffix(" MB/s") not in measured] == []


def test_its_table_of_categories_is_whole() -> None:
    for names in (DEFAULT_CATEGORIES, OPTIONAL_CATEGORIES):
        assert f"| {' '.join(names)} |" in README


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_every_page_that_is_linked_is_there(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", (ROOT / page).read_text("utf-8"))

    assert [link for link in links if not (ROOT / page.parent / link).exists()] == []


def test_the_judge_tells_no_categories_apart() -> None:
    if not find_spec("numpy"):
        pytest.skip("needs the extra [article]")
    judged = Cleaner("article", keep=["credit", "tags"]).clean(EXAMPLE)
    unjudged = Cleaner("article", keep=["navigation"]).clean(EXAMPLE)

    assert ("Tags:" in judged, "Tags:" in unjudged) == (False, True)


def test_the_page_of_categories_has_each_of_them_in_order() -> None:
    page = (ROOT / "docs" / "categories.md").read_text("utf-8")

    assert tuple(name for name, _ in _CATEGORY.findall(page)) == CATEGORIES


@pytest.mark.parametrize(
    ("category", "example"), _CATEGORY.findall((ROOT / "docs" / "categories.md").read_text("utf-8"))
)
def test_the_example_of_a_category_is_cut_as_one(category: str, example: str) -> None:
    before = "The town council voted by nine to four on Tuesday night to keep the bridge open to traffic.\n"
    after = "A second survey found that the damage was confined to two of the eleven rollers, engineers said.\n"
    result = Cleaner(remove=OPTIONAL_CATEGORIES).inspect(f"{before}\n{example}\n\n{after}")

    assert result.text == f"{before}\n{after}"
    assert {removal.category for removal in result.removed} == {category}
