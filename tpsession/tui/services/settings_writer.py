"""Settings on their way to the disk: written behind the screen, and what is left when the program ends."""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from tpsession.core.errors import SettingsError
from tpsession.core.settings.definitions import MASTER_VOLUME, GROUP_VOLUMES
from tpsession.tui.base.workers import start

if TYPE_CHECKING:
    from tpsession.tui.app import TpsessionApp

Value = str | int | bool

LOUDNESSES = frozenset({MASTER_VOLUME, *GROUP_VOLUMES.values()})
"""The settings that are volumes."""


class SettingsListener:
    """A screen that shows what comes of what was set."""

    def kept(self, name: str, trouble: str) -> None:
        """A setting was written, or else what is wrong."""
        raise NotImplementedError


class SettingsWriter:
    """What was set and isn't kept yet; of changes that follow fast only the last is written."""

    def __init__(self, app: TpsessionApp) -> None:
        """Everything is kept."""
        self._app = app
        self._left: dict[str, Value] = {}
        """What is still to be written, by the names of the settings."""
        self._writes = False
        self._at_disk = threading.Lock()
        self._ended = False

    def change(self, name: str, value: Value) -> None:
        """Set one setting when the disk has time; a volume is heard at once."""
        if name in LOUDNESSES:
            self._app.volume_control.set_percent(name, int(value))
        self._keep(name, value)

    def turn_volume(self, by: int) -> None:
        """Turn everything up or down by so many percent: heard at once, written when the disk has time."""
        self._app.volume_control.adjust(by)
        self._keep(MASTER_VOLUME, self._app.volume_control.volume)

    def is_kept(self, name: str) -> bool:
        """Whether nothing is left to be written for a setting."""
        return name not in self._left

    def write(self, name: str, value: Value) -> None:
        """Write one setting; waits for the disk. Raises `SettingsError` where it can't be written."""
        with self._at_disk:
            if not self._ended:
                self._app.services.settings.save_setting(name, value)

    def end(self) -> None:
        """Write what is left: nothing is written afterwards, not by a thread that begins late either."""
        if not self._left:
            return
        with self._at_disk:
            self._ended = True
            for name, value in self._left.items():
                # There is no screen any more that could tell it.
                with suppress(SettingsError):
                    self._app.services.settings.save_setting(name, value)
            self._left.clear()

    def _keep(self, name: str, value: Value) -> None:
        self._left[name] = value
        if not self._writes:
            self._writes = True
            # The program's own, so that nothing is lost when a screen is left right after.
            start(self._app, self._write_left, name="write", group="settings")

    async def _write_left(self) -> None:
        """Write what was set, one after the other, and tell what came of it."""
        try:
            while self._left:
                name, value = next(iter(self._left.items()))
                trouble = ""
                try:
                    await self._app.save_setting(name, value)
                except SettingsError as error:
                    trouble = str(error)
                # What it was set to meanwhile is still to be written.
                if self._left.get(name) == value:
                    del self._left[name]
                self._tell(name, trouble)
        finally:
            self._writes = False

    def _tell(self, name: str, trouble: str) -> None:
        app = self._app
        shows = next((each for each in app.screen_stack if isinstance(each, SettingsListener)), None)
        if shows is not None:
            shows.kept(name, trouble)
        if trouble and shows is not app.screen:
            app.notify(trouble, severity="error", timeout=15, markup=False)
