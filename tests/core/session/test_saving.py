"""A session is saved: its progress, its end, and what happens if that fails."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.core.session.runner_driver import PLAN, RunnerDriver
from tests.fakes.player import FakePlayer
from tests.fakes.ports import FakeClock
from tpsession.core.errors import HistoryError
from tpsession.core.history.records import HistoryQuery, Status, StopReason
from tpsession.core.session.runner import RunnerPorts, SessionRunner
from tpsession.core.session.serialization import state_from_text


def test_progress_is_saved_at_every_event_and_every_second() -> None:
    driver = RunnerDriver()
    saved_positions = set()
    for _ in range(80):
        driver.pass_time(0.25)
        (saved,) = driver.history.file.sessions.values()
        assert saved.checkpoint is not None
        saved_positions.add(round(state_from_text(saved.checkpoint.state).into_s))
    assert set(range(15)) <= saved_positions


def test_an_end_is_saved_with_its_own_time_even_if_noticed_late() -> None:
    driver = RunnerDriver(unattended=True)
    driver.pass_time(109.0)
    driver.runner.skip()
    (record,) = driver.history.find_sessions(HistoryQuery())
    assert record.ended_at is not None
    assert (record.ended_at - record.started_at).total_seconds() == pytest.approx(109.0)


def test_a_stop_is_recorded_with_its_reason() -> None:
    stopped = RunnerDriver()
    stopped.pass_time(30.0)
    stopped.runner.halt()
    stopped.runner.stop(StopReason.NUMB)
    (record,) = stopped.history.find_sessions(HistoryQuery())
    assert (record.status, record.stop_reason) == (Status.STOPPED, StopReason.NUMB)


def test_an_end_that_failed_to_save_can_be_saved_later() -> None:
    driver = RunnerDriver()
    driver.pass_time(30.0)
    driver.history.write_error = HistoryError("Another program is using it.")
    driver.runner.stop(StopReason.NUMB)
    assert driver.runner.save_error == "Another program is using it."
    with pytest.raises(HistoryError):
        driver.runner.save_end()
    driver.history.write_error = None
    driver.runner.save_end()
    driver.runner.save_end()
    (record,) = driver.history.find_sessions(HistoryQuery())
    assert (record.status, record.stop_reason) == (Status.STOPPED, StopReason.NUMB)


def test_progress_can_be_saved_at_any_moment() -> None:
    driver = RunnerDriver()
    driver.pass_time(10.0)
    driver.clock.pass_time(0.7)
    driver.runner.save_progress()
    (record,) = driver.history.find_sessions(HistoryQuery())
    assert record.active_s == pytest.approx(5.7)
    SessionRunner.begin(PLAN, "two", None, replace(driver.ports, history=None))[0].save_progress()


def test_a_save_error_is_remembered_and_the_session_continues() -> None:
    driver = RunnerDriver()
    driver.history.write_error = HistoryError("The disk is full.")
    driver.pass_time(103.0)
    driver.runner.continue_or_pause()
    assert driver.runner.session.status is Status.COMPLETED
    assert driver.runner.save_error == "The disk is full."


def test_an_error_of_a_background_write_is_reported() -> None:
    driver = RunnerDriver()
    assert driver.runner.save_error is None
    driver.history.background_error = lambda: "The disk is full."  # type: ignore[method-assign] # a background write failed
    assert driver.runner.save_error == "The disk is full."


def test_without_a_history_nothing_is_saved() -> None:
    clock = FakeClock()
    runner, _ = SessionRunner.begin(PLAN, "one", 6, RunnerPorts(clock, FakePlayer()))
    assert not runner.is_saved
    clock.pass_time(1.0)
    assert runner.tick() == []
    assert runner.save_error is None


def test_nothing_is_saved_after_the_end() -> None:
    driver = RunnerDriver()
    driver.pass_time(30.0)
    driver.runner.stop(StopReason.NUMB)
    (before,) = driver.history.find_sessions(HistoryQuery())
    driver.pass_time(60.0)
    assert driver.runner.skip() == []
    assert driver.history.find_sessions(HistoryQuery()) == [before]


def test_the_front_end_can_save_the_end_itself() -> None:
    driver = RunnerDriver(ends_apart=True)
    driver.pass_time(12.0)
    assert driver.runner.position() == driver.runner.session.position(driver.clock.moment)
    driver.runner.halt()
    driver.runner.stop(StopReason.NUMB)
    (before,) = driver.history.find_sessions(HistoryQuery())
    assert before.status is Status.RUNNING
    driver.runner.save_end()
    (after,) = driver.history.find_sessions(HistoryQuery())
    assert (after.status, after.stop_reason) == (Status.STOPPED, StopReason.NUMB)
