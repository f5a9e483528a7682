"""A picture made of characters: what every drawing returns and a widget shows."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Charset(StrEnum):
    """Which characters the terminal shows."""

    UNICODE = "unicode"
    """Braille, blocks and arrows."""
    ASCII = "ascii"
    """Nothing above U+007E."""


class Ink(StrEnum):
    """What a character of a picture stands for; the theme gives each a colour.

    No meaning rests on the colour alone: the shape, a mark or a word always says it too.
    """

    BLANK = "blank"
    OUTLINE = "outline"
    """What only gives shape: the body's contour, a track."""
    GUIDE = "guide"
    """What moves and is to be followed."""
    AREA = "area"
    SPOT = "spot"
    REFERS = "refers"
    NEVER = "never"
    TEXT = "text"


Run = tuple[str, Ink]
"""Characters, each one cell wide, that are shown in one ink."""


class Picture(NamedTuple):
    """Rows of runs, all of the same width in cells."""

    rows: tuple[tuple[Run, ...], ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """The characters alone, a line each."""
        return tuple("".join(text for text, _ in row) for row in self.rows)
