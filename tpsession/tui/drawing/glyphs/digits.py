"""A time in large numerals that fill a box, readable from across the room."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from tpsession.tui.drawing.raster.charset import Charset
from tpsession.tui.drawing.raster.picture import Ink, Picture
from tpsession.tui.drawing.raster.shapes import fill_polygon, fill_rectangle

NUMERALS = "0123456789+: "
"""The characters that can be drawn large. A space is as wide as a digit, so a padded time keeps its place."""

_NARROWEST = 3
_LOWEST = 3
"""Width and height of the smallest numeral, in cells."""
_TALL, _WIDE = 2.4, 1.25
"""Largest and smallest ratio of a numeral's height to its width, in square pixels."""
_STROKE = 0.25
"""Width of an upright stroke as a part of the numeral's width."""
_ROUNDED = 6
"""From this width in pixels on, there is room for rounded corners."""
_SLANTED = 10
"""From this width in pixels on, the slanted side of a 4 leaves its inside open."""
_OPEN = 8
"""Below this height in pixels, 6 and 9 need a wider opening to differ from 8."""
_CUT = 4
"""From this width in pixels on, the points of the colon have cut corners."""
_FILLED_LOWEST = 5
"""Height in pixels that filled numerals need; lower ones are made of line characters."""
_CACHED = 64
"""How many numerals are cached: those of a few sizes."""
_LINES = {
    "0": (" _ ", "| |", "|_|"),
    "1": ("   ", "  |", "  |"),
    "2": (" _ ", " _|", "|_ "),
    "3": (" _ ", " _|", " _|"),
    "4": ("   ", "|_|", "  |"),
    "5": (" _ ", "|_ ", " _|"),
    "6": (" _ ", "|_ ", "|_|"),
    "7": (" _ ", "  |", "  |"),
    "8": (" _ ", "|_|", "|_|"),
    "9": (" _ ", "|_|", " _|"),
    "+": ("   ", "_|_", " | "),
    ":": (" ", ".", "."),
    " ": ("   ", "   ", "   "),
}
"""The smallest ASCII numerals, three cells wide and high."""


@dataclass(frozen=True, slots=True)
class _Size:
    """The size of a numeral, in pixels."""

    width: int
    height: int
    aspect: float
    """A pixel's height divided by its width."""

    @property
    def upright(self) -> int:
        """Width of an upright stroke."""
        return max(1, round(self.width * _STROKE))

    @property
    def level(self) -> int:
        """Height of a level stroke. A numeral of 5 pixels or more has room for three and the gaps between."""
        return max(1, min(round(self.width * _STROKE / self.aspect), self.height // 5))

    @property
    def middle(self) -> int:
        """Row at which the middle stroke begins."""
        return (self.height - self.level) // 2

    @property
    def gap(self) -> int:
        """Pixels between two numerals."""
        return max(1, round(self.width * _STROKE * 0.9))

    def width_of(self, text: str) -> int:
        """Return the width of a whole time, in pixels."""
        glyphs = sum(self.upright if char == ":" else self.width for char in text)
        return glyphs + self.gap * (len(text) - 1)


def draw_digits(text: str, columns: int, rows: int, charset: Charset) -> Picture:
    """Return a picture of a time such as ``12:34`` or ``+0:45``, as large as a box of so many cells allows.

    The picture has the size of the numerals, not of the box: the caller places it. All digits are equally
    wide. The result is plain text in one row, cut off if needed, where even the smallest numerals don't fit,
    or where the text has characters other than `NUMERALS`. Without cells or text it has no rows.
    """
    if columns <= 0 or rows <= 0 or not text:
        return Picture(())
    size = _largest_size(text, columns, rows, charset) if set(text) <= set(NUMERALS) else None
    if size is None:
        return Picture((((text[:columns], Ink.TEXT),),))
    glyphs = [_numeral_rows(char, size, charset) for char in text]
    gap = " " * size.gap
    return Picture(tuple(((gap.join(parts), Ink.TEXT),) for parts in zip(*glyphs, strict=True)))


def _largest_size(text: str, columns: int, rows: int, charset: Charset) -> _Size | None:
    """Return the size of the largest numerals that fit, or None where even the smallest don't.

    A pixel is a cell in ASCII, otherwise half a cell.
    """
    solid = charset is Charset.UNICODE
    aspect = 1.0 if solid else 2.0
    lowest = _LOWEST * 2 if solid else _LOWEST
    pixel_rows = rows * 2 if solid else rows
    if pixel_rows < lowest:
        return None
    for width in range(min(columns, int(pixel_rows * aspect / _WIDE)), _NARROWEST - 1, -1):
        height = min(pixel_rows, max(_FILLED_LOWEST, int(width * _TALL / aspect)))
        size = _Size(width, height - height % 2 if solid else height, aspect)
        if size.width_of(text) <= columns:
            return size
    return None


class _Grid:
    """The pixels of one numeral. A row is one integer; its lowest bit is the leftmost pixel."""

    row_height = 1

    def __init__(self, width: int, height: int) -> None:
        """Make an empty grid of this many pixels."""
        self.width = width
        self.height = height
        self.rows = [0] * height

    def fill_row(self, first: int, last: int, y: int, ink: Ink) -> None:
        """Set the pixels of a row from column `first` to `last`, both included; `Ink.BLANK` clears them.

        Pixels outside are ignored.
        """
        first, last = max(first, 0), min(last, self.width - 1)
        if first <= last and 0 <= y < self.height:
            pixels = (1 << last + 1) - (1 << first)
            self.rows[y] = self.rows[y] & ~pixels if ink is Ink.BLANK else self.rows[y] | pixels

    def add(self, other: _Grid) -> None:
        """Set all pixels that are set in another grid of the same size."""
        self.rows = [own | added for own, added in zip(self.rows, other.rows, strict=True)]


class _Pen:
    """Draws the parts of numerals in one size."""

    def __init__(self, size: _Size) -> None:
        """Work out the measures that the numerals of a size share."""
        self.size = size
        self.width, self.height = size.width, size.height
        self.upright, self.level = size.upright, size.level
        self.top, self.bottom = size.middle, size.middle + size.level
        """Upper and lower edge of the middle stroke."""
        self.half = size.width / 2
        self.drop = round(size.height * 0.09) if size.width >= _ROUNDED else 0
        """How far the end of a bent stroke reaches down or up, in pixels."""

    def grid(self) -> _Grid:
        """Return an empty grid for one numeral."""
        return _Grid(self.width, self.height)

    def fill(self, grid: _Grid, left: float, top: float, right: float, bottom: float) -> None:
        """Set the pixels of a rectangle; its edges are in pixels from the upper left corner."""
        fill_rectangle(grid, (left, top), (right, bottom), 0, Ink.TEXT)

    def clear(self, grid: _Grid, left: float, top: float, right: float, bottom: float) -> None:
        """Clear the pixels of a rectangle; its edges are in pixels from the upper left corner."""
        fill_rectangle(grid, (left, top), (right, bottom), 0, Ink.BLANK)

    def bowl(self, top: int, bottom: int) -> _Grid:
        """Return a numeral that contains one closed outline, as wide as the numeral.

        The outline reaches from row `top` to just above row `bottom`, in pixels. Its corners are rounded if
        the numeral is wide enough.
        """
        grid = self.grid()
        x_radius = self.width * 0.38 if self.width >= _ROUNDED else 0.0
        y_radius = min(x_radius * 1.25 / self.size.aspect, (bottom - top) / 2)
        fill_rectangle(grid, (0, top), (self.width, bottom), (x_radius, y_radius), Ink.TEXT)
        inner_radii = (max(0.0, x_radius - self.upright), max(0.0, y_radius - self.level))
        fill_rectangle(
            grid,
            (self.upright, top + self.level),
            (self.width - self.upright, bottom - self.level),
            inner_radii,
            Ink.BLANK,
        )
        return grid

    def upper(self) -> _Grid:
        """Return a numeral with a closed outline from its top to its middle stroke."""
        return self.bowl(0, self.bottom)

    def lower(self) -> _Grid:
        """Return a numeral with a closed outline from its middle stroke to its bottom."""
        return self.bowl(self.top, self.height)


def _zero(pen: _Pen) -> _Grid:
    """Draw a 0: one outline over the whole height."""
    return pen.bowl(0, pen.height)


def _one(pen: _Pen) -> _Grid:
    """Draw a 1: an upright with a flag at its top and a foot."""
    grid = pen.grid()
    left = (pen.width - pen.upright) // 2
    pen.fill(grid, left, 0, left + pen.upright, pen.height)
    flag = max(1, round(pen.width * 0.26))
    if pen.width >= _ROUNDED:
        points = ((left, 0), (left - flag, flag), (left - flag, flag + pen.level), (left, pen.level + 1))
        fill_polygon(grid, points, Ink.TEXT)
    else:
        pen.fill(grid, left - flag, 0, left, pen.level)
    foot = pen.width * 0.1 if pen.width >= _ROUNDED else 0
    pen.fill(grid, foot, pen.height - pen.level, pen.width - foot, pen.height)
    return grid


def _two(pen: _Pen) -> _Grid:
    """Draw a 2: the right of the upper outline, the left of the lower one, and a foot."""
    grid = pen.upper()
    pen.clear(grid, 0, pen.level + pen.drop, pen.half, pen.height)
    # The lower bowl is drawn too deep: its lower corners then lie outside, and the foot stays square.
    stem = pen.bowl(pen.top, pen.height * 2)
    pen.clear(stem, pen.half, 0, pen.width, pen.height)
    grid.add(stem)
    pen.fill(grid, 0, pen.height - pen.level, pen.width, pen.height)
    return grid


def _three(pen: _Pen) -> _Grid:
    """Draw a 3: two outlines, one above the other, open on the left."""
    grid = _eight(pen)
    pen.clear(grid, 0, pen.level + pen.drop, pen.half, pen.height - pen.level - pen.drop)
    pen.fill(grid, pen.width * 0.3, pen.top, pen.half, pen.bottom)
    return grid


def _four(pen: _Pen) -> _Grid:
    """Draw a 4: a slant, or a short upright in a narrow one, a level stroke, and a long upright."""
    grid = pen.grid()
    if pen.width < _SLANTED:
        pen.fill(grid, 0, 0, pen.upright, pen.bottom)
        pen.fill(grid, 0, pen.top, pen.width, pen.bottom)
        pen.fill(grid, pen.width - pen.upright, 0, pen.width, pen.height)
        return grid
    right = round(pen.width * 0.88)
    left = right - pen.upright
    foot = round(pen.height * 0.76)
    bar = foot - pen.level
    slanted = ((left, 0), (right, 0), (right, pen.level), (pen.upright * 1.05, bar), (0, bar))
    fill_polygon(grid, slanted, Ink.TEXT)
    pen.fill(grid, 0, bar, pen.width, foot)
    pen.fill(grid, left, 0, right, pen.height)
    return grid


def _five(pen: _Pen) -> _Grid:
    """Draw a 5: an upper bar, a short upright on the left, and the lower outline open on the left."""
    grid = pen.lower()
    pen.clear(grid, 0, 0, pen.half, pen.height - pen.level - pen.drop)
    pen.fill(grid, 0, 0, pen.upright, pen.bottom)
    pen.fill(grid, 0, 0, pen.width, pen.level)
    pen.fill(grid, 0, pen.top, pen.half, pen.bottom)
    return grid


def _six(pen: _Pen) -> _Grid:
    """Draw a 6: the lower outline, and a bent stroke that comes from the top."""
    grid = pen.bowl(0, pen.height)
    pen.clear(grid, pen.half, pen.level + pen.drop, pen.width, pen.height)
    if pen.height < _OPEN:
        pen.clear(grid, pen.width - pen.upright, 0, pen.width, pen.top)
    grid.add(pen.lower())
    return grid


def _seven(pen: _Pen) -> _Grid:
    """Draw a 7: an upper bar and a leg, which slants if the numeral is at least `_ROUNDED` pixels wide."""
    grid = pen.grid()
    right = pen.width - pen.upright
    foot = pen.width * 0.28 if pen.width >= _ROUNDED else right
    leg = (
        (right, 0),
        (pen.width, 0),
        (pen.width, pen.level),
        (foot + pen.upright, pen.height),
        (foot, pen.height),
        (right, pen.level),
    )
    fill_polygon(grid, leg, Ink.TEXT)
    pen.fill(grid, 0, 0, pen.width, pen.level)
    return grid


def _eight(pen: _Pen) -> _Grid:
    """Draw an 8: two outlines, one above the other."""
    grid = pen.upper()
    grid.add(pen.lower())
    return grid


def _nine(pen: _Pen) -> _Grid:
    """Draw a 9: the upper outline, and a bent stroke that goes to the bottom."""
    grid = pen.bowl(0, pen.height)
    pen.clear(grid, 0, 0, pen.half, pen.height - pen.level - pen.drop)
    if pen.height < _OPEN:
        pen.clear(grid, 0, pen.bottom, pen.upright, pen.height)
    grid.add(pen.upper())
    return grid


def _plus(pen: _Pen) -> _Grid:
    """Draw a plus sign in the middle of the height."""
    grid = pen.grid()
    left = (pen.width - pen.upright) // 2
    reach = left * (1.0 / pen.size.aspect)
    pen.fill(grid, 0, pen.top, pen.width, pen.bottom)
    pen.fill(grid, left, pen.top - reach, left + pen.upright, pen.bottom + reach)
    return grid


def _colon(pen: _Pen) -> _Grid:
    """Draw a colon: two dots, one above the other."""
    grid = _Grid(pen.upright, pen.height)
    point_height = max(1, round(pen.upright / pen.size.aspect))
    first_top = round(pen.height * 0.3) - point_height // 2
    corners = (pen.upright * 0.25, point_height * 0.25) if pen.upright >= _CUT else 0.0
    for top in (first_top, pen.height - first_top - point_height):
        fill_rectangle(grid, (0, top), (pen.upright, top + point_height), corners, Ink.TEXT)
    return grid


_DRAW: dict[str, Callable[[_Pen], _Grid]] = {
    "0": _zero, "1": _one, "2": _two, "3": _three, "4": _four, "5": _five, "6": _six, "7": _seven,
    "8": _eight, "9": _nine, "+": _plus, ":": _colon, " ": _Pen.grid,
}  # fmt: skip


@lru_cache(maxsize=_CACHED)
def _numeral_rows(char: str, size: _Size, charset: Charset) -> tuple[str, ...]:
    """Return a numeral or sign as rows of characters.

    It is filled, or taken from `_LINES` if it is less than `_FILLED_LOWEST` pixels high.
    """
    if size.height < _FILLED_LOWEST:
        return _LINES[char]
    grid = _DRAW[char](_Pen(size))
    if charset is Charset.ASCII:
        return tuple(_bits(row, grid.width).replace("0", " ").replace("1", "#") for row in grid.rows)
    pairs = list(zip(grid.rows[::2], grid.rows[1::2], strict=True))
    # Most rows of a numeral are the same upright strokes, so each pair of rows is converted once.
    blocks = {pair: _half_block_row(pair, grid.width) for pair in set(pairs)}
    return tuple(blocks[pair] for pair in pairs)


def _bits(row: int, width: int) -> str:
    """Return a row of pixels as zeros and ones, the leftmost first."""
    return f"{row:0{width}b}"[::-1]


def _half_block_row(pair: tuple[int, int], width: int) -> str:
    """Return two rows of pixels as one row of half blocks."""
    upper, lower = pair
    return "".join([_HALVES[both] for both in zip(_bits(upper, width), _bits(lower, width), strict=True)])


_HALVES = {("0", "0"): " ", ("1", "0"): "▀", ("0", "1"): "▄", ("1", "1"): "█"}
