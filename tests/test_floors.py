"""No figure falls below its floor (``benchmarks/floors.json``), on the fixtures and on scraped pages.

``CLEANTEXT_DATA`` names a folder of scraped pages; without it only the fixtures are measured.
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

import floors
import pytest

DATA = os.environ.get("CLEANTEXT_DATA")
FIXTURES = floors.load()["fixtures"]


@lru_cache(maxsize=1)
def fixture_values() -> dict[str, float]:
    return floors.fixture_values()


@pytest.mark.parametrize("name", sorted(FIXTURES))
def test_no_share_of_the_fixtures_falls_below_its_floor(name: str) -> None:
    now = {key: value for key, value in fixture_values().items() if key == name}

    assert floors.broken({name: FIXTURES[name]}, now) == []


def test_every_language_of_the_fixtures_has_a_floor() -> None:
    assert sorted(fixture_values()) == sorted(FIXTURES)


@pytest.mark.skipif(not DATA, reason="CLEANTEXT_DATA names no folder of scraped pages")
@pytest.mark.parametrize("profile", ["precise", "article"])
def test_no_figure_on_scraped_pages_falls_below_its_floor(profile: str) -> None:
    from cases import read  # noqa: PLC0415 - only where there is something to read
    from quality import ours  # noqa: PLC0415
    from tally import measure  # noqa: PLC0415

    from cleantext import Cleaner  # noqa: PLC0415

    cases = read(Path(str(DATA)))
    held = floors.load().get(floors.scraped_group(profile, cases))
    if held is None:
        pytest.fail("the floors were measured on other pages; benchmarks/quality.py --write measures them on these")

    assert floors.broken(held, floors.scraped_values(measure(cases, ours(Cleaner(profile=profile))))) == []


def test_a_worse_figure_breaks_its_floor_and_a_better_one_does_not() -> None:
    held = {"core recall": 0.9, "damage per million": 300.0}

    assert floors.broken(held, {"core recall": 0.95, "damage per million": 120.0}) == []
    assert len(floors.broken(held, {"core recall": 0.85, "damage per million": 310.0})) == 2


def test_a_figure_that_is_no_longer_measured_breaks_its_floor() -> None:
    assert floors.broken({"prompts removed: en": 0.9}, {}) == ["prompts removed: en: is no longer measured, floor 0.9"]


def test_writing_never_lowers_a_floor_nor_lifts_a_ceiling() -> None:
    held = {"core recall": 0.9, "body lost: x/y": 0.0002}

    assert floors.raised(held, {"core recall": 0.8, "body lost: x/y": 0.01}) == held


@pytest.mark.parametrize("value", [0.0, 0.93, 1.0, 2 / 3, 0.0234])
def test_a_floor_holds_the_figure_that_it_was_taken_from(value: float) -> None:
    for name in ("core recall", "body lost: x/y", "damage per million"):
        now = {name: value}

        assert floors.broken(floors.raised({}, now), now) == []
