"""``cleantext rules`` and ``cleantext explain``: which rules are listed, what their pages show, help with an id."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from command_line import CREDIT, LINES, PACK, TEXT, Ran, Run, posix

from cleantext.rule import CATEGORIES, DEFAULT_CATEGORIES


def test_rules_lists_each_rule_on_one_line(run: Run) -> None:
    ran = run("rules")
    rows = ran.out.decode().splitlines()

    assert (ran.code, ran.err) == (0, "")
    assert rows == sorted(rows)
    assert ["en/newsletter-signup", "newsletter", "sentence", "stable"] in [row.split() for row in rows]
    assert ["learned/newsletter", "newsletter", "line", "stable"] in [row.split() for row in rows]
    assert len(rows) > 300


def test_rules_lists_those_of_ones_own_packs_and_only_what_the_options_let_cut(run: Run, folder: Path) -> None:
    (folder / "coffee.toml").write_text(PACK)
    rows = run("rules", "--pack", "coffee.toml", "--languages", "sv", "--keep", "newsletter").out.decode().splitlines()
    languages = {row.partition("/")[0] for row in rows}

    assert "user/gazette-coffee" in " ".join(rows)
    assert languages == {"common", "sv", "user", "learned", "heuristics", "judge"}
    assert not any(row.split()[1] in ("newsletter", "credit") for row in rows)


def test_the_examples_of_a_pack_are_checked_and_those_that_do_not_hold_are_shown(run: Run, folder: Path) -> None:
    (folder / "right.toml").write_text(PACK)
    (folder / "wrong.toml").write_text(PACK + 'keep = ["Buy the Gazette a coffee!\\n"]\n')
    ran = run("rules", "--check", "--pack", "wrong.toml")

    assert run("rules", "--check", "--pack", "right.toml") == Ran(0, b"", "")
    assert ran.code == 1
    assert ran.out.decode().splitlines()[0].endswith("gazette-coffee: field keep, example 1: it does not stay")


def test_only_the_examples_of_ones_own_packs_are_checked(run: Run) -> None:
    ran = run("rules", "--check")

    assert (ran.code, ran.out) == (2, b"")
    assert "name one with --pack" in ran.err


def test_explain_takes_the_options_that_a_run_took(run: Run, folder: Path) -> None:
    (folder / "a.txt").write_bytes(TEXT)

    assert "Sign up" in run("explain", "learned/newsletter", "a.txt").out.decode()
    assert "cuts nothing here" in run("explain", "learned/newsletter", "--pack", _off(folder), "a.txt").out.decode()
    assert "cuts nothing here" in run("explain", "learned/newsletter", "--languages", "sv", "a.txt").out.decode()


def _off(folder: Path) -> str:
    (folder / "off.toml").write_text('off = ["learned/newsletter", "en/newsletter-signup"]\n')
    return "off.toml"


def test_what_rules_cost_is_measured_on_json_lines_too(run: Run, folder: Path) -> None:
    (folder / "a.jsonl").write_bytes(LINES)

    assert "all, over" in run("rules", "--cost", "a.jsonl", "--field", "text").out.decode()


def test_rules_lists_nothing_where_all_is_kept(run: Run) -> None:
    assert run("rules", "--keep", ",".join(CATEGORIES)) == Ran(0, b"", "")


@pytest.mark.parametrize("argv", [("--profile", "precise"), ("--remove", ""), ("--keep", "")], ids=lambda argv: argv[0])
def test_whatever_option_says_what_to_cut_rules_lists_what_is_cut(run: Run, argv: tuple[str, ...]) -> None:
    listed = {row.split()[1] for row in run("rules", *argv).out.decode().splitlines()}

    assert listed == set(DEFAULT_CATEGORIES)


@pytest.mark.parametrize(
    "argv",
    [
        ("rules", "--cost", "a.txt"),
        ("--cost", "a.txt", "rules"),
        ("--cost=a.txt", "rules"),
        ("--cost", "a.txt", "--keep", "app", "rules"),
    ],
    ids=" ".join,
)
def test_rules_measures_what_each_costs_wherever_the_command_stands(
    run: Run, folder: Path, argv: tuple[str, ...]
) -> None:
    (folder / "a.txt").write_bytes(TEXT)
    ran = run(*argv)

    assert (ran.code, ran.err) == (0, "")
    assert ran.out.split()[:4] == [b"ms/MB", b"hits/MB", b"cut", b"rule"]


def test_explain_prints_the_page_of_a_rule(run: Run, folder: Path) -> None:
    (folder / "coffee.toml").write_text(PACK)
    ran = run("explain", "--pack", "coffee.toml", "gazette-coffee")

    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(
        b"user/gazette-coffee\n===================\n\nsupport, cuts the line, stable; in coffee.toml\n"
    )
    assert b"{--Buy the Gazette a coffee\n" in ran.out


@pytest.mark.parametrize("id_", ["en/newsletter-signup", "learned/paywall"])
def test_explain_prints_the_page_of_a_shipped_rule_and_of_what_was_learned(run: Run, id_: str) -> None:
    ran = run("explain", id_)

    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"{id_}\n{'=' * len(id_)}\n".encode())


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ("newsletter-signup", "there is more than one rule 'newsletter-signup'; did you mean ar/newsletter-signup, "),
        ("en/newsleter-singup", "there is no rule 'en/newsleter-singup'; did you mean en/newsletter-signup, "),
        ("zzzz", "there is no rule 'zzzz'; `cleantext rules` lists them"),
        ("", "there is no rule ''; `cleantext rules` lists them"),
        ("xx/learned-paywall", "there is no rule 'xx/learned-paywall'"),
    ],
    ids=["ambiguous", "misspelt", "unknown", "empty", "learned in no language"],
)
def test_explain_helps_with_an_id_that_is_not_one_rule(run: Run, wanted: str, said: str) -> None:
    ran = run("explain", wanted)

    assert (ran.code, ran.out) == (2, b"")
    assert ran.err.startswith(f"cleantext: {said}")


def test_explain_shows_what_a_rule_cuts_when_its_category_is_asked_for(run: Run, folder: Path) -> None:
    (folder / "a.txt").write_bytes(CREDIT)
    ran = run("--remove", "credit", "--json", "a.txt")
    (removal,) = json.loads(ran.out)["removed"]

    assert b"Photograph by" in run("explain", removal["rule"], "a.txt").out.partition(b"\na.txt\n")[2]


def test_explain_reads_a_field_of_json_lines_and_names_the_lines_with_cuts(run: Run, folder: Path) -> None:
    (folder / "a.jsonl").write_bytes(LINES)

    assert b"\na.jsonl:1\n" in run("explain", "learned/newsletter", "--field", "text", "a.jsonl").out
    assert run("explain", "learned/paywall", "--field", "text", "a.jsonl").out.endswith(
        b"\na.jsonl\n\ncuts nothing here\n"
    )


def test_explain_shows_half_a_character_by_its_number(run: Run, folder: Path) -> None:
    (folder / "a.jsonl").write_bytes(rb'{"t": "Rain.\nSign up for our daily \ud83d newsletter.\nIt stopped.\n"}')
    ran = run("explain", "learned/newsletter", "--field", "t", "a.jsonl")

    assert (ran.code, ran.err) == (0, "")
    assert rb"  Sign up for our daily \ud83d newsletter." in ran.out


@posix
def test_explain_names_a_pack_whose_name_is_no_utf8(run: Run, folder: Path) -> None:
    name = os.fsdecode(b"caf\xe9.toml")
    (folder / name).write_text(PACK)

    assert b"stable; in caf\xe9.toml\n" in run("explain", "gazette-coffee", "--pack", name).out


@pytest.mark.parametrize(
    "settings", ['keep = ["newsletter", "social"]', 'languages = ["sv"]'], ids=["its category", "its language"]
)
def test_explain_shows_what_a_rule_cuts_though_the_settings_leave_it_out(run: Run, folder: Path, settings: str) -> None:
    (folder / "pyproject.toml").write_text(f"[tool.cleantext]\n{settings}\n")
    (folder / "a.txt").write_bytes(TEXT)

    assert b"Sign up for our daily" in run("explain", "learned/newsletter", "a.txt").out


def test_explain_goes_on_after_a_file_that_cannot_be_used(run: Run, folder: Path) -> None:
    (folder / "a.txt").write_bytes(TEXT)
    ran = run("explain", "learned/newsletter", "none.txt", "a.txt")

    assert (ran.code, ran.err) == (2, "cleantext: none.txt: No such file or directory\n")
    assert b"\na.txt\n" in ran.out
    assert b"Sign up for our daily newsletter." in ran.out
