"""Measure cleantext on scraped news with known bodies, beside its peers: ``python benchmarks/quality.py DATA``.

DATA is a folder of pages, texts and labelled lines (`pages`). Only the sites kept aside, from which nothing was
learned, are measured, unless ``--all`` is given. The tables go to standard output. ``--write`` puts them into
``docs/quality.md`` with plots, and raises the floors (`floors`); it needs a full run over the sites kept aside.
"""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import floors
import quality_plots as plots
import quality_tables as tables
from cases import Cases, read
from gold import Score
from peers import EXTRACTORS, FILTERS, TRAFILATURA, WHOLE_PAGES, Extractor, Filter, treatment
from tally import Cut, Figures, Treatment, measure
from ways import Way, agreement, judge_curve, measure_ways

from cleantext import Cleaner

DOCS = Path(__file__).parent.parent / "docs"
PAGE = DOCS / "quality.md"
#: Limits of the judge's score at which the curves are drawn, 0 to 1.
LIMITS = (0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98)
#: Extractors whose texts the curves are drawn for: one for whole pages, and a careful one.
CURVES = ("inscriptis", "trafilatura")

NOTHING = "nothing"
RULES_NOTE = (
    "Those with most cuts and those that cost most body. *Not body* is the precision on labelled lines; *own label* "
    "the share of these lines whose label is the rule's category."
)
FILTERS_NOTE = (
    "A peer drops lines of the same texts as its package does by default. Lift is that of F1: the mean over sources "
    "and extractors, and the worst of them."
)
WAYS_NOTE = (
    "Each extractor on the pages' HTML, and the profile behind it. *Both in agreement*: the lines of trafilatura's "
    f"text that also stand in what the profile leaves of the whole page ({WHOLE_PAGES[0].name}). *`fast=True`*: the "
    "text that `Cleaner.clean_html` takes if asked to be fast, without the alternative texts of pictures. Speed is "
    "pages per second of processor time. A page on which an extractor failed counts as empty."
)
CURVES_NOTE = (
    "The curves are those of the judge over its limit, asked once; blue dots are the profile as it ships, other "
    "marks the extractors alone."
)


def ours(cleaner: Cleaner) -> Treatment:
    """Return *cleaner* as a `Treatment`."""
    return lambda text: [Cut(r.start, r.end, r.rule, r.category) for r in cleaner.inspect(text).removed]


def main() -> int:
    """Measure what was asked for, print it, and write it if asked to."""
    options = _options()
    by_html = options.peers and options.profile == "article"
    cases = read(options.data, everything=options.all, sample=options.sample, html=by_html)
    if not cases.pages:
        sys.stderr.write(f"{options.data}: no page with a known body among the pages asked for\n")
        return 2
    cleaner = Cleaner(profile=options.profile)
    figures = measure(cases, ours(cleaner))
    sections = {options.profile: _own_section(cases, figures, options)}
    if options.write:
        plots.lift(DOCS / f"quality-{options.profile}-lift.svg", figures)
    if options.peers:
        name = f"{options.profile}-peers"
        sections[name] = (_ways_section if by_html else _filters_section)(cases, figures, cleaner, write=options.write)
    sys.stdout.write("\n\n".join(f"{tables.SECTIONS[name]}\n\n{text}" for name, text in sections.items()) + "\n")
    if options.write:
        _write(sections)
        _raise_floors(options.profile, cases, figures)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, help="folder of pages, texts and labelled lines")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--aside", action="store_true", help="only the sites kept aside (the default)")
    which.add_argument("--all", action="store_true", help="all sites, also those that rules and models were made from")
    parser.add_argument("--profile", choices=("precise", "article"), default="precise")
    parser.add_argument("--sample", type=int, default=1, metavar="N", help="one page in N, and all labelled lines")
    parser.add_argument("--peers", action="store_true", help="measure other packages too")
    parser.add_argument("--rules", action="store_true", help="list every rule that cut anything")
    parser.add_argument(
        "--write", action="store_true", help="write docs/quality.md and its plots, and raise the floors"
    )
    options = parser.parse_args()
    if options.write and (options.all or options.sample != 1 or options.rules):
        parser.error("--write takes a whole run over the sites kept aside: no --all, --sample or --rules with it")
    return options


def _own_section(cases: Cases, figures: Figures, options: argparse.Namespace) -> str:
    which = "all" if options.all else "kept aside"
    return "\n\n".join(
        [
            f"{len(cases.pages)} pages with a known body from {cases.sites} sites ({which}), {len(cases.texts)} texts.",
            tables.summary(figures),
            "### Labelled lines removed",
            tables.label_table(figures),
            "### Extractors' texts",
            f"![F1 before and after](quality-{options.profile}-lift.svg)",
            tables.lift_table(figures),
            "### Rules",
            RULES_NOTE,
            tables.rule_table(figures.rules, every=options.rules),
        ]
    )


def _filters_section(cases: Cases, figures: Figures, cleaner: Cleaner, *, write: bool) -> str:
    """Measure the line filters; *figures* are those of *cleaner*."""
    name = f"cleantext, {cleaner!r}"
    rows: list[tuple[str, str, Figures | None]] = [
        (name, "this project", figures),
        (NOTHING, "", measure(cases, lambda _: [])),
    ]
    rows += [_run_filter(cases, peer) for peer in FILTERS]
    if write:
        run = {"cleantext" if label == name else label: found for label, _, found in rows if found and label != NOTHING}
        plots.recall_against_damage(DOCS / "quality-peers.svg", run)
    return "\n\n".join([FILTERS_NOTE, "![core recall over damage](quality-peers.svg)", tables.peer_table(rows)])


def _run_filter(cases: Cases, peer: Filter) -> tuple[str, str, Figures | None]:
    try:
        drops = peer.load()
    except ImportError as missing:
        return peer.name, f"{peer.package}: {missing}", None
    return peer.name, peer.release, measure(cases, treatment(drops))


def _ways_section(cases: Cases, figures: Figures, cleaner: Cleaner, *, write: bool) -> str:
    """Measure the extractors on the pages' HTML, alone and followed by *cleaner*, whose figures are *figures*."""
    # One of them warns about every nested link.
    logging.disable(logging.WARNING)
    ways: list[Way] = []
    missing: list[tuple[str, str]] = []
    texts: dict[str, list[str]] = {}
    for extractor in (*EXTRACTORS, *WHOLE_PAGES):
        run = _run_extractor(cases, extractor, cleaner)
        if isinstance(run, str):
            missing.append((extractor.name, run))
        else:
            ways += run[0]
            texts[extractor.name] = run[1]
    judged = texts.get(WHOLE_PAGES[0].name)
    if judged and TRAFILATURA.name in texts:
        ways.append(agreement(cases.pages, texts[TRAFILATURA.name], judged))
    if write:
        _draw_curves(cases, figures, [way for way in ways if way.name in {extractor.name for extractor in EXTRACTORS}])
    picture = "![precision over recall](quality-curves.svg)"
    return "\n\n".join([WAYS_NOTE, tables.way_table(ways, missing), CURVES_NOTE, picture])


def _run_extractor(cases: Cases, extractor: Extractor, cleaner: Cleaner) -> tuple[list[Way], list[str]] | str:
    """Return what `measure_ways` does, or the reason why the extractor could not be run."""
    try:
        return measure_ways(extractor, cases.pages, cleaner.clean)
    except ImportError as missing:
        return f"not run: {missing}"


def _draw_curves(cases: Cases, figures: Figures, extractors: Sequence[Way]) -> None:
    judged: dict[str, dict[str, Sequence[Score]]] = {}
    own: dict[str, dict[str, Score]] = {}
    for source in sorted({page.source for page in cases.pages}):
        chosen = {
            name: [t for t in cases.texts if t.page and (t.source, t.extractor) == (source, name)] for name in CURVES
        }
        judged[source] = {name: judge_curve(texts, LIMITS) for name, texts in chosen.items()}
        own[source] = {name: figures.lift[source, name].scores[1] for name in CURVES}
    plots.curves(DOCS / "quality-curves.svg", judged, extractors, own)


def _write(sections: Mapping[str, str]) -> None:
    DOCS.mkdir(exist_ok=True)
    PAGE.write_text(tables.updated(PAGE.read_text("utf-8") if PAGE.exists() else "", sections), "utf-8")


def _raise_floors(profile: str, cases: Cases, figures: Figures) -> None:
    groups = floors.load()
    now = {floors.scraped_group(profile, cases): floors.scraped_values(figures)}
    if profile == "precise":
        now["fixtures"] = floors.fixture_values()
    for group, values in now.items():
        held = groups.get(group, {})
        for sentence in floors.broken(held, values):
            sys.stderr.write(f"below its floor, which stays: {sentence}\n")
        groups[group] = floors.raised(held, values)
    floors.save(dict(sorted(groups.items())))


if __name__ == "__main__":
    sys.exit(main())
