"""Which language a line may be in, by its function words; used only if a cleaner is limited to some languages."""

from __future__ import annotations

import re

from cleantext.reading.fold import fold
from cleantext.rules.patterns import Words

_WORD = re.compile(r"\w+")


class Languages:
    """Tells languages apart that have a class ``function`` in their ``words.toml``."""

    def __init__(self, words: Words) -> None:
        self._table: dict[str, list[str]] = {}
        for language, classes in words.items():
            for word in classes.get("function", ()):
                self._table.setdefault(fold(word), []).append(language)

    def likely(self, folded: str) -> frozenset[str]:
        """Return the languages that share most function words with *folded*; none if it has no such word.

        >>> words = {"en": {"function": ("the", "of")}, "de": {"function": ("der", "das")}}
        >>> sorted(Languages(words).likely("the end of the line")), sorted(Languages(words).likely("rain"))
        (['en'], [])
        """
        votes: dict[str, int] = {}
        for token in set(_WORD.findall(folded)):
            for language in self._table.get(token, ()):
                votes[language] = votes.get(language, 0) + 1
        most = max(votes.values(), default=0)
        return frozenset(language for language, count in votes.items() if count == most)
