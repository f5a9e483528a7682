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


def replace_cell(row: tuple[Run, ...], column: int, char: str, ink: Ink) -> tuple[Run, ...]:
    """Return a row in which one cell shows another character; if the row has no such cell, the row itself.

    The other runs stay the same objects, so that a row is compared with the one before quickly.

    column: the cell, counted from 0. char: one cell wide.
    """
    start = 0
    for index, (text, text_ink) in enumerate(row):
        if start <= column < start + len(text):
            left, right = text[: column - start], text[column - start + 1 :]
            parts = ((left, text_ink), (char, ink), (right, text_ink))
            return (*row[:index], *(part for part in parts if part[0]), *row[index + 1 :])
        start += len(text)
    return row


def merge_blanks(picture: Picture) -> Picture:
    """Return the same picture in fewer runs, which is shown faster: blank runs join the run before them.

    They take its ink, which doesn't show. What follows a blank run still begins a run, so that it is in its
    place even in an SVG with a font that lacks its characters.
    """
    return Picture(tuple(_merge_row(row) for row in picture.rows))


def _merge_row(row: tuple[Run, ...]) -> tuple[Run, ...]:
    """Return a row in which each blank run is part of the run before it, if there is one."""
    merged: list[Run] = []
    for text, ink in row:
        if merged and ink is Ink.BLANK:
            merged[-1] = (merged[-1][0] + text, merged[-1][1])
        else:
            merged.append((text, ink))
    return tuple(merged)
