"""Canvases to draw dots on, which become pictures of braille, block or ASCII characters."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from tpsession.tui.drawing.raster.charset import Charset
from tpsession.tui.drawing.raster.picture import Ink, Picture

DOTS_ACROSS = 2
DOTS_DOWN = 4
"""Dots in a cell. A cell is about twice as high as wide, so a dot is about square."""

_BRAILLE = 0x2800
_BITS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
"""The bit of each dot in a braille pattern, by row and column."""
_ROWS = tuple(left | right for left, right in _BITS)
_COLUMNS = tuple(sum(row[column] for row in _BITS) for column in range(DOTS_ACROSS))
_INKS = tuple(Ink)
_INK_CODES = {ink: code for code, ink in enumerate(_INKS)}

_Cell = tuple[str, int]
"""A character and the code of its ink; code 0 where nothing was drawn."""
_ink_code = itemgetter(1)


class Canvas:
    """A grid of dots that are set one by one or in rows.

    A cell is shown in the ink of the dot that was set in it last. `Ink.BLANK` clears dots and leaves the
    ink of the other dots in the cell as it was.
    """

    row_height = 1
    """Height of a row, in dots."""

    def __init__(self, columns: int, rows: int) -> None:
        """Make an empty canvas of this many cells."""
        self.columns = columns
        self.rows = rows
        self.width = columns * DOTS_ACROSS
        """Dots in a row."""
        self.height = rows * DOTS_DOWN // self.row_height
        # A row of cells is one integer with a byte for each cell, so that a whole row of dots is set at once.
        self._bits = [0] * rows
        self._inks = [bytearray(columns) for _ in range(rows)]
        self._dot_lines = tuple(sum(row << 8 * column for column in range(columns)) for row in _ROWS)
        self._chars_put: list[dict[int, str]] = [{} for _ in range(rows)]
        """The characters put in each row, by column."""

    def set_dot(self, x: int, y: int, ink: Ink) -> None:
        """Fill the place in column `x` of row `y`, both from 0, as `fill_row` does."""
        self.fill_row(x, x, y, ink)

    def fill_row(self, first: int, last: int, y: int, ink: Ink) -> None:
        """Fill row `y`, which is `row_height` dots high, from column `first` to `last`, both included.

        What lies outside the canvas is ignored. The ink also recolours the other dots of the cells that it
        touches; `Ink.BLANK` only clears dots.
        """
        first, last = max(first, 0), min(last, self.width - 1)
        if first <= last and 0 <= y < self.height:
            for dot_line in range(y * self.row_height, (y + 1) * self.row_height):
                self._fill_dot_line(first, last, dot_line, ink)

    def _fill_dot_line(self, first: int, last: int, line: int, ink: Ink) -> None:
        """Set the dots of a line, one dot high, from column `first` to `last`, both included.

        All must be inside the canvas. line: counted from 0 at the top. ink: `Ink.BLANK` clears them.
        """
        row, dot_line = divmod(line, DOTS_DOWN)
        start, stop = first // DOTS_ACROSS, last // DOTS_ACROSS + 1
        dots = self._dot_lines[dot_line] & ((1 << 8 * stop) - (1 << 8 * start))
        left, right = _BITS[dot_line]
        if first % DOTS_ACROSS:
            dots &= ~(left << 8 * start)
        if not last % DOTS_ACROSS:
            dots &= ~(right << 8 * (stop - 1))
        if ink is Ink.BLANK:
            self._bits[row] &= ~dots
        else:
            self._bits[row] |= dots
            self._inks[row][start:stop] = bytes((_INK_CODES[ink],)) * (stop - start)

    def put_char(self, column: int, row: int, char: str, ink: Ink) -> None:
        """Show a character, one cell wide, instead of a cell's dots. Cells outside are ignored.

        Dots that are set there later don't show, but change the ink of the character.
        """
        if 0 <= column < self.columns and 0 <= row < self.rows:
            self._chars_put[row][column] = char
            self._inks[row][column] = _INK_CODES[ink]

    def write(self, column: int, row: int, text: str, ink: Ink) -> None:
        """Put a text into a row of cells, from the cell `column` on; what lies outside is left out.

        Its characters are one cell wide each.
        """
        for offset, char in enumerate(text):
            self.put_char(column + offset, row, char, ink)

    def to_picture(self, charset: Charset, over: Canvas | None = None) -> Picture:
        """Turn the drawing into characters of this charset.

        over: another canvas of the same size. Its cells replace this canvas's cells where they aren't empty.
        """
        rows = (self.cells(row, charset) for row in range(self.rows))
        if over is not None:
            upper_rows = (over.cells(row, charset) for row in range(over.rows))
            rows = (_overlay(lower, upper) for lower, upper in zip(rows, upper_rows, strict=True))
        return Picture(tuple(tuple(_runs(row)) for row in rows))

    def _pattern_chars(self, charset: Charset) -> tuple[str, ...]:
        """Return the character for each of the 256 patterns of dots."""
        return _UNICODE if charset is Charset.UNICODE else _ASCII

    def cells(self, row: int, charset: Charset) -> list[_Cell]:
        """Return one row of cells as it is drawn so far: the character and the code of the ink of each.

        A cell without dots and character is a space with the code 0.
        """
        chars = self._pattern_chars(charset)
        bits = self._bits[row].to_bytes(self.columns, "little")
        inks = self._inks[row]
        cells = [(chars[cell], code) if cell else _EMPTY for cell, code in zip(bits, inks, strict=True)]
        for column, char in self._chars_put[row].items():
            cells[column] = (char, inks[column])
        return cells


class BlockCanvas(Canvas):
    """A canvas of quarter cells instead of single dots, for shapes that must be seen from across the room.

    A quarter is one dot wide and two dots high.
    """

    row_height = 2

    def _pattern_chars(self, charset: Charset) -> tuple[str, ...]:
        return _QUARTERED if charset is Charset.UNICODE else _ASCII


def _overlay(lower: list[_Cell], upper: list[_Cell]) -> list[_Cell]:
    """Return the cells of the upper row, with those of the lower where the upper has nothing."""
    return [above if above[1] else below for below, above in zip(lower, upper, strict=True)]


def _runs(cells: list[_Cell]) -> Iterator[tuple[str, Ink]]:
    """Yield the text and the ink of each stretch of cells that have the same ink."""
    for code, same_ink in groupby(cells, key=_ink_code):
        yield "".join([char for char, _ in same_ink]), _INKS[code]


def _ascii_char(bits: int) -> str:
    """Return the ASCII character that looks most like a pattern of dots."""
    dot_lines = tuple(line for line, row in enumerate(_ROWS) if bits & row)
    if not bits:
        return " "
    if bits.bit_count() >= _DENSE:
        return "#"
    if any(bits & column == bits for column in _COLUMNS) and len(dot_lines) >= _UPRIGHT:
        return "|"
    if len(dot_lines) == 1:
        return "''.."[dot_lines[0]] if bits.bit_count() == 1 else '"--_'[dot_lines[0]]
    if dot_lines[-1] < DOTS_DOWN // 2:
        return "'"
    return "." if dot_lines[0] >= DOTS_DOWN // 2 else ":"


def _block_char(bits: int) -> str:
    """Return the block character whose filled quarters are those that hold a dot."""
    quarters = (0x01 | 0x02, 0x08 | 0x10, 0x04 | 0x40, 0x20 | 0x80)
    return _QUARTERS[sum(1 << place for place, quarter in enumerate(quarters) if bits & quarter)]


_EMPTY = (" ", 0)
_DENSE = 5
"""From this many dots on, a cell counts as filled in ASCII."""
_UPRIGHT = 3
"""From this many dots in one column on, they count as an upright line in ASCII."""
_QUARTERS = " ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█"
"""Block characters by their quarters as bits: upper left, upper right, lower left, lower right."""
_UNICODE = (" ", *(chr(_BRAILLE + bits) for bits in range(1, 256)))
_QUARTERED = tuple(_block_char(bits) for bits in range(256))
_ASCII = tuple(_ascii_char(bits) for bits in range(256))
