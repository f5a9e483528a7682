"""The session runner lets time pass, pauses after a gap, and resumes an interrupted session."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.core.session.runner_driver import EVERYTHING, PLAN, RunnerDriver
from tests.fakes.history import MemoryHistory
from tests.fakes.player import FakePlayer
from tests.fakes.ports import FakeClock
from tests.fakes.voice import FakeVoice
from tpsession.core.catalog.side import Side
from tpsession.core.history.series import Series
from tpsession.core.plan.plan import GateKey
from tpsession.core.session.engine import Mode
from tpsession.core.session.events import PauseCause, Paused
from tpsession.core.session.runner import MAX_TICK_GAP_S, MAX_TICK_INTERVAL_S, RunnerPorts, SessionRunner
from tpsession.core.session.serialization import SerializationError
from tpsession.core.speech.announcements import list_voiced_texts


def test_the_wait_ends_at_the_next_due_moment_and_is_never_long() -> None:
    driver = RunnerDriver()
    assert driver.runner.next_due_in_s() == MAX_TICK_INTERVAL_S
    driver.pass_time(1.9)
    assert driver.runner.next_due_in_s() == pytest.approx(0.1)
    driver.pass_time(3.0)
    assert driver.runner.next_due_in_s() == pytest.approx(0.1)
    driver.pass_time(97.0)
    assert driver.runner.next_due_in_s() == MAX_TICK_INTERVAL_S


def test_the_wait_in_an_unattended_gate_ends_with_the_gate() -> None:
    driver = RunnerDriver(unattended=True)
    driver.pass_time(109.9)
    assert driver.runner.next_due_in_s() == pytest.approx(0.1)
    driver.pass_time(0.2)
    assert driver.runner.session.mode is Mode.ENDED


@pytest.mark.parametrize("slept", [True, False])
def test_a_gap_pauses_at_the_last_tick(slept: bool) -> None:
    driver = RunnerDriver()
    driver.pass_time(30.0)
    if slept:
        driver.clock.sleep(3600.0)
        driver.clock.pass_time(0.25)
    else:
        driver.clock.pass_time(5.3)
    assert driver.runner.tick() == [Paused(1030.0, PauseCause.SLEPT)]
    assert driver.runner.active_s() == pytest.approx(25.0)
    assert driver.scheduled_signals == []


def test_a_short_gap_counts_as_session_time() -> None:
    driver = RunnerDriver()
    driver.pass_time(30.0)
    driver.clock.pass_time(4.9)
    driver.events += driver.runner.tick()
    assert not any(isinstance(event, Paused) for event in driver.events)
    assert driver.runner.active_s() == pytest.approx(29.9)


def test_sleep_of_the_machine_in_a_pause_changes_nothing() -> None:
    driver = RunnerDriver()
    driver.pass_time(10.0)
    driver.runner.pause()
    driver.clock.sleep(3600.0)
    assert driver.runner.tick() == []
    driver.runner.resume()
    assert driver.runner.session.mode is Mode.RUNNING


@pytest.mark.parametrize("save_s", [0.8, 2 * MAX_TICK_GAP_S])
def test_the_session_starts_after_the_save_so_that_a_slow_disk_swallows_no_cue(
    save_s: float,
) -> None:
    clock, player, history = FakeClock(), FakePlayer(), MemoryHistory()
    begin = history.start_session

    def slow_begin(*arguments: object) -> None:
        begin(*arguments)  # type: ignore[arg-type] # passed on unchanged
        clock.pass_time(save_s)

    history.start_session = slow_begin  # type: ignore[method-assign,assignment] # a slow disk
    runner, events = SessionRunner.begin(PLAN, "one", 6, RunnerPorts(clock, player, history))
    assert (player.cues[0].cue.id, player.cues[0].at) == ("get-ready", clock.now())
    assert runner.session.position(clock.now()) == 0.0
    clock.pass_time(1.0)
    assert runner.tick() == []
    assert not any(isinstance(event, Paused) for event in events)


def test_a_resumed_session_is_paused_at_its_last_position() -> None:
    driver = RunnerDriver()
    driver.pass_time(30.0)
    driver.history.close()
    history = MemoryHistory(driver.history.file)
    (interrupted,) = history.find_interrupted_sessions()
    ports = replace(driver.ports, history=history)
    runner = SessionRunner.resume_interrupted(interrupted, ports)
    events = runner.resume_events()
    assert isinstance(events[-1], Paused)
    assert runner.session.mode is Mode.PAUSED
    runner.continue_or_pause()
    assert runner.active_s() == pytest.approx(25.0)
    with pytest.raises(SerializationError):
        SessionRunner.resume_interrupted(replace(interrupted, plan="rubbish"), replace(ports, history=None))


def test_an_interrupted_session_that_never_started_starts_on_resuming() -> None:
    driver = RunnerDriver()
    (saved,) = driver.history.file.sessions.values()
    driver.history.close()
    history = MemoryHistory(driver.history.file)
    assert saved.checkpoint is not None
    (interrupted,) = history.find_interrupted_sessions()
    ready = interrupted.checkpoint.state.replace('"started":true', '"started":false')
    interrupted = replace(interrupted, checkpoint=replace(interrupted.checkpoint, state=ready))
    runner = SessionRunner.resume_interrupted(interrupted, replace(driver.ports, history=None))
    runner.resume_events()
    assert runner.session.mode is Mode.RUNNING


def test_a_resumed_session_has_its_texts_recorded_again() -> None:
    driver = RunnerDriver(EVERYTHING)
    driver.pass_time(10.0)
    driver.runner.save_progress()
    driver.history.close()
    history = MemoryHistory(driver.history.file)
    voice = FakeVoice()
    ports = replace(driver.ports, history=history, voice=voice)
    (interrupted,) = history.find_interrupted_sessions()
    SessionRunner.resume_interrupted(interrupted, ports)
    assert voice.requests == [list_voiced_texts(EVERYTHING)]
    assert any("any big key" in text for text in list_voiced_texts(EVERYTHING))
    voice.requests.clear()
    SessionRunner.resume_interrupted(interrupted, ports, GateKey.ENTER)
    assert any("Press enter" in text for text in voice.requests[0])
    assert not any("big key" in text for text in voice.requests[0])


def test_where_it_hurts_is_saved_beside_what_is_massaged_and_known_again_on_resuming() -> None:
    clock, history = FakeClock(), MemoryHistory()
    ports = RunnerPorts(clock, FakePlayer(), history)
    knee = Series("knee", Side.LEFT)
    runner, _ = SessionRunner.begin(PLAN, "one", 6, ports, rated=knee, spot="inner corner")
    record = history.find_record("one")
    assert record is not None
    assert (record.place, record.side, record.spot) == ("knee", Side.LEFT, "inner corner")
    assert record.area == PLAN.area.id
    assert [step.side for step in record.steps] == [entry.side for entry in PLAN.entries]
    runner.save_progress()
    history.close()
    (interrupted,) = MemoryHistory(history.file).find_interrupted_sessions()
    ports = replace(ports, history=None)
    assert SessionRunner.resume_interrupted(interrupted, ports).rated == knee


@pytest.mark.parametrize(("is_rehearsal", "expected"), [(True, 4.0), (False, None)])
def test_only_a_rehearsal_says_how_fast_it_is(is_rehearsal: bool, expected: float | None) -> None:
    driver = RunnerDriver(speed=4.0)
    ports = replace(driver.ports, is_rehearsal=is_rehearsal)
    runner, _ = SessionRunner.begin(PLAN, "two", None, ports)
    assert runner.rehearsal_speed == expected
