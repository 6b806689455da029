"""The promises of the contract, over arbitrary text and over articles put together from bodies and prompts."""

from __future__ import annotations

from itertools import pairwise

from conftest import GAPS
from hypothesis import assume, given
from hypothesis import strategies as st
from texts import CLEANERS, few, for_each_cleaner, rules_of, some_text

from cleantext import Cleaner
from cleantext.cutting.cut import cut
from cleantext.marks import mark, unmark
from cleantext.rule import OPTIONAL_CATEGORIES, Span
from cleantext.rules.pack import shipped

CLEANER = CLEANERS["precise"]


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
        # "Watch: Ferry crosses in a storm" may be the title where it opens the text.
        paragraphs.insert(min(max(place, ": " in prompt), len(paragraphs)), prompt)

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
