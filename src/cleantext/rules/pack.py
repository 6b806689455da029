"""Packs: TOML files in, checked rules and word lists out.

A pack is one file of rules for one language and one category, or the ``words.toml`` of a language. Either may define
what patterns refer to as ``<name>``: plain words under ``[words]``, pieces of patterns under ``[pieces]``. Any error in
it stops the run with a `PackError` that names the file, the rule, the field and the remedy.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import regex

from cleantext.errors import PackError
from cleantext.marks import unmark
from cleantext.rule import CATEGORIES, Rule
from cleantext.rules.patterns import piece
from cleantext.shipped import PACKS

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

CUTS = ("line", "sentence", "match")
STAGES = ("stable", "preview")

_ID = regex.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_NAME = regex.compile("[a-z_]+")
_TYPOGRAPHY = regex.compile("[‐‑–—\u00a0\u202f]")
_RULE_KEYS = {"id", "stage", "why", "cuts", "patterns", "remove", "keep", "missed", "vouches"}


@dataclass(frozen=True)
class Source:
    """One rule as its file has it: its patterns, and the evidence for them."""

    rule: Rule
    file: str
    why: str
    patterns: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Pack:
    """What one file holds: rules, names that patterns of its language may refer to, and ids of rules to switch off.

    In ``words`` a tuple is a class of words, and a string a piece of a pattern.
    """

    file: str
    language: str
    sources: tuple[Source, ...] = ()
    words: Mapping[str, Sequence[str]] = field(default_factory=dict)
    off: tuple[str, ...] = ()

    @property
    def off_ids(self) -> list[str]:
        """The full ids of what is switched off; a name alone is that of a rule of the pack's own language."""
        return [id_ if "/" in id_ else f"{self.language}/{id_}" for id_ in self.off]


def read_pack(path: Path, name: str | None = None) -> Pack:
    """Read one TOML file; *name* is what messages and `Source.file` call it.

    Raises `PackError` for a file that cannot be read, is not TOML, or breaks the form of a pack.
    """
    name = name or str(path)
    try:
        data = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as wrong:
        raise PackError(f"{name}: cannot be read: {wrong.strerror}; check the path of the pack") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as wrong:
        raise PackError(f"{name}: is not valid TOML in UTF-8: {wrong}") from None
    return parse_pack(data, name)


def parse_pack(data: Mapping[str, Any], name: str) -> Pack:
    """Check the parsed TOML of a pack and return it; raises `PackError`."""
    _known_keys(data, {"language", "category", "rule", "words", "pieces", "off"}, name, "the pack")
    language = data.get("language", "user")
    if not isinstance(language, str) or not _ID.fullmatch(language):
        raise PackError(f'{name}: language = {language!r} is not a language code; write for example language = "en"')
    rules = data.get("rule", [])
    if not isinstance(rules, list) or not all(isinstance(entry, dict) for entry in rules):
        raise PackError(f"{name}: rules are written as [[rule]] tables")
    category = data.get("category")
    if rules and category is None:
        raise PackError(f"{name}: the field category is missing; use one of {', '.join(CATEGORIES)}")
    if category is not None and category not in CATEGORIES:
        raise PackError(f"{name}: category = {category!r} is unknown; use one of {', '.join(CATEGORIES)}")
    return Pack(
        file=name,
        language=language,
        sources=tuple(_source(entry, language, str(category), name) for entry in rules),
        words=_names(data, name),
        off=_strings(data, "off", name, "the pack") if "off" in data else (),
    )


def _names(data: Mapping[str, Any], name: str) -> dict[str, Sequence[str]]:
    words, pieces = data.get("words", {}), data.get("pieces", {})
    for key, table in (("words", words), ("pieces", pieces)):
        if not isinstance(table, dict):
            raise PackError(f"{name}: {key} must be a table: [{key}]")
        if wrong := [word for word in table if not _NAME.fullmatch(word)]:
            raise PackError(f"{name}: [{key}]: the name {wrong[0]!r} must be small letters and underscores")
        if empty := [word for word, meant in table.items() if meant == []]:
            raise PackError(f"{name}: [{key}]: field {empty[0]}: stands for nothing; list what it stands for")
    if both := sorted(set(words) & set(pieces)):
        raise PackError(f"{name}: [pieces]: {both[0]} is a name of [words], too; choose another name")
    return {key: _strings(words, key, name, "[words]") for key in words} | {
        key: _piece(pieces, key, name) for key in pieces
    }


def _piece(pieces: Mapping[str, Any], key: str, name: str) -> str:
    one = isinstance(pieces[key], str)
    alternatives = _strings({key: [pieces[key]]} if one else pieces, key, name, "[pieces]")
    for alternative in alternatives:
        _refuse_typography(alternative, name, f"[pieces]: field {key}")
    return piece(alternatives[0] if one else alternatives)


def _refuse_typography(pattern: str, name: str, where: str) -> None:
    if _TYPOGRAPHY.search(pattern):
        raise PackError(
            f"{name}: {where}: {pattern!r} holds a typographic dash or blank; "
            "patterns see folded text, so write - and a plain blank"
        )


def _source(entry: Mapping[str, Any], language: str, category: str, name: str) -> Source:
    id_ = entry.get("id")
    if not isinstance(id_, str) or not _ID.fullmatch(id_):
        raise PackError(
            f'{name}: rule {id_!r}: field id: write small letters, digits and hyphens, such as "signup-line"'
        )
    where = f"rule {id_}"
    _known_keys(entry, _RULE_KEYS, name, where)
    cuts, stage, why = entry.get("cuts", "line"), entry.get("stage", "stable"), entry.get("why", "")
    if cuts not in CUTS:
        raise PackError(f"{name}: {where}: field cuts: {cuts!r} is unknown; use one of {', '.join(CUTS)}")
    if stage not in STAGES:
        raise PackError(f"{name}: {where}: field stage: {stage!r} is unknown; use one of {', '.join(STAGES)}")
    if not isinstance(why, str) or not why.strip():
        raise PackError(
            f"{name}: {where}: field why is missing; say in a sentence what is cut and why it is no body text"
        )
    patterns = _strings(entry, "patterns", name, where)
    if not patterns:
        raise PackError(f"{name}: {where}: field patterns is empty; the rule would have no effect")
    for pattern in patterns:
        _refuse_typography(pattern, name, f"{where}: field patterns")
    vouches = entry.get("vouches", False)
    if not isinstance(vouches, bool):
        raise PackError(f"{name}: {where}: field vouches: write true or false")
    rule = Rule(f"{language}/{id_}", language, category, cuts, stage, vouches)
    examples = {key: _strings(entry, key, name, where) if key in entry else () for key in ("remove", "keep", "missed")}
    for key, shown in examples.items():
        _refuse_examples(shown, f"{name}: {where}: field {key}", marked=key != "keep")
    return Source(rule, name, why.strip(), patterns, **examples)


def _refuse_examples(examples: Iterable[str], where: str, *, marked: bool) -> None:
    """Raise `PackError` for an example with a broken mark, and for one that is not *marked* as it should be."""
    told = "marks nothing; write {--what must go--}" if marked else "marks something; nothing of it may go"
    for example in examples:
        try:
            _, spans = unmark(example)
        except ValueError as wrong:
            raise PackError(f"{where}: {wrong}") from None
        if any(end > start for start, end in spans) != marked:
            raise PackError(f"{where}: {example!r} {told}")


def _strings(table: Mapping[str, Any], key: str, name: str, where: str) -> tuple[str, ...]:
    value = table.get(key)
    if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
        raise PackError(f"{name}: {where}: field {key}: write a list of strings that are not empty")
    return tuple(value)


def _known_keys(table: Mapping[str, Any], known: Iterable[str], name: str, where: str) -> None:
    unknown = sorted(set(table) - set(known))
    if unknown:
        raise PackError(f"{name}: {where}: unknown field {unknown[0]!r}; known are {', '.join(sorted(known))}")


def shipped_folder() -> Path:
    """Return the folder of the packs that come with cleantext."""
    return Path(PACKS)


def shipped() -> list[Pack]:
    """Read every pack that ships with cleantext, in the order of their paths."""
    folder = shipped_folder()
    return [read_pack(path, path.relative_to(folder).as_posix()) for path in sorted(folder.rglob("*.toml"))]
