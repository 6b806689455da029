"""What can only be measured from outside a process: start-up, peak memory, and how much faster two are than one."""

from __future__ import annotations

import json
import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

from speed_texts import Supply

#: How often each program is started; they take turns. An installed package is compiled to bytecode, so that is written.
STARTS = 11
_ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
#: The same as the installed ``cleantext`` script, without looking for it.
PROGRAM = "from cleantext.command.cli import run; run()"
#: Starts a program, discards its output, and prints its wall time (s) and peak memory (MB). It runs as a process of its
#: own because a child counts its parent's memory at the fork towards its own peak.
_RUNNER = """
import os, resource, subprocess, sys, time
start = time.perf_counter()
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
_, status, usage = os.wait4(process.pid, 0)
print(time.perf_counter() - start, usage.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e6 / 1024), status)
"""
#: Cleans the documents of a file of JSON lines, one by one, as a stream.
_STREAM = """
import json, sys
texts = (json.loads(line) for line in open(sys.argv[1], encoding="utf-8"))
if sys.argv[2] == "clean":
    from cleantext import Cleaner
    texts = Cleaner().clean_many(texts)
for text in texts:
    pass
"""


class Start(NamedTuple):
    """The wall time (seconds) and peak memory (MB) of a program; the medians if it was started several times."""

    seconds: float
    memory: float


def start_up(text: str) -> tuple[Start, Start]:
    """Return what ``cleantext FILE`` takes on a small file, and what a Python that does nothing takes."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "article.txt"
        file.write_bytes(text.encode())
        commands = ([sys.executable, "-c", PROGRAM, str(file)], [sys.executable, "-c", "pass"])
        _, *runs = [[_started(command) for command in commands] for _ in range(1 + STARTS)]
    cleaning, nothing = zip(*runs, strict=True)
    return _medians(cleaning), _medians(nothing)


def _medians(starts: Sequence[Start]) -> Start:
    return Start(median(start.seconds for start in starts), median(start.memory for start in starts))


def _started(command: Sequence[str]) -> Start:
    runner = [sys.executable, "-c", _RUNNER, *command]
    done = subprocess.run(
        runner, capture_output=True, text=True, check=True, cwd=tempfile.gettempdir(), env=_ENVIRONMENT
    )
    taken, memory, status = done.stdout.split()
    if int(status):
        raise RuntimeError(f"{' '.join(command[:3])} failed: {done.stderr.strip()}")
    return Start(float(taken), float(memory))


def peak_memory(texts: Sequence[str]) -> tuple[float, float]:
    """Return the peak memory (MB) of a process that cleans *texts* as a stream, and of one that only reads them."""
    with tempfile.TemporaryDirectory() as folder:
        file = _write(Path(folder) / "texts.jsonl", texts)
        command = [sys.executable, "-c", _STREAM, file]
        return _started([*command, "clean"]).memory, _started([*command, "read"]).memory


def _write(path: Path, texts: Sequence[str]) -> str:
    path.write_text("".join(json.dumps(text) + "\n" for text in texts), encoding="utf-8")
    return str(path)


def two_processes(supply: Supply, size: int, rounds: int) -> float:
    """Return how much faster two processes clean two halves of *size* bytes than one cleans both; a median of ratios.

    Workers are started and warmed up before they are timed. Each reads its own file, because sending texts between
    processes costs more than cleaning them.
    """
    ratios = []
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as folder, context.Pool(2, _set_up) as two, context.Pool(1, _set_up) as one:
        for number in range(-1, rounds):
            files = [_write(Path(folder) / f"{half}.jsonl", supply(size // 2)) for half in range(2)]
            taken = []
            for pool in (one, two):
                start = time.perf_counter()
                pool.map(_clean_file, files, chunksize=1)
                taken.append(time.perf_counter() - start)
            if number >= 0:  # an extra round warms the workers up
                ratios.append(taken[0] / taken[1])
    return median(ratios)


def _set_up() -> None:
    from cleantext import Cleaner  # in the worker

    globals()["_cleaner"] = Cleaner()


def _clean_file(path: str) -> int:
    with Path(path).open(encoding="utf-8") as lines:
        return sum(map(len, globals()["_cleaner"].clean_many(map(json.loads, lines))))
