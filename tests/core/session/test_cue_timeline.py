"""What a session gives to be heard: its signals, and pacing and speech in step with them."""

from __future__ import annotations

import pytest
from hypothesis import given

from tests.core.driving import ORIGIN, SessionRun, after
from tests.core.routines import (
    BREATHE_60S,
    CIRCLES_60S,
    OIL_30S,
    THREE_HOLDS,
    WIPE_GATE,
    with_halfway_cue,
    plan_of,
    routine,
    with_gate,
)
from tests.core.speech.describe import describe_cue
from tests.core.strategies import TimedAction, action_sequences, on_grid, plans
from tpsession.core.catalog import cues
from tpsession.core.catalog.cues import CueGroup, Speak, TimedCue, replace_cues
from tpsession.core.plan.plan import PlanOptions, Plan, build_plan
from tpsession.core.session.cue_timeline import full_timeline
from tpsession.core.session.engine import Mode
from tpsession.core.session.events import CueReached, Event
from tpsession.core.speech.announcements import SESSION_COMPLETE

SIGNALS = {CueGroup.CUES, CueGroup.COUNTDOWN}


def heard(run: SessionRun) -> list[TimedCue]:
    """What is to be heard from the run's moment on, in order."""
    return sorted(run.session.upcoming_sounds(run.now), key=lambda timed: (timed.at, describe_cue(timed.cue)))


def paced(run: SessionRun) -> list[tuple[float, str]]:
    """The pacing that is to be heard, with its seconds since the session's start."""
    return [
        (timed.at - ORIGIN, describe_cue(timed.cue))
        for timed in heard(run)
        if timed.cue.group is CueGroup.PACING
    ]


def said(run: SessionRun) -> list[tuple[float, str]]:
    """The same of what is said."""
    return [
        (timed.at - ORIGIN, describe_cue(timed.cue))
        for timed in heard(run)
        if timed.cue.group is CueGroup.VOICE
    ]


def keys(run: SessionRun) -> set[str]:
    """By what it is known."""
    return {timed.key for timed in heard(run) if timed.cue.group is CueGroup.VOICE}


def ended(run: SessionRun) -> bool:
    """Whether its session has ended."""
    return run.session.mode is Mode.ENDED


def told_s(events: list[Event], run: SessionRun) -> list[tuple[float, str]]:
    """The cues that were just told, and what is to be heard from now on."""
    told = [(event.at - ORIGIN, describe_cue(event.cue)) for event in events if isinstance(event, CueReached)]
    return told + [(timed.at - ORIGIN, describe_cue(timed.cue)) for timed in heard(run)]


@given(plans(exact=False), action_sequences(exact=False))
def test_the_signals_are_those_that_events_will_tell_and_nothing_beside_them_is_one(
    plan: Plan, course: list[TimedAction]
) -> None:
    run = SessionRun.started(plan).perform_all(course)

    to_hear = list(run.session.upcoming_sounds(run.now))

    assert [timed for timed in to_hear if timed.cue.group in SIGNALS] == list(run.session.upcoming_signals())
    told = {event.cue.group for event in run.finish().events if isinstance(event, CueReached)}
    assert told <= SIGNALS


@given(plans(), action_sequences(), on_grid(0.0, 100.0))
def test_time_alone_takes_away_what_was_due_and_adds_nothing(
    plan: Plan, course: list[TimedAction], wait_s: float
) -> None:
    run = SessionRun.started(plan).perform_all(course)
    before = heard(run)
    gates = plan.phases[run.session.index].is_gate if run.session.mode is not Mode.ENDED else False
    run.perform(after(wait_s, "advance"))

    # A signal due at this very moment was told; pacing due now is still to be heard, and speech as long as
    # its place lasts.
    def may_come(timed: TimedCue) -> bool:
        return timed.at > run.now or (timed.at == run.now and timed.cue.group not in SIGNALS)

    left = [timed for timed in before if may_come(timed) or (timed.until or 0.0) >= run.now]

    assert gates or run.session.mode is Mode.PAUSED or heard(run) == left


@given(plans(exact=False), action_sequences(exact=False))
def test_nothing_is_given_late_and_nothing_while_the_clock_stands(plan: Plan, course: list[TimedAction]) -> None:
    run = SessionRun.started(plan)
    for act in course:
        run.perform(act)
        to_hear = heard(run)
        assert all((timed.until or timed.at) >= run.now - 1e-5 for timed in to_hear)
        assert run.session.mode in {Mode.RUNNING, Mode.ENDED} or to_hear == []


@given(plans())
def test_a_plan_as_a_whole_is_what_its_session_gives_between_the_gates(plan: Plan) -> None:
    run = SessionRun.started(plan)
    given_s = told_s(run.events, run)
    while not ended(run):
        run.perform(TimedAction(run.session.remaining_s(run.now) + 1.0, "advance"))
        if not ended(run):
            # The gate lasts ten seconds, counted from its beginning.
            run.now += 10.0 - run.session.position(run.now)
            given_s += told_s(run.perform(TimedAction(0.0, "found")), run)

    assert sorted(given_s) == sorted(
        (timed.at, describe_cue(timed.cue)) for timed in full_timeline(plan, 10.0)
    )


def test_pacing_goes_on_where_it_was_after_a_pause() -> None:
    run = SessionRun.started(plan_of(CIRCLES_60S)).perform_all([after(5.0 + 10.0, "pause"), after(7.0, "resume")])

    # Ten seconds into a cycle of four, seven seconds later: two seconds to the next circle.
    assert paced(run)[0] == (5.0 + 12.0 + 7.0, "pace-circle")
    assert len(paced(run)) == 12


def test_a_phase_that_is_extended_goes_on_being_paced_and_a_shortened_one_stops() -> None:
    run = SessionRun.started(plan_of(CIRCLES_60S)).perform_all([after(5.0 + 10.0, "advance")])
    assert len(paced(run)) == 12

    run.perform(TimedAction(0.0, "extend", 10.0))
    assert paced(run)[-1][0] == 5.0 + 68.0
    run.perform(TimedAction(0.0, "extend", -30.0))
    assert paced(run)[-1][0] == 5.0 + 36.0


def test_going_back_paces_from_the_beginning() -> None:
    run = SessionRun.started(plan_of(CIRCLES_60S)).perform_all([after(5.0 + 10.0, "back")])

    assert paced(run)[0][0] == 15.0
    assert len(paced(run)) == 15


def test_the_announcement_moves_with_the_end_and_a_pause_leaves_it_what_it_is() -> None:
    run = SessionRun.started(plan_of(OIL_30S, CIRCLES_60S)).perform_all([after(5.0 + 10.0, "advance")])
    assert said(run)[0][0] == 5.0 + 25.0

    run.perform(TimedAction(0.0, "extend", 10.0))
    assert said(run)[0][0] == 5.0 + 35.0
    # Within it, only the player knows how much of it was said.
    before = next(
        timed for timed in heard(run.perform_all([after(25.5, "advance")])) if "next" in describe_cue(timed.cue)
    )
    run.perform_all([TimedAction(0.0, "pause"), TimedAction(9.0, "resume")])
    again = next(timed for timed in heard(run) if "next" in describe_cue(timed.cue))
    assert again.key == before.key
    assert (again.at, again.until) == (before.at + 9.0, (before.until or 0.0) + 9.0)
    # Nothing can be said of it once its place is over.
    run.perform_all([after(2.0, "pause"), after(9.0, "resume")])
    assert "next+circles" not in said(run)[0][1]


def test_what_was_said_in_a_standstill_is_said_again_as_it_is_still_to_come() -> None:
    run = SessionRun.started(plan_of(OIL_30S, CIRCLES_60S)).perform_all([after(5.0 + 22.0, "advance")])
    known = keys(run)

    # Twenty seconds go by unseen, in which the player says what comes next, and what it begins with.
    run.session.slept(run.now)
    run.perform(after(20.0, "resume"))

    coming = next(timed for timed in heard(run) if "next" in describe_cue(timed.cue))
    assert coming.at - ORIGIN == 5.0 + 25.0 + 20.0
    assert not known & keys(run)


def test_a_step_that_is_shortened_is_still_announced_in_the_room_that_is_left() -> None:
    run = SessionRun.started(plan_of(OIL_30S, CIRCLES_60S)).perform_all([after(5.0 + 16.0, "advance")])
    known = keys(run)
    run.perform(TimedAction(0.0, "extend", -10.0))

    coming = next(timed for timed in heard(run) if "next" in describe_cue(timed.cue))
    assert coming.key not in known
    assert coming.at - ORIGIN == 20.0
    assert coming.until == pytest.approx(ORIGIN + 21.9)


@pytest.mark.parametrize("name", ["skip", "back"])
def test_where_one_lands_by_skipping_or_going_back_is_told_whole_and_nothing_counts_as_told(
    name: str,
) -> None:
    steps = (OIL_30S, CIRCLES_60S) if name == "skip" else (CIRCLES_60S, OIL_30S)
    run = SessionRun.started(plan_of(*steps)).perform_all([after(5.0 + 25.0, "advance")])
    known = keys(run)

    run.perform(TimedAction(0.0, name))
    told = next(timed for timed in heard(run) if timed.cue.group is CueGroup.VOICE)

    assert describe_cue(told.cue).startswith("name=circles,side=left-side,time=n-1+minute/")
    assert told.at == run.now
    assert told.earliest == told.at
    assert not known & keys(run)


def test_in_a_pause_it_is_told_once_the_session_goes_on() -> None:
    run = SessionRun.started(plan_of(OIL_30S, CIRCLES_60S)).perform_all([after(6.0, "pause"), after(1.0, "skip")])
    assert heard(run) == []

    run.perform(after(2.0, "resume"))
    assert said(run)[0] == (9.0, said(run)[0][1])
    assert said(run)[0][1].startswith("name=circles,")


def test_the_phase_after_that_comes_in_its_turn_again() -> None:
    run = SessionRun.started(plan_of(OIL_30S, CIRCLES_60S, OIL_30S)).perform_all([after(6.0, "skip"), after(61.0, "advance")])

    assert said(run)[0][1].startswith("name?oil,time?n-30+seconds/")


def test_a_middle_that_was_signalled_is_not_said_again() -> None:
    step = with_halfway_cue(with_gate(THREE_HOLDS))
    run = SessionRun.started(plan_of(step, WIPE_GATE)).perform_all([after(6.0, "found"), after(16.0, "advance")])
    middle = next(timed for timed in heard(run) if "half-way" in describe_cue(timed.cue))
    assert middle.at - ORIGIN == 6.0 + 15.0

    # The phase grows: its middle stays where it was, and the words are those that may have been said.
    run.perform(TimedAction(0.0, "extend", 10.0))
    assert next(timed for timed in heard(run) if "half-way" in describe_cue(timed.cue)) == middle
    run.perform(after(4.5, "advance"))
    assert next(timed.at for timed in heard(run) if "half-way" in describe_cue(timed.cue)) > run.now + 30.0


def test_without_speech_the_end_is_only_sounded() -> None:
    silent = build_plan(routine(OIL_30S), PlanOptions(speak=Speak.NONE))
    run = SessionRun.started(silent).perform_all([after(10.0, "skip")])

    assert run.cues[-1] is cues.END
    assert heard(run) == []


def test_what_a_gate_says_is_given_as_long_as_it_can_be_said() -> None:
    run = SessionRun.started(plan_of(with_gate(THREE_HOLDS))).perform_all([after(1.0, "skip")])
    gate = [(1.0, "locate,side=left-side/locate/side=left-side")]
    assert said(run) == gate
    assert said(run.perform_all([after(29.0, "extend")])) == gate
    assert said(run.perform_all([after(2.0, "extend")])) == []


def test_what_a_gate_says_ends_with_it_where_its_length_is_known() -> None:
    run = SessionRun.started(plan_of(with_gate(THREE_HOLDS))).perform_all([after(6.0, "advance")])

    (live,) = run.session.upcoming_sounds(run.now)
    (known,) = run.session.upcoming_sounds(run.now, 10.0)
    assert live.until == ORIGIN + 35.0
    assert known.until == pytest.approx(ORIGIN + 14.9)


def test_the_end_of_a_session_that_was_played_is_said_and_that_of_one_skipped_to_its_end() -> None:
    played = SessionRun.started(plan_of(BREATHE_60S))
    assert said(played)[-1] == (65.0, "session-complete")
    skipped = played.perform_all([after(10.0, "skip")])
    assert said(skipped) == [(10.0, "session-complete")]
    assert cues.END in skipped.cues
    assert said(skipped.perform_all([after(5.0, "advance")])) == [(10.0, "session-complete")]
    assert said(skipped.perform_all([after(0.1, "advance")])) == []


def test_what_is_given_anew_replaces_all_speech_and_whatever_else_is_still_to_come() -> None:
    known = [TimedCue(at, cues.START) for at in (1.0, 3.0, 5.0)]
    speech = TimedCue(3.0, SESSION_COMPLETE, 3.0, 9.0, "key")
    given = [TimedCue(6.0, cues.END), speech]
    assert replace_cues([*known, speech], given, 4.0, 2.0) == [known[1], *given]
    assert (known[0].latest, speech.latest) == (1.0, 9.0)
