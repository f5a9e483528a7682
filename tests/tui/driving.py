"""Runs a flow through several screens while a user acts, for tests."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from textual.app import ComposeResult
from textual.widgets import Static

from tests.tui.fake_tui import FakeTui, SingleScreenApp
from tests.tui.user import User, UserActions
from tpsession.core.catalog.routine import Routine
from tpsession.core.dialogue.session_options import SessionOptions
from tpsession.core.history.repository import InterruptedSession
from tpsession.tui.app import TpsessionApp
from tpsession.tui.base.page import Page
from tpsession.tui.context import LaunchOptions
from tpsession.tui.flows.navigator import AppNavigator
from tpsession.tui.services.history_service import HistoryService

Flow = Callable[[TpsessionApp, "FakeNavigator"], Awaitable[Any]]
"""A flow under test: it shows screens, waits for their results, and returns its own."""


class FakeNavigator(AppNavigator):
    """Records which sessions are to be played or resumed, instead of playing them."""

    def __init__(self, app: TpsessionApp) -> None:
        super().__init__(app, app)
        self.played: list[str] = []
        self.resumed: list[str] = []
        self.asked_where = False

    def play(
        self, routine: Routine, *, rehearse: bool = False, options: SessionOptions | None = None
    ) -> None:
        self.played.append(routine.id)

    def ask_where_it_hurts(self) -> None:
        self.asked_where = True

    def _resume(self, left: InterruptedSession) -> None:
        self.resumed.append(left.record.id)


class ListPlaceholder(Page[None]):
    """Takes the place of the list of routines."""

    def compose_content(self) -> ComposeResult:
        yield Static("the list of routines")


class FlowApp(SingleScreenApp):
    """Runs one flow over the list of routines, and keeps its result."""

    def __init__(self, tui: FakeTui, flow: Flow) -> None:
        super().__init__(tui.services, ListPlaceholder())
        self.launch = LaunchOptions(tui.options, tui.routine, tui.charset)
        self.history = HistoryService(tui.services.history, saves=tui.options.save)
        self.fake_navigator = FakeNavigator(self)
        self.history.ask_retry = self.fake_navigator.ask_retry
        self._flow = flow

    def on_mount(self) -> None:
        super().on_mount()
        self.run_worker(self._run_flow(), name="flow")

    async def _run_flow(self) -> None:
        self.result = await self._flow(self, self.fake_navigator)
        self.dismissed = True


def run_flow(flow: Flow, act: UserActions, tui: FakeTui, size: tuple[int, int] = (80, 24)) -> FlowApp:
    """Run a flow while a user acts; the flow must have ended when the user is done."""

    async def run() -> FlowApp:
        app = FlowApp(tui, flow)
        async with app.run_test(size=size) as pilot:
            user = User(pilot, app, tui)
            await user.pilot.pause()
            await act(user)
            await user.pilot.pause()
            assert app.dismissed, user.screen_text
        return app

    return asyncio.run(run())
