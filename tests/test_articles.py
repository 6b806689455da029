"""Whole articles: each file of fixtures/articles is input and expected output at once; dropping one in makes a test."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import FIXTURES, expect, read

from cleantext import Cleaner
from cleantext.cutting.cut import cut
from cleantext.marks import unmark

ARTICLES = sorted((FIXTURES / "articles").glob("*.txt"))
CLEANER = Cleaner()


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_an_article_loses_what_is_marked_and_nothing_else(path: Path) -> None:
    text, marked = unmark(read(path))

    expect("articles", path.stem, CLEANER.clean(text) == cut(text, marked))


def test_there_are_forty_articles_and_eight_of_them_are_clean() -> None:
    clean = [path for path in ARTICLES if not unmark(read(path))[1]]

    assert len(ARTICLES) >= 40
    assert len(clean) >= 8


def test_the_readmes_example_is_a_golden_article_without_its_marks() -> None:
    marked = read(FIXTURES / "articles" / "paywall-block-under-title.txt")

    assert read(FIXTURES / "example.txt") == unmark(marked)[0]
