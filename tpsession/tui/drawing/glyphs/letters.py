"""A few words in large letters that fill a box, readable from across the room."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tpsession.tui.drawing.raster.charset import Charset
from tpsession.tui.drawing.raster.picture import Ink, Picture

_LETTER_HEIGHT = 5
"""Pixels."""
_LEADING = 2
"""Pixels between two lines."""
_SPACE = 3
"""Width of the space between two words in pixels, without the gaps around it."""
_GLYPHS = {
    "A": ".###. #...# ##### #...# #...#",
    "B": "####. #...# ####. #...# ####.",
    "C": ".#### #.... #.... #.... .####",
    "D": "####. #...# #...# #...# ####.",
    "E": "##### #.... ####. #.... #####",
    "F": "##### #.... ####. #.... #....",
    "G": ".#### #.... #..## #...# .####",
    "H": "#...# #...# ##### #...# #...#",
    "I": "### .#. .#. .#. ###",
    "J": "..### ...#. ...#. #..#. .##..",
    "K": "#..#. #.#.. ##... #.#.. #..#.",
    "L": "#.... #.... #.... #.... #####",
    "M": "#...# ##.## #.#.# #...# #...#",
    "N": "#...# ##..# #.#.# #..## #...#",
    "O": ".###. #...# #...# #...# .###.",
    "P": "####. #...# ####. #.... #....",
    "Q": ".###. #...# #.#.# #..#. .##.#",
    "R": "####. #...# ####. #..#. #...#",
    "S": ".#### #.... .###. ....# ####.",
    "T": "##### ..#.. ..#.. ..#.. ..#..",
    "U": "#...# #...# #...# #...# .###.",
    "V": "#...# #...# #...# .#.#. ..#..",
    "W": "#...# #...# #.#.# ##.## #...#",
    "X": "#...# .#.#. ..#.. .#.#. #...#",
    "Y": "#...# .#.#. ..#.. ..#.. ..#..",
    "Z": "##### ...#. ..#.. .#... #####",
}
LETTERS = frozenset(_GLYPHS)
"""The characters that can be drawn large; the space can, too."""
_HALVES = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}


def draw_letters(text: str, columns: int, rows: int, charset: Charset) -> Picture:
    """Return words as a picture, as large as a box of so many cells allows, on as many lines as that takes.

    The picture may be smaller than the box. Small letters become capitals. The result is plain text in one
    row, cut off if needed, where not even the smallest letters fit, or where the text has characters other
    than A to Z. Without cells or words it has no rows.
    """
    if columns <= 0 or rows <= 0 or not text.strip():
        return Picture(())
    words = text.upper().split()
    layout = max(_possible_layouts(words, columns, rows, charset), default=None) if _can_draw(words) else None
    if layout is None:
        return Picture((((text[:columns], Ink.TEXT),),))
    scale, _, lines = layout
    return _draw_lines([_pixel_rows(line) for line in lines], scale, charset)


def _can_draw(words: Sequence[str]) -> bool:
    return set("".join(words)) <= LETTERS


def _possible_layouts(
    words: Sequence[str], columns: int, rows: int, charset: Charset
) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Yield the ways to break the words into lines that fit: the scale, minus the number of lines, the lines.

    The scale is how many times as large the letters are drawn. So the maximum of the tuples is the best
    layout: the largest scale, then the fewest lines.
    """
    for count in range(1, len(words) + 1):
        lines = _break_into_lines(words, count)
        width = max(len(_pixel_rows(line)[0]) for line in lines)
        height = _LETTER_HEIGHT * len(lines) + _LEADING * (len(lines) - 1)
        # Half a cell is a pixel where the terminal has block characters.
        scale = min(columns // width, rows * (2 if charset is Charset.UNICODE else 1) // height)
        if scale:
            yield scale, -len(lines), lines


def _break_into_lines(words: Sequence[str], count: int) -> tuple[str, ...]:
    """Break the words into at most `count` lines so that the longest line is as short as possible."""
    width = min(
        width
        for width in range(max(map(len, words)), len(" ".join(words)) + 1)
        if len(_wrap(words, width)) <= count
    )
    return _wrap(words, width)


def _wrap(words: Sequence[str], width: int) -> tuple[str, ...]:
    """Return the words on lines of at most `width` characters; a longer word has a line of its own.

    words: at least one.
    """
    lines = [words[0]]
    for word in words[1:]:
        longer = f"{lines[-1]} {word}"
        if len(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(lines)


def _pixel_rows(line: str) -> list[str]:
    """Return the pixel rows of a line at scale 1, one character for each pixel."""
    glyphs = [_GLYPHS[char].split() if char != " " else ["." * _SPACE] * _LETTER_HEIGHT for char in line]
    return [".".join(parts) for parts in zip(*glyphs, strict=True)]


def _draw_lines(lines: Sequence[list[str]], scale: int, charset: Charset) -> Picture:
    """Draw lines of pixels one below the other, centred, with each pixel `scale` times as wide and high."""
    width = max(len(line[0]) for line in lines)
    empty = ["." * width] * _LEADING
    rows: list[str] = []
    for line in lines:
        rows += [*(empty if rows else []), *(row.center(width, ".") for row in line)]
    pixels = ["".join(pixel * scale for pixel in row) for row in rows for _ in range(scale)]
    if charset is Charset.ASCII:
        return Picture(tuple(((row.replace(".", " "), Ink.TEXT),) for row in pixels))
    if len(pixels) % 2:
        pixels.append("." * width * scale)
    pairs = zip(pixels[::2], pixels[1::2], strict=True)
    return Picture(tuple(((_half_blocks(upper, lower), Ink.TEXT),) for upper, lower in pairs))


def _half_blocks(upper: str, lower: str) -> str:
    """Return two rows of pixels as one row of half blocks."""
    return "".join(_HALVES[(above == "#", below == "#")] for above, below in zip(upper, lower, strict=True))
