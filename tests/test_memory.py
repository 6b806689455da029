"""The same answer whatever was cleaned before, in a batch, in threads, from a copy, or with idle rules beside it."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from conftest import PROMPTS
from hypothesis import given
from hypothesis import strategies as st
from texts import CLEANERS, few, for_each_cleaner, some_text

from cleantext import Cleaner

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


def test_a_pack_that_finds_nothing_changes_no_answer(tmp_path: Path) -> None:
    pack = tmp_path / "own.toml"
    pack.write_text(
        'language = "user"\ncategory = "social"\n[[rule]]\n'
        'id = "none"\nstage = "stable"\nwhy = "Nothing."\ncuts = "line"\n'
        'patterns = ["zqzqzq xyzzy"]\nremove = ["Rain.\\n{--zqzqzq xyzzy\\n--}Snow.\\n"]\nkeep = ["zqzqzq fell.\\n"]\n',
        "utf-8",
    )
    own = Cleaner(packs=[pack])
    prose = "The council met on Monday and agreed the plan for the harbour after a long debate in the hall."
    texts = [
        form.format(prompt, prose)
        for _, _, prompt in PROMPTS[::9]
        for form in ("T\n\n{1}\n\n{0}\n\n{1}", "T\n{1} {0} {1}")
    ]

    assert [own.clean(text) for text in texts] == [CLEANER.clean(text) for text in texts]
