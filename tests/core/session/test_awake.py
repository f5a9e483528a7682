"""A session keeps the computer awake while it runs, and for ten minutes while it waits for the person."""

from __future__ import annotations

import pytest

from tests.fakes.awake import FakeAwake
from tests.fakes.player import FakePlayer
from tests.fakes.ports import FakeClock
from tests.plain.fake_services import SHORT
from tpsession.core.history.records import StopReason
from tpsession.core.plan.plan import PlanOptions, build_plan
from tpsession.core.session.awake import AWAKE_WAIT_S
from tpsession.core.session.engine import Mode
from tpsession.core.session.runner import RunnerPorts, SessionRunner


class Sleeper:
    """A session on fakes, whose person may fall asleep."""

    def __init__(self) -> None:
        self.clock, self.awake = FakeClock(), FakeAwake()
        ports = RunnerPorts(self.clock, FakePlayer(), awake=self.awake)
        self.runner, _ = SessionRunner.begin(build_plan(SHORT, PlanOptions()), "one", 6, ports)

    def pass_time(self, seconds: float) -> None:
        for _ in range(round(seconds)):
            self.clock.pass_time(1.0)
            self.runner.tick()


def test_the_computer_stays_awake_from_the_start_to_the_end() -> None:
    sleeper = Sleeper()
    assert sleeper.awake.wishes == [True]
    while sleeper.runner.session.mode is not Mode.ENDED:
        sleeper.pass_time(1.0)
        if sleeper.runner.session.is_in_gate:
            sleeper.runner.continue_or_pause()
    assert sleeper.awake.wishes == [True, False]


def test_after_a_stop_it_may_sleep() -> None:
    sleeper = Sleeper()
    sleeper.runner.halt()
    assert sleeper.awake.wishes == [True]
    sleeper.runner.stop(StopReason.PAINFUL)
    assert sleeper.awake.wishes == [True, False]


@pytest.mark.parametrize("waits_in", ["pause", "gate", "question about a stop"])
def test_while_it_waits_for_the_person_the_computer_stays_awake_for_a_while_only(waits_in: str) -> None:
    sleeper = Sleeper()
    if waits_in == "gate":
        while not sleeper.runner.session.is_in_gate:
            sleeper.pass_time(1.0)
    elif waits_in == "pause":
        sleeper.runner.pause()
    else:
        sleeper.runner.halt()
    sleeper.pass_time(AWAKE_WAIT_S - 2.0)
    assert sleeper.awake.wishes == [True]
    sleeper.pass_time(4.0)
    assert sleeper.awake.wishes == [True, False]
    # Once the person is back, so is the session.
    match waits_in:
        case "pause":
            sleeper.runner.resume()
        case "gate":
            # The step before, as the gate is the last.
            sleeper.runner.back()
            sleeper.runner.back()
        case _:
            sleeper.runner.cancel_stop()
    assert sleeper.awake.wishes == [True, False, True]
