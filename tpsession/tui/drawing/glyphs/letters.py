"""Words in large letters, readable from across the room: as large as a box allows, on several lines.

The letters are fonts of pyfiglet, which also breaks the lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import combinations_with_replacement
from typing import TYPE_CHECKING

from tpsession.tui.drawing.raster.charset import Charset
from tpsession.tui.drawing.raster.picture import Ink, Picture

if TYPE_CHECKING:
    from pyfiglet import Figlet

_FONTS = {
    Charset.UNICODE: ("mono12", "smmono12", "smblock"),
    Charset.ASCII: ("banner", "mini"),
}
"""The fonts by size, the largest first. Those of the terminal's block characters are 9, 9 and 4 rows high."""
_NARROW_SPACE = {"smblock", "mini"}
"""Fonts whose space is hardly wider than the gap between two letters: it is doubled."""
_MAX_LINES = 2
"""More lines than these are no longer read at a glance, but letter by letter (our choice)."""


def draw_letters(text: str, columns: int, rows: int, charset: Charset) -> Picture:
    """Return words as a picture in the largest letters that fit into a box of so many cells.

    The picture is as wide as the box, with each line in its middle, and may be less high. If not even the
    smallest letters fit, or if they lack a character, it is the words as plain text in one row instead, as
    wide as the text, or cut off. Without cells or words it has no rows.
    """
    if columns <= 0 or rows <= 0 or not text.strip():
        return Picture(())
    for font in _FONTS[charset]:
        lines = _set_in(font, text, columns)
        if lines is not None and len(lines) <= rows:
            return _to_picture(lines)
    return Picture((((text[:columns], Ink.TEXT),),))


def draw_title_and_text(
    title: str, text: str, columns: int, rows: int, charset: Charset, *, max_lines: int = _MAX_LINES
) -> Picture | None:
    """Return a title and, below a blank row, a text in the largest letters in which both fit.

    The picture is `columns` wide, each line in its middle, and as high as it needs. The text gets the largest
    letters that leave room for the title; the title gets letters at least as large as the text's. The title
    takes one line, but in the smallest letters it may take more. With an empty text, there is only the title.

    None if they don't fit into so many cells, if the text would take more than `max_lines` lines, or if the
    letters lack a character.
    """
    smallest = _FONTS[charset][-1]
    for title_font, text_font in sorted(
        combinations_with_replacement(_FONTS[charset], 2), key=lambda pair: _FONTS[charset].index(pair[1])
    ):
        heading, lines = _set_in(title_font, title, columns), _set_in(text_font, text, columns)
        if heading is None or lines is None:
            continue
        below = [" " * columns, *lines] if lines else []
        if len(heading) + len(below) > rows:
            continue
        if len(lines) > max_lines * _row_count(text_font, columns):
            continue
        if title_font == smallest or len(heading) <= _row_count(title_font, columns):
            return _to_picture([*heading, *below])
    return None


def draw_prompt(question: str, answer: str, columns: int, rows: int, charset: Charset) -> Picture:
    """Return a short question and, below it, what to press, as large as a box of so many cells allows.

    Both have letters of one size, a line each. If there isn't room for that, the question is one row of plain
    text, and only `answer`, which says what to press, is drawn in letters, or is plain text too. In a box of
    one row, both are plain text in that row. What doesn't fit is cut off. Each row is `columns` wide.
    """
    for font in _FONTS[charset]:
        first, second = (_set_in(font, text, columns) for text in (question, answer))
        if not first or not second or max(len(first), len(second)) > _row_count(font, columns):
            continue
        for gap in (1, 0):
            if len(first) + gap + len(second) <= rows:
                return _to_picture([*first, *[" " * columns] * gap, *second])
    lines = [f"{question} {answer}"]
    if rows > 1:
        lines = [question, *draw_letters(answer, columns, rows - 1, charset).lines]
    return _to_picture([line[:columns].center(columns) for line in lines])


@cache
def _engine(font: str, columns: int) -> Figlet:
    """Return pyfiglet's engine for a font and lines of so many columns; the first call imports pyfiglet."""
    from pyfiglet import Figlet  # noqa: PLC0415 - 60 ms, only for large letters

    return Figlet(font, justify="center", width=columns)


def _row_count(font: str, columns: int) -> int:
    """Return how many rows a line takes in a font."""
    height: int = _engine(font, columns).Font.height
    return height


def _set_in(font: str, text: str, columns: int) -> list[str] | None:
    """Return the rows of a text in a font, broken into lines of so many columns.

    None if the font lacks a character, or if a line has no room for two of its widest letters.

    Each row is `columns` wide. Blank rows above the first line and below the last are left out; a text
    without words has no rows.
    """
    from pyfiglet import CharNotPrinted  # noqa: PLC0415 - 60 ms, only for large letters

    engine = _engine(font, columns)
    # In a line of just one letter pyfiglet may never end.
    if columns < 2 * max(engine.Font.width.values()):
        return None
    if not {ord(character) for character in text} <= engine.Font.chars.keys():
        return None
    spaced = re.sub(" +", "  ", text) if font in _NARROW_SPACE else text
    try:
        rows = [row.ljust(columns) for row in engine.renderText(spaced).splitlines()]
    except CharNotPrinted:
        return None
    while rows and not rows[-1].strip():
        rows.pop()
    while rows and not rows[0].strip():
        rows.pop(0)
    return rows


def _to_picture(rows: Sequence[str]) -> Picture:
    """Return rows of characters as a picture in which each gap of spaces is a run of its own.

    Then each letter is in its place even in an SVG, which narrows several spaces to one.
    """
    return Picture(
        tuple(
            tuple((part, Ink.BLANK if part.isspace() else Ink.TEXT) for part in re.findall(r" +|[^ ]+", row))
            for row in rows
        )
    )
