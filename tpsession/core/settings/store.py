"""The port to the settings file."""

from __future__ import annotations

from typing import Protocol

from tpsession.core.settings.definitions import Preferences


class SettingsStore(Protocol):
    """Reads and writes the person's settings.

    Example::

        store.save_setting("sound.volume", 60)
        assert store.load_preferences().percent("sound.volume") == 60
        assert store.find_problems() == []
    """

    def load_preferences(self) -> Preferences:
        """Return the values of all settings; what is missing or wrong in the file has its default.

        All settings have their defaults if there is no file, or if it can't be read.
        """
        ...

    def find_problems(self) -> list[str]:
        """Return one line with its location for each mistake in the settings file; empty if there is none."""
        ...

    def save_setting(self, name: str, value: str | int | bool) -> None:
        """Change one setting in the settings file, and leave the rest of the file as it is.

        The change is on the disk when this returns. Raises `SettingsError` if the setting can't have this
        value, or if the file can't be read or written.

        name: section and key of the setting, such as ``sound.volume``. value: as it stands in the file, where
        a duration may be a text such as ``10s``.
        """
        ...
