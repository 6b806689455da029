"""What stands among the prompts of a line and is none of them: speech, body text, what is switched off."""

from __future__ import annotations

import pytest
from texts import CLEANERS, PROSE

from cleantext import Cleaner

LETTER, ACCESS = "Sign up for our daily newsletter.", "Subscribe now for unlimited access to our journalism."
FRONTS = "Forecasters expect two more fronts before the end of the month."
APP = "Download our app to get breaking news alerts on your phone."
CLEANER = CLEANERS["precise"]


@pytest.mark.parametrize(
    ("line", "left"),
    [
        (f"{LETTER} – {APP}", f"– {APP}"),
        (f"{PROSE} {ACCESS} – {LETTER} {PROSE}", f"{PROSE} – {LETTER} {PROSE}"),
        (f"{PROSE} {LETTER} Follow us on X {FRONTS} {PROSE}", f"{PROSE} {FRONTS} {PROSE}"),
        (f"{ACCESS} Get the free Gazette app today {FRONTS}", FRONTS),
    ],
    ids=["speech after a prompt", "speech amid body text", "glued on amid body text", "glued on in a line of prompts"],
)
def test_what_stands_among_prompts_and_is_none_stays(line: str, left: str) -> None:
    assert CLEANER.clean(f"Title\n\n{line}\n\n{PROSE}\n") == f"Title\n\n{left}\n\n{PROSE}\n"


@pytest.mark.parametrize("prompt", [LETTER, ACCESS, "Download our app."])
def test_a_prompt_known_from_elsewhere_stays_where_it_is_quoted(prompt: str) -> None:
    cleaner = Cleaner()._apart()
    quoted = f"Title\n\n{PROSE} “Rain fell. {prompt} It is free,” she said. {PROSE}\n"

    assert cleaner.clean(f"Title\n\n{PROSE} {prompt} {PROSE}\n") == f"Title\n\n{PROSE} {PROSE}\n"
    assert cleaner.clean(quoted) == quoted


def test_what_a_rule_finds_that_is_switched_off_is_not_carried_along() -> None:
    briefing = "Get the Tideline Briefing in your inbox every weekday at 7am."
    text = f"Title\n\nRain fell. {briefing} Unsubscribe at any time.\n\n{PROSE}\n"

    assert briefing not in CLEANER.clean(text)
    assert briefing in CLEANERS["rules off"].clean(text)


@pytest.mark.parametrize("headline", ["Swing Bridge opens on Monday again.", "Lock gates arrive by barge."])
def test_a_link_amid_a_paragraph_goes_with_all_of_its_headline(headline: str) -> None:
    assert CLEANER.clean(f"Title\n\n{PROSE} Read also: {headline} {PROSE}\n") == f"Title\n\n{PROSE} {PROSE}\n"


def test_a_line_that_may_be_a_prompt_goes_whole_with_what_a_rule_finds_in_it() -> None:
    line = "You have come this far, so you know what the paper costs us to make.{} Log in here to continue."
    around = f"Title\n\n{PROSE}\n\n{{}}\n\n{PROSE}\n"

    assert CLEANER.clean(around.format(line.format(""))) == f"Title\n\n{PROSE}\n\n{PROSE}\n"
    assert CLEANER.clean(around.format(line.format(f" {FRONTS}"))).count(FRONTS) == 1


def test_rules_are_tried_on_sentences_that_the_score_alone_would_leave() -> None:
    line = "Serwis wykorzystuje pliki cookie. Dalsze korzystanie ze strony oznacza zgodę na ich użycie."
    around = f"Title\n\n{PROSE}\n\n{{}}{PROSE}\n"

    assert CLEANER.clean(around.format(f"{line}\n\n")) == around.format("")
