"""The edges of what guards, heuristics and decisions read: neighbours, headings, and what goes along."""

from __future__ import annotations

import pytest

from cleantext.cutting.cut import cut
from cleantext.cutting.widen import removals
from cleantext.deciding.decide import settle
from cleantext.deciding.heuristics import covered, enough, supported
from cleantext.deciding.links import link_runs
from cleantext.finding.guard import dateline, opens_speech
from cleantext.reading.moved import carried, moved, touched_lines
from cleantext.rule import Finding, Removal, Span
from cleantext.thresholds import APART, BEYOND_DOUBT, RULE, STRONG, SURE

PROSE = "The council voted by nine to four on Tuesday night to keep the old swing bridge open until the spring."
AKIN = "Open your account and cancel the subscriptions that you no longer need, and keep each email."


def found(text: str, piece: str, score: float = 0.85, category: str = "app") -> Finding:
    start = text.index(piece)
    return Finding(start, start + len(piece), category, "en/a", score)


def test_a_dash_with_nothing_between_it_and_the_word_opens_no_speech() -> None:
    assert [opens_speech(text, 0) for text in ("–50 percent today.", "– Wait.")] == [False, True]


def test_a_word_that_only_begins_in_capitals_is_no_place() -> None:
    assert dateline("NATOs leader spoke – Subscribe now.", 0, 35) == 0


def test_of_findings_that_start_together_the_longest_stays_and_of_equal_ones_the_surest() -> None:
    short, long = Finding(0, 5, "app", "en/a", RULE), Finding(0, 9, "social", "en/b", 0.8)
    sure = long._replace(score=0.9)

    assert settle([short, long, sure]) == settle([sure, long, short]) == [sure]


@pytest.mark.parametrize(
    ("line", "goes"),
    [
        ("3. Join us", True),
        ("\ufeffJoin us", True),
        ("12. Join us", True),
        ("123. Join us", False),
        ("In 3. Join us", False),
        ("3 boats. Join us", False),
    ],
)
def test_a_lists_number_and_a_byte_order_mark_go_along_with_their_line(line: str, goes: bool) -> None:
    text = f"Rain.\n{line}\nSnow.\n"
    (removal,) = removals(text, [found(text, "Join us")])

    assert (text[: removal.start] + text[removal.end :] == "Rain.\nSnow.\n") == goes


def test_sentences_that_end_a_line_leave_no_blank_and_share_none() -> None:
    text = "Rain fell. Join us. Buy now."
    first, second = removals(text, [found(text, "Join us."), found(text, "Buy now.")])

    assert first.end <= second.start
    assert text[: first.start] + text[first.end : second.start] + text[second.end :] == "Rain fell."


def test_a_byte_order_mark_hides_no_line() -> None:
    assert covered("Rain.\n\ufeffScan it\nSnow.", Finding(7, 14, "app", "en/a", 0.9)) == Span(6, 14)


def test_a_neighbour_too_long_to_read_is_prose() -> None:
    long = "harbour bridge " * 50
    text = f"Title\n\n{long}\nScan it\n{long}\n"

    assert enough(text, Span(text.index("Scan"), text.index("Scan") + 7)) == SURE


def test_a_short_statement_is_prose_only_between_paragraphs() -> None:
    for above, below, needed in (("Menu", "Home", APART), (PROSE, PROSE, BEYOND_DOUBT)):
        text = f"Title\n\n{above}\nSee you soon.\n{below}\n"

        assert enough(text, Span(text.index("See"), text.index("See") + 13)) == needed


@pytest.mark.parametrize(("after", "kept"), [("\n\n", True), ("\n\nRain fell.\n", False)])
def test_the_opening_line_is_a_title_only_where_more_text_follows(after: str, kept: bool) -> None:
    text = f"Scan the code{after}"

    assert bool(supported(text, [found(text, "Scan the code", 0.95)])) == kept


@pytest.mark.parametrize(
    ("below", "kept"),
    [
        ("Harbour bridge opens again", True),
        ("Open again", False),
        ("The harbour bridge is open again.", False),
        (PROSE, False),
        ("Harbour bridge opens again " * 8, False),
    ],
    ids=["a title", "too short", "a statement", "a paragraph", "too long"],
)
def test_the_opening_line_is_the_less_a_title_if_the_next_line_may_be_one(below: str, kept: bool) -> None:
    text = f"Scan the code\n\n{below}\n\n{PROSE}\n"

    assert bool(supported(text, [found(text, "Scan the code", 0.98)])) == kept


def test_what_goes_below_the_opening_line_is_no_title() -> None:
    text = f"Scan the code\n\nHarbour bridge opens again\n\n{PROSE}\n"
    below = found(text, "Harbour bridge opens again", RULE)

    assert supported(text, [found(text, "Scan the code", 0.98), below]) == [below]


@pytest.mark.parametrize(
    ("above", "line", "below", "needed"),
    [
        ("Cut the onions into thin rings", "Choose a password", "Bake for twenty minutes", SURE),
        ("Cut the onions into thin rings", "Choose a password", "Log in", STRONG),
        ("Sign up", "Choose a password", "Log in", APART),
        (
            "Cut the onions into thin rings",
            "Choose a password that nobody knows, and write it down here and now",
            "Bake",
            APART,
        ),
    ],
    ids=["between steps", "beside a step", "between buttons", "longer than a step"],
)
def test_an_item_between_items_must_be_as_sure_as_between_paragraphs(
    above: str, line: str, below: str, needed: float
) -> None:
    text = f"{above}\n{line}\n\n{below}\n"

    assert enough(text, Span(len(above) + 1, len(above) + 1 + len(line))) == needed


@pytest.mark.parametrize(("more", "kept"), [(186, False), (187, True)])
def test_an_opening_line_longer_than_a_title_is_a_paragraph(more: int, kept: bool) -> None:
    text = f"Scan the code{'!' * more}\n\n{PROSE}\n"

    assert bool(supported(text, [found(text, text.partition("\n")[0], 0.95)])) == kept


@pytest.mark.parametrize(("title", "gone"), [("Bridge:", True), ("Bridge: what the keeper heard", False)])
def test_a_heading_of_links_is_no_headline(title: str, gone: bool) -> None:
    text = f"{title}\n\n{PROSE}\n"

    assert bool(supported(text, [found(text, title, RULE, "related")])) == gone


@pytest.mark.parametrize(("rest", "gone"), [(PROSE, True), (AKIN, False)])
def test_a_part_of_a_line_may_be_advice_however_short(rest: str, gone: bool) -> None:
    text = f"{rest}\n" * 5 + f"{rest} Cancel today.\n"

    assert bool(supported(text, [found(text, "Cancel today.", BEYOND_DOUBT - 0.001)])) == gone


def test_a_heading_that_is_not_sure_takes_no_links_along() -> None:
    text = "Related articles\n- Bridge opens again\n- Ferry sold\n\nRain fell."
    headings = [found(text, "Related articles", score, "related") for score in (SURE, SURE - 0.001)]

    assert [len(link_runs(text, [heading])) for heading in headings] == [3, 1]


def test_a_paragraph_with_a_bullet_ends_a_run_of_links() -> None:
    text = f"Related articles\n- Bridge opens again\n- Ferry sold\n- {PROSE}\n- Harbour shut\n\nRain fell.\n"
    links = link_runs(text, [found(text, "Related articles", RULE, "related")])

    assert [text[f.start : f.end] for f in links[1:]] == ["- Bridge opens again", "- Ferry sold"]


@pytest.mark.parametrize(
    ("cuts", "left", "touched"),
    [
        ([(8, 12), (12, 15)], "One.\nTwo, four.\nFive.\n", [(5, 15)]),
        ([(8, 9), (15, 16)], "One.\nTwo three four.\nFive.\n", [(5, 20)]),
        ([(5, 10), (10, 23)], "One.\nFive.\n", []),
        ([(10, 29)], "One.\nTwo, ", [(5, 10)]),
    ],
    ids=["side by side", "two in a line", "all of a line", "the rest of the text"],
)
def test_a_line_that_lost_a_part_is_touched_once(
    cuts: list[tuple[int, int]], left: str, touched: list[tuple[int, int]]
) -> None:
    before, removed = "One.\nTwo, three, four.\nFive.\n", [Removal(*span, "", "", 1) for span in cuts]

    assert cut(before, removed) == left
    assert touched_lines(before, left, removed) == touched


def test_a_finding_moves_with_its_line_unless_a_cut_or_a_touched_line_has_it() -> None:
    kept, cut_away, touched = (Finding(a, b, "app", "en/a", 0.5) for a, b in ((30, 34), (6, 9), (14, 18)))
    cuts = [Removal(5, 10, "", "", 1)]

    assert [*moved([kept, cut_away, touched], cuts, [Span(8, 20)])] == [kept._replace(start=25, end=29)]


def test_a_cut_across_two_earlier_ones_becomes_three() -> None:
    removed = [Removal(2, 4, "", "", 1), Removal(6, 8, "", "", 1)]
    cuts = [Removal(1, 5, "", "", 1), Removal(5, 6, "", "", 1)]

    assert [r[:2] for r in carried(12, removed, cuts)] == [(1, 2), (4, 6), (8, 9), (9, 10)]


@pytest.mark.parametrize(("others", "kept"), [(3, True), (2, False)])
def test_a_question_in_an_interview_is_one_more(others: int, kept: bool) -> None:
    asked = "".join(f"What did you see at lock {number}?\n\n{PROSE}\n\n" for number in range(others))
    text = f"Title\n\n{PROSE}\n\n{asked}Do you send letters?\n\n{PROSE}\n"
    weak, sure = (found(text, "Do you send letters?", score) for score in (0.95, BEYOND_DOUBT))

    assert (supported(text, [weak]) == []) == kept
    assert supported(text, [sure]) == [sure]
