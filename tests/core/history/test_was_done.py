"""Which sessions count: those in which something was done, in every statistic and in every rule alike."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.driving import SessionRun, after
from tests.core.progress.series import NECK, a_session, sessions_of
from tests.core.strategies import TimedAction, action_sequences, plans
from tests.store.sample_records import START, a_programme
from tpsession.core.catalog.area import AREAS
from tpsession.core.catalog.side import Side
from tpsession.core.dialogue.teaching import choose_speak
from tpsession.core.history.follow_up import find_due_follow_ups
from tpsession.core.history.records import (
    ONLY_REST,
    WORKED_S,
    SessionRecord,
    Status,
    StepRecord,
    StopReason,
)
from tpsession.core.plan.plan import Plan
from tpsession.core.programme.schedule import make_schedule
from tpsession.core.programme.week import summarise_week
from tpsession.core.progress.chart_points import rated_points
from tpsession.core.progress.comparison import compare_routines
from tpsession.core.progress.report import build_series_report
from tpsession.core.progress.summary import summarize_series
from tpsession.core.progress.wording import describe_series
from tpsession.core.safety.dose import DoseHistory, advise_after_first, count_doses
from tpsession.core.session.engine import Mode
from tpsession.core.settings.definitions import default_preferences

OIL = StepRecord("oil", Side.LEFT, 30.0, 0.0, skipped=True, eased=False)
LOCATE = OIL._replace(technique="locate", planned_s=0.0)
REST = OIL._replace(technique="rest", planned_s=60.0)


def a_record(
    *steps: StepRecord, status: Status = Status.COMPLETED, reason: StopReason | None = None
) -> SessionRecord:
    record = a_session(6, 3, status=status)
    return record._replace(steps=steps, stop_reason=reason, active_s=sum(step.active_s for step in steps))


def as_record(run: SessionRun, reason: StopReason | None = None) -> SessionRecord:
    """The record of a session that has ended."""
    steps = run.session.steps(run.now)
    return a_record(*steps, status=run.session.status or Status.PARTIAL, reason=reason)


@given(plans())
def test_a_session_counts_if_it_was_played_and_not_if_each_step_was_skipped_at_once(plan: Plan) -> None:
    assert as_record(SessionRun.started(plan).finish()).was_done
    run = SessionRun.started(plan)
    while run.session.mode is not Mode.ENDED:
        run.perform(after(0.0, "skip"))
    assert not as_record(run).was_done


@given(plans(), action_sequences())
def test_half_a_minute_of_work_counts_whatever_was_skipped(plan: Plan, actions: list[TimedAction]) -> None:
    record = as_record(SessionRun.started(plan).perform_all(actions).finish())
    if record.active_s >= WORKED_S:
        assert record.was_done
    assert record._replace(status=Status.RUNNING).was_done
    assert record._replace(stop_reason=StopReason.SHARP, status=Status.STOPPED).was_done


@pytest.mark.parametrize(
    ("record", "was_done"),
    [
        (a_record(), True),
        (a_record(OIL), False),
        (a_record(OIL._replace(active_s=5.0)), False),
        (a_record(OIL._replace(active_s=WORKED_S)), True),
        (a_record(OIL, OIL._replace(active_s=5.0, skipped=False)), True),
        # Found, and rested, but nothing was massaged.
        (a_record(OIL, LOCATE._replace(skipped=False), REST._replace(skipped=False)), False),
        # A routine may be only a rest, or only movements that the person counts.
        (a_record(REST._replace(skipped=False))._replace(routine=ONLY_REST), True),
        (a_record(REST)._replace(routine=ONLY_REST), False),
        (a_record(LOCATE, LOCATE._replace(skipped=False)), True),
        (a_record(OIL._replace(skipped=False), status=Status.PARTIAL), False),
        (a_record(OIL._replace(skipped=False, active_s=5.0), status=Status.PARTIAL), True),
        (a_record(OIL, status=Status.STOPPED, reason=StopReason.INTERRUPTED), False),
        (a_record(OIL, status=Status.STOPPED, reason=StopReason.NUMB), True),
    ],
    ids=lambda value: str(value) if isinstance(value, bool) else value.status.value,
)
def test_what_counts(record: SessionRecord, was_done: bool) -> None:
    assert record.was_done == was_done


@given(st.lists(st.integers(-3, 3), max_size=8), st.integers(1, 3))
def test_sessions_in_which_nothing_was_done_change_no_statistic_and_are_named(
    changes: list[int], skipped: int
) -> None:
    done = sessions_of(changes)
    idle = [
        a_record(OIL, LOCATE)._replace(
            id=f"idle {number}", started_at=START + timedelta(days=number, hours=1), routine="idle"
        )
        for number in range(skipped)
    ]
    records = [*idle, *done]
    summary = summarize_series(NECK, records)
    alone = summarize_series(NECK, done)
    assert summary.not_done == skipped
    assert summary.sessions == len(done)
    assert (summary.figures, summary.unmarked, summary.first_on) == (
        alone.figures, alone.unmarked, alone.first_on,
    )  # fmt: skip
    assert compare_routines(NECK, records) == compare_routines(NECK, done)
    assert rated_points(records) == rated_points(done)
    report = build_series_report(NECK, records, {})
    assert [rating.id for rating in report.ratings] == [record.id for record in done]
    assert sum(routine.sessions for routine in report.routines) == len(done)
    sessions = "1 session" if skipped == 1 else f"{skipped} sessions"
    assert f"Not counted: {sessions} in which nothing was done." in describe_series(summary)
    monday = START.date() - timedelta(days=START.weekday())
    assert summarise_week(records, monday, monday) == summarise_week(done, monday, monday)


def test_nothing_done_is_no_dose_no_first_session_and_asks_for_no_later_rating() -> None:
    idle = a_record(OIL._replace(active_s=5.0))
    day = idle.started_at.date()
    ended = idle.ended_at or idle.started_at
    assert [(dose.sessions, dose.seconds) for dose in count_doses([idle], day).values()] == [(0, 5.0)]
    assert advise_after_first([idle], "neck", idle.id) == ""
    assert find_due_follow_ups([idle], ended + timedelta(hours=3)) == []
    worked = idle._replace(id="worked", steps=(OIL._replace(active_s=30.0, skipped=False),), active_s=30.0)
    assert find_due_follow_ups([idle, worked], ended + timedelta(hours=3))[0].record is worked
    assert DoseHistory([idle], day).find_first_day(AREAS["neck"]) is None
    assert DoseHistory([idle, worked], day).find_first_day(AREAS["neck"]) == day


def test_nothing_done_is_no_day_of_a_programme_and_teaches_nothing() -> None:
    programme = a_programme()
    idle = a_record(OIL)._replace(routine=programme.routine, place=programme.place)
    today = idle.started_at.date()
    assert make_schedule(programme, [idle], today, None).done_on == ()
    worked = idle._replace(active_s=60.0)
    assert make_schedule(programme, [worked], today, None).done_on == (today,)
    said = choose_speak(default_preferences(), [worked, worked], teach=False)
    assert choose_speak(default_preferences(), [idle, worked], teach=False) is not said
