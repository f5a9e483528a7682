"""How the overview of progress fits below the list of routines: its lines, and how many places are shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from rich.cells import cell_len

from tpsession.core.catalog.place import place_name
from tpsession.core.progress.overview import Overview, SeriesOverview, describe_ratings
from tpsession.core.progress.summary import MIN_CHANGES
from tpsession.core.text.formatting import describe_place

_GAP = "  "
_MOST_BARS = 40
"""More bars than this show nothing that fewer don't."""
_FEWEST_BARS = 8
"""A sparkline shares the row of the name only if it has room for so many bars, or for all of them."""
_MIN_LIST_ROWS = 12
"""Rows that the list of routines keeps in any case, as far as it needs them; beside that, half of all."""


@dataclass(frozen=True, slots=True)
class PlaceHeading:
    """What stands above the sentence of a place: its name, its ratings as bars, and these in words."""

    name: str
    bars: int
    """How many bars show all ratings: one each, or the median of several."""
    words: str
    """The ratings in words; empty without any."""
    in_one_row: bool
    """Whether all of it takes one row; else the bars begin a row of their own."""


def make_heading(overview: SeriesOverview, columns: int) -> PlaceHeading:
    """Return the heading of a place: its name, how many bars fit, and words for its ratings.

    The name is never cut. Without room for a single bar, or without ratings, there are no bars and no words.
    Bars and words are always about all ratings: if there are more ratings than bars, bars show medians of
    several.

    columns: the cells of a row.
    """
    name = describe_place(place_name(overview.series.place), overview.series.side)
    words = describe_ratings(overview.ratings)
    room = columns - len(_GAP) - len(words)
    wanted = min(len(overview.ratings), _MOST_BARS)
    bars = min(wanted, room - cell_len(name) - len(_GAP))
    in_one_row = bars >= min(_FEWEST_BARS, wanted)
    if not in_one_row:
        bars = min(wanted, max(room, 0))
    return PlaceHeading(name, bars, words if bars else "", in_one_row)


def count_early(overviews: Sequence[SeriesOverview]) -> int:
    """Return how many places come before the first with enough rated sessions (`MIN_CHANGES`).

    It is all of them if none has enough.
    """
    return len(list(takewhile(lambda each: each.rated < MIN_CHANGES, overviews)))


def describe_count(overview: SeriesOverview) -> str:
    """Return a place's name and how many of the `MIN_CHANGES` rated sessions it has: ``Neck  2 of 5``."""
    name = describe_place(place_name(overview.series.place), overview.series.side)
    return f"{name}{_GAP}{overview.rated} of {MIN_CHANGES}"


def count_fitting(heights: Sequence[int], frame: int, routine_rows: int, rows: int) -> int:
    """Return how many of the places, from the first on, fit below the list of routines; it may be 0.

    The list comes first: it keeps what its routines need, up to half of the rows, or to `_MIN_LIST_ROWS`
    if that is more.

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


def describe_overview(overview: Overview, shown: int, *, counts: bool = False) -> str:
    """Return the title of the overview; if not all places are shown, it says how many of how many.

    shown: how many places are shown. counts: whether the overview shows numbers of rated sessions instead of
    pain; then the title says only that pain is shown later.
    """
    if counts:
        return f"Pain is shown after {MIN_CHANGES} rated sessions"
    if shown >= overview.places:
        return "Pain before sessions"
    return f"Pain before: {shown} of {overview.places} places"
