"""How often the intervals of `tpsession.core.progress` are right, and how often they see what isn't there.

    python -m tests.benchmarks.simulate_statistics [SAMPLES]

Reach: an interval of changes holds the true change in 94 % of samples or more on whole numbers, in 97.5 % or
less on continuous ones; a trend shows in 5 % or less of independent ratings that have none. What several days
of worse pain in a row do to both is printed for the sentences that say so.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Sequence
from random import Random

from tpsession.core.progress.estimates import estimate_change, estimate_slope

MEAN, SPREAD, RETEST = 4.0, 1.8, 0.8
"""Mean and standard deviation of a person's pain, and how far two ratings of the same pain lie apart."""
Draw = Callable[[Random, int], Sequence[float]]
"""Draws a sample of a size."""


def to_rating(pain: float) -> int:
    """The whole number that a person gives for a pain."""
    return min(max(round(pain), 0), 10)


def correlated(random: Random, size: int, correlation: float) -> list[float]:
    """Standard normal values of which each goes with the one before it."""
    values = [random.gauss(0, 1)]
    own = math.sqrt(1 - correlation**2)
    while len(values) < size:
        values.append(correlation * values[-1] + own * random.gauss(0, 1))
    return values


def whole_changes(effect: float) -> Draw:
    """Changes between two ratings of a pain that a session changes by `effect`."""

    def draw(random: Random, size: int) -> list[int]:
        pains = [random.gauss(MEAN, SPREAD) for _ in range(size)]
        return [
            to_rating(pain + effect + random.gauss(0, RETEST)) - to_rating(pain + random.gauss(0, RETEST))
            for pain in pains
        ]

    return draw


def whole_spells(correlation: float) -> Draw:
    """Changes around 0 of which each goes with the one before it, in whole numbers."""
    return lambda random, size: [round(1.5 * value) for value in correlated(random, size, correlation)]


def continuous_changes(correlation: float = 0.0) -> Draw:
    """Changes around 0 that aren't rounded."""
    return lambda random, size: [1.5 * value for value in correlated(random, size, correlation)]


def change_coverage(draw: Draw, truth: float, size: int, samples: int, random: Random) -> float:
    """The share of samples whose interval holds the true change."""
    held = 0
    for _ in range(samples):
        found = estimate_change(draw(random, size))
        assert found is not None
        held += found.interval.low <= truth <= found.interval.high
    return held / samples


def trend_rate(
    size: int,
    samples: int,
    random: Random,
    *,
    correlation: float = 0.0,
    per_week: float = 0.0,
    rounded_to: float = 1.0,
    is_rounded: bool = True,
) -> float:
    """The share of samples in which a trend shows: a rating every other day, three weeks or more in all."""
    found = 0
    for _ in range(samples):
        span = max(21, 2 * size)
        days = [0, *sorted(random.sample(range(1, span), size - 2)), span]
        pains = [
            MEAN + SPREAD * value + per_week * day / 7
            for day, value in zip(days, correlated(random, size, correlation), strict=True)
        ]
        slope = estimate_slope(
            days, list(map(to_rating, pains)) if is_rounded else pains, rounded_to=rounded_to
        )
        assert slope is not None
        found += not slope.interval.has_zero
    return found / samples


def show(name: str, sizes: Sequence[int], rate: Callable[[int], float]) -> None:
    """Print one row of a table: a rate in percent for each size."""
    rates = "".join(f"{100 * rate(size):6.1f}" for size in sizes)
    sys.stdout.write(f"{name:58}{rates}\n")
    sys.stdout.flush()


def main(samples: int = 4000) -> None:
    """Print the tables."""
    random = Random(1)  # noqa: S311 - a simulation
    sizes = [*range(6, 21), 25, 30, 35, 40]
    sys.stdout.write(f"{'The interval holds the true change, %; sessions:':58}")
    sys.stdout.write("".join(f"{size:6}" for size in sizes) + "\n")
    for effect in (0.0, -0.5, -1.0, -2.0):
        draw = whole_changes(effect)
        truth = estimate_change(draw(random, 200_000))
        assert truth is not None
        show(
            f"whole numbers, effect {effect:g} (reach 94 or more)",
            sizes,
            lambda size, draw=draw, truth=truth.value: change_coverage(draw, truth, size, samples, random),  # type: ignore[misc]
        )
    for correlation in (0.3, 0.6):
        draw = whole_spells(correlation)
        show(
            f"whole numbers, correlation {correlation:g}",
            sizes,
            lambda size, draw=draw: change_coverage(draw, 0, size, samples, random),  # type: ignore[misc]
        )
    for correlation in (0.0, 0.3, 0.6):
        reach = "" if correlation else " (reach 97.5 or less)"
        draw = continuous_changes(correlation)
        show(
            f"continuous, correlation {correlation:g}{reach}",
            sizes,
            lambda size, draw=draw: change_coverage(draw, 0, size, samples, random),  # type: ignore[misc]
        )
    sizes = [10, 11, 12, 13, 14, 15, 20, 30, 40]
    sys.stdout.write(f"\n{'A trend shows, %; days with a rating:':58}")
    sys.stdout.write("".join(f"{size:6}" for size in sizes) + "\n")
    for correlation in (0.0, 0.3, 0.6):
        reach = "" if correlation else " (reach 5 or less)"
        show(
            f"there is none, correlation {correlation:g}{reach}",
            sizes,
            lambda size, correlation=correlation: trend_rate(size, samples, random, correlation=correlation),  # type: ignore[misc]
        )
    ways = {
        "": (1.0, True),
        ", equal ratings counted as no slope": (0.0, True),
        ", ratings not rounded": (0.0, False),
    }
    for name, (step, is_rounded) in ways.items():
        show(
            f"half a point less a week{name}",
            sizes,
            lambda size, step=step, is_rounded=is_rounded: trend_rate(  # type: ignore[misc]
                size, samples, random, per_week=-0.5, rounded_to=step, is_rounded=is_rounded
            ),
        )


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:2]))
