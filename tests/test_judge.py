"""The judge: what it promises for any text, wherever and however it is read."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from judge_texts import PAGE, PROSE, left_of

from cleantext import Cleaner
from cleantext.judging.judge import _model, lines_outside, scores
from cleantext.reading.segment import lines as lines_of

pytest.importorskip("numpy")

LINES = st.lists(
    st.sampled_from([*PAGE.splitlines(), "", "  ", "*", "\u200b", "\ud800", "市场", "x" * 300]), max_size=40
)


@given(LINES.map("\n".join) | st.text())
@example("")
@example("\u200b\n\u200b")
@example(PAGE)
def test_what_the_judge_leaves_it_leaves_again(text: str) -> None:
    """Cutting is idempotent."""
    left = left_of(text)

    assert left_of(left) == left


def test_a_byte_order_mark_that_comes_to_open_the_text_changes_nothing() -> None:
    cleaner = Cleaner(profile="article")
    left = cleaner.clean(
        "Sign up for our newsletter.\n\ufeff\ufeffVägrar gymmet att godta din uppsägning ska du skicka ett brev och "
        "\n\ufeff！"
    )

    assert cleaner.clean(left) == left


@given(
    st.lists(st.tuples(st.sampled_from([*PAGE.splitlines(), "", " "]), st.sampled_from(["\n", "\r\n", "\r", "\n\n"]))),
    st.sampled_from(["", "\ufeff"]),
)
def test_lines_are_found_whatever_breaks_them(lines: list[tuple[str, str]], mark: str) -> None:
    """The same lines go as from a text whose lines end alike, and that no byte order mark opens."""
    text = mark + "".join(line + end for line, end in lines)
    spans = [(max(start, len(mark)), end) for start, end in lines_of(text)]
    plain = "\n".join(text[start:end] for start, end in spans)
    known = list(lines_of(plain))
    cuts = lines_outside(plain)

    assert lines_outside(text) == [(*spans[known.index((start, end))], score) for start, end, score in cuts]


@pytest.mark.parametrize("edge", ["\ufeff", "\u00a0\ufeff ", "\t\u3000\ufeff\u2028", "  "])
def test_blanks_and_byte_order_marks_at_the_edges_of_lines_change_no_score(edge: str) -> None:
    """Indentation says how a text was made, and a mark that files were put together."""
    spans, lines = list(lines_of(PAGE)), PAGE.split("\n")
    text = "\n".join(f"{edge}{line}{edge}" for line in lines)

    assert scores(text, list(lines_of(text))) == scores(PAGE, spans)


@given(LINES.map("\n".join) | st.text())
def test_every_line_has_a_probability_and_blank_ones_have_none(text: str) -> None:
    """Scores are one per line, between 0 and 1; blank lines score 0."""
    spans = list(lines_of(text))
    found = scores(text, spans)

    assert len(found) == len(spans)
    assert all(0 <= score <= 1 for score in found)
    assert all(score == 0 for score, (a, b) in zip(found, spans, strict=True) if not text[a:b].strip())


@pytest.mark.parametrize("between", ["\r\n\r\n", "  \n\n   "])
def test_blanks_and_line_breaks_change_no_score(between: str) -> None:
    """What stands between the lines is not judged, nor how far they are indented."""
    spread = PAGE.replace("\n", between)
    found = scores(spread, list(lines_of(spread)))

    assert [score for score in found if score] == [score for score in scores(PAGE, list(lines_of(PAGE))) if score]


@pytest.mark.parametrize("size", [1, 31, 32, 33, 64, 97, 4100])
def test_texts_of_any_length_come_to_rest(size: int) -> None:
    """Lines are multiplied in blocks, and a huge text tells its lines apart by longer hashes."""
    pages = (PAGE.splitlines() * (size // len(PAGE.splitlines()) + 1))[:size]
    left = left_of("\n".join(pages))

    assert left_of(left) == left


def test_a_line_is_counted_alike_in_every_text() -> None:
    """Words longer than any in the vocabulary, ideographs and invisible characters have the same counts everywhere."""
    read_lines = pytest.importorskip("cleantext.judging.counts").read_lines
    vocabulary = _model().vocabulary
    odd = [
        "Donaudampfschifffahrtsgesellschaftskapitän" * 3 + "…",
        "市x场 2024—",
        "\u200b",
        "\ud800",
        "😀 a",
        "-" * 80,
        "The end",
    ]
    together = read_lines([*odd, *odd[::-1]], vocabulary)
    for place, line in enumerate([*odd, *odd[::-1]]):
        alone, same = read_lines([line], vocabulary), together.take([place])
        for name in ("counts", "first", "last", "hashes", "rows", "pair_rows", "capitals", "offsets", "functions"):
            assert getattr(alone, name).tolist() == getattr(same, name).tolist(), (name, line)


@pytest.mark.skipif(find_spec("cleantext.native._sight") is None, reason="no compiler was at hand")
@given(LINES | st.lists(st.text(max_size=60) | st.sampled_from([*PROSE.values(), "é" * 40, "a b " * 900]), max_size=9))
@example([])
@example([f"line {number % 7}" for number in range(4100)])
def test_c_and_numpy_see_the_same(lines: list[str]) -> None:
    """Not one bit differs between what C makes of lines and what numpy does, also when some of them go."""
    counts, sight = pytest.importorskip("cleantext.judging.counts"), pytest.importorskip("cleantext.judging.sight")
    features = pytest.importorskip("cleantext.judging.features")
    lines = [line for text in lines for line in text.splitlines() if line.strip()]
    model = _model()
    seen = sight.look(lines, model.vocabulary, model.layers.vectors)
    plain = sight.look_at(counts.read_lines(lines, model.vocabulary), model.layers.vectors)

    assert seen.shape.tobytes() == plain.shape.tobytes()
    assert seen.words.tobytes() == plain.words.tobytes()
    for name in ("letters", "prose", "keys", "sizes", "hashes", "content"):
        assert getattr(seen.around, name).tolist() == getattr(plain.around, name).tolist(), name
    for around in (seen.around, seen.around.take([*range(0, len(lines), 2)])):
        assert sight.look_around(around).tobytes() == features.context_features(around).tobytes()


def test_the_judge_cuts_the_same_without_c(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no compiler was at hand, numpy alone does."""
    expected = lines_outside(PAGE)
    monkeypatch.setattr("cleantext.judging.sight._sight", None)

    assert lines_outside(PAGE) == expected


def test_scores_are_the_same_alone_and_in_threads() -> None:
    """The judge has no state but its weights."""
    spans = list(lines_of(PAGE))
    expected = scores(PAGE, spans)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: scores(PAGE, spans), range(16)))

    assert found == [expected] * 16


def test_importing_the_judge_imports_no_numpy() -> None:
    """Only a question loads it."""
    code = "import sys, cleantext.judging.judge; assert 'numpy' not in sys.modules"

    subprocess.run([sys.executable, "-c", code], check=True)
