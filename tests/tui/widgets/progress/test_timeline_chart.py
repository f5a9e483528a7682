"""The chart of pain over time: its cursor by key and mouse, its periods, and what it repaints."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from unittest.mock import patch

from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.pilot import Pilot

from tests.core.progress.chart_samples import TODAY, a_point
from tests.tui.fake_tui import click_at
from tpsession.core.progress.chart_points import ChartPeriod, RatedPoint
from tpsession.tui.drawing.charts.distribution import CAPTION
from tpsession.tui.drawing.raster.charset import Charset
from tpsession.tui.widgets.progress.other_charts import ChangeDistribution, YearCalendar
from tpsession.tui.widgets.progress.timeline_chart import PointHighlighted, PointSelected, TimelineChart

OLD = replace(a_point(1, 9, 8), id="old", at=a_point(1).at - timedelta(days=200))
POINTS = (OLD, a_point(5, 8, 5), a_point(15, 3, 6), a_point(15, 4, 4, hour=10), a_point(25, 6, 3))
Work = Callable[["ChartApp", "Pilot[None]"], Awaitable[None]]


class ChartApp(App[None]):
    """Shows nothing but the chart, and records the messages that it posts."""

    charset = Charset.UNICODE

    def __init__(self, points: tuple[RatedPoint, ...]) -> None:
        super().__init__()
        self.chart = TimelineChart()
        self.chart.show_points(points, TODAY)
        self.highlighted: list[str | None] = []
        self.selected: list[str] = []

    def compose(self) -> ComposeResult:
        yield self.chart

    def on_point_highlighted(self, message: PointHighlighted) -> None:
        self.highlighted.append(message.point.id if message.point else None)

    def on_point_selected(self, message: PointSelected) -> None:
        self.selected.append(message.point.id)

    def cursor_id(self) -> str | None:
        point = self.chart.highlighted
        return point.id if point else None

    @property
    def text(self) -> str:
        return "\n".join(self.chart.render_line(y).text for y in range(self.chart.size.height))

    def cell_of(self, char: str) -> tuple[int, int]:
        """The column and the row of the first of these characters."""
        lines = self.text.splitlines()
        row = next(row for row, line in enumerate(lines) if char in line)
        return lines[row].index(char), row


def run_app(work: Work, points: tuple[RatedPoint, ...] = POINTS, size: tuple[int, int] = (80, 24)) -> None:
    async def run() -> None:
        app = ChartApp(points)
        async with app.run_test(size=size) as pilot:
            app.chart.focus()
            await pilot.pause()
            await work(app, pilot)

    asyncio.run(run())


def test_the_keys_go_from_session_to_session_and_stop_at_the_ends() -> None:
    async def check(app: ChartApp, pilot: Pilot[None]) -> None:
        await pilot.press("left", "left", "left", "left", "left", "right", "end", "right", "home")
        ids = [point.id for point in POINTS[1:]]
        assert app.highlighted == [*reversed(ids), ids[1], ids[3], ids[0]]
        assert app.text.startswith("2026-01-05 09:00: Pain before 8, after 5")

    run_app(check)


def test_enter_opens_the_session_under_the_cursor_and_nothing_without_one() -> None:
    async def check(app: ChartApp, pilot: Pilot[None]) -> None:
        await pilot.press("enter")
        assert app.selected == []
        await pilot.press("home", "enter")
        assert app.selected == [POINTS[1].id]

    run_app(check)


def test_the_mouse_moves_the_cursor_and_a_click_opens() -> None:
    async def check(app: ChartApp, pilot: Pilot[None]) -> None:
        x, y = app.cell_of("▲")
        await pilot.hover(TimelineChart, offset=(x, y))
        assert app.highlighted == ["15-9"]
        assert app.selected == []
        await click_at(pilot, *app.cell_of("▼"))
        assert app.highlighted == ["15-9", "5-9"]
        assert app.selected == ["5-9"]

    run_app(check)


def test_the_corner_of_the_chart_counts_as_its_other_cells_do() -> None:
    async def check(app: ChartApp, pilot: Pilot[None]) -> None:
        with patch.object(TimelineChart, "cell_at", return_value=(20, 5)):
            await pilot.hover(TimelineChart, offset=(0, 0))
        assert app.highlighted

    run_app(check)


def test_the_mouse_leaves_the_cursor_on_the_session_that_the_keys_chose_in_its_column() -> None:
    async def check(app: ChartApp, pilot: Pilot[None]) -> None:
        await pilot.press("left", "left")
        assert app.highlighted[-1] == "15-10"
        x, y = app.cell_of("┻")
        await click_at(pilot, x, y)
        assert app.selected == ["15-10"]

    run_app(check)


def test_another_period_keeps_the_cursor_on_its_session_or_takes_it_away() -> None:
    async def check(app: ChartApp, pilot: Pilot[None]) -> None:
        app.chart.show_period(ChartPeriod.YEAR)
        await pilot.press("home")
        assert app.cursor_id() == "old"
        app.chart.show_period(ChartPeriod.ALL)
        assert app.cursor_id() == "old"
        app.chart.show_period(ChartPeriod.DAYS_30)
        await pilot.pause()
        assert app.cursor_id() is None
        assert app.highlighted[-1] is None
        assert app.chart.period is ChartPeriod.DAYS_30
        assert app.chart.days.days == 30
        assert len(app.chart.points) == 4

    run_app(check)


def test_other_points_take_the_cursor_away() -> None:
    async def check(app: ChartApp, pilot: Pilot[None]) -> None:
        await pilot.press("home")
        app.chart.show_points(POINTS[2:3], TODAY)
        assert app.cursor_id() is None
        assert "1 session." in app.text

    run_app(check)


def test_without_points_keys_and_mouse_do_nothing() -> None:
    async def check(app: ChartApp, pilot: Pilot[None]) -> None:
        await pilot.press("left", "right", "home", "end", "enter")
        await click_at(pilot, 40, 8)
        assert app.highlighted == app.selected == []

    run_app(check, ())


def test_a_step_of_the_cursor_repaints_only_the_cells_from_one_column_to_the_other() -> None:
    async def check(app: ChartApp, pilot: Pilot[None]) -> None:
        await pilot.press("end")
        assert "2026-01-25" in app.text
        repainted: list[Region] = []
        refresh = app.chart.refresh

        def record(*regions: Region) -> TimelineChart:
            repainted.extend(regions)
            return refresh(*regions)

        app.chart.refresh = record  # type: ignore[method-assign,assignment]
        app.chart.action_move(-1)
        assert len(repainted) == len({region.y for region in repainted}) == 13
        assert max(region.width for region in repainted if region.y) < 40

    run_app(check)


def test_the_other_charts_show_what_they_are_given() -> None:
    async def run() -> None:
        app: App[None] = App()
        async with app.run_test(size=(80, 40)) as pilot:
            calendar, changes = YearCalendar(), ChangeDistribution()
            await app.mount(calendar, changes)
            await pilot.pause()
            assert calendar.render_line(1).text.strip() == ""
            calendar.show_days({TODAY: 7}, TODAY)
            changes.show_counts({-2: 3})
            assert "7" in calendar.render_line(6).text
            assert CAPTION in changes.render_line(0).text
            assert "2 less" in changes.render_line(1).text

    asyncio.run(run())
