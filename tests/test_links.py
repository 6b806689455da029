"""Links go along with their heading, and a line with the lead that gives it away; what reads on in prose stays."""

from __future__ import annotations

import pytest
from texts import PROSE

from cleantext import clean
from cleantext.deciding.links import link_runs
from cleantext.rule import Finding


@pytest.mark.parametrize(
    "headline",
    ["'It's a disgrace,' says the keeper of the old swing bridge", "The minister resigned on Tuesday after nine years"],
)
@pytest.mark.parametrize(
    ("lead", "gone"), [("Read also", True), ("Mehr zum Thema", True), ("The minister", False), ("In the end", False)]
)
def test_a_lead_gives_its_line_away_whatever_headline_follows(lead: str, gone: bool, headline: str) -> None:
    line = f"{lead}: {headline}\n\n"

    assert clean(f"Title\n\n{PROSE}\n\n{line}{PROSE}\n") == f"Title\n\n{PROSE}\n\n{'' if gone else line}{PROSE}\n"


@pytest.mark.parametrize("line", ["Inhoud: 350 gram", "Inhoud: 600 gram"])
def test_what_is_too_short_for_a_headline_makes_no_lead(line: str) -> None:
    text = f"Title\n\n{PROSE}\n\nTomaten\n{line}\nPeper\n\n{PROSE}\n"

    assert clean(text) == text


def test_a_lead_that_is_not_sure_stays_even_between_short_lines() -> None:
    assert "Interview" in clean(
        f"Title\n\n{PROSE}\n\nMenu\nInterview: The minister resigned after nine years\nHome\n\n{PROSE}\n"
    )


@pytest.mark.parametrize(
    "line",
    [
        "Read more: that is the only advice the novelist gives to young writers.",
        "Lire aussi : c’est ce que répétait l’instituteur à ses élèves.",
        "Auch interessant: die Kellertreppe ist acht Jahrhunderte alt.",
        "– You may also like: my cousin, he said with a grin.",
    ],
)
def test_a_sentence_that_goes_on_after_a_colon_is_no_link(line: str) -> None:
    for text in (f"Title\n\n{PROSE}\n\n{line}\n\n{PROSE}\n", f"Title\n\n{PROSE} {line} {PROSE}\n"):
        assert clean(text) == text


LINKS = "Related articles\n{}\n\nRain fell on Monday.\n"


@pytest.mark.parametrize(
    ("block", "gone"),
    [
        ("- Bridge opens again\n- Ferry sold for scrap", True),
        ("Bridge opens again\nFerry sold for scrap", True),
        ("\n• Bridge opens again\n• Ferry sold for scrap.", True),
        ("Bridge opens again", False),
        (f"Bridge opens again\n{PROSE}", False),
        (f"{PROSE}\n- Bridge opens again", False),
        ("The bridge opens again.\nThe ferry was sold for scrap.", False),
    ],
    ids=["bullets", "no stops", "after a blank line", "one line", "prose after one", "prose first", "sentences"],
)
def test_links_go_along_with_their_heading_and_prose_does_not(block: str, gone: bool) -> None:
    left = clean(f"Title\n\n{LINKS.format(block)}")

    assert "Related" not in left
    assert ("Bridge opens" not in left and "bridge opens" not in left) == gone
    assert PROSE not in block or PROSE in left


@pytest.mark.parametrize(
    ("end", "left"),
    [
        ("", ""),
        ("\n\nFerry sold for scrap\n\n© 2024 The Harbour Post\n", ""),
        (f"\n\n{PROSE}\n", f"Bridge opens again\n\n{PROSE}\n"),
        ("\n\nRain fell.\n", "Bridge opens again\n\nRain fell.\n"),
    ],
    ids=["a single one", "and a notice", "and a paragraph", "and a sentence"],
)
def test_links_go_along_with_their_heading_where_nothing_else_follows(end: str, left: str) -> None:
    assert (
        clean(f"Title\n\n{PROSE}\n\nRelated articles\n\nBridge opens again{end}").rstrip()
        == f"Title\n\n{PROSE}\n\n{left}".rstrip()
    )


@pytest.mark.parametrize("heading", ["Related: Bridge opens again", "相关阅读：大桥重新开放"])
def test_a_link_with_its_lead_is_no_heading_of_others(heading: str) -> None:
    text = f"{heading}\nRain fell\nSnow came\n\n{PROSE}"
    link = Finding(0, len(heading), "related", "en/related-heading", 1.0)

    assert link_runs(text, [link]) == [link]


def test_a_line_of_which_a_part_goes_anyway_is_no_link() -> None:
    text = "Related articles\nBridge opens again: app"
    partly = Finding(17, 34, "navigation", "learned/navigation", 0.9)

    assert link_runs(text, [Finding(0, 16, "related", "en/related-heading", 1.0), partly])[1:] == [partly]


HEADING = Finding(0, 16, "related", "en/related-heading", 1.0)


def rows(number: int) -> str:
    return "".join(f"Bridge opens for the {n}th time\n" for n in range(number))


@pytest.mark.parametrize(("number", "gone"), [(6, 6), (7, 0)])
def test_more_lines_without_bullets_than_a_list_has_may_be_the_article(number: int, gone: int) -> None:
    assert len(link_runs(f"Related articles\n{rows(number)}\nRain fell.\n", [HEADING])[1:]) == gone


@pytest.mark.parametrize(("number", "gone"), [(39, 1), (40, 0)])
def test_a_single_link_goes_only_if_the_end_is_near(number: int, gone: int) -> None:
    text = f"Related articles\nBridge opens again\n\n{rows(number)}"
    rest = Finding(text.index("\n\n") + 2, len(text) - 1, "navigation", "learned/navigation", 0.99)

    assert len(link_runs(text, [HEADING, rest])) - 2 == gone


@pytest.mark.parametrize(("last", "gone"), [("Ferry sold for scrap soon", 2), ("Ferry sold for scrap now", 0)])
def test_a_line_before_the_prose_that_is_shorter_than_a_headline_may_be_its_subhead(last: str, gone: int) -> None:
    heading = HEADING._replace(start=len(PROSE) + 1, end=len(PROSE) + 17)
    text = f"{PROSE}\nRelated articles\nBridge opens again for the boats\n{last}\n{PROSE}\n"

    assert len(link_runs(text, [heading])[1:]) == gone


HEADLINES = "Ferry company sold to its rival from across the bay\nWho pays for the new lock gates?"


@pytest.mark.parametrize(
    ("above", "between", "kept"),
    [
        (PROSE, HEADLINES, ""),
        (PROSE, HEADLINES.replace("\n", "\n\n"), ""),
        (PROSE, f"{HEADLINES}\nA long wait", "A long wait\n"),
        (PROSE, f"{HEADLINES}\n14 March: the gates arrive", "14 March: the gates arrive\n"),
        (PROSE, HEADLINES.splitlines()[0], f"{HEADLINES.splitlines()[0]}\n"),
        ("Bridge stays open", HEADLINES, f"{HEADLINES}\n"),
    ],
    ids=["headlines", "blank lines between", "a subhead", "a date", "one alone may be a subhead", "no prose above"],
)
def test_headlines_between_a_heading_and_the_rest_of_the_article_go(above: str, between: str, kept: str) -> None:
    text = f"Title of the article\n{PROSE}\n{above}\nRelated articles\n{between}\n{PROSE}\n{PROSE}\n"

    assert clean(text) == f"Title of the article\n{PROSE}\n{above}\n{kept}{PROSE}\n{PROSE}\n"
