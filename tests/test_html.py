"""Pages: trafilatura extracts, the same engine cleans, title and metadata are on the result."""

from __future__ import annotations

import io
import json
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from cleantext import Cleaner, Result
from cleantext.command.cli import main
from cleantext.html import Page, extract

RAIN = "Rain fell on Monday in the harbour town of Bergen, and the ferry stayed in port until noon."
SUN = "It stopped on Tuesday, the harbour master said, and boats went out to the islands again."
PROMPT = "Sign up for our daily newsletter."
PAGE = f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Rain in Bergen – The Post</title>
<meta name="author" content="Marta Lind"><meta property="og:site_name" content="The Post"></head>
<body><nav><a href="/">Home</a></nav><article><h1>Rain in Bergen</h1>
<p>{RAIN}</p><p>{PROMPT}</p><p>{SUN} – é</p></article></body></html>"""
CLEANER = Cleaner()


def test_a_page_gives_its_cleaned_text_its_title_and_its_metadata() -> None:
    result = CLEANER.clean_html(PAGE)

    assert result.text.endswith(f"{RAIN}\n{SUN} – é")
    assert [(r.category, result.source[r.start : r.end]) for r in result.removed] == [("newsletter", PROMPT + "\n")]
    assert result.rebuild() == result.source
    assert result.title is not None
    assert result.title.startswith("Rain in Bergen")
    assert result.metadata is not None
    assert result.metadata["author"] == "Marta Lind"
    assert result.metadata["sitename"] == "The Post"


def test_the_url_of_a_page_is_among_its_metadata() -> None:
    result = CLEANER.clean_html(PAGE, url="https://post.example/rain")

    assert result.metadata is not None
    assert result.metadata["url"] == "https://post.example/rain"
    assert result.metadata["hostname"] == "post.example"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_bytes_give_what_the_string_gives(encoding: str) -> None:
    page = PAGE if encoding.startswith("utf-8") else PAGE.replace('<meta charset="utf-8">', "")

    assert CLEANER.clean_html(page.encode(encoding)).text == CLEANER.clean_html(PAGE).text


@pytest.mark.parametrize(
    "page", [PAGE.encode().replace(b"noon", b"\xff noon"), PAGE.replace("noon", "\udcff noon")], ids=["bytes", "str"]
)
def test_a_bad_byte_does_not_lose_the_page(page: str | bytes) -> None:
    result = CLEANER.clean_html(page)

    assert RAIN.partition("noon")[0] in result.text
    assert SUN in result.text
    assert result.text.encode("utf-8")


@pytest.mark.parametrize(
    "page",
    [
        pytest.param("", id="empty"),
        pytest.param(b"", id="no bytes"),
        pytest.param(" \r\n\t", id="blanks"),
        pytest.param("<html></html>", id="no body"),
        pytest.param("<html><body><script>rain()</script><img src='rain.png'></body></html>", id="no article"),
        pytest.param("Rain.", id="no HTML"),
        pytest.param("\0\0\0", id="NUL"),
        pytest.param(b"\xff\xfe\x00", id="bytes that are nothing"),
        pytest.param("<div>" * 50_000, id="deep"),
    ],
)
def test_a_page_without_an_article_is_an_empty_result(page: str | bytes) -> None:
    assert CLEANER.clean_html(page) == Result("", (), "ok", "", None, {})


@pytest.mark.parametrize("page", [None, 3, bytearray(b"<p>"), ["<p>"]], ids=lambda value: type(value).__name__)
def test_only_str_and_bytes_are_pages(page: Any) -> None:
    with pytest.raises(TypeError, match=f"^clean_html takes str or bytes, not {type(page).__name__}$"):
        CLEANER.clean_html(page)


@pytest.mark.parametrize("url", [3, b"https://post.example", ["https://post.example"]], ids=lambda u: type(u).__name__)
def test_only_a_str_is_the_url_of_a_page(url: Any) -> None:
    with pytest.raises(TypeError, match=f"^the url of a page is a str, not {type(url).__name__}$"):
        CLEANER.clean_html(PAGE, url=url)


@pytest.fixture
def stdin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(PAGE.encode())))


@pytest.mark.usefixtures("stdin")
def test_the_command_line_prints_the_text_of_a_page(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["--html"]) == 0
    assert capsysbinary.readouterr() == ((CLEANER.clean_html(PAGE).text + "\n").encode(), b"")


@pytest.mark.usefixtures("stdin")
def test_the_command_line_tells_all_that_a_page_gives(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    page = CLEANER.clean_html(PAGE)
    assert main(["--html", "--json"]) == 0
    told = json.loads(capsysbinary.readouterr().out)

    assert (told["title"], told["metadata"], told["text"]) == (page.title, page.metadata, page.text)
    assert [removal["text"] for removal in told["removed"]] == [PROMPT + "\n"]


@pytest.mark.usefixtures("stdin")
def test_check_and_diff_speak_of_the_text_of_a_page(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["--html", "--check"]) == 1
    assert capsysbinary.readouterr() == (b"", b"would clean standard input\n")


@pytest.mark.usefixtures("stdin")
def test_diff_marks_the_cuts_in_the_text_of_a_page(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["--html", "--diff"]) == 0
    assert f"\n{{--{PROMPT}\n--}}".encode() in capsysbinary.readouterr().out


def test_an_empty_page_prints_nothing_but_a_remark(
    capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))

    assert main(["--html"]) == 0
    assert capsysbinary.readouterr() == (b"", b"cleantext: standard input: no text was found in the page\n")


class TestFast:
    """The text of the whole page, for profiles that find the article in it."""

    pytestmark = pytest.mark.skipif(find_spec("resiliparse") is None, reason="the extra [fast] is not installed")

    def test_a_page_gives_the_text_of_all_of_it_line_by_line(self) -> None:
        page = extract(PAGE, fast=True)

        assert page.text.splitlines() == ["Home", "Rain in Bergen", RAIN, PROMPT, f"{SUN} – é"]
        assert page.title == "Rain in Bergen – The Post"
        assert page.metadata == {}

    def test_items_of_a_list_keep_their_bullets_and_no_line_is_blank(self) -> None:
        page = extract("<ul>\n <li>Home <li>Sport</ul>\n<p>Rain\n  fell.<br>Sun.<p> <img alt='Ad'>", fast=True)

        assert page.text == "• Home\n• Sport\nRain fell.\nSun."

    def test_the_url_is_kept(self) -> None:
        assert extract(PAGE, "https://post.example/rain", fast=True).metadata == {"url": "https://post.example/rain"}

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
    def test_bytes_give_what_the_string_gives(self, encoding: str) -> None:
        page = PAGE if encoding.startswith("utf-8") else PAGE.replace('<meta charset="utf-8">', "")

        assert extract(page.encode(encoding), fast=True) == extract(PAGE, fast=True)

    @pytest.mark.parametrize(
        "page",
        [PAGE.encode().replace(b"noon", b"\xff noon"), PAGE.replace("noon", "\udcff noon")],
        ids=["bytes", "str"],
    )
    def test_a_bad_byte_costs_one_character(self, page: str | bytes) -> None:
        assert RAIN.replace("noon", "\ufffd noon") in extract(page, fast=True).text
        assert f"{SUN} – é" in extract(page, fast=True).text

    @pytest.mark.parametrize(
        "page", ["", b"", " \r\n\t", "<html></html>", "<script>rain()</script><img src='rain.png'>", "<div>" * 50_000]
    )
    def test_a_page_without_text_is_empty(self, page: str | bytes) -> None:
        assert extract(page, fast=True) == Page("", None, {})

    @pytest.mark.parametrize("page", [None, 3, bytearray(b"<p>")], ids=lambda value: type(value).__name__)
    def test_only_str_and_bytes_are_pages(self, page: Any) -> None:
        with pytest.raises(TypeError, match=f"^clean_html takes str or bytes, not {type(page).__name__}$"):
            extract(page, fast=True)

    @pytest.mark.usefixtures("stdin")
    def test_the_command_line_takes_the_fast_way_if_told_to(self, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
        pytest.importorskip("numpy")
        fast, slow = (Cleaner("article").clean_html(PAGE, fast=fast) for fast in (True, False))

        assert main(["--html", "--fast", "--profile", "article", "--json"]) == 0
        told = json.loads(capsysbinary.readouterr().out)
        assert (told["text"], told["metadata"]) == (fast.text, fast.metadata)
        assert fast.metadata != slow.metadata

    def test_the_article_profile_finds_the_article_in_it(self) -> None:
        pytest.importorskip("numpy")
        menu = "".join(
            f"<li><a href='/{name}'>{name}</a>" for name in ("News", "Sport", "Weather", "Culture", "Log in")
        )
        page = extract(PAGE.replace("<nav>", f"<nav><ul>{menu}</ul>"), fast=True)
        result = Cleaner(profile="article").inspect(page.text)

        assert RAIN in result.text
        assert SUN in result.text
        assert "Weather" not in result.text
        assert PROMPT not in result.text


def test_without_resiliparse_the_fast_way_names_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "resiliparse"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "resiliparse", None)

    with pytest.raises(ModuleNotFoundError, match=r"pip install 'cleantext-news\[fast\]'"):
        extract(PAGE, fast=True)


def test_a_page_that_no_parser_takes_is_refused_and_stops_no_other(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    (tmp_path / "bad.html").write_bytes(b'<?xml version="1.0"?><svg><g>2024-01-02</g><path d=""/></svg>')
    (tmp_path / "good.html").write_bytes(PAGE.encode())

    assert main(["--html", str(tmp_path / "bad.html"), str(tmp_path / "good.html")]) == 2
    printed = capsysbinary.readouterr()
    assert b"cannot be extracted" in printed.err
    assert printed.out
