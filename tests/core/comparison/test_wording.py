"""What a person reads about a comparison: what it is, what is due, and no more than the days can tell."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.core.comparison.samples import COMPARISON, NAMES, OF_THREE, as_drawn, day, drawn, session
from tpsession.core.comparison.results import PairResult, list_blocks
from tpsession.core.comparison.state import ComparisonState, follow_comparison
from tpsession.core.comparison.wording import (
    EXPLANATION,
    FAIR_DAYS,
    LOOK_ONCE,
    NO_ANSWER,
    NOT_BLINDED,
    describe_block,
    describe_chance,
    describe_days,
    describe_due,
    describe_length,
    describe_pair,
    describe_result,
    describe_state,
    describe_things,
    describe_uncounted_days,
)
from tpsession.core.history.comparison import Outcome
from tpsession.core.history.ratings import RatingFlag
from tpsession.core.history.records import ONLY_REST, Status
from tpsession.core.progress.estimates import Estimate, Interval
from tpsession.core.text.formatting import CAUSE_UNKNOWN

FIRST = {"foot": "Foot roll", ONLY_REST: "Only rest"}[drawn(COMPARISON)[0]]


def state(days: int | None = None, **changes: object) -> ComparisonState:
    """The comparison after so many days as they were drawn; all without a number."""
    records = as_drawn(COMPARISON, days)
    comparison = replace(COMPARISON, **changes)  # type: ignore[arg-type]
    return follow_comparison(comparison, records, day(len(records) if days is not None else 11))


def pair(low: float, high: float) -> PairResult:
    return PairResult("foot", ONLY_REST, Estimate((low + high) / 2, Interval(low, high)))


def test_six_lines_explain_it() -> None:
    assert len(EXPLANATION) == 6
    assert all(len(line) <= 100 for line in EXPLANATION)


def test_the_start_says_how_long_it_takes_and_how_likely_it_finds_something() -> None:
    assert describe_length(2, 10) == "10 blocks of 2 days: 20 days with a session, one a day."
    assert describe_chance(2, 6) == (
        "If one really is 2 points better, a comparison like this finds that out 18 times in 100. "
        "With more blocks it does so more often."
    )
    assert "between two of them, a comparison like this finds that out 14 times in 100." in describe_chance(
        3, 7
    )


def test_the_things_are_named_with_the_place() -> None:
    assert describe_things(COMPARISON, NAMES) == "Foot roll against Only rest, for Foot, left side"
    assert describe_things(OF_THREE, {}) == "foot against classic against Only rest, for Foot, left side"


def test_home_says_which_thing_is_todays() -> None:
    assert describe_state(state(0), NAMES) == f"Comparison, block 1 of 6. Today: {FIRST}."


@pytest.mark.parametrize(
    ("shown", "text"),
    [
        (
            follow_comparison(COMPARISON, [], day(0), is_resting=True),
            "An area has to rest today, so nothing is due.",
        ),
        (follow_comparison(COMPARISON, as_drawn(COMPARISON, 1), day(0)), "Today had its session."),
        (follow_comparison(COMPARISON, [], day(-1)), "It starts on 2026-03-02."),
        (
            follow_comparison(COMPARISON, [session(0, status=Status.RUNNING)], day(0)),
            "A session is running in another window.",
        ),
        (state(), ""),
    ],
)
def test_it_says_why_nothing_is_due(shown: ComparisonState, text: str) -> None:
    assert describe_due(shown, NAMES) == text


def test_its_end_is_said() -> None:
    assert describe_state(state(), NAMES) == "Comparison finished."
    assert describe_state(state(5, ended_on=day(5)), NAMES) == (
        "Comparison ended early, after 2 of 6 blocks."
    )


def test_every_kind_of_day_is_counted() -> None:
    assert describe_days(state(5)) == "5 of 12 days done."
    first, second = drawn(COMPARISON)[:2]
    records = [session(0, second), session(2, first, after=None), session(3, first), session(4, second)]
    assert describe_days(follow_comparison(COMPARISON, records, day(6))) == (
        "2 of 12 days done, 1 changed, 1 not rated, 2 missed."
    )


def test_a_day_that_does_not_count_is_named_as_what_it_was() -> None:
    first, second = drawn(COMPARISON)[:2]
    records = [session(0, "neck"), session(1, first, after=None), session(2, first), session(3, "")]
    shown = follow_comparison(COMPARISON, records, day(4))
    due = {"foot": "Foot roll", ONLY_REST: "Only rest"}
    assert describe_uncounted_days(shown, NAMES) == [
        f"2026-03-02: neck, not {due[first]}.",
        f"2026-03-03: {due[first]}, not rated.",
        f"2026-03-05: Logged by hand, not {due[second]}.",
    ]


def test_the_ratings_of_a_block_are_said_one_by_one() -> None:
    blocks = list_blocks(state(2))
    assert describe_block(blocks[0], COMPARISON.things, NAMES) == (
        "Block 1. Foot roll: before 6, after 4. Only rest: before 6, after 4."
    )
    comparison = replace(COMPARISON, outcome=Outcome.AFTER)
    records = [record._replace(before=None) for record in as_drawn(comparison, 1)]
    (block,) = list_blocks(follow_comparison(comparison, records, day(0)))
    assert f"{FIRST}: before not rated, after 4." in describe_block(block, comparison.things, NAMES)


@pytest.mark.parametrize(
    ("result", "text"),
    [
        (
            pair(-3, -1),
            "Foot roll came out better than Only rest, by about 2 points. {} between 1 and 3 points.",
        ),
        (
            pair(0.5, 1.5),
            "Only rest came out better than Foot roll, by about 1 point. {} between 0.5 and 1.5 points.",
        ),
        (
            pair(-2, -2),
            "Foot roll came out better than Only rest, by about 2 points. {} at about 2 points.",
        ),
    ],
)
def test_a_clear_result_says_which_was_better_and_by_how_much(result: PairResult, text: str) -> None:
    assert describe_pair(result, NAMES) == text.format("The difference lies")


@pytest.mark.parametrize(
    ("result", "difference"),
    [
        (pair(-1, 2), "lies between 1 point in favour of Foot roll and 2 points in favour of Only rest"),
        (pair(0, 2.5), "lies between 0 points and 2.5 points in favour of Only rest"),
        (pair(0, 0), "is about 0 points"),
    ],
)
def test_a_result_that_leaves_0_possible_cannot_tell(result: PairResult, difference: str) -> None:
    assert describe_pair(result, NAMES) == (
        f"This comparison can't tell Foot roll and Only rest apart: the difference {difference}."
    )


def test_on_the_way_there_are_only_the_ratings() -> None:
    lines = describe_result(state(3), NAMES)
    assert lines[:2] == ["3 of 12 days done.", LOOK_ONCE]
    assert lines[-1] == CAUSE_UNKNOWN
    assert "not done yet" in lines[-2]
    assert not any("better" in line or "apart" in line for line in lines)


def test_an_early_end_gives_no_answer() -> None:
    lines = describe_result(state(11, ended_on=day(11)), NAMES)
    assert lines[:2] == ["11 of 12 days done.", NO_ANSWER]
    assert not any("better" in line or "apart" in line for line in lines)


def test_cannot_tell_is_a_full_answer() -> None:
    lines = describe_result(state(), NAMES)
    assert lines[0].startswith("This comparison can't tell Foot roll and Only rest apart")
    assert lines[1] == (
        "In at least 95 of 100 such comparisons, the true difference lies in such a range."
        " That it can't tell doesn't mean that there is no difference: so few days show a difference of 2"
        " points in only about 18 of 100 comparisons."
    )
    assert lines[2] == "12 of 12 days done."
    assert lines[3] == NOT_BLINDED
    assert lines[-1] == CAUSE_UNKNOWN
    assert FAIR_DAYS not in lines


def test_a_clear_result_needs_no_word_about_what_may_be_hidden() -> None:
    records = [
        session(number, routine, before=6, after=2 if routine == "foot" else 6)
        for number, routine in enumerate(drawn(COMPARISON))
    ]
    lines = describe_result(follow_comparison(COMPARISON, records, day(11)), NAMES)
    assert lines[0].startswith("Foot roll came out better than Only rest, by about 4 points.")
    assert lines[1] == "In at least 95 of 100 such comparisons, the true difference lies in such a range."


def test_three_intervals_are_right_together() -> None:
    lines = describe_result(follow_comparison(OF_THREE, as_drawn(OF_THREE), day(20)), NAMES)
    assert len([line for line in lines if "apart" in line]) == 3
    assert lines[3].startswith(
        "In at least 95 of 100 such comparisons, all three true differences lie in such ranges."
    )


def test_missed_and_changed_days_and_painkillers_are_named_with_the_result() -> None:
    records = [
        record._replace(flags=(RatingFlag.HEAT,)) if number < 2 else record
        for number, record in enumerate(as_drawn(COMPARISON))
    ]
    late = [record._replace(started_at=record.started_at.replace(month=4)) for record in records[6:]]
    lines = describe_result(follow_comparison(COMPARISON, [*records[:6], *late], day(60)), NAMES)
    assert FAIR_DAYS in lines
    assert any(line.startswith("On 2 of these days you had used a painkiller or heat") for line in lines)
