"""Weigh a sentence that no single pattern settles: several weak words of one subject, the form of a prompt, the place.

The features are the same in every language; each language only says which words are its imperatives, its offers, its
second person, its verbs of reporting (``words.toml``). So their weights, learned once by ``training/weights.py`` (a
logistic regression), serve them all. Weights of word stems, learned with them, tell the words of a subject apart.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path

import regex

from cleantext.fold import fold
from cleantext.lexicon import Lexicon, Word
from cleantext.patterns import Words
from cleantext.rule import FORMS, TOPICS, Span

FILE = Path(__file__).parent / "data" / "weights.json"
_COUNTED = ("imperative", "you", "we", "offer", "access", "period", "button", "narration", "others")
_SPEAKS = frozenset((*TOPICS, *_COUNTED[:7]))
_LEAD = regex.compile(r"[^\p{L}\p{N}]{0,12}(?:please |bitte |just |simply |click here to |(?:and|or|so|then),? )?")
_PRICE = regex.compile(r"(?:[$€£¥₹₺₽₩]|\b(?:usd|eur|euros?|pln|zl|kr|tl|rs\.?|rub))\s?\d|\d[\d.,]*\s?(?:[$€£¥₹₺₽₩%]|(?:euros?|zl|kr|tl|руб|元|円|원)\b)")
_LINK = regex.compile(r"https?://|www\.|\b[\w.+-]{1,40}@[\w-]{1,40}\.")
_GLUED = regex.compile(r"\p{Ll}\p{Lu}\p{Ll}")
_NAME = regex.compile(r"(?<=[\p{Ll},] )\p{Lu}\p{Ll}")
_STEM = regex.compile(r"[\u2e80-\u9fff]+|[^\W\u2e80-\u9fff]+")
_TOKEN = regex.compile(r"\w+")
_QUOTE = regex.compile(r"[\"“”„«»「」『』]")


def features(raw: str, folded: str, words: Iterable[Word], line: Span, sentence: Span) -> dict[str, float]:
    """Return the named features of one sentence: *raw* and *folded* are its text, *words* its class words."""
    words = list(words)
    counts = Counter(word.name for word in words)
    start = _LEAD.match(folded)
    first = start.end() if start else 0
    tokens = max(1, folded.count(" ") + 1 if folded.isascii() or " " in folded else len(folded) // 3)
    topics = {name for name in TOPICS if counts[name]}
    opening = any(word.name in ("imperative", "button") and word.start <= first for word in words)
    topical = sum(min(2, counts[name]) for name in TOPICS)
    form = opening + min(1, counts["you"]) + min(1, counts["we"]) + min(1, counts["offer"]) + min(1, counts["access"])
    letters = max(1, sum(map(str.isalnum, folded)))
    speaking = _covered(word for word in words if word.name in _SPEAKS)
    known = _covered(words)
    out: dict[str, float] = {f"topic {name}": 1.0 for name in topics}
    out |= {name: float(min(3, counts[name])) for name in _COUNTED if counts[name]}
    out |= {
        "share of prompt's words": min(1.0, speaking / letters),
        "share of unknown words": max(0.0, 1 - known / letters),
        "log of unknown letters": math.log2(1 + max(0, letters - known)),
        "classes of prompt's words": float(len({word.name for word in words if word.name in _SPEAKS})),
        "topics": float(min(4, topical)),
        "opens with an imperative": float(opening),
        "signs of a prompt": float(form),
        "topic in the form of a prompt": float(min(2, topical) * min(3, form)),
        "share of function words": counts["function"] / tokens,
        "log of length": math.log2(tokens + 1),
        "at most four words": float(tokens <= 4),
        "more than thirty words": float(tokens > 30),
        "no full stop": float(raw[-1:].isalnum()),
        "exclaims or asks": float(raw[-1:] in "!?！？؟"),
        "ends as a label": float(raw[-1:] in ":»›→>：…"),
        "price": float(bool(_PRICE.search(folded))),
        "link": float(bool(_LINK.search(folded))),
        "glued": float(bool(_GLUED.search(raw))),
        "capitals": float(raw.isupper() and tokens > 1),
        "digits": float(any(map(str.isdigit, raw))),
        "names": min(3.0, float(len(_NAME.findall(raw)))),
        "quotation": float(bool(_QUOTE.search(raw))),
        "whole line": float(line == sentence),
        "starts its line": float(line.start == sentence.start),
        "ends its line": float(line.end == sentence.end),
    }
    return {name: value for name, value in out.items() if value}


def _covered(words: Iterable[Word]) -> int:
    """Return how many code points *words*, in order of start, cover together."""
    size = at = 0
    for word in words:
        size += max(0, word.end - max(at, word.start))
        at = max(at, word.end)
    return size


def stems(folded: str) -> set[str]:
    """Return the beginnings of the words of *folded*, which stand for all their forms; pairs of signs of Han and kana.

    >>> sorted(stems("subscribers subscribe 订阅我们"))
    ['subscr', '我们', '订阅', '阅我']
    """
    found: set[str] = set()
    for token in _STEM.findall(folded):
        if "\u2e80" <= token[0] <= "\u9fff":
            found.update(map("".join, zip(token, token[1:], strict=False)))
        else:
            found.add(token[: 3 if token[0] >= "\uac00" else 6])
    return found


class Weigher:
    """Scores sentences with the words of all languages, or of some."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.languages = tuple(words)
        self._lexicons: dict[str, Lexicon] = {}

    @cached_property
    def _weights(self) -> Mapping[str, Mapping[str, float]]:
        weights: dict[str, dict[str, float]] = json.loads(FILE.read_bytes())
        return weights

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

        Where it holds none that would tell, they are the languages *among* which its words were found.
        """
        votes = self._votes(folded)
        most = max(votes.values(), default=0)
        best = [language for language, count in votes.items() if count == most]
        return [language for language in best if language in among] or (best[:2] if most > 1 or not among else among)

    def is_foreign(self, folded: str, language: str) -> bool:
        """Return whether *folded* shares no function word with *language*, and two or more with another one."""
        votes = self._votes(folded)
        return not votes[language] and max(votes.values(), default=0) > 1

    def _votes(self, folded: str) -> Counter[str]:
        votes: Counter[str] = Counter()
        for token in set(_TOKEN.findall(folded)):
            votes.update(self._function_words.get(token, ()))
        return votes

    def weigh(self, raw: str, folded: str, line: Span, sentence: Span, language: str) -> tuple[float, str]:
        """Return the probability that a sentence of *line* is a prompt, and the category it would be.

        *raw* is the sentence without blanks around it, *folded* the same folded.
        """
        words = self.lexicon(language).words(folded)
        named = Counter(word.name for word in words if word.name in TOPICS)
        beginnings = stems(folded)
        found = features(raw, folded, words, line, sentence)
        form, meaning = self._weights["features"], self._weights["stems"]
        total = form["bias"] + sum(value * form.get(name, 0.0) for name, value in found.items())
        total += sum(meaning.get(stem, 0.0) for stem in beginnings)
        category = max(named, key=lambda name: (named[name], -TOPICS.index(name)), default="")
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total)))), category

    def narrates(self, folded: str, language: str) -> bool:
        """Return whether *folded* holds a verb of reporting or narration of *language*."""
        return any(word.name == "narration" for word in self.lexicon(language).words(folded))
