"""Stands in the guide's place while the clock stands or waits."""

from __future__ import annotations

from tpsession.tui.drawing.glyphs.signs import draw_continue_sign, draw_pause_sign
from tpsession.tui.drawing.raster.picture import Picture
from tpsession.tui.view_models.session_view import DisplayState
from tpsession.tui.widgets.common.pictures import PictureWidget


class StatusIcon(PictureWidget):
    """Two thick bars where it is paused or stopped, a triangle where it waits for the person."""

    _waits = False

    def show(self, stand: DisplayState) -> None:
        """Show the sign of what the session does."""
        waits = stand is DisplayState.WAITS
        if waits is not self._waits:
            self._waits = waits
            self.redraw()

    def draw(self, columns: int, rows: int) -> Picture:
        """The sign."""
        return (draw_continue_sign if self._waits else draw_pause_sign)(columns, rows, self.charset)
