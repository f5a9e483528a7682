"""The keys at the bottom are those that can be pressed, and stay as they are where that doesn't change."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.pilot import Pilot
from textual.widgets import Button

from tests.tui.fake_tui import FakeTui, OneScreen, click, shown
from tpsession.core.settings.actions import CLOSE, FILTER, HELP
from tpsession.tui.base.page import Page
from tpsession.tui.input.bindings import make_bindings
from tpsession.tui.screens.dialogs.help import HelpScreen
from tpsession.tui.widgets.common.key_footer import FooterEntry, KeyFooter
from tpsession.tui.widgets.common.line_input import LineInput


class Desk(Page[None], inherit_bindings=False):
    """Two buttons, and an action that is there at times."""

    BINDINGS: ClassVar[list[BindingType]] = make_bindings(CLOSE, FILTER, hidden=[HELP])
    filters: bool | None = False
    """Whether there is something to filter: None shows it dim, False not at all."""

    def content(self) -> ComposeResult:
        yield Button("one")
        yield Button("two")

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool | None:
        return action != "filter" or self.filters

    def told(self) -> str:
        return shown(self.app).splitlines()[-1].strip()


Does = Callable[[OneScreen, Desk, Pilot[int]], Awaitable[None]]


def at_the_desk(does: Does, tui: FakeTui | None = None, desk: Desk | None = None) -> None:
    desk = desk or Desk()

    async def sit() -> None:
        app = (tui or FakeTui()).alone(desk)
        async with app.run_test() as pilot:
            await pilot.pause()
            await does(app, desk, pilot)

    asyncio.run(sit())


def test_what_can_be_done_now_is_told() -> None:
    async def see(_: OneScreen, desk: Desk, pilot: Pilot[int]) -> None:
        before = desk.told()
        for desk.filters in (True, False):
            desk.refresh_bindings()
            await pilot.pause()
            assert (FILTER.name in desk.told()) is desk.filters
        assert desk.told() == before

    at_the_desk(see)


def test_what_is_there_but_does_nothing_now_is_told_apart() -> None:
    async def see(_: OneScreen, desk: Desk, pilot: Pilot[int]) -> None:
        dim = []
        for desk.filters in (True, None):
            desk.refresh_bindings()
            await pilot.pause()
            dim.append(len(desk.query("FooterKey.-disabled")))
        assert dim == [0, 1]

    at_the_desk(see)


class Typing(Desk):
    """The same with a line, which has the focus."""

    def content(self) -> ComposeResult:
        yield LineInput()

    def on_mount(self) -> None:
        self.query_one(LineInput).focus()


def test_while_a_line_is_typed_the_keys_are_told_that_still_do_something() -> None:
    async def see(_: OneScreen, desk: Desk, pilot: Pilot[int]) -> None:
        desk.filters = True
        desk.refresh_bindings()
        await pilot.pause()
        assert desk.told() == "esc Back ctrl+p Commands f1 Help"

    at_the_desk(see, desk=Typing())


def test_help_can_be_clicked_where_no_key_leads_there_and_leaves_no_gap() -> None:
    tui = FakeTui(settings={"keys.help": "question_mark"})

    async def see(_: OneScreen, desk: Desk, pilot: Pilot[int]) -> None:
        assert desk.told() == "esc Back ctrl+p Commands Help"
        await click(pilot, desk.query(FooterEntry).last())
        assert isinstance(pilot.app.screen, HelpScreen)

    at_the_desk(see, tui, Typing())


def test_a_key_that_the_person_changes_is_told() -> None:
    tui = FakeTui()

    async def see(app: OneScreen, desk: Desk, pilot: Pilot[int]) -> None:
        before = desk.told()
        await app.settings_writer.save("keys.close", "f7")
        await pilot.pause()
        assert desk.told() != before
        assert "f7" in desk.told().lower()

    at_the_desk(see, tui)


def test_a_change_that_is_gone_before_it_is_told_leaves_what_is_true() -> None:
    async def see(_: OneScreen, desk: Desk, pilot: Pilot[int]) -> None:
        before = desk.told()
        footer = desk.query_one(KeyFooter)

        def briefly() -> None:
            desk.filters = True
            footer.bindings_changed(desk)
            # The footer isn't told of this: its entries are made from what is so by then.
            desk.filters = False

        footer.call_next(briefly)
        await pilot.pause()
        assert desk.told() == before
        desk.filters = True
        desk.refresh_bindings()
        await pilot.pause()
        assert FILTER.name in desk.told()

    at_the_desk(see)


def test_a_move_of_the_focus_makes_nothing_anew() -> None:
    async def see(_: OneScreen, desk: Desk, pilot: Pilot[int]) -> None:
        before = list(desk.query("FooterKey"))
        assert before
        await pilot.press("tab", "tab")
        await pilot.pause()
        assert list(desk.query("FooterKey")) == before

    at_the_desk(see)
