"""A player that plays nothing and remembers everything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tpsession.core.catalog.cues import CueGroup, TimedCue
from tpsession.core.sound.player import SoundDevice, SoundState


class FakePlayer:
    """The port `CuePlayer` without sound."""

    def __init__(self, backend: str = "fake", message: str = "") -> None:
        self.backend = backend
        self.message = message
        self.cues: list[TimedCue] = []
        """What would be heard from now on."""
        self.scheduled: list[tuple[float, tuple[TimedCue, ...]]] = []
        """Every call of `schedule`: since when, and what."""
        self.cancellations = 0
        self.volumes: list[tuple[dict[CueGroup, int], int]] = []
        self.closed = False

    def schedule(self, cues: Sequence[TimedCue], *, since: float) -> None:
        self.scheduled.append((since, tuple(cues)))
        self.cues = [cue for cue in self.cues if cue.at < since] + list(cues)

    def cancel(self) -> None:
        self.cancellations += 1
        self.cues = []

    def set_volume(self, levels: Mapping[CueGroup, int], overall: int) -> None:
        self.volumes.append((dict(levels), overall))

    def state(self) -> SoundState:
        return SoundState(self.backend, self.message)

    def device(self) -> SoundDevice | None:
        return None if self.backend == "none" else SoundDevice("Fake", "", 0.02, measured=False)

    def wait_ready(self, seconds: float) -> SoundState:
        return self.state()

    def close(self) -> None:
        self.closed = True
