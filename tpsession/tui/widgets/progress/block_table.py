"""The raw ratings of a comparison as a table that takes as much width as it needs, or as there is."""

from __future__ import annotations

from itertools import zip_longest

from rich.cells import cell_len
from textual.app import RenderResult
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from tpsession.core.progress.chart_tables import ChartTable
from tpsession.tui.text.columns import fit_text, wrap_text
from tpsession.tui.text.plain_text import display_text, literal

_GAP = 2
"""Cells between two columns."""


class BlockTable(Widget):
    """Shows a table of a few columns; long headings wrap, so that every column can be seen."""

    DEFAULT_CSS = """
    BlockTable { width: 100%; height: auto; }
    """

    _table = ChartTable((), ())

    def show(self, table: ChartTable) -> None:
        """Show this table instead of the one before; a table without rows is hidden."""
        self._table = ChartTable(tuple(map(display_text, table.headings)), table.rows)
        self.display = bool(table.rows)
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the number of rows that the table takes at this width."""
        return len(self._lines(width))

    def render(self) -> RenderResult:
        """Draw the headings and the rows."""
        return Content("\n").join(self._lines(self.content_size.width))

    def _lines(self, width: int) -> list[Content]:
        """Return the lines of the headings, which wrap, and of the rows, whose cells are cut to their column.

        The lines have at most `width` cells, unless the first column leaves too little for the others.
        Without headings, there are no lines. Otherwise the table must have two columns or more.
        """
        if not self._table.headings:
            return []
        widths = self._column_widths(width)
        headings = [wrap_text(text, size) for text, size in zip(self._table.headings, widths, strict=True)]
        lines = [
            literal(_join(parts, widths)).stylize("bold") for parts in zip_longest(*headings, fillvalue="")
        ]
        return [*lines, *(literal(_join(row, widths)) for row in self._table.rows)]

    def _column_widths(self, width: int) -> list[int]:
        """Return the width of each column in cells: the first as wide as its longest text, heading or cell.

        Each of the others is as wide as its longest text too, but at most its equal share of the rest of
        `width`, less the gap before it, and at least one cell.
        """
        columns = list(zip(self._table.headings, *self._table.rows, strict=True))
        first, *others = (max(map(cell_len, column)) for column in columns)
        share = max(1, (width - first) // len(others) - _GAP)
        return [first, *(min(wanted, share) for wanted in others)]


def _join(parts: tuple[str, ...], widths: list[int]) -> str:
    """Return the cells of a row in one line, each cut or padded to its width, with `_GAP` blanks between.

    Blanks at the end are left out.
    """
    return (" " * _GAP).join(fit_text(text, size) for text, size in zip(parts, widths, strict=True)).rstrip()
