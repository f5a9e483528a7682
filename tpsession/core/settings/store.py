"""The port to the settings file."""

from __future__ import annotations

from typing import Protocol

from tpsession.core.settings.definitions import Preferences


class SettingsStore(Protocol):
    """What the person has set."""

    def load_preferences(self) -> Preferences:
        """All settings; the default where one is unknown or bad."""
        ...

    def find_problems(self) -> list[str]:
        """What is wrong in the settings file, a located line each; empty if nothing is."""
        ...

    def save_setting(self, name: str, value: str | int | bool) -> None:
        """Set one setting, named ``section.key``; all else of the file stays. On the disk when it returns.

        Raises `SettingsError` where the setting doesn't take the value, or the file can't be read or written.
        """
        ...
