"""Read a folder of scraped pages with known bodies, and say which sites are kept aside.

The folder holds ``pages.jsonl``, ``texts.jsonl`` and ``lines.jsonl``, each plain or gzipped:

- a page is ``{id, source, site, lang, title, gold: [paragraph, ...], html}``,
- a text is ``{id, source, site, lang, extractor, text}``: what one extractor made of a page,
- a line is ``{doc, extractor, line, lang, label, text}``: one hand-labelled line of such a text.

Rules are written, and models trained, on three sites in four. The fourth is only ever measured.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

#: The extractor whose texts are whole pages; those of all others are extractor-like.
WHOLE_PAGE = "inscriptis"
#: Labels that name a category by another word.
CATEGORY = {"ad": "advertisement"}


def rows(folder: Path, name: str) -> Iterator[dict[str, Any]]:
    """Yield the records of *name* (``pages``, ``texts`` or ``lines``) one by one, plain or gzipped."""
    plain = folder / f"{name}.jsonl"
    with plain.open(encoding="utf-8") if plain.exists() else gzip.open(f"{plain}.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def kept_aside(site: str) -> bool:
    """Return whether *site* is one of the quarter that rules and models never learn from.

    The split depends on the site's name alone, so it stays the same when pages are added.

    >>> sorted(site for site in ("a.org", "b.org", "c.org", "d.org", "e.org") if kept_aside(site))
    ['b.org']
    """
    return hashlib.sha256(site.encode()).digest()[0] % 4 == 0
