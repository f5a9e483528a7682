"""The volume control: combines the saved volumes, changes not saved yet, and mute."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tpsession.core.catalog.cues import Cue, CueGroup
from tpsession.core.settings.definitions import GROUP_VOLUMES, MASTER_VOLUME, Preferences

if TYPE_CHECKING:
    from tpsession.core.sound.player import CuePlayer


class VolumeControl:
    """Knows every volume and passes each change on to the player at once."""

    def __init__(self, preferences: Preferences, player: CuePlayer) -> None:
        """Start with the volumes of the settings; they are passed to the player with the first change."""
        self.muted = False
        """Whether everything is silent for now. The volumes keep their values."""
        self._preferences = preferences
        self._player = player
        self._unsaved: dict[str, int] = {}
        """Volumes that were changed but are not saved yet, by the names of their settings."""

    # Reading

    def percent(self, name: str) -> int:
        """Return a volume, 0 to 100, by the name of its setting. Mute doesn't change it."""
        return self._unsaved.get(name, self._preferences.percent(name))

    @property
    def volume(self) -> int:
        """The overall volume, 0 to 100. Mute doesn't change it."""
        return self.percent(MASTER_VOLUME)

    @property
    def levels(self) -> dict[CueGroup, int]:
        """The volume of each group of cues, 0 to 100. Mute doesn't change it."""
        return {group: self.percent(name) for group, name in GROUP_VOLUMES.items()}

    def is_enabled(self, cue: Cue) -> bool:
        """Return whether a cue should be heard: nothing is muted, and its volumes are above 0."""
        return not self.muted and self.volume > 0 and self.levels[cue.group] > 0

    def is_audible(self, cue: Cue) -> bool:
        """Return whether a cue can be heard: it is enabled and there is sound. If not, it must be shown."""
        return self.is_enabled(cue) and self._player.state().is_audible

    def needs_bell(self, cue: Cue) -> bool:
        """Return whether the terminal bell should replace a cue: it is enabled, but there is no sound."""
        return self.is_enabled(cue) and not self.is_audible(cue)

    # Changing

    def apply_preferences(self, preferences: Preferences) -> None:
        """Use the volumes of these settings at once, except where a change isn't saved yet: that is newer."""
        self._preferences = preferences
        self._update_player()

    def set_muted(self, muted: bool) -> None:
        """Turn all sound off or on; the volumes keep their values."""
        self.muted = muted
        self._update_player()

    def unmute_after_session(self) -> None:
        """End mute after a session, and drop what is still scheduled so that it isn't heard.

        Does nothing, and drops nothing, unless the sound is muted.
        """
        if self.muted:
            self._player.cancel()
            self.set_muted(False)

    def set_percent(self, name: str, percent: int) -> None:
        """Set a volume, 0 to 100, by the name of its setting. It counts as unsaved, and doesn't end mute."""
        self._unsaved[name] = percent
        self._update_player()

    def adjust(self, by: int) -> None:
        """Change the overall volume by so many percentage points, within 0 to 100, and end mute."""
        self.muted = False
        self.set_percent(MASTER_VOLUME, min(max(self.volume + by, 0), 100))

    def mark_saved(self, name: str, percent: int) -> None:
        """Note that the settings now hold this volume. If it was changed since, the change stays unsaved."""
        if self._unsaved.get(name) == percent:
            del self._unsaved[name]

    def _update_player(self) -> None:
        self._player.set_volume(self.levels, 0 if self.muted else self.volume)
