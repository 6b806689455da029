"""Options: what each is, and that a wrong one is refused with a list of the right ones."""

from __future__ import annotations

import pickle
import re
from pathlib import Path
from typing import Any

import pytest
from conftest import PROMPTS

from cleantext import Cleaner, PackError, clean
from cleantext.options import PROFILES, Options, checked, refuse_foreign
from cleantext.rule import CATEGORIES, DEFAULT_CATEGORIES, OPTIONAL_CATEGORIES
from cleantext.rules.index import load

TEXT = "Rain fell on Monday.\n\nFollow us on Facebook.\n\nIt stopped on Tuesday.\n"
LANGUAGES = ", ".join(load().languages)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        pytest.param({"profile": "gentle"}, "unknown profile 'gentle'; use one of: precise, article", id="profile"),
        pytest.param({"profile": ""}, "unknown profile ''; use one of: precise, article", id="empty profile"),
        pytest.param(
            {"remove": ["adverts"]},
            f"remove: unknown category 'adverts'; use some of: {', '.join(CATEGORIES)}",
            id="remove",
        ),
        pytest.param(
            {"keep": ("social", "Social")},
            f"keep: unknown category 'Social'; use some of: {', '.join(CATEGORIES)}",
            id="keep",
        ),
        pytest.param(
            {"languages": {"xx"}}, f"languages: unknown language 'xx'; use some of: {LANGUAGES}", id="languages"
        ),
    ],
)
def test_an_unknown_name_is_a_value_error_that_lists_the_right_ones(options: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(said)}$"):
        checked(**(Options._field_defaults | options))


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"profile": None}, "profile must be a string, not NoneType; use one of: precise, article"),
        ({"profile": ["precise"]}, "profile must be a string, not list; use one of: precise, article"),
        ({"remove": "credit"}, "remove takes a list, not 'credit' alone; use some of: subscription, "),
        ({"remove": b"credit"}, "remove takes a list, not b'credit' alone; use some of: subscription, "),
        ({"keep": None}, "keep takes a list, not None alone; use some of: subscription, "),
        ({"keep": ["social", 3]}, "keep: 3 is of type int; use some of: subscription, "),
        ({"keep": {"social", 3}}, "keep: 3 is of type int; use some of: subscription, "),
        ({"languages": "en"}, f"languages takes a list, not 'en' alone; use some of: {LANGUAGES}"),
        ({"languages": True}, f"languages takes a list, not True alone; use some of: {LANGUAGES}"),
        ({"packs": "my.toml"}, "packs takes a list, not 'my.toml' alone; use paths of rule files"),
        ({"packs": Path("my.toml")}, "alone; use paths of rule files"),
        ({"packs": [None]}, "packs: None is of type NoneType; use paths of rule files"),
    ],
    ids=lambda value: str(value) if isinstance(value, dict) else "",
)
def test_a_wrong_type_is_a_type_error_that_lists_the_right_ones(options: dict[str, Any], said: str) -> None:
    with pytest.raises(TypeError, match=re.escape(said)):
        checked(**(Options._field_defaults | options))


@pytest.mark.parametrize(
    "names",
    [["credit", "tags"], ("credit", "tags"), {"tags", "credit"}, iter(["credit", "tags"])],
    ids=lambda v: type(v).__name__,
)
def test_every_kind_of_collection_gives_the_same_options(names: Any) -> None:
    assert checked("precise", names, (), (), None) == Options(remove=("credit", "tags"))


def test_the_language_of_an_own_pack_is_one_more(tmp_path: Path) -> None:
    pack = tmp_path / "my.toml"
    pack.write_text(
        'language = "lv"\ncategory = "support"\n[[rule]]\nid = "kafija"\nwhy = "."\n'
        'patterns = ["^pērc kafiju avīzei"]\n'
        'remove = ["{--Pērc kafiju avīzei--}"]\n',
        "utf-8",
    )
    text = TEXT + "Pērc kafiju avīzei\n"

    assert Cleaner(packs=[pack], languages=["lv"]).clean(text) == TEXT
    assert Cleaner(packs=[pack], languages=["sv"]).clean(text) == text
    with pytest.raises(ValueError, match=f"^languages: unknown language 'xx'; use some of: {LANGUAGES}, lv$"):
        Cleaner(packs=[pack], languages=["xx"])
    with pytest.raises(ValueError, match="^languages: unknown language 'lv'"):
        Cleaner(languages=["lv"])


def test_an_empty_list_is_no_limit() -> None:
    assert checked("precise", [], [], [], []) == Options()
    assert Cleaner(languages=[]).clean(TEXT) == Cleaner().clean(TEXT) != TEXT


def test_a_profile_cuts_its_categories_and_what_is_added_less_what_is_kept() -> None:
    assert Options().categories == set(DEFAULT_CATEGORIES)
    assert Options("article").categories == set(CATEGORIES)
    assert Options(remove=("tags",)).categories == {*DEFAULT_CATEGORIES, "tags"}
    assert Options("article", keep=OPTIONAL_CATEGORIES).categories == set(DEFAULT_CATEGORIES)
    assert "tags" not in Options(remove=("tags",), keep=("tags",)).categories
    assert set(PROFILES) == {"precise", "article"}


def test_only_languages_are_offered_as_languages() -> None:
    with pytest.raises(ValueError, match="use some of: ar, cs, da, ") as caught:
        Cleaner(languages=["common"])
    assert "common" not in str(caught.value).partition(";")[2]


def test_languages_limit_the_score_and_not_only_the_rules() -> None:
    english = "Sign up for our daily newsletter."
    german = "Abonnieren Sie unseren Newsletter und bleiben Sie informiert."
    text = f"Rain fell on Monday.\n\n{english}\n\n{german}\n\nIt stopped on Tuesday.\n"

    assert english in clean(text, languages=["de"])
    assert german in clean(text, languages=["en"])
    assert {removal.rule.partition("/")[0] for removal in Cleaner().inspect(text).removed} == {"learned"}


@pytest.mark.parametrize("make", [Cleaner, lambda **options: clean("Rain.", **options)], ids=["Cleaner", "clean"])
@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"profile": "gentle"}, ValueError),
        ({"remove": "credit"}, TypeError),
        ({"languages": ["xx"]}, ValueError),
        ({"packs": ["none.toml"]}, PackError),
    ],
    ids=str,
)
def test_the_library_refuses_what_the_options_refuse(
    make: Any, options: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        make(**options)


@pytest.mark.parametrize(
    ("keyword", "said"),
    [
        ("lower", "an option of the package 'clean-text'"),
        ("fix_unicode", "an option of the package 'clean-text'"),
        ("no_urls", "an option of the package 'clean-text'"),
        ("stemming", "an option of the package 'cleantext'"),
        ("stopwords", "an option of the package 'cleantext'"),
        ("language", "clean() has no option 'language'; it has: profile, remove, keep, packs, languages"),
    ],
)
def test_a_keyword_of_another_package_is_answered_with_its_name(keyword: str, said: str) -> None:
    with pytest.raises(TypeError, match=re.escape(said)):
        clean("Rain.", **{keyword: True})


def test_no_foreign_keyword_is_no_error() -> None:
    refuse_foreign(())


@pytest.mark.parametrize("text", [None, b"Rain.", 3, ["Rain."]], ids=lambda value: type(value).__name__)
def test_only_strings_are_cleaned(text: Any) -> None:
    remedy = "; decode it first" if isinstance(text, bytes) else "$"
    said = f"cleantext cleans str, not {type(text).__name__}{remedy}"

    with pytest.raises(TypeError, match=said):
        clean(text)
    with pytest.raises(TypeError, match=said):
        Cleaner().inspect(text)
    with pytest.raises(TypeError, match=said):
        list(Cleaner().clean_many(["Rain.", text]))


@pytest.mark.parametrize("text", ["Rain.", b"Rain.", ""], ids=repr)
def test_many_texts_are_not_one_text_letter_by_letter(text: Any) -> None:
    said = f"clean_many takes a list of texts, not one {type(text).__name__} alone; use clean for one"

    with pytest.raises(TypeError, match=f"^{said}$"):
        Cleaner().clean_many(text)


def test_many_texts_are_cleaned_as_they_are_asked_for() -> None:
    texts = iter([TEXT, TEXT])
    cleaned = Cleaner().clean_many(texts)

    assert next(cleaned) == Cleaner().clean(TEXT)
    assert list(texts) == [TEXT]


def test_a_cleaner_shows_the_options_that_are_not_the_usual_ones() -> None:
    assert repr(Cleaner()) == "Cleaner()"
    assert repr(Cleaner("article", keep=["social"])) == "Cleaner(profile='article', keep=('social',))"


def test_a_pickled_cleaner_has_the_same_options() -> None:
    cleaner = Cleaner(keep=["social"], languages=["en"])
    copy = pickle.loads(pickle.dumps(cleaner))

    assert repr(copy) == repr(cleaner)
    assert copy.clean(TEXT) == TEXT


@pytest.mark.parametrize("category", DEFAULT_CATEGORIES)
def test_what_is_kept_is_not_cut_under_another_name(category: str) -> None:
    texts = [f"Rain fell on Monday.\n\n{prompt}\n\nIt stopped on Tuesday.\n" for _, _, prompt in PROMPTS]
    keeping, usual = Cleaner(keep=[category]), Cleaner()
    of_it = [text for text in texts if {cut.category for cut in usual.inspect(text).removed} == {category}]

    assert of_it
    assert [text for text in of_it if keeping.clean(text) != text] == []
