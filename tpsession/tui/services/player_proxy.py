"""One cue player for the whole run of the program; the player behind it changes with the settings."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from tpsession.core.catalog.cues import CueGroup, TimedCue, replace_cues
from tpsession.core.settings.definitions import Preferences

if TYPE_CHECKING:
    from tpsession.core.clock import Clock
    from tpsession.core.sound.player import CuePlayer, SoundDevice, SoundState


class PlayerProxy:
    """A `CuePlayer` that passes every call on to the player that the settings name.

    `apply_settings` starts or changes that player, which then gets the upcoming cues and the volumes. Only
    `apply_settings`, `wait_ready` and `close` may block.
    """

    def __init__(
        self,
        start_player: Callable[[Preferences], CuePlayer],
        preferences: Callable[[], Preferences],
        clock: Clock,
    ) -> None:
        """Make a proxy without a player; nothing plays yet.

        Args:
            start_player: Starts the player that the settings name.
            preferences: Returns the current settings.
            clock: The clock that `TimedCue.at` refers to.

        """
        self._start_player = start_player
        self._preferences = preferences
        self._clock = clock
        self._changing = threading.Lock()
        """Held while the player is changed, which may take seconds."""
        self._lock = threading.Lock()
        """Held only while one call is passed on."""
        self._player: CuePlayer | None = None
        self._backend: tuple[str, str] | None = None
        """The library and the device that the player was started with."""
        self._ready = threading.Event()
        self._closed = False
        self._cues: list[TimedCue] = []
        self._volumes: tuple[dict[CueGroup, int], int] | None = None

    def apply_settings(self) -> None:
        """Start the player that the settings name, or change to it.

        Do nothing if that player is in use already, or if `close` was called. The earlier player falls silent
        and is closed first, which may take seconds. The new one gets the volumes and the cues still to come.
        """
        with self._changing:
            preferences = self._preferences()
            wanted = preferences.text("sound.backend"), preferences.text("sound.device")
            if self._closed or wanted == self._backend:
                return
            # Closed first, because some devices serve only one program at a time.
            self._close_player()
            player = self._start_player(preferences)
            self._backend = wanted
            with self._lock:
                self._player = player
                if self._volumes is not None:
                    player.set_volume(*self._volumes)
                now = self._clock.now()
                upcoming = [cue for cue in self._cues if cue.latest >= now]
                if upcoming:
                    player.schedule(upcoming, since=now)
            self._ready.set()

    def _close_player(self) -> None:
        """Silence and close the current player, if there is one."""
        with self._lock:
            player, self._player = self._player, None
        self._ready.clear()
        if player is not None:
            player.cancel()
            player.close()

    # The methods of the port

    def schedule(self, cues: Sequence[TimedCue], *, since: float) -> None:
        """Replace every cue that is due at or after `since`, and all speech not yet begun, by these cues.

        They are remembered, so that a player that starts later plays those still to come.
        """
        with self._lock:
            self._cues = replace_cues(self._cues, cues, since, self._clock.now())
            if self._player is not None:
                self._player.schedule(cues, since=since)

    def cancel(self) -> None:
        """Drop every cue, also for a player that starts later, and fall silent within 100 ms."""
        with self._lock:
            self._cues = []
            if self._player is not None:
                self._player.cancel()

    def set_volume(self, levels: Mapping[CueGroup, int], overall: int) -> None:
        """Set the volume of each group and the overall volume, 0 to 100, also for later players."""
        with self._lock:
            self._volumes = dict(levels), overall
            if self._player is not None:
                self._player.set_volume(levels, overall)

    def state(self) -> SoundState:
        """Return the current state of the sound; without a player, that it is starting."""
        player = self._player
        return _starting_state() if player is None else player.state()

    def device(self) -> SoundDevice | None:
        """Return the device that plays; None while there is no sound."""
        player = self._player
        return None if player is None else player.device()

    def wait_ready(self, seconds: float) -> SoundState:
        """Wait until it is known whether there is sound, for `seconds` at most; return the state then.

        If no player has started by then, the state says that sound is starting.
        """
        began = self._clock.now()
        self._ready.wait(seconds)
        player = self._player
        remaining = seconds - (self._clock.now() - began)
        return _starting_state() if player is None else player.wait_ready(max(remaining, 0.0))

    def close(self) -> None:
        """Let the current sound end, then free the device.

        While a player is being started or replaced, it waits until that is done.
        """
        self._closed = True
        with self._changing, self._lock:
            player, self._player = self._player, None
        if player is not None:
            player.close()


def _starting_state() -> SoundState:
    """Return the state of the sound while no player has started: none is heard, and the sound is starting."""
    # Not for the first paint.
    from tpsession.core.sound.player import SOUND_STARTING, SoundState  # noqa: PLC0415 - 4 ms

    return SoundState("none", SOUND_STARTING)
