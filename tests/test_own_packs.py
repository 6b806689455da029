"""Packs of one's own: what they add and switch off, that a broken one is refused with the remedy, and docs/packs.md."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from texts import PROSE

from cleantext import Cleaner, PackError, clean
from cleantext.cutting.cut import cut
from cleantext.finding import rule_finder
from cleantext.marks import unmark
from cleantext.rules.compile import build
from cleantext.rules.pack import parse_pack, read_pack

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
        ({"patterns": ["^buy (?:a{1,9}){1,9} gazette"]}, "repeats what varies in length itself"),
        ({"patterns": ["^buy (?:x|(?:[ab]{0,9})){1,9} gazette"]}, "repeats what varies in length itself"),
        ({"patterns": ["^buy [À-ÿ]{1,9} gazette"]}, "the range [À-ÿ] gains letters when folded"),
        ({"patterns": [r"^buy the \x47azette"]}, "an escape stands for 'G'"),
        ({"patterns": [r"^buy the gazette in [\u00e9x]"]}, "an escape stands for 'é'"),
        ({"patterns": [r"^buy the gazette in [\u00e8-\u00eb]"]}, "an escape stands for 'èéêë'"),
        ({"patterns": [r"^buy the gazette in [\x41-\x43]"]}, "an escape stands for 'ABC'"),
        ({"patterns": ["^<Verb> the gazette"]}, "no word class <Verb>"),
        ({"vouches": "yes"}, "write true or false"),
        ({"colour": "red"}, "unknown field 'colour'"),
        ({"remove": ["Buy the Gazette."]}, "marks nothing"),
        ({"missed": ["Buy the Gazette."]}, "marks nothing"),
        ({"keep": ["{--Buy the Gazette.--}"]}, "marks something"),
        ({"remove": ["{--Buy the Gazette."]}, "needs exactly one"),
    ],
)
def test_a_broken_rule_is_refused_with_its_place_and_the_remedy(change: dict[str, object], said: str) -> None:
    data = {"language": "en", "category": "support", "rule": [RULE | change]}

    with pytest.raises(PackError, match=re.escape(said)) as caught:
        build([parse_pack(data, "my.toml")])
    assert str(caught.value).startswith("my.toml: ")


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ({"words": {"Place2": ["harbour"]}}, "[words]: the name 'Place2' must be small letters and underscores"),
        ({"words": {"place": []}}, "[words]: field place: stands for nothing; list what it stands for"),
        ({"pieces": {"a": "<a> x"}}, "<a> stands for itself"),
        ({"pieces": {f"a{'b' * n}": f"<a{'b' * (n + 1)}>" for n in range(2000)}}, "names stand in names too deeply"),
        (
            {"pieces": {f"a{'b' * n}": f"<a{'b' * (n + 1)}>" * 2 for n in range(40)} | {"a" + "b" * 40: "xy"}},
            "longer than",
        ),
    ],
    ids=["capital", "no words", "itself", "deep", "long"],
)
def test_broken_names_are_refused_with_their_place_and_the_remedy(names: dict[str, object], said: str) -> None:
    data = {"category": "support", "rule": [RULE | {"patterns": ["^buy the gazette <a>"]}]} | names

    with pytest.raises(PackError, match=re.escape(said)) as caught:
        build([parse_pack(data, "my.toml")])
    assert str(caught.value).startswith("my.toml: ")


@pytest.mark.parametrize("id_", ["learned/newsletter", "heuristics/link-run", "judge/line", "en/newsletter-signup"])
def test_no_rule_takes_the_id_of_what_ships(tmp_path: Path, id_: str) -> None:
    language, _, name = id_.partition("/")
    rule = f'[[rule]]\nid = "{name}"\nwhy = "."\npatterns = ["^harbour cam"]\n'

    with pytest.raises(PackError, match="another rule has it; choose another id"):
        Cleaner(packs=[write(tmp_path, f'language = "{language}"\ncategory = "app"\n{rule}')])


def test_an_own_rule_is_named_where_a_shipped_one_finds_the_same(tmp_path: Path) -> None:
    rule = '[[rule]]\nid = "share"\nwhy = "."\npatterns = ["^share on facebook$"]\n'
    own = Cleaner(packs=[write(tmp_path, f'category = "app"\n{rule}')])

    assert [cut.rule for cut in own.inspect("Rain fell.\nShare on Facebook\nSun.\n").removed] == ["user/share"]


@pytest.mark.parametrize(
    ("keep", "left"),
    [((), "First published in the\n\n"), (["navigation"], "First published in the Estuary Courier\n\n")],
)
def test_what_an_own_rule_finds_in_a_line_no_shipped_rule_takes_with_all_of_it(
    tmp_path: Path, keep: list[str], left: str
) -> None:
    rule = '[[rule]]\nid = "name"\nwhy = "."\ncuts = "match"\npatterns = ["estuary courier"]\n'
    own = Cleaner(packs=[write(tmp_path, f'category = "navigation"\n{rule}')], keep=keep)
    text = f"{PROSE}\n\nFirst published in the Estuary Courier\n\n{PROSE}\n"

    assert own.clean(text) == f"{PROSE}\n\n{left}{PROSE}\n"


def test_a_category_that_is_missing_is_asked_for() -> None:
    with pytest.raises(PackError, match="the field category is missing; use one of subscription, paywall"):
        parse_pack({"rule": [RULE]}, "my.toml")


@pytest.mark.parametrize("category", ["advert", 3])
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


@pytest.mark.parametrize(
    ("language", "pattern", "line"),
    [
        ("ja", "^harbour cam: .{2,40}$", "Harbour cam: the swing bridge, live"),
        ("en", "^do you know the gazette has an app[?]$", "Do you know the Gazette has an app?"),
        ("en", "^buy the gazette .{2,200}$", "Buy the Gazette coffee at 7 p.m. Forecasters expect two more fronts."),
        ("en", '^"buy the gazette a coffee', "“Buy the Gazette a coffee now,” said the banner."),
    ],
)
def test_a_rule_of_ones_own_cuts_all_that_it_matches_where_a_shipped_one_would_not(
    tmp_path: Path, language: str, pattern: str, line: str
) -> None:
    pack = OWN.replace('"en"', f'"{language}"').replace("^buy the gazette a coffee", pattern)
    body = "The council met on Monday, and voted by nine to four for the bridge."

    assert clean(f"Title\n\n{body}\n\n{line}\n\n{body}\n", packs=[write(tmp_path, pack)]) == (
        f"Title\n\n{body}\n\n{body}\n"
    )


def test_a_rule_of_ones_own_cuts_a_question_among_other_sentences(tmp_path: Path) -> None:
    pack = write(tmp_path, OWN.replace("^buy the gazette a coffee", "^do you know the gazette has an app[?]$"))

    assert clean("Rain fell on Monday. Do you know the Gazette has an app? The sun shone.\n", packs=[pack]) == (
        "Rain fell on Monday. The sun shone.\n"
    )


def test_a_pack_of_ones_own_switches_a_shipped_rule_off(tmp_path: Path) -> None:
    text = "Rain.\n\n© 2024 The Post\n"
    rule = Cleaner().inspect(text).removed[0].rule

    off = Cleaner(packs=[write(tmp_path, f'off = ["{rule}"]')])

    assert off.clean(text) == text


@pytest.mark.parametrize("detector", ["learned/newsletter", "heuristics/link-run"])
def test_what_finds_without_a_pattern_can_be_switched_off(tmp_path: Path, detector: str) -> None:
    text = "Rain.\n\nSign up for our daily newsletter.\n\nRelated articles\n- The bridge opens\n- A ferry burns\n"
    off = Cleaner(packs=[write(tmp_path, f'off = ["{detector}"]')])
    found = [removal.rule for removal in Cleaner().inspect(text).removed]

    assert [removal.rule for removal in off.inspect(text).removed] == [rule for rule in found if rule != detector]
    assert detector in found


def test_the_judge_is_switched_off_by_its_category(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="keep the category navigation instead"):
        Cleaner(packs=[write(tmp_path, 'off = ["judge/line"]')])


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


PAGE = (Path(__file__).parent.parent / "docs" / "packs.md").read_text("utf-8")
SHOWN = re.findall(r"^```toml\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
FIELDS = re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE)
REFUSED = re.findall(r"^\| `(\S.* .*|\^\S+)` \| (.+) \|$", PAGE, re.MULTILINE)


@pytest.mark.parametrize("pack", SHOWN)
def test_every_step_of_the_page_is_a_pack_that_finds_the_line_it_is_about(tmp_path: Path, pack: str) -> None:
    line = "HARBOUR CAM: the swing bridge, live\n"

    assert clean(f"Rain.\n{line}Sun.\n", packs=[write(tmp_path, pack)]) == "Rain.\nSun.\n"


def test_the_whole_pack_of_the_page_does_what_its_examples_say(tmp_path: Path) -> None:
    path = write(tmp_path, SHOWN[-1])
    (source,), cleaner = read_pack(path).sources, Cleaner(packs=[path])

    for text, marked in map(unmark, source.remove):
        assert cleaner.clean(text) == cut(text, marked)
        assert [removal.rule for removal in cleaner.inspect(text).removed] == [source.rule.id]
    assert [text for text in source.keep if cleaner.clean(text) != text] == []
    assert [text for text, marked in map(unmark, source.missed) if cleaner.clean(text) == cut(text, marked)] == []


def test_the_code_of_the_page_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, SHOWN[-1]).rename(tmp_path / "courier.toml")
    monkeypatch.chdir(tmp_path)

    exec(PAGE.partition("```python\n")[2].partition("```")[0], {})


@pytest.mark.parametrize(("table", "known"), [({"nonsense": 1}, "pack"), ({"rule": [RULE | {"nonsense": 1}]}, "rule")])
def test_the_page_explains_every_field(table: dict[str, object], known: str) -> None:
    with pytest.raises(PackError, match="unknown field") as caught:
        parse_pack({"category": "support"} | table, f"{known}.toml")

    assert set(str(caught.value).partition("known are ")[2].split(", ")) <= set(FIELDS)


@pytest.mark.parametrize(("pattern", "said"), REFUSED)
def test_a_pattern_that_the_page_calls_wrong_is_refused_as_it_says(pattern: str, said: str) -> None:
    with pytest.raises(PackError, match=re.escape(said)):
        build([parse_pack({"category": "support", "rule": [RULE | {"patterns": [pattern]}]}, "my.toml")])


def test_the_page_shows_each_way_to_be_wrong() -> None:
    assert (len(SHOWN), len(REFUSED)) == (3, 11)


def test_a_pack_of_ones_own_reads_a_long_line_a_few_times(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []
    piece_at = rule_finder.piece_at
    monkeypatch.setattr(
        rule_finder, "piece_at", lambda text, *span: read.append(span[1] - span[0]) or piece_at(text, *span)
    )
    line = "Aaa bbb. Ccc ddd. 1. " * 400

    Cleaner(packs=[write(tmp_path, 'off = ["learned/social"]')]).clean(line)

    assert sum(read) <= 5 * len(line)


@pytest.mark.parametrize("name", ["function", "script"])
@pytest.mark.parametrize("table", ["words", "pieces"])
def test_what_describes_a_language_as_a_whole_is_no_name_for_a_class(tmp_path: Path, name: str, table: str) -> None:
    value = '["the"]' if table == "words" else '"[a-z]"'
    (tmp_path / "own.toml").write_text(f'language = "en"\n[{table}]\n{name} = {value}\n', "utf-8")

    with pytest.raises(PackError, match=f"own.toml: field {name}: .*choose another name"):
        Cleaner(packs=[tmp_path / "own.toml"])
