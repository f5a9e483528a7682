"""The sound of a session: what is scheduled, when, and how far the voice is."""

from __future__ import annotations

import pytest

from tests.core.session.runner_driver import EVERYTHING, PLAN, RunnerDriver
from tests.fakes.player import FAKE_DEVICE, FakePlayer
from tests.fakes.ports import FakeClock
from tests.fakes.voice import FakeVoice
from tpsession.core.catalog.cues import CueGroup
from tpsession.core.history.records import Status
from tpsession.core.session.engine import Mode
from tpsession.core.session.events import Paused, PhaseBegan
from tpsession.core.session.runner import MAX_TICK_INTERVAL_S, RunnerPorts, SessionRunner
from tpsession.core.session.sound import START_LEAD_S
from tpsession.core.speech.announcements import SESSION_COMPLETE


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
