"""What the benchmarks measure on, read once: pages with known bodies, extractors' texts, labelled lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from gold import Gold, Overlap, words_of
from pages import kept_aside, rows


class Labelled(NamedTuple):
    """A line that a person labelled: its index in its text, its language and its label."""

    line: int
    language: str
    label: str


@dataclass
class Page:
    """A page with a known body."""

    id: str
    source: str
    site: str
    language: str
    body: str
    gold: Gold
    html: str = ""


@dataclass
class Text:
    """What one extractor made of a page: the text, the page if its body is known, and which lines were labelled."""

    source: str
    extractor: str
    text: str
    page: Page | None
    labelled: Sequence[Labelled] = ()

    @cached_property
    def lines(self) -> list[str]:
        """The lines, without line breaks."""
        return self.text.split("\n")

    @cached_property
    def names(self) -> list[tuple[str, int]]:
        """What each line is (`Gold.name`), and how many words it has."""
        gold = self._known().gold
        split = map(words_of, self.lines)
        return [(gold.name(words), len(words)) for words in split]

    @cached_property
    def before(self) -> Overlap:
        """The overlap of the text, as it came, with the body."""
        return self._known().gold.overlap(self.text)

    def _known(self) -> Page:
        if self.page is None:
            raise ValueError(
                f"a text of {self.extractor} from a page whose body is not known has nothing to compare with"
            )
        return self.page


@dataclass
class Cases:
    """All that one run measures on."""

    pages: list[Page] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)

    @property
    def sites(self) -> int:
        """How many sites the pages with a known body come from."""
        return len({page.site for page in self.pages})


def read(folder: Path, *, everything: bool = False, sample: int = 1, html: bool = False) -> Cases:
    """Read *folder* (see `pages`): the sites kept aside or *everything*, and one page in *sample*.

    All labelled lines of these sites are read whatever the sample, since they are few. The pages' *html*, which is
    large, is left out unless asked for.
    """
    wanted: Any = (lambda _: True) if everything else kept_aside
    found = (
        row
        for number, row in enumerate(rows(folder, "pages"))
        if not number % sample and row["gold"] and wanted(row["site"])
    )
    pages = {row["id"]: _page(row, html=html) for row in found}
    labels = _labels(folder)
    cases = Cases(list(pages.values()))
    for row in rows(folder, "texts"):
        page, labelled = pages.get(row["id"]), labels.get((row["id"], row["extractor"]), ())
        if (page or labelled) and wanted(row["site"]):
            cases.texts.append(Text(row["source"], row["extractor"], row["text"], page, labelled))
    return cases


def _page(row: Mapping[str, Any], *, html: bool) -> Page:
    gold = Gold(row["gold"], row.get("title") or "")
    return Page(
        row["id"], row["source"], row["site"], row["lang"], "\n".join(row["gold"]), gold, row["html"] if html else ""
    )


def _labels(folder: Path) -> Mapping[tuple[str, str], Sequence[Labelled]]:
    labels: dict[tuple[str, str], list[Labelled]] = defaultdict(list)
    for row in rows(folder, "lines"):
        labels[row["doc"], row["extractor"]].append(Labelled(row["line"], row["lang"], row["label"]))
    return labels
