"""Cleaners of all kinds, and texts for them: any at all, and what is put together from body sentences and prompts."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import fill
from unicodedata import normalize

import pytest
from conftest import LOOKALIKES, PROMPTS
from hypothesis import settings
from hypothesis import strategies as st

from cleantext import Cleaner
from cleantext.rule import DETECTORS, OPTIONAL_CATEGORIES, Rule
from cleantext.rules.index import load

#: A paragraph of an article.
PROSE = (
    "The council voted by nine to four on Tuesday night to keep the old swing bridge open until the spring of next "
    "year."
)
OWN = r"""
category = "support"
[[rule]]
id = "coffee"
why = "The Gazette's own appeal."
patterns = ['^buy the gazette a coffee', '^harbour cam: .{2,40}$']
[[rule]]
id = "tea"
why = "The same in a sentence."
cuts = "sentence"
patterns = ['^support the gazette', 'newsletter']
[[rule]]
id = "stamp"
why = "Body text, too: nothing says that a rule of one's own is a good one."
cuts = "match"
patterns = ['[(]photo: gazette[)]', ',.{0,20}\bthe\b']
"""
OFF = 'off = ["en/newsletter-signup", "common/copyright-sign-and-year", "learned/social"]'


def _with_pack(pack: str) -> Cleaner:
    with TemporaryDirectory() as folder:
        path = Path(folder, "my.toml")
        path.write_text(pack, "utf-8")
        return Cleaner(packs=[path])


CLEANERS = {
    "precise": Cleaner(),
    "article": Cleaner("article"),
    "optional categories": Cleaner(remove=OPTIONAL_CATEGORIES),
    "own rules": _with_pack(OWN),
    "rules off": _with_pack(OFF),
}
no_numpy = pytest.mark.skipif(find_spec("numpy") is None, reason="numpy is an extra")
for_each_cleaner = pytest.mark.parametrize(
    "cleaner",
    [pytest.param(made, id=name, marks=[no_numpy] * (name == "article")) for name, made in CLEANERS.items()],
)
#: Examples for each of several cleaners.
few = settings(max_examples=100)


def rules_of(cleaner: Cleaner) -> dict[str, Rule]:
    """Return all that a cleaner finds by, by id: its rules, and what finds without a pattern."""
    index = cleaner._own_index or load()
    return DETECTORS | {rule.id: rule for rule in index.rules}


BREAKS = (" \n", "\t\r\n", "\n", "\r\n", "\r", "\n\n", "\r\n\r\n", " ", "\u00a0", "\u2028", "\x0b", "")
_anything = st.text(st.characters(codec=None))  # all of Unicode, lone surrogates too
_piece = st.one_of(
    _anything,
    st.sampled_from([sentence for _, sentence in LOOKALIKES]),
    st.sampled_from([prompt for _, _, prompt in PROMPTS]),
    st.sampled_from(["“", "”", '"', "«", "©", "\ufeff", "Advertisement", "Share", "{--", "Mr.", "…", "。"]),
    st.sampled_from(
        ["<p>", "</p>", "<b>", "</b>", "<br>", "<li>", "<td>", "<div class='x'>", "<", ">", "&amp;", "&#10;"]
    ),
    st.sampled_from(["e\u0301", "\u0301", "\u1112\u1161\u11ab", "か\u3099"]),
    st.sampled_from(PROMPTS).map(lambda prompt: f"<p>{prompt[2]}</p>"),
    st.sampled_from(PROMPTS).map(lambda prompt: normalize("NFD", prompt[2])),
    st.sampled_from(PROMPTS).map(lambda prompt: fill(f"{PROSE} {prompt[2]}", 60)),
    st.sampled_from(["Buy the Gazette a coffee!", "Support the Gazette.", "Rain (photo: Gazette)", "© 2024 The Post"]),
)
_broken = st.lists(st.tuples(_piece, st.sampled_from(BREAKS)), max_size=12).map(
    lambda pairs: "".join(map("".join, pairs))
)
some_text = st.one_of(_anything, _broken)
