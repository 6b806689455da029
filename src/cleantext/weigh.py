"""Weigh a sentence that no single pattern settles: several weak words of one subject, the form of a prompt, the place.

The features are the same in every language; each language only says which words are its imperatives, its offers, its
second person, its verbs of reporting (``words.toml``). So their weights, learned once by ``training/weights.py`` (a
logistic regression), serve them all. Weights of word stems, learned with them, tell the words of a subject apart.
"""

from __future__ import annotations

import json
import math
import os.path
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property

import regex

from cleantext.fold import fold
from cleantext.lexicon import Lexicon, Word
from cleantext.patterns import Words
from cleantext.rule import FORMS, TOPICS, Span

#: A sentence with so many different function words of one language is a full one.
PROSE = 4
#: So many blanks make a text that has words to tell its language by.
LONG = 4
FILE = os.path.join(os.path.dirname(__file__), "data", "weights.json")
_COUNTED = ("imperative", "you", "we", "offer", "access", "period", "button", "narration", "others")
_TOPICS = frozenset(TOPICS)
_SPEAKS = frozenset((*TOPICS, *_COUNTED[:7]))
_OPENING = ("imperative", "button")
_SIGNS = ("you", "we", "offer", "access")
_LEAD = re.compile(r"[\W_]{0,12}(?:please |bitte |just |simply |click here to |(?:and|or|so|then),? )?")
_PRICE = re.compile(r"(?:[$€£¥₹₺₽₩]|\b(?:usd|eur|euros?|pln|zl|kr|tl|rs\.?|rub))\s?\d|\d[\d.,]*\s?(?:[$€£¥₹₺₽₩%]|(?:euros?|zl|kr|tl|руб|元|円|원)\b)")
_LINK = re.compile(r"https?://|www\.|\b[\w.+-]{1,40}@[\w-]{1,40}\.")
_GLUED = regex.compile(r"\p{Ll}\p{Lu}\p{Ll}")
_NAME = regex.compile(r"(?<=[\p{Ll},] )\p{Lu}\p{Ll}")
_STEM = regex.compile(r"[\u2e80-\u9fff]+|[^\W\u2e80-\u9fff]+")
_TOKEN = regex.compile(r"\w+")
_QUOTE = re.compile(r"[\"“”„«»「」『』]")
_SCRIPTS = {
    "arabic": re.compile(r"[\u0600-\u06ff]"),
    "cyrillic": re.compile(r"[\u0400-\u052f]"),
    "devanagari": re.compile(r"[\u0900-\u097f]"),
    "greek": re.compile(r"[\u0370-\u03ff]"),
    "han and kana": re.compile(r"[\u2e80-\u9fff]"),
    "hangul": re.compile(r"[\uac00-\ud7af]"),
}


def features(raw: str, folded: str, words: Iterable[Word], line: Span, sentence: Span) -> dict[str, float]:
    """Return the named features of one sentence: *raw* and *folded* are its text, *words* its class words."""
    start = _LEAD.match(folded)
    first = start.end() if start else 0
    counts: dict[str, int] = {}
    opening = False
    known = speaking = known_to = speaking_to = 0
    for begin, end, name in words:
        counts[name] = counts.get(name, 0) + 1
        if end > known_to:
            known += end - max(begin, known_to)
            known_to = end
        if name in _SPEAKS and end > speaking_to:
            speaking += end - max(begin, speaking_to)
            speaking_to = end
        if begin <= first and name in _OPENING:
            opening = True
    topics = _TOPICS.intersection(counts)
    topical = min(4, sum([min(2, counts[name]) for name in topics]))
    form = opening + sum([name in counts for name in _SIGNS])
    tokens = max(1, folded.count(" ") + 1 if folded.isascii() or " " in folded else len(folded) // 3)
    letters = max(1, sum(map(str.isalnum, folded)))
    out: dict[str, float] = {f"topic {name}": 1.0 for name in topics}
    out |= {name: float(min(3, counts[name])) for name in _COUNTED if name in counts}
    last = raw[-1:]
    out["share of prompt's words"] = min(1.0, speaking / letters)
    out["share of unknown words"] = max(0.0, 1 - known / letters)
    out["log of unknown letters"] = math.log2(1 + max(0, letters - known))
    out["classes of prompt's words"] = len(_SPEAKS.intersection(counts))
    out["topics"] = topical
    out["opens with an imperative"] = opening
    out["signs of a prompt"] = form
    out["topic in the form of a prompt"] = min(2, topical) * min(3, form)
    out["share of function words"] = counts.get("function", 0) / tokens
    out["log of length"] = math.log2(tokens + 1)
    out["at most four words"] = tokens <= 4
    out["more than thirty words"] = tokens > 30
    out["no full stop"] = last.isalnum()
    out["exclaims or asks"] = last in "!?！？؟"
    out["ends as a label"] = last in ":»›→>：…"
    digits = any(map(str.isdigit, raw))
    out["price"] = digits and _PRICE.search(folded) is not None
    out["link"] = ("@" in folded or "//" in folded or "www." in folded) and _LINK.search(folded) is not None
    out["glued"] = _GLUED.search(raw) is not None
    out["capitals"] = tokens > 1 and raw.isupper()
    out["digits"] = digits
    out["names"] = min(3, len(_NAME.findall(raw)))
    out["quotation"] = _QUOTE.search(raw) is not None
    out["whole line"] = line == sentence
    out["starts its line"] = line.start == sentence.start
    out["ends its line"] = line.end == sentence.end
    return {name: float(value) for name, value in out.items() if value}


def stems(folded: str) -> set[str]:
    """Return the beginnings of the words of *folded*, which stand for all their forms; pairs of signs of Han and kana.

    >>> sorted(stems("subscribers subscribe 订阅我们"))
    ['subscr', '我们', '订阅', '阅我']
    """
    found: set[str] = set()
    for token in _STEM.findall(folded):
        if token[0] < "\u2e80":
            found.add(token[:6])
        elif token[0] <= "\u9fff":
            found.update(map("".join, zip(token, token[1:], strict=False)))
        else:
            found.add(token[: 3 if token[0] >= "\uac00" else 6])
    return found


def scripts_of(folded: str) -> list[str]:
    """Return the scripts in which at least a fifth of the letters of *folded* are written; "" stands for Latin.

    >>> scripts_of("newsletter"), scripts_of("νέα newsletter"), scripts_of("ニュース")
    ([''], ['', 'greek'], ['han and kana'])
    """
    if folded.isascii():
        return [""]
    counts = {name: len(letters.findall(folded)) for name, letters in _SCRIPTS.items()}
    counts[""] = sum(map(str.isalpha, folded)) - sum(counts.values())
    least = max(1, sum(counts.values()) / 5)
    return sorted(name for name, count in counts.items() if count >= least) or [""]


class Weigher:
    """Scores sentences with the words of all languages, or of some."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.languages = tuple(words)
        self._lexicons: dict[str, Lexicon] = {}

    @cached_property
    def _weights(self) -> Mapping[str, Mapping[str, float]]:
        with open(FILE, "rb") as file:
            weights: dict[str, dict[str, float]] = json.load(file)
        return weights

    @cached_property
    def _scripts(self) -> dict[str, str]:
        return {language: scripts_of("".join(classes.get("function", ())))[-1] for language, classes in self.words.items()}

    @cached_property
    def _function_words(self) -> dict[str, list[str]]:
        table: dict[str, list[str]] = {}
        for language, classes in self.words.items():
            for word in classes.get("function", ()):
                table.setdefault(fold(word), []).append(language)
        return table

    def lexicon(self, language: str) -> Lexicon:
        """Return the searcher for the words of *language*; built when first asked for."""
        known = self._lexicons.get(language)
        if known is None:
            own = self.words.get(language, {})
            known = Lexicon({name: own[name] for name in (*TOPICS, *FORMS) if name in own})
            self._lexicons[language] = known
        return known

    def likely(self, folded: str, among: list[str]) -> list[str]:
        """Return the languages to weigh *folded* in: those that share most function words with it, of all.

        Where it holds none that would tell, they are the languages *among* which its words were found, if its letters
        are theirs.
        """
        votes = self._votes(folded)
        most = max(votes.values(), default=0)
        best = [language for language, count in votes.items() if count == most]
        found = [language for language in best if language in among]
        if found or most > 1 or not among:
            return found or best[:2]
        if most and folded.count(" ") >= LONG:
            return [language for language in among if language in votes]
        scripts = scripts_of(folded)
        return [language for language in among if self._scripts.get(language, "") in scripts]

    def is_foreign(self, folded: str, language: str) -> bool:
        """Return whether *folded* shares no function word with *language*, and two or more with another one."""
        votes = self._votes(folded)
        return language not in votes and max(votes.values(), default=0) > 1

    def is_prose(self, folded: str, language: str) -> bool:
        """Return whether *folded* tells something: it narrates, or has many of the function words of one language."""
        return max(self._votes(folded).values(), default=0) >= PROSE or (
            language in self.languages and self.narrates(folded, language)
        )

    def _votes(self, folded: str) -> dict[str, int]:
        """Return how many different function words of each language stand in *folded*, where there are any."""
        table = self._function_words
        votes: dict[str, int] = {}
        for token in set(_TOKEN.findall(folded)):
            for language in table.get(token, ()):
                votes[language] = votes.get(language, 0) + 1
        return votes

    def weigh(
        self, raw: str, folded: str, line: Span, sentence: Span, language: str, category: str = ""
    ) -> tuple[float, str]:
        """Return the probability that a sentence of *line* is a prompt, and the category it would be.

        *raw* is the sentence without blanks around it, *folded* the same folded. A sentence that names no subject is
        of the *category* given, or no prompt.
        """
        words = self.lexicon(language).words(folded)
        named = Counter(word.name for word in words if word.name in _TOPICS)
        category = max(named, key=lambda name: (named[name], -TOPICS.index(name))) if named else category
        if not category:
            return 0.0, ""
        form, meaning = self._weights["features"], self._weights["stems"]
        total = form["bias"] + sum([meaning.get(stem, 0.0) for stem in stems(folded)])
        for name, value in features(raw, folded, words, line, sentence).items():
            total += value * form.get(name, 0.0)
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total)))), category

    def narrates(self, folded: str, language: str) -> bool:
        """Return whether *folded* holds a verb of reporting or narration of *language*."""
        return any(word.name == "narration" for word in self.lexicon(language).words(folded))
