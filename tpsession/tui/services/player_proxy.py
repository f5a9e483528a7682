"""One player for the whole run of the program, whatever plays behind it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from tpsession.core.catalog.cues import CueGroup, TimedCue, replace_cues
from tpsession.core.settings.definitions import Preferences

if TYPE_CHECKING:
    from tpsession.core.clock import Clock
    from tpsession.core.sound.player import CuePlayer, SoundDevice, SoundState

GETTING_READY = "The sound is getting ready."
"""Said until something plays."""


class PlayerProxy:
    """A `CuePlayer` that is there from the start, and stays while another library or device is taken.

    What plays is started by `follow`, and gets what is to be heard and how loud. Only `follow`, `settle` and
    `close` wait.
    """

    def __init__(
        self, begin: Callable[[Preferences], CuePlayer], preferences: Callable[[], Preferences], clock: Clock
    ) -> None:
        """Nothing plays yet.

        begin: starts what plays as settings want it. preferences: the newest settings. clock: the one that
        `TimedCue.at` is on.
        """
        self._begin = begin
        self._preferences = preferences
        self._clock = clock
        self._changing = threading.Lock()
        """Held while what plays is exchanged, which may take seconds."""
        self._lock = threading.Lock()
        """Held only as long as a word is passed on."""
        self._behind: CuePlayer | None = None
        self._plays: tuple[str, str] | None = None
        """The library and the device that the settings wanted when it was started."""
        self._ready = threading.Event()
        self._closed = False
        self._cues: list[TimedCue] = []
        self._loud: tuple[dict[CueGroup, int], int] | None = None

    def follow(self) -> None:
        """Have that play what the settings want: start it, or put it in the place of what plays."""
        with self._changing:
            preferences = self._preferences()
            wanted = preferences.text("sound.backend"), preferences.text("sound.device")
            if self._closed or wanted == self._plays:
                return
            # Closed first: a device may be given to one program alone.
            self._let_go()
            behind = self._begin(preferences)
            self._plays = wanted
            with self._lock:
                self._behind = behind
                if self._loud is not None:
                    behind.set_volume(*self._loud)
                now = self._clock.now()
                coming = [cue for cue in self._cues if cue.latest >= now]
                if coming:
                    behind.schedule(coming, since=now)
            self._ready.set()

    def _let_go(self) -> None:
        """Close what plays, silently."""
        with self._lock:
            behind, self._behind = self._behind, None
        self._ready.clear()
        if behind is not None:
            behind.cancel()
            behind.close()

    # The port

    def schedule(self, cues: Sequence[TimedCue], *, since: float) -> None:
        """Replace every cue that is due at or after `since` by these."""
        with self._lock:
            self._cues = replace_cues(self._cues, cues, since, self._clock.now())
            if self._behind is not None:
                self._behind.schedule(cues, since=since)

    def cancel(self) -> None:
        """Drop every cue and fall silent within 100 ms."""
        with self._lock:
            self._cues = []
            if self._behind is not None:
                self._behind.cancel()

    def set_volume(self, levels: Mapping[CueGroup, int], overall: int) -> None:
        """Set the volume of each group and of everything, 0 to 100."""
        with self._lock:
            self._loud = dict(levels), overall
            if self._behind is not None:
                self._behind.set_volume(levels, overall)

    def state(self) -> SoundState:
        """How the sound is doing right now."""
        behind = self._behind
        return _getting_ready() if behind is None else behind.state()

    def device(self) -> SoundDevice | None:
        """What plays, None while nothing is heard."""
        behind = self._behind
        return None if behind is None else behind.device()

    def wait_ready(self, seconds: float) -> SoundState:
        """Wait, at most so long, until it is known whether there is sound."""
        began = self._clock.now()
        self._ready.wait(seconds)
        behind = self._behind
        left = seconds - (self._clock.now() - began)
        return _getting_ready() if behind is None else behind.wait_ready(max(left, 0.0))

    def close(self) -> None:
        """Let what is sounding end, then free the device; what is just being started is closed as well."""
        self._closed = True
        with self._changing, self._lock:
            behind, self._behind = self._behind, None
        if behind is not None:
            behind.close()


def _getting_ready() -> SoundState:
    # 4 ms that the first paint needn't wait for: nobody asks before it.
    from tpsession.core.sound.player import SoundState  # noqa: PLC0415

    return SoundState("none", GETTING_READY)
