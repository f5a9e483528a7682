"""What came out of a comparison: raw ratings on the way, and the differences with their intervals at the end.

Looking at an interval after every block would find differences that aren't there in 16 % of comparisons. So
there is none before the last block, nor after an early end.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

from tpsession.core.comparison.state import ComparisonDay, ComparisonState, ComparisonStatus
from tpsession.core.history.comparison import MIN_BLOCKS
from tpsession.core.progress.estimates import Estimate, estimate_change


@dataclass(frozen=True, slots=True)
class BlockResult:
    """The days of one block that are done."""

    number: int
    """Counted from 1."""
    days: tuple[ComparisonDay | None, ...]
    """One for each thing, in the order of `Comparison.things`; None if it isn't done yet."""


@dataclass(frozen=True, slots=True)
class PairResult:
    """How two things of a finished comparison differ."""

    first: str
    second: str
    """The ids of the routines."""
    difference: Estimate
    """The outcome of `first` minus that of `second`, as the Hodges-Lehmann estimate of the differences within
    blocks: below 0, `first` had the lower rating. Its interval has 95 % for two things; for three 98.3 %, so
    that all three intervals together have at least 95 %."""

    @property
    def can_tell(self) -> bool:
        """Whether the interval leaves out 0, so that one of the two came out better."""
        return not self.difference.interval.has_zero


def list_blocks(state: ComparisonState) -> tuple[BlockResult, ...]:
    """Return every block of which at least one day is done, the first block first.

    Days on which something else was played, or that weren't rated, don't count.
    """
    things = state.comparison.things
    done = state.done
    blocks = []
    for start in range(0, len(done), len(things)):
        by_thing = {day.thing: day for day in done[start : start + len(things)]}
        blocks.append(BlockResult(start // len(things) + 1, tuple(map(by_thing.get, things))))
    return tuple(blocks)


def compare_pairs(state: ComparisonState) -> tuple[PairResult, ...]:
    """Return for each pair of things how their outcomes differ: an estimate with its interval.

    The pairs are in the order of `Comparison.things`. Empty unless the comparison is finished: while a block
    isn't done, and after an early end, an interval would be misleading.
    """
    if state.status is not ComparisonStatus.FINISHED:
        return ()
    comparison = state.comparison
    outcomes: dict[str, list[int]] = {thing: [] for thing in comparison.things}
    for day in state.done:
        value = comparison.outcome.value_of(day.record.before, day.record.after)
        # A day that is done has its value, and each thing is done once in each block.
        outcomes[day.thing] += () if value is None else (value,)
    return compare_outcomes(outcomes)


def compare_outcomes(outcomes: dict[str, list[int]]) -> tuple[PairResult, ...]:
    """Return for each pair of things the difference of their outcomes, as an estimate with its interval.

    It is the outcome of the thing that is earlier in `outcomes` minus that of the other. Raises `ValueError`
    if a thing has fewer outcomes than `MIN_BLOCKS` says, or if the things have different numbers of outcomes.

    outcomes: for two or three things, by id, the outcome of each block, in the order of the blocks.
    """
    pairs = list(combinations(outcomes, 2))
    results = []
    for first, second in pairs:
        differences = [one - other for one, other in zip(outcomes[first], outcomes[second], strict=True)]
        estimate = estimate_change(differences, intervals=len(pairs))
        if estimate is None:
            raise ValueError(f"{len(outcomes)} things need {MIN_BLOCKS[len(outcomes)]} blocks or more")
        results.append(PairResult(first, second, estimate))
    return tuple(results)
