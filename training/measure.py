"""Measure a model on documents with known bodies: F1 before and after, body lost, rounds, and speed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from corpus import Document
from labels import BODY, OTHER, mean_f1, overlap

from cleantext.counts import Lines
from cleantext.judge import ROUNDS
from cleantext.network import Model

Overlap = tuple[int, int, int]


@dataclass(slots=True)
class Tally:
    """What became of the texts of one extractor on the pages of one source."""

    before: list[Overlap] = field(default_factory=list)
    after: list[Overlap] = field(default_factory=list)
    body: int = 0
    lost: int = 0
    junk: int = 0
    removed: int = 0
    rounds: list[int] = field(default_factory=list)

    @property
    def f1(self) -> tuple[float, float]:
        """F1 before and after."""
        return mean_f1(self.before)[2], mean_f1(self.after)[2]

    @property
    def body_lost(self) -> float:
        """Share of the body's words that were cut."""
        return self.lost / max(1, self.body)

    @property
    def junk_removed(self) -> float:
        """Share of the lines beside the body that were cut."""
        return self.removed / max(1, self.junk)


Tallies = dict[tuple[str, str], Tally]


def measure(documents: Iterable[tuple[Document, Lines]], model: Model, tallies: Tallies) -> Tallies:
    """Clean *documents*, add what became of them to *tallies*, by source and extractor, and return these."""
    for document, lines in documents:
        cuts, rounds = model.cuts(lines, ROUNDS)
        kept = set(range(len(lines))) - {index for index, _ in cuts}
        tally = tallies.setdefault((document.source, document.extractor), Tally())
        tally.rounds.append(rounds)
        gold = "\n".join(document.gold)
        tally.before.append(overlap(gold, "\n".join(document.lines)))
        tally.after.append(overlap(gold, "\n".join(document.lines[i] for i in sorted(kept))))
        for index, (name, size) in enumerate(zip(document.names, document.sizes.tolist(), strict=True)):
            tally.body += size * (name == BODY)
            tally.lost += size * (name == BODY and index not in kept)
            tally.junk += name == OTHER
            tally.removed += name == OTHER and index not in kept
    return tallies


def table(tallies: Tallies) -> str:
    """Return the tallies as a Markdown table."""
    rows = ["| source | text of | pages | F1 before | after | lift | body lost | surplus lines removed | rounds |"]
    rows.append("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for (source, extractor), tally in sorted(tallies.items()):
        before, after = tally.f1
        cells = [source, extractor, str(len(tally.rounds)), f"{before:.4f}", f"{after:.4f}", f"{after - before:+.4f}"]
        cells += [f"{tally.body_lost:.2%}", f"{tally.junk_removed:.1%}", f"{np.mean(tally.rounds):.2f}"]
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows)
