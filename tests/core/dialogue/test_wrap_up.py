"""The steps after a session: which ones come, and in which order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from tests.core.safety.test_eligibility import DONE
from tests.fakes.player import FakePlayer
from tests.fakes.ports import FakeClock
from tests.plain.fake_services import SHORT
from tpsession.core.catalog.place import OVERALL
from tpsession.core.catalog.routine import Routine
from tpsession.core.catalog.routine import Step as RoutineStep
from tpsession.core.catalog.side import Side
from tpsession.core.catalog.technique import OIL, REST, WIPE
from tpsession.core.dialogue.driver import next_prompt
from tpsession.core.dialogue.wrap_up import (
    NOTICE_UNREAD,
    RATING_ASKED_LATER,
    RATING_MISSING,
    AskAgain,
    RateAfter,
    RateStiffness,
    SaveDeclined,
    SaveRating,
    SessionOutcome,
    ShowRehearsed,
    ShowStopNotice,
    ShowSummary,
    TakeBackReason,
    WipeHands,
    WrapUpStep,
    wrap_up_session,
)
from tpsession.core.history.records import Status, StepRecord, StopReason
from tpsession.core.history.series import Series
from tpsession.core.plan.plan import PlanOptions, build_plan
from tpsession.core.safety import screening, stopping
from tpsession.core.safety.slip import slip_question
from tpsession.core.session.runner import RunnerPorts, SessionRunner

CALF = Series("calf", Side.LEFT)
ENDED = SessionOutcome(
    "one", 6, 500.0, Status.COMPLETED, None, hands_clean=False, is_saved=True, series=CALF, area="calf"
)
RELAXED = replace(ENDED, series=Series(OVERALL, Side.NONE), area="")
OILED, WIPED, RESTED = (RoutineStep(each, duration_s=10.0) for each in (OIL, WIPE, REST))
NUMB = replace(ENDED, status=Status.STOPPED, reason=StopReason.NUMB)
BRUISE = replace(NUMB, reason=StopReason.BRUISE)


def steps_after(
    outcome: SessionOutcome,
    rating: int | None = 3,
    *,
    attended: bool = True,
    slip: Sequence[bool] = (),
) -> list[WrapUpStep]:
    """Return the steps after a session, with this answer to the rating and to each question about a slip."""
    dialogue, steps, slips = wrap_up_session(outcome, "112", attended=attended), [], list(slip)
    answer: int | None = None
    while (step := next_prompt(dialogue, answer)) is not None:
        steps.append(step)
        match step:
            case RateAfter():
                answer = rating
            case ShowStopNotice() | AskAgain():
                answer = slips.pop(0) if slips else False
            case _:
                answer = None
    return steps


def test_wiping_the_hands_comes_first_then_the_rating_then_the_summary() -> None:
    assert steps_after(ENDED) == [WipeHands(), RateAfter(), SaveRating(3), ShowSummary(3)]
    assert steps_after(replace(ENDED, hands_clean=True), None) == [
        RateAfter(),
        SaveDeclined(),
        ShowSummary(None),
    ]


def test_a_rating_given_ahead_is_saved_and_nothing_is_asked_unattended() -> None:
    given = replace(ENDED, after=8)
    assert steps_after(given) == [WipeHands(), SaveRating(8), ShowSummary(8)]
    assert steps_after(given, attended=False) == [SaveRating(8), ShowSummary(8)]
    assert steps_after(ENDED, attended=False) == [ShowSummary(None)]


def test_stiffness_is_asked_only_beside_a_rating_if_that_is_wanted_and_of_a_place() -> None:
    dialogue = wrap_up_session(replace(ENDED, hands_clean=True), "", asks_stiffness=True)
    asked = [next_prompt(dialogue, None), dialogue.send(3), dialogue.send(7)]
    assert asked == [RateAfter(), RateStiffness(), SaveRating(3, 7)]
    for outcome, value in ((replace(RELAXED, hands_clean=True), 3), (replace(ENDED, hands_clean=True), None)):
        dialogue = wrap_up_session(outcome, "", asks_stiffness=True)
        next_prompt(dialogue, None)
        assert not isinstance(dialogue.send(value), RateStiffness)


def test_a_notice_comes_first_and_only_once() -> None:
    assert steps_after(BRUISE)[0] == ShowStopNotice((stopping.AREA_RESTS,))
    saved = SessionOutcome.from_record(DONE._replace(status=Status.STOPPED, stop_reason=StopReason.NUMB))
    summary = ShowSummary(3, after_stop=stopping.AFTER_NUMB)
    assert steps_after(saved) == [RateAfter(), SaveRating(3), summary]
    assert steps_after(saved, None) == [RateAfter(), SaveDeclined()]


def test_after_breathing_alone_no_area_has_to_rest() -> None:
    for place in (OVERALL, "neck"):
        relaxed = replace(RELAXED, reason=StopReason.PAINFUL, series=Series(place, Side.NONE))
        assert not any(isinstance(step, ShowStopNotice) for step in steps_after(relaxed))


def test_a_massaged_area_has_to_rest_whatever_place_was_rated() -> None:
    rated_overall = replace(BRUISE, series=Series(OVERALL, Side.NONE))
    assert steps_after(rated_overall)[0] == ShowStopNotice((stopping.AREA_RESTS,))


def test_a_slip_is_taken_back_at_once_but_sharp_numb_and_dizzy_are_asked_again_first() -> None:
    rest = ShowStopNotice((stopping.AREA_RESTS,))
    assert steps_after(BRUISE, slip=[True])[:3] == [rest, TakeBackReason(StopReason.BRUISE), WipeHands()]
    notice, asked, taken_back, *_ = steps_after(NUMB, slip=[True, True])
    assert isinstance(notice, ShowStopNotice)
    assert (asked, taken_back) == (AskAgain(slip_question(StopReason.NUMB)), TakeBackReason(StopReason.NUMB))
    kept = steps_after(NUMB, slip=[True, False, False])
    assert kept[:3] == [notice, asked, notice]
    assert not any(isinstance(step, TakeBackReason) for step in kept)
    assert BRUISE.taken_back().reason is StopReason.INTERRUPTED


def test_an_emergency_that_was_a_slip_is_none() -> None:
    dizzy = replace(ENDED, status=Status.STOPPED, reason=StopReason.DIZZY)
    steps = steps_after(dizzy, slip=[True, True])
    assert steps[2:] == [
        TakeBackReason(StopReason.DIZZY), WipeHands(), RateAfter(), SaveRating(3), ShowSummary(3)
    ]  # fmt: skip


def test_a_slip_is_taken_back_even_if_the_session_is_not_saved() -> None:
    unsaved = replace(BRUISE, is_saved=False)
    assert steps_after(unsaved, slip=[True])[1] == TakeBackReason(StopReason.BRUISE)


def test_where_nobody_can_answer_nothing_is_taken_back() -> None:
    (notice, *_) = steps_after(BRUISE, attended=False)
    assert notice == ShowStopNotice((stopping.AREA_RESTS,), can_be_slip=False)


def test_light_headed_from_breathing_the_hands_are_wiped_as_after_any_session() -> None:
    breathing = StepRecord("breathe", Side.NONE, 60.0, 20.0, skipped=False, eased=False)
    dizzy = replace(ENDED, status=Status.STOPPED, reason=StopReason.DIZZY, area="foot", steps=(breathing,))
    notice, wiping, rating, *_ = steps_after(dizzy)
    assert isinstance(notice, ShowStopNotice)
    assert notice.sentences[0] == stopping.AFTER_LIGHT_HEADED
    assert (wiping, rating) == (WipeHands(), RateAfter())
    assert not dizzy.is_emergency


def test_the_notice_of_a_possible_emergency_stays_and_no_step_is_required() -> None:
    dizzy = replace(ENDED, status=Status.STOPPED, reason=StopReason.DIZZY)
    notice = screening.advice_for(screening.Tier.EMERGENCY, "112")
    assert steps_after(dizzy) == [
        ShowStopNotice((notice,), may_be_emergency=True),
        RateAfter(notice),
        SaveRating(3),
        ShowSummary(3, notice),
    ]
    assert steps_after(dizzy, None) == [
        ShowStopNotice((notice,), may_be_emergency=True),
        RateAfter(notice),
        SaveDeclined(),
        ShowSummary(None, notice),
    ]


def test_after_an_unsaved_stop_the_person_is_asked_to_let_the_area_rest() -> None:
    rehearsed = replace(BRUISE, is_saved=False, is_rehearsal=True)
    let_rest = ShowStopNotice((stopping.LET_AREA_REST,))
    assert steps_after(rehearsed) == [replace(let_rest, can_be_slip=False), ShowRehearsed()]
    assert steps_after(replace(BRUISE, is_saved=False))[0] == let_rest


def test_the_warning_on_leaving_says_what_is_lost() -> None:
    assert ENDED.leave_warning == RATING_ASKED_LATER
    assert NUMB.leave_warning == RATING_ASKED_LATER
    for outcome in (replace(ENDED, is_saved=False), replace(ENDED, before=None)):
        assert outcome.leave_warning == RATING_MISSING
    for outcome in (replace(ENDED, after=3), replace(ENDED, is_rehearsal=True)):
        assert outcome.leave_warning == NOTICE_UNREAD


def test_nothing_holds_up_a_person_who_has_to_call_for_help() -> None:
    dizzy = replace(ENDED, status=Status.STOPPED, reason=StopReason.DIZZY)
    for outcome in (dizzy, replace(dizzy, is_rehearsal=True), replace(dizzy, after=3)):
        assert not outcome.leave_warning
    assert replace(dizzy, notice_read=True).leave_warning == RATING_ASKED_LATER


@pytest.mark.parametrize(
    ("steps", "played_s", "hands_clean"),
    [
        ((), 200.0, True),
        ((OILED, WIPED), 35.0, True),
        ((OILED, WIPED), 6.0, False),
        # Wiped before a stretch, and not used since.
        ((OILED, WIPED, RESTED), 45.0, True),
        ((WIPED, OILED, RESTED), 45.0, False),
    ],
)
def test_hands_are_clean_without_oil_or_after_wiping_them_off_the_last_oil(
    steps: tuple[RoutineStep, ...], played_s: float, hands_clean: bool
) -> None:
    routine: Routine = SHORT._replace(steps=steps or SHORT.steps[:1])
    clock = FakeClock()
    runner, _ = SessionRunner.begin(
        build_plan(routine, PlanOptions()), "one", 6, RunnerPorts(clock, FakePlayer())
    )
    for _ in range(int(played_s)):
        clock.pass_time(1.0)
        runner.tick()
    if played_s < 10.0:
        runner.stop(StopReason.INTERRUPTED)
    outcome = SessionOutcome.from_runner(runner, 6, after=3)
    assert (outcome.hands_clean, outcome.is_saved) == (hands_clean, False)
    assert outcome.steps == runner.steps()
    assert outcome.status is (Status.STOPPED if played_s < 10.0 else Status.COMPLETED)
    # A rating given ahead counts only for a completed session.
    assert outcome.after == (None if played_s < 10.0 else 3)
