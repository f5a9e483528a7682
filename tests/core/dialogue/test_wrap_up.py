"""What is asked after a session, and in which order."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.core.safety.test_eligibility import DONE
from tests.fakes.player import FakePlayer
from tests.fakes.ports import FakeClock
from tests.plain.fake_services import SHORT
from tpsession.core.catalog.routine import Routine
from tpsession.core.catalog.routine import Step as RoutineStep
from tpsession.core.catalog.technique import OIL, WIPE
from tpsession.core.dialogue.driver import next_prompt
from tpsession.core.dialogue.wrap_up import (
    NOTICE_UNREAD,
    RATING_MISSING,
    RATING_ASKED_LATER,
    REHEARSED,
    RateAfter,
    SaveRating,
    SessionOutcome,
    ShowNotice,
    ShowSummary,
    WrapUpStep,
    WipeHands,
    wrap_up_session,
)
from tpsession.core.history.records import Status, StopReason
from tpsession.core.plan.plan import PlanOptions, build_plan
from tpsession.core.safety import screening
from tpsession.core.session.runner import RunnerPorts, SessionRunner

ENDED = SessionOutcome("one", 6, 500.0, Status.COMPLETED, None, hands_clean=False, is_saved=True)
NUMB = replace(ENDED, status=Status.STOPPED, reason=StopReason.NUMB)


def after(ended: SessionOutcome, rating: int | None = 3, *, attended: bool = True) -> list[WrapUpStep]:
    """What follows a session whose rating is given as this."""
    asks, found, answer = wrap_up_session(ended, "112", attended=attended), [], None
    while (step := next_prompt(asks, answer)) is not None:
        found.append(step)
        answer = rating if isinstance(step, RateAfter) else None
    return found


def test_hands_are_wiped_then_it_is_rated_then_summed_up() -> None:
    assert after(ENDED) == [WipeHands(), RateAfter(), SaveRating(3), ShowSummary(3)]
    assert after(replace(ENDED, wiped=True), None) == [RateAfter(), ShowSummary(None)]


def test_a_rating_that_is_given_is_kept_and_not_asked_for_and_nobody_is_asked_who_is_not_there() -> None:
    given = replace(ENDED, after=8)
    assert after(given) == [WipeHands(), SaveRating(8), ShowSummary(8)]
    assert after(given, attended=False) == [SaveRating(8), ShowSummary(8)]
    assert after(ENDED, attended=False) == [ShowSummary(None)]


def test_what_has_to_be_read_comes_first_and_only_once() -> None:
    assert after(NUMB)[0] == ShowNotice(screening.AREA_RESTS)
    again = SessionOutcome.from_record(replace(DONE, status=Status.STOPPED, stop_reason=StopReason.NUMB))
    assert after(again) == [RateAfter(), SaveRating(3), ShowSummary(3)]
    assert after(again, None) == [RateAfter()]


def test_where_it_may_be_an_emergency_that_stays_in_sight_and_nothing_has_to_be_done() -> None:
    dizzy = replace(ENDED, status=Status.STOPPED, reason=StopReason.DIZZY)
    heed = screening.advice_for(screening.Tier.EMERGENCY, "112")
    assert after(dizzy) == [ShowNotice(heed), RateAfter(heed), SaveRating(3), ShowSummary(3, heed)]
    assert after(dizzy, None) == [ShowNotice(heed), RateAfter(heed), ShowSummary(None, heed)]


def test_where_nothing_is_kept_nothing_is_said_to_rest_by_itself() -> None:
    rehearsed = replace(NUMB, kept=False, rehearsal=True)
    assert after(rehearsed) == [ShowNotice(screening.LET_AREA_REST), ShowNotice(REHEARSED)]
    assert after(replace(NUMB, kept=False))[0] == ShowNotice(screening.LET_AREA_REST)


def test_what_is_lost_by_leaving_is_said_as_it_is() -> None:
    assert ENDED.leave_warning == RATING_ASKED_LATER
    assert NUMB.leave_warning == RATING_ASKED_LATER
    for lost in (replace(ENDED, kept=False), replace(ENDED, before=None)):
        assert lost.leave_warning == RATING_MISSING
    for read in (replace(ENDED, after=3), replace(ENDED, rehearsal=True)):
        assert read.leave_warning == NOTICE_UNREAD


def test_nothing_keeps_somebody_who_has_to_call_for_help() -> None:
    dizzy = replace(ENDED, status=Status.STOPPED, reason=StopReason.DIZZY)
    for ended in (dizzy, replace(dizzy, rehearsal=True), replace(dizzy, after=3)):
        assert not ended.leave_warning
    assert replace(dizzy, read=True).leave_warning == RATING_ASKED_LATER


@pytest.mark.parametrize(
    ("oiled", "steps_s", "wiped"), [(False, 200.0, True), (True, 35.0, True), (True, 6.0, False)]
)
def test_hands_are_clean_without_oil_or_where_the_last_step_wiped_them(
    oiled: bool, steps_s: float, wiped: bool
) -> None:
    ends = (RoutineStep(OIL, duration_s=20.0), RoutineStep(WIPE, duration_s=10.0))
    routine: Routine = replace(SHORT, steps=ends if oiled else SHORT.steps[:1])
    clock = FakeClock()
    sitting, _ = SessionRunner.begin(build_plan(routine, PlanOptions()), "one", 6, RunnerPorts(clock, FakePlayer()))
    for _ in range(int(steps_s)):
        clock.pass_time(1.0)
        sitting.tick()
    if steps_s < 10.0:
        sitting.stop(StopReason.INTERRUPTED)
    ended = SessionOutcome.from_runner(sitting, 6, after=3)
    assert (ended.hands_clean, ended.is_saved) == (wiped, False)
    assert ended.steps == sitting.steps()
    assert ended.status is (Status.STOPPED if steps_s < 10.0 else Status.COMPLETED)
    # A rating given ahead is for a session that comes to its end.
    assert ended.after == (None if steps_s < 10.0 else 3)
