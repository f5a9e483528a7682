"""What came out: raw ratings on the way, and at the end differences that are false in at most 5 %."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.comparison.samples import COMPARISON, OF_THREE, as_drawn, day, drawn, session
from tpsession.core.comparison.results import compare_outcomes, compare_pairs, list_blocks
from tpsession.core.comparison.state import ComparisonStatus, follow_comparison
from tpsession.core.history.comparison import MIN_BLOCKS, Comparison, Outcome
from tpsession.core.history.records import ONLY_REST, SessionRecord
from tpsession.core.progress.distributions import EXACT_UP_TO, signed_rank_limit
from tpsession.core.progress.estimates import Interval


def with_changes(comparison: Comparison, changes: dict[str, list[int]]) -> list[SessionRecord]:
    """The sessions of a whole comparison, with the change of each thing in each block."""
    left = {thing: iter(values) for thing, values in changes.items()}
    return [
        session(number, routine, before=5, after=5 + next(left[routine]))
        for number, routine in enumerate(drawn(comparison))
    ]


def test_a_difference_is_taken_within_each_block() -> None:
    # Pain changes from block to block; within each, rest is 1 or 2 points worse.
    changes = {"foot": [-5, -4, -2, -1, 0, 1], ONLY_REST: [-4, -2, 0, 0, 1, 3]}
    state = follow_comparison(COMPARISON, with_changes(COMPARISON, changes), day(11))
    (pair,) = compare_pairs(state)
    assert (pair.first, pair.second, pair.can_tell) == ("foot", ONLY_REST, True)
    assert (pair.difference.value, pair.difference.interval) == (-1.5, Interval(-2, -1))


def test_the_outcome_that_was_chosen_is_compared() -> None:
    comparison = replace(COMPARISON, outcome=Outcome.AFTER)
    records = [
        session(number, routine, before=before, after=5 if routine == "foot" else 3)
        for number, (routine, before) in enumerate(zip(drawn(comparison), (1, 2) * 6, strict=True))
    ]
    (pair,) = compare_pairs(follow_comparison(comparison, records, day(11)))
    assert (pair.difference.value, pair.difference.interval) == (2, Interval(2, 2))


def test_three_things_are_compared_in_three_pairs_with_wider_intervals() -> None:
    changes = {"foot": [-2, -3, -2, -1, -4, -3, -2], "classic": [0] * 7, ONLY_REST: [0, 1, -1, 0, 1, -1, 0]}
    state = follow_comparison(OF_THREE, with_changes(OF_THREE, changes), day(20))
    pairs = compare_pairs(state)
    assert [(pair.first, pair.second) for pair in pairs] == [
        ("foot", "classic"),
        ("foot", ONLY_REST),
        ("classic", ONLY_REST),
    ]
    assert [pair.can_tell for pair in pairs] == [True, True, False]
    # With 7 blocks the interval of 98.3 % reaches from the smallest to the largest difference.
    assert pairs[0].difference.interval == Interval(-4, -1)


@pytest.mark.parametrize("days", range(12))
def test_before_the_last_block_there_are_only_raw_ratings(days: int) -> None:
    records = as_drawn(COMPARISON, days)
    for comparison in (COMPARISON, replace(COMPARISON, ended_on=day(days))):
        state = follow_comparison(comparison, records, day(days))
        assert state.status is not ComparisonStatus.FINISHED
        assert compare_pairs(state) == ()
        blocks = list_blocks(state)
        assert len(blocks) == (days + 1) // 2
        assert sum(each is not None for block in blocks for each in block.days) == days


def test_a_block_lists_its_days_in_the_order_of_the_things() -> None:
    blocks = list_blocks(follow_comparison(COMPARISON, as_drawn(COMPARISON, 5), day(4)))
    assert [block.number for block in blocks] == [1, 2, 3]
    for block in blocks[:2]:
        assert [each.thing for each in block.days if each is not None] == list(COMPARISON.things)


@pytest.mark.parametrize(("things", "least"), MIN_BLOCKS.items())
def test_one_block_fewer_than_the_least_gives_no_interval(things: int, least: int) -> None:
    def differ(blocks: int) -> dict[str, list[int]]:
        return {f"{thing}": [thing] * blocks for thing in range(things)}

    with pytest.raises(ValueError, match=f"{least} blocks"):
        compare_outcomes(differ(least - 1))
    assert all(pair.can_tell for pair in compare_outcomes(differ(least)))


def test_three_intervals_together_leave_out_a_third_each() -> None:
    # The largest k whose signed-rank statistic is below k in at most 1 of 120 samples, counted by hand for 7
    # and 8: of 2**7 subsets of the ranks only the empty one, of 2**8 that and the one of rank 1.
    assert [signed_rank_limit(values, intervals=3) for values in (6, 7, 8)] == [0, 1, 2]
    exact, approximate = (
        signed_rank_limit(EXACT_UP_TO + more, intervals=3) / signed_rank_limit(EXACT_UP_TO + more)
        for more in (0, 1)
    )
    assert approximate == pytest.approx(exact, abs=0.03)


def count_false_alarms(differences: list[int], *, third: bool) -> int:
    """In how many of all orders of drawing two things within each block one seems better.

    If they do the same, the outcomes of a block are what they are, whichever thing is drawn for which day. So
    each order only changes the signs of the differences, and all orders are equally likely.
    """
    found = 0
    for signs in product((1, -1), repeat=len(differences)):
        outcomes = {"one": [sign * each for sign, each in zip(signs, differences, strict=True)]}
        outcomes["other"] = [0] * len(differences)
        if third:
            outcomes["third"] = [0] * len(differences)
        found += compare_outcomes(outcomes)[0].can_tell
    return found


@settings(max_examples=20)
@given(st.lists(st.integers(-20, 20), min_size=6, max_size=8))
def test_two_things_that_do_the_same_seem_different_in_at_most_5_percent(differences: list[int]) -> None:
    """Exact, for any days: steady, drifting, correlated, or anything else."""
    assert count_false_alarms(differences, third=False) <= 0.05 * 2 ** len(differences)


@settings(max_examples=10)
@given(st.lists(st.integers(-20, 20), min_size=7, max_size=8))
def test_each_pair_of_three_seems_different_in_at_most_a_third_of_that(differences: list[int]) -> None:
    """So at least one of three pairs does in at most 5 %."""
    assert count_false_alarms(differences, third=True) <= 0.05 / 3 * 2 ** len(differences)
