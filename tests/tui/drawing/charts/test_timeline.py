"""Pain over time as a picture: exact small ones, and what holds for any points and sizes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.progress.chart_samples import ANY_POINTS, TODAY, a_point
from tpsession.core.progress.chart_points import (
    ChartPeriod,
    DayRange,
    RatedPoint,
    TrendLine,
    period_range,
    points_in,
)
from tpsession.tui.drawing.charts.timeline import (
    NOTHING_RATED,
    describe_point,
    draw_cursor,
    draw_timeline,
    legend,
    visible_trend,
)
from tpsession.tui.drawing.charts.timeline_layout import TimelineLayout, lay_out_timeline, plan_rows
from tpsession.tui.drawing.raster.charset import Charset
from tpsession.tui.drawing.raster.picture import Ink, Picture

DAYS = DayRange(date(2026, 1, 1), date(2026, 1, 14))
POINTS = (
    a_point(1, 8, 5, later=6),
    a_point(3, 6, 6),
    a_point(5, 3, 6),
    a_point(7, 7, None),
    a_point(9, 4, is_score=True),
    a_point(11, None, 2, has_note=True),
    a_point(13, 5, 4, starts_routine=True, is_marked=True),
)
THREE_A_DAY = tuple(
    a_point(day, 6, after, hour=hour) for day in range(1, 15) for hour, after in ((8, 4), (11, 4), (14, 7))
)
TREND = TrendLine(POINTS[0].at, 9, POINTS[-1].at, 1)
WITH_CURSOR = (
    "2026-01-05 09:00: Pain before 3, after 6: 3 points more.    ",
    " Worst 10┤⠂   ⠂   ⠂   ⠂  ┊⠂   ⠂   ⠂   ⠂   ⠂   ⠂   ⠂   ⠂   ⠂ ",
    "         │               ┊                                  ",
    "        8┤ ●             ┊                                  ",
    "         │ │             ┊      ●                           ",
    "        6┤ │+     ◆      ▲                                  ",
    "         │⠂▼  ⠂   ⠂   ⠂  ┃⠂   ⠂   ⠂   ⠂   ⠂   ⠂   ⠂   ●   ⠂ ",
    "        4┤               ┃             □              ▼     ",
    "         │               ●                                  ",
    "        2┤               ┊                     ○            ",
    "         │               ┊                                  ",
    "No pain 0┤               ┊                                  ",
    "         └──────────────┬┻───────────────────────┬──────────",
    "                        5 Jan                    12 Jan     ",
    "  Remarks                                      n      &     ",
    "          Sessions a week                                   ",
    "        4          ██████                                   ",
    "                   ██████                                   ",
    "                   ██████                   ██████          ",
    "                   ██████                   ██████          ",
    "● before  ▼ lower  ▲ higher  ◆ same  ○ after alone  + later ",
    "□ score  n note  & several                                  ",
)
IN_ASCII = (
    "Pain, 2026-01-01 to 2026-01-14.       ",
    "10+'   '   '   '   '   '   '   '   '  ",
    "  |~~~                                ",
    " 8+o  ~~~~                            ",
    "  ||      ~~~     o                   ",
    " 6+|+   =    ^~~~                     ",
    "  |v   '   ' # ' ~~~~  '   '   ' o '  ",
    " 4+          #       ~~x~        v    ",
    "  |          o           ~~~          ",
    " 2+                         ?~~~      ",
    "  |                             ~~    ",
    " 0+                                   ",
    "  +----------+----------------+-------",
    "             5 Jan            12 Jan  ",
    "                            n    &    ",
    "o before  v lower  ^ higher  = same   ",
    "~~ trend of before  ? after alone     ",
)
SEVERAL_TOGETHER = (
    "Pain, 2026-01-01 to 2026",
    "10┤⠂   ⠂   ⠂   ⠂   ⠂   ⠂",
    "  │                     ",
    " 8┤                     ",
    "  │ ┆  ┆  ┆  ┆  ┆  ┆  ┆ ",
    " 6┤ ●  ●  ●  ●  ●  ●  ● ",
    "  │⠂│  │  │⠂ │ ⠂│  │  │⠂",
    " 4┤ ▼  ▼  ▼  ▼  ▼  ▼  ▼ ",
    "  │                     ",
    " 2┤                     ",
    "  │                     ",
    " 0┤                     ",
    "  └──────┬──────────────",
    "         5 Jan          ",
    "   33 33 33 33 33 33 33 ",
    "┆ up to 6: lowest to hig",
)


def layout(
    points: tuple[RatedPoint, ...] = POINTS, columns: int = 60, rows: int = 24, trend: TrendLine | None = None
) -> TimelineLayout:
    return lay_out_timeline(points, DAYS, trend, columns, rows)


def with_cursor(laid_out: TimelineLayout, charset: Charset, number: int) -> Picture:
    return draw_cursor(draw_timeline(laid_out, charset), laid_out, charset, number)


def test_sessions_are_joined_pairs_and_the_cursor_names_one_of_them() -> None:
    assert with_cursor(layout(), Charset.UNICODE, 2).lines == WITH_CURSOR


def test_shapes_differ_in_ascii_too() -> None:
    assert draw_timeline(layout(columns=38, rows=17, trend=TREND), Charset.ASCII).lines == IN_ASCII


def test_several_sessions_in_a_column_show_their_medians_and_range_and_how_many_got_worse() -> None:
    assert draw_timeline(layout(THREE_A_DAY, 24, 16), Charset.UNICODE).lines == SEVERAL_TOGETHER


def test_one_session_that_helped_and_one_that_did_not_are_not_drawn_as_the_same() -> None:
    helped_and_not = layout((a_point(3, 6, 4, hour=9), a_point(3, 5, 7, hour=10)))
    plot = draw_timeline(helped_and_not, Charset.UNICODE).lines[1:12]
    (cell,) = (line.index("●") for line in plot if "●" in line)
    assert [line[cell] for line in plot[3:7]] == list("▲●┆▼")
    texts = [text for _, _, text in legend(helped_and_not, Charset.UNICODE)]
    assert texts[1:] == ["before", "lower", "higher"]


def test_a_few_sessions_are_low_bars_and_without_room_beside_them_the_heading_has_their_number() -> None:
    lines = draw_timeline(layout((a_point(3, 6, 4),), 38, 24), Charset.UNICODE).lines
    (row,) = (number for number, line in enumerate(lines) if "Sessions a week" in line)
    assert lines[row + 1].startswith(" 1 ")
    assert "█" in lines[row + 1]
    assert "█" not in lines[row + 2]
    narrow = draw_timeline(layout((a_point(3, 6, 4),), 11, 24), Charset.UNICODE).lines
    assert any("Sessions" in line for line in narrow)


def test_sessions_without_a_rating_after_do_not_make_the_share_that_got_worse_smaller() -> None:
    unrated = tuple(a_point(day, 6, hour=hour) for day in range(1, 15) for hour in (16, 18, 20))
    points = tuple(sorted((*THREE_A_DAY, *unrated), key=lambda point: point.local_time))
    assert "33 33 33 33 33 33 33" in "\n".join(draw_timeline(layout(points, 24, 16), Charset.UNICODE).lines)


@pytest.mark.parametrize("charset", Charset)
def test_more_pain_differs_from_less_in_shape_line_and_ink(charset: Charset) -> None:
    less = draw_timeline(layout((a_point(3, 8, 3),)), charset)
    more = draw_timeline(layout((a_point(3, 3, 8),)), charset)

    changed = [
        {char for row in picture.rows[:13] for text, ink in row for char in text.strip() if ink is wanted}
        for picture, wanted in ((less, Ink.RELIEF), (more, Ink.WORSENING))
    ]
    assert len(changed[0]) == len(changed[1]) == 2
    assert not changed[0] & changed[1]
    assert not [ink for row in less.rows for _, ink in row if ink is Ink.WORSENING]


def test_a_change_within_one_row_still_shows_its_direction() -> None:
    lines = draw_timeline(layout((a_point(3, 6, 5), a_point(9, 5, 6)), rows=10), Charset.UNICODE).lines
    assert "\u25bc" in "".join(lines[:7])
    assert "\u25b2" in "".join(lines[:7])


def test_without_ratings_the_chart_says_so() -> None:
    lines = draw_timeline(layout(()), Charset.UNICODE).lines
    assert any(NOTHING_RATED in line for line in lines)
    assert "0 sessions" in lines[0]


@pytest.mark.parametrize("charset", Charset)
def test_a_trend_without_length_is_no_error(charset: Charset) -> None:
    moment = TrendLine(POINTS[2].at, 2, POINTS[2].at, 8)
    assert draw_timeline(layout(trend=moment), charset).lines


def test_the_first_line_counts_sessions_and_scores() -> None:
    assert draw_timeline(layout(), Charset.UNICODE).lines[0].rstrip() == (
        "Pain, 2026-01-01 to 2026-01-14. 6 sessions, 1 score."
    )
    assert (
        "42 sessions. Up to 2 together: middle, lowest, highest."
        in (draw_timeline(layout(THREE_A_DAY, 100), Charset.UNICODE).lines[0])
    )


def test_the_cursor_says_which_of_the_sessions_in_its_column_it_is_on() -> None:
    for number, place in ((1, 1), (2, 2)):
        line = with_cursor(layout(THREE_A_DAY, 76, 16), Charset.UNICODE, number).lines[0]
        assert line.rstrip().endswith(f"({place} of 2 here)")


def test_a_point_is_described_in_sentences() -> None:
    assert describe_point(a_point(3, 6, 3, later=4, has_note=True, is_marked=True)) == (
        "2026-01-03 09:00:",
        "Pain before 6, after 3: 3 points less.",
        "Later 4.",
        "Painkiller or heat, note.",
    )
    assert describe_point(a_point(3, 6, is_score=True))[1:] == ("Pain 6, without a session.",)
    assert describe_point(a_point(3, is_score=True))[1:] == ("Pain not rated.",)


def test_the_legend_explains_only_what_is_there() -> None:
    assert [text for _, _, text in legend(layout((a_point(3, 6, 3),)), Charset.UNICODE)] == [
        "before",
        "lower",
    ]
    assert "trend of before" in [text for _, _, text in legend(layout(trend=TREND), Charset.UNICODE)]


def test_the_legend_of_a_narrow_chart_explains_the_mark_of_hidden_worsening() -> None:
    together = (a_point(3, 6, after, hour=9 + after) for after in (3, 4, 7))
    points = (a_point(1, 6, 4), *together, a_point(9, 5, 4))
    narrow = layout(points, 38, 24)
    assert "▲" in "".join(draw_timeline(narrow, Charset.UNICODE).lines)
    assert "higher" in [text for _, _, text in legend(narrow, Charset.UNICODE)]


def test_the_legend_leaves_out_what_none_of_the_points_shows() -> None:
    def texts(*points: RatedPoint, trend: TrendLine | None = None) -> list[str]:
        return [text for _, _, text in legend(layout(points, trend=trend), Charset.UNICODE)]

    assert texts(a_point(3, 6, is_score=True)) == ["score"]
    assert texts(a_point(3, is_score=True)) == []
    assert texts(a_point(3, 6, 6)) == ["same"]
    beyond = replace(TREND, first_value=12, last_value=11)
    assert texts(a_point(3, 6, 6), trend=beyond) == ["same"]


def test_the_legend_of_a_screen_of_80_by_24_explains_every_mark_of_the_sessions() -> None:
    points = (
        a_point(3, 6, 3, later=4, starts_routine=True),
        a_point(5, 3, 6, has_note=True),
        a_point(11, 5, 4, starts_routine=True, is_marked=True),
    )
    drawn = draw_timeline(layout(points, 78, 16), Charset.UNICODE)
    assert drawn.lines[-1].split("  ")[:7] == [
        "● before", "▼ lower", "▲ higher", "+ later", "r other routine", "n note", "& several",
    ]  # fmt: skip


def test_a_mark_for_remarks_that_is_in_every_wide_column_is_left_out() -> None:
    noted = tuple(replace(point, has_note=True) for point in THREE_A_DAY)
    assert layout(noted, 24, 20).plan.remarks == 0
    assert layout((*noted[:3], *THREE_A_DAY[3:]), 24, 20).plan.remarks == 1


def test_a_trend_is_cut_where_the_period_and_the_scale_end() -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)

    def trend(first_day: float, first: float, last_day: float, last: float) -> TrendLine:
        return TrendLine(start + timedelta(days=first_day), first, start + timedelta(days=last_day), last)

    def ends(line: TrendLine) -> tuple[float, ...]:
        return tuple(number for end in visible_trend(line, layout().axis) for number in end)

    assert ends(trend(-14, 8, 14, 4)) == pytest.approx((0, 6, 1, 4), abs=0.01)
    assert ends(trend(0, 5, 7, -5)) == pytest.approx((0, 5, 0.25, 0), abs=0.01)
    assert ends(trend(0, 5, 7, 5)) == pytest.approx((0, 5, 0.5, 5), abs=0.01)
    assert ends(trend(0, 11, 7, 11)) == ()
    assert ends(trend(20, 5, 30, 5)) == ()
    assert ends(trend(5, 2, 5, 8)) == pytest.approx((0.36, 2, 0.36, 8), abs=0.01)


@given(st.integers(1, 80), st.booleans(), st.booleans())
def test_the_rows_that_are_planned_fit(rows: int, worse: bool, remarks: bool) -> None:
    plan = plan_rows(rows, has_hidden_worsening=worse, has_remarks=remarks)
    assert plan.rows <= rows
    assert plan.plot >= 1


@given(
    ANY_POINTS,
    st.sampled_from(ChartPeriod),
    st.integers(1, 210),
    st.integers(1, 64),
    st.sampled_from(Charset),
    st.tuples(st.floats(-5, 15), st.floats(-5, 15)),
    st.data(),
)
def test_any_points_make_a_picture_that_keeps_to_its_size(
    points: tuple[RatedPoint, ...],
    period: ChartPeriod,
    columns: int,
    rows: int,
    charset: Charset,
    values: tuple[float, float],
    data: st.DataObject,
) -> None:
    days = period_range(period, TODAY, points)
    shown = points_in(points, days)
    trend = TrendLine(points[0].at, values[0], points[-1].at, values[1]) if points else None
    laid_out = lay_out_timeline(shown, days, trend, columns, rows)
    number = data.draw(st.none() | st.integers(0, len(shown) - 1)) if shown else None

    picture = draw_timeline(laid_out, charset)
    if number is not None:
        picture = draw_cursor(picture, laid_out, charset, number)

    assert len(picture.lines) == laid_out.plan.rows <= rows
    assert {len(line) for line in picture.lines} == {columns}
    assert charset is Charset.UNICODE or all(line.isascii() for line in picture.lines)


@given(ANY_POINTS, st.sampled_from(ChartPeriod), st.integers(12, 210))
def test_every_point_of_the_period_is_in_one_column_and_every_cell_leads_to_a_point(
    points: tuple[RatedPoint, ...], period: ChartPeriod, columns: int
) -> None:
    days = period_range(period, TODAY, points)
    shown = points_in(points, days)
    laid_out = lay_out_timeline(shown, days, None, columns, 24)

    assert sum(filled.count for filled in laid_out.filled) == len(shown)
    for number in range(len(shown)):
        filled = laid_out.column_of(number)
        assert filled.first <= number < filled.first + filled.count
        assert laid_out.gutter <= laid_out.cell(filled.column) < columns
        assert laid_out.nearest_point(laid_out.cell(filled.column)) == filled.first
    for cell in range(-1, columns + 1):
        nearest = laid_out.nearest_point(cell)
        assert nearest is None if not shown else 0 <= (nearest or 0) < len(shown)
