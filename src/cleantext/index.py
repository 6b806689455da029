"""The rules of all packs, compiled once: what to search for, and what to try where it is found.

Deriving literals and parsing hundreds of TOML rules at every start would cost more than the cleaning, so the index of
the shipped packs is itself shipped, as one JSON file. ``python -m cleantext.index`` writes it anew; a test holds it fresh.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import regex

from cleantext.fold import fold, spellings
from cleantext.literals import required
from cleantext.pack import TOPICS, Pack, PackError, Source, alternation, shipped, shipped_folder, written_out
from cleantext.rule import Rule

FILE = Path(__file__).parent / "data" / "index.json"
Words = Mapping[str, Mapping[str, tuple[str, ...]]]

_ESCAPE_OR_LETTER = regex.compile(r"\\.|[^\\]", regex.DOTALL)


@dataclass(frozen=True)
class Index:
    """What a `Matcher` needs: rules, words by language and class, and the literals that lead to them.

    ``triggers`` maps each literal, as it is spelt in text whose ASCII is lower case, to numbers: those from 0 up count
    the rules, those below count ``languages`` from the end, whose words make the sentence worth weighing.
    """

    rules: tuple[Rule, ...]
    words: Words
    triggers: Mapping[str, tuple[int, ...]]
    digest: str = ""

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that have words, in the order that triggers count them."""
        return tuple(self.words)


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
                for form in spellings(literal, pack.language):
                    triggers.setdefault(form.decode(), set()).add(len(rules))
            rules.append(source.rule)
    for number, language in enumerate(words, 1):
        for topic in TOPICS:
            for word in words[language].get(topic, ()):
                for form in spellings(word.rstrip("*"), language):
                    triggers.setdefault(form.decode(), set()).add(-number)
    off = {id_ if "/" in id_ else f"{pack.language}/{id_}": pack for pack in packs for id_ in pack.off}
    _switch_off(off, rules)
    return Index(tuple(rules), words, {form: tuple(sorted(triggers[form])) for form in sorted(triggers)})


def _switch_off(off: Mapping[str, Pack], rules: list[Rule]) -> None:
    numbers = {rule.id: number for number, rule in enumerate(rules)}
    for id_, pack in off.items():
        if id_ not in numbers:
            raise PackError(f"{pack.file}: off: there is no rule {id_!r}; `cleantext rules` lists them")
        rules[numbers[id_]] = replace(rules[numbers[id_]], stage="off")


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


def expanded(pattern: str, language: str, words: Words) -> str:
    """Return *pattern* with the word classes of *language* (and of ``common``) written out."""
    return written_out(pattern, {**words.get("common", {}), **words.get(language, {})}, alternation)


def fold_pattern(pattern: str) -> str:
    """Fold the letters of a pattern as `fold` folds text, and leave its escapes alone.

    >>> fold_pattern(r"Été\\W\\p{L}")
    'ete\\\\W\\\\p{L}'
    """
    return _ESCAPE_OR_LETTER.sub(lambda found: found[0] if len(found[0]) > 1 or found[0] == "L" else fold(found[0]), pattern)




@cache
def _rates() -> dict[str, float]:
    path = FILE.with_name("rates.json")
    return json.loads(path.read_text("utf-8")) if path.exists() else {}


@cache
def rate(literal: str) -> float:
    """Estimate how often *literal* stands in a megabyte of news text.

    A word that was counted in news text has its count; one that was not is rarer the longer it is (in UTF-8 bytes).
    Of several words the rarest decides, and each further one makes the whole rarer.
    """
    tokens = fold(literal).split()
    rates = [_rates().get(token, 2000 * 0.35 ** len(token.encode())) for token in tokens]
    return min(rates, default=1e9) * 0.3 ** (len(rates) - 1)


def digest() -> str:
    """Return a hash over the shipped packs and the code that compiles them."""
    folder = Path(__file__).parent
    files = [*sorted(shipped_folder().rglob("*.toml")), *(folder / f"{m}.py" for m in ("fold", "index", "literals", "pack"))]
    files.append(FILE.with_name("rates.json"))
    seen = hashlib.sha256()
    for path in files:
        if path.exists():
            seen.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes().replace(b"\r\n", b"\n"))
    return seen.hexdigest()


def write() -> Index:
    """Compile the shipped packs and write their index into the package."""
    index = replace(build(shipped()), digest=digest())
    plain: dict[str, Any] = {
        "digest": index.digest,
        "rules": [[r.id, r.language, r.category, r.cuts, r.patterns, r.stage, r.vouches] for r in index.rules],
        "words": index.words,
        "triggers": index.triggers,
    }
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(json.dumps(plain, ensure_ascii=False, indent=0, separators=(",", ":")) + "\n", encoding="utf-8")
    return index


@cache
def load() -> Index:
    """Return the index of the shipped packs."""
    plain = json.loads(FILE.read_bytes())
    return Index(
        tuple(Rule(id_, lang, cat, cuts, tuple(p), stage, vouches) for id_, lang, cat, cuts, p, stage, vouches in plain["rules"]),
        plain["words"],
        plain["triggers"],
        plain["digest"],
    )


if __name__ == "__main__":
    built = write()
    print(f"{len(built.rules)} rules, {len(built.triggers)} literals, {len(built.languages)} languages")
