"""How loud everything is: what the settings say, what was turned on the way, and mute."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from tpsession.core.ports import CuePlayer
from tpsession.core.settings import Preferences

VOLUME = "sound.volume"
"""The setting that holds the volume of everything."""
STEP = 5
"""Percent by which the sound is turned up or down."""


@dataclass(slots=True)
class Loudness:
    """The one place that knows how loud it is; the player, once there is one, always hears of it.

    What was turned is heard at once and written when the disk has time: of many steps only the last.
    """

    preferences: Preferences
    player: CuePlayer | None = None
    muted: bool = False
    """Silent for now; the volume stays what it is."""
    _turned: int | None = None
    """The volume that is still to be written."""
    _writing: bool = field(default=False, init=False)

    @property
    def volume(self) -> int:
        """The volume of everything, 0 to 100, muted or not."""
        return self.preferences.percent(VOLUME) if self._turned is None else self._turned

    def take(self, preferences: Preferences) -> None:
        """Follow the settings. A volume that isn't written yet is newer than theirs."""
        self.preferences = preferences
        self.tell()

    def begin(self, player: CuePlayer) -> None:
        """From now on there is a player."""
        self.player = player
        self.tell()

    def mute(self, muted: bool) -> None:
        """Fall silent, or be heard again."""
        self.muted = muted
        self.tell()

    def turn(self, by: int) -> None:
        """Turn everything up or down by so many percent; it is heard, muted or not before."""
        self._turned = min(max(self.volume + by, 0), 100)
        self.muted = False
        self.tell()

    def tell(self) -> None:
        """Tell the player."""
        if self.player is not None:
            self.player.volume(self.preferences.levels, 0 if self.muted else self.volume)

    def kept(self, volume: int) -> None:
        """The settings hold this volume now."""
        if not self._writing or self._turned == volume:
            self._turned = None

    async def write(self, put: Callable[[str, int], Awaitable[bool]]) -> None:
        """Write what was turned, unless that is being done; what is turned meanwhile is written as well.

        put: sets a setting and tells whether it could. What couldn't be written is heard all the same.
        """
        if self._writing:
            return
        self._writing = True
        try:
            while (volume := self._turned) is not None:
                if not await put(VOLUME, volume):
                    return
        finally:
            self._writing = False
