"""What a whole document is said to be."""

from __future__ import annotations

import pytest

from cleantext import Cleaner

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
        ("".join(PROMPTS), "nothing_left"),
        (OVER, "over_budget"),
    ],
)
def test_a_verdict_tells_what_the_cuts_leave(text: str, said: str) -> None:
    assert Cleaner().inspect(text).verdict == said


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_the_verdict_does_not_hang_on_the_line_ends(end: str) -> None:
    for text in (BODY * 4 + PAYWALL, "A.\n" * 20 + PROMPTS[1] * 3, OVER):
        assert Cleaner().inspect(text.replace("\n", end)).verdict == Cleaner().inspect(text).verdict


def test_a_text_over_its_budget_comes_back_as_it_was() -> None:
    result = Cleaner().inspect(OVER)

    assert (result.text, result.removed) == (OVER, ())


def test_a_whole_page_may_lose_more_than_an_article() -> None:
    assert Cleaner(profile="article").clean(OVER) == "The ferry stayed in port.\n"
