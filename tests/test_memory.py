"""The same answer whatever was cleaned before, in a batch, in threads, from a copy, or with idle rules beside it."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from command_line import PACK
from conftest import PROMPTS
from hypothesis import given
from hypothesis import strategies as st
from texts import CLEANERS, few, for_each_cleaner, no_numpy, some_text

from cleantext import Cleaner
from cleantext.rule import OPTIONAL_CATEGORIES

CLEANER = CLEANERS["precise"]


@for_each_cleaner
@few
@given(st.lists(some_text, max_size=5))
def test_a_batch_gives_the_answers_of_one_by_one(cleaner: Cleaner, texts: list[str]) -> None:
    assert list(cleaner.clean_many(texts)) == [cleaner.clean(text) for text in texts]


@for_each_cleaner
@few
@given(some_text, some_text)
def test_what_was_cleaned_before_changes_no_answer(cleaner: Cleaner, before: str, text: str) -> None:
    finder = cleaner._finder
    finder.forget()
    fresh = cleaner.inspect(text)
    finder.forget()
    cleaner.inspect(before)

    assert cleaner.inspect(text) == fresh


DATED = "PELLINGTON, 14 March – Subscribe now for unlimited access to our journalism."
MIXED = (
    "Lataa sovelluksemme, valitse kotikuntasi ja saat ilmoituksen heti, kun lähelläsi tapahtuu Читать далее "
    "она не стала."
)


@pytest.mark.parametrize(
    "texts",
    [
        pytest.param(
            [
                f"Title\n\n{DATED} Rain fell on Monday for hours.\n",
                f"Title\n\nRain fell on Monday for hours. {DATED}\n",
            ],
            id="its place in the line",
        ),
        pytest.param(
            [
                f"Il bollettino viene piegato a mano. {MIXED} A privacidade é um luxo.",
                f"Rain fell for hours. {MIXED} Snow came.",
            ],
            id="what found it",
        ),
    ],
)
def test_a_sentence_is_remembered_with_all_that_its_answer_depends_on(texts: list[str]) -> None:
    finder = CLEANER._finder
    fresh = []
    for text in texts:
        finder.forget()
        fresh.append(CLEANER.clean(text))

    finder.forget()
    assert [CLEANER.clean(text) for text in texts] == fresh
    finder.forget()
    assert [CLEANER.clean(text) for text in texts[::-1]] == fresh[::-1]


@for_each_cleaner
@few
@given(st.lists(some_text, max_size=4))
def test_pickling_and_threads_change_nothing(cleaner: Cleaner, texts: list[str]) -> None:
    expected = [cleaner.inspect(text) for text in texts]
    copy = pickle.loads(pickle.dumps(cleaner))

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(copy.inspect, texts)) == expected


PROSE = "The council met on Monday and agreed the plan for the harbour after a long debate in the hall."
FORMS = ("T\n\n{1}\n\n{0}\n\n{1}", "T\n{1} {0} {1}", "{0}\n{1}")
#: What rules of optional categories find, which read as body text do, and what two rules find.
AND = ["Tags: Pellington, transport, council", "Updated on 3 May 2023", "Photo: Jane Doe", "Share on Facebook"]


@pytest.mark.parametrize(
    "options",
    [
        pytest.param({}, id="precise"),
        pytest.param({"remove": OPTIONAL_CATEGORIES}, id="optional categories"),
        pytest.param({"profile": "article"}, id="article", marks=no_numpy),
        pytest.param({"profile": "article", "keep": ["navigation"]}, id="article without the judge"),
        pytest.param({"profile": "article", "keep": ["navigation"], "remove": ["credit"]}, id="credits"),
    ],
)
def test_a_pack_that_finds_nothing_changes_no_answer(tmp_path: Path, options: dict[str, Any]) -> None:
    pack = tmp_path / "own.toml"
    pack.write_text(PACK, "utf-8")
    shipped, own = Cleaner(**options), Cleaner(**options, packs=[pack])

    for prompt in (*AND, *(prompt for _, _, prompt in PROMPTS[::9])):
        for form in FORMS:
            text = form.format(prompt, PROSE)
            assert own.inspect(text) == shipped.inspect(text)


def test_one_optional_category_brings_no_other() -> None:
    text = "\n\n".join(["T", PROSE, *AND[:3], PROSE])
    cleaners = [
        Cleaner(**options, remove=["credit"]) for options in ({}, {"profile": "article", "keep": ["navigation"]})
    ]

    assert [[cut.category for cut in cleaner.inspect(text).removed] for cleaner in cleaners] == [["credit"]] * 2
