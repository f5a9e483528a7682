"""How long the chart of pain over time takes to repaint: ``python -m tests.benchmarks.bench_chart``.

The target is 16 ms for a step of the cursor at 200 by 60, however many sessions there are. Laying out for a
size or a period is done once, before the first picture. All are milliseconds of the processor: what else runs
on the machine changes them little. A step is the median of many: now and then Python collects garbage.
"""

from __future__ import annotations

import asyncio
import gc
import random
import sys
import time
from datetime import UTC, date, datetime, timedelta
from statistics import median

from textual.app import App, ComposeResult

from tpsession.core.history.ratings import Rating, RatingKind
from tpsession.core.progress.chart_points import ChartPeriod, RatedPoint, TrendLine
from tpsession.tui.drawing.raster.charset import Charset
from tpsession.tui.widgets.progress.timeline_chart import TimelineChart

SIZE = (200, 60)
COUNTS = (6, 60, 1_000, 100_000)
STEPS = 40
REACH_MS = 16.0
TODAY = date(2026, 1, 31)
YEAR_MINUTES = 360 * 24 * 60


def points(count: int) -> tuple[RatedPoint, ...]:
    """So many sessions in a year, the same each time."""
    chance = random.Random(count)  # noqa: S311 - the same sessions in every run
    made = []
    for number in range(count):
        at = datetime(2025, 2, 2, tzinfo=UTC) + timedelta(minutes=number * YEAR_MINUTES // count)
        before, after = chance.randint(3, 8), chance.randint(1, 8)
        later = (Rating(RatingKind.LATER, 4, at + timedelta(hours=5)),) if number % 3 == 0 else ()
        made.append(RatedPoint(str(number), at, before, after, later, number % 9 == 0, number % 7 == 0))
    return tuple(made)


class ChartApp(App[None]):
    """Shows nothing but the chart."""

    charset = Charset.UNICODE

    def compose(self) -> ComposeResult:
        yield TimelineChart()


async def measure(count: int) -> tuple[float, list[float]]:
    """Milliseconds until the chart is painted for the first time, and those of each step of its cursor."""
    app = ChartApp()
    async with app.run_test(size=SIZE) as pilot:
        chart = app.query_one(TimelineChart)
        chart.show_period(ChartPeriod.YEAR)
        await pilot.pause()
        made = points(count)
        # As the program does after its start: what is there already is never searched for garbage. Else the
        # first picture would also take the time of a search that making the points has brought about.
        gc.collect()
        gc.freeze()
        began = time.process_time()
        chart.show_points(made, TODAY, TrendLine(made[0].at, 6.5, made[-1].at, 4.5))
        app.screen._compositor.render_strips()
        first_ms = 1000 * (time.process_time() - began)
        steps = []
        for step in range(STEPS):
            began = time.process_time()
            chart.highlight((step * count // STEPS + step) % count)
            app.screen._compositor.render_strips()
            steps.append(1000 * (time.process_time() - began))
            await pilot.pause()
    return first_ms, steps


def main() -> None:
    """Print a row for each number of sessions."""
    for count in COUNTS:
        first_ms, steps = asyncio.run(measure(count))
        sys.stdout.write(
            f"chart of {count:,} sessions at 200 by 60: a step of the cursor {median(steps):.1f} ms "
            f"(reach {REACH_MS:g} ms); the first picture {first_ms:.0f} ms\n"
        )


if __name__ == "__main__":
    main()
