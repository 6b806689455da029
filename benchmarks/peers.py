"""Other ways to rid news of boilerplate, each through its own package, which is imported inside its own adapter.

There are two kinds: *line filters* say which lines of a text they would drop, *extractors* turn a page's HTML into
text. An adapter is a function without arguments that imports its package and returns such a function. It raises
``ImportError`` if the package is missing, and the caller reports that instead of a figure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from importlib.metadata import version
from typing import NamedTuple

from cases import Page
from tally import Cut, Treatment

#: Lines to the indices of those that go.
Drops = Callable[[Sequence[str]], set[int]]
#: A page to the text of its article; empty where nothing was found.
Extract = Callable[[Page], str]


class Filter(NamedTuple):
    """A line filter: its name, the distribution that it comes from (empty if it is written here), its adapter."""

    name: str
    package: str
    load: Callable[[], Drops]

    @property
    def release(self) -> str:
        """The installed package and its version."""
        return f"{self.package} {version(self.package)}" if self.package else "this benchmark"


class Extractor(NamedTuple):
    """An extractor: what it is called, the distribution that it comes from, its adapter."""

    name: str
    package: str
    load: Callable[[], Extract]

    @property
    def release(self) -> str:
        """The installed package and its version."""
        return f"{self.package} {version(self.package)}"


def treatment(drops: Drops) -> Treatment:
    """Return a line filter as a `Treatment`: text in, cuts out, line breaks included."""

    def treat(text: str) -> list[Cut]:
        lines = text.split("\n")
        gone, cuts, at = drops(lines), [], 0
        for index, line in enumerate(lines):
            end = min(len(text), at + len(line) + 1)
            if index in gone and end > at:
                cuts.append(Cut(at, end))
            at = end
        return cuts

    return treat


def _trafilatura_filter() -> Drops:
    from lxml.etree import Element
    from trafilatura.utils import textfilter

    def unwanted(line: str) -> bool:
        element = Element("p")
        # XML allows no control characters, and the filter only looks for words.
        element.text = "".join(filter(str.isprintable, line))
        return bool(line.strip()) and textfilter(element)

    return lambda lines: {index for index, line in enumerate(lines) if unwanted(line)}


def _c4_line_rules() -> Drops:
    """C4's rules for lines; those that drop a whole document, or change a line that stays, are switched off."""
    from datatrove.data import Document
    from datatrove.pipeline.filters.c4_filters import C4QualityFilter

    rules = C4QualityFilter(
        min_num_sentences=-1, filter_lorem_ipsum=False, filter_curly_bracket=False, remove_citations=False
    )

    def drops(lines: Sequence[str]) -> set[int]:
        # The rules drop blank lines as unpunctuated. That does no harm, so it is not counted.
        document = Document(text="\n".join(lines), id="")
        rules.filter(document)
        kept = iter([*document.text.split("\n"), None])
        gone, following = set(), next(kept)
        for index, line in enumerate(lines):
            if line.strip() == following:
                following = next(kept)
            elif line.strip():
                gone.add(index)
        return gone

    return drops


def _winnow() -> Drops:
    """winnow-md with its defaults, page by page. It judges Markdown blocks, so each line is given as one."""
    from winnow import clean

    def drops(lines: Sequence[str]) -> set[int]:
        gone: set[int] = set()
        for block in clean("\n\n".join(lines)).removed:
            size = block.text.count("\n") + 1
            gone.update(line // 2 for line in range(block.start_line, block.start_line + size) if not line % 2)
        return gone

    return drops


#: What a project would collect in an afternoon: sixty phrases that news sites use word for word.
STOCK_PHRASES = (
    "sign up for our", "sign up to our", "subscribe to our", "subscribe now", "subscribe today", "already a subscriber",
    "subscribers only", "to continue reading", "to read the full", "this article is for", "free articles",
    "start your free trial", "create a free account", "log in to", "delivered to your inbox", "in your inbox",
    "straight to your inbox", "daily newsletter", "weekly newsletter", "support our journalism", "make a donation",
    "all rights reserved", "copyright ©", "© 20", "may not be reproduced", "republished with permission",
    "reprinted with permission", "originally published", "first appeared on", "follow us on", "share this article",
    "share on facebook", "download our app", "download the app", "read more:", "read also:", "related articles",
    "related stories", "you may also like", "leave a comment", "view comments", "advertisement",
    "continue reading below", "story continues below", "we use cookies", "accept all cookies", "privacy policy",
    "terms of use", "terms of service", "contact us at", "jetzt abonnieren", "newsletter anmelden",
    "alle rechte vorbehalten", "lesen sie auch", "s'abonner", "tous droits réservés", "suscríbete",
    "todos los derechos reservados", "все права защищены", "版权所有",
)  # fmt: skip


def _stock_phrases() -> Drops:
    pattern = re.compile("|".join(map(re.escape, STOCK_PHRASES)), re.IGNORECASE)
    return lambda lines: {index for index, line in enumerate(lines) if pattern.search(line)}


FILTERS = (
    Filter("trafilatura's text filter", "trafilatura", _trafilatura_filter),
    Filter("C4's line rules", "datatrove", _c4_line_rules),
    Filter("winnow-md", "winnow-md", _winnow),
    Filter("sixty stock phrases", "", _stock_phrases),
)


def _trafilatura() -> Extract:
    from trafilatura import extract

    return lambda page: extract(page.html, include_comments=False) or ""


def _justext() -> Extract:
    """JusText with the stop list of the page's language; if there is none, with its settings for that case."""
    from justext import get_stoplist, get_stoplists, justext

    names = {"en": "English", "de": "German", "fr": "French", "es": "Spanish", "pt": "Portuguese", "it": "Italian",
             "nl": "Dutch", "pl": "Polish", "sv": "Swedish", "ru": "Russian", "ja": "Japanese", "ko": "Korean",
             "ar": "Arabic", "tr": "Turkish", "hi": "Hindi", "el": "Greek", "no": "Norwegian_Bokmal",
             "nb": "Norwegian_Bokmal", "da": "Danish", "fi": "Finnish", "cs": "Czech", "uk": "Ukrainian",
             "id": "Indonesian", "vi": "Vietnamese", "ro": "Romanian"}  # fmt: skip
    shipped = get_stoplists()

    def extract(page: Page) -> str:
        name = names.get(page.language, "")
        words = get_stoplist(name) if name in shipped else frozenset()
        limits = {} if words else {"stopwords_low": 0, "stopwords_high": 0}
        found = justext(page.html.encode(), words, encoding="utf-8", **limits)
        return "\n".join(paragraph.text for paragraph in found if not paragraph.is_boilerplate)

    return extract


def _boilerpy3() -> Extract:
    from boilerpy3.extractors import ArticleExtractor

    extractor = ArticleExtractor(raise_on_failure=False)
    return lambda page: str(extractor.get_content(page.html))


def _resiliparse() -> Extract:
    from resiliparse.extract.html2text import extract_plain_text

    return lambda page: extract_plain_text(page.html, main_content=True)


def _readability() -> Extract:
    """readability-lxml gives HTML; inscriptis makes text of it."""
    from inscriptis import get_text
    from readability import Document

    return lambda page: str(get_text(Document(page.html).summary()))


def _newspaper() -> Extract:
    from newspaper import Article

    def extract(page: Page) -> str:
        # The address is only needed to make links absolute; nothing is fetched.
        article = Article("https://example.org/", language=page.language or "en", fetch_images=False)
        article.download(input_html=page.html)
        article.parse()
        return str(article.text)

    return extract


def _whole_page_inscriptis() -> Extract:
    from inscriptis import get_text

    return lambda page: str(get_text(page.html))


def _whole_page_fast() -> Extract:
    """What `Cleaner.clean_html` takes from resiliparse if asked to be fast: no alternative texts of pictures."""
    from cleantext.html import extract

    extract("<p>", fast=True)  # raises here if the package is missing, and its import is not timed
    return lambda page: extract(page.html, fast=True).text


TRAFILATURA = Extractor("trafilatura", "trafilatura", _trafilatura)
EXTRACTORS = (
    TRAFILATURA,
    Extractor("newspaper4k", "newspaper4k", _newspaper),
    Extractor("readability-lxml", "readability-lxml", _readability),
    Extractor("resiliparse", "resiliparse", _resiliparse),
    Extractor("boilerpy3", "boilerpy3", _boilerpy3),
    Extractor("jusText", "jusText", _justext),
)
#: Ways to the whole page's text, which the article profile turns into the article.
WHOLE_PAGES = (
    Extractor("inscriptis, whole page", "inscriptis", _whole_page_inscriptis),
    Extractor("resiliparse, whole page (`fast=True`)", "resiliparse", _whole_page_fast),
)
