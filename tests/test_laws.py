"""The promises of the contract, over arbitrary text and over articles put together from bodies and prompts."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import pytest
from conftest import GAPS, PROMPTS
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from texts import CLEANERS, for_each_cleaner, rules_of, some_text

from cleantext import Cleaner
from cleantext.cut import cut
from cleantext.marks import mark, unmark
from cleantext.pack import shipped
from cleantext.rule import OPTIONAL_CATEGORIES, Span

CLEANER = CLEANERS["precise"]
#: Examples for each of several cleaners.
few = settings(max_examples=15)


@for_each_cleaner
@few
@given(some_text)
def test_cleaning_twice_changes_nothing_more(cleaner: Cleaner, text: str) -> None:
    once = cleaner.clean(text)

    assert cleaner.clean(once) == once


@for_each_cleaner
@few
@given(some_text)
def test_what_stays_and_what_goes_make_up_the_input(cleaner: Cleaner, text: str) -> None:
    result = cleaner.inspect(text)

    assert result.rebuild() == text
    assert cut(text, result.removed) == result.text
    assert all(a.end <= b.start for a, b in pairwise(result.removed))
    assert all(0 <= r.start < r.end <= len(text) for r in result.removed)


@for_each_cleaner
@few
@given(some_text)
def test_every_removal_names_a_category_that_is_on_and_a_rule_of_it_that_is_on(cleaner: Cleaner, text: str) -> None:
    rules = rules_of(cleaner)
    for removal in cleaner.inspect(text).removed:
        assert removal.category in cleaner._options.categories
        assert rules[removal.rule].category == removal.category
        assert rules[removal.rule].stage == "stable"
        assert 0 < removal.score <= 1


@given(some_text)
def test_a_category_that_is_kept_is_never_cut(text: str) -> None:
    cleaner = Cleaner(keep=("subscription", "copyright"))

    assert not {"subscription", "copyright"} & {removal.category for removal in cleaner.inspect(text).removed}


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


def test_a_sentence_is_remembered_with_its_place_in_the_line() -> None:
    sentence = "PELLINGTON, 14 March – Subscribe now for unlimited access to our journalism."
    opens, follows = (
        f"Title\n\n{sentence} Rain fell on Monday for hours.\n",
        f"Title\n\nRain fell on Monday for hours. {sentence}\n",
    )
    finder = CLEANER._finder
    finder.forget()
    answers = [CLEANER.clean(text) for text in (opens, follows)]
    finder.forget()

    assert [CLEANER.clean(text) for text in (follows, opens)] == answers[::-1]


def test_a_sentence_is_remembered_with_what_found_it() -> None:
    sentence = (
        "Lataa sovelluksemme, valitse kotikuntasi ja saat ilmoituksen heti, kun lähelläsi tapahtuu Читать далее "
        "она не стала."
    )
    texts = [
        f"Il bollettino viene piegato a mano. {sentence} A privacidade é um luxo.",
        f"Rain fell for hours. {sentence} Snow came.",
    ]
    finder = CLEANER._finder
    fresh = []
    for text in texts:
        finder.forget()
        fresh.append(CLEANER.clean(text))

    finder.forget()
    assert [CLEANER.clean(text) for text in texts] == fresh
    finder.forget()
    assert [CLEANER.clean(text) for text in texts[::-1]] == fresh[::-1]


@pytest.mark.parametrize(
    "line", ["Advertisement", "Read also: Bridge opens again after nine years", "Sign up for our daily newsletter."]
)
@pytest.mark.parametrize(("before", "after"), [("", " " * 590), (" " * 590, ""), ("\u00a0" * 47, "\t")])
def test_any_number_of_blanks_around_a_line_changes_nothing(line: str, before: str, after: str) -> None:
    body = "The council met on Monday and agreed the plan for the harbour after a long debate in the hall."
    text = f"Title\n\n{body}\n\n{{}}\n\n{body}\n"
    CLEANER._finder.forget()

    assert (
        CLEANER.clean(text.format(before + line + after))
        == CLEANER.clean(text.format(line))
        == f"Title\n\n{body}\n\n{body}\n"
    )


@for_each_cleaner
@few
@given(st.lists(some_text, max_size=4))
def test_pickling_and_threads_change_nothing(cleaner: Cleaner, texts: list[str]) -> None:
    expected = [cleaner.inspect(text) for text in texts]
    copy = pickle.loads(pickle.dumps(cleaner))

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(copy.inspect, texts)) == expected


BODY = st.lists(
    st.sampled_from(
        [
            "The harbour froze over for the first time in forty years.",
            "“We walked across to the island,” said Marta Lind, a teacher. “Nobody believed us.”",
            "By noon the ice had begun to crack, and the ferry stayed in port.",
            "Der Gemeinderat vertagte die Abstimmung über den neuen Radweg.",
            "Le maire a inauguré la halle rénovée, fermée depuis deux ans.",
            "市議会は来年度の予算案を可決した。",
        ]
    ),
    min_size=2,
    max_size=8,
)
#: Lines that are whole prompts by their rules' own examples, but for those that are known gaps.
LINES = sorted(
    {
        text[span.start : span.end].strip()
        for pack in shipped()
        if pack.language in ("en", "common")
        for source in pack.sources
        if source.rule.cuts == "line"
        and source.rule.stage == "stable"
        and source.rule.category not in OPTIONAL_CATEGORIES
        for number, example in enumerate(source.remove)
        if f"remove {source.rule.id} {number}" not in GAPS["examples"]
        for text, spans in [unmark(example)]
        for span in spans
        if "\n" not in text[span.start : span.end].strip()
    }
)


@given(
    BODY,
    st.lists(st.tuples(st.integers(0, 8), st.sampled_from(LINES)), max_size=4),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
)
def test_prompts_set_between_paragraphs_leave_exactly_the_body(
    body: list[str], prompts: list[tuple[int, str]], newline: str, final: bool
) -> None:
    gap, end = newline * 2, newline if final else ""
    paragraphs = list(body)
    for place, prompt in prompts:
        paragraphs.insert(min(place, len(paragraphs)), prompt)

    result = CLEANER.inspect(gap.join(paragraphs) + end)
    # More prompts than body is a page that is left alone, which is another promise.
    assume(result.verdict != "over_budget")

    assert result.text == gap.join(body) + end


@given(
    some_text.filter(lambda text: not {"{", "}"} & set(text)),
    st.lists(st.tuples(st.integers(0, 80), st.integers(0, 80))),
)
def test_marks_are_read_back_as_they_were_written(text: str, pairs: list[tuple[int, int]]) -> None:
    """A brace in the text beside a mark may be read as part of it: marks are for people."""
    edges = sorted({min(e, len(text)) for pair in pairs for e in pair})
    spans = [Span(a, b) for a, b in zip(edges[::2], edges[1::2], strict=False)]

    assert unmark(mark(text, spans)) == (text, spans)


@given(st.text(), st.lists(st.tuples(st.integers(0, 80), st.integers(0, 80))))
def test_cut_keeps_each_character_outside_its_spans_in_order(text: str, pairs: list[tuple[int, int]]) -> None:
    spans = sorted(Span(min(p), max(p)) for p in pairs)
    gone = {i for start, end in spans for i in range(start, end)}

    assert cut(text, spans) == "".join(c for i, c in enumerate(text) if i not in gone)


def test_a_blank_at_the_end_of_a_line_stays_when_the_next_one_goes() -> None:
    assert CLEANER.clean("The road opened in May. \nAdvertisement\n") == "The road opened in May. \n"
    assert CLEANER.clean("The road opened in May. \nAdvertisement") == "The road opened in May. "
    assert CLEANER.clean("A dog ran. \nAdvertisement\n\nA cat sat.\n") == "A dog ran. \n\nA cat sat.\n"


@for_each_cleaner
@pytest.mark.parametrize("text", ["", "\ufeff", "\n", "\r\n\r\n", " ", "\0"])
def test_a_text_without_a_word_comes_back_as_it_is(cleaner: Cleaner, text: str) -> None:
    assert cleaner.inspect(text) == (text, (), "ok", text, None, None)


@pytest.mark.parametrize("text", ["Rain.", "Rain.\n\n\n"])
def test_text_without_evidence_comes_back_as_it_is(text: str) -> None:
    result = CLEANER.inspect(text)

    assert result.text is text
    assert result.removed == ()
    assert result.verdict == "ok"


@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_the_byte_order_mark_stays_whatever_ends_the_text(end: str) -> None:
    assert (
        CLEANER.clean(f"\ufeffSign up for our daily newsletter.\nThe council met on Monday.{end}")
        == f"\ufeffThe council met on Monday.{end}"
    )


@pytest.mark.parametrize(
    "text",
    [
        "“Sign up for our daily newsletter!”\n\nThe council met on Monday.",
        "“Subscribe now for unlimited access to our journalism.”",
        "– Meld deg på vårt nyhetsbrev i dag. Vi sender det hver uke.",
        "PELLINGTON, 14 March – Subscribe now for unlimited access. The boats left at dawn.",
    ],
)
def test_a_byte_order_mark_hides_no_quotation_and_no_dash(text: str) -> None:
    assert CLEANER.clean(f"\ufeff{text}") == f"\ufeff{CLEANER.clean(text)}"


def test_breaks_that_meet_do_not_become_one() -> None:
    left = CLEANER.clean("Harbour opens\r\rThe harbour opened.\rAdvertisement\n\nThe ferry sailed.\n")

    assert left == "Harbour opens\r\rThe harbour opened.\n\nThe ferry sailed.\n"


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
