"""Has the sound player change in the background when the settings name another library or device."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine

from tpsession.core.settings.definitions import Preferences
from tpsession.tui.services.player_proxy import PlayerProxy


class PlayerUpdater:
    """Keeps the player in step with the settings; one change runs at a time."""

    def __init__(
        self,
        player: PlayerProxy,
        preferences: Callable[[], Preferences],
        start: Callable[[Callable[[], Coroutine[None, None, None]]], object],
    ) -> None:
        """Change nothing yet.

        Args:
            player: What changes, which may take seconds.
            preferences: Returns the current settings.
            start: Runs work in the background.

        """
        self._player = player
        self._preferences = preferences
        self._start = start
        self._is_changing = False
        self._used: tuple[str, str] | None = None
        """The library and the device that the player was last told to use; None before the first."""

    def update(self) -> None:
        """Have the player change to the library and the device that the settings name; returns at once.

        Does nothing if the player was already told to use these. If an earlier change is still running, it
        goes on until the player was told to use the latest ones.
        """
        if not self._is_changing and self._used != self._wanted:
            self._is_changing = True
            self._start(self._change)

    @property
    def _wanted(self) -> tuple[str, str]:
        """The sound library and the device that the settings name."""
        preferences = self._preferences()
        return preferences.text("sound.backend"), preferences.text("sound.device")

    async def _change(self) -> None:
        """Have the player change, until it was told of the latest library and device in the settings."""
        try:
            while self._used != (wanted := self._wanted):
                self._used = wanted
                await asyncio.to_thread(self._player.apply_settings)
        finally:
            self._is_changing = False
