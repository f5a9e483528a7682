"""A session through the engine: what is heard live is what was scheduled for the plan as a whole."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

import pytest

from tests.fakes.player import FakePlayer
from tests.fakes.ports import FakeClock
from tests.plain.fake_services import SHORT
from tpsession.audio.client.protocol import decode, schedule_message
from tpsession.audio.engine.cue_messages import cues_from_json
from tpsession.audio.engine.cue_scheduler import schedule_cues
from tpsession.audio.engine.engine import Engine
from tpsession.audio.engine.mixer import RATE
from tpsession.core.catalog.cues import CUES, Speak, TimedCue
from tpsession.core.catalog.utterance import SoundName, VoicedText
from tpsession.core.plan.plan import GateKey, Plan, PlanOptions, build_plan
from tpsession.core.session.cue_timeline import full_timeline
from tpsession.core.session.engine import Mode
from tpsession.core.session.runner import UNATTENDED_GATE_S, RunnerPorts, SessionRunner
from tpsession.core.speech.announcements import list_voiced_texts
from tpsession.core.speech.phrases import PHRASES_BY_SOUND

BLOCK_S = 0.05
LATENCY_S = 0.05
TEXT_S = 11.6
"""The length of an instruction, which doesn't fit into ten seconds."""
SOUNDS: dict[SoundName, array[int]] = {name: array("h", [1000]) for name in (*CUES, *PHRASES_BY_SOUND)}
ROUTINE = SHORT._replace(get_ready_s=10.0, steps=(SHORT.steps[0], SHORT.steps[1]._replace(wait=True)))
EVERYTHING = build_plan(ROUTINE, PlanOptions(speak=Speak.EVERYTHING, gate_key=GateKey.NONE))
PHRASES_ONLY = build_plan(ROUTINE, PlanOptions())


def seconds_of(name: SoundName) -> float:
    """The length of a sound."""
    return TEXT_S if isinstance(name, VoicedText) else 0.5


class EnginePlayer(FakePlayer):
    """A player that passes every call to an engine, cues by way of the protocol's messages."""

    def __init__(self, clock: FakeClock) -> None:
        super().__init__()
        texts: dict[SoundName, array[int]] = {
            VoicedText(text): array("h", [1000]) for text in list_voiced_texts(EVERYTHING)
        }
        self.engine = Engine(SOUNDS | texts, LATENCY_S, seconds_of)
        self.clock = clock
        self.engine.restart(clock.now())

    def schedule(self, cues: Sequence[TimedCue], *, since: float) -> None:
        super().schedule(cues, since=since)
        sent = decode(schedule_message(cues, since))["cues"]
        assert isinstance(sent, list)
        self.engine.schedule(list(cues_from_json(sent)), since, self.clock.now())

    def cancel(self) -> None:
        super().cancel()
        self.engine.cancel()


def play_session(plan: Plan, monkeypatch: pytest.MonkeyPatch, *pauses: float) -> list[SoundName]:
    """Play an unattended session and pause it for 3 s at some moments; returns the sounds that are heard."""
    clock = FakeClock()
    player = EnginePlayer(clock)
    heard: list[SoundName] = []
    monkeypatch.setattr(player.engine._mixer, "add", lambda name, _: heard.append(name))
    runner, _ = SessionRunner.begin(plan, "one", None, RunnerPorts(clock, player, unattended=True))

    def pass_block() -> None:
        player.engine.block(clock.now(), round(BLOCK_S * RATE))
        clock.pass_time(BLOCK_S)
        runner.tick()

    waiting = list(pauses)
    remaining_s = 5.0
    while remaining_s > 0.0:
        if waiting and runner.session.position(clock.now()) >= waiting[0] and runner.session.index == 1:
            waiting.pop(0)
            runner.pause()
            for _ in range(60):
                pass_block()
            runner.resume()
        pass_block()
        remaining_s -= BLOCK_S if runner.session.mode is Mode.ENDED else 0.0
    return heard


@pytest.mark.parametrize("plan", [PHRASES_ONLY, EVERYTHING], ids=["phrases", "everything"])
def test_an_unattended_session_is_heard_as_it_is_rendered(
    plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    cues = schedule_cues(full_timeline(plan, UNATTENDED_GATE_S), seconds_of)
    planned = [(scheduled.at + offset, name) for scheduled in cues for offset, name in scheduled.sounds]

    heard = play_session(plan, monkeypatch)

    assert heard == [name for _, name in sorted(planned, key=lambda sound: sound[0])]
    assert heard[-1] == "say-session-complete"
    # The instruction that is too long for the gate is spoken after it. There is no time for the scale.
    circles, pressure = (entry.text for entry in plan.entries)
    assert [name.text for name in heard if isinstance(name, VoicedText)] == (
        [circles, pressure] if plan is EVERYTHING else []
    )


def test_a_pause_at_any_moment_of_a_step_loses_nothing_of_the_announcement(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for moment in (14.5, 15.5, 16.2, 16.8, 17.5, 19.0):
        heard = play_session(PHRASES_ONLY, monkeypatch, moment)
        # The announcement ends at 16.9 s. If it is cut off, it is said again, before the change or after it.
        spoken = heard[heard.index("resumed") :] if moment < 16.9 else heard
        # It is said once for each of the two holds, and never twice.
        assert spoken.count("say-pressure") == spoken.count("say-n-30") == 2, moment
