"""The report on what each rule costs names rules that were led to, counts right, and is sorted by time."""

from __future__ import annotations

import pytest
from conftest import LOOKALIKES

from cleantext import Cleaner
from cleantext.explaining.cost import table

PROMPTED = "Rain fell on Monday.\n\nLog in\n\nIt stopped on Tuesday.\n"


def cells(report: str) -> list[list[str]]:
    """Return the rows of a report below its head: ms/MB, hits/MB, share cut, rule."""
    return [line.split(maxsplit=3) for line in report.splitlines()[1:]]


def test_a_rule_that_cuts_each_time_it_is_led_to_shows_a_full_share() -> None:
    cleaner = Cleaner()
    (removal,) = cleaner.inspect(PROMPTED).removed
    row = next(row for row in cells(table(cleaner, [PROMPTED])) if row[3] == removal.rule)

    assert row[2] == "100%"
    assert float(row[1]) == pytest.approx(1e6 / len(PROMPTED.encode()), rel=0.01)


def test_a_line_that_occurs_again_is_counted_again() -> None:
    one, three = (cells(table(Cleaner(), [PROMPTED] * times)) for times in (1, 3))

    assert sorted(row[1:] for row in one[:-1]) == sorted(row[1:] for row in three[:-1])


def test_rows_are_sorted_by_the_time_they_take_and_end_in_their_sum() -> None:
    *rows, whole = cells(table(Cleaner(), [sentence for _, sentence in LOOKALIKES[:200]]))
    times = [float(row[0]) for row in rows]

    assert times == sorted(times, reverse=True)
    assert whole[3].startswith("all, over")
    assert float(whole[0]) == pytest.approx(sum(times), rel=0.05, abs=0.05)


def test_what_the_score_cut_alone_is_listed_too() -> None:
    report = table(
        Cleaner(), ["Rain fell.\n\nSign up for our free daily newsletter and never miss a story.\n\nIt stopped.\n"]
    )

    assert "learned/newsletter" in report


def test_text_that_leads_nowhere_has_only_the_sum() -> None:
    ((milliseconds, hits, share, *_),) = cells(table(Cleaner(), ["0123456789\n"]))

    assert (float(milliseconds), float(hits), share) == (0, 0, "-")


def test_nothing_to_read_is_no_error() -> None:
    assert len(table(Cleaner(), []).splitlines()) == 2  # head and sum


def test_measuring_leaves_the_cleaner_as_it_was() -> None:
    cleaner = Cleaner()
    before = cleaner.inspect(PROMPTED)
    table(cleaner, [PROMPTED])

    assert cleaner.inspect(PROMPTED) == before
