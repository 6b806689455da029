"""The rules of all packs, compiled: what to search for, and what to try where it is found.

Deriving literals and parsing hundreds of TOML rules at every start would cost more than the cleaning, so the index of
the shipped packs is itself shipped, as one JSON file that `cleantext.compile` writes.
"""

from __future__ import annotations

import json
import os.path
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from cleantext.patterns import Words
from cleantext.rule import Pattern, Rule

FILE = os.path.join(os.path.dirname(__file__), "data", "index.json")


class Index(NamedTuple):
    """What a `Matcher` needs: rules, words by language and class, and the literals that lead to them.

    ``triggers`` maps each literal, as it is spelt in text whose ASCII is lower case, to numbers: those from 0 up count
    the ``patterns``, those below count ``languages`` from -1 down, whose words make the sentence worth weighing.
    ``labels`` maps whole short lines, marks around them aside, to the patterns for them, and is looked up rather than
    searched for: "ad" is a rare line and a frequent piece of words.
    """

    rules: tuple[Rule, ...]
    patterns: tuple[Pattern, ...]
    words: Words
    triggers: Mapping[str, tuple[int, ...]]
    labels: Mapping[str, tuple[int, ...]]
    digest: str = ""

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that have words, in the order that triggers count them."""
        return tuple(self.words)


@cache
def load() -> Index:
    """Return the index of the shipped packs."""
    with open(FILE, "rb") as file:
        plain = json.load(file)
    rules = tuple(Rule(*fields) for fields in plain["rules"])
    patterns = tuple(Pattern(r, n, least, most, tuple(also)) for r, n, least, most, also in plain["patterns"])
    return Index(rules, patterns, plain["words"], plain["triggers"], plain["labels"], plain["digest"])
