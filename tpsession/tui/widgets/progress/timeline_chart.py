"""The chart of pain over time, with a cursor that goes from session to session."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from tpsession.core.progress.chart_points import (
    ChartPeriod,
    DayRange,
    RatedPoint,
    TrendLine,
    period_range,
    points_in,
)
from tpsession.tui.drawing.charts.timeline import draw_cursor, draw_timeline
from tpsession.tui.drawing.charts.timeline_layout import TimelineLayout, lay_out_timeline
from tpsession.tui.drawing.raster.charset import Charset
from tpsession.tui.drawing.raster.picture import Picture
from tpsession.tui.widgets.progress.chart_widget import ChartWidget


@dataclass
class PointHighlighted(Message):
    """Posted when the cursor is on another session or score; None if it is on none."""

    point: RatedPoint | None


@dataclass
class PointSelected(Message):
    """Posted when the person opens the session or score under the cursor."""

    point: RatedPoint


@dataclass(frozen=True, slots=True)
class _DrawnChart:
    """A chart without a cursor."""

    key: tuple[int, int, Charset]
    """The columns, rows and characters that it was drawn for."""
    layout: TimelineLayout
    picture: Picture


class TimelineChart(ChartWidget, can_focus=True):
    """Shows the points of one place and side; no point is highlighted at first.

    The keys reach every point of the period, the mouse the first one of each column.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1)", "Earlier", show=False),
        Binding("right", "move(1)", "Later", show=False),
        Binding("home", "move_to(0)", "First", show=False),
        Binding("end", "move_to(-1)", "Last", show=False),
        Binding("enter", "choose", "Open", show=False),
    ]

    def __init__(
        self,
        *,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """Make a chart without points.

        Args:
            name: Textual's name of the widget.
            id: Textual's id of the widget.
            classes: CSS classes.

        """
        super().__init__(name=name, id=id, classes=classes)
        self._all_points: Sequence[RatedPoint] = ()
        self._today = date.min
        self._trend: TrendLine | None = None
        self._period = ChartPeriod.DAYS_90
        self._days = DayRange(date.min, date.min)
        self._points: Sequence[RatedPoint] = ()
        """The points of the period."""
        self._number: int | None = None
        """Number of the highlighted point in `_points`, from 0."""
        self._drawn: _DrawnChart | None = None
        """The chart without its cursor, which is all that most repaints change."""

    @property
    def period(self) -> ChartPeriod:
        """How far back the chart reaches."""
        return self._period

    @property
    def days(self) -> DayRange:
        """The days that the chart shows."""
        return self._days

    @property
    def points(self) -> Sequence[RatedPoint]:
        """The points of the present period, which the chart shows, oldest first."""
        return self._points

    @property
    def highlighted(self) -> RatedPoint | None:
        """The point under the cursor; None if there is none."""
        return None if self._number is None else self._points[self._number]

    def show_points(self, points: Sequence[RatedPoint], today: date, trend: TrendLine | None = None) -> None:
        """Show the points of another place and side, in the present period and without a cursor.

        No message is posted.

        Args:
            points: All points, oldest first; those of the period are shown.
            today: The last day of every period, unless a point is later.
            trend: The line of the before-ratings; None for none.

        """
        self._all_points, self._today, self._trend = points, today, trend
        self._number = None
        self._show_days()

    def show_period(self, period: ChartPeriod) -> None:
        """Show another period. The cursor stays on its point, or disappears if that isn't in the period.

        Only if it disappears, `PointHighlighted` is posted, with None.
        """
        highlighted = self.highlighted
        self._period = period
        self._number = None
        self._show_days()
        if highlighted is not None:
            number = next(
                (number for number, point in enumerate(self._points) if point.id == highlighted.id), None
            )
            self._number = number
            self.redraw()
            if number is None:
                self.post_message(PointHighlighted(None))

    def _show_days(self) -> None:
        """Find the days and points of the present period, and have the chart drawn anew."""
        self._days = period_range(self._period, self._today, self._all_points)
        self._points = points_in(self._all_points, self._days)
        self._drawn = None
        self.redraw()

    def draw(self, columns: int, rows: int) -> Picture:
        """Return the chart with the cursor, which is drawn into a copy of the chart.

        The chart itself is drawn anew only for another size or character set, and after `_show_days`.
        """
        drawn, key = self._drawn, (columns, rows, self.charset)
        if drawn is None or drawn.key != key:
            layout = lay_out_timeline(self._points, self._days, self._trend, columns, rows)
            drawn = self._drawn = _DrawnChart(key, layout, draw_timeline(layout, self.charset))
        if self._number is None:
            return drawn.picture
        return draw_cursor(drawn.picture, drawn.layout, self.charset, self._number)

    def highlight(self, number: int) -> None:
        """Move the cursor to a point, and post `PointHighlighted` unless the cursor is there already.

        number: the index of the point in `points`; the caller makes sure that there is one.
        """
        if number != self._number:
            self._number = number
            self.redraw()
            self.post_message(PointHighlighted(self._points[number]))

    def action_move(self, by: int) -> None:
        """Move the cursor to the next later point (1) or the one before (-1), and stop at the ends.

        Without a cursor, go to the newest point. Without points, do nothing.
        """
        if self._number is None:
            self.action_move_to(-1)
        else:
            self.highlight(min(max(self._number + by, 0), len(self._points) - 1))

    def action_move_to(self, number: int) -> None:
        """Move the cursor to a point, if there are points.

        number: 0 is the oldest point, -1 the newest.
        """
        if self._points:
            self.highlight(number % len(self._points))

    def action_choose(self) -> None:
        """Post `PointSelected` for the point under the cursor, if there is one."""
        if (point := self.highlighted) is not None:
            self.post_message(PointSelected(point))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Move the cursor to the point that `_point_under` finds, if there is one."""
        number = self._point_under(event)
        if number is not None:
            self.highlight(number)

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to the point that `_point_under` finds, and post `PointSelected` for it.

        Do nothing if there is none.
        """
        number = self._point_under(event)
        if number is not None:
            event.stop()
            self.highlight(number)
            self.action_choose()

    def _point_under(self, event: events.MouseEvent) -> int | None:
        """Return the number of the point that the mouse means; None beside the chart and without points.

        The mouse means the column with points that is nearest to it. If the cursor is on a point of that
        column, it is that point; otherwise it is the oldest point of the column.
        """
        offset = event.get_content_offset(self)
        cell = None if offset is None else self.cell_at(offset.x, offset.y)
        if cell is None or self._drawn is None:
            return None
        layout = self._drawn.layout
        number = layout.nearest_point(cell[0])
        if number is not None and self._number is not None:
            here = layout.column_of(number)
            if here == layout.column_of(self._number):
                return self._number
        return number
