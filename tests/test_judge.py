"""The judge: what it promises for any text, and what it must see in plain cases."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

pytest.importorskip("numpy")

from conftest import FIXTURES, read

from cleantext import Cleaner
from cleantext.heuristics import is_prose
from cleantext.judge import _model, article_lines, explain, scores
from cleantext.segment import lines as lines_of

ARTICLE = """\
The council voted on Monday to close the bridge for repairs that are expected to last until the autumn.
Engineers had warned for months that the northern pier was sinking, the mayor told reporters after the meeting.
“We could not wait any longer,” she said. “Nobody wants to read about this bridge for a sadder reason.”
Traffic will be led over the old ford, and two ferries will carry those who come on foot or by bicycle.
"""
PAGE = (
    "Home\nNews\nSport\nWeather\nLog in\nBridge to close until autumn\n"
    + ARTICLE
    + "Share on Facebook\nRead more\nFive places to eat by the river\nMost read\nSign up for our newsletter\n"
    "About us\nContact\nPrivacy policy\n© 2024 Example Media. All rights reserved.\n"
)
PROSE = {
    "german": "Der Stadtrat hat am Montag beschlossen, die Brücke bis zum Herbst zu sperren, weil der Pfeiler "
    "nachgibt.\n"
    "Fachleute hatten seit Monaten davor gewarnt, sagte die Bürgermeisterin nach der Sitzung vor Journalisten.\n",
    "chinese": "市议会周一投票决定关闭大桥进行维修，预计工程将持续到秋天，期间车辆须绕行旧渡口。\n"
    "市长在会后对记者说，工程师几个月来一直警告北侧桥墩正在下沉，不能再等下去了。\n",
    "arabic": "صوت المجلس يوم الاثنين على إغلاق الجسر لإجراء إصلاحات من المتوقع أن تستمر حتى الخريف المقبل.\n"
    "وقالت رئيسة البلدية للصحفيين بعد الاجتماع إن المهندسين حذروا منذ أشهر من هبوط الدعامة الشمالية.\n",
    "hindi": "परिषद ने सोमवार को मरम्मत के लिए पुल को बंद करने का फैसला किया, जिसके शरद ऋतु तक चलने की उम्मीद है।\n"
    "महापौर ने बैठक के बाद पत्रकारों से कहा कि इंजीनियर महीनों से चेतावनी दे रहे थे कि उत्तरी खंभा धंस रहा है।\n",
    "korean": "시의회는 월요일 가을까지 이어질 것으로 예상되는 보수 공사를 위해 다리를 폐쇄하기로 의결했다.\n"
    "시장은 회의가 끝난 뒤 기자들에게 기술자들이 몇 달 전부터 북쪽 교각이 가라앉고 있다고 경고해 왔다고 말했다.\n",
}

LINES = st.lists(
    st.sampled_from([*PAGE.splitlines(), "", "  ", "*", "\u200b", "\ud800", "市场", "x" * 300]), max_size=40
)


def left_of(text: str) -> str:
    """Return *text* without the lines that the judge cuts."""
    return without(text, {end for _, end, _ in article_lines(text)})


def without(text: str, ends: set[int]) -> str:
    """Return *text* without the lines that end there."""
    return "\n".join(text[start:end] for start, end in lines_of(text) if end not in ends)


@given(LINES.map("\n".join) | st.text())
@example("")
@example("\u200b\n\u200b")
@example(PAGE)
def test_what_the_judge_leaves_it_leaves_again(text: str) -> None:
    """Cutting is idempotent."""
    left = left_of(text)

    assert left_of(left) == left


@given(LINES.map("\n".join), st.sets(st.integers(0, 39), max_size=12))
@example("\n".join([PAGE.splitlines()[place] for place in (-1, 8, 3, 7)]), {1, 3})
def test_what_is_left_beside_lines_that_go_anyhow_is_left_again(text: str, going: set[int]) -> None:
    """The judge is at rest on what it leaves, also when others cut lines along with it."""
    also = {span for index, span in enumerate(lines_of(text)) if index in going}
    left = without(text, {end for _, end, _ in article_lines(text, also)} | {end for _, end in also})

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
    cuts = article_lines(plain, known[::3])

    assert article_lines(text, spans[::3]) == [(*spans[known.index((start, end))], score) for start, end, score in cuts]


def test_lines_that_go_anyhow_are_still_seen() -> None:
    """A page whose menus a rule cuts is still told from an article by them: the same lines go."""
    cuts = article_lines(PAGE)

    assert article_lines(PAGE, {(start, end) for start, end, _ in cuts[::2]}) == cuts


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
    read_lines = pytest.importorskip("cleantext.counts").read_lines
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


@pytest.mark.skipif(find_spec("cleantext._sight") is None, reason="no compiler was at hand")
@given(LINES | st.lists(st.text(max_size=60) | st.sampled_from([*PROSE.values(), "é" * 40, "a b " * 900]), max_size=9))
@example([])
@example([f"line {number % 7}" for number in range(4100)])
def test_c_and_numpy_see_the_same(lines: list[str]) -> None:
    """Not one bit differs between what C makes of lines and what numpy does, also when some of them go."""
    counts, sight = pytest.importorskip("cleantext.counts"), pytest.importorskip("cleantext.sight")
    features = pytest.importorskip("cleantext.features")
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
    expected = article_lines(PAGE)
    monkeypatch.setattr("cleantext.sight._sight", None)

    assert article_lines(PAGE) == expected


def test_the_article_is_isolated_from_a_page() -> None:
    """Menus, teasers and footers go; the paragraphs stay, and so does the title."""
    left = left_of(PAGE)

    assert ARTICLE in left
    assert "Weather" not in left
    assert "Privacy" not in left
    assert "All rights reserved" not in left


@pytest.mark.parametrize("text", [ARTICLE, *PROSE.values()], ids=["english", *PROSE])
def test_a_clean_article_stays_whole(text: str) -> None:
    """Short articles keep every line, in languages with and without blanks, trained on or not."""
    assert article_lines(text) == []


@pytest.mark.parametrize("path", sorted((FIXTURES / "articles").glob("clean-*.txt")), ids=lambda path: path.stem)
def test_an_article_without_boilerplate_loses_no_paragraph(path: Path) -> None:
    """Bylines may go, and a subhead or an answer of a few words; interviews, recipes and guides keep what they say."""
    text = read(path)

    assert not [
        removal
        for removal in Cleaner(profile="article").inspect(text).removed
        if is_prose(text[removal.start : removal.end])
    ]


def test_scores_are_the_same_alone_and_in_threads() -> None:
    """The judge has no state but its weights."""
    spans = list(lines_of(PAGE))
    expected = scores(PAGE, spans)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: scores(PAGE, spans), range(16)))

    assert found == [expected] * 16


def test_an_explanation_names_what_speaks_for_a_cut() -> None:
    """The words of a prompt are among the reasons, heaviest first."""
    spans = list(lines_of(PAGE))
    index = PAGE.splitlines().index("Sign up for our newsletter")
    found = explain(PAGE, spans, index)

    assert any("newsletter" in name or "sign" in name for name, _ in found)
    assert [abs(weight) for _, weight in found] == sorted((abs(weight) for _, weight in found), reverse=True)


def test_a_blank_line_has_no_explanation() -> None:
    """There is nothing to explain where nothing was judged."""
    assert explain("a\n\nb", [(0, 1), (2, 2), (3, 4)], 1) == []


@settings(max_examples=20)
@given(st.lists(st.sampled_from(PAGE.splitlines()), min_size=1, max_size=20), st.integers(0, 19))
def test_each_line_can_be_explained(chosen: list[str], index: int) -> None:
    """Explanations are a handful of finite weights."""
    text = "\n".join(chosen)
    found = explain(text, list(lines_of(text)), index % len(chosen))

    assert 0 < len(found) <= 8
    assert all(-100 < weight < 100 for _, weight in found)


@pytest.mark.parametrize("line", ["Rain.", "Menu", "Home | News | Sport"])
def test_a_text_of_one_line_is_left_alone(line: str) -> None:
    """There is nothing to compare it with."""
    assert article_lines(line) == article_lines(f"\n{line}\n\n") == []


def test_importing_the_judge_imports_no_numpy() -> None:
    """Only a question loads it."""
    code = "import sys, cleantext.judge; assert 'numpy' not in sys.modules"

    subprocess.run([sys.executable, "-c", code], check=True)
