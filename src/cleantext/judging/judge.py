"""The judge: how likely each line of a text is boilerplate, seen in its context, and which lines should go.

A line's score is the probability, 0 to 1, that it is not part of the article's body. The same text and lines always get
the same scores. The judge is learned (``training/``, ``docs/judge.md``); its weights ship with the package and are
loaded on first use. numpy is not imported before that, so only profiles with the judge need it; if it is missing, the
first use raises `ModuleNotFoundError` with the remedy.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, compress
from typing import TYPE_CHECKING

from cleantext.reading.segment import body_start
from cleantext.reading.segment import lines as lines_of

#: A byte order mark, and all that is stripped from the edges of a line with one.
_MARK = "\ufeff"
_MARK_AND_BLANKS = _MARK + "".join(letter for letter in map(chr, range(0x3001)) if letter.isspace())

if TYPE_CHECKING:
    from cleantext.judging.network import Model


def scores(text: str, lines: Sequence[tuple[int, int]]) -> list[float]:
    """Return the score of each of *lines*: spans of code points of *text*, ascending, without their line breaks.

    Blank lines score 0, and the others are judged as if there were no blank ones.
    """
    shown, places = _inked([text[start:end] for start, end in lines])
    model = _model()
    out = [0.0] * len(lines)
    for place, score in zip(places, model.scores(model.read(shown)).tolist(), strict=True):
        out[place] = score
    return out


def explain(text: str, lines: Sequence[tuple[int, int]], index: int) -> list[tuple[str, float]]:
    """Return what weighed most in the score of ``lines[index]``: names and weights, heaviest first, eight at most.

    A weight is how far the log-odds of the score fall when that one thing is hidden from the judge (occlusion);
    evidence for the article has a negative weight.
    """
    from cleantext.judging.occlusion import reasons  # noqa: PLC0415 - needs numpy

    shown, places = _inked([text[start:end] for start, end in lines])
    return reasons(shown, places.index(index), _model()) if index in places else []


def lines_outside(text: str) -> list[tuple[int, int, float]]:
    """Return ``(start, end, score)`` of each line of *text* to cut so that the article is left, in order.

    The first line starts after a byte order mark, if there is one.

    Cutting lines changes the surroundings of the others, so the rest is judged again until nothing more goes: in the
    text that is left in the end, the judge cuts nothing. A text that does not settle loses nothing, nor does one of a
    single line, or one of which nothing would be left.
    """
    lines, starts = _split(text)
    shown, places = _inked(lines)
    if len(shown) < 2:  # there is nothing to compare it with
        return []
    found, _ = _model().cuts(shown)
    cuts = [(places[index], score) for index, score in found]
    return [(starts[place], starts[place] + len(lines[place]), score) for place, score in cuts]


def _split(text: str) -> tuple[list[str], list[int]]:
    """Return the lines of *text*, and where they start."""
    first = body_start(text)
    if "\r" in text:
        spans = [(max(start, first), end) for start, end in lines_of(text)]
        return [text[start:end] for start, end in spans], [start for start, _ in spans]
    shown = text[first:].split("\n")
    return shown, list(accumulate([len(line) + 1 for line in shown[:-1]], initial=first))


@lru_cache(maxsize=1)
def _model() -> Model:
    """Load the shipped weights, once."""
    try:
        from cleantext.judging.network import load  # noqa: PLC0415 - numpy is an extra
    except ModuleNotFoundError as missing:
        if missing.name != "numpy":
            raise
        message = "the judge of profile='article' needs numpy: pip install 'cleantext-news[article]'"
        raise ModuleNotFoundError(message, name="numpy") from missing
    return load()


def _inked(lines: list[str]) -> tuple[list[str], Sequence[int]]:
    """Return the *lines* that are not blank, and their places among all.

    Blanks at their edges are stripped: indentation says how the text was made, not what the line is. So are byte order
    marks, which belong to no line.
    """
    inked = [line.strip() if _MARK not in line else line.strip(_MARK_AND_BLANKS) for line in lines]
    if all(inked):
        return inked, range(len(lines))
    return list(filter(None, inked)), list(compress(range(len(lines)), inked))
