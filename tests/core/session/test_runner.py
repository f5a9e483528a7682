"""The session runner saves progress, schedules the sound and pauses after a gap."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.fakes.history import MemoryHistory
from tests.fakes.player import FAKE_DEVICE, FakePlayer
from tests.fakes.ports import FakeClock
from tests.fakes.voice import FakeVoice
from tests.plain.fake_services import SHORT
from tpsession.core.catalog.cues import CueGroup, Speak, TimedCue
from tpsession.core.catalog.side import Side
from tpsession.core.errors import HistoryError
from tpsession.core.history.records import HistoryQuery, Status, StopReason
from tpsession.core.history.series import Series
from tpsession.core.plan.plan import GateKey, Plan, PlanOptions, build_plan
from tpsession.core.session.engine import Mode
from tpsession.core.session.events import PauseCause, Paused, PhaseBegan
from tpsession.core.session.runner import (
    MAX_TICK_GAP_S,
    MAX_TICK_INTERVAL_S,
    START_LEAD_S,
    RunnerPorts,
    SessionRunner,
)
from tpsession.core.session.serialization import SerializationError, state_from_text
from tpsession.core.speech.announcements import SESSION_COMPLETE, list_voiced_texts

PLAN = build_plan(SHORT, PlanOptions())


class RunnerDriver:
    """Runs a session on fakes and lets their time pass."""

    def __init__(
        self,
        plan: Plan = PLAN,
        *,
        speed: float = 1.0,
        unattended: bool = False,
        ends_apart: bool = False,
        voice: FakeVoice | None = None,
    ) -> None:
        self.clock = FakeClock()
        self.player = FakePlayer()
        self.history = MemoryHistory()
        self.ports = RunnerPorts(
            self.clock, self.player, self.history, speed, unattended, voice, caller_saves_end=ends_apart
        )
        self.runner, self.events = SessionRunner.begin(plan, "one", 6, self.ports)

    def pass_time(self, seconds: float, step: float = 0.25) -> None:
        """Let time pass, with a tick every `step` seconds."""
        end = self.clock.moment + seconds
        while self.clock.moment < end:
            self.clock.moment = min(self.clock.moment + step, end)
            self.events += self.runner.tick()

    @property
    def scheduled_signals(self) -> list[tuple[float, str]]:
        """The signals that are scheduled, with their seconds since the start of the session."""
        return [
            (cue.at - 1000.0, cue.cue.id)
            for cue in self.player.cues
            if cue.cue.group in {CueGroup.CUES, CueGroup.COUNTDOWN}
        ]

    def scheduled(self, group: CueGroup) -> list[TimedCue]:
        """The cues of a group that are scheduled."""
        return [cue for cue in self.player.cues if cue.cue.group is group]


def test_all_cues_up_to_the_next_gate_are_scheduled_at_the_start() -> None:
    driver = RunnerDriver()
    counts = [f"count-spoken-{number}" for number in (3, 2, 1)]
    assert [name for _, name in driver.scheduled_signals] == [
        "get-ready", *counts, "start-rub", *counts, "start-press", "half-way", *counts, "release", *counts,
        "start-press", "half-way", *counts, "gate",
    ]  # fmt: skip
    assert (driver.scheduled_signals[0][0], driver.scheduled_signals[-1][0]) == (0.0, 100.0)


def test_passing_time_schedules_nothing_new() -> None:
    driver = RunnerDriver()
    driver.pass_time(30.0)
    assert len(driver.player.scheduled) == 1


def test_a_pause_cancels_the_cues_and_resuming_schedules_them_later() -> None:
    driver = RunnerDriver()
    driver.pass_time(10.0)
    driver.runner.continue_or_pause()
    assert driver.player.cancellations == 1
    assert [name for _, name in driver.scheduled_signals] == ["paused"]
    driver.pass_time(4.0)
    driver.runner.continue_or_pause()
    assert driver.scheduled_signals[-1] == (104.0, "gate")
    assert "resumed" in [name for _, name in driver.scheduled_signals]


def test_cancelling_a_stop_schedules_the_cues_again_unless_the_session_was_paused() -> None:
    driver = RunnerDriver()
    driver.pass_time(10.0)
    driver.runner.halt()
    assert driver.scheduled_signals == [(10.0, "stop")]
    driver.pass_time(4.0)
    driver.runner.cancel_stop()
    assert driver.scheduled_signals[-1] == (104.0, "gate")
    driver.pass_time(4.0)
    driver.runner.continue_or_pause()
    driver.runner.halt()
    assert driver.runner.cancel_stop() == []
    assert driver.runner.session.mode is Mode.PAUSED
    assert driver.scheduled_signals == []


def test_found_schedules_the_end_when_nothing_else_follows() -> None:
    driver = RunnerDriver()
    driver.pass_time(103.0)
    driver.runner.continue_or_pause()
    assert driver.scheduled_signals[-1] == (103.0, "end")
    assert driver.runner.session.status is Status.COMPLETED


def test_at_double_speed_every_moment_is_halved() -> None:
    driver = RunnerDriver(speed=2.0)
    assert driver.scheduled_signals[-1] == (50.0, "gate")
    driver.pass_time(12.5)
    assert driver.runner.remaining_s() == pytest.approx(75.0)
    # The time that a gate has waited is in real seconds.
    driver.pass_time(39.5)
    assert driver.runner.gate_waited_s() == pytest.approx(2.0)


def test_the_time_window_of_speech_scales_with_the_speed() -> None:
    normal, fast = RunnerDriver().scheduled(CueGroup.VOICE), RunnerDriver(speed=2.0).scheduled(CueGroup.VOICE)
    assert normal
    for slow_cue, fast_cue in zip(normal, fast, strict=True):
        assert slow_cue.cue == fast_cue.cue
        for slow_at, fast_at in (
            (slow_cue.at, fast_cue.at),
            (slow_cue.earliest, fast_cue.earliest),
            (slow_cue.until, fast_cue.until),
        ):
            assert slow_at is not None
            assert fast_at is not None
            assert slow_at - 1000.0 == pytest.approx(2 * (fast_at - 1000.0))


def test_a_session_skipped_to_its_end_is_announced_as_complete() -> None:
    driver = RunnerDriver()
    for _ in range(3):
        driver.runner.skip()
        driver.runner.continue_or_pause()
    assert driver.runner.session.status is Status.COMPLETED
    assert [timed.cue for timed in driver.scheduled(CueGroup.VOICE)] == [SESSION_COMPLETE]


def test_progress_is_saved_at_every_event_and_every_second() -> None:
    driver = RunnerDriver()
    saved_positions = set()
    for _ in range(80):
        driver.pass_time(0.25)
        (saved,) = driver.history.file.sessions.values()
        assert saved.checkpoint is not None
        saved_positions.add(round(state_from_text(saved.checkpoint.state).into_s))
    assert set(range(15)) <= saved_positions


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


def test_an_end_is_saved_with_its_own_time_even_if_noticed_late() -> None:
    driver = RunnerDriver(unattended=True)
    driver.pass_time(109.0)
    driver.runner.skip()
    (record,) = driver.history.find_sessions(HistoryQuery())
    assert record.ended_at is not None
    assert (record.ended_at - record.started_at).total_seconds() == pytest.approx(109.0)


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


@pytest.mark.parametrize("speed", [1.0, 2.0])
def test_where_a_device_plays_the_first_cue_comes_after_a_lead(speed: float) -> None:
    clock, player = FakeClock(), FakePlayer(playing_device=FAKE_DEVICE)
    lead_s = START_LEAD_S + FAKE_DEVICE.latency_s
    begun = clock.now()
    runner, events = SessionRunner.begin(PLAN, "one", 6, RunnerPorts(clock, player, None, speed))
    assert any(isinstance(event, PhaseBegan) for event in events)
    assert player.cues[0].cue.id == "get-ready"
    assert player.cues[0].at == pytest.approx(begun + lead_s)
    # Time stands still until then, whatever is pressed, and nothing is taken for a gap.
    assert runner.next_due_in_s() == pytest.approx(MAX_TICK_INTERVAL_S)
    clock.pass_time(lead_s / 2)
    assert runner.tick() == []
    assert runner.position() == 0.0
    runner.pause()
    clock.pass_time(lead_s)
    runner.resume()
    assert runner.position() == 0.0
    clock.pass_time(1.0)
    assert not any(isinstance(event, Paused) for event in runner.tick())
    assert runner.position() == pytest.approx(speed)


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


EVERYTHING = build_plan(SHORT, PlanOptions(speak=Speak.EVERYTHING))


def test_the_sound_is_rescheduled_as_the_voice_records_texts() -> None:
    voice = FakeVoice()
    voice.prepare(("One", "Two", "Three"))
    driver = RunnerDriver(EVERYTHING, voice=voice)
    schedules = len(driver.player.scheduled)
    driver.pass_time(3.0)
    assert driver.runner.voice_text == "Preparing the voice: 0 of 3."
    assert len(driver.player.scheduled) == schedules
    voice.finished = 1
    driver.pass_time(0.25)
    assert len(driver.player.scheduled) == schedules + 1
    assert driver.player.scheduled[-1][1]
    # From then on at most every two seconds, and without silencing anything.
    voice.finished = 2
    driver.pass_time(1.5)
    assert len(driver.player.scheduled) == schedules + 1
    voice.finished = 3
    driver.pass_time(1.0)
    assert len(driver.player.scheduled) == schedules + 2
    driver.pass_time(10.0)
    assert len(driver.player.scheduled) == schedules + 2
    assert driver.player.cancellations == 0
    assert driver.runner.voice_text == ""


def test_texts_recorded_in_a_pause_are_used_on_resuming() -> None:
    voice = FakeVoice()
    voice.prepare(("One",))
    driver = RunnerDriver(EVERYTHING, voice=voice)
    driver.runner.pause()
    schedules = len(driver.player.scheduled)
    voice.finished = 1
    driver.pass_time(5.0)
    assert (len(driver.player.scheduled), driver.player.cancellations) == (schedules, 1)
    driver.runner.resume()
    driver.pass_time(5.0)
    assert len(driver.player.scheduled) == schedules + 1


def test_speech_in_an_unattended_gate_ends_with_the_gate() -> None:
    attended, unattended = RunnerDriver(), RunnerDriver(unattended=True)
    for driver, until_s in ((attended, 30.0), (unattended, 9.9)):
        gate = next(cue for cue in driver.scheduled_signals if cue[1] == "gate")
        speech = [cue for cue in driver.scheduled(CueGroup.VOICE) if cue.at == 1000.0 + gate[0]]
        assert [cue.until for cue in speech] == [pytest.approx(1000.0 + gate[0] + until_s)]


def test_a_missing_voice_is_reported_only_if_everything_was_to_be_spoken() -> None:
    for plan, text in ((PLAN, ""), (EVERYTHING, "Not installed.")):
        voice = FakeVoice("Not installed.")
        voice.prepare(("One",))
        assert RunnerDriver(plan, voice=voice).runner.voice_text == text
    assert RunnerDriver(EVERYTHING).runner.voice_text == ""


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
