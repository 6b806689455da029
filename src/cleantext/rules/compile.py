"""Compile packs into an index: derive each pattern's literals. Needed when packs change.

``python -m cleantext.rules.compile`` writes the index that ships with the package; a test checks that it is up to date.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

import regex

from cleantext.errors import PackError
from cleantext.reading.fold import fold
from cleantext.rule import DETECTORS, JUDGE_LINE, Pattern, Rule
from cleantext.rules.index import (
    AFTER,
    BEFORE,
    EDGE,
    FILE,
    LONGEST_LABEL,
    LONGEST_LITERAL,
    MARKS,
    OPENING,
    OPENS,
    Index,
    Literals,
    Patterns,
    literals,
    saved,
)
from cleantext.rules.literals import Cover, covers, widths
from cleantext.rules.literals import labels as labels_of
from cleantext.rules.pack import Pack, Source, shipped
from cleantext.rules.patterns import Words, expanded, fold_pattern
from cleantext.rules.syntax import check, check_folded

#: What one more literal costs in itself (memory, time to build), in hits per megabyte.
EACH = 0.1

#: A pattern that also needs one of at most this many strings is tried only where one of them stands.
FEW = 16
#: A code point has no more bytes.
MOST_BYTES = 4
#: A literal that was not counted is rare if it has at least this many bytes; a shorter one occurs everywhere.
RARE_BYTES = 4

_EDGES = EDGE + OPENING
RATES = Path(FILE).with_name("rates.json")


#: What a language's own pack says of it, which no other may change: its commonest words, and the letters of its script.
OF_LANGUAGES = ("function", "script")


def build(packs: Iterable[Pack], base: Index | None = None) -> Index:
    """Return the index of *packs*, on top of *base* when given (a user's packs over the shipped ones).

    Raises `PackError` for a class of words or a piece with a name of `OF_LANGUAGES`, for two rules with the same id, a
    pattern that does not parse or yields no literal, a word class that does not exist, and an ``off`` that names no
    rule.
    """
    packs = list(packs)
    words: dict[str, dict[str, Sequence[str]]] = {k: dict(v) for k, v in base.words.items()} if base else {}
    for pack in packs:
        if base and (taken := next((name for name in OF_LANGUAGES if name in pack.words), None)):
            raise PackError(f"{pack.file}: field {taken}: it describes the language as a whole; choose another name")
        if pack.words:
            words.setdefault(pack.language, {}).update(pack.words)
    rules = list(base.rules) if base else []
    patterns = list(base.patterns) if base else []
    triggers: dict[str, set[int]] = {}
    labels: dict[str, set[int]] = {}
    known = {rule.id for rule in rules} | set(DETECTORS)
    for pack in packs:
        for source in pack.sources:
            if source.rule.id in known:
                raise PackError(
                    f"{source.file}: rule {source.rule.id}: field id: another rule has it; choose another id"
                )
            known.add(source.rule.id)
            for number, pattern in enumerate(source.patterns):
                cover, lines, tried = _literals(source, pattern, words)
                for literal in cover:
                    triggers.setdefault(fold(literal[:LONGEST_LITERAL]), set()).add(len(patterns))
                for line in lines:
                    labels.setdefault(fold(line), set()).add(len(patterns))
                patterns.append(tried._replace(rule=len(rules), number=number))
            rules.append(source.rule._replace(own=base is not None))
    _switch_off({id_: pack for pack in packs for id_ in pack.off_ids}, rules)
    owners = [pattern.rule for pattern in patterns]
    return Index(
        tuple(rules),
        Patterns(b"", len(patterns), patterns),
        owners,
        words,
        _joined(_with_edges(_without_redundant(triggers)), base.triggers if base else None),
        _joined(_without_marks(labels), base.labels if base else None),
        {language: str(classes["script"]) for language, classes in words.items() if "script" in classes},
    )


#: Texts with their edges, and the patterns that each leads to.
Rows = dict[tuple[bytes, int], set[int]]


def _with_edges(triggers: Mapping[str, set[int]]) -> Rows:
    return {
        (form.strip(_EDGES).encode("utf-8", "surrogatepass"), _edges(form)): leads for form, leads in triggers.items()
    }


def _edges(form: str) -> int:
    return BEFORE * (form[0] == EDGE) | AFTER * (form[-1] == EDGE) | OPENS * (form[0] == OPENING)


def _without_marks(labels: Mapping[str, set[int]]) -> Rows:
    plain: Rows = {}
    for label, numbers in labels.items():
        plain.setdefault((label.encode("utf-8", "surrogatepass").strip(MARKS), 0), set()).update(numbers)
    return plain


def _joined(rows: Rows, base: Literals | None) -> Literals:
    """Return *rows* merged with those of *base*, in order."""
    for text, edges, targets in base.rows() if base else ():
        rows.setdefault((text, edges), set()).update(targets)
    return literals((text, edges, rows[text, edges]) for text, edges in sorted(rows))


def _without_redundant(triggers: Mapping[str, set[int]]) -> dict[str, set[int]]:
    """Drop each literal's patterns that a shorter literal inside it leads to as well, and literals left without any."""
    kept: dict[str, set[int]] = {}
    for literal in sorted(triggers, key=lambda literal: (len(literal), literal)):
        inner = (literal[a:b] for a in range(len(literal)) for b in range(a + 2, len(literal) + 1))
        left = set(triggers[literal])
        for piece in inner:
            left -= kept.get(piece, set())
        if left:
            kept[literal] = left
    return kept


def _switch_off(off: Mapping[str, Pack], rules: list[Rule]) -> None:
    numbers = {rule.id: number for number, rule in enumerate(rules)}
    for id_, pack in off.items():
        if id_ == JUDGE_LINE:
            raise PackError(f"{pack.file}: off: keep the category navigation instead, which switches the judge off")
        if id_ in DETECTORS:
            rules.append(DETECTORS[id_]._replace(stage="off"))
        elif id_ in numbers:
            rules[numbers[id_]] = rules[numbers[id_]]._replace(stage="off")
        else:
            raise PackError(f"{pack.file}: off: there is no rule {id_!r}; `cleantext rules` lists them")


def _literals(source: Source, pattern: str, words: Words) -> tuple[Cover, Cover, Pattern]:
    """Return the literals that lead to a pattern, the labels (whole lines) that do, and the pattern as it is tried."""
    where = f"{source.file}: rule {source.rule.id}: field patterns: {pattern!r}"
    none: Cover = frozenset()
    try:
        written = expanded(pattern, source.rule.language, words)
        check(written)
        lines = labels_of(written) if source.rule.cuts == "line" else None
        known = covers(written)
        least, most = widths(written)
    except KeyError as wrong:
        raise PackError(
            f"{where}: there is no word class <{wrong.args[0]}>, nor a piece, in the packs of this language"
        ) from None
    except RecursionError:
        raise PackError(f"{where}: names stand in names too deeply") from None
    except ValueError as wrong:
        raise PackError(f"{where}: {wrong}") from None
    if lines and not _are_looked_up(lines, most):
        lines = None
    if not lines and not known:
        raise PackError(f"{where}: yields no literal to search for; let it hold a word of three letters or more")
    ready = fold_pattern(written)
    try:
        check_folded(ready)
        regex.compile(ready)
    except (ValueError, regex.error) as wrong:
        raise PackError(f"{where}: {wrong}") from None
    if lines:
        return none, lines, Pattern(0, 0, least, most, (), ready, is_plain(ready))
    cover, *others = sorted(known, key=_cost)
    tried = Pattern(0, 0, least, most, _also(cover, others), ready, is_plain(ready))
    if source.rule.cuts != "line":
        # ^ and $ are then the ends of a sentence, which may be inside the line.
        cover = frozenset(
            (OPENING * (literal[0] == "\n") + literal.lstrip("\n")).replace("\n", EDGE) for literal in cover
        )
    return cover, none, tried


def _are_looked_up(lines: Cover, most: int) -> bool:
    """Return whether *lines*, with the marks around them that make up to *most* code points, are short enough to be."""
    marks = most - max(map(len, lines))
    return max(len(line.encode()) for line in lines) + MOST_BYTES * marks < LONGEST_LABEL


def is_plain(pattern: str) -> bool:
    r"""Return whether the standard library's `re` reads *pattern* as `regex` does.

    `re` has no look-behind of variable width, and does not count the vowel signs of Hindi and Arabic as parts of words.

    >>> is_plain(r"\bsubscri\w{0,9}"), is_plain(r"(?<=a|bc)d"), is_plain("कि")
    (True, False, False)
    """
    if any(unicodedata.category(letter)[0] == "M" for letter in pattern):
        return False
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True


def _cost(cover: Cover) -> float:
    return sum(map(rate, cover))


def _also(cover: Cover, others: Iterable[Cover]) -> tuple[str, ...]:
    """Return the first of *others* that is short and that *cover* does not imply; folded, without marks of edges."""
    for other in others:
        pieces = {fold(literal.strip("\n" + _EDGES)) for literal in other}
        implied = all(any(piece in fold(literal) for piece in pieces) for literal in cover)
        if not implied and len(pieces) <= FEW and all(len(piece) > 1 for piece in pieces):
            return tuple(sorted(pieces))
    return ()


@cache
def _rates() -> dict[str, float]:
    rates: dict[str, float] = json.loads(RATES.read_text("utf-8")) if RATES.exists() else {}
    return rates


def counted(literal: str) -> float:
    """Return how often *literal* stands in a megabyte of news text, as ``training/rates.py`` counted.

    A literal that is missing there is rare, unless it is very short.
    """
    folded = fold(literal)
    letters = folded.strip(_EDGES)
    return _rates().get(folded, 50.0 if len(letters.encode()) < RARE_BYTES else 0.05)


@cache
def rate(literal: str) -> float:
    """Return the cost of searching for *literal*: its hits per megabyte, and `EACH`."""
    return EACH + counted(literal[:LONGEST_LITERAL])


def write() -> Index:
    """Compile the shipped packs and write their index into the package."""
    index = build(shipped())
    Path(FILE).write_bytes(saved(index))
    return index


if __name__ == "__main__":
    built = write()
    print(f"{len(built.rules)} rules, {len(built.triggers.texts)} literals, {len(built.languages)} languages")
