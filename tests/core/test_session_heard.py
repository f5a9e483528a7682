"""What a session gives to be heard: its signals, and pacing and speech in step with them."""

from __future__ import annotations

from hypothesis import given

from tests.core.driving import ORIGIN, Run, after
from tests.core.routines import BREATHED, CIRCLED, OILED, PRESSED, WIPED, planned, routine, waiting
from tests.core.strategies import Act, courses, on_grid, plans
from tpsession.core import cue as cues
from tpsession.core.cue import CueGroup, Speak, TimedCue
from tpsession.core.cueing import whole
from tpsession.core.event import CueReached, Event
from tpsession.core.plan import Choices, Plan, plan
from tpsession.core.session import Mode

SIGNALS = {CueGroup.CUES, CueGroup.COUNTDOWN}


def heard(run: Run) -> list[TimedCue]:
    """What is to be heard from the run's moment on, in order."""
    return sorted(run.session.to_hear(run.now), key=lambda timed: (timed.at, timed.cue.id))


def paced(run: Run) -> list[tuple[float, str]]:
    """The pacing that is to be heard, with its seconds since the session's start."""
    return [(timed.at - ORIGIN, timed.cue.id) for timed in heard(run) if timed.cue.group is CueGroup.PACING]


def said(run: Run) -> list[tuple[float, str]]:
    """The same of what is said."""
    return [(timed.at - ORIGIN, timed.cue.id) for timed in heard(run) if timed.cue.group is CueGroup.VOICE]


def ended(run: Run) -> bool:
    """Whether its session has ended."""
    return run.session.mode is Mode.ENDED


def told_s(events: list[Event], run: Run) -> list[tuple[float, str]]:
    """The cues that were just told, and what is to be heard from now on."""
    told = [(event.at - ORIGIN, event.cue.id) for event in events if isinstance(event, CueReached)]
    return told + [(timed.at - ORIGIN, timed.cue.id) for timed in heard(run)]


@given(plans(exact=False), courses(exact=False))
def test_the_signals_are_those_that_events_will_tell_and_nothing_beside_them_is_one(
    plan: Plan, course: list[Act]
) -> None:
    run = Run.started(plan).follow(course)

    to_hear = list(run.session.to_hear(run.now))

    assert [timed for timed in to_hear if timed.cue.group in SIGNALS] == list(run.session.upcoming())
    told = {event.cue.group for event in run.finish().events if isinstance(event, CueReached)}
    assert told <= SIGNALS


@given(plans(), courses(), on_grid(0.0, 100.0))
def test_time_alone_takes_away_what_was_due_and_adds_nothing(
    plan: Plan, course: list[Act], wait_s: float
) -> None:
    run = Run.started(plan).follow(course)
    before = heard(run)
    gates = plan.phases[run.session.index].is_gate if run.session.mode is not Mode.ENDED else False
    run.do(after(wait_s, "advance"))

    # A signal due at this very moment was told; speech and pacing due now are still to be heard.
    left = [
        timed
        for timed in before
        if timed.at > run.now or (timed.at == run.now and timed.cue.group not in SIGNALS)
    ]

    assert gates or run.session.mode is Mode.PAUSED or heard(run) == left


@given(plans(exact=False), courses(exact=False))
def test_nothing_is_given_late_and_nothing_while_the_clock_stands(plan: Plan, course: list[Act]) -> None:
    run = Run.started(plan)
    for act in course:
        run.do(act)
        to_hear = heard(run)
        assert all(timed.at >= run.now - 1e-5 for timed in to_hear)
        assert run.session.mode in {Mode.RUNNING, Mode.ENDED} or to_hear == []


@given(plans())
def test_a_plan_as_a_whole_is_what_its_session_gives_between_the_gates(plan: Plan) -> None:
    run = Run.started(plan)
    given_s = told_s(run.events, run)
    while not ended(run):
        run.do(Act(run.session.left(run.now) + 1.0, "advance"))
        if not ended(run):
            # The gate lasts ten seconds, counted from its beginning.
            run.now += 10.0 - run.session.position(run.now)
            given_s += told_s(run.do(Act(0.0, "found")), run)

    assert sorted(given_s) == sorted((timed.at, timed.cue.id) for timed in whole(plan, 10.0))


def test_pacing_goes_on_where_it_was_after_a_pause() -> None:
    run = Run.started(planned(CIRCLED)).follow([after(5.0 + 10.0, "pause"), after(7.0, "resume")])

    # Ten seconds into a cycle of four, seven seconds later: two seconds to the next circle.
    assert paced(run)[0] == (5.0 + 12.0 + 7.0, "pace-circle")
    assert len(paced(run)) == 12


def test_a_phase_that_is_extended_goes_on_being_paced_and_a_shortened_one_stops() -> None:
    run = Run.started(planned(CIRCLED)).follow([after(5.0 + 10.0, "advance")])
    assert len(paced(run)) == 12

    run.do(Act(0.0, "extend", 10.0))
    assert paced(run)[-1][0] == 5.0 + 68.0
    run.do(Act(0.0, "extend", -30.0))
    assert paced(run)[-1][0] == 5.0 + 36.0


def test_going_back_paces_from_the_beginning() -> None:
    run = Run.started(planned(CIRCLED)).follow([after(5.0 + 10.0, "back")])

    assert paced(run)[0][0] == 15.0
    assert len(paced(run)) == 15


def test_the_announcement_moves_with_the_end_and_is_not_given_again_once_its_moment_passed() -> None:
    run = Run.started(planned(OILED, CIRCLED)).follow([after(5.0 + 10.0, "advance")])
    assert said(run)[0][0] == 5.0 + 25.0

    run.do(Act(0.0, "extend", 10.0))
    assert said(run)[0][0] == 5.0 + 35.0
    run.follow([after(25.5, "advance"), Act(0.0, "extend", 0.0), Act(0.0, "pause"), Act(9.0, "resume")])
    assert all("circles" not in cue for _, cue in said(run))


def test_a_middle_that_was_signalled_is_not_said_again() -> None:
    run = Run.started(planned(waiting(PRESSED), WIPED)).follow([after(6.0, "found"), after(16.0, "advance")])

    assert all("half-way" not in cue for _, cue in said(run))


def test_without_speech_the_end_is_only_sounded() -> None:
    silent = plan(routine(OILED), Choices(speak=Speak.NONE))
    run = Run.started(silent).follow([after(10.0, "skip")])

    assert run.cues[-1] is cues.END
    assert heard(run) == []


def test_what_a_gate_says_is_given_again_unless_its_moment_passed() -> None:
    run = Run.started(planned(waiting(PRESSED))).follow([after(1.0, "skip")])
    assert said(run) == [(1.0, "say:left-side"), (1.0, "say:locate")]
    assert said(run.follow([after(1.0, "extend")])) == []


def test_the_end_of_a_session_that_was_played_is_said_and_that_of_one_skipped_to_its_end() -> None:
    played = Run.started(planned(BREATHED))
    assert said(played)[-1] == (65.0, "say:session-complete")
    skipped = played.follow([after(10.0, "skip")])
    assert said(skipped) == [(10.0, "say:session-complete")]
    assert cues.END in skipped.cues
    assert said(skipped.follow([after(1.0, "advance")])) == []
