"""Writes changed settings to disk in the background, so that the screen never waits."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import TYPE_CHECKING

from tpsession.core.errors import SettingsError
from tpsession.core.settings.definitions import GROUP_VOLUMES, MASTER_VOLUME, Preferences

if TYPE_CHECKING:
    # Named in annotations only.
    from tpsession.core.settings.store import SettingsStore
    from tpsession.core.sound.volume import VolumeControl

Value = str | int | bool
Work = Callable[[], Coroutine[None, None, None]]

VOLUME_SETTINGS = frozenset({MASTER_VOLUME, *GROUP_VOLUMES.values()})
"""The names of the settings that are volumes."""


class SettingsListener:
    """A screen that shows settings and is told when the writing of one has worked or failed."""

    def setting_saved(self, name: str, error: str) -> None:
        """Show that a setting was written, or why it wasn't. Subclasses implement this.

        error: why it wasn't written; empty if it was.
        """
        raise NotImplementedError


class SettingsWriter:
    """Queues changed settings and writes them one by one; of quick changes to one setting, only the last."""

    def __init__(
        self,
        store: SettingsStore,
        volume_control: VolumeControl,
        *,
        apply: Callable[[Preferences], None],
        report: Callable[[str, str], None],
        start: Callable[[Work], object],
    ) -> None:
        """Start with nothing to write.

        Args:
            store: Reads and writes the settings file.
            volume_control: Makes a changed volume heard before it is written.
            apply: Puts the settings into effect after they were read again.
            report: Called with the setting's name after each write, and with the error or an empty text.
            start: Runs work in the background; it outlives the screen that changed the setting.

        """
        self._store = store
        self._volume_control = volume_control
        self._apply = apply
        self._report = report
        self._start = start
        self._unsaved: dict[str, Value] = {}
        """The values that aren't written yet, by the names of the settings."""
        self._is_writing = False
        self._one_at_a_time = asyncio.Lock()
        self._disk = threading.Lock()
        self._finished = False

    def change(self, name: str, value: Value) -> None:
        """Change one setting; returns at once, and has it written in the background.

        Whether it was written is reported to `report`. A changed volume is heard at once.
        """
        if name in VOLUME_SETTINGS:
            self._volume_control.set_percent(name, int(value))
        self._add_to_queue(name, value)

    def adjust_volume(self, by: int) -> None:
        """Change the overall volume by so many percentage points, within 0 to 100; returns at once.

        The new volume is heard at once, also if the sound was muted, and is written in the background.
        """
        self._volume_control.adjust(by)
        self._add_to_queue(MASTER_VOLUME, self._volume_control.volume)

    def is_saved(self, name: str) -> bool:
        """Return whether no value of a setting is in the queue, where it stays while it is being written.

        So it is true if the setting was never changed, if writing it has failed, and while `save` writes it.
        """
        return name not in self._unsaved

    async def save(self, name: str, value: Value) -> None:
        """Write one setting before those that wait, read all settings again, and put them into effect.

        An older value of this setting that waits is dropped. Raises `SettingsError` if it can't be written,
        after the settings were read again. If `finish` had values to write, nothing is written any more, and
        no error is raised.
        """
        self._unsaved.pop(name, None)
        await self._write(name, value)

    async def _write(self, name: str, value: Value) -> None:
        """Write one setting once no other is being written, and do the rest of `save`."""
        async with self._one_at_a_time:
            try:
                await asyncio.to_thread(self._write_unless_finished, name, value)
            finally:
                self._apply(await asyncio.to_thread(self._store.load_preferences))
            # Only now: until the settings hold the volume, the volume control must keep the changed one.
            if name in VOLUME_SETTINGS:
                self._volume_control.mark_saved(name, int(value))

    async def reload(self) -> None:
        """Read the settings again, because their file may have been edited, and put them into effect."""
        async with self._one_at_a_time:
            self._apply(await asyncio.to_thread(self._store.load_preferences))

    def finish(self) -> None:
        """Write the values that still wait, before the program ends; waits for the disk, and ignores errors.

        If there were any, nothing is written afterwards, not even by a thread that starts late.
        """
        if not self._unsaved:
            return
        with self._disk:
            self._finished = True
            for name, value in self._unsaved.items():
                # There is no screen any more that could show the error.
                with suppress(SettingsError):
                    self._store.save_setting(name, value)
            self._unsaved.clear()

    def _add_to_queue(self, name: str, value: Value) -> None:
        """Put a value at the end of the queue, and start to write the queue unless that is under way.

        If a value of the same setting still waits, the new one takes its place in the queue instead.
        """
        self._unsaved[name] = value
        if not self._is_writing:
            self._is_writing = True
            self._start(self._write_queue)

    async def _write_queue(self) -> None:
        """Write the waiting settings one by one, also those that come meanwhile, and report each.

        One that can't be written is reported with its error, and isn't tried again.
        """
        try:
            while self._unsaved:
                name, value = next(iter(self._unsaved.items()))
                error = ""
                try:
                    await self._write(name, value)
                except SettingsError as failed:
                    error = str(failed)
                # If the person has changed it again meanwhile, the new value still has to be written.
                if self._unsaved.get(name) == value:
                    del self._unsaved[name]
                self._report(name, error)
        finally:
            self._is_writing = False

    def _write_unless_finished(self, name: str, value: Value) -> None:
        """Write one setting, unless `finish` had values to write. Waits for the disk.

        Raises `SettingsError`.
        """
        with self._disk:
            if not self._finished:
                self._store.save_setting(name, value)
