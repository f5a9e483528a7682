"""The player for when no sound is wanted or possible. It starts nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tpsession.core.catalog.cues import CueGroup, TimedCue
from tpsession.core.sound.player import SoundDevice, SoundState


class SilentPlayer:
    """A `CuePlayer` that plays nothing and can say why."""

    def __init__(self, state: SoundState | None = None) -> None:
        """Make a player that reports this state, why nothing is heard; None if the person wants no sound."""
        self._state = state or SoundState("none", "")

    def schedule(self, cues: Sequence[TimedCue], *, since: float) -> None:
        """Do nothing."""

    def cancel(self) -> None:
        """Do nothing."""

    def set_volume(self, levels: Mapping[CueGroup, int], overall: int) -> None:
        """Do nothing."""

    def state(self) -> SoundState:
        """Return the state in which nothing is heard, with the reason unless the person wants no sound."""
        return self._state

    def device(self) -> SoundDevice | None:
        """Return None, because no device is open."""
        return None

    def wait_ready(self, seconds: float) -> SoundState:
        """Return the state at once, because it is known from the start."""
        return self.state()

    def close(self) -> None:
        """Do nothing."""
