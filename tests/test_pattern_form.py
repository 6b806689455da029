"""Laws over the patterns as written: short enough to read, and nothing that has a name is written out again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from cleantext import PackError, clean
from cleantext.rules.compile import build
from cleantext.rules.pack import Pack, parse_pack, shipped, shipped_folder, tomllib

#: The longest pattern, and the longest alternative of a piece, that a reader is asked to take in.
LONGEST = 300
PACKS = shipped()
LANGUAGES = sorted({pack.language for pack in PACKS})
NAME = re.compile(r"(?<!\(\?)(?<!\(\?P)<([a-z_]+)>")


def pieces(pack: Pack) -> dict[str, str]:
    return {name: meant for name, meant in pack.words.items() if isinstance(meant, str)}


def written(language: str) -> Iterator[tuple[str, str]]:
    """Yield what the packs of a language write, and where: patterns, and each alternative of their pieces."""
    for pack in PACKS:
        if pack.language == language:
            yield from ((source.rule.id, pattern) for source in pack.sources for pattern in source.patterns)
            tables = tomllib.loads((shipped_folder() / pack.file).read_text("utf-8")).get("pieces", {})
            for name, meant in tables.items():
                yield from ((f"{pack.file} {name}", text) for text in ([meant] if isinstance(meant, str) else meant))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_pattern_is_short_enough_to_be_read(language: str) -> None:
    assert [(where, len(text)) for where, text in written(language) if len(text) > LONGEST] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_has_a_name_is_not_written_out_again(language: str) -> None:
    named = {
        name: meant for pack in PACKS if pack.language in (language, "common") for name, meant in pieces(pack).items()
    }

    pasted = {(where, name) for where, text in written(language) for name, meant in named.items() if meant in text}

    assert {(where, name) for where, name in pasted if not where.endswith(f" {name}")} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_name_stands_for_one_thing_in_a_language(language: str) -> None:
    own = Counter(name for pack in PACKS if pack.language == language for name in pack.words)
    shared = (
        {name for pack in PACKS if pack.language == "common" for name in pieces(pack)}
        if language != "common"
        else set()
    )

    assert [name for name, times in own.items() if times > 1 or name in shared] == []


def test_every_piece_is_taken_up_by_a_pattern_or_another_piece() -> None:
    taken = {language: {name for _, text in written(language) for name in NAME.findall(text)} for language in LANGUAGES}
    everywhere = set().union(*taken.values())

    unused = [
        (pack.file, name)
        for pack in PACKS
        for name in pieces(pack).keys() - {"script"}  # which says where the language's rules are tried
        if name not in (everywhere if pack.language == "common" else taken[pack.language])
    ]

    assert unused == []


OWN = """
language = "en"
category = "support"
[words]
shop = ["bakery", "<deli>"]
deli = ["delicatessen"]
[pieces]
drink = ["coffees?", "<large> tea"]
large = '(?:very )?large'
[[rule]]
id = "gazette-coffee"
why = "The Gazette's own appeal."
patterns = ['^<unquoted>buy the gazette an? <drink>', '^visit the gazette <shop>$']
"""


@pytest.mark.parametrize(
    ("line", "goes"),
    [
        ("* Buy the Gazette a coffee", True),
        ("Buy the Gazette a very large tea", True),
        ("Nobody buys the Gazette a small tea", False),
        ("Visit the Gazette delicatessen", True),
        ('"Buy the Gazette a coffee, please," she said.', False),
    ],
)
def test_a_pack_of_ones_own_names_its_pieces_and_takes_up_shared_ones(tmp_path: Path, line: str, goes: bool) -> None:
    pack = tmp_path / "my.toml"
    pack.write_text(OWN, encoding="utf-8")
    text = f"Rain fell on the harbour.\n{line}\nThe ferry left at noon.\n"

    assert (line not in clean(text, packs=[pack])) == goes


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"pieces": {"paper": "the <paper>"}}, "<paper> stands for itself"),
        ({"pieces": {"paper": ["the <daily>"], "daily": ["a <paper>"]}}, "<paper> stands for itself"),
        ({"words": {"paper": ["gazette", "<paper>"]}}, "<paper> stands for itself"),
        ({"words": {"paper": ["<daily>"]}, "pieces": {"daily": "gazettes?"}}, "<daily> is a piece of a pattern"),
        ({"words": {"paper": ["<daily>"]}}, "no word class <daily>"),
        ({"words": {"paper": ["gazette"]}, "pieces": {"paper": "gazettes?"}}, "choose another name"),
        ({"pieces": {"paper": ["gazette – times"]}}, "typographic"),
        ({"pieces": {"paper": ["gazette", ""]}}, "strings that are not empty"),
        ({"pieces": ["gazette"]}, "must be a table: [pieces]"),
        ({"pieces": {"paper": "(?:gazette"}}, "parse"),
    ],
)
def test_a_broken_name_is_refused_with_its_place(change: dict[str, object], said: str) -> None:
    rule = {"id": "a-rule", "why": "because", "patterns": ["^buy the <paper> today"]}

    with pytest.raises(PackError, match=re.escape(said)) as caught:
        build([parse_pack({"language": "en", "category": "support", "rule": [rule], **change}, "my.toml")])
    assert str(caught.value).startswith("my.toml: ")
