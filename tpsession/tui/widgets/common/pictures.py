"""What every widget that shows a picture has in common: a drawing kept for its size, and the colours."""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.css.types import AlignHorizontal, AlignVertical
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tpsession.tui.drawing.raster.picture import Charset, Ink, Picture, Run
from tpsession.tui.text.charset import charset_of


class PictureWidget(Widget):
    """Shows what `draw` returns, in the theme's colours, placed within the room that the widget has.

    A picture is drawn once for each size and kept until `redraw`. No meaning rests on the colours: under
    NO_COLOR what is to be told apart still differs by its marks and dots, and by bold.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "picture--outline",
        "picture--guide",
        "picture--area",
        "picture--spot",
        "picture--refers",
        "picture--never",
        "picture--text",
    }
    DEFAULT_CSS = """
    PictureWidget {
        & > .picture--outline { color: $text-muted; }
        & > .picture--guide { color: $text-accent; text-style: bold; }
        & > .picture--area { color: $text-primary; }
        & > .picture--spot { color: $text-success; text-style: bold; }
        & > .picture--refers { color: $text-warning; text-style: bold; }
        & > .picture--never { color: $text-error; text-style: bold; }
        & > .picture--text { color: $foreground; }
    }
    """
    ALLOW_SELECT = False
    """Dots are nothing to copy."""
    ALIGNMENT: ClassVar[tuple[AlignHorizontal, AlignVertical]] = ("center", "middle")
    """Where a picture lies that is smaller than the widget."""

    _picture: Picture | None = None
    _drawn_for: tuple[int, int] = (0, 0)
    _ink_styles: dict[Ink, Style] | None = None

    @abstractmethod
    def draw(self, columns: int, rows: int) -> Picture:
        """The picture for so many cells, at least one; it may be smaller, and what is larger is cut off."""

    @property
    def charset(self) -> Charset:
        """The characters that the terminal shows."""
        return charset_of(self)

    def redraw(self) -> None:
        """Have the picture drawn anew; only rows that come out different are painted; the layout stays."""
        before, self._picture = self._picture, None
        width, height = self.size
        if before is None or not self.is_on_screen or self._drawn_for != (width, height):
            self.refresh()
            return
        now = self._current(width, height)
        if len(now.rows) != len(before.rows):
            self.refresh()
            return
        top = self._before(height - len(now.rows), self.ALIGNMENT[1])
        for row, (old, new) in enumerate(zip(before.rows, now.rows, strict=True)):
            if old != new:
                self.refresh(Region(0, top + row, width, 1))

    def cell_at(self, x: int, y: int) -> tuple[int, int] | None:
        """Column and row of the picture under a place in the widget, or None beside the picture."""
        width, height = self.size
        rows = self._current(width, height).rows
        row = y - self._before(height - len(rows), self.ALIGNMENT[1])
        if not 0 <= row < len(rows):
            return None
        long = _length(rows[row])
        column = x - self._before(width - long, self.ALIGNMENT[0])
        return (column, row) if 0 <= column < long else None

    def notify_style_update(self) -> None:
        """Take the colours anew: the theme or a class has changed."""
        self._ink_styles = None
        super().notify_style_update()

    def render_line(self, y: int) -> Strip:
        """One line of the picture, or an empty one above and below it."""
        width, height = self.size
        styles = self._styles_of_inks()
        rows = self._current(width, height).rows
        row = y - self._before(height - len(rows), self.ALIGNMENT[1])
        if not 0 <= row < len(rows):
            return Strip.blank(width, styles[Ink.BLANK])
        return self._placed(rows[row], width, styles)

    def _current(self, width: int, height: int) -> Picture:
        if self._picture is None or self._drawn_for != (width, height):
            self._picture = self.draw(max(1, width), max(1, height))
            self._drawn_for = (width, height)
        return self._picture

    @staticmethod
    def _before(spare: int, place: AlignHorizontal | AlignVertical) -> int:
        """How many of the spare cells lie before the picture."""
        if place in ("left", "top"):
            return 0
        return max(0, spare if place in ("right", "bottom") else spare // 2)

    def _placed(self, runs: tuple[Run, ...], width: int, styles: dict[Ink, Style]) -> Strip:
        blank = styles[Ink.BLANK]
        long = _length(runs)
        before = self._before(width - long, self.ALIGNMENT[0])
        segments = [Segment(" " * before, blank)] if before else []
        segments += [Segment(text, styles[ink]) for text, ink in runs if text]
        return Strip(segments, before + long).adjust_cell_length(width, blank)

    def _styles_of_inks(self) -> dict[Ink, Style]:
        if self._ink_styles is None:
            names = {ink: f"picture--{ink}" for ink in Ink if ink is not Ink.BLANK}
            self._ink_styles = {ink: self.get_visual_style(name).rich_style for ink, name in names.items()}
            self._ink_styles[Ink.BLANK] = self.visual_style.rich_style
        return self._ink_styles


def _length(runs: tuple[Run, ...]) -> int:
    return sum(len(text) for text, _ in runs)
