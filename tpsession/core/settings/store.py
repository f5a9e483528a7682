"""The port to the settings file."""

from __future__ import annotations

from typing import Protocol

from tpsession.core.settings.definitions import Preferences


class SettingsStore(Protocol):
    """Reads and writes the person's settings.

    def load_preferences(self) -> Preferences:
        """All settings; the default where one is unknown or bad."""
        ...

    def find_problems(self) -> list[str]:
        """What is wrong in the settings file, a located line each; empty if nothing is."""
        ...

    def save_setting(self, name: str, value: str | int | bool) -> None:
        """Change one setting, named ``section.key``, and leave the rest of the file as it is.

        The change is on the disk when this returns. Raises `SettingsError` if the setting doesn't take the
        value, or if the file can't be read or written.
        """
        ...
