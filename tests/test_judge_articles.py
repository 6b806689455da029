"""The judge in plain cases: an article stays, the page around it goes, and each decision has its reasons."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import FIXTURES, PROMPTS, read
from hypothesis import given, settings
from hypothesis import strategies as st
from judge_texts import ARTICLE, PAGE, PROSE, left_of

from cleantext import Cleaner
from cleantext.deciding.heuristics import is_prose
from cleantext.judging.judge import explain, lines_outside
from cleantext.reading.segment import lines as lines_of

pytest.importorskip("numpy")


def test_the_article_is_isolated_from_a_page() -> None:
    """Menus, teasers and footers go; the paragraphs stay, and so does the title."""
    left = left_of(PAGE)

    assert ARTICLE in left
    assert "Weather" not in left
    assert "Privacy" not in left
    assert "All rights reserved" not in left


@pytest.mark.parametrize("text", [ARTICLE, *PROSE.values()], ids=["english", *PROSE])
def test_a_clean_article_stays_whole(text: str) -> None:
    """Short articles keep every line, in languages with and without blanks, trained on or not."""
    assert lines_outside(text) == []


@pytest.mark.parametrize("path", sorted((FIXTURES / "articles").glob("clean-*.txt")), ids=lambda path: path.stem)
def test_an_article_without_boilerplate_loses_no_paragraph(path: Path) -> None:
    """Bylines may go, and a subhead or an answer of a few words; interviews, recipes and guides keep what they say."""
    text = read(path)

    assert not [
        removal
        for removal in Cleaner(profile="article").inspect(text).removed
        if is_prose(text[removal.start : removal.end])
    ]


@pytest.mark.parametrize("line", ["Rain.", "Menu", "Home | News | Sport"])
def test_a_text_of_one_line_is_left_alone(line: str) -> None:
    """There is nothing to compare it with."""
    assert lines_outside(line) == lines_outside(f"\n{line}\n\n") == []


def test_a_text_of_which_nothing_would_be_left_loses_nothing() -> None:
    """It is more likely an article of an unknown kind than none."""
    menu = PAGE[: PAGE.index("Bridge to close")]

    assert lines_outside(menu) == []
    assert menu.splitlines()[0] not in left_of(menu + ARTICLE).splitlines()


@pytest.mark.parametrize(
    "strong", ["Sign up for our daily newsletter.", "Subscribe now to read on.", "Follow us on Facebook."]
)
def test_what_goes_by_itself_goes_beside_the_judge_too(strong: str) -> None:
    """A weak prompt keeps the support of a part of a line, although that part is cut before the judge looks."""
    precise, article = Cleaner(), Cleaner(profile="article")
    first, second, third, *_ = ARTICLE.splitlines()
    for _, _, prompt in PROMPTS[::7]:
        text = "\n\n".join(["Bridge closes", first, second, f"{first} {strong}", prompt, third, first])

        assert set(article.clean(text).split("\n")) <= set(precise.clean(text).split("\n"))


def test_the_rest_of_a_line_is_judged_without_the_prompt_that_a_rule_cut_from_it() -> None:
    """A prompt at its end must not take a sentence of the article along."""
    said, prompt = "The bridge cost $4 million.", "[Sign up for our newsletter here](https://post.example/letter)"
    text = f"Home\nNews\nSport\n{ARTICLE}\n{said} {prompt}\nMore\nLog in\n"
    left = Cleaner(profile="article").clean(text)

    assert said in left
    assert prompt not in left


@pytest.mark.parametrize(
    ("below", "said"),
    [
        ("Share\nSubscribe now to read the full article.\nMore\nLog in\nContact\n", "truncated"),
        (PAGE[PAGE.index("Share on Facebook") :] * 2 + "Subscribe now to read the full article.\nContact\n", "ok"),
    ],
)
def test_a_paywall_right_below_the_article_of_a_page_ended_it_and_one_in_the_footer_did_not(
    below: str, said: str
) -> None:
    text = PAGE[: PAGE.index("Share on Facebook")] + below
    result = Cleaner(profile="article").inspect(text)

    assert ARTICLE in result.text
    assert "Subscribe" not in result.text
    assert result.verdict == said


def test_a_heading_that_the_judge_cuts_takes_the_links_under_it_along() -> None:
    links = "Ferry sold for scrap after forty years", "Fish market moves to the north quay", "Old port shows its ropes"
    text = PAGE[: PAGE.index("Share on Facebook")] + "\nMost read\n\n" + "\n".join(links) + "\n"

    assert not set(links) & set(Cleaner(profile="article").clean(text).splitlines())


def test_many_stops_in_a_row_take_no_longer_than_letters() -> None:
    text = f"{PAGE}{'. ' * 30_000}5\n{PAGE}"

    assert Cleaner(profile="article").clean(text)


def test_an_explanation_names_what_speaks_for_a_cut() -> None:
    """The words of a prompt are among the reasons, heaviest first."""
    spans = list(lines_of(PAGE))
    index = PAGE.splitlines().index("Sign up for our newsletter")
    found = explain(PAGE, spans, index)

    assert any("newsletter" in name or "sign" in name for name, _ in found)
    assert [abs(weight) for _, weight in found] == sorted((abs(weight) for _, weight in found), reverse=True)


def test_a_blank_line_has_no_explanation() -> None:
    """There is nothing to explain where nothing was judged."""
    assert explain("a\n\nb", [(0, 1), (2, 2), (3, 4)], 1) == []


@settings(max_examples=20)
@given(st.lists(st.sampled_from(PAGE.splitlines()), min_size=1, max_size=20), st.integers(0, 19))
def test_each_line_can_be_explained(chosen: list[str], index: int) -> None:
    """Explanations are a handful of finite weights."""
    text = "\n".join(chosen)
    found = explain(text, list(lines_of(text)), index % len(chosen))

    assert 0 < len(found) <= 8
    assert all(-100 < weight < 100 for _, weight in found)
