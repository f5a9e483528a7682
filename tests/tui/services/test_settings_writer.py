"""Changed settings are heard at once and written behind the screen."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine

from tests.fakes.player import FakePlayer
from tests.fakes.ports import FakeSettings
from tpsession.core.errors import SettingsError
from tpsession.core.sound.volume import VolumeControl
from tpsession.tui.services.settings_writer import SettingsWriter


class SlowSettings(FakeSettings):
    """Writes only once a test allows it, or not at all."""

    def __init__(self) -> None:
        super().__init__({})
        self.may_write = threading.Event()
        self.error: SettingsError | None = None
        self.written: list[object] = []

    def save_setting(self, name: str, value: str | int | bool) -> None:
        assert self.may_write.wait(10.0)
        if self.error is not None:
            raise self.error
        self.written.append(value)
        super().save_setting(name, value)


class WriterSetup:
    """A writer with everything around it."""

    def __init__(self) -> None:
        self.settings = SlowSettings()
        self.player = FakePlayer()
        self.reported: list[tuple[str, str]] = []
        self._tasks: list[asyncio.Task[None]] = []
        volume_control = VolumeControl(self.settings.load_preferences(), self.player)
        self.writer = SettingsWriter(
            self.settings,
            volume_control,
            apply=volume_control.apply_preferences,
            report=lambda name, error: self.reported.append((name, error)),
            start=self._start,
        )

    def _start(self, work: Callable[[], Coroutine[None, None, None]]) -> None:
        self._tasks.append(asyncio.get_running_loop().create_task(work()))

    @property
    def heard_volume(self) -> int:
        return self.player.volumes[-1][1]

    async def finish(self) -> None:
        """Let everything be written."""
        self.settings.may_write.set()
        await asyncio.gather(*self._tasks)


def test_a_held_volume_key_loses_no_step_while_the_disk_is_slow() -> None:
    async def test() -> None:
        setup = WriterSetup()
        for _ in range(6):
            setup.writer.adjust_volume(-5)
            await asyncio.sleep(0.01)
        assert setup.heard_volume == 50
        await setup.finish()
        assert setup.heard_volume == 50
        assert setup.settings.written == [75, 50]
        assert setup.writer.is_saved("sound.volume")

    asyncio.run(test())


def test_an_older_value_that_waits_does_not_replace_one_that_is_saved_at_once() -> None:
    async def test() -> None:
        setup = WriterSetup()
        setup.writer.change("screen.motion", True)
        setup.writer.change("sound.volume", 40)
        await asyncio.sleep(0.01)
        saving = asyncio.create_task(setup.writer.save("sound.volume", 60))
        await asyncio.sleep(0.01)
        await setup.finish()
        await saving
        assert setup.settings.written == [True, 60]

    asyncio.run(test())


def test_a_volume_that_cannot_be_written_is_heard_all_the_same() -> None:
    async def test() -> None:
        setup = WriterSetup()
        setup.settings.error = SettingsError("The settings can't be written.")
        for heard in (75, 70):
            setup.writer.adjust_volume(-5)
            await setup.finish()
            assert setup.heard_volume == heard
        assert setup.reported == [("sound.volume", "The settings can't be written.")] * 2

    asyncio.run(test())
