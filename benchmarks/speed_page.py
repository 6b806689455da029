"""The report of the speed benchmark: tables in Markdown and one plot, in ``docs/``."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from speed_rounds import Row

DOCS = Path(__file__).parent.parent / "docs"
#: The sections that are drawn.
PLOTTED = ("Ways to call it", "Peers")
HEAD = """# Speed

Written by `python benchmarks/speed.py DATA --peers --write`; do not edit. Python {python}, one core unless said
otherwise; text: {source}.

Every figure is a **ratio to `str.splitlines`** over the same texts in the same round, the least that a line filter can
do: 0.2 means that a job takes five times as long as splitting the texts into lines. Jobs take turns, each in {rounds}
rounds with new texts; figures are medians, with the least and the greatest ratio. `1 / x` is how many times the floor's
time a job takes.

![Share of the floor's speed](speed.svg)
"""


class Section(NamedTuple):
    """One table of the report, and sentences under it; rows without a figure are only named there."""

    title: str
    rows: Sequence[Row]
    sentences: Sequence[str] = ()


def markdown(section: Section) -> str:
    """Return a section as Markdown.

    >>> print(markdown(Section("Sizes", [Row("1 KB", 0.2, 0.1, 0.3, 61.0, 7)], ["Fast."])))
    ## Sizes
    <BLANKLINE>
    | | × floor | least–greatest | 1 / x | MB/s | rounds |
    | --- | --- | --- | --- | --- | --- |
    | 1 KB | 0.200 | 0.100–0.300 | 5.0 | 61 | 7 |
    <BLANKLINE>
    Fast.
    <BLANKLINE>
    """
    lines = [f"## {section.title}", ""]
    missing = [row.name for row in section.rows if row.note]
    if section.rows:
        lines += ["| | × floor | least–greatest | 1 / x | MB/s | rounds |", "| --- | --- | --- | --- | --- | --- |"]
        lines += [*(_line(row) for row in section.rows if not row.note), ""]
    for sentence in [f"Not measured: {'; '.join(missing)}."] * bool(missing) + [*section.sentences]:
        lines += [sentence, ""]
    return "\n".join(lines)


def _line(row: Row) -> str:
    span = f"{_short(row.least)}–{_short(row.greatest)}"
    return (
        f"| {row.name} | {_short(row.ratio)} | {span} | {_short(1 / row.ratio)} | {_short(row.speed)} | {row.rounds} |"
    )


def _short(value: float) -> str:
    """Return a number with two or three significant digits.

    >>> [_short(value) for value in (0.1234, 0.00123, 4.56, 61.4, 1234.0)]
    ['0.123', '0.0012', '4.6', '61', '1234']
    """
    if value >= 10:
        return f"{value:.0f}"
    if value >= 1:
        return f"{value:.1f}"
    return f"{value:.3f}" if value >= 0.1 else f"{value:.2g}"


def write(sections: Sequence[Section], source: str, rounds: int) -> None:
    """Write the page and the plot."""
    head = HEAD.format(python=platform.python_version(), source=source, rounds=rounds)
    (DOCS / "speed.md").write_text("\n".join([head, *map(markdown, sections)]).rstrip() + "\n", encoding="utf-8")
    rows = [row for section in sections if section.title in PLOTTED for row in section.rows if not row.note]
    _plot(rows, DOCS / "speed.svg")


def _plot(rows: Sequence[Row], path: Path) -> None:
    """Draw the ratios as bars on a logarithmic scale, with their span from least to greatest."""
    import matplotlib as mpl

    mpl.use("Agg")
    mpl.rcParams["svg.hashsalt"] = "speed"  # the same picture for the same figures
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=(9, 0.9 + 0.28 * len(rows)), layout="constrained")
    rows = rows[::-1]
    values = [row.ratio for row in rows]
    reach = [[row.ratio - row.least for row in rows], [row.greatest - row.ratio for row in rows]]
    colours = ["#2b6cb0" if _ours(row) else "#a0aec0" for row in rows]
    axes.barh([row.name for row in rows], values, color=colours, xerr=reach, error_kw={"ecolor": "#4a5568", "lw": 1})
    axes.set_xscale("log")
    axes.set_xlabel("share of the speed of str.splitlines (logarithmic)")
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(path, metadata={"Date": None})
    plt.close(figure)


def _ours(row: Row) -> bool:
    return row.name.startswith(("clean", "inspect")) and not row.name.startswith("clean-text")
