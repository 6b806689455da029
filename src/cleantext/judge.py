"""The judge: how likely each line of a text is boilerplate, seen in its context, and which lines should go.

A line's score is the probability, 0 to 1, that it is not part of the article's body. The same text and the same lines always
get the same scores. It is learned (``training/``, ``docs/judge.md``); the weights are data of the package, loaded with the
first question. Nothing here imports numpy until then, so only the profiles that need the judge need numpy: where it is
missing, a question raises `ModuleNotFoundError` with the remedy.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache
from itertools import accumulate, compress
from typing import TYPE_CHECKING

from cleantext.segment import body_start
from cleantext.segment import lines as lines_of

#: A byte order mark, and all that may stand around what a line says.
_MARK = "\ufeff"
_BLANKS = _MARK + "".join(letter for letter in map(chr, range(0x3001)) if letter.isspace())

if TYPE_CHECKING:
    from cleantext.network import Model

#: Rounds after which a text that still changes is given up; real pages come to rest after one or two.
ROUNDS = 12


def scores(text: str, lines: Sequence[tuple[int, int]]) -> list[float]:
    """Return the score of each of *lines*: spans of code points of *text*, ascending, without their line breaks.

    Blank lines are no lines: they score 0, and what stands around them is judged as if they were not there.
    """
    shown, places = _inked([text[start:end] for start, end in lines])
    model = _model()
    out = [0.0] * len(lines)
    for place, score in zip(places, model.scores(model.read(shown)).tolist(), strict=True):
        out[place] = score
    return out


def explain(text: str, lines: Sequence[tuple[int, int]], index: int) -> list[tuple[str, float]]:
    """Return what weighed most in the score of ``lines[index]``: names and weights, heaviest first, eight at most.

    A weight is by how much the log-odds of the score fall when the judge does not see that one thing (occlusion); what
    speaks for the article has a negative weight.
    """
    from cleantext.occlusion import reasons  # noqa: PLC0415 - needs numpy

    shown, places = _inked([text[start:end] for start, end in lines])
    return reasons(shown, places.index(index), _model()) if index in places else []


def article_lines(text: str, going: Collection[tuple[int, int]] = ()) -> list[tuple[int, int, float]]:
    """Return ``(start, end, score)`` of each line of *text* to cut so that the article is left, in order.

    Lines stand between line breaks, the first one after a byte order mark. *going* are spans of which those count that
    are a whole line: such lines will be cut whatever the judge says, by rules for instance. They are seen all the same: a
    page is best told from an article while its menus are still there.

    Cutting lines changes what is around the others. So what would be left is judged again until nothing more goes: asked
    about a text without these lines and those, the judge cuts nothing. A text that finds no rest loses nothing.
    """
    lines, starts = _split(text)
    gone = {place for place, start in enumerate(starts) if (start, start + len(lines[place])) in going} if going else ()
    shown, places = _inked(lines)
    found, _ = _model().cuts(shown, ROUNDS, [at for at, place in enumerate(places) if place in gone] if gone else ())
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
        from cleantext.network import load  # noqa: PLC0415 - numpy is an extra
    except ModuleNotFoundError as missing:
        if missing.name != "numpy":
            raise
        message = "the judge of profile='article' needs numpy: pip install 'cleantext-news[article]'"
        raise ModuleNotFoundError(message, name="numpy") from missing
    return load()


def _inked(lines: list[str]) -> tuple[list[str], Sequence[int]]:
    """Return the *lines* that are not blank, and their places among all.

    Blanks at their edges are taken off: how far a line is indented says how the text was made, not what the line is. So
    are byte order marks, for the one that opens a text is nobody's.
    """
    inked = [line.strip() if _MARK not in line else line.strip(_BLANKS) for line in lines]
    if all(inked):
        return inked, range(len(lines))
    return list(filter(None, inked)), list(compress(range(len(lines)), inked))
