"""A cue player that plays nothing and records every call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tpsession.core.catalog.cues import CueGroup, TimedCue
from tpsession.core.sound.player import SoundDevice, SoundState

FAKE_DEVICE = SoundDevice("Fake", "", 0.02, measured=False)


class FakePlayer:
    """The port `CuePlayer` without sound. A test sets its backend, its message and its device."""

    def __init__(
        self, backend: str = "fake", message: str = "", playing_device: SoundDevice | None = None
    ) -> None:
        self.backend = backend
        self.message = message
        self.cues: list[TimedCue] = []
        """The cues that are scheduled now."""
        self.scheduled: list[tuple[float, tuple[TimedCue, ...]]] = []
        """Each call of `schedule`: `since` and the cues."""
        self.cancellations = 0
        self.volumes: list[tuple[dict[CueGroup, int], int]] = []
        self.closed = False
        self.playing_device = playing_device
        """What plays; without one, a session begins at once, as its first cue needs no lead."""

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
        return self.playing_device

    def wait_ready(self, seconds: float) -> SoundState:
        return self.state()

    def close(self) -> None:
        self.closed = True
