"""A way through several screens, with a person in front of them, for tests."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from textual.app import ComposeResult
from textual.widgets import Static

from tests.tui.fake_tui import FakeTui, OneScreen
from tests.tui.user import Does, Hands
from tpsession.core.catalog.routine import Routine
from tpsession.core.dialogue.session_options import SessionOptions
from tpsession.core.history.repository import InterruptedSession
from tpsession.tui.app import TpsessionApp
from tpsession.tui.base.page import Page
from tpsession.tui.context import LaunchOptions
from tpsession.tui.flows.navigator import AppNavigator
from tpsession.tui.services.history_service import HistoryService

Way = Callable[[TpsessionApp, "FakeVisit"], Awaitable[Any]]
"""What is tested: it shows screens and waits for what they give."""


class FakeVisit(AppNavigator):
    """Plays nothing, and remembers what was to be played."""

    def __init__(self, app: TpsessionApp) -> None:
        super().__init__(app, app)
        self.played: list[str] = []
        self.resumed: list[str] = []

    def play(
        self, routine: Routine, *, rehearse: bool = False, options: SessionOptions | None = None
    ) -> None:
        self.played.append(routine.id)

    def _resume(self, left: InterruptedSession) -> None:
        self.resumed.append(left.record.id)


class Base(Page[None]):
    """Stands for the list of routines."""

    def compose_content(self) -> ComposeResult:
        yield Static("the list of routines")


class OneWay(OneScreen):
    """Goes one way over the list of routines; its `result` tells what came of it."""

    def __init__(self, tui: FakeTui, way: Way) -> None:
        super().__init__(tui.house, Base())
        self.launch = LaunchOptions(tui.wishes, tui.routine, tui.charset)
        self.history = HistoryService(tui.house.history, saves=tui.wishes.save)
        self.fake_visit = FakeVisit(self)
        self.history.ask_retry = self.fake_visit.ask_retry
        self._way = way

    def on_mount(self) -> None:
        super().on_mount()
        self.run_worker(self._go(), name="way")

    async def _go(self) -> None:
        self.result = await self._way(self, self.fake_visit)
        self.dismissed = True


def along(way: Way, does: Does, tui: FakeTui, size: tuple[int, int] = (80, 24)) -> OneWay:
    """Go a way while a person does something; it must have come to its end then."""

    async def run() -> OneWay:
        app = OneWay(tui, way)
        async with app.run_test(size=size) as pilot:
            hands = Hands(pilot, app, tui)
            await settled(hands)
            await does(hands)
            await settled(hands)
            assert app.dismissed, hands.shown
        return app

    return asyncio.run(run())


async def settled(hands: Hands) -> None:
    """Wait until what is done apart from the screen is done."""
    await hands.pilot.pause()


async def step(hands: Hands, *keys: str) -> None:
    """Press keys, and wait for what comes of it."""
    await hands.press(*keys)
    await settled(hands)
