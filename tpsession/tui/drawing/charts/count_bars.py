"""Draws how many sessions there were in each week or longer stretch, below the chart of pain over time."""

from __future__ import annotations

from tpsession.tui.drawing.charts.chart_marks import ChartMarks
from tpsession.tui.drawing.charts.timeline_layout import TimelineLayout
from tpsession.tui.drawing.raster.canvas import Canvas
from tpsession.tui.drawing.raster.picture import Ink

_WIDEST_BAR = 6
"""Cells: a wider bar would draw the eye away from the pain above it."""


def draw_count_bars(canvas: Canvas, layout: TimelineLayout, top: int, marks: ChartMarks) -> None:
    """Draw on the canvas a heading in row `top`, and below it a bar for each stretch of days with sessions.

    The highest bar fills all rows below the heading. The number of sessions it stands for is left of the
    plot, or else in the heading if that fits. Without sessions there is only a heading, which says so if that
    fits.

    Args:
        canvas: What is drawn on.
        layout: The layout of the chart, with the counts.
        top: The row of the heading, from 0.
        marks: The characters.

    """
    rows, gutter = layout.plan.bars - 1, layout.gutter
    most = max((count.sessions for count in layout.counts), default=0)
    number = f"{most:,}"
    heading = f"Sessions {layout.counted_in}" if most else "No sessions"
    if most and len(number) < gutter:
        canvas.write(gutter - 1 - len(number), top + 1, number, Ink.OUTLINE)
    elif most:
        heading += f", highest bar {number}"
    canvas.write(gutter, top, heading if len(heading) <= canvas.columns - gutter else "Sessions", Ink.OUTLINE)
    if not most:
        return
    spans = [layout.axis.span(count.days) for count in layout.counts]
    # One cell apart, and all as wide as the narrowest; but the first, whose stretch may be cut short.
    width = max(1, min((last - first for first, last in spans[1:]), default=layout.axis.columns))
    for count, (first, last) in zip(layout.counts, spans, strict=True):
        cells = max(1, min(width, last - first, _WIDEST_BAR))
        left = gutter + first + max(0, last - first - cells) // 2
        for row, char in enumerate(_bar(count.sessions / most, rows, marks.levels)):
            if char != " ":
                canvas.write(left, top + 1 + row, char * cells, Ink.BAR)


def _bar(part: float, rows: int, levels: str) -> list[str]:
    """Return the characters of a bar from top to bottom. A bar of a `part` above 0 is never empty.

    Args:
        part: How much of the full height the bar reaches, 0 to 1.
        rows: Cells of the full height.
        levels: The characters of a cell that is partly filled, from the lowest to full.

    """
    filled = max(round(part * rows * len(levels)), 1 if part else 0)
    below = [min(max(filled - len(levels) * row, 0), len(levels)) for row in reversed(range(rows))]
    return [levels[level - 1] if level else " " for level in below]
