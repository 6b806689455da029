"""What a whole document is said to be."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cleantext import Cleaner
from cleantext.cutting.cut import cut
from cleantext.deciding.verdict import BUDGETS, SMALL, verdict
from cleantext.rule import Removal

BODY = "The harbour froze over for the first time in forty years. By noon the ice had begun to crack.\n"
PAYWALL = "Subscribe now to read the full article.\n"
PROMPTS = [
    "We use cookies to improve your experience. You can change your cookie settings at any time.\n",
    "Sign up for our free newsletter and get the best stories in your inbox every morning.\n",
    "Already a subscriber? Log in to continue reading.\n",
    "© 2024 The Northgate Gazette. All rights reserved.\n",
    "Download our app to get breaking news alerts on your phone.\n",
]
OVER = "The ferry stayed in port.\n" + "".join(PROMPTS)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "ok"),
        (BODY, "ok"),
        (BODY * 4 + PROMPTS[0] + BODY * 4, "ok"),
        (BODY * 4 + PAYWALL, "truncated"),
        (BODY * 4 + PAYWALL + BODY * 4, "ok"),
        (BODY * 4 + PAYWALL + BODY * 4 + PAYWALL, "truncated"),
        (BODY * 4 + PAYWALL + BODY * 4 + PROMPTS[3], "ok"),
        ("".join(PROMPTS), "nothing_left"),
        ("\ufeff" + "".join(PROMPTS), "nothing_left"),
        (OVER, "over_budget"),
    ],
)
def test_a_verdict_tells_what_the_cuts_leave(text: str, said: str) -> None:
    assert Cleaner().inspect(text).verdict == said


def test_a_paywall_that_is_kept_truncates_nothing() -> None:
    text = BODY * 4 + PAYWALL

    assert Cleaner(keep=["paywall"]).inspect(text) == (text, (), "ok", text, None, None)
    assert Cleaner(keep=["paywall"]).inspect(text + PROMPTS[3])[:3:2] == (text, "ok")


@pytest.mark.parametrize("after", ["".join(PROMPTS[:2] + PROMPTS[3:]) * 2, "\n\n" + BODY + PROMPTS[3], " \n" * 300])
def test_what_is_cut_after_a_paywall_and_a_few_words_do_not_continue_the_article(after: str) -> None:
    assert Cleaner().inspect(BODY * 4 + PAYWALL + after).verdict == "truncated"


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_the_verdict_does_not_hang_on_the_line_ends(end: str) -> None:
    for text in (BODY * 4 + PAYWALL, "A.\n" * 20 + PROMPTS[1] * 3, OVER):
        assert Cleaner().inspect(text.replace("\n", end)).verdict == Cleaner().inspect(text).verdict


def test_a_text_over_its_budget_comes_back_as_it_was() -> None:
    result = Cleaner().inspect(OVER)

    assert (result.text, result.removed) == (OVER, ())


def test_a_whole_page_may_lose_more_than_an_article() -> None:
    assert Cleaner(profile="article").clean(OVER) == "The ferry stayed in port.\n"


@given(
    st.lists(st.tuples(st.sampled_from("x \n\u3000"), st.integers(1, 900), st.booleans()), max_size=9),
    st.sampled_from(sorted(BUDGETS.values())),
)
@example([(" ", 900, False), ("x", 900, True), ("x", 9, False)], 0.9)
def test_a_budget_is_one_of_all_letters_wherever_blanks_are(runs: list[tuple[str, int, bool]], budget: float) -> None:
    text, removed = "", []
    for letter, size, goes in runs:
        if goes:
            removed.append(Removal(len(text), len(text) + size, "app", "en/app", 1.0))
        text += letter * size
    kept = cut(text, removed)
    letters, left = text.count("x"), kept.count("x")

    assert (verdict(text, kept, removed, budget) == "over_budget") == (
        left > 0 and SMALL < letters - left > budget * letters
    )
