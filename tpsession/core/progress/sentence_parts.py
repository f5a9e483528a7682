"""Parts of the sentences about progress: changes in points, intervals, periods, and numbers of things."""

from __future__ import annotations

from datetime import date

from tpsession.core.progress.estimates import Estimate, Interval
from tpsession.core.progress.summary import ChangeFigures

_FITS = "your ratings fit anything from"
"""Said of every value in a 95 % interval; the numbers with their names are among the details."""


def describe_counts(changes: ChangeFigures) -> str:
    """Return how pain changed in the sessions with both ratings: ``5 ended lower, 2 the same, 1 higher``."""
    return f"{changes.lower:,} ended lower, {changes.same:,} the same, {changes.higher:,} higher"


def describe_usual(estimate: Estimate) -> str:
    """Return the usual change, and its interval: ``usually about 1 point lower; your ratings fit ...``.

    The interval is left out if both of its ends look equal once they are rounded.
    """
    change = format_change(estimate.value)
    usual = f"usually about {change}" if estimate.value else "usually no change"
    return join_fitting(usual, describe_fitting(estimate.interval))


def join_fitting(statement: str, fitting: str) -> str:
    """Return a statement, followed by `fitting` unless that is empty. fitting: from `describe_fitting`."""
    return f"{statement}; {fitting}" if fitting else statement


def describe_fitting(interval: Interval, unit: str = "") -> str:
    """Return the changes that fit the ratings: ``your ratings fit anything from 1 to 2 points lower``.

    Empty if both ends of the interval look equal once they are rounded. unit: a text to put after the points,
    such as `` a week``.
    """
    text = format_interval(interval, unit)
    return f"{_FITS} {text}" if " to " in text else ""


def describe_estimate(estimate: Estimate) -> str:
    """Return the usual change with its interval: ``usual change 1 point lower (95% interval: ...)``."""
    change, interval = format_change(estimate.value), format_interval(estimate.interval)
    return f"usual change {change} (95% interval: {interval})"


def format_change(value: float) -> str:
    """Return a change such as ``1.5 points lower``; a change of exactly 0 is ``no change``."""
    return f"{format_points(value)} {'lower' if value < 0 else 'higher'}" if value else "no change"


def format_interval(interval: Interval, unit: str = "") -> str:
    """Return an interval such as ``1 to 2 points lower``, or ``1 point lower to 0.5 points higher``.

    If both ends look equal once they are rounded, it is ``about 2 points lower``, or ``no change``.

    unit: a text to put after the points, such as `` a week``.
    """
    low, high = interval.low, interval.high
    if low * high <= 0 and low != high:
        return f"{format_change(low)} to {format_change(high)}{unit}"
    # Where both are lower, the smaller change comes first, as where both are higher.
    first, last = sorted((low, high), key=abs)
    if _size(first) == _size(last):
        return f"about {format_change(last)}{unit}" if last else format_change(last)
    return f"{_size(first)} to {format_change(last)}{unit}"


def describe_period(first_on: date | None, last_on: date | None) -> str:
    """Return the time from one day to another, both included: ``in 12 days``, ``in 2 weeks`` from 14 days on.

    Weeks are rounded. ``on one day`` if it is the same day or one of them is None.
    """
    days = 1 if first_on is None or last_on is None else (last_on - first_on).days + 1
    if days == 1:
        return "on one day"
    return f"in {days} days" if days < 14 else f"in {round(days / 7)} weeks"


def describe_direction(estimate: Estimate) -> str:
    """Return ``down`` if an estimated slope is below 0, else ``up``."""
    return "down" if estimate.value < 0 else "up"


def describe_level(estimate: Estimate) -> str:
    """Return ``lower`` if an estimated change is below 0, else ``higher``."""
    return "lower" if estimate.value < 0 else "higher"


def format_points(value: float) -> str:
    """Return the size of a change, without its direction, with its unit: ``1 point``, ``0.5 points``."""
    size = _size(value)
    return f"{size} point" if size == "1" else f"{size} points"


def _size(value: float) -> str:
    """Return the size of a change without its sign, rounded to a tenth; if smaller than that, to a hundredth.

    The smallest size above 0 is half a point in a year, which is 0.01 points a week.
    """
    size = abs(value)
    return (f"{size:.1f}" if size >= 0.095 else f"{size:.2f}").removesuffix(".0")


def describe_needed(number: int, noun: str = "") -> str:
    """Return how many more of something are needed: ``3 more sessions are needed``, ``1 more is needed``.

    noun: what is needed, in the singular; empty to leave it out.
    """
    what = f" {noun if number == 1 else f'{noun}s'}" if noun else ""
    return f"{number} more{what} {'is' if number == 1 else 'are'} needed"
