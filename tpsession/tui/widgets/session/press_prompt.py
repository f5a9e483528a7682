"""What to press while the session waits or is paused, in letters as large as the widget allows."""

from __future__ import annotations

from tpsession.tui.drawing.glyphs.letters import draw_prompt
from tpsession.tui.drawing.raster.picture import Picture
from tpsession.tui.widgets.common.pictures import PictureWidget


class PressPrompt(PictureWidget):
    """Shows a question such as "Found it?" and the key that answers it."""

    _texts = ("", "")

    def show(self, question: str, answer: str) -> None:
        """Show this question, and below it what to press."""
        if (question, answer) != self._texts:
            self._texts = (question, answer)
            self.redraw()

    def draw(self, columns: int, rows: int) -> Picture:
        """Return the picture of the question, and below it what to press."""
        return draw_prompt(*self._texts, columns, rows, self.charset)
