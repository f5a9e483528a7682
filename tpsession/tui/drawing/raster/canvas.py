"""Cells made of dots that become braille or plain characters, and of quarters that become blocks."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from tpsession.tui.drawing.raster.picture import Charset, Ink, Picture

DOTS_ACROSS = 2
DOTS_DOWN = 4
"""Dots of a cell. A cell is about twice as high as wide, so that a dot is about square."""

_BRAILLE = 0x2800
_BITS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
"""The bit of each dot in a braille pattern, by row and column."""
_ROWS = tuple(left | right for left, right in _BITS)
_COLUMNS = tuple(sum(row[column] for row in _BITS) for column in range(DOTS_ACROSS))
_INKS = tuple(Ink)
_CODES = {ink: code for code, ink in enumerate(_INKS)}

_Cell = tuple[str, int]
"""A character and the code of its ink: 0 where nothing was drawn."""


class Canvas:
    """Dots that are set one by one or in rows; each cell has the ink of the dot that was set last.

    `Ink.BLANK` takes dots away, and leaves the ink of what stays in the cell.
    """

    pitch = 1
    """Height in dots of the rows that are set."""

    def __init__(self, columns: int, rows: int) -> None:
        """Make an empty canvas of so many cells."""
        self.columns = columns
        self.rows = rows
        self.width = columns * DOTS_ACROSS
        """Dots in a row."""
        self.height = rows * DOTS_DOWN // self.pitch
        # A row of cells is one number, a byte for each cell: a whole row of dots is set at once.
        self._bits = [0] * rows
        self._inks = [bytearray(columns) for _ in range(rows)]
        self._lines = tuple(sum(row << 8 * column for column in range(columns)) for row in _ROWS)
        self._marks: dict[tuple[int, int], str] = {}

    def set_dot(self, x: int, y: int, ink: Ink) -> None:
        """Set the dot in column `x` and row `y`, both from 0; outside the canvas nothing happens."""
        self.fill_row(x, x, y, ink)

    def fill_row(self, first: int, last: int, y: int, ink: Ink) -> None:
        """Set the dots of row `y` from column `first` to `last`, both set; what is outside is left out."""
        first, last = max(first, 0), min(last, self.width - 1)
        if first <= last and 0 <= y < self.height:
            for line in range(y * self.pitch, (y + 1) * self.pitch):
                self._set(first, last, line, ink)

    def _set(self, first: int, last: int, y: int, ink: Ink) -> None:
        row, line = divmod(y, DOTS_DOWN)
        start, stop = first // DOTS_ACROSS, last // DOTS_ACROSS + 1
        dots = self._lines[line] & ((1 << 8 * stop) - (1 << 8 * start))
        left, right = _BITS[line]
        if first % DOTS_ACROSS:
            dots &= ~(left << 8 * start)
        if not last % DOTS_ACROSS:
            dots &= ~(right << 8 * (stop - 1))
        if ink is Ink.BLANK:
            self._bits[row] &= ~dots
        else:
            self._bits[row] |= dots
            self._inks[row][start:stop] = bytes((_CODES[ink],)) * (stop - start)

    def put_char(self, column: int, row: int, char: str, ink: Ink) -> None:
        """Put a character of one cell's width in place of a cell's dots."""
        if 0 <= column < self.columns and 0 <= row < self.rows:
            self._marks[(column, row)] = char
            self._inks[row][column] = _CODES[ink]

    def to_picture(self, charset: Charset, over: Canvas | None = None) -> Picture:
        """What was drawn, in the characters that the terminal shows.

        over: another canvas of this size; where its cells aren't empty they take the place of those below.
        """
        rows = (self.cells(row, charset) for row in range(self.rows))
        if over is not None:
            above = (over.cells(row, charset) for row in range(over.rows))
            rows = (_laid_over(lower, upper) for lower, upper in zip(rows, above, strict=True))
        return Picture(tuple(tuple(_runs(row)) for row in rows))

    def _chars(self, charset: Charset) -> tuple[str, ...]:
        """The character of each pattern of dots."""
        return _UNICODE if charset is Charset.UNICODE else _ASCII

    def cells(self, row: int, charset: Charset) -> list[_Cell]:
        """One row of cells, as it is drawn so far."""
        chars = self._chars(charset)
        bits = self._bits[row].to_bytes(self.columns, "little")
        inks = self._inks[row]
        cells = [(chars[cell], code) if cell else _EMPTY for cell, code in zip(bits, inks, strict=True)]
        for (column, marked), char in self._marks.items():
            if marked == row:
                cells[column] = (char, inks[column])
        return cells


class BlockCanvas(Canvas):
    """Quarters of cells instead of single dots, for what is to stand out from afar.

    A quarter is a dot wide and two dots high.
    """

    pitch = 2

    def _chars(self, charset: Charset) -> tuple[str, ...]:
        return _QUARTERED if charset is Charset.UNICODE else _ASCII


def _laid_over(lower: list[_Cell], upper: list[_Cell]) -> list[_Cell]:
    return [above if above[1] else below for below, above in zip(lower, upper, strict=True)]


def _runs(cells: list[_Cell]) -> Iterator[tuple[str, Ink]]:
    for code, together in groupby(cells, key=lambda cell: cell[1]):
        yield "".join([char for char, _ in together]), _INKS[code]


def _plain(bits: int) -> str:
    """The plain character that comes nearest to a pattern of dots."""
    filled = tuple(line for line, row in enumerate(_ROWS) if bits & row)
    if not bits:
        return " "
    if bits.bit_count() >= _DENSE:
        return "#"
    if any(bits & column == bits for column in _COLUMNS) and len(filled) >= _UPRIGHT:
        return "|"
    if len(filled) == 1:
        return "''.."[filled[0]] if bits.bit_count() == 1 else '"--_'[filled[0]]
    if filled[-1] < DOTS_DOWN // 2:
        return "'"
    return "." if filled[0] >= DOTS_DOWN // 2 else ":"


def _block(bits: int) -> str:
    """The block of the quarters that have a dot."""
    quarters = (0x01 | 0x02, 0x08 | 0x10, 0x04 | 0x40, 0x20 | 0x80)
    return _QUARTERS[sum(1 << place for place, quarter in enumerate(quarters) if bits & quarter)]


_EMPTY = (" ", 0)
_DENSE = 5
"""Dots from which on a cell counts as filled in ASCII."""
_UPRIGHT = 3
"""Dots of one column from which on they count as an upright line in ASCII."""
_QUARTERS = " ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█"
"""Blocks by their quarters, as bits: upper left, upper right, lower left, lower right."""
_UNICODE = (" ", *(chr(_BRAILLE + bits) for bits in range(1, 256)))
_QUARTERED = tuple(_block(bits) for bits in range(256))
_ASCII = tuple(_plain(bits) for bits in range(256))
