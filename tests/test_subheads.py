"""A label that an article has as a subhead stays; one that only a site says goes."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleantext import Cleaner

GUIDE = """How to end a lease on a garden plot

The council rents out nine hundred plots, and every spring some forty of the tenants want to leave theirs.

Find the number

It stands on the first page of the lease, under the stamp, and on the small tin plate by the gate.

{label}

The office on Mill Lane is open on Tuesdays until six, and the form can be filled in there as well.

Hand over the key

A warden comes to look at the shed and the water butt, and signs that nothing is missing from either.
"""
OWN = """language = "user"
category = "subscription"
[[rule]]
id = "log-in"
why = "The portal's own button."
patterns = ['^log in$']
cuts = "line"
remove = ["{--Log in--}"]
"""


def cleaned(label: str, text: str = GUIDE) -> str:
    return Cleaner().clean(text.format(label=label))


@pytest.mark.parametrize("label", ["Log in", "Log out", "Don't miss"])
def test_a_label_over_a_paragraph_stays_in_an_article_with_subheads(label: str) -> None:
    assert cleaned(label) == GUIDE.format(label=label)


def test_it_goes_where_no_other_line_is_a_subhead() -> None:
    paragraphs = "\n\n".join(line for line in GUIDE.split("\n\n") if line.endswith(".") or line == "{label}")

    assert "Log in" not in cleaned("Log in", paragraphs)


def test_it_goes_where_it_stands_more_than_once() -> None:
    assert "Log in" not in cleaned("Log in", GUIDE + "\nLog in\n")


@pytest.mark.parametrize(
    "label", ["Follow us on Facebook", "Advertisement", "Read also: Plots are scarce", "Sign up now!"]
)
def test_what_only_a_site_says_goes_over_a_paragraph_too(label: str) -> None:
    assert label not in cleaned(label)


def test_what_the_users_own_rule_finds_is_no_subhead(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(OWN, "utf-8")

    assert "Log in" not in Cleaner(packs=[tmp_path / "own.toml"]).clean(GUIDE.format(label="Log in"))
