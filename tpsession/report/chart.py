"""Where everything of a page's chart lies, in the units of its SVG picture. The template draws it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tpsession.core.history.ratings import HIGHEST
from tpsession.core.progress.report import ReportRating

WIDTH = 720
HEIGHT = 230
_LEFT = 34
_RIGHT = 12
_TOP = 10
_BOTTOM = 26
_MAX_LABELS = 8
"""Dates under the chart; more would touch each other."""
MAX_DRAWN = 120
"""Ratings in the chart, the newest. More would be less than 6 units apart, and their marks would touch."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the grid with its label."""

    at: float
    """Distance from the left, or from the top, of the picture."""
    label: str


@dataclass(frozen=True, slots=True)
class Pair:
    """The marks of one rating: before, after and later, joined by a line where there are two."""

    x: float
    before_y: float | None
    after_y: float | None
    later_y: tuple[float, ...]
    is_worse: bool
    """Whether the rating after is higher than the one before."""
    is_score: bool
    is_marked: bool
    """Whether a painkiller or heat may have changed it."""


@dataclass(frozen=True, slots=True)
class ReportChart:
    """A chart of pain over time."""

    width: int
    height: int
    left: float
    right: float
    bottom: float
    days: tuple[Tick, ...]
    ratings: tuple[Tick, ...]
    pairs: tuple[Pair, ...]
    left_out: int
    """Earlier ratings that aren't drawn."""


def make_chart(ratings: Sequence[ReportRating]) -> ReportChart:
    """Return the chart of some ratings, at least one, which come oldest first.

    Of more than `MAX_DRAWN`, only the newest are drawn. Every day between the first and the last one is
    equally wide. Several ratings of one day lie side by side within the day.
    """
    drawn = ratings[-MAX_DRAWN:]
    first, last = min(rating.on for rating in drawn), max(rating.on for rating in drawn)
    span = (last - first).days + 1
    day_width = (WIDTH - _LEFT - _RIGHT) / span
    of_day: dict[date, int] = {}
    for rating in drawn:
        of_day[rating.on] = of_day.get(rating.on, 0) + 1
    seen: dict[date, int] = {}
    pairs = []
    for rating in drawn:
        seen[rating.on] = seen.get(rating.on, 0) + 1
        within = (seen[rating.on] - 0.5) / of_day[rating.on]
        pairs.append(_make_pair(rating, _LEFT + ((rating.on - first).days + within) * day_width))
    return ReportChart(
        width=WIDTH,
        height=HEIGHT,
        left=_LEFT,
        right=WIDTH - _RIGHT,
        bottom=HEIGHT - _BOTTOM,
        days=tuple(
            Tick(round(_LEFT + ((day - first).days + 0.5) * day_width, 1), label)
            for day, label in label_days(choose_days(first, last))
        ),
        ratings=tuple(Tick(_height_of(value), str(value)) for value in range(0, HIGHEST + 1, 2)),
        pairs=tuple(pairs),
        left_out=len(ratings) - len(drawn),
    )


def choose_days(first: date, last: date) -> list[date]:
    """Return the days to label between two days: the first one, and every so many days after it until `last`.

    There are at most `_MAX_LABELS`.
    """
    span = (last - first).days
    regular = (1, 2, 7, 14, 28, 56, 91, 182, 364)
    step = next((days for days in regular if span // days < _MAX_LABELS), span // _MAX_LABELS + 1)
    return [first + timedelta(days=days) for days in range(0, span + 1, step)]


def label_days(days: Sequence[date]) -> Iterator[tuple[date, str]]:
    """Yield days with their labels, such as ``29 Dec``.

    When a new year begins, the first of these days in it has a label with the year, such as ``5 Jan 2026``.
    days: one or more, in order.
    """
    year = days[0].year
    for day in days:
        yield day, f"{day.day} {day:%b}" if day.year == year else f"{day.day} {day:%b} {day.year}"
        year = day.year


def _height_of(value: int) -> float:
    """Return how far from the top of the picture a rating lies, in the picture's units."""
    return round(HEIGHT - _BOTTOM - value * (HEIGHT - _BOTTOM - _TOP) / HIGHEST, 1)


def _make_pair(rating: ReportRating, x: float) -> Pair:
    """Return the ratings of one session or score as marks of the chart, at `x` from its left edge."""
    is_rated_twice = rating.before is not None and rating.after is not None
    return Pair(
        x=round(x, 1),
        before_y=None if rating.before is None else _height_of(rating.before),
        after_y=None if rating.after is None else _height_of(rating.after),
        later_y=tuple(map(_height_of, rating.later)),
        is_worse=is_rated_twice and (rating.after or 0) > (rating.before or 0),
        is_score=rating.is_score,
        is_marked=bool(rating.marks),
    )
