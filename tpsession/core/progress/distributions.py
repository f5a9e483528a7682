"""Critical ranks for 95 % intervals: how far from each end of a sorted list the limits of an interval lie.

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
_Z = 1.959963984540054
"""The 97.5 % quantile of the normal distribution."""


@lru_cache(maxsize=256)
def signed_rank_limit(values: int) -> int:
    """Return k for the Wilcoxon interval: the k-th smallest and largest Walsh average are its limits.

    It is the largest k for which the signed-rank statistic is below k in at most 2.5 % of samples, if changes
    are independent and as often up as down. 0 for fewer than 6 values: then no 95 % interval exists.
    """
    if values > EXACT_UP_TO:
        mean = values * (values + 1) / 4
        return _normal_limit(mean, values * (values + 1) * (2 * values + 1) / 24)
    counts = [1]
    """How many of all subsets of the ranks have each sum."""
    for rank in range(1, values + 1):
        nothing = [0] * rank
        counts = [
            without + with_rank for without, with_rank in zip(counts + nothing, nothing + counts, strict=True)
        ]
    return _exact_limit(counts)


@lru_cache(maxsize=256)
def kendall_limit(values: int) -> int:
    """Return k for Sen's interval: the k-th smallest and largest slope of two values are its limits.

    It is the largest k for which Kendall's number of inversions is below k in at most 2.5 % of all orders.
    0 for fewer than 5 values: then no 95 % interval exists.
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


def _exact_limit(counts: list[int]) -> int:
    """Return how many of the lowest values of a statistic together have at most 2.5 % of all counts."""
    allowed = sum(counts)
    below = 0
    for value, count in enumerate(counts):
        below += count
        if 40 * below > allowed:
            return value
    raise AssertionError("the counts of a distribution exceed a fortieth of their sum")  # pragma: no cover


def _normal_limit(mean: float, variance: float) -> int:
    """Return the limit by the normal approximation with continuity correction."""
    return math.floor(mean + 0.5 - _Z * math.sqrt(variance))
