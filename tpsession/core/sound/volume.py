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
        """Return a volume, 0 to 100: the one set last, even if it isn't saved yet. Mute doesn't change it.

        name: the name of its setting.
        """
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
        """Return whether a cue should be heard: sound isn't muted, and no volume of the cue is 0.

        Its volumes are that of its group and the overall one.
        """
        return not self.muted and self.volume > 0 and self.levels[cue.group] > 0

    def is_audible(self, cue: Cue) -> bool:
        """Return whether a cue can be heard: it is enabled, and there is sound.

        A cue that can't be heard must be shown.
        """
        return self.is_enabled(cue) and self._player.state().is_audible

    def needs_bell(self, cue: Cue) -> bool:
        """Return whether the terminal bell should replace a cue: it is enabled, but there is no sound."""
        return self.is_enabled(cue) and not self.is_audible(cue)

    # Changing

    def apply_preferences(self, preferences: Preferences) -> None:
        """Use the volumes of these settings at once.

        A volume that was changed, but isn't saved yet, keeps its change.
        """
        self._preferences = preferences
        self._update_player()

    def set_muted(self, muted: bool) -> None:
        """Mute all sound, or end mute. The volumes keep their values."""
        self.muted = muted
        self._update_player()

    def unmute_after_session(self) -> None:
        """End mute after a session; drop all scheduled cues first, so that they aren't heard.

        Do nothing if the sound isn't muted.
        """
        if self.muted:
            self._player.cancel()
            self.set_muted(False)

    def set_percent(self, name: str, percent: int) -> None:
        """Set a volume, 0 to 100. It counts as unsaved until `mark_saved`. Mute stays as it is.

        name: the name of its setting.
        """
        self._unsaved[name] = percent
        self._update_player()

    def adjust(self, by: int) -> None:
        """Change the overall volume by so many percentage points, and end mute.

        It doesn't go below 0 or above 100.
        """
        self.muted = False
        self.set_percent(MASTER_VOLUME, min(max(self.volume + by, 0), 100))

    def mark_saved(self, name: str, percent: int) -> None:
        """Note that a volume was saved; call it after `apply_preferences` with the settings that have it.

        If the volume was changed again meanwhile, it stays unsaved.

        name: the name of its setting. percent: the value that was saved.
        """
        if self._unsaved.get(name) == percent:
            del self._unsaved[name]

    def _update_player(self) -> None:
        self._player.set_volume(self.levels, 0 if self.muted else self.volume)
