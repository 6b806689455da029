"""The speed benchmark finds texts in the project itself, and no job of it remembers what another has read."""

from __future__ import annotations

import pytest
import speed
import speed_page
from conftest import PROMPTS
from speed_rounds import Row
from speed_texts import EXTRACTOR_LIKE, WHOLE, Material, as_they_are, material

from cleantext import Cleaner
from cleantext.finding.find import Finder
from cleantext.rule import Finding


@pytest.fixture(scope="module")
def composed() -> Material:
    return material(None)


@pytest.mark.parametrize("kind", [EXTRACTOR_LIKE, WHOLE])
def test_without_a_folder_of_pages_texts_with_prompts_are_composed(composed: Material, kind: str) -> None:
    texts = composed.texts[kind]

    assert all(text.strip() for text in texts)
    assert any(prompt in text for text in texts for _, _, prompt in PROMPTS)


def test_no_job_shares_what_it_remembers(composed: Material, monkeypatch: pytest.MonkeyPatch) -> None:
    finders: list[Finder] = []

    def find(self: Finder, _: str) -> list[Finding]:
        finders.append(self)
        return []

    monkeypatch.setattr(Finder, "find", find)
    cleaner, supply = Cleaner(), as_they_are(composed.texts[EXTRACTOR_LIKE][:1])
    for method in ("clean_many", "clean", "inspect"):
        speed.cleaning(method, cleaner, supply, method).run(supply(1))

    assert len({id(finder) for finder in (*finders, cleaner._finder)}) == 4


def test_hostile_text_is_new_in_every_round(composed: Material, monkeypatch: pytest.MonkeyPatch) -> None:
    forgotten: list[Finder] = []
    monkeypatch.setattr(Finder, "forget", lambda finder: forgotten.append(finder))
    _, hostile, *_ = speed.hostilities(composed)
    for _ in range(2):
        hostile.run(["Rain fell."])

    assert len(forgotten) == 2


def test_what_could_not_be_measured_is_named_below_the_table_without_its_error() -> None:
    rows = [Row("ours", 0.2, 0.1, 0.3, 61.0, 7), *(Row(name, 0, 0, 0, 0, 0, "skipped: ImportError") for name in "ab")]
    table, *below = speed_page.markdown(speed_page.Section("Peers", rows, ["Fast."])).split("\n\n")[1:]

    assert [line.split(" | ")[0] for line in table.splitlines()[2:]] == ["| ours"]
    assert [line.strip() for line in below] == ["Not measured: a; b.", "Fast."]
