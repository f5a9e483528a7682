"""Drives a session on its screen: presses keys, clicks, and lets time pass only where a test says so."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager

from textual.pilot import Pilot

from tests.plain.fake_services import SHORT
from tests.tui.fake_tui import FakeTui, SingleScreenApp, screen_text
from tpsession.core.catalog.routine import Routine
from tpsession.core.plan.plan import PlanOptions, build_plan
from tpsession.core.session.engine import Mode
from tpsession.core.session.runner import RunnerPorts, SessionRunner
from tpsession.tui.screens.session.session import SessionScreen

SIZE = (80, 24)
HOLD_AT_S = 26.0
"""A moment in the first hold of `SHORT`."""
GATE_AT_S = 103.0
"""A moment in the gate of `SHORT`, three seconds after it began."""


class SessionDriver:
    """A session on its screen."""

    def __init__(self, tui: FakeTui, app: SingleScreenApp, runner: SessionRunner, pilot: Pilot[int]) -> None:
        self.tui = tui
        self.app = app
        self.runner = runner
        self.pilot = pilot

    @property
    def screen(self) -> SessionScreen:
        (screen,) = [screen for screen in self.app.screen_stack if isinstance(screen, SessionScreen)]
        return screen

    @property
    def is_in_front(self) -> bool:
        """Whether nothing lies over the session."""
        return self.app.screen is self.screen

    def mode(self) -> Mode:
        return self.runner.session.mode

    async def run_for(self, seconds: float) -> None:
        """Let time pass, in steps that don't look like sleep; the screen is updated at the end."""
        end = self.tui.clock.moment + seconds
        while self.tui.clock.moment + 4.0 < end and self.mode() is not Mode.ENDED:
            self.tui.clock.pass_time(4.0)
            self.runner.tick()
        self.tui.clock.moment = end
        self.screen.tick()
        await self.pilot.pause()

    async def press(self, *keys: str, after_s: float = 2.0) -> None:
        """Press keys, each so many seconds after the last."""
        for key in keys:
            await self.run_for(after_s)
            await self.pilot.press(key)
            await self.pilot.pause()

    def screen_text(self) -> str:
        return screen_text(self.app)


@asynccontextmanager
async def session(
    tui: FakeTui | None = None, routine: Routine = SHORT, size: tuple[int, int] = SIZE
) -> AsyncIterator[SessionDriver]:
    """A session that has just begun."""
    tui = tui or FakeTui()
    ports = RunnerPorts(tui.clock, tui.player, tui.history, caller_saves_end=True)
    runner, first = SessionRunner.begin(build_plan(routine, PlanOptions()), "one", 6, ports)
    app = tui.single_screen_app(SessionScreen(runner, first))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield SessionDriver(tui, app, runner, pilot)


def run(test: Callable[[], Coroutine[None, None, None]]) -> None:
    asyncio.run(test())
