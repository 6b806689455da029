"""Count how often the literals of all patterns stand in news text: ``python training/rates.py DATA``.

A pattern has several sets of literals that could lead to it. With the counts the compiler chooses the rarest set, so
that few patterns are tried in vain. Only literals that occur are written down, and no text.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path

import ahocorasick_rs

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "benchmarks"))

from pages import kept_aside, rows

from cleantext.reading.fold import fold
from cleantext.rules.compile import RATES, build
from cleantext.rules.index import EDGE, LONGEST_LITERAL, OPENING
from cleantext.rules.literals import covers
from cleantext.rules.pack import shipped
from cleantext.rules.patterns import expanded

#: Rarer literals (per megabyte) are not worth writing down.
LEAST = 0.2
SAMPLE = 3


def literals() -> set[str]:
    """Return every literal that the compiler may choose, folded as it would be searched for."""
    packs = shipped()
    words = build([pack for pack in packs if pack.words]).words
    found = {
        literal
        for pack in packs
        for source in pack.sources
        for pattern in source.patterns
        for cover in covers(expanded(pattern, pack.language, words))
        for literal in cover
    }
    return {fold(literal[:LONGEST_LITERAL]) for literal in found if literal.strip(EDGE + OPENING).strip()}


def main() -> None:
    """Count in one text of `SAMPLE`, and write the rates into the package."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, help="a folder of pages, texts and labelled lines (benchmarks/pages.py)")
    folder = parser.parse_args().data
    wanted = sorted(literals())
    letters = [literal.strip(EDGE + OPENING) for literal in wanted]
    edges = [(literal[0] in (EDGE, OPENING), literal[-1] == EDGE, literal[0] == OPENING) for literal in wanted]
    search = ahocorasick_rs.AhoCorasick(letters, implementation=ahocorasick_rs.Implementation.DFA)
    hits: Counter[int] = Counter()
    size = 0
    for number, row in enumerate(rows(folder, "texts")):
        if number % SAMPLE == 0 and not kept_aside(row["site"]):
            text = "\n" + fold(row["text"]) + "\n"
            size += len(text.encode())
            for found, start, end in search.find_matches_as_indexes(text, overlapping=True):
                before, after, opens = edges[found]
                word = text[start - 1].isalnum() or (opens and text[start - 1] == " " and text[start - 2].isalnum())
                if not (before and word) and not (after and text[end].isalnum()):
                    hits[found] += 1
    rates = {wanted[n]: round(1e6 * count / size, 2) for n, count in hits.items() if 1e6 * count / size >= LEAST}
    RATES.write_text(json.dumps(dict(sorted(rates.items())), ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    print(
        f"{len(rates)} of {len(wanted)} literals turn up {LEAST} times in a megabyte or more ({size / 1e6:.0f} MB read)"
    )


if __name__ == "__main__":
    main()
