"""Two things measured in turn, so that what else the machine does meets both alike."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from typing import NamedTuple, TypeVar


class Taken(NamedTuple):
    """What one run took."""

    passed_s: float
    """Seconds of time."""
    processor_s: float
    """Seconds of the processor: what else runs on the machine changes them little."""


K = TypeVar("K")


def in_turn(ours: Callable[[], K], bare: Callable[[], K], runs: int) -> list[tuple[K, K]]:
    """Ours and bare, so many times each; every second time the other comes first."""
    pairs = []
    for run in range(runs):
        if run % 2:
            other = bare()
            pairs.append((ours(), other))
        else:
            pairs.append((ours(), bare()))
    return pairs


def ratio_words(pairs: list[tuple[float, float]]) -> str:
    """How many times as much ours is; in brackets, between what the middle half of the pairs lies."""
    low, middle, high = statistics.quantiles([ours / bare for ours, bare in pairs], n=4)
    return f"{middle:.2f} ({low:.2f} to {high:.2f})"


def taken_words(pairs: list[tuple[Taken, Taken]]) -> str:
    """The ratios of both kinds of time, each with its middle half."""
    processor = ratio_words([(ours.processor_s, bare.processor_s) for ours, bare in pairs])
    passed = ratio_words([(ours.passed_s, bare.passed_s) for ours, bare in pairs])
    return f"processor time {processor}, time {passed}"
