"""Drives the settings screen over a real settings file, for tests."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from textual.pilot import Pilot
from textual.widget import Widget

from tests.tui.fake_tui import FakeTui, SingleScreenApp, screen_text
from tpsession.files.settings import FileSettings
from tpsession.tui.drawing.raster.charset import Charset
from tpsession.tui.screens.tools.settings import SettingsScreen
from tpsession.tui.widgets.settings.setting_explanation import SettingExplanation
from tpsession.tui.widgets.settings.setting_row import SettingRow

TALL = (100, 400)
"""A terminal that shows all settings at once."""
WINDOW = (100, 30)


class SettingsDriver:
    """Runs the settings screen over a real file, presses keys and clicks in it."""

    def __init__(self, folder: Path, text: str = "", *, charset: Charset = Charset.UNICODE) -> None:
        self.path = folder / "settings.toml"
        if text:
            self.path.write_text(text)
        self.tui = FakeTui(charset=charset)
        self.use(FileSettings(self.path))
        self.pilot: Pilot[int]

    def use(self, store: FileSettings) -> None:
        """Read and write the settings through another store."""
        self.store = store
        self.tui.services = self.tui.services._replace(settings=store)
        self.app: SingleScreenApp = self.tui.single_screen_app(SettingsScreen())

    def run(
        self, work: Callable[[SettingsDriver], Awaitable[object]], size: tuple[int, int] = WINDOW
    ) -> SettingsDriver:
        """Open the screen, do the work, and wait until everything is written."""

        async def run() -> None:
            async with self.app.run_test(size=size, notifications=True) as self.pilot:
                await self.wait_until_saved()
                await work(self)
                await self.wait_until_saved()
                self.text = screen_text(self.app)
                lines = self.text.splitlines()
                self.rows = {
                    row.setting.name: cut_row(lines, row) for row in self.app.screen.query(SettingRow)
                }
                focused = self.app.focused
                self.focused = focused.setting.name if isinstance(focused, SettingRow) else ""

        asyncio.run(run())
        return self

    async def wait_until_saved(self) -> None:
        """Wait until everything is read, written and shown."""
        await self.pilot.pause()
        await self.app.workers.wait_for_complete()
        await self.pilot.pause()

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def press_and_save(self, *keys: str) -> None:
        await self.press(*keys)
        await self.wait_until_saved()

    async def wait_for_scrolling(self) -> None:
        """Wait until the list has stopped: it scrolls a moment after the focus moves."""
        regions: list[object] = []
        while regions != (now := [row.region for row in self.app.screen.query(SettingRow)]):
            regions = list(now)
            await self.pilot.pause(0.05)

    async def wait_for_text(self, text: str) -> None:
        for _ in range(1000):
            if text in screen_text(self.app):
                return
            await self.pilot.pause(0.01)
        raise AssertionError(f"{text!r} isn't shown:\n{screen_text(self.app)}")

    def row(self, name: str) -> SettingRow:
        return next(row for row in self.app.screen.query(SettingRow) if row.setting.name == name)

    async def focus(self, name: str) -> None:
        """Focus the row of a setting."""
        self.row(name).focus()
        await self.pilot.pause()

    def focused_row(self) -> SettingRow:
        row = self.app.focused
        assert isinstance(row, SettingRow)
        return row

    async def click(self, name: str, text: str) -> None:
        """Scroll to a setting's row, and click on a text in it."""
        self.row(name).scroll_visible(animate=False, immediate=True)
        await self.wait_for_scrolling()
        await self.click_in(self.row(name), text)

    async def click_in(self, widget: Widget, text: str) -> None:
        """Click on a text in a widget."""
        region = widget.region
        for y, line in enumerate(screen_text(self.app).splitlines()[region.y : region.bottom]):
            if text in line[region.x :]:
                await self.pilot.click(offset=(line.index(text, region.x), region.y + y))
                await self.pilot.pause()
                return
        raise AssertionError(f"{text!r} isn't in {widget}")

    async def click_hint(self, text: str) -> None:
        """Click on a text in the explanation of the focused setting."""
        await self.click_in(self.app.screen.query_one(SettingExplanation), text)

    def row_text(self, name: str) -> str:
        """What a row shows now, or showed at the end."""
        if not self.app.is_running:
            return self.rows[name]
        return cut_row(screen_text(self.app).splitlines(), self.row(name))

    def saved(self, name: str) -> object:
        """The value of a setting in the file."""
        return self.store.load_preferences().values[name]


def cut_row(lines: list[str], row: Widget) -> str:
    """Return what is on the screen where a row or another widget is."""
    x, right, y, bottom = (max(edge, 0) for edge in (*row.region.column_span, *row.region.line_span))
    return "\n".join(line[x:right] for line in lines[y:bottom])


async def nothing(driver: SettingsDriver) -> None:
    """Only look."""
