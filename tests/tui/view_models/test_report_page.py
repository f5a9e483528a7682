"""What is chosen for the page for an appointment."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.report.sample_series import sample_series
from tpsession.core.catalog.side import Side
from tpsession.core.errors import UsageError
from tpsession.core.history.records import HistoryQuery
from tpsession.core.history.series import Series
from tpsession.core.progress.chart_points import ChartPeriod, DayRange
from tpsession.tui.view_models.report_page import ReportChoices, make_report_choices
from tpsession.tui.view_models.series_progress import make_series_progress

NECK = Series("neck", Side.LEFT)
RECORDS = sample_series(12)
DAYS = DayRange(RECORDS[3].started_at.date(), RECORDS[11].started_at.date())


def choices_in(days: DayRange) -> ReportChoices | None:
    shown = make_series_progress(NECK, RECORDS, {})
    return make_report_choices(NECK, ChartPeriod.DAYS_30, days, shown)


def choices() -> ReportChoices:
    made = choices_in(DAYS)
    assert made is not None
    return made


def test_the_notes_of_the_period_are_offered_newest_first_and_none_is_ticked() -> None:
    made = choices()
    assert [(note.day, note.text) for note in made.notes] == [
        (RECORDS[10].started_at.date().isoformat(), "note 10"),
        (RECORDS[5].started_at.date().isoformat(), "note 5"),
    ]
    assert made.ticked == frozenset()
    assert made.query == HistoryQuery(place="neck", side=Side.LEFT, since=DAYS.first, until=DAYS.last)
    assert made.describe() == "Neck, left side: the last 30 days."
    assert made.describe_notes() == "Notes on the page: 0 of 2."


def test_ticked_notes_alone_are_on_the_page_and_a_second_press_takes_them_back() -> None:
    made = choices()
    older = made.notes[1]
    ticked = made.toggle(older)
    assert ticked.describe_notes() == "Notes on the page: 1 of 2."
    assert [note.text for note in ticked.build_report(RECORDS, {}).notes] == ["note 5"]
    assert ticked.toggle(older) == made
    assert ticked.toggle_all().describe_notes() == "Notes on the page: 2 of 2."
    assert ticked.toggle_all().toggle_all() == made
    assert made.build_report(RECORDS, {}).notes == ()


def test_without_sessions_in_the_period_there_is_no_page() -> None:
    late = DAYS.last + timedelta(days=1)
    assert choices_in(DayRange(late, late)) is None
    with pytest.raises(UsageError, match="no sessions"):
        choices().build_report([], {})


def test_without_notes_there_is_nothing_to_tick() -> None:
    shown = make_series_progress(NECK, [record._replace(note="") for record in RECORDS], {})
    made = make_report_choices(NECK, ChartPeriod.ALL, DAYS, shown)
    assert made is not None
    assert made.notes == ()
    assert made.describe() == "Neck, left side: all sessions."
