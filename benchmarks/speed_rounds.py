"""Time jobs against ``str.splitlines`` over the same texts, round by round, one after the other.

The floor is measured right before and after the job, so that other load on the machine affects both. A ratio of 0.2
means that a job takes five times as long as splitting the texts into lines.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from statistics import median
from typing import NamedTuple

Texts = Sequence[str]
#: Shorter times (seconds) are lost in noise; the floor is measured over as many passes as take this long.
LONG_ENOUGH = 0.02
#: What one round of one job should take (seconds); slower jobs get fewer texts.
ROUND = 0.3
#: The fewest and the most bytes of text that a round reads.
LEAST, MOST = 60_000, 1_200_000
#: A job has warmed up when it has read so many bytes or has run so long (seconds). A corpus takes hours, so what is
#: made once, such as the patterns of the rules when they are first needed, must not count.
WARM_BYTES, WARM_SECONDS = 4_000_000, 4.0


class Job(NamedTuple):
    """What is timed: a name, the work over a list of texts, and where its texts come from.

    ``supply`` returns texts of about the given number of bytes, new ones at each call.
    """

    name: str
    run: Callable[[Texts], object]
    supply: Callable[[int], Texts]


class Row(NamedTuple):
    """The results of a job: the median of its ratios to the floor, the least and the greatest, and its speed (MB/s)."""

    name: str
    ratio: float
    least: float
    greatest: float
    speed: float
    rounds: int
    note: str = ""


def megabytes(texts: Texts) -> float:
    """Return the size of *texts* as UTF-8, in 10^6 bytes."""
    return sum(len(text.encode("utf-8", "surrogatepass")) for text in texts) / 1e6


def split_lines(texts: Texts) -> None:
    """Do the least that a line filter must do: split each text into lines, and free them."""
    for text in texts:
        text.splitlines()


def seconds(run: Callable[[Texts], object], texts: Texts, long_enough: float = 0.0) -> float:
    """Return the processor time of one pass of *run*, the mean over as many passes as take *long_enough* seconds."""
    passes, start = 0, time.process_time()
    while True:
        run(texts)
        passes += 1
        taken = time.process_time() - start
        if taken >= long_enough:
            return max(taken, 1e-9) / passes


@contextmanager
def no_collection() -> Iterator[None]:
    """Keep the garbage collector off."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def measure(jobs: Sequence[Job], rounds: int = 7, patience: float = 20.0) -> list[Row]:
    """Run *jobs* in turn, *rounds* times, on new texts each time; return one row per job, in order.

    A job that raises is left out, and its row says why. A job that has taken *patience* seconds gets no more rounds.
    """
    sizes: dict[int, int] = {}
    notes: dict[int, str] = {}
    for number, job in enumerate(jobs):
        try:
            sizes[number] = _size(job)
        except Exception as wrong:  # a benchmark reports whatever a peer or an unfinished part raises
            notes[number] = f"skipped: {type(wrong).__name__}: {str(wrong).splitlines()[0] if str(wrong) else ''}"
    seen: dict[int, list[tuple[float, float]]] = {number: [] for number in sizes}
    for _ in range(rounds):
        for number, size in sizes.items():
            if sum(taken for _, taken in seen[number]) < patience:
                seen[number].append(_round(jobs[number], size))
    rows = []
    for number, job in enumerate(jobs):
        if number in notes:
            rows.append(Row(job.name, 0, 0, 0, 0, 0, notes[number]))
        else:
            rows.append(_row(job.name, seen[number], sizes[number]))
    return rows


def _size(job: Job) -> int:
    """Warm *job* up, and return how many bytes of text it reads in about `ROUND` seconds."""
    read = taken = speed = 0.0
    while read < WARM_BYTES and taken < WARM_SECONDS:
        texts = job.supply(LEAST)
        size, last = megabytes(texts) * 1e6, seconds(job.run, texts)
        read, taken, speed = read + size, taken + last, size / last
    return int(min(MOST, max(LEAST, speed * ROUND)))


def _round(job: Job, size: int) -> tuple[float, float]:
    """Return the ratio to the floor in one round, and the job's time (seconds, scaled to *size* bytes)."""
    texts = job.supply(size)
    with no_collection():
        before = seconds(split_lines, texts, LONG_ENOUGH)
        taken = seconds(job.run, texts)
        after = seconds(split_lines, texts, LONG_ENOUGH)
    # The texts may be larger than what was asked for, so the time is scaled by what was read.
    return (before + after) / 2 / taken, taken * size / (megabytes(texts) * 1e6)


def _row(name: str, seen: Sequence[tuple[float, float]], size: int) -> Row:
    ratios = [ratio for ratio, _ in seen]
    speed = size / 1e6 / median(taken for _, taken in seen)
    return Row(name, median(ratios), min(ratios), max(ratios), speed, len(seen))
