"""What README.md, CONTRIBUTING.md and the pages of docs/ show is so."""

from __future__ import annotations

import doctest
import re
import shlex
from importlib.util import find_spec
from pathlib import Path

import pytest
from judge_texts import PAGE

from cleantext import Cleaner
from cleantext.command.arguments import parse
from cleantext.command.config import settings
from cleantext.rule import CATEGORIES, DEFAULT_CATEGORIES, OPTIONAL_CATEGORIES

ROOT = Path(__file__).parent.parent
SOURCES = ROOT / "src" / "cleantext"
README = (ROOT / "README.md").read_text("utf-8")
EXAMPLE = (ROOT / "fixtures" / "example.txt").read_text("utf-8")
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_CATEGORY = re.compile(r"^\| `(\w+)` \| .+ \| (.+) \|$", re.MULTILINE)
PAGES = sorted(path.relative_to(ROOT) for where in ("*.md", "docs/*.md", "*/README.md") for path in ROOT.glob(where))


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
    program, *words = shlex.split(command)
    asked = parse(words)

    assert program == "cleantext"
    assert all(word in (asked.command, asked.rule, asked.field, *asked.files) for word in words if word[0] not in "-<>")


def test_its_settings_are_settings(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(blocks("toml")[0], "utf-8")

    assert settings(str(tmp_path))["keep"] == ("social",)


def section(page: str, title: str) -> str:
    text = README if page == "README" else (ROOT / "docs" / f"{page}.md").read_text("utf-8")
    return text.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def tables(page: str, title: str) -> dict[str, dict[str, str]]:
    """The rows of the tables of a section by their first cells, each with its other cells by the names of columns."""
    found = {}
    for table in re.findall(r"(?:^\|.*\n?)+", section(page, title), re.MULTILINE):
        head, _, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()]
        found |= {name: dict(zip(head[1:], cells, strict=True)) for name, *cells in rows}
    return found


def measured(profile: str) -> dict[str, str]:
    """What the measured pages have of each figure of the README."""
    quality, speed = tables("quality", f"Profile {profile}"), tables("speed", "Ways to call it")
    damage = re.search(r"Damage \*\*(\d+)\*\*", section("quality", f"Profile {profile}"))
    assert damage
    core = quality["**core**"]
    texts = {"trafilatura's text": "trafilatura", "a page's whole text": "inscriptis"}
    return {
        f"prompts and notices removed, of {core['lines']} labelled by hand": core["removed"],
        "words cut from known bodies, per million": damage[1],
        **{
            f"F1 of {text}, {source}": quality[f"{source} / {extractor}"]["F1"]
            for text, extractor in texts.items()
            for source in ("daniel", "fundus")
        },
        **{
            f"speed on {text}, one core": f"{speed[f'clean_many, {profile}, {kind}']['MB/s']} MB/s"
            for text, kind in (("extractors' texts", "extractor-like"), ("whole pages", "whole-page"))
        },
    }


@pytest.mark.parametrize("profile", ["precise", "article"])
def test_its_figures_are_those_of_the_measured_pages(profile: str) -> None:
    shown = {name: figures[profile] for name, figures in tables("README", "Figures").items()}

    assert shown == measured(profile)


@pytest.mark.parametrize("profile", ["precise", "article"])
def test_it_counts_the_sites_that_were_measured(profile: str) -> None:
    sites = re.search(r"from (\d+) sites \(kept aside\)", section("quality", f"Profile {profile}"))

    assert sites
    assert f"pages of {sites[1]} news sites" in section("README", "Figures")


@pytest.mark.parametrize("category", ["advertisement", "related", "navigation", "comments"])
def test_of_the_categories_that_it_calls_hard_about_half_is_found(category: str) -> None:
    assert category in section("README", "Limits")
    assert 35 < float(tables("quality", "Profile precise")[category]["removed"].removesuffix(" %")) < 60


def test_the_judges_card_sets_its_fast_way_where_it_was_measured() -> None:
    ways = tables("quality", "Ways from a page's HTML to its article")
    fast, alone = ways["resiliparse, whole page (`fast=True`), then cleantext"], ways["trafilatura"]
    cleaned = ways["trafilatura, then cleantext"]
    daniel, fundus = "F1 daniel (130 pages)", "F1 fundus (25 pages)"

    assert float(fast[daniel]) > float(cleaned[daniel])
    assert float(fast[fundus]) == pytest.approx(float(alone[fundus]), abs=0.004)
    assert float(fast[fundus]) < float(cleaned[fundus])
    assert float(fast["pages/s"]) > 3 * float(alone["pages/s"])


def test_its_table_of_categories_is_whole() -> None:
    for names in (DEFAULT_CATEGORIES, OPTIONAL_CATEGORIES):
        assert f"| {' '.join(names)} |" in README


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_every_page_that_is_linked_is_there(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", (ROOT / page).read_text("utf-8"))

    assert [link for link in links if not (ROOT / page.parent / link).exists()] == []


@pytest.mark.parametrize("folder", ["", *sorted({path.parent.name for path in SOURCES.glob("*/*.py")})])
def test_every_module_has_a_place_on_the_map(folder: str) -> None:
    page = (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition("## Modules")[2]
    rows = [line for line in page.splitlines() if line.startswith("|")]
    own = (
        [row for row in rows if row.startswith(f"| `{folder}/`")]
        if folder
        else [row for row in rows if "/` |" not in row]
    )
    modules = {path.stem for path in (SOURCES / folder).glob("*.py") if not path.stem.startswith("__")}

    assert modules - set(re.findall(r"`(\w+)`", " ".join(own))) == set()


def test_the_judge_tells_no_categories_apart() -> None:
    if not find_spec("numpy"):
        pytest.skip("needs the extra [article]")
    judged = Cleaner("article", keep=["social"]).clean(PAGE)
    unjudged = Cleaner("article", keep=["social", "navigation"]).clean(PAGE)

    assert ("Share on" in judged, "Share on" in unjudged) == (False, True)


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


def test_every_module_that_sources_and_pages_name_is_there() -> None:
    pages = [*SOURCES.rglob("*.[ch]"), *SOURCES.rglob("*.py"), *(ROOT / "docs").glob("*.md"), ROOT / "CONTRIBUTING.md"]
    named = {name for page in pages for name in re.findall(r"\bcleantext((?:\.[a-z_]+)+)", page.read_text("utf-8"))}

    assert [name for name in named if not _is_there(name.lstrip(".").split("."))] == []


def _is_there(parts: list[str]) -> bool:
    """Whether a dotted name leads to a folder or a module, or to what stands in one."""
    path = SOURCES
    for part in parts:
        if not (path / part).is_dir():
            return (path / f"{part}.py").exists() or (path / f"{part}.pyi").exists()
        path /= part
    return True
