"""The upcoming sounds of a session: its signals, and the pacing and speech that go with them."""

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
    plan_of,
    routine,
    with_gate,
    with_halfway_cue,
)
from tests.core.speech.describe import describe_cue
from tests.core.strategies import TimedAction, action_sequences, on_grid, plans
from tpsession.core.catalog import cues
from tpsession.core.catalog.cues import CueGroup, Speak, TimedCue, replace_cues
from tpsession.core.plan.plan import Plan, PlanOptions, build_plan
from tpsession.core.session.cue_timeline import full_timeline
from tpsession.core.session.engine import Mode
from tpsession.core.session.events import CueReached, Event
from tpsession.core.speech.announcements import SESSION_COMPLETE

SIGNALS = {CueGroup.CUES, CueGroup.COUNTDOWN}


def sounds(run: SessionRun) -> list[TimedCue]:
    """The upcoming sounds of a run, in order."""
    return sorted(run.session.upcoming_sounds(run.now), key=lambda timed: (timed.at, describe_cue(timed.cue)))


def in_group(run: SessionRun, group: CueGroup) -> list[tuple[float, str]]:
    """The upcoming sounds of one group, with their seconds since the start of the session."""
    return [(timed.at - ORIGIN, describe_cue(timed.cue)) for timed in sounds(run) if timed.cue.group is group]


def test_a_step_with_a_sound_of_its_own_starts_with_it() -> None:
    bell = OIL_30S._replace(sound="bell.wav")
    run = SessionRun.started(plan_of(bell, OIL_30S, with_gate(THREE_HOLDS._replace(sound="gong.wav"))))

    def starts(run: SessionRun) -> list[str]:
        found = [timed.cue for timed in sounds(run) if timed.cue.id in {"start-rub", "start-press", "found"}]
        return [cue.own or cue.id for cue in found]

    def heard_at_once(events: list[Event]) -> list[str]:
        return [event.cue.own or event.cue.id for event in events if isinstance(event, CueReached)]

    assert starts(run) == ["bell.wav", "start-rub"]
    # Skipping to a step begins it, and so does pressing "found" at its gate.
    assert heard_at_once(run.perform(after(0.0, "skip"))) == ["bell.wav"]
    run.perform(after(65.0, "resume"))
    assert heard_at_once(run.perform(after(0.0, "found"))) == ["gong.wav"]
    assert starts(run) == ["gong.wav", "gong.wav"]
    own = [timed.cue.own for timed in full_timeline(run.session.plan, 10.0) if timed.cue.own]
    assert own == ["bell.wav", "gong.wav", "gong.wav", "gong.wav"]


def test_a_step_that_is_only_a_gate_has_its_own_sound_there() -> None:
    run = SessionRun.started(plan_of(OIL_30S, WIPE_GATE._replace(sound="bell.wav")))
    own = [timed.cue.own for timed in full_timeline(run.session.plan, 10.0) if timed.cue.own]
    assert own == ["bell.wav"]


def pacing(run: SessionRun) -> list[tuple[float, str]]:
    """The upcoming pacing sounds, with their seconds since the start of the session."""
    return [
        (timed.at - ORIGIN, describe_cue(timed.cue))
        for timed in sounds(run)
        if timed.cue.group is CueGroup.PACING
    ]


def speech(run: SessionRun) -> list[tuple[float, str]]:
    """The upcoming speech, with its seconds since the start of the session."""
    return [
        (timed.at - ORIGIN, describe_cue(timed.cue))
        for timed in sounds(run)
        if timed.cue.group is CueGroup.VOICE
    ]


def speech_keys(run: SessionRun) -> set[str]:
    """The keys of the upcoming speech."""
    return {timed.key for timed in sounds(run) if timed.cue.group is CueGroup.VOICE}


def ended(run: SessionRun) -> bool:
    """Whether the run's session has ended."""
    return run.session.mode is Mode.ENDED


def reported_and_upcoming(events: list[Event], run: SessionRun) -> list[tuple[float, str]]:
    """The cues just reported and all upcoming sounds, with their seconds since the start of the session."""
    reported = [
        (event.at - ORIGIN, describe_cue(event.cue)) for event in events if isinstance(event, CueReached)
    ]
    return reported + [(timed.at - ORIGIN, describe_cue(timed.cue)) for timed in sounds(run)]


@given(plans(exact=False), action_sequences(exact=False))
def test_upcoming_sounds_include_exactly_the_signals_that_events_will_report(
    plan: Plan, actions: list[TimedAction]
) -> None:
    run = SessionRun.started(plan).perform_all(actions)

    upcoming = list(run.session.upcoming_sounds(run.now))

    assert [timed for timed in upcoming if timed.cue.group in SIGNALS] == list(run.session.upcoming_signals())
    groups = {event.cue.group for event in run.finish().events if isinstance(event, CueReached)}
    assert groups <= SIGNALS


@given(plans(), action_sequences(), on_grid(0.0, 100.0))
def test_passing_time_removes_cues_that_are_past_and_adds_none(
    plan: Plan, actions: list[TimedAction], wait_s: float
) -> None:
    run = SessionRun.started(plan).perform_all(actions)
    before = sounds(run)
    in_gate = plan.phases[run.session.index].is_gate if run.session.mode is not Mode.ENDED else False
    run.perform(after(wait_s, "advance"))

    # A signal due at this very moment has been reported. Pacing due now is still upcoming, and so is speech
    # whose window is open.
    def may_come(timed: TimedCue) -> bool:
        return timed.at > run.now or (timed.at == run.now and timed.cue.group not in SIGNALS)

    still_upcoming = [timed for timed in before if may_come(timed) or (timed.until or 0.0) >= run.now]

    assert in_gate or run.session.mode is Mode.PAUSED or sounds(run) == still_upcoming


@given(plans(exact=False), action_sequences(exact=False))
def test_no_cue_is_late_and_there_are_none_while_the_clock_is_stopped(
    plan: Plan, actions: list[TimedAction]
) -> None:
    run = SessionRun.started(plan)
    for action in actions:
        run.perform(action)
        upcoming = sounds(run)
        assert all((timed.until or timed.at) >= run.now - 1e-5 for timed in upcoming)
        assert run.session.mode in {Mode.RUNNING, Mode.ENDED} or upcoming == []


@given(plans())
def test_the_full_timeline_equals_what_a_session_gives_gate_by_gate(plan: Plan) -> None:
    run = SessionRun.started(plan)
    given = reported_and_upcoming(run.events, run)
    while not ended(run):
        run.perform(TimedAction(run.session.remaining_s(run.now) + 1.0, "advance"))
        if not ended(run):
            # The gate lasts ten seconds, counted from its beginning.
            run.now += 10.0 - run.session.position(run.now)
            given += reported_and_upcoming(run.perform(TimedAction(0.0, "found")), run)

    assert sorted(given) == sorted((timed.at, describe_cue(timed.cue)) for timed in full_timeline(plan, 10.0))


def test_pacing_continues_in_its_cycle_after_a_pause() -> None:
    run = SessionRun.started(plan_of(CIRCLES_60S)).perform_all(
        [after(5.0 + 10.0, "pause"), after(7.0, "resume")]
    )

    # Ten seconds into a cycle of four, seven seconds later: two seconds to the next circle.
    assert pacing(run)[0] == (5.0 + 12.0 + 7.0, "pace-circle")
    assert len(pacing(run)) == 12


def test_pacing_follows_the_new_end_of_an_extended_or_shortened_phase() -> None:
    run = SessionRun.started(plan_of(CIRCLES_60S)).perform_all([after(5.0 + 10.0, "advance")])
    assert len(pacing(run)) == 12

    run.perform(TimedAction(0.0, "extend", 10.0))
    assert pacing(run)[-1][0] == 5.0 + 68.0
    run.perform(TimedAction(0.0, "extend", -30.0))
    assert pacing(run)[-1][0] == 5.0 + 36.0


def test_going_back_restarts_the_pacing() -> None:
    run = SessionRun.started(plan_of(CIRCLES_60S)).perform_all([after(5.0 + 10.0, "back")])

    assert pacing(run)[0][0] == 15.0
    assert len(pacing(run)) == 15


def test_an_announcement_moves_with_the_end_of_its_phase_and_keeps_its_key_over_a_pause() -> None:
    run = SessionRun.started(plan_of(OIL_30S, CIRCLES_60S)).perform_all([after(5.0 + 10.0, "advance")])
    assert speech(run)[0][0] == 5.0 + 25.0

    run.perform(TimedAction(0.0, "extend", 10.0))
    assert speech(run)[0][0] == 5.0 + 35.0
    # While it is being said, only the player knows how much was heard: it stays scheduled with its key.
    before = next(
        timed
        for timed in sounds(run.perform_all([after(25.5, "advance")]))
        if "next" in describe_cue(timed.cue)
    )
    run.perform_all([TimedAction(0.0, "pause"), TimedAction(9.0, "resume")])
    again = next(timed for timed in sounds(run) if "next" in describe_cue(timed.cue))
    assert again.key == before.key
    assert (again.at, again.until) == (before.at + 9.0, (before.until or 0.0) + 9.0)
    # Once its window is over it is gone.
    run.perform_all([after(2.0, "pause"), after(9.0, "resume")])
    assert "next+circles" not in speech(run)[0][1]


def test_speech_said_while_the_program_was_frozen_is_said_again() -> None:
    run = SessionRun.started(plan_of(OIL_30S, CIRCLES_60S)).perform_all([after(5.0 + 22.0, "advance")])
    known = speech_keys(run)

    # For twenty seconds the program is frozen, while the player announces the next step and its beginning.
    run.session.slept(run.now)
    run.perform(after(20.0, "resume"))

    announcement = next(timed for timed in sounds(run) if "next" in describe_cue(timed.cue))
    assert announcement.at - ORIGIN == 5.0 + 25.0 + 20.0
    assert not known & speech_keys(run)


def test_a_shortened_step_is_announced_in_the_time_that_remains() -> None:
    run = SessionRun.started(plan_of(OIL_30S, CIRCLES_60S)).perform_all([after(5.0 + 16.0, "advance")])
    known = speech_keys(run)
    run.perform(TimedAction(0.0, "extend", -10.0))

    announcement = next(timed for timed in sounds(run) if "next" in describe_cue(timed.cue))
    assert announcement.key not in known
    assert announcement.at - ORIGIN == 20.0
    assert announcement.until == pytest.approx(ORIGIN + 21.9)


@pytest.mark.parametrize("name", ["skip", "back"])
def test_skipping_or_going_back_announces_the_phase_in_full_with_new_keys(
    name: str,
) -> None:
    steps = (OIL_30S, CIRCLES_60S) if name == "skip" else (CIRCLES_60S, OIL_30S)
    run = SessionRun.started(plan_of(*steps)).perform_all([after(5.0 + 25.0, "advance")])
    known = speech_keys(run)

    run.perform(TimedAction(0.0, name))
    announcement = next(timed for timed in sounds(run) if timed.cue.group is CueGroup.VOICE)

    assert describe_cue(announcement.cue).startswith("name=circles,side=left-side,time=n-1+minute/")
    assert announcement.at == run.now
    assert announcement.earliest == announcement.at
    assert not known & speech_keys(run)


def test_after_a_skip_in_a_pause_the_phase_is_announced_on_resuming() -> None:
    run = SessionRun.started(plan_of(OIL_30S, CIRCLES_60S)).perform_all(
        [after(6.0, "pause"), after(1.0, "skip")]
    )
    assert sounds(run) == []

    run.perform(after(2.0, "resume"))
    assert speech(run)[0] == (9.0, speech(run)[0][1])
    assert speech(run)[0][1].startswith("name=circles,")


def test_the_phase_after_a_skipped_one_is_announced_as_usual() -> None:
    run = SessionRun.started(plan_of(OIL_30S, CIRCLES_60S, OIL_30S)).perform_all(
        [after(6.0, "skip"), after(61.0, "advance")]
    )

    assert speech(run)[0][1].startswith("name?oil,time?n-30+seconds/")


def test_a_half_way_announcement_is_not_repeated_when_the_phase_is_extended() -> None:
    step = with_halfway_cue(with_gate(THREE_HOLDS))
    run = SessionRun.started(plan_of(step, WIPE_GATE)).perform_all(
        [after(6.0, "found"), after(16.0, "advance")]
    )
    middle = next(timed for timed in sounds(run) if "half-way" in describe_cue(timed.cue))
    assert middle.at - ORIGIN == 6.0 + 15.0

    # The phase is extended: its half-way announcement stays where it was.
    run.perform(TimedAction(0.0, "extend", 10.0))
    assert next(timed for timed in sounds(run) if "half-way" in describe_cue(timed.cue)) == middle
    run.perform(after(4.5, "advance"))
    assert next(timed.at for timed in sounds(run) if "half-way" in describe_cue(timed.cue)) > run.now + 30.0


def test_without_speech_the_end_is_only_a_cue() -> None:
    silent = build_plan(routine(OIL_30S), PlanOptions(speak=Speak.NONE))
    run = SessionRun.started(silent).perform_all([after(10.0, "skip")])

    assert run.cues[-1] is cues.END
    assert sounds(run) == []


def test_a_gates_speech_stays_scheduled_while_its_window_is_open() -> None:
    run = SessionRun.started(plan_of(with_gate(THREE_HOLDS))).perform_all([after(1.0, "skip")])
    gate = [(1.0, "locate,side=left-side/locate/side=left-side")]
    assert speech(run) == gate
    assert speech(run.perform_all([after(29.0, "extend")])) == gate
    assert speech(run.perform_all([after(2.0, "extend")])) == []


def test_a_gates_speech_ends_with_the_gate_if_its_length_is_known() -> None:
    run = SessionRun.started(plan_of(with_gate(THREE_HOLDS))).perform_all([after(6.0, "advance")])

    (unknown,) = run.session.upcoming_sounds(run.now)
    (known,) = run.session.upcoming_sounds(run.now, 10.0)
    assert unknown.until == ORIGIN + 35.0
    assert known.until == pytest.approx(ORIGIN + 14.9)


def test_the_end_is_announced_also_if_it_was_reached_by_skipping() -> None:
    played = SessionRun.started(plan_of(BREATHE_60S))
    assert speech(played)[-1] == (65.0, "session-complete")
    skipped = played.perform_all([after(10.0, "skip")])
    assert speech(skipped) == [(10.0, "session-complete")]
    assert cues.END in skipped.cues
    assert speech(skipped.perform_all([after(5.0, "advance")])) == [(10.0, "session-complete")]
    assert speech(skipped.perform_all([after(0.1, "advance")])) == []


def test_replacing_cues_drops_all_speech_and_every_cue_from_that_moment_on() -> None:
    known = [TimedCue(at, cues.START) for at in (1.0, 3.0, 5.0)]
    speech = TimedCue(3.0, SESSION_COMPLETE, 3.0, 9.0, "key")
    new = [TimedCue(6.0, cues.END), speech]
    assert replace_cues([*known, speech], new, 4.0, 2.0) == [known[1], *new]
    assert (known[0].latest, speech.latest) == (1.0, 9.0)
