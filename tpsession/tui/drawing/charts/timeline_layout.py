"""Where everything lies in the chart of pain over time. Computed once for a size, drawn many times."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tpsession.core.progress.chart_points import (
    DayRange,
    RatedPoint,
    SessionCount,
    TrendLine,
    count_sessions,
)
from tpsession.tui.drawing.charts.scales import DateAxis, date_ticks, make_date_axis
from tpsession.tui.drawing.charts.timeline_columns import (
    TimelineColumn,
    find_runs,
    later_cells,
    timeline_columns,
)

_ROOM_FOR_ANCHORS = 56
"""From this many columns on, words name the ends of the scale beside it."""
_STRETCHES = ((7, "a week"), (28, "in 4 weeks"), (91, "in 13 weeks"), (364, "in 52 weeks"))
"""Lengths of the stretches in which sessions are counted, in days, and how each is called."""
_WIDE_SLOT = 3
"""Cells for the columns of points where more than half of them hold several: room for a gap, and a number."""
_BAR_COLUMNS = 2
"""A bar is at least so wide, so that two of them can be told apart."""


@dataclass(frozen=True, slots=True)
class RowPlan:
    """How many rows each part of the chart has; 0 leaves it out."""

    plot: int
    """1 or more; 11, or 10 more and so on, is a whole number of rows for each point of the scale."""
    readout: int = 1
    """What the chart shows, or what is known of the highlighted point."""
    axis: int = 2
    """The line below the plot, and the dates."""
    worse: int = 0
    """Where sessions got worse that are hidden behind the median of several."""
    remarks: int = 0
    bars: int = 0
    """How many sessions there were: a heading, and the bars."""
    legend: int = 0

    @property
    def rows(self) -> int:
        """Rows of the whole chart."""
        parts = (self.readout, self.plot, self.axis, self.worse, self.remarks, self.bars, self.legend)
        return sum(parts)


_ROW_PLANS = (
    RowPlan(51, worse=1, remarks=1, bars=6, legend=2),
    RowPlan(41, worse=1, remarks=1, bars=5, legend=2),
    RowPlan(31, worse=1, remarks=1, bars=5, legend=2),
    RowPlan(21, worse=1, remarks=1, bars=4, legend=2),
    RowPlan(11, worse=1, remarks=1, bars=4, legend=2),
    RowPlan(11, worse=1, remarks=1, bars=3, legend=2),
    RowPlan(11, worse=1, remarks=1, bars=3, legend=1),
    RowPlan(11, worse=1, remarks=1, legend=2),
    RowPlan(11, worse=1, remarks=1, legend=1),
    RowPlan(11, worse=1, legend=1),
    RowPlan(11, worse=1),
    RowPlan(6, worse=1, legend=1),
    RowPlan(6, worse=1),
)
"""What is shown, from the highest screen to the lowest."""
_HIGHEST_BARS = 6
"""Rows of the bars and their heading at most, where there are rows to spare."""


def plan_rows(rows: int, *, has_hidden_worsening: bool, has_remarks: bool) -> RowPlan:
    """Choose what is shown in so many rows, 1 or more; the plan may leave some of them free.

    From 9 rows on, the plot has 6 or more. Of 5 to 8 rows, 3 are for the line above the plot, the axis and
    its dates, and the plot has the others. Up to 4 rows are all plot.

    Args:
        rows: The rows of the chart.
        has_hidden_worsening: Whether there is anything for the row with the sessions that got worse.
        has_remarks: Whether there is anything for the row of remarks.

    """
    for most in _ROW_PLANS:
        plan = replace(
            most, worse=most.worse if has_hidden_worsening else 0, remarks=most.remarks if has_remarks else 0
        )
        if plan.rows <= rows:
            spare = min(rows - plan.rows, _HIGHEST_BARS - plan.bars)
            return replace(plan, bars=plan.bars + spare) if plan.bars else plan
    return RowPlan(rows - 3) if rows > 4 else RowPlan(rows, readout=0, axis=0)


@dataclass(frozen=True, slots=True)
class TimelineLayout:
    """The chart of pain over time before it is drawn."""

    columns: int
    """Cells across, 1 or more."""
    plan: RowPlan
    gutter: int
    """Cells before the plot, for the scale; 0 if there is no room for it."""
    axis: DateAxis
    points: Sequence[RatedPoint]
    """Those on the axis, oldest first."""
    trend: TrendLine | None
    slots: int
    """Columns of points in the whole plot: one for each cell, or fewer where many hold several points."""
    filled: tuple[TimelineColumn, ...]
    """The columns that hold points; their numbers count slots."""
    later: frozenset[tuple[int, float]]
    """Slot and value of each mark for later ratings."""
    ticks: dict[int, str]
    """The dates that the axis names, by column."""
    counts: tuple[SessionCount, ...]
    """How many sessions there were in each stretch."""
    counted_in: str
    """What a stretch is called: ``a week``."""

    def cell(self, column: int) -> int:
        """Return the cell, from 0 at the left edge of the chart, in which a column of points is drawn."""
        return self.gutter + (2 * column + 1) * self.axis.columns // (2 * self.slots)

    @property
    def is_wide(self) -> bool:
        """Whether the columns of points are several cells wide."""
        return self.slots < self.axis.columns

    @property
    def has_anchors(self) -> bool:
        """Whether words name the ends of the scale."""
        return self.gutter > len("10|")

    def column_of(self, number: int) -> TimelineColumn:
        """Return the column that holds a point, given its number from 0."""
        return self.filled[bisect_right(self.filled, number, key=lambda filled: filled.first) - 1]

    def nearest_point(self, cell: int) -> int | None:
        """Return the number, from 0, of the oldest point in the filled column nearest to a cell.

        None without points.

        cell: counted from 0 at the left edge of the chart; it may lie beside the plot.
        """
        if not self.filled:
            return None
        wanted = (cell - self.gutter) * self.slots // self.axis.columns
        right = bisect_left(self.filled, wanted, key=lambda filled: filled.column)
        near = self.filled[max(0, right - 1) : right + 1]
        return min(near, key=lambda filled: abs(filled.column - wanted)).first


def lay_out_timeline(
    points: Sequence[RatedPoint], days: DayRange, trend: TrendLine | None, columns: int, rows: int
) -> TimelineLayout:
    """Lay out the chart of some days in so many cells, at least 1 by 1.

    If more than half of the columns with points would hold several, each column gets about `_WIDE_SLOT`
    cells, unless the whole plot is narrower than that.

    Args:
        points: Those that lie in the days, oldest first.
        days: What the axis shows.
        trend: The line of the before-ratings; None for none.
        columns: Cells across.
        rows: Cells down.

    """
    gutter = len("No pain 0|") if columns >= _ROOM_FOR_ANCHORS else len("10|") if columns >= 12 else 0
    axis = make_date_axis(days, columns - gutter)
    point_axis, runs = axis, find_runs(points, axis)
    if sum(run.count > 1 for run in runs) * 2 > len(runs) and axis.columns >= _WIDE_SLOT:
        point_axis = make_date_axis(days, axis.columns // _WIDE_SLOT)
        runs = find_runs(points, point_axis)
    filled = tuple(timeline_columns(points, runs))
    days_each, counted_in = _stretch(axis)
    counts = count_sessions(points, days, days_each)
    plan = plan_rows(
        rows,
        has_hidden_worsening=any(each.hides_worsening() for each in filled),
        has_remarks=_tells_apart(filled) if point_axis is not axis else any(map(_is_remarkable, filled)),
    )
    # A session is a row at most, so that a few of them aren't the largest thing in the chart.
    most = max((count.sessions for count in counts), default=0)
    return TimelineLayout(
        columns=columns,
        plan=replace(plan, bars=min(plan.bars, 1 + most)),
        gutter=gutter,
        axis=axis,
        points=points,
        trend=trend,
        slots=point_axis.columns,
        filled=filled,
        later=later_cells(points, runs, point_axis),
        ticks=date_ticks(axis),
        counts=counts if plan.bars else (),
        counted_in=counted_in,
    )


def _tells_apart(filled: Sequence[TimelineColumn]) -> bool:
    """Return whether some columns have a remark, but a third at most: a full row of them tells nothing."""
    return 0 < sum(map(_is_remarkable, filled)) <= len(filled) / 3


def _is_remarkable(filled: TimelineColumn) -> bool:
    return filled.is_remarkable


def _stretch(axis: DateAxis) -> tuple[int, str]:
    """Return how many days one bar counts, and words for so many days.

    It is the shortest of `_STRETCHES`, or else of whole years, that gives a bar at least `_BAR_COLUMNS`
    columns.
    """
    for days, name in _STRETCHES:
        if axis.columns * days >= _BAR_COLUMNS * axis.days.days:
            return days, name
    years = -(-_BAR_COLUMNS * axis.days.days // (axis.columns * 365))
    return 365 * years, f"in {years} years"
