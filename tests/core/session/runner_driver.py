"""Runs a session on fakes and lets their time pass."""

from __future__ import annotations

from tests.fakes.history import MemoryHistory
from tests.fakes.player import FakePlayer
from tests.fakes.ports import FakeClock
from tests.fakes.voice import FakeVoice
from tests.plain.fake_services import SHORT
from tpsession.core.catalog.cues import CueGroup, Speak, TimedCue
from tpsession.core.plan.plan import Plan, PlanOptions, build_plan
from tpsession.core.session.runner import RunnerPorts, SessionRunner

PLAN = build_plan(SHORT, PlanOptions())
EVERYTHING = build_plan(SHORT, PlanOptions(speak=Speak.EVERYTHING))


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
