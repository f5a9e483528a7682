"""Draws the ratings of a place as one row of small bars, or of darker and darker marks in ASCII."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from tpsession.core.history.ratings import HIGHEST
from tpsession.core.progress.estimates import median_of
from tpsession.tui.drawing.charts.chart_marks import chart_marks
from tpsession.tui.drawing.raster.charset import Charset
from tpsession.tui.drawing.raster.picture import Ink, Picture

_ASCII_LEVELS = "_.,:-=+*%#@"
"""From no pain to the worst. Digits side by side would read as one number."""


def draw_sparkline(ratings: Sequence[int], columns: int, charset: Charset) -> Picture:
    """Return ratings, 0 to 10, from the oldest to the newest, as one row of exactly so many cells, 1 or more.

    Each cell shows one rating; cells to the right of the last rating are blank. If there are more ratings
    than cells, each cell shows the median of a group instead; the sizes of these groups differ by one at
    most.
    """
    count = min(len(ratings), columns)
    edges = [len(ratings) * cell // count for cell in range(count + 1)] if count else []
    levels = [median_of(ratings[start:stop]) for start, stop in pairwise(edges)]
    bars = "".join(_level_char(level, charset) for level in levels)
    blank = ((" " * (columns - count), Ink.BLANK),) if count < columns else ()
    return Picture((((bars, Ink.BAR), *blank) if bars else blank,))


def _level_char(rating: float, charset: Charset) -> str:
    """Return the character for a rating: a bar, or in ASCII a mark; the lowest one for 0."""
    levels = _ASCII_LEVELS if charset is Charset.ASCII else chart_marks(charset).levels
    return levels[round(rating * (len(levels) - 1) / HIGHEST)]
