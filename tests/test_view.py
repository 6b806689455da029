"""What is read of a text: markup, decomposed letters and wrapped lines change neither what goes nor what stays."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from textwrap import fill
from unicodedata import normalize

import pytest
from conftest import LOOKALIKES, PROMPTS
from hypothesis import given
from hypothesis import strategies as st
from texts import CLEANERS, PROSE, few, some_text

from cleantext.marks import mark, unmark
from cleantext.reading import view as view_module
from cleantext.reading.view import unread, view
from cleantext.reading.wrapped import soft_breaks

CLEANER = CLEANERS["precise"]
SENTENCES = [PROSE, *(body for _, body in LOOKALIKES), *(prompt for *_, prompt in PROMPTS)]
PARAGRAPHS = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=8)
ENGLISH = [PROSE, *(body for language, body in LOOKALIKES if language == "en")]
#: A text of several sentences that are wrapped.
PASSAGES = st.lists(st.sampled_from(ENGLISH), min_size=16, max_size=24, unique=True).map(" ".join)


@pytest.mark.parametrize(
    "marked",
    [
        "<p>Rain fell on Monday.</p>\n"
        "{--<p><a href='/a?b=1&amp;c=2'>Sign up for our daily newsletter</a></p>\n--}<p>It stopped.</p>",
        "<p>Rain fell on Monday.</p>{--<p>Sign up for our daily newsletter.</p>--}<p>It stopped on Tuesday.</p>",
        "Rain fell on Monday.<br><br>{--Sign up for our daily newsletter.<br><br>--}It stopped on Tuesday.",
        "<p>Rain fell on Monday, and the river rose.{-- <i>Read our full report here.</i>--}</p>\n",
        "<div><p>Rain fell on Monday.</p>{--<div id='a'><p>Sign up for our daily newsletter.</p></div>--}</div>",
        "<p>Rain fell.</p>\n<ul>\n<li>Ten roads are closed</li>\n{--<li>Subscribe now for 1 euro</li>\n--}</ul>",
        "<p>Rain fell on Monday.</p>\n{--<p>&copy; 2024 The Post. All rights reserved.</p>\n--}",
    ],
)
def test_a_prompt_in_html_goes_with_its_tags_and_leaves_the_others(marked: str) -> None:
    text, _ = unmark(marked)

    assert mark(text, CLEANER.inspect(text).removed) == marked


@few
@given(PARAGRAPHS, st.sampled_from(["\n", "\n\n", ""]))
def test_a_fragment_of_html_loses_the_words_that_its_text_loses(paragraphs: list[str], between: str) -> None:
    html = between.join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)
    plain = CLEANER.inspect((between or "\n").join(paragraphs))

    assert view(CLEANER.clean(html)).text.split() == view(plain.text).text.split()


@pytest.mark.parametrize(
    "html",
    [
        "{A}\n<ul>\n<li>Ten roads are closed until Friday</li>\n<li>The ferry runs every hour</li>\n</ul>\n{A}\n",
        "<p>{A}</p>\n<!-- wp:list -->\n<ul><!-- wp:item -->\n<li>The ferry runs every hour</li>\n</ul>\n<p>{A}</p>",
        "<table><tr>\n<td>Harbour</td>\n<td>12</td>\n<td>9</td>\n</tr></table>\n<p>{A}</p>\n",
        "<item><title>{A}</title><content:encoded><![CDATA[<p>{A}</p><p>The end.</p>]]></content:encoded></item>",
        "<amp-story><p>{A}</p></amp-story><p>{A}</p>",
        "<p>{A}</p><script>document.write('<p>Advertisement</p>');</script><style>p {{ margin: 0 }}</style><p>{A}</p>",
        "<article>\n  <p>\n    {A}\n  </p>\n  <p>\n    The end.\n  </p>\n</article>\n",
        "<p>{A}</p><p><q>Sign up for our daily newsletter!</q> she said. {A}</p>",
        "<p>{A}</p>\n<p><img src='data:image/png;base64," + 900 * "iVBOR" + "'></p>\n<p>{A}</p>",
    ],
)
def test_an_article_in_html_without_a_prompt_stays_as_it_is(html: str) -> None:
    text = html.format(A=PROSE)

    assert CLEANER.clean(text) == text


def test_the_line_break_of_a_tag_that_stays_stays() -> None:
    text = f"<div>\n<p>Sign up for our daily newsletter.</p>\n</div>\n<p>{PROSE}</p>\n"

    assert CLEANER.clean(text) == f"<div>\n</div>\n<p>{PROSE}</p>\n"


@pytest.mark.parametrize("value", ["a <b", "https://x.example/?" + 2500 * "q"], ids=["an angle bracket", "very long"])
def test_an_attribute_does_not_hide_its_tag(value: str) -> None:
    text = f"<p>{PROSE}</p><p><a title='{value}' href='x'>Sign up for our daily newsletter.</a></p><p>{PROSE}</p>"

    assert CLEANER.clean(text) == f"<p>{PROSE}</p><p>{PROSE}</p>"


@pytest.mark.parametrize(
    ("opening", "closing"),
    [
        ("<div class='promo'>\n", "</div>"),
        ("<table><tr><td>\n", "</td></tr></table>"),
    ],
)
def test_tags_around_a_prompt_that_stay_stay_in_pairs(opening: str, closing: str) -> None:
    text = f"{PROSE}\n\n{opening}Sign up for our daily newsletter.\n{closing}{PROSE}\n"

    assert CLEANER.clean(text) == f"{PROSE}\n\n{opening}{closing}{PROSE}\n"


@few
@given(PARAGRAPHS)
def test_the_verdict_on_html_is_that_on_its_text(paragraphs: list[str]) -> None:
    html = "\n".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)

    assert CLEANER.inspect(html).verdict == CLEANER.inspect(view(html).text).verdict


def test_a_line_that_is_repeated_says_nothing_of_a_width() -> None:
    prompt = "support the newsroom by the link below, 50 a month are an hour of our work for you"
    said = "the readers paid for it, and the mayor read it on the stairs of his own house that night."
    text = "\n".join(line for number in range(4) for line in (prompt, f"{number} times {said}"))

    assert soft_breaks(text) == []


@pytest.mark.parametrize(
    "row", ["The Bridge .......... {}", "{}   Facebook   12   9", "\u000cHarbour Times {}", "> on {}"]
)
def test_rows_and_quoted_lines_are_not_joined_to_the_lines_beside_them(row: str) -> None:
    wrapped = fill(f"{PROSE} {PROSE} {PROSE} {PROSE}", 66)
    rows = "\n".join(row.format(number) for number in range(9))

    assert len(soft_breaks(f"{wrapped}\n{rows}\n{wrapped}")) <= 2 * wrapped.count("\n")


def test_speech_in_escaped_quotation_marks_stays() -> None:
    text = "Rain fell.\n\n&quot;Subscribe to our newsletter now!&quot; said the man at the door of the theatre.\n"

    assert CLEANER.clean(text) == text


def test_tags_left_over_in_plain_text_are_no_markup_of_it() -> None:
    text = "Rain fell on Monday.\n<div class='share-row'></div>\nThe river rose.\n</p>\nIt stopped.\n"

    assert view(text).edits == ()
    assert CLEANER.clean(text) == "Rain fell on Monday.\nThe river rose.\nIt stopped.\n"


@few
@given(PARAGRAPHS)
def test_a_decomposed_text_loses_what_the_composed_one_loses(paragraphs: list[str]) -> None:
    text = normalize("NFC", "\n".join(paragraphs))

    assert normalize("NFC", CLEANER.clean(normalize("NFD", text))) == CLEANER.clean(text)


def test_a_wrapped_prompt_goes_with_all_its_lines() -> None:
    prompt = "Want to know more about what happens at the harbour? Sign up for our letter, which comes every Friday."
    story = [f"On the {day} day, {PROSE}" for day in ("first", "second", "twenty-third")]
    text = "\n\n".join(fill(paragraph, 60) for paragraph in (*story[:2], prompt, story[2])) + "\n"

    assert CLEANER.clean(text) == "\n\n".join(fill(paragraph, 60) for paragraph in story) + "\n"


def test_a_wrapped_sentence_goes_and_the_other_breaks_stay() -> None:
    text = fill(f"{PROSE} {PROSE} Read our full report on the bridge here. {PROSE}", 60)
    marked = mark(text, CLEANER.inspect(text).removed)

    assert " ".join(marked.split()) == f"{PROSE} {PROSE} {{--Read our full report on the bridge here. --}}{PROSE}"


def test_the_block_of_wordpress_after_a_prompt_stays_whole() -> None:
    before, after = (
        f"<!-- wp:p -->\n<p>{PROSE}</p>\n<!-- /wp:p -->\n\n",
        "<!-- wp:h -->\n<h3>In 1974</h3>\n<!-- /wp:h -->\n",
    )
    text = f"{before}<!-- wp:p -->\n<p>Sign up for our daily newsletter.</p>\n<!-- /wp:p -->\n\n{after}<p>{PROSE}</p>\n"
    left = CLEANER.clean(text)

    assert left.startswith(before) and left.endswith(f"{after}<p>{PROSE}</p>\n")
    assert left.count("<!-- wp:") == left.count("<!-- /wp:")


@pytest.mark.parametrize(
    "wrap",
    [
        lambda text: "\n".join(fill(paragraph, 66) for paragraph in text.split("\n\n")),
        lambda text: "\r\r".join(fill(paragraph, 66).replace("\n", "\r") for paragraph in text.split("\n\n")),
        lambda text: "\n\n".join(fill(p, 66).replace(" that ", "  that ") for p in text.split("\n\n")),
        lambda text: "\n".join(fill(f"<p>{escape(paragraph)}</p>", 80) for paragraph in text.split("\n\n")),
    ],
    ids=["no blank lines", "carriage returns", "justified", "paragraphs of HTML"],
)
def test_no_half_of_a_wrapped_sentence_is_taken_for_a_prompt(wrap: Callable[[str], str]) -> None:
    sentence = (
        "A group of residents is now exploring whether the Mill Lane branch could be taken over by a charitable trust. "
        "It has until 15 July to submit a business plan. Analysts were split, since the big mail providers that can "
        "push newsletters into a promotions tab overnight had made of email a ground that is rented, too."
    )
    text = wrap("\n\n".join([f"{PROSE} {sentence}", sentence, f"{sentence} {PROSE}", sentence, PROSE]))

    assert CLEANER.clean(text) == text


@given(PASSAGES, st.integers(60, 90))
def test_every_break_of_a_wrapped_passage_is_found(passage: str, width: int) -> None:
    wrapped = fill(passage, width, break_long_words=False, break_on_hyphens=False)

    assert len(soft_breaks(wrapped)) >= 0.9 * wrapped.count("\n")


@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=20), st.sampled_from(["\n", "\n\n", "\r\n"]))
def test_lines_that_nobody_wrapped_are_not_joined(lines: list[str], newline: str) -> None:
    assert soft_breaks(newline.join(lines)) == []


@given(some_text)
def test_what_stands_between_two_edits_is_read_as_it_is(text: str) -> None:
    seen = view(text)
    places = [*seen.places, len(seen.text)]
    for number, edit in enumerate(seen.edits):
        place = seen.places[number]
        assert seen.text.startswith(edit.text, place)
        unread = seen.text[place + len(edit.text) : places[number + 1]]
        assert text.startswith(unread, edit.end)


@given(some_text)
def test_a_place_outside_the_edits_is_found_again_in_the_view(text: str) -> None:
    seen = view(text)
    edited = {place for edit in seen.edits for place in range(edit.start, edit.end)}

    assert all(seen.text[seen.place_of(at)] == letter for at, letter in enumerate(text) if at not in edited)


@given(some_text)
def test_what_may_stand_between_a_text_and_its_view_is_the_same_in_c_and_in_python(text: str) -> None:
    kinds = unread(text)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(view_module, "fast", None)
        assert unread(text) == kinds
    assert kinds or view(text).text is text
