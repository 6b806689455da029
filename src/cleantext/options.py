"""The options of a cleaner, checked: a wrong one is refused with a message that lists the right ones."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import Any, Literal, NamedTuple

from cleantext.rule import CATEGORIES, DEFAULT_CATEGORIES, OPTIONAL_CATEGORIES
from cleantext.rules.index import load

Profile = Literal["precise", "article"]
#: What each profile cuts when nothing else is said.
PROFILES: Mapping[Profile, tuple[str, ...]] = {"precise": DEFAULT_CATEGORIES, "article": CATEGORIES}

#: Options of other packages that install a module of the same name.
_FOREIGN = {
    "clean-text": ("fix_unicode", "to_ascii", "lower", "normalize_whitespace", "no_line_breaks", "no_urls", "no_emails",
                   "no_phone_numbers", "no_numbers", "no_digits", "no_currency_symbols", "no_punct", "no_emoji",
                   "lang"),
    "cleantext": ("extra_spaces", "lowercase", "stopwords", "stemming", "stopwords_language", "numbers", "punct", "reg",
                  "all", "clean_all", "stp_lang"),
}  # fmt: skip


class Options(NamedTuple):
    """What `Cleaner` was asked for, in a form that can be compared, hashed and pickled."""

    profile: Profile = "precise"
    remove: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    packs: tuple[str, ...] = ()
    languages: tuple[str, ...] | None = None

    @property
    def categories(self) -> frozenset[str]:
        """The categories that are cut."""
        return frozenset({*PROFILES[self.profile], *self.remove} - set(self.keep))

    @property
    def searched(self) -> frozenset[str]:
        """The categories that are looked for: what is of a kept one must not be taken for another and cut."""
        return self.categories.union(DEFAULT_CATEGORIES)

    @property
    def everywhere(self) -> frozenset[str]:
        """The optional categories of which rules look at every line: no judge does, or they were asked for by name."""
        return frozenset(OPTIONAL_CATEGORIES).intersection(self.remove if self.profile == "article" else CATEGORIES)


def checked(profile: object, remove: object, keep: object, packs: object, languages: object) -> Options:
    """Return the options if they are right; raises ``ValueError`` or ``TypeError`` that lists the right ones.

    An empty list leaves an option as it is by default; of *languages* all are then meant.

    >>> checked("precise", ["credit"], (), (), None).remove
    ('credit',)
    >>> checked("gentle", (), (), (), None)
    Traceback (most recent call last):
      ...
    ValueError: unknown profile 'gentle'; use one of: precise, article
    """
    if not isinstance(profile, str):
        raise TypeError(f"profile must be a string, not {type(profile).__name__}; use one of: {', '.join(PROFILES)}")
    named = next((name for name in PROFILES if name == profile), None)
    if named is None:
        raise ValueError(f"unknown profile {profile!r}; use one of: {', '.join(PROFILES)}")
    paths = tuple(map(os.fspath, _items("packs", packs, (str, os.PathLike), "use paths of rule files")))
    return Options(
        named,
        _names("remove", remove, "category", CATEGORIES),
        _names("keep", keep, "category", CATEGORIES),
        paths,
        _languages(languages, paths) or None,
    )


def _languages(languages: object, packs: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names of *languages* if they are right: those of the shipped packs, and those of the user's own."""
    known = load().languages
    if languages is None:
        return ()
    languages = _items("languages", languages, str, f"use some of: {', '.join(known)}")
    if not packs or set(known).issuperset(languages):
        return _names("languages", languages, "language", known)
    from pathlib import Path  # noqa: PLC0415 - only needed for packs that do not ship

    from cleantext.rules.pack import read_pack  # noqa: PLC0415

    own = {read_pack(Path(path)).language for path in packs} - {*known, "common", "user"}
    return _names("languages", languages, "language", (*known, *sorted(own)))


def _items(option: str, value: object, kinds: type | tuple[type, ...], right: str) -> tuple[Any, ...]:
    if isinstance(value, (str, bytes)) or not isinstance(value, Iterable):
        raise TypeError(f"{option} takes a list, not {value!r} alone; {right}")
    items = tuple(value)
    for item in items:
        if not isinstance(item, kinds):
            raise TypeError(f"{option}: {item!r} is of type {type(item).__name__}; {right}")
    return tuple(sorted(items, key=str)) if isinstance(value, (set, frozenset)) else items


def _names(option: str, value: object, what: str, known: tuple[str, ...]) -> tuple[str, ...]:
    right = f"use some of: {', '.join(known)}"
    names = _items(option, value, str, right)
    for name in names:
        if name not in known:
            raise ValueError(f"{option}: unknown {what} {name!r}; {right}")
    return names


def refuse_foreign(foreign: Iterable[str]) -> None:
    """Raise ``TypeError`` for keywords that `clean` does not have; name the package that has them, if it is known."""
    for name in foreign:
        for package, options in _FOREIGN.items():
            if name in options:
                raise TypeError(
                    f"clean() got {name}=, an option of the package {package!r}. This is 'cleantext-news': both hold "
                    f"a module called cleantext, and the one installed last wins. Keep one of them in this environment."
                )
        raise TypeError(f"clean() has no option {name!r}; it has: {', '.join(Options._fields)}")
