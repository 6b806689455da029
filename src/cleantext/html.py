"""Trafilatura in front: a page in, its article's text out. Only this module imports trafilatura."""

from __future__ import annotations

import re
from typing import Any, NamedTuple


class Page(NamedTuple):
    """What trafilatura made of a page: the text of the article, its title, and the other metadata that it found."""

    text: str
    title: str | None
    metadata: dict[str, Any]


_METADATA = (
    "author", "url", "hostname", "description", "sitename", "date", "categories", "tags", "license", "language",
    "image", "pagetype",
)  # fmt: skip
_SURROGATE = re.compile("[\ud800-\udfff]")


def extract(html: str | bytes, url: str | None = None) -> Page:
    """Return the article of *html* as trafilatura extracts it with its defaults, without readers' comments.

    A page in which it finds no article gives an empty text; what is no character (a lone surrogate) becomes U+FFFD.
    Raises ``TypeError`` for anything but ``str`` or ``bytes``.
    """
    if not isinstance(html, (str, bytes)):
        raise TypeError(f"clean_html takes str or bytes, not {type(html).__name__}")
    if isinstance(html, str):
        html = _SURROGATE.sub("\ufffd", html)  # the parser would drop the whole page
    from trafilatura import bare_extraction  # noqa: PLC0415 - it takes 0.4 s to import

    document = bare_extraction(html, url=url, with_metadata=True, include_comments=False) if html.strip() else None
    if document is None:
        return Page("", None, {})
    found = document if isinstance(document, dict) else document.as_dict()
    return Page(found.get("text") or "", found.get("title"), {k: found[k] for k in _METADATA if found.get(k)})
