"""The player for when there is nothing to be heard: nothing is started."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tpsession.core.catalog.cues import CueGroup, TimedCue
from tpsession.core.sound.player import SoundDevice, SoundState


class SilentPlayer:
    """A `CuePlayer` that plays nothing and says why."""

    def __init__(self, state: SoundState | None = None) -> None:
        """Take why nothing is heard; None where the person wanted it so."""
        self._state = state or SoundState("none", "")

    def schedule(self, cues: Sequence[TimedCue], *, since: float) -> None:
        """Nothing is heard."""

    def cancel(self) -> None:
        """Nothing is heard."""

    def set_volume(self, levels: Mapping[CueGroup, int], overall: int) -> None:
        """Nothing is heard."""

    def state(self) -> SoundState:
        """Nothing is heard, and why."""
        return self._state

    def device(self) -> SoundDevice | None:
        """None."""
        return None

    def wait_ready(self, seconds: float) -> SoundState:
        """It is known from the start."""
        return self.state()

    def close(self) -> None:
        """Nothing is held."""
