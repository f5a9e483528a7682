"""What to do now in large letters: the step's name and its instruction, on a screen with room for them."""

from __future__ import annotations

from tpsession.tui.drawing.glyphs.letters import draw_title_and_text
from tpsession.tui.drawing.raster.picture import Picture
from tpsession.tui.widgets.common.pictures import PictureWidget


class LargeInstruction(PictureWidget):
    """Shows a title and a text in large letters; it is as high as these are."""

    _letters = Picture(())

    def show(self, title: str, text: str, columns: int, rows: int) -> bool:
        """Show both in the largest letters that fit into so many cells, and return whether any do.

        If none do, this widget takes no room, and the caller shows the text in another way.
        """
        picture = draw_title_and_text(title, text, columns, rows, self.charset) if rows > 0 else None
        self.display = picture is not None
        if picture is not None and picture != self._letters:
            self._letters = picture
            self.styles.height = len(picture.rows)
            self.redraw()
        return picture is not None

    def draw(self, columns: int, rows: int) -> Picture:
        """Return the letters, which were drawn for the width of this widget."""
        return self._letters
