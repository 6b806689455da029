"""Measure a model on documents with known bodies: F1 before and after, body lost, rounds, and speed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from corpus import Document
from gold import BODY, OTHER, Gold
from tally import Lift

from cleantext.judging.counts import Lines
from cleantext.judging.network import Model


@dataclass
class Tally(Lift):
    """What became of the texts of one extractor on the pages of one source, and in how many rounds each."""

    rounds: list[int] = field(default_factory=list)


Tallies = dict[tuple[str, str], Tally]


def measure(documents: Iterable[tuple[Document, Lines]], model: Model, tallies: Tallies) -> Tallies:
    """Clean *documents*, add the results to *tallies* by source and extractor, and return these."""
    for document, lines in documents:
        cuts, rounds = model.cuts(lines)
        kept = set(range(len(lines))) - {index for index, _ in cuts}
        tally = tallies.setdefault((document.source, document.extractor), Tally())
        tally.rounds.append(rounds)
        gold = Gold(document.gold)
        tally.before.append(gold.overlap("\n".join(document.lines)))
        tally.after.append(gold.overlap("\n".join(document.lines[i] for i in sorted(kept))))
        for index, (name, size) in enumerate(zip(document.names, document.sizes.tolist(), strict=True)):
            if name == BODY:
                tally.body.add(size * (index not in kept), size)
            elif name == OTHER:
                tally.junk.add(index not in kept)
    return tallies


def table(tallies: Tallies) -> str:
    """Return the tallies as a Markdown table."""
    rows = ["| source | text of | pages | F1 before | after | lift | body lost | surplus lines removed | rounds |"]
    rows.append("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for (source, extractor), tally in sorted(tallies.items()):
        before, after = (score.f1 for score in tally.scores)
        cells = [source, extractor, str(len(tally.rounds)), f"{before:.4f}", f"{after:.4f}", f"{after - before:+.4f}"]
        cells += [f"{tally.body.value:.2%}", f"{tally.junk.value:.1%}", f"{np.mean(tally.rounds):.2f}"]
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows)
