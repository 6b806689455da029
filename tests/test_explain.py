"""The list of rules and a rule's page: all that its file says about it, and help where an id is not one."""

from __future__ import annotations

import re

import pytest

from cleantext import Cleaner
from cleantext.explaining.explain import cuts, listing, page
from cleantext.explaining.reasons import of_score
from cleantext.rule import DETECTORS, Span
from cleantext.rules.pack import Pack, parse_pack, shipped


def rule(id_: str, **fields: object) -> dict[str, object]:
    return {"id": id_, "why": "It is\n  set there by the template.", "patterns": ["^buy us a tea"]} | fields


TEA = rule(
    "tea",
    patterns=["^buy us a tea", "^a tea for us"],
    remove=["Rain.\n{--Buy us a tea\n--}Sun.\n"],
    keep=["Buy us a tea, she said."],
    missed=["{--Tea?--}"],
)
PACKS = [
    parse_pack(
        {"language": "en", "category": "support", "rule": [TEA, rule("coffee", cuts="sentence")]}, "en/support.toml"
    ),
    parse_pack({"language": "sv", "category": "support", "rule": [rule("tea", stage="preview")]}, "sv/support.toml"),
    parse_pack(
        {"language": "common", "category": "credit", "rule": [rule("lens", cuts="match")]}, "common/credit.toml"
    ),
    parse_pack({"category": "app", "rule": [rule("own-app")]}, "my.toml"),
]


def test_a_listing_has_one_sorted_row_for_each_rule_and_for_each_detector_without_patterns() -> None:
    rows = listing(PACKS).splitlines()
    detectors = [row for row in rows if row.split()[0] in DETECTORS]

    assert rows == sorted(rows)
    assert len(detectors) == len(DETECTORS)
    assert [row for row in rows if row not in detectors] == [
        "common/lens            credit         match     stable",
        "en/coffee              support        sentence  stable",
        "en/tea                 support        line      stable",
        "sv/tea                 support        line      preview",
        "user/own-app           app            line      stable",
    ]


def test_a_listing_shows_what_a_pack_switches_off() -> None:
    off = parse_pack({"language": "en", "off": ["tea", "learned/app"]}, "off.toml")
    rows = [row.split() for row in listing([*PACKS, off]).splitlines()]

    assert {row[0] for row in rows if row[-1] == "off"} == {"en/tea", "learned/app"}


@pytest.mark.parametrize(
    ("languages", "categories", "ids"),
    [
        (None, {"support"}, ["en/coffee", "en/tea", "learned/support", "sv/tea"]),
        (["sv"], {"credit", "app"}, ["common/lens", "learned/app", "learned/credit", "user/own-app"]),
        (["en"], {"credit"}, ["common/lens", "learned/credit"]),
        (["en"], {"tags"}, ["learned/tags"]),
        (None, set(), []),
    ],
    ids=["a category", "a language, and what has none", "both", "what no pack has", "nothing"],
)
def test_a_listing_can_be_narrowed(languages: list[str] | None, categories: set[str], ids: list[str]) -> None:
    assert [row.split()[0] for row in listing(PACKS, languages, categories).splitlines()] == ids


def test_a_page_tells_all_that_the_file_says() -> None:
    assert (
        page(PACKS, "en/tea")
        == """\
en/tea
======

support, cuts the line, stable; in en/support.toml

It is set there by the template.

Patterns (over folded text)

    ^buy us a tea
    ^a tea for us

Removes

    Rain.
    {--Buy us a tea
    --}Sun.


Keeps

    Buy us a tea, she said.


Misses

    {--Tea?--}
"""
    )


@pytest.mark.parametrize("wanted", ["coffee", "en/coffee"])
def test_the_language_may_be_left_out_where_one_rule_has_the_name(wanted: str) -> None:
    assert page(PACKS, wanted).startswith("en/coffee\n=========\n")


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        pytest.param("tea", "there is more than one rule 'tea'; did you mean en/tea, sv/tea?", id="ambiguous"),
        pytest.param("en/cofee", "there is no rule 'en/cofee'; did you mean en/coffee?", id="misspelt"),
        pytest.param(
            "app",
            "there is no rule 'app'; did you mean learned/app, user/own-app?",
            id="a category, and part of a name",
        ),
        pytest.param("qqqq", "there is no rule 'qqqq'; `cleantext rules` lists them", id="nothing near"),
        pytest.param("", "there is no rule ''; `cleantext rules` lists them", id="empty"),
        pytest.param("/", "there is no rule '/'; `cleantext rules` lists them", id="a slash"),
        pytest.param("learned/tea", "there is no rule 'learned/tea'", id="learned as no category"),
    ],
)
def test_an_id_that_is_not_one_rule_gets_the_near_ones(wanted: str, said: str) -> None:
    with pytest.raises(LookupError, match=f"^['\"]?{re.escape(said)}"):
        page(PACKS, wanted)


@pytest.mark.parametrize("wanted", DETECTORS)
def test_what_finds_without_a_pattern_has_a_page_of_its_own(wanted: str) -> None:
    assert page(PACKS, wanted).startswith(
        f"{wanted}\n{'=' * len(wanted)}\n\n{DETECTORS[wanted].category}, cuts the line"
    )


def test_the_page_of_what_was_learned_says_that_no_pattern_decided() -> None:
    assert "No single pattern decided." in page(PACKS, "learned/app")


SHIPPED = shipped()


@pytest.mark.parametrize("pack", SHIPPED, ids=lambda pack: pack.file)
def test_every_shipped_rule_has_a_page_of_its_own(pack: Pack) -> None:
    for source in pack.sources:
        shown = page([pack], source.rule.id)

        assert shown.startswith(source.rule.id + "\n")
        assert all(pattern in shown for pattern in source.patterns)


ARTICLE = "Title\n\nThe council met on Monday.\n\nSubscribe to our newsletter for more.\n\n© 2024 The Post\n"


def test_a_cut_is_shown_with_the_words_that_weighed_most() -> None:
    shown = cuts(Cleaner().inspect(ARTICLE), "learned/newsletter")

    assert shown.splitlines()[0].endswith("Subscribe to our newsletter for more.")
    assert re.search(r"^    \+\d\.\d\d  Subscribe$", shown, re.MULTILINE)


def test_the_reasons_of_a_score_are_eight_at_most_and_come_heaviest_first() -> None:
    line = "Subscribe to our newsletter"
    reasons = of_score(line, Span(0, len(line)), alone=True)

    assert len(reasons) <= 8
    assert [abs(weight) for _, weight in reasons] == sorted((abs(weight) for _, weight in reasons), reverse=True)


def test_a_rule_shows_only_its_own_cuts() -> None:
    assert "©" not in cuts(Cleaner().inspect(ARTICLE), "learned/newsletter")
    assert cuts(Cleaner().inspect(ARTICLE), "learned/app") == ""


def test_the_page_of_the_judge_names_the_limits_that_ship() -> None:
    network = pytest.importorskip("cleantext.judging.network")
    low, high, *_ = network.load().weights["limits"].tolist()
    few = f"among {network.FEW.start} to {network.FEW.stop - 1} lines always {network.AMONG_FEW} (docs/judge.md)"

    shown = " ".join(page(PACKS, "judge/line").split())
    assert f"In a whole page {low} is enough, in text that is nearly all article {high} is asked, {few}." in shown
