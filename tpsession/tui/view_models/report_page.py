"""What is chosen for the page for an appointment, and what is said about it; nothing here needs a screen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from tpsession.core.catalog.place import place_name
from tpsession.core.errors import UsageError
from tpsession.core.history.records import HistoryQuery, SessionRecord
from tpsession.core.history.series import Series
from tpsession.core.progress.chart_points import ChartPeriod, DayRange, points_in
from tpsession.core.progress.report import SeriesReport, build_series_report
from tpsession.core.text.formatting import describe_place
from tpsession.tui.view_models.series_progress import SeriesProgress

NOTHING_TO_SAVE = "There are no sessions in this period to put on a page. Choose a longer period first."
OPENING = "Your browser is opening the page. If nothing happens, open the file yourself."
_PERIOD_WORDS = {
    ChartPeriod.DAYS_30: "the last 30 days",
    ChartPeriod.DAYS_90: "the last 90 days",
    ChartPeriod.YEAR: "the last year",
    ChartPeriod.ALL: "all sessions",
}


@dataclass(frozen=True, slots=True)
class ReportNote:
    """A note that may be put on the page."""

    session_id: str
    day: str
    """The session's local day, such as ``2026-01-31``."""
    text: str


@dataclass(frozen=True, slots=True)
class ReportChoices:
    """One place and side in a period, with the notes that the person ticked: none at first."""

    series: Series
    period: ChartPeriod
    days: DayRange
    notes: tuple[ReportNote, ...]
    """Those of the period, newest first."""
    ticked: frozenset[str] = frozenset()
    """The ids of the sessions whose notes are put on the page."""

    @property
    def query(self) -> HistoryQuery:
        """The query for the sessions that the page is made from."""
        return HistoryQuery(
            place=self.series.place, side=self.series.side, since=self.days.first, until=self.days.last
        )

    def toggle(self, note: ReportNote) -> ReportChoices:
        """Return these choices with a note ticked, or no longer ticked if it was."""
        return replace(self, ticked=self.ticked ^ {note.session_id})

    def toggle_all(self) -> ReportChoices:
        """Return these choices with all notes ticked, or with none if all were."""
        every = frozenset(note.session_id for note in self.notes)
        return replace(self, ticked=frozenset() if self.ticked == every else every)

    def describe(self) -> str:
        """Return what the page is about: the place and side, and the period."""
        name = describe_place(place_name(self.series.place), self.series.side)
        return f"{name}: {_PERIOD_WORDS[self.period]}."

    def describe_notes(self) -> str:
        """Return how many of the notes will be on the page."""
        return f"Notes on the page: {len(self.ticked):,} of {len(self.notes):,}."

    def build_report(self, records: Iterable[SessionRecord], names: Mapping[str, str]) -> SeriesReport:
        """Return what the page says.

        Raises `UsageError` if `records` is empty, because meanwhile no session or score is left in the
        period.

        Args:
            records: What `query` has found.
            names: The names of routines by id.

        """
        found = list(records)
        if not found:
            raise UsageError("There are no sessions in this period any more.")
        return build_series_report(self.series, found, names, notes_of=self.ticked)


def make_report_choices(
    series: Series, period: ChartPeriod, days: DayRange, shown: SeriesProgress
) -> ReportChoices | None:
    """Return the choices at first, with no note ticked.

    None if these days have neither a score nor a session in which something was done; then there is no page.

    Args:
        series: The place and side.
        period: The period that the person chose.
        days: The days of that period.
        shown: What the progress screen shows of the series.

    """
    points = points_in(shown.points, days)
    if not points:
        return None
    notes = (
        ReportNote(point.id, point.day.isoformat(), shown.records[point.id].note)
        for point in reversed(points)
        if point.has_note
    )
    return ReportChoices(series, period, days, tuple(notes))
