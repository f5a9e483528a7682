"""Stands in the guide's place while the clock stands."""

from __future__ import annotations

from tpsession.tui.drawing.pause_sign import pause_sign
from tpsession.tui.drawing.picture import Picture
from tpsession.tui.widgets.pictures import PictureWidget


class PauseSign(PictureWidget):
    """Two thick bars."""

    def draw(self, columns: int, rows: int) -> Picture:
        """The bars."""
        return pause_sign(columns, rows, self.charset)
