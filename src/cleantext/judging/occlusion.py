"""What weighed in a score: hide one thing after the other from the judge, and see how the score changes.

The method is occlusion (Zeiler and Fergus, 2014). Imports numpy.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from cleantext.judging.counts import PLANE, SPACE, Vocabulary, read_lines, word_heads
from cleantext.judging.features import CONTEXT_NAMES, SHAPE_NAMES
from cleantext.judging.network import Inputs, Model, log_odds

Array = npt.NDArray[Any]

#: The most reasons that are named.
NAMED = 8
#: The most words of a line that are tried; longer lines are prose, in which no single word weighs much.
WORDS = 40


def reasons(lines: Sequence[str], index: int, model: Model) -> list[tuple[str, float]]:
    """Return what weighed most in the score of ``lines[index]``, heaviest first.

    A weight is how far the log-odds of "boilerplate" fall when that one thing is hidden: its value for this line
    becomes that of a typical line. None of *lines* may be blank.
    """
    inputs = model.read(lines)
    whole = float(log_odds(inputs, model.layers)[index])
    hidden = [*_without_features(inputs, index, model), *_without_words(lines[index], index, inputs, model)]
    weights = [(name, whole - float(log_odds(other, model.layers)[index])) for name, other in hidden]
    alone = Inputs(*(part[index : index + 1] for part in (inputs.shape, inputs.context, inputs.words, inputs.letters)))
    weights.append(("the lines around it", whole - float(log_odds(alone, model.layers)[0])))
    weights.sort(key=lambda item: (-abs(item[1]), item[0]))
    return [(name, round(weight, 3)) for name, weight in weights[:NAMED]]


def _without_features(inputs: Inputs, index: int, model: Model) -> Iterator[tuple[str, Inputs]]:
    """Yield for each feature its name, and the inputs with the line's value made typical."""
    typical = np.split(model.weights["typical"], [len(SHAPE_NAMES)])
    parts = (("shape", SHAPE_NAMES, inputs.shape), ("context", CONTEXT_NAMES, inputs.context))
    for (part, names, values), usual in zip(parts, typical, strict=True):
        for name in dict.fromkeys(names):
            columns = np.array(names) == name
            hidden = values.copy()
            hidden[index, columns] = usual[columns]
            yield name, replace(inputs, **{part: hidden})


def _without_words(line: str, index: int, inputs: Inputs, model: Model) -> Iterator[tuple[str, Inputs]]:
    """Yield for each known word of *line* its name, and the inputs with the word and its pairs made unknown."""
    lines = read_lines([line], model.vocabulary)
    tried = set()
    for place, (first, last) in enumerate(_word_spans(line, model.vocabulary)):
        row = int(lines.rows[place])
        if not row or row in tried:
            continue
        tried.add(row)
        same = lines.rows == row
        pairs = np.where(same | np.append(same[1:], False), 0, lines.pair_rows)
        blind = replace(lines, rows=np.where(same, 0, lines.rows), pair_rows=pairs)
        words = inputs.words.copy()
        words[index] = model.look(blind).words[0]
        yield f"the word “{line[first:last].lower()}”", replace(inputs, words=words)
        if len(tried) == WORDS:
            return


def _word_spans(line: str, vocabulary: Vocabulary) -> list[tuple[int, int]]:
    """Return where the words of one line start and end, in the order of `Lines.rows`."""
    codes = np.minimum(np.frombuffer(line.encode("utf-32-le", "surrogatepass"), "<u4"), PLANE - 1)
    kinds = vocabulary.kinds[codes]
    heads = word_heads(kinds)
    outside = np.append(np.flatnonzero(kinds >= SPACE), len(line))
    ends = np.minimum(np.append(heads[1:], len(line)), outside[np.searchsorted(outside, heads)])
    return list(zip(heads.tolist(), ends.tolist(), strict=True))
