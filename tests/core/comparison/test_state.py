"""Which thing is due, and what a missed, changed, resting or unrated day does."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from tests.core.comparison.samples import (
    COMPARISON,
    OF_THREE,
    as_drawn,
    day,
    drawn,
    session,
    stopped,
)
from tests.fakes.history import MemoryHistory
from tpsession.core.catalog.side import Side
from tpsession.core.comparison.state import (
    ComparisonStatus,
    DayKind,
    NotDue,
    comparison_sessions,
    find_running,
    follow_comparison,
    load_states,
)
from tpsession.core.history.comparison import MIN_BLOCKS, Comparison, Outcome
from tpsession.core.history.records import (
    ONLY_REST,
    RecordKind,
    SessionRecord,
    Status,
    StepRecord,
    StopReason,
)
from tpsession.core.history.series import Series

ORDER = drawn(COMPARISON)
OTHER = {"foot": ONLY_REST, ONLY_REST: "foot"}


def test_the_first_day_has_what_is_drawn_first() -> None:
    state = follow_comparison(COMPARISON, [], day(0))
    assert (state.due, state.not_due, state.block) == (ORDER[0], None, 1)
    assert (state.status, state.days, state.missed) == (ComparisonStatus.RUNNING, (), 0)


def test_a_day_that_is_done_leads_to_the_next_thing_tomorrow() -> None:
    records = as_drawn(COMPARISON, 1)
    today, tomorrow = (follow_comparison(COMPARISON, records, day(number)) for number in (0, 1))
    assert (today.due, today.not_due) == (None, NotDue.DAY_TAKEN)
    assert today.next_thing == tomorrow.due == ORDER[1]


def test_it_is_finished_once_every_block_is_done() -> None:
    records = as_drawn(COMPARISON)
    state = follow_comparison(COMPARISON, records, day(11))
    assert state.status is ComparisonStatus.FINISHED
    assert (state.due, state.next_thing, state.not_due) == (None, None, None)
    assert (len(state.done), state.blocks_done, state.block) == (12, 6, 6)
    later = follow_comparison(COMPARISON, [*records, session(15)], day(20))
    assert later.days == state.days
    assert later.missed == state.missed == 0


def test_it_is_shown_while_it_runs_and_for_a_week_after_its_last_block() -> None:
    records = as_drawn(COMPARISON)
    assert follow_comparison(COMPARISON, records[:3], day(300)).is_shown
    assert follow_comparison(COMPARISON, records, day(18)).is_shown
    assert not follow_comparison(COMPARISON, records, day(19)).is_shown
    assert not follow_comparison(replace(COMPARISON, ended_on=day(3)), records, day(3)).is_shown


def test_a_missed_day_only_moves_the_rest() -> None:
    state = follow_comparison(COMPARISON, as_drawn(COMPARISON, 1), day(4))
    assert (state.due, state.missed) == (ORDER[1], 3)


def test_a_changed_day_stays_what_it_was_and_its_thing_is_due_the_next_day() -> None:
    records = [session(0, OTHER[ORDER[0]])]
    state = follow_comparison(COMPARISON, records, day(0))
    assert (state.due, state.not_due) == (None, NotDue.DAY_TAKEN)
    (changed,) = state.days
    assert (changed.kind, changed.thing, changed.record.routine) == (
        DayKind.CHANGED,
        ORDER[0],
        OTHER[ORDER[0]],
    )
    assert follow_comparison(COMPARISON, records, day(1)).due == ORDER[0]


def test_another_routine_also_changes_the_day() -> None:
    state = follow_comparison(COMPARISON, [session(0, "try-out"), session(0, ORDER[0], 20.0)], day(0))
    assert [each.kind for each in state.days] == [DayKind.CHANGED]


def test_what_follows_on_the_same_day_changes_nothing() -> None:
    records = [session(0, ORDER[0], 8.0), session(0, ORDER[1], 18.0)]
    state = follow_comparison(COMPARISON, records, day(0))
    assert [each.kind for each in state.days] == [DayKind.DONE]
    assert state.next_thing == ORDER[1]


@pytest.mark.parametrize("missing", [{"before": None}, {"after": None}])
def test_without_a_rating_that_the_outcome_needs_the_thing_is_due_the_next_day(
    missing: dict[str, Any],
) -> None:
    records = [session(0, ORDER[0], **missing)]
    state = follow_comparison(COMPARISON, records, day(1))
    assert ([each.kind for each in state.days], state.due) == ([DayKind.NOT_RATED], ORDER[0])


def test_the_rating_after_alone_needs_none_before() -> None:
    comparison = replace(COMPARISON, outcome=Outcome.AFTER)
    records = [session(0, ORDER[0], before=None)]
    assert [each.kind for each in follow_comparison(comparison, records, day(0)).days] == [DayKind.DONE]
    records = [session(0, ORDER[0], after=None)]
    assert [each.kind for each in follow_comparison(comparison, records, day(0)).days] == [DayKind.NOT_RATED]


def test_what_was_stopped_for_pain_counts_like_everything_else() -> None:
    records = [stopped(0, StopReason.PAINFUL, routine=ORDER[0], after=8)]
    assert [each.kind for each in follow_comparison(COMPARISON, records, day(0)).days] == [DayKind.DONE]


@pytest.mark.parametrize(
    "attempt",
    [
        stopped(0, StopReason.INTERRUPTED, hour=8.0, after=None),
        session(0, hour=8.0, status=Status.PARTIAL, after=None),
    ],
)
def test_an_interrupted_session_may_be_done_again_the_same_day(attempt: SessionRecord) -> None:
    attempt = attempt._replace(routine=ORDER[0])
    assert follow_comparison(COMPARISON, [attempt], day(0)).due == ORDER[0]
    rated = attempt._replace(after=3)
    assert [each.kind for each in follow_comparison(COMPARISON, [rated], day(0)).days] == [DayKind.DONE]


def test_a_session_with_every_step_skipped_may_be_done_again_the_same_day() -> None:
    oil = StepRecord("oil", Side.LEFT, 30.0, 0.0, skipped=True, eased=False)
    skipped = session(0, ORDER[0])._replace(active_s=0.0, steps=(oil,))
    state = follow_comparison(COMPARISON, [skipped], day(0))
    assert (state.due, state.days) == (ORDER[0], ())


def test_nothing_is_due_while_a_session_for_the_place_is_running() -> None:
    running = session(0, ORDER[0], status=Status.RUNNING, after=None)
    state = follow_comparison(COMPARISON, [running], day(0))
    assert (state.due, state.not_due, state.days) == (None, NotDue.SESSION_RUNNING, ())


def test_a_resting_area_overrides_the_draw_for_every_thing() -> None:
    for number in range(2):
        state = follow_comparison(COMPARISON, as_drawn(COMPARISON, number), day(number), is_resting=True)
        assert (state.due, state.not_due, state.next_thing) == (None, NotDue.RESTING, ORDER[number])


def test_nothing_is_due_before_the_first_day() -> None:
    state = follow_comparison(COMPARISON, [], day(-1))
    assert (state.due, state.not_due, state.missed) == (None, NotDue.LATER, 0)


def test_other_places_sides_scores_and_earlier_days_do_not_matter() -> None:
    others = [
        session(0, place="calf"),
        session(0, side=Side.RIGHT),
        session(0, kind=RecordKind.SCORE),
        session(-1),
    ]
    assert follow_comparison(COMPARISON, others, day(0)).days == ()


def test_a_day_is_the_local_day_on_which_the_session_began() -> None:
    late = datetime(2026, 3, 3, 0, 30, tzinfo=timezone(timedelta(hours=2)))
    record = session(0, ORDER[0], started_at=late, ended_at=late)
    assert [each.day for each in follow_comparison(COMPARISON, [record], day(5)).days] == [day(1)]
    assert record.started_at.astimezone(UTC).date() == day(0)


def test_ended_early_nothing_is_due_and_later_sessions_do_not_matter() -> None:
    ended = replace(COMPARISON, ended_on=day(3))
    records = as_drawn(COMPARISON)
    state = follow_comparison(ended, records, day(9))
    assert state.status is ComparisonStatus.ENDED
    assert (state.due, state.next_thing, state.not_due) == (None, None, None)
    assert state.missed == 0
    assert follow_comparison(ended, [], day(9)).missed == 3
    assert ([each.day for each in state.days], state.blocks_done) == ([day(number) for number in range(4)], 2)
    assert follow_comparison(replace(COMPARISON, ended_on=day(11)), records, day(11)).status is (
        ComparisonStatus.FINISHED
    )


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"things": ("foot",), "rest_s": 0.0}, "two or three"),
        ({"things": ("foot", "foot"), "rest_s": 0.0}, "different"),
        ({"blocks": 5}, "6 to 30"),
        ({"blocks": 31}, "6 to 30"),
        ({"things": ("a", "b", ONLY_REST)}, "7 to 30"),
        ({"seed": -1}, "63 bits"),
        ({"seed": 2**63}, "63 bits"),
        ({"rest_s": 0.0}, "length"),
        ({"things": ("a", "b")}, "length"),
    ],
)
def test_an_impossible_comparison_is_refused(changes: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        replace(COMPARISON, **changes)  # type: ignore[arg-type]


@st.composite
def comparisons(draw: DrawFn) -> Comparison:
    """A comparison of two or three things, perhaps ended early."""
    things = draw(st.sampled_from([("foot", ONLY_REST), ("foot", "classic"), OF_THREE.things]))
    return replace(
        COMPARISON,
        things=things,
        blocks=draw(st.integers(MIN_BLOCKS[len(things)], 8)),
        seed=draw(st.integers(0, 2**63 - 1)),
        outcome=draw(st.sampled_from(Outcome)),
        rest_s=600.0 if ONLY_REST in things else 0.0,
        ended_on=draw(st.none() | st.integers(0, 30).map(day)),
    )


RATINGS = st.none() | st.integers(0, 10)
SESSIONS = st.builds(
    session,
    st.integers(-2, 40),
    st.sampled_from(["foot", "classic", ONLY_REST, "try-out", ""]),
    st.sampled_from([0.0, 6.5, 12.0, 23.9]),
    before=RATINGS,
    after=RATINGS,
    status=st.sampled_from(Status),
    stop_reason=st.none() | st.sampled_from(StopReason),
    side=st.sampled_from([Side.LEFT, Side.LEFT, Side.LEFT, Side.RIGHT]),
    kind=st.sampled_from([RecordKind.SESSION, RecordKind.SESSION, RecordKind.SCORE]),
)


@settings(max_examples=60)
@given(comparisons(), st.lists(SESSIONS, max_size=60), st.integers(-1, 45), st.booleans(), st.randoms())
def test_whatever_was_done_the_days_follow_the_draw(
    comparison: Comparison, records: list[SessionRecord], today_number: int, is_resting: bool, random: object
) -> None:
    today = day(today_number)
    records = [record for record in records if record.started_at.date() <= today]
    state = follow_comparison(comparison, records, today, is_resting=is_resting)

    # Never two on one local day, in order, and none after the end.
    assert [each.day for each in state.days] == sorted({each.day for each in state.days})
    assert all(each.day <= (comparison.ended_on or today) for each in state.days)
    # What is done is the draw's beginning, and a changed day is kept as what it was.
    order = drawn(comparison)
    assert [each.record.routine for each in state.done] == order[: len(state.done)]
    assert all(each.record in records for each in state.days)
    assert all(each.record.routine != each.thing for each in state.days if each.kind is DayKind.CHANGED)
    # Each day's thing is the first that isn't done yet, and each block has each thing once.
    done = 0
    for each in state.days:
        assert each.thing == order[done]
        assert each.block == done // len(comparison.things) + 1
        done += each.kind is DayKind.DONE
    # At most one thing is due, the next one, and only if nothing stands against it.
    if state.due is not None:
        assert state.due == order[done]
        assert state.status is ComparisonStatus.RUNNING
        assert not is_resting
        assert today not in {each.day for each in state.days}
    if state.status is ComparisonStatus.RUNNING:
        assert comparison.ended_on is None
        assert (state.due is None) == (state.not_due is not None)
        assert state.missed + sum(each.day < today for each in state.days) == max(today_number, 0)
    # The order in which the history gives the sessions doesn't matter.
    random.shuffle(records)  # type: ignore[attr-defined]
    assert follow_comparison(comparison, records, today, is_resting=is_resting) == state


@settings(max_examples=30)
@given(comparisons().filter(lambda each: each.ended_on is None), st.data())
def test_a_person_who_does_what_is_due_is_done_after_as_many_days_as_it_takes(
    comparison: Comparison, data: st.DataObject
) -> None:
    """Some days are missed, changed, or the area rests; every other day has what was due."""
    records: list[SessionRecord] = []
    for number in range(60):
        what = data.draw(st.sampled_from(["due", "due", "due", "missed", "changed", "rests"]))
        state = follow_comparison(comparison, records, day(number), is_resting=what == "rests")
        if state.status is ComparisonStatus.FINISHED:
            break
        if what == "changed":
            records.append(session(number, "try-out"))
        elif what == "due":
            assert state.due is not None
            records.append(session(number, state.due))
        elif what == "rests":
            assert state.due is None
    state = follow_comparison(comparison, records, day(61))
    did = [record.routine for record in records if record.routine != "try-out"]
    assert [each.record.routine for each in state.done] == did
    assert (state.status is ComparisonStatus.FINISHED) == (len(did) == comparison.days)


def test_the_history_says_how_each_comparison_stands() -> None:
    history = MemoryHistory()
    assert load_states(history, day(0)) == []
    ended = replace(COMPARISON, id="two", started_on=day(-9), ended_on=day(-8))
    for comparison in (COMPARISON, ended):  # the older one was imported later
        history.save_comparison(comparison)
    for record in (session(0, ORDER[0]), session(-8, place="calf")):
        history.add_session(record, [])
    states = load_states(history, day(0))
    assert [state.status for state in states] == [ComparisonStatus.ENDED, ComparisonStatus.RUNNING]
    running = find_running(states)
    assert running is not None
    assert running.next_thing == ORDER[1]
    assert find_running(states[:1]) is None


def test_a_stop_rests_the_areas_of_all_things() -> None:
    history = MemoryHistory()
    history.save_comparison(COMPARISON)
    history.add_session(stopped(0, StopReason.SHARP, place="head", area="neck"), [])
    (state,) = load_states(history, day(0), {"foot": ["foot"]})
    assert state.due == ORDER[0]
    (state,) = load_states(history, day(0), {"foot": ["foot", "neck"]})
    assert state.not_due is NotDue.RESTING
    history.add_session(stopped(0, StopReason.SHARP, place="ankle", area="foot", hour=19.0), [])
    (state,) = load_states(history, day(0))
    assert state.not_due is NotDue.RESTING


def test_the_query_selects_the_sessions_of_the_place_while_it_goes_on() -> None:
    query = comparison_sessions(replace(COMPARISON, series=Series("foot", Side.LEFT), ended_on=day(9)))
    assert (query.place, query.side, query.since, query.until) == ("foot", Side.LEFT, day(0), day(9))
