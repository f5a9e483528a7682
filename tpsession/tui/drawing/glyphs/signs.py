"""Signs for a stopped clock: two bars while the session is paused, a triangle while it waits for the person.

Both are unlike any motion of the guide, and unlike each other, at a glance from across the room.
"""

from __future__ import annotations

from tpsession.tui.drawing.raster.charset import Charset
from tpsession.tui.drawing.raster.picture import Ink, Picture

_WIDEST_BAR = 8
"""Cells. Wider bars would look like two blocks, not like a pause sign."""


def draw_pause_sign(columns: int, rows: int, charset: Charset) -> Picture:
    """Return a picture of two bars, at most `columns` by `rows` cells; the space between is as wide as a bar.

    In fewer than three columns it is a single full cell, or an empty row if there is no column. It has a row
    at least.
    """
    thick = max(1, min(columns // 5, _WIDEST_BAR, rows))
    bar = _full_cell(charset) * thick
    if columns < 3 * thick:
        return Picture((((bar[:columns], Ink.TEXT),),))
    return Picture(((((bar + " " * thick + bar), Ink.TEXT),),) * _sign_height(rows))


def draw_continue_sign(columns: int, rows: int, charset: Charset) -> Picture:
    """Return a picture of a triangle that points to the right, at most `columns` by `rows` cells.

    Often it is smaller: at most twice as wide as high, and with rows left free. It has a cell at least.
    """
    height = _sign_height(rows)
    # A cell is about twice as high as it is wide.
    width = max(1, min(columns, 2 * height))
    lengths = [max(1, round(width * (1 - abs(2 * (row + 0.5) / height - 1)))) for row in range(height)]
    return Picture(tuple(((((_full_cell(charset) * length).ljust(width)), Ink.TEXT),) for length in lengths))


def _sign_height(rows: int) -> int:
    """Return the rows of a sign in a box of so many rows; of more than four it leaves two free."""
    return max(1, rows - 2 if rows > 4 else rows)


def _full_cell(charset: Charset) -> str:
    return "\N{FULL BLOCK}" if charset is Charset.UNICODE else "#"
