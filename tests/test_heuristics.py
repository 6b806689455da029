"""What stands around a finding settles how strong it must be."""

from __future__ import annotations

import pytest
from texts import PROSE

from cleantext import Cleaner, clean
from cleantext.deciding.heuristics import covered, enough, supported
from cleantext.rule import Finding, Span
from cleantext.thresholds import APART, AT_END, STRONG, SURE

SHORT = "Read on"
WEAK, STRENGTH = "learned/app", 0.85


def found(text: str, piece: str, score: float = STRENGTH) -> Finding:
    start = text.index(piece)
    return Finding(start, start + len(piece), "app", WEAK, score)


def whole(text: str, piece: str) -> Span:
    line = covered(text, found(text, piece))
    assert line
    return line


@pytest.mark.parametrize(
    ("above", "below", "kept"),
    [(PROSE, PROSE, True), (PROSE, SHORT, False), (SHORT, PROSE, False), (SHORT, SHORT, False), (PROSE, "", False)],
    ids=["between paragraphs", "below one", "above one", "between short lines", "at the end"],
)
def test_a_line_that_is_not_sure_stays_between_two_paragraphs_of_prose(above: str, below: str, kept: bool) -> None:
    text = f"Title\n\n{above}\n\nScan the code\n\n{below}"

    assert (supported(text, [found(text, "Scan the code")]) == []) == kept


def test_between_short_lines_less_is_enough() -> None:
    text = "Title\n\nMenu\nScan the code\nHome\n"

    assert enough(text, whole(text, "Scan the code")) == APART
    assert supported(text, [found(text, "Scan the code", APART)]) != []


def test_a_rule_needs_no_support_between_paragraphs() -> None:
    text = f"Title\n\n{PROSE}\n\nScan the code\n\n{PROSE}"

    assert supported(text, [found(text, "Scan the code", 1.0)]) != []


def test_a_part_of_a_line_is_not_judged_by_the_lines_around_it() -> None:
    text = f"{PROSE}\n{PROSE} Scan the code\n{PROSE}"

    assert supported(text, [found(text, "Scan the code", STRONG - 0.001)]) == []
    assert supported(text, [found(text, "Scan the code", STRONG)]) != []


def test_a_line_that_stands_three_times_is_the_templates_even_if_weak() -> None:
    text = f"Title\n{PROSE}\nScan it\n{PROSE}\nScan it\n{PROSE}\nScan it\n{PROSE}"
    starts = [at for at in range(len(text)) if text.startswith("Scan it", at)]
    weak = [Finding(at, at + 7, "app", WEAK, 0.55) for at in starts]

    assert supported(text, weak) == weak
    assert supported(text, weak[:2]) == []


def test_ideographs_make_prose_of_fewer_signs() -> None:
    text = (
        "标题\n\n"
        + "镇上有五家茶馆、十一位说书人。" * 3
        + "\n\n扫码看看\n\n"
        + "后来电视进了家家户户，茶馆就关了。" * 3
    )

    assert enough(text, whole(text, "扫码看看")) == SURE


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (
            "Title\n\nPELLINGTON, 14 March – {}The boats left at dawn.\n",
            "Subscribe now for unlimited access to our journalism. ",
        ),
        (
            "Title\n\nThe boats left at dawn. {}Forecasters expect two more fronts before the end of the month.\n",
            "Sign up for our daily newsletter ",
        ),
    ],
    ids=["after a dateline", "before a sentence to which it lost its stop"],
)
def test_what_is_glued_to_a_prompt_stays(text: str, left: str) -> None:
    assert clean(text.format(left)) == text.format("")


def test_the_number_of_an_item_goes_along() -> None:
    assert (
        clean("The bridge opens in May.\n3. Subscribe to our newsletter\nTolls come later.\n")
        == "The bridge opens in May.\nTolls come later.\n"
    )


def test_speech_after_a_dash_stays() -> None:
    said = "Møtet varte i to timer.\n– Abonner på nyhetsbrevet vårt, sa hun.\nSå gikk de.\n"

    assert Cleaner().clean(said) == said


@pytest.mark.parametrize(
    ("said", "prompt"),
    [
        (
            "— Читайте старые книги и следите за маслом. Остальное приложится.",
            "Подписывайтесь на наш канал в Telegram!",
        ),
        ("— Lesen Sie alte Bücher, das genügt.", "Folgen Sie uns auf Instagram."),
    ],
)
def test_what_is_said_after_a_dash_does_not_ride_along_with_a_prompt(said: str, prompt: str) -> None:
    assert clean(f"Der Kapitän\n\n{said} {prompt}\n\n{PROSE}\n") == f"Der Kapitän\n\n{said}\n\n{PROSE}\n"


@pytest.mark.parametrize(
    "prompt",
    [
        "Follow us on Facebook and X.",
        "Get our free newsletter in your inbox daily at 7 a.m.",
        "Subscribe to our daily newsletter for just 99p.",
    ],
)
@pytest.mark.parametrize("form", ["{body} {prompt} {more}", "{prompt} {more} {body}"])
def test_a_sentence_after_what_looks_like_an_abbreviation_stays(prompt: str, form: str) -> None:
    parts = {"body": PROSE, "more": "Women account for just 11 percent of the trade’s apprentices."}
    text, left = (form.format(prompt=said, **parts).replace("  ", " ").strip() for said in (prompt, ""))

    assert clean(f"Title\n{text}") == f"Title\n{left}"


@pytest.mark.parametrize(
    "rider", ["Check the tide tables first.", "Only members may vote.", "Comments from neighbours were kind."]
)
def test_a_sentence_of_the_article_does_not_ride_along_with_a_prompt(rider: str) -> None:
    assert rider in clean(f"Title\n{PROSE} Sign up for our daily newsletter. {rider} {PROSE}")


def test_a_short_label_amid_sentences_is_an_answer() -> None:
    text = (
        "Le club\n\nQue diriez-vous à celles qui hésitent ?\n\n"
        f"Inscrivez-vous ! Il y a un club à Larmor qui prend tout le monde.\n\n{PROSE}\n"
    )

    assert clean(text) == text


def test_a_notice_goes_with_the_names_and_dates_in_it() -> None:
    notice = "A version of this article appeared in print on March 3, 2024, on page C4 of the Pellington edition."

    assert clean(f"Title\n\n{PROSE}\n\n{notice}\n\n{PROSE}\n") == f"Title\n\n{PROSE}\n\n{PROSE}\n"


@pytest.mark.parametrize(
    "said",
    ["– Våre lesere vil vite det først, skriver redaktøren i en e-post.", "– Abonner på nyhetsbrevet vårt, sa hun."],
)
def test_speech_after_a_dash_within_a_line_stays(said: str) -> None:
    text = f"Title\n\n{PROSE}\n\nKonkurrenten følger ikke etter. {said}\n\n{PROSE}\n"

    assert clean(text) == text


@pytest.mark.parametrize(
    ("first", "gone"),
    [("Sign up for our free daily newsletter and never miss a story.", True), ("How to cancel your newsletter", False)],
)
def test_the_line_that_opens_a_text_goes_when_it_cannot_be_a_title(first: str, gone: bool) -> None:
    assert clean(f"{first}\n\n{PROSE}\n") == (f"{PROSE}\n" if gone else f"{first}\n\n{PROSE}\n")


def test_a_sentence_with_a_noun_in_capitals_is_not_split_there() -> None:
    sentence = "Sie hat die Datenschutzerklärung ihres Optikers ausgedruckt und mit Bleistift durchgearbeitet."

    for text in (f"Der Optiker\n\n{PROSE} {sentence} {PROSE}\n", f"Der Optiker\n\n{PROSE}\n\n{sentence}\n\n{PROSE}\n"):
        assert clean(text) == text


@pytest.mark.parametrize("blank", ["", "\u00a0\n", "\u3000\r\n", "\u200b\n", "\ufeff \n"])
@pytest.mark.parametrize(
    "title",
    ["Podcast: what the dead heard", "Newsletter: how a village writes to itself", "视频：大桥重新开放的那一天"],
)
def test_a_title_that_reads_like_a_lead_stays_whatever_stands_above_it(title: str, blank: str) -> None:
    assert title in clean(f"{blank}{title}\n\nRain.\n\n{PROSE}\n")


@pytest.mark.parametrize(
    ("line", "gone"),
    [
        ("This article is for subscribers only", True),
        ("Log in or subscribe to continue reading", True),
        ("Subscribers leave as newspapers raise prices", False),
        ("How to cancel a subscription", False),
    ],
)
def test_an_opening_line_goes_only_if_it_is_like_no_title(line: str, gone: bool) -> None:
    assert (line not in clean(f"{line}\n\n{PROSE}\n\n{PROSE}\n")) == gone


@pytest.mark.parametrize("blank", [" ", "\u00a0", "\t"])
def test_blanks_around_a_line_change_nothing(blank: str) -> None:
    dated = "PELLINGTON, 14 March – Subscribe now for unlimited access to our journalism. The boats left at dawn."
    said = "– Abonner på nyhetsbrevet vårt, sa hun."
    text = "Title\n\n{0}{1}{0}\n{0}{2}{0}\n"

    assert clean(text.format(blank, dated, said)) == text.format(
        blank, "PELLINGTON, 14 March – The boats left at dawn.", said
    )


@pytest.mark.parametrize(
    "line",
    ["Copyright expired in 1998.", "Copyright lasts for seventy years.", "All rights reserved has no magic power."],
)
def test_a_rule_of_another_script_says_nothing_of_a_sentence_in_latin_letters(line: str) -> None:
    foreign = ("el/", "ja/", "zh/", "ko/", "ru/", "uk/", "ar/", "hi/")

    assert not [r for r in Cleaner().inspect(f"Title\n\n{line}\nRain fell.\n").removed if r.rule.startswith(foreign)]


@pytest.mark.parametrize(
    "plea",
    [
        '"You\'ve read three free articles this month. Subscribe to continue."',
        "“Sign up for our free newsletter. Never miss a story.”",
        '"Subscribe now for $1 a week."',
    ],
)
def test_a_plea_that_somebody_quotes_stays_whole(plea: str) -> None:
    text = f"Title\n\n{PROSE} Then came the plea. {plea} I had read none. {PROSE}\n"

    assert clean(text) == text


def test_a_prompt_set_between_sentences_of_speech_goes() -> None:
    text = f'Title\n\n{PROSE}\n\n"The bridge stays open. Follow us on Facebook. It is safe," she said.\n'

    assert clean(text) == text.replace("Follow us on Facebook. ", "")


def test_a_notice_that_an_article_quotes_stays() -> None:
    notice = 'The notice at the foot of each page read "© 2019 Northgate Media Ltd. All rights reserved."'
    text = f"Title\n\n{PROSE}\n\n{notice}\n\n{PROSE}\n"

    assert clean(text) == text


def test_a_label_behind_an_unusual_blank_is_found_at_once_or_never() -> None:
    near = "Before you cancel a subscription, read the terms and look for the date on which it renews."
    far = "Rain fell on the hills for nine hours, and by noon the river stood at the door of the mill."
    once = clean("Sign up for our daily newsletter.\n\u2003via Flipboard\n" + "\n".join([near, far] * 4))

    assert clean(once) == once


@pytest.mark.parametrize("line", ["This article is about money.", "Send it by post.", "See you tomorrow."])
def test_a_short_sentence_between_two_paragraphs_stays(line: str) -> None:
    text = f"Title\n\n{PROSE}\n\n{line}\n\n{PROSE}\n"

    assert clean(text) == text


@pytest.mark.parametrize(
    "row",
    [
        "| Monthly price | £4 | £6 |",
        "| Digital subscribers | 40,000 | 52,000 |",
        "| Prix par mois | 9,90 € | 12,90 € |",
        "| 14. | Bochum (8 points) | Mainz (6 points) |",
        "* Onions, loose | 210 | 280 | -4% |",
        "Would cancel at once: 58%",
        "- Only for subscribers – 7,5 %",
    ],
)
def test_a_row_of_a_table_with_numbers_is_data(row: str) -> None:
    text = f"Title\n\n{PROSE}\n\n| Paper | 2024 | 2025 |\n{row}\n\n{PROSE}\n"

    assert clean(text) == text
    assert "Log in" not in clean(text.replace(row, "| Subscribe now | Log in |"))
    for offer in ("Subscribe now: save 50% today", "Subscribe now and save: 50%", "Subscribe | Log in | 12 | 24 |"):
        assert "Subscribe" not in clean(text.replace(row, offer))


@pytest.mark.parametrize(("score", "goes"), [(AT_END, True), (AT_END - 0.01, False)])
def test_the_last_line_of_a_text_needs_less_than_one_above_a_paragraph(score: float, goes: bool) -> None:
    text = f"Title\n\n{PROSE}\n\nEvery Friday, the week in short"
    weak = found(text, "Every Friday, the week in short", score)

    assert supported(text, [weak]) == [weak] * goes
    assert supported(f"{text} \n", [weak]) == [weak] * goes
    assert supported(f"{text}\n\n{PROSE}\n", [weak]) == []
    assert supported(f"{text}. Rain fell.\n", [weak]) == []
    assert supported(f"{text}.", [weak]) == []


def test_all_last_lines_that_are_likely_prompts_go_in_one_round() -> None:
    footer = [f"Footer {number}" for number in range(20)]
    text = f"Title\n\n{PROSE}\n\n" + "\n".join(footer)
    weak = [found(text, line, AT_END)._replace(category="app" if line[-1] < "5" else "social") for line in footer[2:]]

    assert supported(text, weak) == weak
    assert supported(text, weak[:-1]) == []


def test_a_line_that_is_all_of_its_text_is_no_last_line() -> None:
    assert (
        supported("Every Friday, the week in short", [found("Every Friday, the week in short", "Every", AT_END)]) == []
    )
