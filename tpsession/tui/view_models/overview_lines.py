"""How the overview of progress fits below the list of routines: its lines, and how many places are shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from tpsession.core.catalog.place import place_name
from tpsession.core.progress.overview import Overview, SeriesOverview, describe_last_ratings
from tpsession.core.text.formatting import describe_place

_GAP = "  "
_FEWEST_BARS = 8
"""A sparkline shares the row of the name only if it has room for so many bars, or for all of them."""
_MIN_LIST_ROWS = 12
"""Rows that the list of routines keeps in any case, as far as it needs them; beside that, half of all."""


@dataclass(frozen=True, slots=True)
class PlaceHeading:
    """What stands above the sentence of a place: its name, the last ratings as bars, and what these are."""

    name: str
    ratings: tuple[int, ...]
    """One bar each."""
    words: str
    """The same ratings in words; empty without any."""
    in_one_row: bool
    """Whether all of it takes one row; else the bars begin a row of their own."""


def make_heading(overview: SeriesOverview, columns: int) -> PlaceHeading:
    """Return the heading of a place in so many cells: as many of the last ratings as there is room for.

    Each bar is one rating, so the words always say what the bars show.
    """
    name = describe_place(place_name(overview.series.place), overview.series.side)
    bars = _fit_bars(overview.ratings, columns - cell_len(name) - len(_GAP))
    in_one_row = len(bars) >= min(_FEWEST_BARS, len(overview.ratings))
    if not in_one_row:
        bars = _fit_bars(overview.ratings, columns)
    return PlaceHeading(name, bars, describe_last_ratings(bars), in_one_row)


def _fit_bars(ratings: Sequence[int], columns: int) -> tuple[int, ...]:
    """Return as many of the last ratings as fit in so many cells as bars with their words; maybe none."""
    for count in range(len(ratings), 0, -1):
        shown = tuple(ratings[-count:])
        if count + len(_GAP) + len(describe_last_ratings(shown)) <= columns:
            return shown
    return ()


def count_fitting(heights: Sequence[int], frame: int, routine_rows: int, rows: int) -> int:
    """Return how many places fit below the list of routines; it may be none.

    The list comes first: it keeps what its routines need, up to half of the rows or `_MIN_LIST_ROWS`.

    Args:
        heights: Rows of each place, in the order in which they are shown.
        frame: Rows of what stands above and below the places.
        routine_rows: Rows that all routines take.
        rows: Those of the list and the overview together.

    """
    free = rows - min(routine_rows, max(_MIN_LIST_ROWS, rows // 2)) - frame
    fitting = 0
    for height in heights:
        free -= height
        if free < 0:
            break
        fitting += 1
    return fitting


def describe_overview(overview: Overview, shown: int) -> str:
    """Return the title of the overview; it says how many places there are, if not all are shown."""
    if shown >= overview.places:
        return "Pain before sessions"
    return f"Pain before: {shown} of {overview.places} places"
