"""How pain changed over time, for one place and side at a time: charts, their tables, and sentences."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from enum import Enum
from typing import ClassVar

from rich.cells import cell_len
from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical, VerticalScroll
from textual.events import Key
from textual.widgets import ContentSwitcher, DataTable, Static

from tpsession.core.catalog.routine import routine_names
from tpsession.core.errors import HistoryError
from tpsession.core.history.records import HistoryQuery
from tpsession.core.history.series import Series
from tpsession.core.progress.chart_points import (
    ChartPeriod,
    count_changes,
    describe_period,
    period_range,
    strongest_by_day,
)
from tpsession.core.progress.chart_tables import ChartTable, calendar_table, changes_table, timeline_table
from tpsession.core.progress.wording import SeriesDescription
from tpsession.core.settings.actions import CHART, CLOSE, COMPARE, HELP, PERIOD, PLACE, REPORT, TABLE
from tpsession.core.text.formatting import CAUSE_UNKNOWN
from tpsession.tui.base.page import Page
from tpsession.tui.input.bindings import make_bindings
from tpsession.tui.screens import comparison
from tpsession.tui.screens.history.detail import DetailScreen
from tpsession.tui.screens.progress.report import ReportScreen
from tpsession.tui.text.paging import PAGE_KEYS, scroll_page
from tpsession.tui.text.plain_text import literal
from tpsession.tui.view_models.report_page import NOTHING_TO_SAVE, make_report_choices
from tpsession.tui.view_models.series_progress import (
    SeriesProgress,
    describe_series_choice,
    make_series_progress,
)
from tpsession.tui.widgets.common.hanging import BulletList
from tpsession.tui.widgets.progress.other_charts import ChangeDistribution, YearCalendar
from tpsession.tui.widgets.progress.timeline_chart import PointSelected, TimelineChart

READING = "Reading your sessions…"
HOW_SURE = "How sure that is"
STILL_MISSING = "What is still missing"
IN_NUMBERS = "In the words of statistics"
NOTHING_YET = "Nothing here yet. After your first sessions you see here how your pain changes over time."
_WIDTHS = [(0, "-below"), (110, "-beside")]
_HEIGHTS = [(0, "-low"), (34, "-high")]
"""The class that the screen gets from each number of columns or rows on."""

_LINE_KEYS = {"up": -1, "down": 1}
"""The direction in which each key scrolls the text by a line."""


class Chart(Enum):
    """The charts of the screen; the value is the id of the widget."""

    TIMELINE = "timeline"
    CALENDAR = "calendar"
    CHANGES = "changes"


class ProgressScreen(Page[None], inherit_bindings=False):
    """Shows the progress at one place and side: at first the one asked for, else the one used last."""

    CSS_PATH = "progress.tcss"
    HEADING = "Progress"
    ABOUT = (
        "Your pain over time, for each place and side alone. In the chart, left and right go from session to "
        "session, and enter opens one; up, down and the page keys scroll the text. A mark for "
        "several sessions is in the middle of their ratings. Each chart has a table with the same numbers. "
        "Where your ratings fit anything from one change to another, each of these may well be the true one. "
        "You can save it all as a page for an appointment."
    )
    BINDINGS: ClassVar[list[BindingType]] = make_bindings(
        PLACE, PERIOD, CHART, TABLE, REPORT, COMPARE, CLOSE, hidden=[HELP]
    )
    HORIZONTAL_BREAKPOINTS = _WIDTHS
    VERTICAL_BREAKPOINTS = _HEIGHTS

    def __init__(self, series: Series | None = None) -> None:
        """Make the screen; it reads nothing before it is shown.

        series: the place and side to begin with; None, or one without records, for the newest.
        """
        super().__init__()
        self._first = series
        self._every_series: Sequence[Series] = ()
        self._index = 0
        """Number of the place and side that is shown, in `_every_series`."""
        self._names: Mapping[str, str] = {}
        """The names of routines by id."""
        self._shown: SeriesProgress | None = None
        """The place and side that was read; None while a message is shown instead."""
        self._chart = Chart.TIMELINE
        self._is_table = False

    def compose_content(self) -> ComposeResult:
        """Build a message, the name of the place, the charts with their table, and the sentences."""
        yield Static(READING, id="message")
        yield Static("", id="series")
        with Container(id="body"):
            with Vertical(id="charts"), ContentSwitcher(initial=Chart.TIMELINE.value):
                yield TimelineChart(id=Chart.TIMELINE.value)
                yield YearCalendar(id=Chart.CALENDAR.value)
                yield ChangeDistribution(id=Chart.CHANGES.value)
                yield DataTable[str](id="table", cursor_type="row", cell_padding=0)
            with VerticalScroll(id="words"):
                yield Static(id="first", classes="strong")
                yield BulletList(id="results")
                yield BulletList(id="certainty")
                yield BulletList(id="missing")
                yield BulletList(id="details")
                yield Static(CAUSE_UNKNOWN, id="cause")

    def on_mount(self) -> None:
        """Show that the progress is being read, instead of everything else, and start to read it."""
        self._show_message(READING)
        self._load_first()

    # Reading

    @work(name="series", group="series", exclusive=True)
    async def _load_first(self) -> None:
        """Read which places and sides there are, then read and show the one asked for.

        If none is asked for, or it has no record, show the one with the newest record. If the history can't
        be read or has no record at all, a message says so.
        """
        try:
            history = await self.context.history.open()
            every = await asyncio.to_thread(history.list_series)
        except HistoryError as error:
            self._show_message(str(error))
            return
        if not every:
            self._every_series = ()
            self._show_message(NOTHING_YET)
            return
        entries = await asyncio.to_thread(self.context.services.library.list_entries, with_deleted=True)
        # Only now: the key for the next place ends this worker, and the names would stay unknown.
        self._names = routine_names(entries)
        self._every_series = every
        self._index = every.index(self._first) if self._first in every else 0
        await self._read_series()

    @work(name="series", group="series", exclusive=True)
    async def _load_series(self) -> None:
        """Read the place and side that were chosen, and show them."""
        await self._read_series()

    async def _read_series(self) -> None:
        """Read the records of the chosen place and side, and show them.

        Show a message if they can't be read.
        """
        series = self._every_series[self._index]
        try:
            records = await self.context.history.load_sessions(
                HistoryQuery(place=series.place, side=series.side, with_steps=False)
            )
        except HistoryError as error:
            self._show_message(str(error))
            return
        self._shown = await asyncio.to_thread(make_series_progress, series, records, self._names)
        self._show_series()

    # Display

    def _show_message(self, text: str) -> None:
        """Show a text instead of everything else; the empty text shows everything else.

        With a text, no place counts as read any more, so that no key does anything with its sessions.
        """
        if text:
            self._shown = None
        message = self.query_one("#message", Static)
        message.update(literal(text))
        message.display = bool(text)
        for selector in ("#series", "#body"):
            self.query_one(selector).display = not text

    def _show_series(self) -> None:
        """Show the place and side that was read: fill charts and sentences, and show the chosen chart.

        The message is hidden, the text scrolls to its top, and the focus moves to the chart, its table or the
        text. Does nothing while none has been read.
        """
        shown = self._shown
        if shown is None:
            return
        today = self.context.services.clock.local_time().date()
        self._show_message("")
        self.query_one(TimelineChart).show_points(shown.points, today, shown.trend)
        self.query_one(YearCalendar).show_days(strongest_by_day(shown.points), today)
        self.query_one(ChangeDistribution).show_counts(count_changes(shown.points))
        self._show_sentences(shown.description)
        self.query_one("#words").scroll_home(animate=False)
        self._show_chart()

    def _show_sentences(self, description: SeriesDescription) -> None:
        """Show a series in words: the first result in bold, then lists of the other sentences.

        The lists are the other results, without a heading; then, each with a heading, how sure the results
        are, what is still missing, and the numbers. A list without sentences is hidden.
        """
        first, *results = description.results
        self.query_one("#first", Static).update(literal(first))
        for part, heading, sentences in (
            ("results", "", results),
            ("certainty", HOW_SURE, description.certainty),
            ("missing", STILL_MISSING, description.missing),
            ("details", IN_NUMBERS, description.details),
        ):
            bullets = self.query_one(f"#{part}", BulletList)
            bullets.show(sentences, heading)
            bullets.display = bool(sentences)

    def _show_place(self) -> None:
        """Show the name of the place and side, and what the chosen chart covers."""
        name = describe_series_choice(self._every_series, self._index)
        self.query_one("#series", Static).update(literal(f"{name}: {self._describe_chart()}"))

    @property
    def _period(self) -> ChartPeriod:
        """The time that the chosen chart covers; the year for the calendar, all sessions for the changes."""
        match self._chart:
            case Chart.TIMELINE:
                return self.query_one(TimelineChart).period
            case Chart.CALENDAR:
                return ChartPeriod.YEAR
            case Chart.CHANGES:
                return ChartPeriod.ALL

    def _describe_chart(self) -> str:
        """Return which time the chosen chart covers, and which chart it is unless it is the timeline."""
        match self._chart:
            case Chart.TIMELINE:
                chart = self.query_one(TimelineChart)
                return describe_period(chart.period, chart.days)
            case Chart.CALENDAR:
                return f"calendar of the year to {self.context.services.clock.local_time().date()}"
            case Chart.CHANGES:
                return "changes in all sessions"

    def _show_chart(self) -> None:
        """Show the name of the place, and the chosen chart or its table; focus the chart or the table.

        If the chart can't have the focus, the text gets it.
        """
        self._show_place()
        if self._is_table:
            self._fill_table()
        self.query_one(ContentSwitcher).current = "table" if self._is_table else self._chart.value
        widget = self.query_one("#table" if self._is_table else f"#{self._chart.value}")
        (widget if widget.can_focus else self.query_one("#words")).focus()

    def _fill_table(self) -> None:
        """Replace what the table shows by the values of the chosen chart."""
        table, rows = self.query_one(DataTable), self._make_table()
        table.clear(columns=True)
        for heading, *cells in zip(rows.headings, *rows.rows, strict=True):
            # As wide as its longest cell: the table itself finds that out too late for the first picture.
            # With a gap on one side only, all columns fit into 60 cells.
            table.add_column(heading, width=max(map(cell_len, (heading, *cells))) + 1)
        for row in rows.rows:
            table.add_row(*(literal(cell) for cell in row))

    def _make_table(self) -> ChartTable:
        """Return the table of the chosen chart; that of the timeline has the newest session first.

        While no place has been read, it is that of the timeline, without rows, whichever chart is chosen.
        """
        points = self.query_one(TimelineChart).points
        if self._shown is None:
            return timeline_table(())
        match self._chart:
            case Chart.TIMELINE:
                return timeline_table(tuple(reversed(points)))
            case Chart.CALENDAR:
                return calendar_table(strongest_by_day(self._shown.points))
            case Chart.CHANGES:
                return changes_table(count_changes(self._shown.points))

    # Actions

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Return whether an action is offered: another period only for the timeline.

        The other charts always cover the same time.
        """
        return action != "period" or self._chart is Chart.TIMELINE

    def on_key(self, event: Key) -> None:
        """Scroll the text by up, down and the page keys while a chart has the focus.

        No chart uses these keys.
        """
        words = self.query_one("#words")
        if self._is_table or words.has_focus:
            return
        if event.key in PAGE_KEYS:
            event.stop()
            scroll_page(words, PAGE_KEYS[event.key])
        elif event.key in _LINE_KEYS:
            event.stop()
            words.scroll_relative(y=_LINE_KEYS[event.key], animate=False)

    def on_point_selected(self, event: PointSelected) -> None:
        """Open the details of the session whose point in the timeline was chosen."""
        self._open(event.point.id)

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        """Open the session of a row of the timeline's table; rows of another chart's do nothing."""
        points = self.query_one(TimelineChart).points
        if self._chart is Chart.TIMELINE and event.cursor_row < len(points):
            self._open(points[len(points) - 1 - event.cursor_row].id)

    @work(name="detail", group="detail", exclusive=True)
    async def _open(self, session_id: str) -> None:
        """Read a session of the shown place again, now with its steps, and open it.

        If the history can't be read, that is shown instead.
        """
        if self._shown is None:
            return
        record = self._shown.records[session_id]
        day = record.started_at.date()
        query = HistoryQuery(place=record.place, side=record.side, since=day, until=day)
        try:
            found = await self.context.history.load_sessions(query)
        except HistoryError as error:
            self.context.navigator.show_error(error)
            return
        whole = next((each for each in found if each.id == session_id), record)
        self.app.push_screen(DetailScreen(whole, self._names), self._load_if_changed)

    def _load_if_changed(self, is_changed: bool | None) -> None:
        """Read everything again if a session was changed or deleted, and show the same place and side.

        If it has no record any more, the place and side with the newest record are shown.

        is_changed: the result of the screen that was closed; None if it was closed without one.
        """
        if is_changed:
            self._first = self._every_series[self._index]
            self._load_first()

    def action_compare(self) -> None:
        """Open the screen of comparisons; what it shows first depends on this place and side."""
        series = self._every_series[self._index] if self._every_series else None
        self.app.push_screen(comparison.ComparisonScreen(series))

    def action_place(self) -> None:
        """Read and show the next place and side; after the last one, the first.

        Does nothing if no place has a record.
        """
        if self._every_series:
            self._index = (self._index + 1) % len(self._every_series)
            self._show_message(READING)
            self._load_series()

    def action_period(self) -> None:
        """Show the next longer period in the timeline; after the longest, the shortest."""
        periods = list(ChartPeriod)
        chart = self.query_one(TimelineChart)
        chart.show_period(periods[(periods.index(chart.period) + 1) % len(periods)])
        if self._shown is not None:
            self._show_chart()

    def action_chart(self) -> None:
        """Show the next chart, or its table if a table is shown; after the last one, the first."""
        charts = list(Chart)
        self._chart = charts[(charts.index(self._chart) + 1) % len(charts)]
        self.refresh_bindings()
        if self._shown is not None:
            self._show_chart()

    def action_table(self) -> None:
        """Change between the chart and its table."""
        self._is_table = not self._is_table
        if self._shown is not None:
            self._show_chart()

    def action_report(self) -> None:
        """Open the screen that saves a page for an appointment, about this place and the period of the chart.

        If nothing was done or rated here in that period, say so instead. Does nothing while a message is
        shown in place of the chart.
        """
        shown, period = self._shown, self._period
        if shown is None:
            return
        today = self.context.services.clock.local_time().date()
        series = self._every_series[self._index]
        choices = make_report_choices(series, period, period_range(period, today, shown.points), shown)
        if choices is None:
            self.context.navigator.show_message(NOTHING_TO_SAVE)
        else:
            self.app.push_screen(ReportScreen(choices, self._names))
