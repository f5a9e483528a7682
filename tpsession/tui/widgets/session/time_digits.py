"""The remaining or elapsed time in digits as large as the widget allows."""

from __future__ import annotations

from tpsession.tui.drawing.glyphs.digits import draw_digits
from tpsession.tui.drawing.raster.picture import Picture
from tpsession.tui.widgets.common.pictures import PictureWidget


class TimeDigits(PictureWidget):
    """Shows a time in large digits."""

    _time = ""

    def show(self, time: str) -> None:
        """Show this time, such as ``1:30``."""
        if time != self._time:
            self._time = time
            self.redraw()

    def draw(self, columns: int, rows: int) -> Picture:
        """Return the picture of the digits."""
        return draw_digits(self._time, columns, rows, self.charset)
