"""What the session screen says at a moment."""

from __future__ import annotations

import pytest

from tests.core.routines import OIL_30S, THREE_HOLDS, plan_of
from tests.fakes.player import FakePlayer
from tests.fakes.ports import FakeClock
from tests.plain.fake_services import SHORT
from tpsession.core.catalog.area import JAW
from tpsession.core.catalog.cues import Speak
from tpsession.core.catalog.routine import Rounds, Sides
from tpsession.core.history.records import StopReason
from tpsession.core.plan.plan import Plan, PlanOptions, build_plan
from tpsession.core.session.runner import RunnerPorts, SessionRunner
from tpsession.core.speech.instructions import PRESSURE_SCALE
from tpsession.tui.view_models.session_view import DisplayState, build_view_state


class RunningSession:
    def __init__(self, plan: Plan | None = None, speed: float | None = None) -> None:
        self.clock = FakeClock()
        ports = RunnerPorts(self.clock, FakePlayer(), speed=speed or 1.0, is_rehearsal=speed is not None)
        self.runner, _ = SessionRunner.begin(plan or build_plan(SHORT, PlanOptions()), "one", None, ports)

    def run_for(self, seconds: float) -> None:
        end = self.clock.moment + seconds
        while self.clock.moment < end:
            self.clock.moment = min(self.clock.moment + 0.25, end)
            self.runner.tick()


@pytest.mark.parametrize(
    ("into_s", "time"),
    [(0.0, "0:05"), (0.2, "0:05"), (1.0, "0:04"), (4.0, "0:01"), (4.9, "0:01"), (5.0, "0:20")],
)
def test_the_countdown_never_shows_zero_before_the_phase_ends(into_s: float, time: str) -> None:
    session = RunningSession()
    session.run_for(into_s)
    assert build_view_state(session.runner).time == time


def test_a_phase_says_what_to_do_and_what_comes_next() -> None:
    session = RunningSession()
    session.run_for(26.0)
    now = build_view_state(session.runner)
    assert now.state is DisplayState.RUNS
    assert now.headings[0] == "Neck · step 2 of 3 · 1:14 left in total"
    assert now.title == "Sustained pressure, hold 1 of 2"
    assert "find a tender spot" in now.instruction
    assert now.upcoming == "Next: Release, 15 seconds."
    assert (now.banner, now.prompt, now.scale) == ("", "", "")
    assert now.main_key_name == "Pause"
    assert now.terminal_title == "0:29 Sustained pressure, hold 1 of 2"


@pytest.mark.parametrize(("speed", "rehearsal"), [(10.0, "Rehearsal \u00d710"), (1.0, "Rehearsal \u00d71")])
def test_every_heading_of_a_rehearsal_says_so_and_how_fast_it_is(speed: float, rehearsal: str) -> None:
    headings = build_view_state(RunningSession(speed=speed).runner).headings
    assert all(heading.startswith(f"{rehearsal} \N{MIDDLE DOT} ") for heading in headings)


def test_the_rest_between_rounds_is_no_step_of_its_own() -> None:
    session = RunningSession(plan_of(OIL_30S._replace(rounds=Rounds(1, 2, 20.0)), sides=Sides.LEFT))
    shown = []
    for seconds in (6.0, 30.0, 20.0):
        session.run_for(seconds)
        shown.append(build_view_state(session.runner).headings[-3].split(" \N{MIDDLE DOT} ")[0])
    assert shown == ["step 1 of 2, round 1 of 2", "between rounds", "step 2 of 2, round 2 of 2"]


def test_how_hard_to_press_is_said_while_a_routine_is_new() -> None:
    session = RunningSession(build_plan(SHORT, PlanOptions(speak=Speak.EVERYTHING)))
    session.run_for(6.0)
    before = build_view_state(session.runner)
    assert (before.scale, before.next_scale) == ("", PRESSURE_SCALE)
    session.run_for(20.0)
    now = build_view_state(session.runner)
    assert (now.scale, now.next_scale) == (PRESSURE_SCALE, "")


def test_a_limit_of_the_area_stands_beside_a_steps_own_words() -> None:
    own = THREE_HOLDS._replace(text="With both thumbs.", say="Thumbs")
    session = RunningSession(plan_of(own, area=JAW))
    shown = []
    for seconds in (1.0, 5.0, 30.0):
        session.run_for(seconds)
        now = build_view_state(session.runner)
        shown.append((now.title, now.instruction, now.limit))
    limit = "On the jaw, use only two fingers, and only lightly."
    assert shown == [
        ("Get ready", "Thumbs, left side. With both thumbs.", limit),
        ("Thumbs, left side, hold 1 of 3", "With both thumbs.", limit),
        ("Release", "Let go, and keep breathing.", ""),
    ]


def test_the_next_phase_is_emphasised_shortly_before_it_starts() -> None:
    session = RunningSession()
    session.run_for(19.0)
    assert not build_view_state(session.runner).is_upcoming_soon
    session.run_for(1.5)
    assert build_view_state(session.runner).is_upcoming_soon


def test_a_pause_is_unmistakable() -> None:
    session = RunningSession()
    session.run_for(10.0)
    session.runner.continue_or_pause()
    now = build_view_state(session.runner)
    assert (now.state, now.banner, now.prompt) == (DisplayState.PAUSED, "PAUSED  0:15 left", "Continue?")
    assert now.terminal_title.startswith("paused")
    assert now.main_key_name == "Continue"


def test_a_gate_counts_up_and_says_that_it_waits() -> None:
    session = RunningSession()
    session.run_for(103.0)
    now = build_view_state(session.runner)
    assert (now.state, now.banner) == (DisplayState.WAITS, "WAITING FOR YOU  +0:03")
    assert now.title == "Wipe your hands"
    assert now.prompt == "Done?"
    assert now.main_key_name == "Done"
    assert not now.is_upcoming_soon


def test_a_gate_offers_found_it_only_while_the_person_searches_for_a_spot() -> None:
    clock = FakeClock()
    routine = SHORT._replace(steps=(SHORT.steps[1]._replace(wait=True), *SHORT.steps[2:]))
    runner, _ = SessionRunner.begin(
        build_plan(routine, PlanOptions()), "one", None, RunnerPorts(clock, FakePlayer())
    )
    for _ in range(6):
        clock.pass_time(1.0)
        runner.tick()
    assert runner.session.is_in_gate
    assert build_view_state(runner).prompt == "Found it?"


def test_a_session_is_stopped_until_the_reason_is_known_and_then_over() -> None:
    session = RunningSession()
    session.run_for(10.0)
    session.runner.halt()
    now = build_view_state(session.runner)
    assert (now.state, now.prompt) == (DisplayState.STOPPED, "")
    session.runner.stop(StopReason.INTERRUPTED)
    assert build_view_state(session.runner).state is DisplayState.OVER


@pytest.mark.parametrize(
    ("columns", "heading"),
    [
        (39, "Neck · step 2 of 3 · 1:14 left in total"),
        (38, "Neck · 2 of 3 · 1:14 left"),
        (24, "2 of 3 · 1:14 left"),
        (3, "1:14 left"),
    ],
)
def test_the_heading_is_shortened_but_alports_keeps_the_time_left(columns: int, heading: str) -> None:
    session = RunningSession()
    session.run_for(26.0)
    assert build_view_state(session.runner).heading(columns) == heading
