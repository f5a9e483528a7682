"""Draws pain over time: before and after as joined pairs, later ratings, scores, the trend, and a cursor."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil
from operator import attrgetter

from tpsession.core.history.ratings import HIGHEST, LOWEST, LOWEST_ANCHOR
from tpsession.core.history.wording import describe_ratings, format_datetime
from tpsession.core.progress.chart_points import RatedPoint, TrendLine
from tpsession.core.progress.chart_tables import SCORE_REMARK, point_remarks
from tpsession.tui.drawing.charts.chart_marks import ChartMarks, chart_marks
from tpsession.tui.drawing.charts.count_bars import draw_count_bars
from tpsession.tui.drawing.charts.scales import DateAxis, rating_row
from tpsession.tui.drawing.charts.timeline_columns import TimelineColumn
from tpsession.tui.drawing.charts.timeline_layout import TimelineLayout
from tpsession.tui.drawing.raster.canvas import DOTS_ACROSS, DOTS_DOWN, Canvas
from tpsession.tui.drawing.raster.charset import Charset
from tpsession.tui.drawing.raster.picture import Ink, Picture, merge_blanks, replace_cell
from tpsession.tui.drawing.raster.shapes import draw_line

NOTHING_RATED = "No ratings in this period."
_ANCHORS = {HIGHEST: "Worst ", LOWEST: f"{LOWEST_ANCHOR} "}
"""Words for the ends of the scale, shortened: the questions have the whole ones."""
_TREND_THICKNESS = 1.4
"""Dots: a line of one dot that leans leaves none of its steps out."""
_GRID_CELLS = 4
"""Cells from one dot of a dotted line to the next."""
_LEGEND_GAP = "  "

_is_score = attrgetter("is_score")
LegendItem = tuple[str, Ink, str]
"""A mark, its ink, and what it stands for."""


def draw_timeline(layout: TimelineLayout, charset: Charset) -> Picture:
    """Draw the chart in exactly the columns of the layout, and the rows of its plan, without a cursor."""
    return _TimelineDrawing(layout, charset).draw()


def draw_cursor(chart: Picture, layout: TimelineLayout, charset: Charset, number: int) -> Picture:
    """Return a picture of `draw_timeline` with a cursor: a line and the point's own ratings.

    What is known of the point stands in the first row, if the layout has room for it. The given picture isn't
    changed. This is much faster than drawing the chart again.

    Args:
        chart: The picture of the same layout.
        layout: The layout of the chart.
        charset: The characters that the terminal shows.
        number: The number of the point in the layout, from 0.

    """
    marks, plan = chart_marks(charset), layout.plan
    filled, point = layout.column_of(number), layout.points[number]
    cells = dict.fromkeys(range(plan.readout, plan.readout + plan.plot), (marks.cursor, Ink.GUIDE))
    if plan.axis:
        cells[plan.readout + plan.plot] = (marks.cursor_tick, Ink.GUIDE)
    for row, char, ink in _make_pair_marks(point.before, point.after, point.is_score, plan.plot, marks):
        cells[plan.readout + row] = (char, ink)
    rows = list(chart.rows)
    for row, (char, ink) in cells.items():
        rows[row] = replace_cell(rows[row], layout.cell(filled.column), char, ink)
    if plan.readout:
        rows[0] = ((_readout(layout, number), Ink.TEXT),)
    return Picture(tuple(rows))


class _TimelineDrawing:
    """One drawing of the chart, on a canvas with all its rows."""

    def __init__(self, layout: TimelineLayout, charset: Charset) -> None:
        self._layout = layout
        self._charset = charset
        self._marks = chart_marks(charset)
        self._canvas = Canvas(layout.columns, layout.plan.rows)
        self._top = layout.plan.readout
        """The first row of the plot."""
        self._axis_row = self._top + layout.plan.plot
        self._worse_row = self._axis_row + layout.plan.axis
        self._remarks_row = self._worse_row + layout.plan.worse
        self._bars_row = self._remarks_row + layout.plan.remarks
        self._legend_row = self._bars_row + layout.plan.bars

    def draw(self) -> Picture:
        """Draw everything, what matters most last, and return the picture."""
        layout = self._layout
        self._draw_scale()
        if layout.trend is not None:
            self._draw_trend(layout.trend)
        # A wide column has room for them beside the pair.
        aside = int(layout.is_wide)
        for column, value in layout.later:
            cell = layout.cell(column) + aside
            self._canvas.put_char(cell, self._row(value), self._marks.later, Ink.LATER)
        for filled in layout.filled:
            self._draw_column(filled)
        if layout.plan.axis:
            self._draw_dates()
        if layout.plan.worse:
            self._draw_hidden_worsening()
        if layout.plan.remarks:
            self._draw_remarks()
        if layout.plan.bars:
            draw_count_bars(self._canvas, layout, self._bars_row, self._marks)
        if layout.plan.legend:
            self._draw_legend()
        if not layout.filled:
            self._draw_nothing_rated()
        if layout.plan.readout:
            self._canvas.write(0, 0, _readout(layout, None), Ink.TEXT)
        return merge_blanks(self._canvas.to_picture(self._charset))

    def _draw_scale(self) -> None:
        """Draw dotted lines at the middle and top of the scale, and the whole scale left of the plot.

        The scale is a line with numbers, for every pain rating if the plot is high enough. It is left out if
        there is no room for it.
        """
        plot, gutter = self._layout.plan.plot, self._layout.gutter
        for value in (HIGHEST, (LOWEST + HIGHEST) // 2):
            row = self._row(value)
            for column in range(gutter, self._layout.columns, _GRID_CELLS):
                self._canvas.set_dot(column * DOTS_ACROSS, row * DOTS_DOWN + 1, Ink.OUTLINE)
        if not gutter:
            return
        for row in range(plot):
            self._canvas.put_char(gutter - 1, self._top + row, self._marks.rating_axis, Ink.OUTLINE)
        step = 5 if plot < HIGHEST else 2 if plot <= HIGHEST + 1 else 1
        for value in range(LOWEST, HIGHEST + 1, step):
            anchor = _ANCHORS.get(value, "") if self._layout.has_anchors else ""
            label = f"{anchor}{value}"
            self._canvas.write(gutter - 1 - len(label), self._row(value), label, Ink.OUTLINE)
            self._canvas.put_char(gutter - 1, self._row(value), self._marks.rating_tick, Ink.OUTLINE)

    def _draw_trend(self, trend: TrendLine) -> None:
        """Draw the line of the trend, as far as it lies within the plot."""
        layout = self._layout
        ends = visible_trend(trend, layout.axis)
        if not ends:
            return
        (left, first_value), (right, last_value) = ends
        left, right = left * layout.axis.columns, right * layout.axis.columns
        if self._charset is Charset.ASCII:
            # Dots would become characters that mean something else here.
            for column in range(int(left), ceil(right)):
                part = min(max((column + 0.5 - left) / max(right - left, 1), 0), 1)
                row = self._row(first_value + part * (last_value - first_value))
                self._canvas.put_char(layout.gutter + column, row, self._marks.trend, Ink.TREND)
            return
        start, end = (
            (
                (layout.gutter + x) * DOTS_ACROSS,
                (self._top + (HIGHEST - value) / HIGHEST * (layout.plan.plot - 1) + 0.5) * DOTS_DOWN,
            )
            for x, value in ((left, first_value), (right, last_value))
        )
        draw_line(self._canvas, start, end, _TREND_THICKNESS, Ink.TREND)

    def _draw_column(self, filled: TimelineColumn) -> None:
        """Draw a column: a session or score, or of several the medians over a line for their spread.

        If `filled.is_mixed`, the ends of that line are marked as lower and higher instead of the median
        after: this may equal the median before, as if nothing had changed.
        """
        if filled.count > 1 and filled.lowest is not None and filled.highest is not None:
            for row in range(self._row(filled.highest), self._row(filled.lowest) + 1):
                self._canvas.put_char(self._layout.cell(filled.column), row, self._marks.spread, Ink.OUTLINE)
        for row, char, ink in _make_column_marks(filled, self._layout.plan.plot, self._marks):
            self._canvas.put_char(self._layout.cell(filled.column), self._top + row, char, ink)
        if filled.is_mixed and filled.lowest is not None and filled.highest is not None:
            for value, char, ink in (
                (filled.lowest, self._marks.less, Ink.RELIEF),
                (filled.highest, self._marks.more, Ink.WORSENING),
            ):
                self._canvas.put_char(self._layout.cell(filled.column), self._row(value), char, ink)

    def _draw_dates(self) -> None:
        """Draw the line below the plot, and the dates below it."""
        gutter = self._layout.gutter
        line = self._marks.axis * self._layout.axis.columns
        self._canvas.write(gutter, self._axis_row, line, Ink.OUTLINE)
        if gutter:
            self._canvas.put_char(gutter - 1, self._axis_row, self._marks.corner, Ink.OUTLINE)
        for column, label in self._layout.ticks.items():
            self._canvas.put_char(gutter + column, self._axis_row, self._marks.tick, Ink.OUTLINE)
            self._canvas.write(gutter + column, self._axis_row + 1, label, Ink.OUTLINE)

    def _draw_hidden_worsening(self) -> None:
        """Mark, in a row below the plot, each column of several points in which a session got worse.

        In wide columns the mark is a number: the percentage that got worse of the sessions with both ratings.
        """
        self._label_row(self._worse_row, "Worse, %" if self._layout.is_wide else "Got worse")
        for filled in self._layout.filled:
            if filled.hides_worsening():
                cell = self._layout.cell(filled.column)
                if self._layout.is_wide:
                    share = str(max(1, round(100 * filled.got_worse / filled.compared)))
                    self._canvas.write(cell + 1 - len(share), self._worse_row, share, Ink.WORSENING)
                else:
                    self._canvas.put_char(cell, self._worse_row, self._marks.more, Ink.WORSENING)

    def _draw_remarks(self) -> None:
        """Draw a mark below each column about which there is more to know than ratings."""
        self._label_row(self._remarks_row, "Remarks")
        for filled in self._layout.filled:
            if filled.is_remarkable:
                cell = self._layout.cell(filled.column)
                self._canvas.put_char(
                    cell, self._remarks_row, _choose_remark_mark(filled, self._marks), Ink.TEXT
                )

    def _label_row(self, row: int, label: str) -> None:
        """Write a label to the left of a row below the plot, if it has room there."""
        if len(label) < self._layout.gutter:
            self._canvas.write(self._layout.gutter - 1 - len(label), row, label, Ink.OUTLINE)

    def _draw_legend(self) -> None:
        """Write what the marks stand for: as many of them as fit, the most important first."""
        row, column = self._legend_row, 0
        for mark, ink, text in legend(self._layout, self._charset):
            needed = len(f"{mark} {text}")
            if column and column + needed > self._layout.columns:
                row, column = row + 1, 0
            if row == self._canvas.rows:
                return
            self._canvas.write(column, row, mark, ink)
            self._canvas.write(column + len(mark) + 1, row, text, Ink.OUTLINE)
            column += needed + len(_LEGEND_GAP)

    def _draw_nothing_rated(self) -> None:
        """Write in the middle of the plot that there are no ratings in the period."""
        left = self._layout.gutter + (self._layout.axis.columns - len(NOTHING_RATED)) // 2
        row = self._top + self._layout.plan.plot // 2
        self._canvas.write(max(left, self._layout.gutter), row, NOTHING_RATED, Ink.TEXT)

    def _row(self, value: float) -> int:
        """Return the row of the canvas for a rating."""
        return self._top + rating_row(value, self._layout.plan.plot)


def _make_pair_marks(
    before: float | None, after: float | None, is_score: bool, rows: int, marks: ChartMarks
) -> Iterator[tuple[int, str, Ink]]:
    """Yield the row, character and ink of each part of a pair of ratings; a later part covers an earlier one.

    Two equal ratings are one mark. Without one of them there is only the mark of the other.

    Args:
        before: The rating before, or a pain score; None if there is none.
        after: The rating after; None if there is none.
        is_score: Whether `before` is a pain score; it has no `after` then.
        rows: The rows of the plot, of which 0 is the highest.
        marks: The characters.

    """
    if before is None or after is None:
        if before is not None:
            yield rating_row(before, rows), marks.score if is_score else marks.before, Ink.TEXT
        if after is not None:
            yield rating_row(after, rows), marks.after, Ink.TEXT
        return
    before_row, after_row = rating_row(before, rows), rating_row(after, rows)
    if before == after:
        yield before_row, marks.same, Ink.TEXT
        return
    line, end, ink = (
        (marks.rising, marks.more, Ink.WORSENING)
        if after > before
        else (marks.falling, marks.less, Ink.RELIEF)
    )
    for row in range(min(before_row, after_row) + 1, max(before_row, after_row)):
        yield row, line, ink
    # Where both fall into one row, the mark of the change stays.
    yield before_row, marks.before, Ink.TEXT
    yield after_row, end, ink


def _make_column_marks(
    filled: TimelineColumn, rows: int, marks: ChartMarks
) -> Iterator[tuple[int, str, Ink]]:
    """Yield the marks of a column's ratings, as `_make_pair_marks` does.

    If the column `is_mixed`, there is only the mark of its rating before.
    """
    after = None if filled.is_mixed else filled.after
    return _make_pair_marks(filled.before, after, filled.is_score, rows, marks)


def visible_trend(trend: TrendLine, axis: DateAxis) -> tuple[tuple[float, float], ...]:
    """Return both ends of the part of a trend that lies within the axis and the scale; () if no part does.

    Each end is its place on the axis, from 0 at the left to 1 at the right, and the rating there.
    """
    start, total = axis.starts[0], (axis.end - axis.starts[0]).total_seconds()
    first, last = (
        (at.replace(tzinfo=None) - start).total_seconds() / total for at in (trend.first_at, trend.last_at)
    )
    across, up = last - first, trend.last_value - trend.first_value
    begin, end = 0.0, 1.0
    limits = ((first, across, 0, 1), (trend.first_value, up, LOWEST, HIGHEST))
    for origin, slope, lowest, highest in limits:
        if slope:
            low, high = sorted(((lowest - origin) / slope, (highest - origin) / slope))
            begin, end = max(begin, low), min(end, high)
        elif not lowest <= origin <= highest:
            return ()
    if begin >= end:
        return ()
    return tuple((first + across * part, trend.first_value + up * part) for part in (begin, end))


def legend(layout: TimelineLayout, charset: Charset) -> Iterator[LegendItem]:
    """Yield what the marks in the chart stand for, the most important first; only those that occur."""
    marks, filled = chart_marks(charset), layout.filled
    drawn = {char for each in filled for _, char, _ in _make_column_marks(each, layout.plan.plot, marks)}
    is_mixed = any(each.is_mixed for each in filled)
    # In wide columns, the row below the plot has numbers instead of this mark.
    is_more_below = layout.plan.worse > 0 and not layout.is_wide
    has_trend = layout.trend is not None and bool(visible_trend(layout.trend, layout.axis))
    most = max((each.count for each in filled), default=0)
    items = (
        (marks.before in drawn, marks.before, Ink.TEXT, "before"),
        (is_mixed or marks.less in drawn, marks.less, Ink.RELIEF, "lower"),
        (is_mixed or is_more_below or marks.more in drawn, marks.more, Ink.WORSENING, "higher"),
        (marks.same in drawn, marks.same, Ink.TEXT, "same"),
        (has_trend, marks.trend * 2, Ink.TREND, "trend of before"),
        (marks.after in drawn, marks.after, Ink.TEXT, "after alone"),
        (bool(layout.later), marks.later, Ink.LATER, "later"),
        (marks.score in drawn, marks.score, Ink.TEXT, "score"),
    )
    spread = (marks.spread, Ink.OUTLINE, f"up to {most:,}: lowest to highest")
    if layout.is_wide:
        yield spread
    yield from ((mark, ink, text) for occurs, mark, ink, text in items if occurs)
    if most > 1 and not layout.is_wide:
        yield spread
    if layout.plan.remarks:
        seen = {_choose_remark_mark(each, marks) for each in filled if each.is_remarkable}
        remarks = (
            (marks.routine, "other routine"),
            (marks.marked, "painkiller or heat"),
            (marks.note, "note"),
            (marks.several, "several"),
        )
        yield from ((mark, Ink.TEXT, text) for mark, text in remarks if mark in seen)


def _choose_remark_mark(filled: TimelineColumn, marks: ChartMarks) -> str:
    """Return the mark for a change of routine, for painkiller or heat, for a note, or for several of these.

    filled: a column that `is_remarkable`.
    """
    kinds = (
        (filled.starts_routine, marks.routine),
        (filled.is_marked, marks.marked),
        (filled.has_note, marks.note),
    )
    present = [mark for is_true, mark in kinds if is_true]
    return present[0] if len(present) == 1 else marks.several


def _readout(layout: TimelineLayout, highlighted: int | None) -> str:
    """Return the line above the plot: what is known of a point, or the days shown and the number of sessions.

    It is as wide as the chart, and what doesn't fit is left out as `_fit_parts` does it.

    highlighted: the number of the point in the layout; None for none.
    """
    if highlighted is None:
        return _fit_parts(_describe_period(layout), layout.columns)
    filled = layout.column_of(highlighted)
    parts = describe_point(layout.points[highlighted])
    if filled.count > 1:
        here = f"({highlighted - filled.first + 1:,} of {filled.count:,} here)"
        parts = (*parts[:2], here, *parts[2:])
    return _fit_parts(parts, layout.columns)


def _describe_period(layout: TimelineLayout) -> Sequence[str]:
    """Return which days are shown, how many sessions and scores, and how many at most share a column.

    They are sentences, the most important first; the last is only there if a column is shared.
    """
    days = layout.axis.days
    scores = sum(map(_is_score, layout.points))
    sessions = len(layout.points) - scores
    counts = f"{sessions:,} {'session' if sessions == 1 else 'sessions'}"
    if scores:
        counts += f", {scores:,} {'score' if scores == 1 else 'scores'}"
    most = max((each.count for each in layout.filled), default=0)
    together = (f"Up to {most:,} together: middle, lowest, highest.",) if most > 1 else ()
    return (f"Pain, {days.first} to {days.last}.", f"{counts}.", *together)


def _fit_parts(parts: Sequence[str], columns: int) -> str:
    """Join parts with a space between them until one doesn't fit, and fill up with blanks.

    That part and those after it are left out. The first part is cut if it is longer than the line.

    columns: the length of the line.
    """
    text = parts[0]
    for part in parts[1:]:
        if len(text) + 1 + len(part) > columns:
            break
        text += f" {part}"
    return text[:columns].ljust(columns)


def describe_point(point: RatedPoint) -> Sequence[str]:
    """Return when a session or score was, its ratings, and what else there is to know, as parts of a line.

    The first part ends with a colon, each of the others is a sentence. Missing ratings before and after are
    mentioned, missing later ratings and remarks aren't.
    """
    if point.is_score:
        ratings = "Pain not rated." if point.before is None else f"Pain {point.before}, without a session."
    else:
        ratings = describe_ratings(point.before, point.after)
    later = ", ".join(str(rating.value) for rating in point.later)
    remarks = [text for text in point_remarks(point) if text != SCORE_REMARK]
    parts = (
        f"{format_datetime(point.at)}:",
        ratings,
        f"Later {later}." if later else "",
        f"{', '.join(remarks)}.".capitalize() if remarks else "",
    )
    return tuple(part for part in parts if part)
