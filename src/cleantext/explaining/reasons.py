"""What weighed most in a cut: for the score the words and the form, for the judge the neighbourhood.

Both are found by occlusion: how far the score falls without a word, or without a group of features
(`cleantext.judging.occlusion`).
"""

from __future__ import annotations

from collections.abc import Iterator

from cleantext.reading.segment import line_at, lines
from cleantext.reading.tokens import FIRST, LAST, OVER, Token, mix, tokens
from cleantext.reading.view import view
from cleantext.result import Result
from cleantext.rule import Removal, Span
from cleantext.scoring.grams import features
from cleantext.scoring.weights import UNIT, networks

#: The most reasons that are named.
MOST = 8
FORM = "length, capitals, numbers, ending"


def of_score(text: str, span: Span, *, alone: bool) -> list[tuple[str, float]]:
    """Return what weighed most in the score of ``text[span]``: names and log-odds, heaviest first, `MOST` at most.

    Evidence for body text has a negative weight. *alone* says that nothing else stands in its line.

    >>> text = "Subscribe to our newsletter"
    >>> [name for name, weight in of_score(text, Span(0, len(text)), alone=True) if weight > 1][:1]
    ['newsletter']
    """
    names, hashes = dict(_names(text, span)), features(text, *span, alone=alone)
    groups = [names.get(value, FORM) for value in hashes]
    score = networks(hashes)
    totals = {
        name: score - networks([value for value, group in zip(hashes, groups, strict=True) if group != name])
        for name in set(groups)
    }
    heaviest = sorted(totals.items(), key=lambda item: (-abs(item[1]), item[0]))[:MOST]
    return [(name, round(weight / UNIT, 2)) for name, weight in heaviest if weight]


def _names(text: str, span: Span) -> Iterator[tuple[int, str]]:
    """Yield the hash of each feature with its name: the word, or the pair of words, that it is made of."""
    before: list[tuple[Token, str]] = []
    for token in tokens(text, *span):
        word = text[token.start : token.end]
        yield from ((value, word) for value in (token.hash, *token.affixes))
        for place in (FIRST, LAST):
            yield mix(token.hash, place), word
        if before:
            last, named = before[-1]
            pair = mix(last.hash, token.hash)
            yield from ((value, f"{named} {word}") for value in (pair, mix(pair, FIRST)))
        if before[1:]:
            first, named = before[-2]
            yield mix(mix(first.hash, token.hash), OVER), f"{named} … {word}"
        before = [*before[-1:], (token, word)]


def of_removal(result: Result, removal: Removal) -> list[tuple[str, float]]:
    """Return what weighed most in a removal of a `Result`; nothing if a rule's pattern was enough.

    It is told of the text as it was before all cuts; what goes in a later round may have come to stand otherwise.
    """
    seen, kind = view(result.source), removal.rule.partition("/")[0]
    text, first, last = seen.text, seen.place_of(removal.start), seen.place_of(removal.end)
    piece = text[first:last]
    start = first + len(piece) - len(piece.lstrip())
    span = Span(start, max(start, first + len(piece.rstrip())))
    if kind == "learned":
        return of_score(text, span, alone=text[slice(*line_at(text, span.start))].strip() == text[slice(*span)])
    if kind == "judge":
        from cleantext.judging.judge import explain  # noqa: PLC0415 - only its own cuts need numpy

        spans = list(lines(text))
        place = next((number for number, line in enumerate(spans) if line.start <= span.start <= line.end), 0)
        return explain(text, spans, place)
    return []
