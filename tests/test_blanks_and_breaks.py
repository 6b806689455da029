"""Blanks, line breaks and byte order marks: they change no decision, and come out as they went in."""

from __future__ import annotations

import pytest
from texts import CLEANERS, for_each_cleaner

from cleantext import Cleaner

CLEANER = CLEANERS["precise"]


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


def test_a_blank_at_the_end_of_a_line_stays_when_the_next_one_goes() -> None:
    assert CLEANER.clean("The road opened in May. \nAdvertisement\n") == "The road opened in May. \n"
    assert CLEANER.clean("The road opened in May. \nAdvertisement") == "The road opened in May. "
    assert CLEANER.clean("A dog ran. \nAdvertisement\n\nA cat sat.\n") == "A dog ran. \n\nA cat sat.\n"


def test_breaks_that_meet_do_not_become_one() -> None:
    left = CLEANER.clean("Harbour opens\r\rThe harbour opened.\rAdvertisement\n\nThe ferry sailed.\n")

    assert left == "Harbour opens\r\rThe harbour opened.\n\nThe ferry sailed.\n"


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
