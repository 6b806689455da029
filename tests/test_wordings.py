"""Look-alikes stay, every one. The score has learned from them, so this only shows that none was unlearned.

What it has not seen is in ``fixtures/wordings``; how much of that goes and stays has floors: test_floors.py.
"""

from __future__ import annotations

import pytest
from conftest import LOOKALIKES, expect
from floors import AFTER, BEFORE

from cleantext import Cleaner

CLEANER = Cleaner()


@pytest.mark.parametrize(("language", "sentence"), LOOKALIKES, ids=lambda value: value[:40])
def test_a_body_sentence_with_the_words_of_prompts_stays(language: str, sentence: str) -> None:
    text = BEFORE + sentence + AFTER

    expect("lookalikes", sentence, CLEANER.inspect(text).removed == ())
