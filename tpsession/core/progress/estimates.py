"""Estimates with their 95 % intervals, from whole-number changes and from ratings on days.

Changes are whole numbers from -10 to 10, so they are counted first: 100,000 take as long as 20.
Sources: Hodges & Lehmann 1963 (Ann Math Stat 34:598), with the interval by Walsh averages that inverts
Wilcoxon's signed-rank test; Sen 1968 (JASA 63:1379) for the slope.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, combinations

from tpsession.core.progress.distributions import kendall_limit, signed_rank_limit


@dataclass(frozen=True, slots=True)
class Interval:
    """A 95 % interval, both ends included; one of three that are looked at together has 98.3 %."""

    low: float
    high: float

    @property
    def has_zero(self) -> bool:
        """Whether 0, which is no change, is in the interval."""
        return self.low <= 0 <= self.high


@dataclass(frozen=True, slots=True)
class Estimate:
    """An estimated value and its interval."""

    value: float
    interval: Interval


def median_of(values: Iterable[float]) -> float:
    """Return the median of one or more values; for an even number of values, the mean of the middle two."""
    return median_of_counts(Counter(values))


def median_of_counts(counts: Counter[float]) -> float:
    """Return the median of one or more values, as `median_of` does.

    counts: how often each value occurs.
    """
    total = counts.total()
    low, high = _values_at(counts, (total + 1) // 2, total // 2 + 1)
    return (low + high) / 2


def estimate_change(changes: Iterable[float], *, intervals: int = 1) -> Estimate | None:
    """Return the Hodges-Lehmann estimate of a change with its Wilcoxon interval.

    The estimate is the median of all Walsh averages, which are the means of two changes or of one with
    itself. None for fewer changes than an interval needs: 6, or 7 if three are looked at together. The
    interval assumes that the changes are independent.

    intervals: how many are looked at together, 1 or 3.
    """
    counts = Counter(changes)
    size = counts.total()
    limit = signed_rank_limit(size, intervals=intervals)
    if not limit:
        return None
    sums: Counter[float] = Counter()
    for value, count in counts.items():
        sums[2 * value] += count * (count + 1) // 2
    for (first, first_count), (second, second_count) in combinations(counts.items(), 2):
        sums[first + second] += first_count * second_count
    total = size * (size + 1) // 2
    low, high = _values_at(sums, limit, total + 1 - limit)
    return Estimate(median_of_counts(sums) / 2, Interval(low / 2, high / 2))


def estimate_slope(
    days: Sequence[int], values: Sequence[float], *, unit_days: int = 1, rounded_to: float = 0.0
) -> Estimate | None:
    """Return the Theil-Sen slope of values on days, with an interval after Sen.

    The slope is the median of the slopes between any two values. None for fewer than 5 values, for which no
    95 % interval exists. The interval assumes that the values are independent, and always contains the slope.

    Two values that are equal once they are rounded may have been different. So for the interval of rounded
    values each pair counts as two slopes: one with half a step more, one with half a step less.

    Args:
        days: The day of each value, each larger than the one before.
        values: The values.
        unit_days: How many days the slope is for, 7 for a slope a week.
        rounded_to: The step to which the values were rounded; 0 if they weren't.

    """
    limit = kendall_limit(len(days))
    if not limit:
        return None
    # Counted, because a year of ratings has 66,000 pairs, but only a tenth as many different ones.
    pairs = Counter(
        (later - earlier, last - first)
        for (first, earlier), (last, later) in combinations(zip(days, values, strict=True), 2)
    )
    slopes: Counter[float] = Counter()
    spread: Counter[float] = Counter()
    # If all equal pairs counted as a slope of 0, hardly any interval would leave out 0: where ratings fall by
    # half a point a week, 20 of them in 40 days would show it in 12 % of cases, unrounded in 49 %, and so in
    # 46 %, still with under 5 % where there is no trend (`tests/benchmarks/simulate_statistics.py`).
    for (difference, apart), count in pairs.items():
        slopes[unit_days * difference / apart] += count
        spread[unit_days * (difference - rounded_to / 2) / apart] += count
        spread[unit_days * (difference + rounded_to / 2) / apart] += count
    middle = median_of_counts(slopes)
    low, high = _values_at(spread, 2 * limit, spread.total() + 1 - 2 * limit)
    # With many equal values the median of the slopes is 0, and then there is no trend to speak of.
    return Estimate(middle, Interval(min(low, middle), max(high, middle)))


def _values_at(counts: Mapping[float, int], *ranks: int) -> list[float]:
    """Return the value at each of these ranks, in the order of `ranks`.

    Rank 1 is the smallest of all values, where one that occurs several times has as many ranks. counts: how
    often each value occurs.
    """
    values = sorted(counts)
    up_to = list(accumulate(counts[value] for value in values))
    return [values[bisect_left(up_to, rank)] for rank in ranks]
