"""Texts to time things on: from a folder of scraped pages, or composed from the project's own fixtures.

There are two kinds. *Extractor-like* text is an article with what its extractor let through; *whole-page* text is all
that a page shows, mostly short lines. All documents are handed out before any comes again, so a cleaner's memory of
earlier rounds helps no more than it would in a corpus.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from itertools import cycle
from pathlib import Path
from typing import NamedTuple

from pages import WHOLE_PAGE, rows

from cleantext.marks import unmark
from cleantext.rules.pack import shipped

FIXTURES = Path(__file__).parent.parent / "fixtures"
EXTRACTOR_LIKE, WHOLE = "extractor-like", "whole-page"
#: How many documents are composed where there is no folder of texts.
COMPOSED = 600

Supply = Callable[[int], list[str]]


class Material(NamedTuple):
    """What there is to read: texts by kind, some HTML pages, and where they come from, for the report."""

    texts: dict[str, list[str]]
    html: list[str]
    source: str


def material(folder: Path | None, seed: int = 1) -> Material:
    """Return the texts of *folder*, one per page and kind, or composed ones if there is no folder."""
    chance = random.Random(seed)
    return _scraped(folder, chance) if folder else _composed(chance)


def _scraped(folder: Path, chance: random.Random) -> Material:
    by_page: dict[str, list[str]] = {}
    whole = []
    for row in rows(folder, "texts"):
        if row["extractor"] == WHOLE_PAGE:
            whole.append(row["text"])
        else:
            by_page.setdefault(row["id"], []).append(row["text"])
    extracted = [chance.choice(texts) for texts in by_page.values()]
    chance.shuffle(whole)
    chance.shuffle(extracted)
    html = [row["html"] for _, row in zip(range(60), rows(folder, "pages"), strict=False)]
    return Material({EXTRACTOR_LIKE: extracted, WHOLE: whole}, html, f"{len(whole)} scraped news pages")


def _composed(chance: random.Random) -> Material:
    """Compose texts: bodies from the articles and look-alikes, prompts between them or, for whole pages, all around."""
    articles = [unmark(path.read_text("utf-8"))[0] for path in sorted((FIXTURES / "articles").glob("*.txt"))]
    bodies = [line for text in articles for line in text.splitlines() if line.strip()]
    lookalikes = _lines("lookalikes", ".txt")
    # Every look-alike has the words of a prompt; in news only one sentence in some dozens does.
    bodies += chance.sample(lookalikes, min(len(bodies) // 12, len(lookalikes)))
    wordings = [line.split("\t", 1) for line in _lines("wordings", ".tsv")]
    prompts = [prompt for label, prompt in wordings if label != "body"]
    menu = sorted({word for prompt in prompts for word in prompt.split() if word.istitle()})
    extracted, whole = [], []
    for _ in range(COMPOSED):
        article = [" ".join(chance.choices(bodies, k=chance.randint(1, 5))) for _ in range(chance.randint(4, 20))]
        for _ in range(chance.randint(0, 3)):
            article.insert(chance.randint(0, len(article)), chance.choice(prompts))
        extracted.append("\n\n".join(article) + "\n")
        around = [" ".join(chance.choices(menu, k=chance.randint(1, 4))) for _ in range(chance.randint(60, 240))]
        around += chance.choices(prompts, k=8)
        chance.shuffle(around)
        whole.append("\n".join([*around[: len(around) // 2], *article, *around[len(around) // 2 :]]) + "\n")
    html = ["".join(f"<p>{line}</p>" for line in text.splitlines() if line) for text in extracted[:60]]
    return Material({EXTRACTOR_LIKE: extracted, WHOLE: whole}, html, f"{COMPOSED} documents composed from fixtures/")


def _lines(folder: str, suffix: str) -> list[str]:
    return [
        line for path in sorted((FIXTURES / folder).glob(f"*{suffix}")) for line in path.read_text("utf-8").splitlines()
    ]


def as_they_are(texts: Sequence[str]) -> Supply:
    """Return a supply of whole documents, one after the other, which starts anew when all have been read."""
    endless = cycle(texts)
    return lambda size: list(_until(endless, size))


def of_size(texts: Sequence[str], characters: int, *, one_line: bool = False) -> Supply:
    """Return a supply of documents of exactly this many *characters*, cut from *texts* joined together.

    If *one_line*, their line breaks are blanks.
    """
    endless = _resized(texts, characters, one_line=one_line)
    return lambda size: list(_until(endless, size))


def _until(texts: Iterator[str], size: int) -> Iterator[str]:
    while size > 0:
        text = next(texts)
        size -= len(text.encode("utf-8", "surrogatepass"))
        yield text


def _resized(texts: Sequence[str], characters: int, *, one_line: bool) -> Iterator[str]:
    pieces: list[str] = []
    have = 0
    for text in cycle(texts):
        piece = " ".join(text.split("\n")) + " " if one_line else text + "\n"
        pieces.append(piece)
        have += len(piece)
        while have >= characters:
            joined = "".join(pieces)
            yield joined[:characters]
            pieces = [joined[characters:]]
            have -= characters


def hostile() -> dict[str, list[str]]:
    """Return texts that look for slow spots, by name; most are some 100 KB or more, with lines numbered to differ.

    The near-misses are the `halves`: their literals are found, and their patterns are tried and fail.
    """
    half_prompts = list(halves())
    numbered = [f"{half} {number}" for number, half in enumerate(half_prompts)]
    words = sorted({word for half in half_prompts for word in half.split() if len(word) > 3})  # a real word
    return {
        "near-misses, a line each": ["\n".join(numbered)],
        "near-misses, one line": [". ".join(numbered)],
        "words of prompts, one line": [" ".join(words)],
        "one word over and over": [f"{word} " * 4000 for word in ("subscribe", "newsletter", "©", "abonn", "登录")],
        "one letter over and over": [letter * 40_000 for letter in ("a", " ", "(", "“", ".", "é", "中")],
        "lines of marks": ["\n".join("-•>»" * (1 + number % 9) + str(number) for number in range(8000))],
    }


def halves() -> Iterator[str]:
    """Yield near-misses of every pattern: each prompt that a rule's examples mark, cut in half."""
    for source in (source for pack in shipped() for source in pack.sources):
        for text, spans in map(unmark, source.remove):
            for start, end in spans:
                prompt = text[start:end].strip()
                if len(prompt) > 1 and "\n" not in prompt:
                    yield prompt[: (len(prompt) + 1) // 2]
