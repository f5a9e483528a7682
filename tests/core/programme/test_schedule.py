"""Schedules: days done, and the next day, which only ever moves on."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from tests.core.programme.samples import MONDAY, PROGRAMME, day, session, stopped
from tests.fakes.history import MemoryHistory
from tpsession.core.catalog.side import Side
from tpsession.core.history.programme import Pause, Programme
from tpsession.core.history.records import SessionRecord, Status, StopReason
from tpsession.core.programme.schedule import (
    ProgrammeStatus,
    Schedule,
    find_last_rest_day,
    find_schedule,
    load_schedules,
    make_schedule,
)

RUNNING, PAUSED, FINISHED = ProgrammeStatus.RUNNING, ProgrammeStatus.PAUSED, ProgrammeStatus.FINISHED


def on(number: int, *records: SessionRecord, programme: Programme = PROGRAMME) -> Schedule:
    """The schedule so many days after the programme's first."""
    return make_schedule(programme, records, day(number))


def test_a_new_programme_is_due_on_its_first_day() -> None:
    schedule = on(0)
    assert (schedule.done_on, schedule.next_day, schedule.is_due) == ((), day(0), True)


def test_the_next_session_is_due_the_planned_days_after_the_last() -> None:
    assert on(0, session(0)).next_day == day(2)
    assert not on(1, session(0)).is_due
    assert on(2, session(0)).is_due


def test_days_without_a_session_only_move_the_rest() -> None:
    schedule = on(9, session(0), session(2))
    assert (len(schedule.done_on), schedule.next_day) == (2, day(9))
    assert schedule.days_to_come == (day(9), day(11), day(13), day(15))


def test_a_day_counts_once() -> None:
    assert on(0, session(0, 8), session(0, 12), session(0, 20)).done_on == (day(0),)


@pytest.mark.parametrize(
    "other",
    [
        session(0, routine="calf"),
        session(0, place="ankle"),
        session(0, side=Side.RIGHT),
        session(-1),
        session(0, status=Status.PARTIAL),
        session(0, status=Status.RUNNING, ended_at=None),
        stopped(0, StopReason.INTERRUPTED, active_s=0.0),
    ],
)
def test_other_sessions_do_not_count(other: SessionRecord) -> None:
    assert on(0, other) == on(0)


def test_a_stopped_session_counts_if_some_work_was_done() -> None:
    assert on(0, stopped(0, StopReason.PAINFUL)).done_on == (day(0),)


def test_a_programme_is_finished_when_all_days_are_done() -> None:
    schedule = on(20, *(session(number) for number in range(8)))
    assert (schedule.status, schedule.next_day, schedule.days_to_come) == (FINISHED, None, ())
    assert schedule.done_on == tuple(day(number) for number in range(6))


def test_a_finished_programme_is_shown_for_a_week() -> None:
    done = [session(number) for number in range(6)]
    assert on(12, *done).is_shown
    assert not on(13, *done).is_shown


def test_an_ended_programme_plans_nothing_and_is_not_shown() -> None:
    schedule = on(1, session(0), programme=replace(PROGRAMME, ended_on=day(1)))
    assert (schedule.status, schedule.next_day) == (ProgrammeStatus.ENDED, None)
    assert not schedule.is_shown


def test_a_pause_puts_the_next_session_after_it() -> None:
    ill = replace(PROGRAMME, pause=Pause(day(1), day(6)))
    assert (on(0, session(0), programme=ill).status, on(0, session(0), programme=ill).next_day) == (
        RUNNING,
        day(7),
    )
    assert on(3, session(0), programme=ill).status is PAUSED
    assert on(3, session(0), programme=ill).next_day == day(7)
    assert on(7, session(0), programme=ill).is_due


def test_a_pause_without_an_end_plans_nothing() -> None:
    schedule = on(3, session(0), programme=replace(PROGRAMME, pause=Pause(day(1))))
    assert (schedule.status, schedule.next_day, schedule.days_to_come) == (PAUSED, None, ())


def test_a_session_during_a_pause_counts() -> None:
    assert len(on(3, session(3), programme=replace(PROGRAMME, pause=Pause(day(1)))).done_on) == 1


def test_an_area_that_rests_today_is_due_tomorrow_at_the_earliest() -> None:
    schedule = make_schedule(PROGRAMME, [session(0)], day(2), rests_until=day(2))
    assert (schedule.area_rests, schedule.is_due, schedule.next_day) == (True, False, day(3))
    later = make_schedule(PROGRAMME, [session(0)], day(0), rests_until=day(0))
    assert (later.area_rests, later.next_day) == (True, day(2))
    assert not make_schedule(PROGRAMME, [], day(2), rests_until=day(1)).area_rests


def test_a_stop_rests_its_area_and_dizziness_rests_every_area() -> None:
    assert find_last_rest_day([stopped(0, StopReason.SHARP)], "foot", day(0)) == day(0)
    assert find_last_rest_day([stopped(0, StopReason.SHARP)], "calf", day(0)) is None
    assert find_last_rest_day([stopped(0, StopReason.DIZZY)], "calf", day(0)) == day(0)
    assert find_last_rest_day([stopped(0, StopReason.SHARP)], "foot", day(1)) is None


def test_a_pause_or_a_programme_with_impossible_values_is_refused() -> None:
    with pytest.raises(ValueError, match="pause"):
        Pause(day(1), day(0))
    with pytest.raises(ValueError, match="pause"):
        Pause(day(0), day(366))
    with pytest.raises(ValueError, match="sessions"):
        replace(PROGRAMME, sessions=1)
    with pytest.raises(ValueError, match="every"):
        replace(PROGRAMME, every_days=15)


def test_schedules_are_loaded_with_those_due_first_and_without_ended_ones() -> None:
    history = MemoryHistory()
    assert load_schedules(history, day(0)) == []
    calf = replace(PROGRAMME, id="two", routine="calf", place="calf", area="calf", every_days=3)
    history.save_programme(PROGRAMME)
    history.save_programme(calf)
    history.save_programme(replace(PROGRAMME, id="three", ended_on=day(0)))
    history.save_programme(replace(PROGRAMME, id="four", started_on=day(-3), pause=Pause(day(-2))))
    history.add_session(session(0), [])
    history.add_session(stopped(0, StopReason.SHARP, id="stop", area="calf", routine="shin"), [])
    schedules = load_schedules(history, day(0))
    assert [(each.programme.id, each.next_day) for each in schedules] == [
        ("two", day(1)),
        ("one", day(2)),
        ("four", None),
    ]
    assert find_schedule(schedules, "foot") == schedules[1]
    assert find_schedule(schedules, "jaw") is None


@st.composite
def histories(draw: DrawFn) -> list[SessionRecord]:
    """Sessions at any time, in any order, in any time zone, several a day."""
    zones = st.sampled_from(["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/Berlin"])
    moments = st.datetimes(datetime(2026, 3, 1), datetime(2026, 4, 20))  # noqa: DTZ001 - zoned below
    return [
        session(
            id=str(number),
            started_at=draw(moments).replace(tzinfo=ZoneInfo(draw(zones))),
            status=draw(st.sampled_from([Status.COMPLETED, Status.STOPPED, Status.PARTIAL])),
            side=draw(st.sampled_from([Side.LEFT, Side.LEFT, Side.RIGHT])),
        )
        for number in range(draw(st.integers(0, 12)))
    ]


DAYS = st.integers(0, 60).map(day)


@st.composite
def programmes(draw: DrawFn) -> Programme:
    """Any programme that starts in March 2026, with or without a pause."""
    first, length = draw(DAYS), draw(st.none() | st.integers(0, 20))
    pause = Pause(first, None if length is None else first + timedelta(days=length))
    return replace(
        PROGRAMME,
        sessions=draw(st.integers(2, 8)),
        every_days=draw(st.integers(1, 14)),
        started_on=draw(DAYS),
        pause=draw(st.sampled_from([None, pause])),
    )


@given(programmes(), histories(), st.randoms(use_true_random=False), DAYS)
def test_the_order_of_sessions_and_repeats_on_a_day_change_nothing(
    programme: Programme, records: list[SessionRecord], random: object, today: date
) -> None:
    again = [*records, *records]
    random.shuffle(again)  # type: ignore[attr-defined]
    assert make_schedule(programme, again, today) == make_schedule(programme, records, today)


@given(programmes(), histories(), DAYS, st.none() | DAYS)
def test_the_next_day_is_never_past_nor_in_a_pause_nor_while_the_area_rests(
    programme: Programme, records: list[SessionRecord], today: date, rests_until: date | None
) -> None:
    schedule = make_schedule(programme, records, today, rests_until)
    next_day = schedule.next_day
    if next_day is not None:
        assert next_day >= max(today, programme.started_on)
        assert programme.pause is None or not programme.pause.includes(next_day)
        assert rests_until is None or next_day > rests_until
        if schedule.done_on:
            assert (next_day - schedule.done_on[-1]).days >= programme.every_days
        assert len(schedule.days_to_come) + len(schedule.done_on) == programme.sessions
    assert len(set(schedule.done_on)) == len(schedule.done_on) <= programme.sessions
    assert (schedule.status is FINISHED) == (len(schedule.done_on) == programme.sessions)


@given(programmes(), histories(), DAYS)
def test_one_more_session_never_takes_a_day_away(
    programme: Programme, records: list[SessionRecord], today: date
) -> None:
    before = make_schedule(programme, records[1:], today)
    after = make_schedule(programme, records, today)
    assert len(after.done_on) - len(before.done_on) in {0, 1}


@given(programmes(), histories(), DAYS)
def test_a_pause_that_is_over_counts_for_nothing(
    programme: Programme, records: list[SessionRecord], today: date
) -> None:
    without = replace(programme, pause=None)
    over = replace(programme, pause=Pause(today - timedelta(days=9), today - timedelta(days=1)))
    assert replace(make_schedule(over, records, today), programme=without) == make_schedule(
        without, records, today
    )


@pytest.mark.parametrize("first", [date(2026, 3, 28), date(2026, 10, 24)])
def test_days_are_local_days_when_the_clocks_change(first: date) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    programme = replace(PROGRAMME, started_on=first, every_days=1)
    evenings = [
        session(
            number,
            started_at=datetime(first.year, first.month, first.day, 23, 50, tzinfo=berlin)
            + timedelta(days=number),
        )
        for number in range(3)
    ]
    schedule = make_schedule(programme, evenings, first + timedelta(days=2))
    assert schedule.done_on == tuple(first + timedelta(days=number) for number in range(3))
    assert schedule.next_day == first + timedelta(days=3)


def test_a_session_counts_for_the_day_it_had_where_it_was_done() -> None:
    evening_in_hawaii = datetime(2026, 3, 2, 23, 0, tzinfo=ZoneInfo("Pacific/Honolulu"))
    assert evening_in_hawaii.astimezone(UTC).date() == day(1)
    assert on(1, session(started_at=evening_in_hawaii)).done_on == (MONDAY,)
