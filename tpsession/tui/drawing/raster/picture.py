"""Pictures made of characters: the value that every drawing function returns and a widget shows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Ink(StrEnum):
    """What a character of a picture stands for; the theme gives each ink a colour.

    Colour alone never carries a meaning: a shape, a mark or a word always says the same.
    """

    BLANK = "blank"
    OUTLINE = "outline"
    """Lines that only give shape: the body's contour, the track of a motion."""
    GUIDE = "guide"
    """The moving part that the person follows."""
    AREA = "area"
    SPOT = "spot"
    REFERS = "refers"
    NEVER = "never"
    TEXT = "text"
    RELIEF = "relief"
    """Less pain after than before."""
    WORSENING = "worsening"
    """More pain after than before."""
    LATER = "later"
    """Follow-up ratings."""
    TREND = "trend"
    BAR = "bar"
    """Bars that count, and ratings shown by their height."""


Run = tuple[str, Ink]
"""Characters, each one cell wide, that are shown in one ink."""


@dataclass(frozen=True, slots=True)
class Picture:
    """Rows of runs, all of the same width in cells."""

    rows: tuple[tuple[Run, ...], ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """The characters without their inks, one string for each row."""
        return tuple("".join(text for text, _ in row) for row in self.rows)
