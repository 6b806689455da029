"""Plots of the figures, as small SVG files; matplotlib is imported only when one is drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gold import Score
from tally import CORE, Figures
from ways import Way

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.axes import Axes

OURS, THEIRS, FAINT = "#1b6ca8", "#444444", "#bbbbbb"
#: One for each extractor, told apart without colour.
MARKERS = ("x", "s", "^", "D", "v", "+", "o", "*")
#: Text stays text in the file, and the same figures give the same file.
STYLE: dict[Any, Any] = {"svg.fonttype": "none", "svg.hashsalt": "quality", "font.size": 9, "axes.spines.top": False,
         "axes.spines.right": False, "font.family": "sans-serif"}  # fmt: skip


@contextmanager
def _drawn(path: Path, size: tuple[float, float], columns: int = 1) -> Iterator[list[Axes]]:
    """Yield axes side by side to draw on, then write them to *path*."""
    import matplotlib as mpl

    mpl.use("svg")
    from matplotlib import pyplot as plt

    with plt.rc_context(STYLE):
        figure, axes = plt.subplots(1, columns, figsize=size, squeeze=False, layout="constrained")
        yield list(axes[0])
        path.parent.mkdir(exist_ok=True)
        figure.savefig(path, metadata={"Date": None})
        plt.close(figure)


def recall_against_damage(path: Path, treatments: Mapping[str, Figures]) -> None:
    """Draw core recall over damage, a point for each treatment, ours first; the upper left is best."""
    with _drawn(path, (6.4, 3.6)) as (ax,):
        for number, (name, figures) in enumerate(treatments.items()):
            x, y = figures.per_million, 100 * figures.recall(CORE).value
            ax.plot(x, y, "o", color=THEIRS if number else OURS)
            ax.annotate(name, (x, y), (6, 5), textcoords="offset points", color=THEIRS if number else OURS)
        ax.set_xscale("symlog", linthresh=100)
        ax.set(
            xlim=(-20, 3e7), ylim=(-4, 106), xlabel="words cut from known bodies, per million", ylabel="core recall, %"
        )


def lift(path: Path, figures: Figures) -> None:
    """Draw F1 before and after for each source and extractor."""
    rows = [(f"{source} / {extractor}", *found.scores) for (source, extractor), found in sorted(figures.lift.items())][
        ::-1
    ]
    with _drawn(path, (6.4, 0.9 + 0.26 * len(rows))) as (ax,):
        for y, (_, before, after) in enumerate(rows):
            ax.annotate("", (after.f1, y), (before.f1, y), arrowprops={"arrowstyle": "->", "color": OURS})
            ax.plot(before.f1, y, "o", color=FAINT)
            ax.plot(after.f1, y, "o", color=OURS, markersize=4)
        ax.set_yticks(range(len(rows)), [name for name, _, _ in rows])
        ax.set(xlabel="F1 against the known body: before (grey), after (blue)")


def curves(
    path: Path,
    judged: Mapping[str, Mapping[str, Sequence[Score]]],
    ways: Sequence[Way],
    scores: Mapping[str, Mapping[str, Score]],
) -> None:
    """Draw precision over recall, a panel for each source.

    *judged* maps a source and the name of a text to a curve over the judge's limit; *ways* give one point each;
    *scores* map source and text to the profile's own point.
    """
    with _drawn(path, (9.6, 4.4), max(1, len(judged))) as axes:
        for ax, (source, lines) in zip(axes, judged.items(), strict=True):
            for (name, line), style in zip(lines.items(), ("-", "--"), strict=False):
                ax.plot(
                    [p.recall for p in line], [p.precision for p in line], style, color=OURS, label=f"judge: {name}"
                )
                own = scores[source][name]
                ax.plot(own.recall, own.precision, "o", color=OURS)
            for way, marker in zip(ways, MARKERS, strict=False):
                point = way.score(source)
                ax.plot(
                    point.recall, point.precision, marker, color=THEIRS, markersize=5, fillstyle="none", label=way.name
                )
            ax.set(title=source, xlabel="recall", ylabel="precision", xlim=(0.5, 1.01), ylim=(0.5, 1.01))
            ax.legend(loc="lower left", frameon=False, fontsize=7)
