"""How loud everything is: what the settings say, what was turned since, and mute."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tpsession.core.catalog.cues import Cue, CueGroup
from tpsession.core.settings.definitions import MASTER_VOLUME, GROUP_VOLUMES, Preferences

if TYPE_CHECKING:
    from tpsession.core.sound.player import CuePlayer


class VolumeControl:
    """The one place that knows how loud it is. Its player hears of every change at once."""

    def __init__(self, preferences: Preferences, player: CuePlayer) -> None:
        """As loud as the settings say; the player isn't told before something changes."""
        self.muted = False
        """Silent for now; the volumes stay what they are."""
        self._preferences = preferences
        self._player = player
        self._turned: dict[str, int] = {}
        """What was turned and isn't in the settings yet, by their names."""

    # How loud it is

    def percent(self, name: str) -> int:
        """A volume by the name of its setting, 0 to 100, muted or not."""
        return self._turned.get(name, self._preferences.percent(name))

    @property
    def volume(self) -> int:
        """The volume of everything, 0 to 100, muted or not."""
        return self.percent(MASTER_VOLUME)

    @property
    def levels(self) -> dict[CueGroup, int]:
        """The volume of each group, 0 to 100."""
        return {group: self.percent(name) for group, name in GROUP_VOLUMES.items()}

    def is_enabled(self, cue: Cue) -> bool:
        """Whether a cue is to be heard: neither muted nor turned down to nothing."""
        return not self.muted and self.volume > 0 and self.levels[cue.group] > 0

    def is_audible(self, cue: Cue) -> bool:
        """Whether a cue is heard: it is to be, and there is sound. Else it has to be seen."""
        return self.is_enabled(cue) and self._player.state().is_audible

    def needs_bell(self, cue: Cue) -> bool:
        """Whether a cue's sound is missed; one that isn't wanted calls for no bell."""
        return self.is_enabled(cue) and not self.is_audible(cue)

    # What changes it

    def apply_preferences(self, preferences: Preferences) -> None:
        """Follow the settings. What was turned and isn't written yet is newer than they are."""
        self._preferences = preferences
        self._tell()

    def set_muted(self, muted: bool) -> None:
        """Fall silent, or be heard again."""
        self.muted = muted
        self._tell()

    def unmute_after_session(self) -> None:
        """A session is over. Where it was muted, its last sounds stay unheard; the next one is heard."""
        if self.muted:
            self._player.cancel()
            self.set_muted(False)

    def set_percent(self, name: str, percent: int) -> None:
        """Turn a volume to so many percent, by the name of its setting."""
        self._turned[name] = percent
        self._tell()

    def adjust(self, by: int) -> None:
        """Turn everything up or down by so many percent; it is heard, muted or not before."""
        self.muted = False
        self.set_percent(MASTER_VOLUME, min(max(self.volume + by, 0), 100))

    def mark_saved(self, name: str, percent: int) -> None:
        """The settings that were taken hold this volume; what was turned meanwhile is newer."""
        if self._turned.get(name) == percent:
            del self._turned[name]

    def _tell(self) -> None:
        self._player.set_volume(self.levels, 0 if self.muted else self.volume)
