"""What stands in quotation marks is speech, whichever marks a language uses, and what stands outside is not."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleantext import clean
from cleantext.reading.quotations import Quotations
from cleantext.rule import Span

PROMPT = "Subscribe now for unlimited access to our journalism."
ARTICLE = "The bridge reopened on Monday.\n\n{}\n\nTraffic returned within the hour.\n"
MARKS = ["“”", "„“", "„”", "””", "«»", "»«", "‘’", "‚‘", "「」", "『』", '""', "''", "＂＂"]


@pytest.mark.parametrize("marks", MARKS)
def test_a_prompt_that_somebody_says_stays(marks: str) -> None:
    line = f"{marks[0]}It was cold in March. {PROMPT} That is what they told us{marks[1]}, said the keeper."
    assert clean(ARTICLE.format(line)) == ARTICLE.format(line)


@pytest.mark.parametrize("marks", [marks for marks in MARKS if marks != "””"])
def test_a_quotation_inside_another_does_not_end_it(marks: str) -> None:
    line = f"“She read the {marks[0]}Courier{marks[1]} aloud to me. {PROMPT} That was all,” said the keeper."
    assert clean(ARTICLE.format(line)) == ARTICLE.format(line)


@pytest.mark.parametrize("prompt", ["Log in or subscribe.", "Please enter a valid email address.", PROMPT])
def test_a_prompt_set_into_speech_carries_no_sentence_of_it_along(prompt: str) -> None:
    line = f"“I stood at the till. You have reached your limit of four free stories. {prompt} Nobody did,” she said."
    assert "You have reached your limit of four free stories." in clean(ARTICLE.format(line))


@pytest.mark.parametrize(
    "before",
    [
        "Music of the '90s mattered to him. “",
        "The ‘60s, ‘70s, ‘80s and ‘90s were good. “",
        "The '60s, '70s, '80s and '90s were good. “",
        'He said:"',
        "He said, „",
    ],
)
def test_what_stands_before_a_quotation_does_not_hide_it(before: str) -> None:
    line = f"{before}The mill stood empty. {PROMPT} Nobody did.”"
    assert clean(ARTICLE.format(line)) == ARTICLE.format(line)


def test_a_very_long_quotation_is_speech_at_its_beginning_at_least() -> None:
    mill = "The mill at the bend of the river stood empty for the rest of that year. "
    line = f"“{mill * 14}{PROMPT} {mill * 16}”"
    assert clean(ARTICLE.format(line)) == ARTICLE.format(line)


def test_a_quotation_that_the_next_paragraph_goes_on_with_is_speech() -> None:
    assert clean(ARTICLE.format(f"“{PROMPT}")) == ARTICLE.format(f"“{PROMPT}")


@pytest.mark.parametrize("before", ['The 5" screen is new.', "The readers' vote is over.", "Rain in the '90s.", ""])
def test_a_mark_that_opens_no_quotation_protects_no_prompt(before: str) -> None:
    assert PROMPT not in clean(ARTICLE.format(f"{before} {PROMPT}".strip()))


def test_a_name_in_quotation_marks_does_not_make_a_prompt_a_report() -> None:
    assert "Post" not in clean(ARTICLE.format("This text first appeared in the “Harbour Post”."))


@pytest.mark.parametrize(
    ("text", "span", "speech"),
    [
        ("„Jetzt abonnieren!“", (0, 19), True),
        ("“Subscribe now. It is cheap,” she said.", (0, 15), True),
        ('Wait. "Subscribe now.\nIt is cheap."', (6, 21), False),
        ("“Rain” fell on “us. Snow” came.", (0, 19), False),
        ('"' + "Rain fell. " * 200 + "Subscribe now.", (2201, 2215), False),
        ('5" of rain. ' + "Snow. " * 400 + 'He said: "Wait. Subscribe now." And went.', (2428, 2442), True),
    ],
    ids=[
        "closed by what opens another",
        "closed in a later sentence",
        "closed in another line",
        "another opened within",
        "never closed",
        "opened after a mark that never closed",
    ],
)
def test_speech_is_what_a_quotation_holds(text: str, span: tuple[int, int], speech: bool) -> None:
    assert Quotations(text, 0).is_speech(Span(*span)) == speech


@given(st.text(alphabet="ab. \"'“”„«»‘’‚「」\n", max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_what_is_asked_of_quotations_agrees_with_their_spans(text: str, here: int, there: int) -> None:
    start, end = sorted((min(here, len(text)), min(there, len(text))))
    quotations = Quotations(text, 0)
    spans = quotations.spans
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    assert "\n" not in "".join(text[a:b] for a, b in spans)
    assert quotations.is_open(start) == any(a < start < b for a, b in spans)
    assert len(quotations.within(Span(start, end))) == sum(a < end and b > start for a, b in spans)
    assert len(quotations.outside(Span(start, end))) <= end - start
