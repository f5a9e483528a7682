"""The signs of a clock that stands, to be told from any motion, and from each other, at a glance."""

from __future__ import annotations

from tpsession.tui.drawing.raster.picture import Charset, Ink, Picture

_WIDEST_BAR = 8
"""Cells; wider bars would be two blocks and no sign."""


def draw_pause_sign(columns: int, rows: int, charset: Charset) -> Picture:
    """Two bars in a room of so many cells, with as much space between them as each is wide: it is paused."""
    thick = max(1, min(columns // 5, _WIDEST_BAR, rows))
    bar = _full(charset) * thick
    if columns < 3 * thick:
        return Picture((((bar[:columns], Ink.TEXT),),))
    return Picture(((((bar + " " * thick + bar), Ink.TEXT),),) * _tall(rows))


def draw_continue_sign(columns: int, rows: int, charset: Charset) -> Picture:
    """A triangle that points to the right: it waits to be told to go on."""
    tall = _tall(rows)
    # A cell is about twice as high as it is wide.
    wide = max(1, min(columns, 2 * tall))
    lengths = [max(1, round(wide * (1 - abs(2 * (row + 0.5) / tall - 1)))) for row in range(tall)]
    return Picture(tuple(((((_full(charset) * length).ljust(wide)), Ink.TEXT),) for length in lengths))


def _tall(rows: int) -> int:
    return max(1, rows - 2 if rows > 4 else rows)


def _full(charset: Charset) -> str:
    return "\N{FULL BLOCK}" if charset is Charset.UNICODE else "#"
