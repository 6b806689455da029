"""Ways from a page's HTML to its article: extractors alone, and followed by a profile.

``python benchmarks/ways.py DATA`` prints F1 by source and pages per second, on the sites kept aside, for the ways that
`Cleaner.clean_html` offers and for the whole page's text from inscriptis.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import process_time

from cases import Page, Text, read
from gold import BODY, Gold, Overlap, Score, score, words_of
from peers import WHOLE_PAGES, Extract, Extractor

from cleantext import Cleaner
from cleantext.html import extract as page_of
from cleantext.judging.judge import scores

Clean = Callable[[str], str]


@dataclass
class Way:
    """The results of one way, by source; the time is the processor's, for all pages, in seconds."""

    name: str
    overlaps: dict[str, list[Overlap]] = field(default_factory=lambda: defaultdict(list))
    seconds: float = 0.0
    failed: int = 0
    """Pages on which the extractor raised an error; they count as empty texts."""

    def score(self, source: str) -> Score:
        """Precision, recall and F1 over the pages of *source*."""
        return score(self.overlaps[source])

    @property
    def per_second(self) -> float:
        """Pages per second of processor time."""
        return sum(map(len, self.overlaps.values())) / max(1e-9, self.seconds)


def measure_ways(extractor: Extractor, pages: Sequence[Page], clean: Clean) -> tuple[list[Way], list[str]]:
    """Run *extractor* on *pages*, and *clean* on its texts.

    Return the ways without and with cleaning, and the cleaned texts, page by page.
    """
    extract = extractor.load()
    alone, cleaned = Way(extractor.name), Way(f"{extractor.name}, then cleantext")
    texts = []
    for page in pages:
        start = process_time()
        text = _tried(extract, page, alone)
        middle = process_time()
        texts.append(clean(text))
        alone.seconds += middle - start
        cleaned.seconds += process_time() - start
        alone.overlaps[page.source].append(page.gold.overlap(text))
        cleaned.overlaps[page.source].append(page.gold.overlap(texts[-1]))
    cleaned.failed = alone.failed
    return [alone, cleaned], texts


def _tried(extract: Extract, page: Page, way: Way) -> str:
    try:
        return extract(page)
    except Exception:  # whatever a package raises counts as a failure on this page
        way.failed += 1
        return ""


def agreement(pages: Sequence[Page], extracted: Sequence[str], judged: Sequence[str]) -> Way:
    """Keep the lines of *extracted* texts that also stand in *judged* ones (compared as lines with a known body)."""
    way = Way("both in agreement")
    for page, text, other in zip(pages, extracted, judged, strict=True):
        body = Gold(other.split("\n"))
        kept = (line for line in text.split("\n") if body.name(words_of(line)) == BODY)
        way.overlaps[page.source].append(page.gold.overlap("\n".join(kept)))
    return way


def judge_curve(texts: Sequence[Text], limits: Sequence[float]) -> list[Score]:
    """Return for each of *limits* the score of *texts* without the lines that the judge scores that high.

    Here the judge is asked once; the profile asks it again about what is left, and chooses a limit for each text.
    """
    scored = []
    for text in texts:
        spans, at = [], 0
        for line in text.lines:
            spans.append((at, at + len(line)))
            at += len(line) + 1
        scored.append((text, scores(text.text, spans)))
    return [score([_kept(text, given, limit) for text, given in scored]) for limit in limits]


def _kept(text: Text, scores: Sequence[float], limit: float) -> Overlap:
    if text.page is None:
        raise ValueError("the judge is measured on pages whose body is known")
    return text.page.gold.overlap(
        "\n".join(line for line, found in zip(text.lines, scores, strict=True) if found < limit)
    )


OURS = (
    Extractor("trafilatura", "trafilatura", lambda: lambda page: page_of(page.html).text),
    *WHOLE_PAGES,
)


def main() -> None:
    """Print the ways as a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder in the form that pages.py describes")
    pages = read(parser.parse_args().data, html=True).pages
    sources = sorted({page.source for page in pages})
    print(f"| text | cleaned | {' | '.join(f'F1 {source}' for source in sources)} | pages per second |")
    print(f"| --- | --- | {'---: | ' * len(sources)}---: |")
    for extractor in OURS:
        for profile in ("precise", "article"):
            clean = Cleaner(profile).clean
            try:
                measure_ways(extractor, pages[:9], clean)  # so that loading is not timed
                (alone, cleaned), _ = measure_ways(extractor, pages, clean)
            except ImportError as missing:
                print(f"| {extractor.name} | not run: {missing} |")
                break
            for way, how in ((alone, ""), (cleaned, profile)):
                if how or profile == "precise":
                    figures = " | ".join(f"{way.score(source).f1:.4f}" for source in sources)
                    print(f"| {extractor.name} | {how} | {figures} | {way.per_second:.0f} |")


if __name__ == "__main__":
    main()
