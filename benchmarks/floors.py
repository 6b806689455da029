"""Floors under the figures: their best values, in ``floors.json``, enforced by ``tests/test_floors.py``.

There are two kinds. Shares of the project's own fixtures (prompts removed, body kept, by language) need nothing
else. Figures on scraped pages need a folder of them (`pages`) and hold for exactly the pages they were measured on, so
their group is named by a digest. ``quality.py --write`` raises floors and never lowers one: that is done by hand, and
the commit says why.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from cases import Cases
from tally import CORE, Figures

from cleantext import Cleaner

FILE = Path(__file__).with_name("floors.json")
FIXTURES = Path(__file__).parent.parent / "fixtures"
#: What stands around a fixture: an article of two paragraphs.
BEFORE, AFTER = "The bridge reopened on Monday.\n\n", "\n\nTraffic returned within the hour.\n"
PROMPTS, BODY, SCRAPED = "prompts removed", "body kept", "scraped pages"

Values = Mapping[str, float]


class Figure(NamedTuple):
    """How a group of values is held: as floors (``least``) or as ceilings, rounded to ``step``."""

    least: bool
    step: float


#: The steps are coarse enough that one word breaks no floor.
KINDS = {
    PROMPTS: Figure(least=True, step=0.001),
    BODY: Figure(least=True, step=0.001),
    "core recall": Figure(least=True, step=0.001),
    "damage per million": Figure(least=False, step=10),
    "body lost": Figure(least=False, step=0.0001),
}


def kind_of(name: str) -> Figure:
    """Return how the value *name* is held; its group is named before the colon.

    >>> kind_of("body lost: daniel/trafilatura").least
    False
    """
    return KINDS[name.partition(":")[0]]


def fixture_values() -> dict[str, float]:
    """Clean every prompt and look-alike of the fixtures, each in its own article; return shares by language."""
    cleaner = Cleaner()
    values = {}
    for path in sorted((FIXTURES / "wordings").glob("*.tsv")):
        rows = [row.split("\t", 1) for row in path.read_text("utf-8").splitlines()]
        prompts = [text for label, text in rows if label != "body"]
        gone = sum(cleaner.clean(BEFORE + prompt + AFTER) == BEFORE + AFTER.lstrip("\n") for prompt in prompts)
        values[f"{PROMPTS}: {path.stem}"] = gone / len(prompts)
        sentences = [BEFORE + text + AFTER for label, text in rows if label == "body"]
        values[f"{BODY}: {path.stem}"] = sum(cleaner.clean(text) == text for text in sentences) / len(sentences)
    return values


def scraped_values(figures: Figures) -> dict[str, float]:
    """Return the values that are held on scraped pages: core recall, damage, body lost by source and extractor."""
    values = {"core recall": figures.recall(CORE).value, "damage per million": figures.per_million}
    lost = {f"body lost: {source}/{extractor}": lift.body.value for (source, extractor), lift in figures.lift.items()}
    return values | dict(sorted(lost.items()))


def digest(cases: Cases) -> str:
    """Return a name for *cases*, the same for the same pages, texts and labels."""
    parts = sorted(
        f"{text.extractor} {text.page.id if text.page else ''} {text.labelled} {text.text}" for text in cases.texts
    )
    parts += sorted(page.body for page in cases.pages)
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def load() -> dict[str, dict[str, float]]:
    """Read the floors: groups such as ``fixtures`` or ``scraped pages, precise, 0123…`` to their values."""
    groups: dict[str, dict[str, float]] = json.loads(FILE.read_text("utf-8")) if FILE.exists() else {}
    return groups


def save(groups: Mapping[str, Values]) -> None:
    """Write the floors."""
    FILE.write_text(json.dumps(groups, indent=1, ensure_ascii=False) + "\n", "utf-8")


def scraped_group(profile: str, cases: Cases) -> str:
    """Return the name of the group that holds the floors of *profile* on *cases*."""
    return f"{SCRAPED}, {profile}, {digest(cases)}"


def broken(floors: Values, now: Values) -> list[str]:
    """Return a sentence for each floor or ceiling that *now* does not hold.

    >>> broken({"core recall": 0.9}, {"core recall": 0.85})
    ['core recall: 0.85, floor 0.9']
    """
    found = []
    for name, floor in floors.items():
        if name not in now:
            found.append(f"{name}: is no longer measured, {_word(name)} {floor:g}")
        elif (now[name] < floor) if kind_of(name).least else (now[name] > floor):
            found.append(f"{name}: {now[name]:.5g}, {_word(name)} {floor:g}")
    return found


def raised(floors: Values, now: Values) -> dict[str, float]:
    """Return *floors*, raised to *now* where that is better.

    >>> raised({"core recall": 0.9, "damage per million": 300}, {"core recall": 0.85, "damage per million": 205.5})
    {'core recall': 0.9, 'damage per million': 210}
    """
    new = dict(floors)
    for name, value in now.items():
        least, step = kind_of(name)
        # Rounding must not turn a share of exactly 0.93 into the step below.
        held = round((math.floor(value / step + 1e-6) if least else math.ceil(value / step - 1e-6)) * step, 6)
        new[name] = held if name not in new else max(new[name], held) if least else min(new[name], held)
    return new


def _word(name: str) -> str:
    return "floor" if kind_of(name).least else "ceiling"
