"""A sitting keeps what happens, tells the player what to play, and notices a standstill."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.fakes.history import MemoryHistory
from tests.fakes.player import FakePlayer
from tests.fakes.ports import FakeClock
from tests.fakes.voice import FakeVoice
from tests.plain.fake_services import SHORT
from tpsession.core.catalog.cues import CueGroup, Speak, TimedCue
from tpsession.core.errors import HistoryError
from tpsession.core.history.records import HistoryQuery, Status, StopReason
from tpsession.core.plan.plan import PlanOptions, Plan, build_plan
from tpsession.core.session.engine import Mode
from tpsession.core.session.events import PauseCause, Paused
from tpsession.core.session.runner import MAX_TICK_INTERVAL_S, MAX_TICK_GAP_S, RunnerPorts, SessionRunner
from tpsession.core.session.serialization import SerializationError, state_from_text
from tpsession.core.speech.announcements import SESSION_COMPLETE, texts

PLAN = build_plan(SHORT, PlanOptions())


class Room:
    """A sitting with fakes behind its ports."""

    def __init__(
        self,
        chosen: Plan = PLAN,
        *,
        speed: float = 1.0,
        unattended: bool = False,
        ends_apart: bool = False,
        voice: FakeVoice | None = None,
    ) -> None:
        self.clock = FakeClock()
        self.player = FakePlayer()
        self.history = MemoryHistory()
        self.ways = RunnerPorts(self.clock, self.player, self.history, speed, unattended, voice, ends_apart)
        self.sitting, self.events = SessionRunner.begin(chosen, "one", 6, self.ways)

    def live(self, seconds: float, step: float = 0.25) -> None:
        """Let time pass, ticked often."""
        end = self.clock.moment + seconds
        while self.clock.moment < end:
            self.clock.moment = min(self.clock.moment + step, end)
            self.events += self.sitting.tick()

    @property
    def planned(self) -> list[tuple[float, str]]:
        """The signals that the player would play, in seconds since the session's start."""
        return [
            (cue.at - 1000.0, cue.cue.id)
            for cue in self.player.cues
            if cue.cue.group in {CueGroup.CUES, CueGroup.COUNTDOWN}
        ]

    def beside(self, group: CueGroup) -> list[TimedCue]:
        """The pacing, or the speech, that the player would play."""
        return [cue for cue in self.player.cues if cue.cue.group is group]


def test_all_cues_up_to_the_next_gate_are_given_to_the_player_at_the_start() -> None:
    room = Room()
    counts = [f"count-spoken-{number}" for number in (3, 2, 1)]
    assert [name for _, name in room.planned] == [
        "get-ready", *counts, "start-rub", *counts, "start-press", "half-way", *counts, "release", *counts,
        "start-press", "half-way", *counts, "gate",
    ]  # fmt: skip
    assert (room.planned[0][0], room.planned[-1][0]) == (0.0, 100.0)


def test_time_alone_tells_the_player_nothing_more() -> None:
    room = Room()
    room.live(30.0)
    assert len(room.player.scheduled) == 1


def test_a_pause_silences_and_going_on_moves_what_follows() -> None:
    room = Room()
    room.live(10.0)
    room.sitting.continue_or_pause()
    assert room.player.cancellations == 1
    assert [name for _, name in room.planned] == ["paused"]
    room.live(4.0)
    room.sitting.continue_or_pause()
    assert room.planned[-1] == (104.0, "gate")
    assert "resumed" in [name for _, name in room.planned]


def test_a_stop_that_was_not_meant_lets_what_follows_be_heard_again_but_not_in_a_pause() -> None:
    room = Room()
    room.live(10.0)
    room.sitting.halt()
    assert room.planned == [(10.0, "stop")]
    room.live(4.0)
    room.sitting.cancel_stop()
    assert room.planned[-1] == (104.0, "gate")
    room.live(4.0)
    room.sitting.continue_or_pause()
    room.sitting.halt()
    assert room.sitting.cancel_stop() == []
    assert room.sitting.session.mode is Mode.PAUSED
    assert room.planned == []


def test_found_schedules_the_end_when_nothing_else_follows() -> None:
    room = Room()
    room.live(103.0)
    room.sitting.continue_or_pause()
    assert room.planned[-1] == (103.0, "end")
    assert room.sitting.session.status is Status.COMPLETED


def test_at_double_speed_every_moment_is_halved() -> None:
    room = Room(speed=2.0)
    assert room.planned[-1] == (50.0, "gate")
    room.live(12.5)
    assert room.sitting.remaining_s() == pytest.approx(75.0)
    # But a person's patience isn't.
    room.live(39.5)
    assert room.sitting.gate_waited_s() == pytest.approx(2.0)


def test_speech_is_given_with_its_whole_place_at_any_speed() -> None:
    usual, fast = Room().beside(CueGroup.VOICE), Room(speed=2.0).beside(CueGroup.VOICE)
    assert usual
    for one, other in zip(usual, fast, strict=True):
        assert one.cue is other.cue or one.cue == other.cue
        for here, there in ((one.at, other.at), (one.earliest, other.earliest), (one.until, other.until)):
            assert here is not None
            assert there is not None
            assert here - 1000.0 == pytest.approx(2 * (there - 1000.0))


def test_a_rehearsal_skipped_to_its_end_is_said_to_be_complete() -> None:
    room = Room()
    for _ in range(3):
        room.sitting.skip()
        room.sitting.continue_or_pause()
    assert room.sitting.session.status is Status.COMPLETED
    assert [timed.cue for timed in room.beside(CueGroup.VOICE)] == [SESSION_COMPLETE]


def test_the_state_is_kept_with_every_event_and_every_second() -> None:
    room = Room()
    seen = set()
    for _ in range(80):
        room.live(0.25)
        (kept,) = room.history.file.sessions.values()
        assert kept.checkpoint is not None
        seen.add(round(state_from_text(kept.checkpoint.state).into_s))
    assert set(range(15)) <= seen


def test_the_wait_ends_with_the_next_moment_and_is_never_long() -> None:
    room = Room()
    assert room.sitting.next_due_in_s() == MAX_TICK_INTERVAL_S
    room.live(1.9)
    assert room.sitting.next_due_in_s() == pytest.approx(0.1)
    room.live(3.0)
    assert room.sitting.next_due_in_s() == pytest.approx(0.1)
    room.live(97.0)
    assert room.sitting.next_due_in_s() == MAX_TICK_INTERVAL_S


def test_a_wait_in_a_gate_that_nobody_answers_ends_with_the_gate() -> None:
    room = Room(unattended=True)
    room.live(109.9)
    assert room.sitting.next_due_in_s() == pytest.approx(0.1)
    room.live(0.2)
    assert room.sitting.session.mode is Mode.ENDED


@pytest.mark.parametrize("slept", [True, False])
def test_a_standstill_pauses_at_the_last_known_moment(slept: bool) -> None:
    room = Room()
    room.live(30.0)
    if slept:
        room.clock.sleep(3600.0)
        room.clock.pass_time(0.25)
    else:
        room.clock.pass_time(5.3)
    assert room.sitting.tick() == [Paused(1030.0, PauseCause.SLEPT)]
    assert room.sitting.active_s() == pytest.approx(25.0)
    assert room.planned == []


def test_a_short_gap_counts_as_session_time() -> None:
    room = Room()
    room.live(30.0)
    room.clock.pass_time(4.9)
    room.events += room.sitting.tick()
    assert not any(isinstance(event, Paused) for event in room.events)
    assert room.sitting.active_s() == pytest.approx(29.9)


def test_a_machine_that_sleeps_in_a_pause_changes_nothing() -> None:
    room = Room()
    room.live(10.0)
    room.sitting.pause()
    room.clock.sleep(3600.0)
    assert room.sitting.tick() == []
    room.sitting.resume()
    assert room.sitting.session.mode is Mode.RUNNING


def test_an_end_is_kept_at_its_own_moment_however_late_it_is_noticed() -> None:
    room = Room(unattended=True)
    room.live(109.0)
    room.sitting.skip()
    (record,) = room.history.find_sessions(HistoryQuery())
    assert record.ended_at is not None
    assert (record.ended_at - record.started_at).total_seconds() == pytest.approx(109.0)


@pytest.mark.parametrize("took_s", [0.8, 2 * MAX_TICK_GAP_S])
def test_the_session_counts_from_when_it_is_kept_and_its_first_cue_is_heard_however_long_that_takes(
    took_s: float,
) -> None:
    clock, player, history = FakeClock(), FakePlayer(), MemoryHistory()
    begin = history.start_session

    def slow(*what: object) -> None:
        begin(*what)  # type: ignore[arg-type] # passed on as it came
        clock.pass_time(took_s)

    history.start_session = slow  # type: ignore[method-assign,assignment] # a slow disk
    sitting, events = SessionRunner.begin(PLAN, "one", 6, RunnerPorts(clock, player, history))
    assert (player.cues[0].cue.id, player.cues[0].at) == ("get-ready", clock.now())
    assert sitting.session.position(clock.now()) == 0.0
    clock.pass_time(1.0)
    assert sitting.tick() == []
    assert not any(isinstance(event, Paused) for event in events)


def test_a_stop_is_recorded_with_its_reason() -> None:
    stopped = Room()
    stopped.live(30.0)
    stopped.sitting.halt()
    stopped.sitting.stop(StopReason.NUMB)
    (record,) = stopped.history.find_sessions(HistoryQuery())
    assert (record.status, record.stop_reason) == (Status.STOPPED, StopReason.NUMB)


def test_an_end_that_could_not_be_kept_is_kept_when_it_is_tried_again() -> None:
    room = Room()
    room.live(30.0)
    room.history.write_error = HistoryError("Another program holds it.")
    room.sitting.stop(StopReason.NUMB)
    assert room.sitting.save_error == "Another program holds it."
    with pytest.raises(HistoryError):
        room.sitting.save_end()
    room.history.write_error = None
    room.sitting.save_end()
    room.sitting.save_end()
    (record,) = room.history.find_sessions(HistoryQuery())
    assert (record.status, record.stop_reason) == (Status.STOPPED, StopReason.NUMB)


def test_how_far_it_is_can_be_kept_at_any_moment() -> None:
    room = Room()
    room.live(10.0)
    room.clock.pass_time(0.7)
    room.sitting.save_progress()
    (record,) = room.history.find_sessions(HistoryQuery())
    assert record.active_s == pytest.approx(5.7)
    SessionRunner.begin(PLAN, "two", None, replace(room.ways, history=None))[0].save_progress()


def test_trouble_in_keeping_is_remembered_and_ends_nothing() -> None:
    room = Room()
    room.history.write_error = HistoryError("The disk is full.")
    room.live(103.0)
    room.sitting.continue_or_pause()
    assert room.sitting.session.status is Status.COMPLETED
    assert room.sitting.save_error == "The disk is full."


def test_trouble_that_only_the_history_knows_is_told() -> None:
    room = Room()
    assert room.sitting.save_error is None
    room.history.background_error = lambda: "The disk is full."  # type: ignore[method-assign] # a write nobody waited for
    assert room.sitting.save_error == "The disk is full."


def test_without_a_history_nothing_is_kept() -> None:
    clock = FakeClock()
    sitting, _ = SessionRunner.begin(PLAN, "one", 6, RunnerPorts(clock, FakePlayer()))
    assert not sitting.is_saved
    clock.pass_time(1.0)
    assert sitting.tick() == []
    assert sitting.save_error is None


def test_a_resumed_sitting_is_paused_where_it_was_left() -> None:
    room = Room()
    room.live(30.0)
    room.history.close()
    history = MemoryHistory(room.history.file)
    (left,) = history.find_interrupted_sessions()
    ways = replace(room.ways, history=history)
    sitting = SessionRunner.resume_interrupted(left, ways)
    events = sitting.resume_events()
    assert isinstance(events[-1], Paused)
    assert sitting.session.mode is Mode.PAUSED
    sitting.continue_or_pause()
    assert sitting.active_s() == pytest.approx(25.0)
    with pytest.raises(SerializationError):
        SessionRunner.resume_interrupted(replace(left, plan="rubbish"), replace(ways, history=None))


def test_a_session_that_never_got_to_start_starts_when_it_is_picked_up() -> None:
    room = Room()
    (kept,) = room.history.file.sessions.values()
    room.history.close()
    history = MemoryHistory(room.history.file)
    assert kept.checkpoint is not None
    (left,) = history.find_interrupted_sessions()
    ready = left.checkpoint.state.replace('"started":true', '"started":false')
    left = replace(left, progress=replace(left.checkpoint, state=ready))
    sitting = SessionRunner.resume_interrupted(left, replace(room.ways, history=None))
    sitting.resume_events()
    assert sitting.session.mode is Mode.RUNNING


def test_nothing_is_kept_after_the_end() -> None:
    room = Room()
    room.live(30.0)
    room.sitting.stop(StopReason.NUMB)
    (before,) = room.history.find_sessions(HistoryQuery())
    room.live(60.0)
    assert room.sitting.skip() == []
    assert room.history.find_sessions(HistoryQuery()) == [before]


def test_the_end_is_kept_apart_where_the_front_end_asks_for_it() -> None:
    room = Room(ends_apart=True)
    room.live(12.0)
    assert room.sitting.position() == room.sitting.session.position(room.clock.moment)
    room.sitting.halt()
    room.sitting.stop(StopReason.NUMB)
    (before,) = room.history.find_sessions(HistoryQuery())
    assert before.status is Status.RUNNING
    room.sitting.save_end()
    (kept,) = room.history.find_sessions(HistoryQuery())
    assert (kept.status, kept.stop_reason) == (Status.STOPPED, StopReason.NUMB)


EVERYTHING = build_plan(SHORT, PlanOptions(speak=Speak.EVERYTHING))


def test_the_player_looks_for_the_sounds_of_texts_as_the_voice_makes_them() -> None:
    voice = FakeVoice()
    voice.prepare(("One", "Two", "Three"))
    room = Room(EVERYTHING, voice=voice)
    told = len(room.player.scheduled)
    room.live(3.0)
    assert room.sitting.voice_text == "The voice is getting ready: 0 of 3."
    assert len(room.player.scheduled) == told
    voice.finished = 1
    room.live(0.25)
    assert len(room.player.scheduled) == told + 1
    assert room.player.scheduled[-1][1]
    # Then every two seconds at most, and nothing that sounds is touched.
    voice.finished = 2
    room.live(1.5)
    assert len(room.player.scheduled) == told + 1
    voice.finished = 3
    room.live(1.0)
    assert len(room.player.scheduled) == told + 2
    room.live(10.0)
    assert len(room.player.scheduled) == told + 2
    assert room.player.cancellations == 0
    assert room.sitting.voice_text == ""


def test_what_the_voice_makes_in_a_pause_is_used_when_the_session_goes_on() -> None:
    voice = FakeVoice()
    voice.prepare(("One",))
    room = Room(EVERYTHING, voice=voice)
    room.sitting.pause()
    told = len(room.player.scheduled)
    voice.finished = 1
    room.live(5.0)
    assert (len(room.player.scheduled), room.player.cancellations) == (told, 1)
    room.sitting.resume()
    room.live(5.0)
    assert len(room.player.scheduled) == told + 1


def test_what_is_said_in_a_gate_that_nobody_answers_ends_with_it() -> None:
    attended, unattended = Room(), Room(unattended=True)
    for room, until_s in ((attended, 30.0), (unattended, 9.9)):
        gate = next(cue for cue in room.planned if cue[1] == "gate")
        said = [cue for cue in room.beside(CueGroup.VOICE) if cue.at == 1000.0 + gate[0]]
        assert [cue.until for cue in said] == [pytest.approx(1000.0 + gate[0] + until_s)]


def test_that_there_is_no_voice_is_told_only_to_whom_wanted_everything_spoken() -> None:
    for chosen, words in ((PLAN, ""), (EVERYTHING, "Not installed.")):
        voice = FakeVoice("Not installed.")
        voice.prepare(("One",))
        assert Room(chosen, voice=voice).sitting.voice_text == words
    assert Room(EVERYTHING).sitting.voice_text == ""


def test_a_session_that_is_resumed_has_its_texts_spoken_again() -> None:
    room = Room(EVERYTHING)
    room.live(10.0)
    room.sitting.save_progress()
    room.history.close()
    history = MemoryHistory(room.history.file)
    voice = FakeVoice()
    ways = replace(room.ways, history=history, voice=voice)
    SessionRunner.resume_interrupted(history.find_interrupted_sessions()[0], ways)
    assert voice.requests == [texts(EVERYTHING)]
    assert texts(EVERYTHING)
