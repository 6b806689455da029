"""In an article on what prompts are about, advice to the reader stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from texts import PROSE

from cleantext.deciding.heuristics import supported
from cleantext.deciding.subject import _LINES, _near, is_akin
from cleantext.rule import Finding
from cleantext.thresholds import BEYOND_DOUBT

ADVICE = (
    "Sign in on the website, click on your profile picture, open your account and choose the plan that you want to end "
    "today."
)
AKIN = "Open your account and cancel the subscriptions that you no longer need, and keep each email."


@pytest.mark.parametrize(
    ("rest", "kept"), [(PROSE, False), (AKIN, True)], ids=["about a bridge", "about subscriptions"]
)
def test_a_paragraph_of_advice_stays_in_an_article_about_what_prompts_are_about(rest: str, kept: bool) -> None:
    text = f"{rest}\n" * 12 + f"{ADVICE}\nRain\n"
    finding = Finding(text.index(ADVICE), text.index(ADVICE) + len(ADVICE), "app", "learned/app", BEYOND_DOUBT - 0.001)

    assert (supported(text, [finding]) == []) == kept
    assert supported(text, [finding._replace(category="copyright")]) != []


@pytest.mark.parametrize("blank", ["\u2028", "\x85", "\x0b"])
def test_what_breaks_no_line_elsewhere_breaks_none_here(blank: str) -> None:
    assert is_akin("\n".join([AKIN.replace(" ", blank)] * 12))


@pytest.mark.parametrize(("line_break", "akin"), [("\r", False), ("\r\n", False), (" ", True)])
def test_every_line_break_ends_a_line(line_break: str, akin: bool) -> None:
    assert is_akin(line_break.join(AKIN.split()) * 12) == akin


@given(
    st.lists(
        st.sampled_from([ADVICE, AKIN, PROSE, "Read on", "\n", "\r\n", "\r", " ", "\u2028", "\ufeff"]), max_size=40
    )
)
def test_a_few_lines_at_a_time_are_as_close_to_prompts_as_all_at_once(pieces: list[str]) -> None:
    text = "".join(pieces)

    assert sum(map(_near, _LINES.findall(text))) == _near(text)
