"""A few words in letters that fill a box, to be read from across the room."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tpsession.tui.drawing.raster.picture import Charset, Ink, Picture

_HIGH = 5
"""Pixels of a letter's height."""
_LEADING = 2
"""Pixels between two lines."""
_SPACE = 3
"""Pixels of the space between two words, beside the gaps around it."""
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
"""What can be drawn large, beside the space."""
_HALVES = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}


def draw_letters(text: str, columns: int, rows: int, charset: Charset) -> Picture:
    """Draw words as large as the box of cells allows, on as many lines as that takes.

    Where not even the smallest letters fit, or others than A to Z are asked for, it is plain text in one row.
    """
    if columns <= 0 or rows <= 0 or not text.strip():
        return Picture(())
    words = text.upper().split()
    drawn = max(_drawings(words, columns, rows, charset), default=None) if _known(words) else None
    if drawn is None:
        return Picture((((text[:columns], Ink.TEXT),),))
    scale, _, lines = drawn
    return _picture([_pixels(line) for line in lines], scale, charset)


def _known(words: Sequence[str]) -> bool:
    return set("".join(words)) <= LETTERS


def _drawings(
    words: Sequence[str], columns: int, rows: int, charset: Charset
) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """The ways to break the words into lines: the scale at which each fits, and fewer lines first."""
    for count in range(1, len(words) + 1):
        lines = _broken(words, count)
        across = max(len(_pixels(line)[0]) for line in lines)
        down = _HIGH * len(lines) + _LEADING * (len(lines) - 1)
        # Half a cell is a pixel where the terminal has blocks.
        scale = min(columns // across, rows * (2 if charset is Charset.UNICODE else 1) // down)
        if scale:
            yield scale, -len(lines), lines


def _broken(words: Sequence[str], count: int) -> tuple[str, ...]:
    """The words on so many lines at most, the longest as short as it can be."""
    width = min(
        width
        for width in range(max(map(len, words)), len(" ".join(words)) + 1)
        if len(_filled(words, width)) <= count
    )
    return _filled(words, width)


def _filled(words: Sequence[str], width: int) -> tuple[str, ...]:
    """The words on lines of so many characters."""
    lines = [words[0]]
    for word in words[1:]:
        longer = f"{lines[-1]} {word}"
        if len(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(lines)


def _pixels(line: str) -> list[str]:
    """The rows of a line at its smallest, a character each pixel."""
    glyphs = [_GLYPHS[char].split() if char != " " else ["." * _SPACE] * _HIGH for char in line]
    return [".".join(parts) for parts in zip(*glyphs, strict=True)]


def _picture(lines: Sequence[list[str]], scale: int, charset: Charset) -> Picture:
    across = max(len(line[0]) for line in lines)
    empty = ["." * across] * _LEADING
    rows: list[str] = []
    for line in lines:
        rows += [*(empty if rows else []), *(row.center(across, ".") for row in line)]
    pixels = ["".join(pixel * scale for pixel in row) for row in rows for _ in range(scale)]
    if charset is Charset.ASCII:
        return Picture(tuple(((row.replace(".", " "), Ink.TEXT),) for row in pixels))
    if len(pixels) % 2:
        pixels.append("." * across * scale)
    pairs = zip(pixels[::2], pixels[1::2], strict=True)
    return Picture(tuple(((_halves(upper, lower), Ink.TEXT),) for upper, lower in pairs))


def _halves(upper: str, lower: str) -> str:
    return "".join(_HALVES[(above == "#", below == "#")] for above, below in zip(upper, lower, strict=True))
