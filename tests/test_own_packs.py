"""Packs of one's own: what they add and switch off, and that a broken one is refused with the remedy."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cleantext import Cleaner, PackError, clean
from cleantext.compile import build
from cleantext.pack import parse_pack

RULE = {"id": "a-rule", "why": "because", "patterns": ["^buy the gazette"]}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"id": "A Rule"}, "field id: write small letters"),
        ({"why": " "}, "field why is missing"),
        ({"cuts": "page"}, "use one of line, sentence, match"),
        ({"stage": "alpha"}, "use one of stable, preview"),
        ({"patterns": []}, "the rule would have no effect"),
        ({"patterns": "^buy"}, "write a list of strings"),
        ({"patterns": ["^buy – now"]}, "typographic"),
        ({"patterns": ["^buy the (gazette"]}, "parse"),
        ({"patterns": ["^buy .* gazette"]}, "a repeat has no bound"),
        ({"patterns": ["^buy the\\x1egazette"]}, "a control character"),
        ({"patterns": ["^(?:.{0,60} .{0,60}){0,60} gazette"]}, "nested repeats"),
        ({"patterns": [r"^\w{1,20}$"]}, "yields no literal"),
        ({"patterns": ["^<verb> the gazette"]}, "no word class <verb>"),
        ({"vouches": "yes"}, "write true or false"),
        ({"colour": "red"}, "unknown field 'colour'"),
    ],
)
def test_a_broken_rule_is_refused_with_its_place_and_the_remedy(change: dict[str, object], said: str) -> None:
    data = {"language": "en", "category": "support", "rule": [RULE | change]}

    with pytest.raises(PackError, match=re.escape(said)) as caught:
        build([parse_pack(data, "my.toml")])
    assert str(caught.value).startswith("my.toml: ")


@pytest.mark.parametrize("category", [None, "advert", 3])
def test_an_unknown_category_is_refused_with_the_known_ones(category: object) -> None:
    with pytest.raises(PackError, match="use one of subscription, paywall"):
        parse_pack({"category": category, "rule": [RULE]}, "my.toml")


def write(folder: Path, text: str) -> Path:
    path = folder / "my.toml"
    path.write_text(text, encoding="utf-8")
    return path


OWN = """
language = "en"
category = "support"
[[rule]]
id = "gazette-coffee"
why = "The Gazette's own appeal."
patterns = ['^buy the gazette a coffee']
"""


def test_a_pack_of_ones_own_adds_a_rule(tmp_path: Path) -> None:
    text = "Rain.\nBuy the Gazette a coffee\nSun.\n"

    assert clean(text, packs=[write(tmp_path, OWN)]) == "Rain.\nSun.\n"


def test_a_rule_with_a_very_long_phrase_is_found_in_a_short_text(tmp_path: Path) -> None:
    phrase = "buy the gazette a coffee" + " and a cake" * 40
    pack = write(tmp_path, OWN.replace("buy the gazette a coffee", phrase))

    rain = "Rain fell on the harbour.\n" * 30
    assert clean(f"{rain}{phrase}\nSun.\n", packs=[pack]) == f"{rain}Sun.\n"


def test_a_pack_of_ones_own_switches_a_shipped_rule_off(tmp_path: Path) -> None:
    text = "Rain.\n\n© 2024 The Post\n"
    rule = Cleaner().inspect(text).removed[0].rule

    off = Cleaner(packs=[write(tmp_path, f'off = ["{rule}"]')])

    assert rule not in {removal.rule for removal in off.inspect(text).removed}


@pytest.mark.parametrize(
    ("rule", "line"),
    [
        ("de/footer-row", "Impressum | AGB | Datenschutz | Widerruf. Sichern Sie sich jetzt Ihr Probeabo."),
        ("en/copyright-notice", "Copyright 2024 Wexcombe Media Group. All rights reserved."),
    ],
)
def test_what_a_rule_finds_that_is_switched_off_stays_whatever_else_finds_it(
    tmp_path: Path, rule: str, line: str
) -> None:
    text = f"Title\n\n{line}\n\nThe council met on Monday.\n"
    off = Cleaner(packs=[write(tmp_path, f'off = ["{rule}"]')])

    assert line not in clean(text)
    assert line.split(". ", maxsplit=1)[0] in off.clean(text)


def test_a_pack_cannot_switch_off_what_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="there is no rule"):
        Cleaner(packs=[write(tmp_path, 'off = ["common/nothing"]')])


@pytest.mark.parametrize(("text", "said"), [("rule = [", "not valid TOML"), ("\udcff", "not valid TOML")])
def test_a_file_that_is_no_toml_is_refused(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "my.toml"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))

    with pytest.raises(PackError, match=said):
        Cleaner(packs=[path])


def test_a_pack_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="none.toml: cannot be read"):
        Cleaner(packs=[tmp_path / "none.toml"])
