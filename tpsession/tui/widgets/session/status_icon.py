"""The icon that replaces the guide while the session is paused or waits for the person."""

from __future__ import annotations

from tpsession.tui.drawing.glyphs.signs import draw_continue_sign, draw_pause_sign
from tpsession.tui.drawing.raster.picture import Picture
from tpsession.tui.view_models.session_view import DisplayState
from tpsession.tui.widgets.common.pictures import PictureWidget


class StatusIcon(PictureWidget):
    """Shows two thick bars if the session is paused or stopped, and a triangle if it waits for the person."""

    _waits = False

    def show(self, state: DisplayState) -> None:
        """Show the triangle for a session that waits for the person, the bars for any other state."""
        waits = state is DisplayState.WAITS
        if waits is not self._waits:
            self._waits = waits
            self.redraw()

    def draw(self, columns: int, rows: int) -> Picture:
        """Return the picture of the triangle or the bars."""
        return (draw_continue_sign if self._waits else draw_pause_sign)(columns, rows, self.charset)
