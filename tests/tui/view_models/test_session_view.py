"""What the session screen says at a moment."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.fakes.player import FakePlayer
from tests.fakes.ports import FakeClock
from tests.plain.fake_services import SHORT
from tpsession.core.history.records import StopReason
from tpsession.core.plan.plan import PlanOptions, build_plan
from tpsession.core.session.runner import RunnerPorts, SessionRunner
from tpsession.tui.view_models.session_view import DisplayState, build_view_state


class Room:
    def __init__(self) -> None:
        self.clock = FakeClock()
        ways = RunnerPorts(self.clock, FakePlayer())
        self.sitting, _ = SessionRunner.begin(build_plan(SHORT, PlanOptions()), "one", None, ways)

    def live(self, seconds: float) -> None:
        end = self.clock.moment + seconds
        while self.clock.moment < end:
            self.clock.moment = min(self.clock.moment + 0.25, end)
            self.sitting.tick()


@pytest.mark.parametrize(
    ("into_s", "time"),
    [(0.0, "0:05"), (0.2, "0:05"), (1.0, "0:04"), (4.0, "0:01"), (4.9, "0:01"), (5.0, "0:20")],
)
def test_the_time_counts_down_to_one_and_never_shows_nothing(into_s: float, time: str) -> None:
    room = Room()
    room.live(into_s)
    assert build_view_state(room.sitting).time == time


def test_a_phase_says_what_to_do_and_what_comes() -> None:
    room = Room()
    room.live(26.0)
    now = build_view_state(room.sitting)
    assert now.state is DisplayState.RUNS
    assert now.headings[0] == "Neck · step 2 of 3 · 1:14 left in all"
    assert now.title == "Sustained pressure, hold 1 of 2"
    assert "Pinch the tender spot" in now.instruction
    assert now.upcoming == "Next: Release, 15 seconds."
    assert (now.status, now.main_action) == ("", "Pause")
    assert now.terminal_title == "0:29 Sustained pressure, hold 1 of 2"


def test_what_comes_is_stressed_when_it_is_near() -> None:
    room = Room()
    room.live(19.0)
    assert not build_view_state(room.sitting).is_upcoming_soon
    room.live(1.5)
    assert build_view_state(room.sitting).is_upcoming_soon


def test_a_pause_is_unmistakable() -> None:
    room = Room()
    room.live(10.0)
    room.sitting.continue_or_pause()
    now = build_view_state(room.sitting)
    assert (now.state, now.status, now.main_action) == (DisplayState.PAUSED, "PAUSED", "Go on")
    assert now.terminal_title.startswith("paused")


def test_a_gate_counts_up_and_waits() -> None:
    room = Room()
    room.live(103.0)
    now = build_view_state(room.sitting)
    assert (now.state, now.time, now.status) == (DisplayState.WAITS, "+0:03", "WAITING FOR YOU")
    assert now.title == "Wipe your hands"
    assert now.main_action == "Go on"
    assert not now.is_upcoming_soon


def test_only_where_something_is_looked_for_it_is_found() -> None:
    clock = FakeClock()
    routine = replace(SHORT, steps=(replace(SHORT.steps[1], wait=True), *SHORT.steps[2:]))
    sitting, _ = SessionRunner.begin(build_plan(routine, PlanOptions()), "one", None, RunnerPorts(clock, FakePlayer()))
    for _ in range(6):
        clock.pass_time(1.0)
        sitting.tick()
    assert sitting.session.is_in_gate
    assert build_view_state(sitting).main_action == "Found it, go on"


def test_a_stop_stands_until_its_reason_is_known() -> None:
    room = Room()
    room.live(10.0)
    room.sitting.halt()
    assert build_view_state(room.sitting).state is DisplayState.STOPPED
    room.sitting.stop(StopReason.INTERRUPTED)
    assert build_view_state(room.sitting).state is DisplayState.OVER


@pytest.mark.parametrize(
    ("columns", "heading"),
    [
        (37, "Neck · step 2 of 3 · 1:14 left in all"),
        (36, "Neck · 2 of 3 · 1:14 left"),
        (24, "2 of 3 · 1:14 left"),
        (3, "1:14 left"),
    ],
)
def test_the_title_line_is_shortened_so_that_the_time_left_stays(columns: int, heading: str) -> None:
    room = Room()
    room.live(26.0)
    assert build_view_state(room.sitting).heading(columns) == heading
