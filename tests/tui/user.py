"""A user at the keyboard and the mouse, for tests of screens: each press comes when a test says."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Any

from textual.events import MouseDown, MouseUp
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget

from tests.tui.fake_tui import FakeTui, SingleScreenApp, screen_text

UserActions = Callable[["User"], Awaitable[None]]
"""What a user does on a screen, and what they see there."""


@dataclass
class User:
    """A user of the program: presses keys, clicks, changes the size of the window, and reads the screen."""

    pilot: Pilot[int]
    app: SingleScreenApp
    tui: FakeTui

    async def press(self, *keys: str, after: float = 5.0) -> None:
        """Press keys. after: seconds between the last press and each of these."""
        for key in keys:
            self.tui.clock.pass_time(after)
            await self.pilot.press(key)
        await self.pilot.pause()

    async def paint(self) -> None:
        """Have the screen painted, which tests leave out, so that what comes into view first is added."""
        assert self.screen_text
        await self.pilot.pause()

    async def click(self, selector: str, at: tuple[int, int] | None = None, after: float = 5.0) -> None:
        """Click a widget in its middle, or in the cell `at`. after: seconds since the last press."""
        self.tui.clock.pass_time(after)
        widget = self.app.screen.query_one(selector, Widget)
        region = widget.region
        x, y = (region.width // 2, region.height // 2) if at is None else at
        for kind in (MouseDown, MouseUp):
            self.app.post_message(_mouse(kind, region.x + x, region.y + y))
            await self.pilot.pause()

    async def resize_to(self, sizes: Iterable[tuple[int, int]]) -> AsyncIterator[tuple[int, int]]:
        """Give the window each of these sizes in turn; a start for each would take far longer."""
        for size in sizes:
            await self.pilot.resize_terminal(*size)
            await self.pilot.pause()
            yield size

    @property
    def result(self) -> object:
        """The result of the screen; None while it is open, and after escape."""
        return self.app.result

    @property
    def is_closed(self) -> bool:
        """Whether the screen was closed."""
        return self.app.dismissed

    @property
    def screen_text(self) -> str:
        """All characters of the screen."""
        return screen_text(self.app)

    @property
    def highlighted_line(self) -> str:
        """The text of the highlighted line of a list; empty if no line is highlighted."""
        lines = [line for line in self.screen_text.splitlines() if "▸" in line]
        return lines[0].partition("▸")[2].strip(" │") if lines else ""


def _mouse(kind: type[MouseDown | MouseUp], x: int, y: int) -> MouseDown | MouseUp:
    return kind(
        widget=None, x=x, y=y, delta_x=0, delta_y=0, button=1, shift=False, meta=False, ctrl=False,
        screen_x=x, screen_y=y,
    )  # fmt: skip


def open_screen(
    screen: Screen[Any], act: UserActions, size: tuple[int, int] = (80, 24), tui: FakeTui | None = None
) -> User:
    """Show one screen to a user who acts, and return the user as they are then."""

    async def run() -> User:
        fakes = tui or FakeTui()
        app = fakes.single_screen_app(screen)
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            user = User(pilot, app, fakes)
            await act(user)
            await pilot.pause()
            return user

    return asyncio.run(run())


async def wait_until(pilot: Pilot[int], is_true: Callable[[], bool]) -> None:
    """Wait for something that happens in the background, for 5 s at most."""
    for _ in range(500):
        if is_true():
            return
        await pilot.pause(0.01)
    raise AssertionError(screen_text(pilot.app))


def press_keys(*keys: str, after: float = 5.0) -> UserActions:
    """Return the actions of a user who only presses these keys."""
    return lambda user: user.press(*keys, after=after)
