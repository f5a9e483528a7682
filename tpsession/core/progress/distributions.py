"""Critical ranks for intervals: how far from each end of a sorted list the limits of an interval lie.

An interval on its own is one of 95 %. Of several that are looked at together, each leaves out as much less:
three have 98.3 % each, so that all of them are right in at least 95 % (Bonferroni).

Both are computed exactly from the distribution of their statistic without ties. Ties only make the intervals
wider. Above `EXACT_UP_TO` the normal approximation with continuity correction is used: there it gives the
exact rank or the next lower one of several hundred (tested up to 150), so the interval isn't narrower, and
the exact distribution would take longer than everything else.
"""

from __future__ import annotations

import math
from functools import lru_cache

EXACT_UP_TO = 60
"""The largest number of values for which the distribution is computed exactly, in 2 ms."""
_Z = {1: 1.959963984540054, 3: 2.3939797998185104}
"""The quantile of the normal distribution at 97.5 %, by how many intervals share the rest; at 99.17 %."""


@lru_cache(maxsize=256)
def signed_rank_limit(values: int, *, intervals: int = 1) -> int:
    """Return k for the Wilcoxon interval, from the k-th smallest to the k-th largest Walsh average.

    It is the largest k for which the signed-rank statistic is below k with a probability of at most 2.5 %,
    divided by `intervals`, if changes are independent and as often up as down. It is exact up to
    `EXACT_UP_TO` values, and above by the normal approximation. 0 if there are too few values for an
    interval: fewer than 6, or fewer than 7 for three intervals.

    Args:
        values: The number of values.
        intervals: How many intervals are looked at together, 1 or 3.

    """
    if values > EXACT_UP_TO:
        mean = values * (values + 1) / 4
        return _normal_limit(mean, values * (values + 1) * (2 * values + 1) / 24, intervals)
    counts = [1]
    """How many of all subsets of the ranks have each sum."""
    for rank in range(1, values + 1):
        nothing = [0] * rank
        counts = [
            without + with_rank for without, with_rank in zip(counts + nothing, nothing + counts, strict=True)
        ]
    return _exact_limit(counts, intervals)


@lru_cache(maxsize=256)
def kendall_limit(values: int) -> int:
    """Return k for Sen's interval, from the k-th smallest to the k-th largest slope between two values.

    It is the largest k for which Kendall's number of inversions is below k in at most 2.5 % of all orders. It
    is exact up to `EXACT_UP_TO` values, and above by the normal approximation. 0 for fewer than 5 values:
    then no 95 % interval exists.

    values: the number of values.
    """
    if values > EXACT_UP_TO:
        return _normal_limit(values * (values - 1) / 4, values * (values - 1) * (2 * values + 5) / 72)
    counts = [1]
    """How many orders have each number of inversions."""
    for size in range(2, values + 1):
        longer = counts + [0] * (size - 1)
        sums, total = [], 0
        for at, count in enumerate(longer):
            total += count - (longer[at - size] if at >= size else 0)
            sums.append(total)
        counts = sums
    return _exact_limit(counts)


def _exact_limit(counts: list[int], intervals: int = 1) -> int:
    """Return the largest k for which a statistic is below k in at most 2.5 % of all cases.

    Args:
        counts: In how many cases the statistic has each value, from the value 0 on.
        intervals: How many intervals share these 2.5 %: each has an equal part.

    """
    allowed = sum(counts)
    below = 0
    for value, count in enumerate(counts):
        below += count
        if 40 * intervals * below > allowed:
            return value
    raise AssertionError("the counts of a distribution exceed a small part of their sum")  # pragma: no cover


def _normal_limit(mean: float, variance: float, intervals: int = 1) -> int:
    """Return about what `_exact_limit` returns, for a statistic with this mean and variance.

    It takes the statistic as normally distributed, with a continuity correction.
    """
    return math.floor(mean + 0.5 - _Z[intervals] * math.sqrt(variance))
