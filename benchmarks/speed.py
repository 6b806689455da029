"""How fast cleantext is, against ``str.splitlines`` as a floor and against its peers; writes ``docs/speed.md``.

``python benchmarks/speed.py [DATA] [--quick] [--peers] [--write]`` prints the tables; with ``--write`` they and the
plot go to ``docs/``. DATA is a folder of scraped pages (see ``pages.py``); without one, texts are composed from the
fixtures. Every speed is a ratio to ``str.splitlines`` over the same texts in the same round.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import speed_page
from speed_peers import extraction, job, peers
from speed_processes import peak_memory, start_up, two_processes
from speed_rounds import Job, Row, Texts, measure
from speed_rules import cleaner as cleaner_of
from speed_texts import EXTRACTOR_LIKE, WHOLE, Material, Supply, as_they_are, hostile, material, of_size

from cleantext import Cleaner

PROFILES = ("precise", "article")
#: Characters per document.
SIZES = {"1 KB": 1_000, "10 KB": 10_000, "100 KB": 100_000, "1 MB": 1_000_000, "10 MB": 10_000_000}
RULES = (100, 600, 3000)
BASIS = f"clean_many, precise, {EXTRACTOR_LIKE}"


class Plan(NamedTuple):
    """How much is measured: rounds per job, seconds after which a job gets no more, largest document and rule count."""

    rounds: int
    patience: float
    largest: int
    rules: int


FULL, QUICK = Plan(9, 20.0, 10_000_000, 3000), Plan(3, 3.0, 1_000_000, 600)


def cleaning(name: str, cleaner: Cleaner, supply: Supply, method: str = "clean_many") -> Job:
    """Return a job that cleans as *cleaner* does, and remembers nothing from other jobs."""
    one = getattr(cleaner._apart(), method)  # other copies share a finder, and with it its memory

    def run(texts: Texts) -> None:
        for _ in one(texts) if method == "clean_many" else map(one, texts):
            pass

    return Job(name, run, supply)


def operations(of: Material) -> Iterator[Job]:
    """Yield jobs for each way to call a cleaner, each profile, each kind of text."""
    for kind in (EXTRACTOR_LIKE, WHOLE):
        for profile in PROFILES:
            for method in ("clean_many", "clean", "inspect"):
                yield cleaning(f"{method}, {profile}, {kind}", Cleaner(profile), as_they_are(of.texts[kind]), method)


def sizes(of: Material, largest: int) -> Iterator[Job]:
    """Yield jobs over documents of each size up to *largest*, then the same with documents of a single line."""
    cleaner, texts = Cleaner(), of.texts[EXTRACTOR_LIKE]
    for one_line in (False, True):
        for name, characters in SIZES.items():
            if characters <= largest:
                supply = of_size(texts, characters, one_line=one_line)
                yield cleaning(f"{name}{', one line' * one_line}", cleaner, supply)


def rule_counts(of: Material, most: int) -> Iterator[Job]:
    """Yield jobs with fewer rules than ship, and with more, up to *most*."""
    for rules in RULES:
        if rules <= most:
            yield cleaning(f"{rules} rules", cleaner_of(rules), as_they_are(of.texts[EXTRACTOR_LIKE]))


def hostilities(of: Material) -> Iterator[Job]:
    """Yield a job over ordinary text, and one over each hostile text, which comes again, forgotten, in each round."""
    cleaner = Cleaner()
    yield cleaning("ordinary text", cleaner, as_they_are(of.texts[EXTRACTOR_LIKE]))
    own = cleaner._apart()

    def run(texts: Texts) -> None:
        own._finder.forget()  # memory would hide the work
        for _ in own.clean_many(texts):
            pass

    for name, texts in hostile().items():
        yield Job(name, run, as_they_are(texts))


def split_and_keep(texts: Texts) -> list[list[str]]:
    """Return the lines of all texts: to keep them is slower than to free those of one text before the next."""
    return [text.splitlines() for text in texts]


def rivals(of: Material, clean_text: Path | None) -> Iterator[Job]:
    """Yield jobs for cleantext and each peer, over both kinds of text."""
    for kind in (EXTRACTOR_LIKE, WHOLE):
        yield cleaning(f"cleantext, {kind}", Cleaner(), as_they_are(of.texts[kind]))
        yield Job(f"splitlines, all lines kept, {kind}", split_and_keep, as_they_are(of.texts[kind]))
        for peer in peers(clean_text):
            one = job(peer, as_they_are(of.texts[kind]))
            yield one._replace(name=f"{one.name}, {kind}")


def processes(of: Material, plan: Plan, basis: Row) -> list[str]:
    """Return sentences on processes, memory and start-up; *basis* is the row whose speed says how much text fits."""
    texts = of.texts[EXTRACTOR_LIKE]
    size = int(basis.speed * 1e6 * plan.patience / 10)
    faster = two_processes(as_they_are(texts), size, plan.rounds)
    cleaned, read = peak_memory(as_they_are(texts)(size))
    program, nothing = start_up(min(texts, key=lambda text: abs(len(text) - 3000)))
    return [
        f"Two processes, each reading its own files, are {faster:.2f} × as fast as one.",
        f"A process that cleans {size / 1e6:.1f} MB as a stream peaks at {cleaned:.0f} MB; one that only reads, at "
        f"{read:.0f} MB.",
        f"`cleantext FILE` on 3 KB takes {program.seconds * 1e3:.0f} ms, {program.seconds / nothing.seconds:.1f} × "
        f"`python -c pass` ({nothing.seconds * 1e3:.0f} ms), and peaks at {program.memory:.0f} MB.",
    ]


def scale(of: Material, basis: Row) -> str:
    """Return how cleaning compares with the extraction that comes before it."""
    per_page, size = extraction(of.html)
    share = size / 1e6 / basis.speed / per_page
    return f"trafilatura's extraction takes {per_page * 1e3:.1f} ms a page; cleaning what it extracts adds {share:.1%}."


def tables(of: Material, plan: Plan, *, with_peers: bool, clean_text: Path | None) -> Iterator[speed_page.Section]:
    """Measure everything, and yield each section of the report as soon as it is ready."""
    timed = measure(list(operations(of)), plan.rounds, plan.patience)
    yield speed_page.Section("Ways to call it", timed)
    basis = next(row for row in timed if row.name == BASIS)
    yield speed_page.Section("Size of a document", measure(list(sizes(of, plan.largest)), plan.rounds, plan.patience))
    yield speed_page.Section("Number of rules", measure(list(rule_counts(of, plan.rules)), plan.rounds, plan.patience))
    yield speed_page.Section("Hostile text", measure(list(hostilities(of)), plan.rounds, plan.patience))
    yield speed_page.Section("Processes, memory, start-up", [], processes(of, plan, basis))
    if with_peers:
        rows = measure(list(rivals(of, clean_text)), plan.rounds, plan.patience)
        yield speed_page.Section("Peers", rows, [scale(of, basis)])


def main(argv: Sequence[str]) -> int:
    """Run the benchmark; prints each table as soon as it is measured."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", nargs="?", type=Path, metavar="DATA", help="a folder with texts.jsonl and pages.jsonl")
    parser.add_argument("--quick", action="store_true", help="fewer rounds, no 10 MB documents, no 3,000 rules")
    parser.add_argument("--peers", action="store_true", help="time the peers that are installed, too")
    parser.add_argument("--clean-text", type=Path, metavar="FOLDER", help="where `pip install --target` put clean-text")
    parser.add_argument("--write", action="store_true", help="write docs/speed.md and docs/speed.svg")
    args = parser.parse_args(argv)
    of, plan = material(args.data), QUICK if args.quick else FULL
    sections = []
    for section in tables(of, plan, with_peers=args.peers, clean_text=args.clean_text):
        print(speed_page.markdown(section), flush=True)
        for row in section.rows:
            if row.note:
                print(f"{row.name}: {row.note}", file=sys.stderr)
        sections.append(section)
    if args.write:
        speed_page.write(sections, of.source, plan.rounds)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
