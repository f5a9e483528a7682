"""A person at the keyboard and the mouse, for tests of screens: each press comes when a test says."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Any

from textual.events import MouseDown, MouseUp
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget

from tests.tui.fake_tui import FakeTui, OneScreen, shown

Does = Callable[["Hands"], Awaitable[None]]
"""What a person does on a screen."""


@dataclass
class Hands:
    """A person before one screen."""

    pilot: Pilot[int]
    app: OneScreen
    tui: FakeTui

    async def press(self, *keys: str, after: float = 5.0) -> None:
        """Press keys, each so many seconds after the last press."""
        for key in keys:
            self.tui.clock.pass_time(after)
            await self.pilot.press(key)
        await self.pilot.pause()

    async def click(self, what: str, at: tuple[int, int] | None = None, after: float = 5.0) -> None:
        """Click a widget in its middle, or in one of its cells, the way a terminal reports it."""
        self.tui.clock.pass_time(after)
        widget = self.app.screen.query_one(what, Widget)
        region = widget.region
        x, y = (region.width // 2, region.height // 2) if at is None else at
        for kind in (MouseDown, MouseUp):
            self.app.post_message(_mouse(kind, region.x + x, region.y + y))
            await self.pilot.pause()

    async def sizes(self, sizes: Iterable[tuple[int, int]]) -> AsyncIterator[tuple[int, int]]:
        """Make the window as large as each of these in turn; a start for each would take far longer."""
        for size in sizes:
            await self.pilot.resize_terminal(*size)
            await self.pilot.pause()
            yield size

    @property
    def result(self) -> object:
        """What the screen gave; None as long as it is open, and for "back"."""
        return self.app.result

    @property
    def closed(self) -> bool:
        return self.app.dismissed

    @property
    def shown(self) -> str:
        return shown(self.app)

    @property
    def pointed(self) -> str:
        """The line with the mark; empty where nothing is pointed at."""
        lines = [line for line in self.shown.splitlines() if "▸" in line]
        return lines[0].partition("▸")[2].strip(" │") if lines else ""


def _mouse(kind: type[MouseDown | MouseUp], x: int, y: int) -> MouseDown | MouseUp:
    return kind(
        widget=None, x=x, y=y, delta_x=0, delta_y=0, button=1, shift=False, meta=False, ctrl=False,
        screen_x=x, screen_y=y,
    )  # fmt: skip


def on(
    screen: Screen[Any], does: Does, size: tuple[int, int] = (80, 24), tui: FakeTui | None = None
) -> Hands:
    """Show one screen, let a person do something, and tell what came of it."""

    async def run() -> Hands:
        house = tui or FakeTui()
        app = house.alone(screen)
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            hands = Hands(pilot, app, house)
            await does(hands)
            await pilot.pause()
            return hands

    return asyncio.run(run())


def pressing(*keys: str, after: float = 5.0) -> Does:
    """Press keys and do nothing else."""
    return lambda hands: hands.press(*keys, after=after)
