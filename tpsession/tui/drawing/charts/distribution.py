"""Draws how often pain changed by how much: a bar for each change, from a fall to a rise."""

from __future__ import annotations

from collections.abc import Mapping

from tpsession.core.text.formatting import describe_change
from tpsession.tui.drawing.charts.chart_marks import chart_marks
from tpsession.tui.drawing.raster.canvas import Canvas
from tpsession.tui.drawing.raster.charset import Charset
from tpsession.tui.drawing.raster.picture import Ink, Picture

NO_CHANGES = "No session has both ratings yet."
CAPTION = "Pain after a session against before: how many sessions"
_FEWEST_ROWS_WITH_CAPTION = 5
_OTHERS = "at least "
_ANY_CHANGE = "any change"
"""The label where there is a row for all sessions."""
_LABEL_CELLS = len("at least 10 less ")
_INKS = {-1: Ink.RELIEF, 0: Ink.TEXT, 1: Ink.WORSENING}


def draw_distribution(counts: Mapping[int, int], columns: int, rows: int, charset: Charset) -> Picture:
    """Return a picture with a caption and a row for each size of change: its name, a bar, how many sessions.

    There are as many rows for less pain as for more, also where some have no sessions. If there is no room
    for all, the outermost rows count larger changes too; with fewer than 3 rows, one row counts all sessions.
    Below `_FEWEST_ROWS_WITH_CAPTION` rows there is no caption. Without counts, the picture is one sentence
    that says so.

    Args:
        counts: How many sessions had each change. A change is the rating after minus the one before.
        columns: The most cells across, 1 or more.
        rows: The most cells down, 1 or more.
        charset: The characters that the terminal shows.

    """
    if not counts:
        return Picture((((NO_CHANGES[:columns], Ink.TEXT),),))
    top = int(rows >= _FEWEST_ROWS_WITH_CAPTION)
    reach = min(max(abs(change) for change in counts), (rows - top - 1) // 2)
    grouped = dict.fromkeys(range(-reach, reach + 1), 0)
    for change, count in counts.items():
        grouped[min(max(change, -reach), reach)] += count
    has_others = any(abs(change) > reach for change in counts)
    canvas = Canvas(columns, top + len(grouped))
    if top:
        canvas.write(0, 0, CAPTION, Ink.OUTLINE)
    room = columns - _LABEL_CELLS - len(f" {max(grouped.values()):,}")
    marks = chart_marks(charset)
    for row, (change, count) in enumerate(grouped.items(), top):
        label = describe_change(0, change)
        if has_others and abs(change) == reach:
            label = _OTHERS + label if change else _ANY_CHANGE
        canvas.write(max(0, _LABEL_CELLS - 1 - len(label)), row, label, Ink.OUTLINE)
        sign = (change > 0) - (change < 0)
        cells = max(round(room * count / max(grouped.values())), 1) if count and room > 0 else 0
        canvas.write(_LABEL_CELLS, row, marks.changes[sign + 1] * cells, _INKS[sign])
        canvas.write(_LABEL_CELLS + cells + (cells > 0), row, f"{count:,}", Ink.TEXT)
    return canvas.to_picture(charset)
