"""Estimates and intervals: the published ranks, the definitions, agreement with SciPy, and speed."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations, combinations_with_replacement
from math import factorial
from random import Random
from statistics import median
from time import perf_counter  # noqa: TID251 - a bound on the time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.benchmarks.simulate_statistics import (
    change_coverage,
    continuous_changes,
    trend_rate,
    whole_changes,
)
from tpsession.core.progress.distributions import EXACT_UP_TO, kendall_limit, signed_rank_limit
from tpsession.core.progress.estimates import Interval, estimate_change, estimate_slope, median_of

CHANGES = st.lists(st.integers(-10, 10), min_size=6, max_size=40)
RATINGS = st.lists(st.integers(0, 10), min_size=5, max_size=40)


@pytest.mark.parametrize(
    ("values", "limit"),
    [(0, 0), (1, 0), (5, 0), (6, 1), (7, 3), (8, 4), (9, 6), (10, 9), (12, 14), (15, 26), (20, 53)],
)
def test_the_signed_rank_limit_is_the_published_one(values: int, limit: int) -> None:
    assert signed_rank_limit(values) == limit


@pytest.mark.parametrize(("values", "limit"), [(0, 0), (1, 0), (4, 0), (5, 1), (6, 2), (8, 6), (10, 12)])
def test_kendalls_limit_is_where_one_in_forty_orders_lies_below(values: int, limit: int) -> None:
    assert kendall_limit(values) == limit


@pytest.mark.parametrize("limit", [signed_rank_limit, kendall_limit])
def test_where_the_normal_approximation_takes_over_it_never_makes_an_interval_narrower(
    limit: Callable[[int], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes = [EXACT_UP_TO + 1, 80]
    approximate = [limit(size) for size in sizes]
    limit.cache_clear()  # type: ignore[attr-defined]
    monkeypatch.setattr("tpsession.core.progress.distributions.EXACT_UP_TO", 80)
    exact = [limit(size) for size in sizes]
    limit.cache_clear()  # type: ignore[attr-defined]
    for near, true in zip(approximate, exact, strict=True):
        assert true - 1 <= near <= true


@given(CHANGES)
def test_the_estimate_is_the_median_of_the_walsh_averages_and_the_interval_their_ranks(
    changes: list[int],
) -> None:
    averages = sorted((first + second) / 2 for first, second in combinations_with_replacement(changes, 2))
    limit = signed_rank_limit(len(changes))
    found = estimate_change(changes)
    assert found is not None
    assert found.value == median(averages)
    assert found.interval == Interval(averages[limit - 1], averages[-limit])
    assert median_of(changes) == median(changes)


@given(CHANGES)
def test_the_mirror_of_changes_has_the_mirrored_estimate(changes: list[int]) -> None:
    found, mirrored = estimate_change(changes), estimate_change([-change for change in changes])
    assert found is not None
    assert mirrored is not None
    assert mirrored.value == -found.value
    assert mirrored.interval == Interval(-found.interval.high, -found.interval.low)
    assert found.interval.low <= found.value <= found.interval.high
    assert min(changes) <= found.interval.low
    assert found.interval.high <= max(changes)


@pytest.mark.parametrize("change", [-10, -1, 0, 10])
def test_changes_that_are_all_equal_leave_no_doubt(change: int) -> None:
    found = estimate_change([change] * 7)
    assert found is not None
    assert (found.value, found.interval) == (change, Interval(change, change))
    assert found.interval.has_zero == (change == 0)


def test_too_few_values_have_no_interval() -> None:
    assert estimate_change([-2] * 5) is None
    assert estimate_slope([1, 2, 3, 4], [1, 2, 3, 4]) is None
    assert estimate_slope([], []) is None


@given(RATINGS)
def test_the_slope_is_the_median_of_all_slopes_and_the_interval_holds_it(ratings: list[int]) -> None:
    days = [day * day for day in range(len(ratings))]
    slopes = [
        (ratings[last] - ratings[first]) / (days[last] - days[first])
        for first, last in combinations(range(len(days)), 2)
    ]
    exact, rounded = (estimate_slope(days, ratings, rounded_to=step) for step in (0.0, 1.0))
    assert exact is not None
    assert rounded is not None
    assert exact.value == rounded.value == pytest.approx(median(slopes))
    for found in (exact, rounded):
        assert found.interval.low <= found.value <= found.interval.high


@given(RATINGS)
def test_a_slope_looked_at_backwards_is_mirrored(ratings: list[int]) -> None:
    days = list(range(0, 3 * len(ratings), 3))
    found = estimate_slope(days, ratings, rounded_to=1)
    mirrored = estimate_slope(days, [10 - rating for rating in ratings], rounded_to=1)
    assert found is not None
    assert mirrored is not None
    assert mirrored.value == -found.value
    assert mirrored.interval == Interval(-found.interval.high, -found.interval.low)


@pytest.mark.parametrize("rating", [0, 4, 10])
def test_ratings_that_are_all_equal_have_no_clear_trend(rating: int) -> None:
    found = estimate_slope(range(0, 30, 3), [rating] * 10, rounded_to=1)
    assert found is not None
    assert found.value == 0
    assert found.interval.has_zero


def test_a_median_slope_of_nothing_is_no_trend_though_most_other_slopes_fall() -> None:
    ratings = [3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 2, 2]
    found = estimate_slope(range(len(ratings)), ratings, rounded_to=1)
    assert found is not None
    assert found.value == 0
    assert found.interval.has_zero


def test_a_straight_fall_is_a_clear_trend() -> None:
    found = estimate_slope(range(0, 30, 3), [9, 9, 8, 8, 7, 7, 6, 6, 5, 5], rounded_to=1)
    assert found is not None
    assert found.value == pytest.approx(-1 / 6, abs=0.02)
    assert found.interval.high < 0


def test_the_interval_holds_every_change_that_scipys_test_would_not_reject(scipy_stats: Any) -> None:  # noqa: ANN401
    random = Random(2)  # noqa: S311 - made-up data
    for size in (6, 9, 14, 25):
        changes = [random.gauss(-1, 2) for _ in range(size)]
        found = estimate_change(changes)
        assert found is not None

        def is_rejected(change: float, changes: list[float] = changes) -> bool:
            tested = scipy_stats.wilcoxon([value - change for value in changes], method="exact")
            return bool(tested.pvalue <= 0.05)

        for end, outwards in ((found.interval.low, -1e-6), (found.interval.high, 1e-6)):
            assert is_rejected(end + outwards)
            assert not is_rejected(end - outwards)


def test_the_slope_is_scipys_and_the_interval_holds_what_its_test_would_not_reject(scipy_stats: Any) -> None:  # noqa: ANN401
    random = Random(3)  # noqa: S311 - made-up data
    for size in (5, 10, 16, 30):
        days = sorted(random.sample(range(80), size))
        values = [random.gauss(5, 2) - day / 20 for day in days]
        found = estimate_slope(days, values)
        assert found is not None
        assert found.value == pytest.approx(scipy_stats.theilslopes(values, days).slope)

        def is_rejected(slope: float, days: list[int] = days, values: list[float] = values) -> bool:
            rest = [value - slope * day for day, value in zip(days, values, strict=True)]
            return bool(scipy_stats.kendalltau(days, rest, method="exact").pvalue <= 0.05)

        for end, outwards in ((found.interval.low, -1e-6), (found.interval.high, 1e-6)):
            assert is_rejected(end + outwards)
            assert not is_rejected(end - outwards)
    ratings = [random.randrange(11) for _ in range(40)]
    rounded = estimate_slope(range(40), ratings, rounded_to=1)
    assert rounded is not None
    assert rounded.value == pytest.approx(scipy_stats.theilslopes(ratings, range(40)).slope)


def test_kendalls_limit_agrees_with_counting_every_order() -> None:
    # Of the 5040 orders of seven values, at most one in forty has fewer inversions than the limit.
    counts = [1]
    for size in range(2, 8):
        counts = [
            sum(counts[at - step] for step in range(size) if 0 <= at - step < len(counts))
            for at in range(len(counts) + size - 1)
        ]
    limit = kendall_limit(7)
    assert 40 * sum(counts[:limit]) <= factorial(7) < 40 * sum(counts[: limit + 1])


def test_a_hundred_thousand_sessions_and_a_year_of_days_take_moments() -> None:
    random = Random(4)  # noqa: S311 - made-up data
    changes = [random.choice([-3, -2, -1, -1, 0, 1]) for _ in range(100_000)]
    ratings = [random.randrange(11) for _ in range(365)]
    start = perf_counter()
    estimate_change(changes)
    estimate_slope(range(365), ratings, rounded_to=1)
    # Measured: 11 and 26 ms. Without counting, the five thousand million averages alone would take an hour.
    assert perf_counter() - start < 2


# A short form of tests/benchmarks/simulate_statistics.py, which prints the long one.


@pytest.mark.parametrize("size", [6, 7, 10, 20, 40])
def test_the_interval_of_a_change_holds_the_truth_often_enough(size: int) -> None:
    random = Random(5)  # noqa: S311 - a simulation
    assert change_coverage(whole_changes(0.0), 0, size, 300, random) >= 0.94
    assert 0.93 <= change_coverage(continuous_changes(), 0, size, 600, random) <= 0.98


@pytest.mark.parametrize("size", [10, 20])
def test_of_independent_ratings_without_a_trend_few_show_one(size: int) -> None:
    random = Random(6)  # noqa: S311 - a simulation
    assert trend_rate(size, 800, random) <= 0.05
    spells = trend_rate(size, 300, random, correlation=0.6)
    assert 0.15 <= spells <= 0.35
    assert trend_rate(size, 300, random, correlation=0.3) < spells


def test_equal_ratings_hide_a_trend_only_if_they_count_as_no_slope() -> None:
    random = Random(7)  # noqa: S311 - a simulation
    assert trend_rate(20, 200, random, per_week=-0.5) > 0.4
    assert trend_rate(20, 200, random, per_week=-0.5, rounded_to=0.0) < 0.2
