"""Compile packs into an index: derive each pattern's literals and spell them out. Needed when packs change.

``python -m cleantext.compile`` writes the index that ships with the package; a test holds it fresh.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import regex

from cleantext.fold import fold, spellings
from cleantext.index import FILE, Index
from cleantext.literals import required
from cleantext.pack import Pack, PackError, Source, shipped, shipped_folder
from cleantext.patterns import Words, expanded, fold_pattern
from cleantext.rule import TOPICS, Rule

#: What one more literal costs by itself (memory, time to build), in hits per megabyte.
EACH = 0.1

#: An ASCII piece of a literal this long is specific enough to be searched for alone.
ENOUGH = 6

_ASCII = regex.compile(r"[\x20-\x7e]+")
_RATES = Path(FILE).with_name("rates.json")


def build(packs: Iterable[Pack], base: Index | None = None) -> Index:
    """Return the index of *packs*, on top of *base* when given (a user's packs over the shipped ones).

    Raises `PackError` for two rules of one id, a pattern that does not parse or yields no literal, a word class that
    does not exist, and an ``off`` that names no rule.
    """
    packs = list(packs)
    words: dict[str, dict[str, tuple[str, ...]]] = {k: dict(v) for k, v in base.words.items()} if base else {}
    for pack in packs:
        if pack.words:
            words.setdefault(pack.language, {}).update(pack.words)
    rules = list(base.rules) if base else []
    triggers: dict[str, set[int]] = {k: set(v) for k, v in base.triggers.items()} if base else {}
    known = {rule.id for rule in rules}
    for pack in packs:
        for source in pack.sources:
            if source.rule.id in known:
                raise PackError(f"{source.file}: rule {source.rule.id}: field id: another rule has it; choose another id")
            known.add(source.rule.id)
            for literal in _literals(source, words):
                for form in spellings(_searched(literal), pack.language):
                    triggers.setdefault(form.decode(), set()).add(len(rules))
            rules.append(source.rule)
    for number, language in enumerate(words, 1):
        for topic in TOPICS:
            for word in words[language].get(topic, ()):
                for form in spellings(_searched(word.rstrip("*")), language):
                    triggers.setdefault(form.decode(), set()).add(-number)
    triggers = _without_redundant(triggers)
    off = {id_ if "/" in id_ else f"{pack.language}/{id_}": pack for pack in packs for id_ in pack.off}
    _switch_off(off, rules)
    return Index(tuple(rules), words, {form: tuple(sorted(triggers[form])) for form in sorted(triggers)})


def _without_redundant(triggers: Mapping[str, set[int]]) -> dict[str, set[int]]:
    """Drop each literal that holds another one which leads wherever it does: the other fires whenever it would."""
    kept: dict[str, set[int]] = {}
    for literal in sorted(triggers, key=lambda literal: (len(literal), literal)):
        inner = (literal[a:b] for a in range(len(literal)) for b in range(a + 2, len(literal) + 1))
        left = set(triggers[literal])
        for piece in inner:
            left -= kept.get(piece, set())
        if left:
            kept[literal] = left
    return kept


def _searched(literal: str) -> str:
    """Return the part of a literal that is searched for: plain ASCII where that is long enough, for it has one spelling.

    >>> _searched("déjà abonné à la"), _searched("подпишитесь")
    (' abonn', 'подпишитесь')
    """
    longest = max(_ASCII.findall(literal), key=len, default="")
    return longest if len(longest) >= ENOUGH else literal


def _switch_off(off: Mapping[str, Pack], rules: list[Rule]) -> None:
    numbers = {rule.id: number for number, rule in enumerate(rules)}
    for id_, pack in off.items():
        if id_ not in numbers:
            raise PackError(f"{pack.file}: off: there is no rule {id_!r}; `cleantext rules` lists them")
        rules[numbers[id_]] = rules[numbers[id_]]._replace(stage="off")


def _literals(source: Source, words: Words) -> set[str]:
    literals: set[str] = set()
    for pattern in source.rule.patterns:
        where = f"{source.file}: rule {source.rule.id}: field patterns: {pattern!r}"
        try:
            cover = required(expanded(pattern, source.rule.language, words), rate)
        except KeyError as wrong:
            raise PackError(f"{where}: there is no word class <{wrong.args[0]}> in words.toml of this language") from None
        except ValueError as wrong:
            raise PackError(f"{where}: {wrong}") from None
        if not cover:
            raise PackError(f"{where}: yields no literal to search for; let it hold a word of three letters or more")
        try:
            regex.compile(fold_pattern(expanded(pattern, source.rule.language, words)))
        except regex.error as wrong:
            raise PackError(f"{where}: {wrong}") from None
        literals |= cover
    return literals


@cache
def _rates() -> dict[str, float]:
    return json.loads(_RATES.read_text("utf-8")) if _RATES.exists() else {}


@cache
def rate(literal: str) -> float:
    """Estimate how often *literal* stands in a megabyte of news text.

    A word that was counted in news text has its count; one that was not is rarer the longer it is (in UTF-8 bytes).
    Of several words the rarest decides, and each further one makes the whole rarer.
    """
    tokens = fold(literal).split()
    rates = [_rates().get(token, 2000 * 0.35 ** len(token.encode())) for token in tokens]
    return EACH + min(rates, default=1e9) * 0.3 ** (len(rates) - 1)


def digest() -> str:
    """Return a hash over the shipped packs and the code that compiles them."""
    folder = Path(__file__).parent
    files = [*sorted(shipped_folder().rglob("*.toml")), *(folder / f"{m}.py" for m in ("compile", "fold", "literals", "pack", "patterns"))]
    files.append(_RATES)
    seen = hashlib.sha256()
    for path in files:
        if path.exists():
            seen.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes().replace(b"\r\n", b"\n"))
    return seen.hexdigest()


def write() -> Index:
    """Compile the shipped packs and write their index into the package."""
    index = build(shipped())._replace(digest=digest())
    plain = {
        "digest": index.digest,
        "rules": [[r.id, r.language, r.category, r.cuts, r.patterns, r.stage, r.vouches] for r in index.rules],
        "words": index.words,
        "triggers": index.triggers,
    }
    Path(FILE).write_text(json.dumps(plain, ensure_ascii=False, indent=0, separators=(",", ":")) + "\n", encoding="utf-8")
    return index


if __name__ == "__main__":
    built = write()
    print(f"{len(built.rules)} rules, {len(built.triggers)} literals, {len(built.languages)} languages")
