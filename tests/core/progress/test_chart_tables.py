"""Charts as tables."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given

from tests.core.progress.chart_samples import ANY_POINTS, a_point
from tpsession.core.progress.chart_points import (
    RatedPoint,
    count_changes,
    strongest_by_day,
)
from tpsession.core.progress.chart_tables import (
    calendar_table,
    changes_table,
    timeline_table,
)


def test_a_session_and_a_score_have_a_row_each() -> None:
    table = timeline_table(
        (
            a_point(3, 6, 3, later=4, has_note=True, starts_routine=True),
            a_point(4, 5, is_score=True, is_marked=True),
            a_point(5, None, 7),
        )
    )
    assert table.headings == ("Date and time", "Before", "After", "Change", "Later", "Remarks")
    assert table.rows == (
        ("2026-01-03 09:00", "6", "3", "▼ 3 less", "4 (6 hours)", "other routine, note"),
        ("2026-01-04 09:00", "5", "-", "", "", "score without a session, painkiller or heat"),
        ("2026-01-05 09:00", "-", "7", "", "", ""),
    )


def test_a_later_rating_has_the_time_since_the_end() -> None:
    point = replace(a_point(3, 6, 3, later=4), ended_at=datetime(2026, 1, 3, 10, tzinfo=UTC))
    assert timeline_table((point,)).rows[0][4] == "4 (5 hours)"


def test_a_month_of_the_calendar_has_its_lowest_and_highest_day() -> None:
    points = (a_point(3, 6), a_point(20, 2), a_point(31, 4), a_point(33, 8))
    assert calendar_table(strongest_by_day(points)).rows == (
        ("2026-01", "3", "2", "6"),
        ("2026-02", "1", "8", "8"),
    )


def test_changes_are_named_as_everywhere() -> None:
    points = (a_point(1, 3, 5), a_point(2, 6, 3), a_point(3, 7, 7))
    rows = changes_table(count_changes(points)).rows
    assert rows == (("▼ 3 less", "1"), ("= same", "1"), ("▲ 2 more", "1"))


@given(ANY_POINTS)
def test_every_row_has_a_cell_for_each_heading(points: tuple[RatedPoint, ...]) -> None:
    tables = (
        timeline_table(points),
        calendar_table(strongest_by_day(points)),
        changes_table(count_changes(points)),
    )
    assert all(len(row) == len(table.headings) for table in tables for row in table.rows)
    assert len(tables[0].rows) == len(points)
