"""What to do now in large letters: the step's name and its instruction, on a screen with room for them."""

from __future__ import annotations

from tpsession.tui.drawing.glyphs.letters import draw_title_and_text
from tpsession.tui.drawing.raster.charset import Charset
from tpsession.tui.drawing.raster.picture import Picture
from tpsession.tui.widgets.common.pictures import PictureWidget

_PLAIN_ROWS = 5
"""Rows that a text needs at most as plain text below the title, with a gap."""


class LargeInstruction(PictureWidget):
    """Shows a title and a text in large letters; it is as high as these are."""

    _letters = Picture(())
    shows_text = False
    """Whether the text is shown here, too; if not, the caller shows it in another way."""

    def show(self, title: str, text: str, columns: int, rows: int) -> None:
        """Show the title and the text in the largest letters with which both fit into so many cells.

        If they don't fit together, or the letters lack a character, show only the title, and leave some rows
        for the text in plain letters. In ASCII do so in any case, because small letters drawn in ASCII are
        harder to read than plain text. If the title alone can't be shown either, hide this widget.

        Afterwards `display` says whether the title is shown, and `shows_text` whether the text is. The caller
        shows the rest in another way.
        """
        may_be_whole = rows > 0 and self.charset is not Charset.ASCII
        picture = draw_title_and_text(title, text, columns, rows, self.charset) if may_be_whole else None
        self.shows_text = picture is not None
        if picture is None and rows > _PLAIN_ROWS:
            picture = draw_title_and_text(title, "", columns, rows - _PLAIN_ROWS, self.charset)
        self.display = picture is not None
        if picture is not None and picture != self._letters:
            self._letters = picture
            self.styles.height = len(picture.rows)
            self.redraw()

    def draw(self, columns: int, rows: int) -> Picture:
        """Return the letters, which `show` has drawn; the size of the widget changes nothing."""
        return self._letters
