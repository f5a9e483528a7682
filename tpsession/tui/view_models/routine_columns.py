"""How wide each column of the routine list is, and which ones a narrow list leaves out."""

from __future__ import annotations

from typing import NamedTuple

GAP = "  "
"""Between two columns."""
DAY_CELLS = len("2026-01-31")
"""Always kept for the day if it fits, so that no column moves once the days are known."""


class RoutineColumns(NamedTuple):
    """Cells of each column; a column of no cells isn't shown."""

    name: int
    area: int
    length: int
    day: int


def fit_columns(room: int, *, name: int, area: int, length: int) -> RoutineColumns:
    """Return the width of each column: beside the name, first comes the length, then the day, then the area.

    A column other than the name is shown whole, or not at all with a width of 0. After the first that doesn't
    fit, no other is shown, so that a wider list never shows fewer. The others may take what the longest name
    leaves, or two fifths of the room if that is more, so that one long name doesn't hide every column. The
    name gets the rest.

    Args:
        room: Cells of a row.
        name: Cells of the longest name.
        area: Cells of the longest area.
        length: Cells of the longest length.

    """
    free = room - min(name, room * 3 // 5)
    shown = [0, 0, 0]
    taken = 0
    for column, cells in enumerate((length, DAY_CELLS, area)):
        if taken + len(GAP) + cells > free:
            break
        shown[column] = cells
        taken += len(GAP) + cells
    length, day, area = shown
    return RoutineColumns(room - taken, area, length, day)
