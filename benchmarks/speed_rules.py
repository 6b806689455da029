"""Cleaners with fewer rules than ship, and with more: these have copies of shipped rules with altered words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import count, islice

from cleantext import Cleaner
from cleantext.errors import PackError
from cleantext.options import Options
from cleantext.rules.compile import build
from cleantext.rules.index import load
from cleantext.rules.pack import Pack, Source, shipped
from cleantext.rules.patterns import expanded

#: An escape, a word class or a named group (these stay), or a word (which is altered).
_WORD = re.compile(r"\\(?:[pP]\{[^}]*\}|.)|\(\?P?<\w+>|<[a-z_]+>|[^\W\d_]{4,}")


def cleaner(rules: int, languages: Sequence[str] | None = None) -> Cleaner:
    """Return a cleaner with exactly *rules* rules, and the words of all shipped languages (or of *languages*)."""
    packs = [pack for pack in shipped() if languages is None or pack.language in (*languages, "common")]
    words = [Pack(pack.file, pack.language, words=pack.words) for pack in packs if pack.words]
    sources = [source for pack in packs for source in pack.sources if source.rule.stage == "stable"]
    return Cleaner._of(Options(), build([*words, *_packs(_evenly(sources, rules))]))


def _evenly(sources: Sequence[Source], wanted: int) -> list[Source]:
    """Return *wanted* of *sources*, evenly spread, with copies if there are too few."""
    if wanted <= len(sources):
        return [sources[number * len(sources) // wanted] for number in range(wanted)]
    copies = (copy for number in count(1) for source in sources if (copy := altered(source, number)))
    return [*sources, *islice(_usable(copies), wanted - len(sources))]


def _usable(copies: Iterator[Source]) -> Iterator[Source]:
    """Yield the copies that compile: altering a word may leave a pattern without a literal."""
    for copy in copies:
        try:
            build([Pack(copy.file, "none", (copy,))])
        except PackError:
            continue
        yield copy


def _packs(sources: Sequence[Source]) -> list[Pack]:
    by_file: dict[tuple[str, str], list[Source]] = {}
    for source in sources:
        by_file.setdefault((source.file, source.rule.language), []).append(source)
    return [Pack(file, language, tuple(own)) for (file, language), own in by_file.items()]


def altered(source: Source, number: int) -> Source | None:
    """Return copy *number* of a rule, with words that nobody writes; None if its patterns have no words of their own.

    Word classes stand for real words, so patterns that name one are left out; pieces of patterns are written out.
    """
    changed = tuple(new for p in _without_classes(source) if (new := alter(p, number)) != p)
    if not changed:
        return None
    return Source(source.rule._replace(id=f"{source.rule.id}-{number}"), source.file, source.why, changed)


def _without_classes(source: Source) -> Iterator[str]:
    pieces = {
        lang: {n: meant for n, meant in names.items() if isinstance(meant, str)} for lang, names in load().words.items()
    }
    for pattern in source.patterns:
        try:
            yield expanded(pattern, source.rule.language, pieces)
        except KeyError:
            continue


def alter(pattern: str, number: int) -> str:
    r"""Return *pattern* with its words reversed and with a suffix that depends on *number*; escapes stay.

    >>> alter(r"^\bread (?:more|on)\p{L}", 2)
    '^\\bdaercc (?:eromcc|on)\\p{L}'
    """
    mark = chr(ord("a") + number % 26) * 2
    return _WORD.sub(lambda found: found[0][::-1] + mark if found[0][0].isalpha() else found[0], pattern)
