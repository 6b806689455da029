"""Look-alikes stay, every one; freshly worded prompts go, most of them."""

from __future__ import annotations

from collections import defaultdict

import pytest
from conftest import LOOKALIKES, PROMPTS

from cleantext import Cleaner

CLEANER = Cleaner()
BEFORE, AFTER = "The bridge reopened on Monday.\n\n", "\n\nTraffic returned within the hour.\n"
#: The share of its prompts that each language removes at least; raise it when a language gets better.
FLOOR = 0.9


@pytest.mark.parametrize(("language", "sentence"), LOOKALIKES, ids=lambda value: value[:40])
def test_a_body_sentence_with_the_words_of_prompts_stays(language: str, sentence: str) -> None:
    text = BEFORE + sentence + AFTER

    assert CLEANER.inspect(text).removed == ()


@pytest.mark.parametrize("language", sorted({language for language, _, _ in PROMPTS}))
def test_most_prompts_of_a_language_go_whole(language: str) -> None:
    stays = defaultdict(list)
    asked = [(category, text) for other, category, text in PROMPTS if other == language]
    for category, text in asked:
        if CLEANER.clean(BEFORE + text + AFTER) != BEFORE + AFTER.lstrip("\n"):
            stays[category].append(text)

    assert sum(map(len, stays.values())) <= (1 - FLOOR) * len(asked), dict(stays)
