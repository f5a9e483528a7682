"""The base class of widgets that show a picture: it caches the drawing and colours it by the theme."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.css.types import AlignHorizontal, AlignVertical
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tpsession.tui.drawing.raster.charset import Charset
from tpsession.tui.drawing.raster.picture import Ink, Picture, Run
from tpsession.tui.text.charset import charset_of


class PictureWidget(Widget):
    """Shows the picture that a subclass's `draw` returns, in the theme's colours.

    A picture is drawn once for its size and cached until `redraw` is called. Colours alone carry no meaning:
    under NO_COLOR the parts of a picture still differ in their marks and dots, and in bold type. A subclass
    with inks of its own declares a component class and a style for each.
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
    """Off, because the characters of a picture make no sense as copied text."""
    ALIGNMENT: ClassVar[tuple[AlignHorizontal, AlignVertical]] = ("center", "middle")
    """Where a picture that is smaller than the widget is placed in it."""

    _picture: Picture | None = None
    _drawn_for: tuple[int, int] = (0, 0)
    _ink_styles: dict[Ink, Style] | None = None

    @abstractmethod
    def draw(self, columns: int, rows: int) -> Picture:
        """Return the picture for so many cells, at least 1 by 1.

        The picture may be smaller. If it is larger, the part that doesn't fit is cut off.
        """

    @property
    def charset(self) -> Charset:
        """The characters that the terminal shows."""
        return charset_of(self)

    def redraw(self) -> None:
        """Have the picture drawn again, because what it shows has changed; the layout stays.

        Only what changed in each row is repainted, if the size of widget and picture is the same.
        """
        old, self._picture = self._picture, None
        width, height = self.size
        if old is None or not self.is_on_screen or self._drawn_for != (width, height):
            self.refresh()
            return
        new = self._picture_for(width, height)
        if len(new.rows) != len(old.rows):
            self.refresh()
            return
        top = self._margin_before(height - len(new.rows), self.ALIGNMENT[1])
        regions: list[Region] = []
        for row, (old_row, new_row) in enumerate(zip(old.rows, new.rows, strict=True)):
            if old_row != new_row:
                changed = Region(0, top + row, width, 1)
                if (row_width := _width(new_row)) == _width(old_row):
                    first, stop = _changed_cells(old_row, new_row)
                    left = self._margin_before(width - row_width, self.ALIGNMENT[0])
                    changed = Region(left + first, top + row, stop - first, 1).intersection(changed)
                regions.append(changed)
        if regions:
            self.refresh(*regions)

    def cell_at(self, x: int, y: int) -> tuple[int, int] | None:
        """Return the picture's column and row, from 0, at a position in the widget; None beside it."""
        width, height = self.size
        rows = self._picture_for(width, height).rows
        row = y - self._margin_before(height - len(rows), self.ALIGNMENT[1])
        if not 0 <= row < len(rows):
            return None
        row_width = _width(rows[row])
        column = x - self._margin_before(width - row_width, self.ALIGNMENT[0])
        return (column, row) if 0 <= column < row_width else None

    def notify_style_update(self) -> None:
        """Forget the cached colours, because the theme or a class has changed."""
        self._ink_styles = None
        super().notify_style_update()

    def render_line(self, y: int) -> Strip:
        """Draw one line of the picture, or a blank line above or below it."""
        width, height = self.size
        rows = self._picture_for(width, height).rows
        row = y - self._margin_before(height - len(rows), self.ALIGNMENT[1])
        if not 0 <= row < len(rows):
            return Strip.blank(width, self._style_of(Ink.BLANK))
        return self._align_row(rows[row], width)

    def _picture_for(self, width: int, height: int) -> Picture:
        """Return the picture for a size, drawn now if it isn't in the cache."""
        if self._picture is None or self._drawn_for != (width, height):
            self._picture = self.draw(max(1, width), max(1, height))
            self._drawn_for = (width, height)
        return self._picture

    @staticmethod
    def _margin_before(spare: int, alignment: AlignHorizontal | AlignVertical) -> int:
        """Return how many of the spare cells come before the picture; 0 if `spare` is negative."""
        if alignment in ("left", "top"):
            return 0
        return max(0, spare if alignment in ("right", "bottom") else spare // 2)

    def _align_row(self, runs: tuple[Run, ...], width: int) -> Strip:
        """Return a line of the widget, `width` cells wide, with one row of the picture placed by `ALIGNMENT`.

        A row that is too wide is cut off.
        """
        blank = self._style_of(Ink.BLANK)
        row_width = _width(runs)
        margin = self._margin_before(width - row_width, self.ALIGNMENT[0])
        segments = [Segment(" " * margin, blank)] if margin else []
        styles = {ink: self._style_of(ink) for ink in {ink for _, ink in runs}}
        segments += [Segment(text, styles[ink]) for text, ink in runs if text]
        return Strip(segments, margin + row_width).adjust_cell_length(width, blank)

    def _style_of(self, ink: Ink) -> Style:
        """Return the style of an ink in the current theme; cached until `notify_style_update`."""
        if self._ink_styles is None:
            self._ink_styles = {}
        style = self._ink_styles.get(ink)
        if style is None:
            visual = self.visual_style if ink is Ink.BLANK else self.get_visual_style(f"picture--{ink}")
            style = self._ink_styles[ink] = visual.rich_style
        return style


def _width(runs: tuple[Run, ...]) -> int:
    """Return the number of cells in a row; each character of a picture is one cell wide."""
    return sum(len(text) for text, _ in runs)


def _changed_cells(old: tuple[Run, ...], new: tuple[Run, ...]) -> tuple[int, int]:
    """Return where two rows of the same width differ: the first cell, and the one after the last, from 0.

    The two cells may lie further apart than needed. They are the same if both rows have the same runs.
    """
    first = _cells_in_common(zip(old, new, strict=False), str.startswith)
    stop = _width(new) - _cells_in_common(zip(reversed(old), reversed(new), strict=False), str.endswith)
    # Both ends meet where the cells are all equal, and only cut into other runs.
    return first, max(first, stop)


def _cells_in_common(pairs: Iterable[tuple[Run, Run]], begins_with: Callable[[str, str], bool]) -> int:
    """Return how many cells of two rows are surely the same, counted from one end.

    The count ends at the first two runs that differ. Of these, the shorter run counts too if it has the ink
    of the longer one, which has the same characters at this end.

    Args:
        pairs: The runs of both rows, an old and a new one each, in order from this end.
        begins_with: `str.startswith` if this end is the left one, `str.endswith` if it is the right one.

    """
    cells = 0
    for old, new in pairs:
        if old is new or old == new:
            cells += len(old[0])
            continue
        shorter, longer = sorted((old[0], new[0]), key=len)
        return cells + len(shorter) if old[1] is new[1] and begins_with(longer, shorter) else cells
    return cells
