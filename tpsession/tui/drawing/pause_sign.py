"""The sign of a clock that stands: two thick bars, to be told from any motion at a glance."""

from __future__ import annotations

from tpsession.tui.drawing.picture import Charset, Ink, Picture

_WIDEST_BAR = 8
"""Cells; wider bars would be two blocks and no sign."""


def pause_sign(columns: int, rows: int, charset: Charset) -> Picture:
    """Two bars in a room of so many cells, with as much space between them as each is wide."""
    thick = max(1, min(columns // 5, _WIDEST_BAR, rows))
    tall = max(1, rows - 2 if rows > 4 else rows)
    bar = ("\N{FULL BLOCK}" if charset is Charset.UNICODE else "#") * thick
    if columns < 3 * thick:
        return Picture((((bar[:columns], Ink.TEXT),),))
    return Picture(((((bar + " " * thick + bar), Ink.TEXT),),) * tall)
