"""The footer shows the keys that do something now, and is rebuilt only if they change."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import ClassVar

import pytest
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.pilot import Pilot
from textual.widgets import Button

from tests.tui.fake_tui import FakeTui, SingleScreenApp, click, screen_text
from tpsession.core.settings.actions import (
    BACK,
    CLOSE,
    EASE,
    FILTER,
    GO,
    HELP,
    LONGER,
    SHORTER,
    SKIP,
    STOP,
    Action,
)
from tpsession.tui.base.page import Page
from tpsession.tui.input.bindings import make_bindings
from tpsession.tui.screens.dialogs.help import HelpScreen
from tpsession.tui.widgets.common.key_footer import FooterEntry, KeyFooter, find_fitting
from tpsession.tui.widgets.common.line_input import LineInput


class FilterScreen(Page[None], inherit_bindings=False):
    """Two buttons, and an action that is available at times."""

    BINDINGS: ClassVar[list[BindingType]] = make_bindings(CLOSE, FILTER, hidden=[HELP])
    filters: bool | None = False
    """Whether filtering is available: None dims its entry, False hides it."""

    def compose_content(self) -> ComposeResult:
        yield Button("one")
        yield Button("two")

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool | None:
        return action != "filter" or self.filters

    def footer_text(self) -> str:
        return screen_text(self.app).splitlines()[-1].strip()


Work = Callable[[SingleScreenApp, FilterScreen, Pilot[int]], Awaitable[None]]


def run_screen(work: Work, tui: FakeTui | None = None, screen: FilterScreen | None = None) -> None:
    screen = screen or FilterScreen()

    async def run() -> None:
        app = (tui or FakeTui()).single_screen_app(screen)
        async with app.run_test() as pilot:
            await pilot.pause()
            await work(app, screen, pilot)

    asyncio.run(run())


SESSION = {
    GO: "space Pause",
    STOP: "x Stop",
    EASE: "e Ease off",
    BACK: "\N{LEFTWARDS ARROW} Step back",
    SKIP: "\N{RIGHTWARDS ARROW} Skip",
    LONGER: "\N{UPWARDS ARROW} +10 s",
    SHORTER: "\N{DOWNWARDS ARROW} -10 s",
    HELP: "? Help",
}
MAIN = {HELP, GO, STOP, EASE}


@pytest.mark.parametrize(
    ("columns", "shown"),
    [
        (71, set(SESSION)),
        (70, {*MAIN, BACK, SKIP}),
        (55, {*MAIN, BACK, SKIP}),
        (54, MAIN),
        (41, MAIN),
        (1, {HELP}),
    ],
)
def test_of_two_actions_that_belong_together_both_are_shown_or_neither(
    columns: int, shown: set[Action]
) -> None:
    assert find_fitting(SESSION, columns) == shown


def test_an_action_without_its_counterpart_on_the_screen_is_shown() -> None:
    assert find_fitting({SKIP: "s Skip", HELP: "? Help"}, 40) == {SKIP, HELP}


def test_only_available_actions_are_shown() -> None:
    async def check(_: SingleScreenApp, screen: FilterScreen, pilot: Pilot[int]) -> None:
        before = screen.footer_text()
        for screen.filters in (True, False):
            screen.refresh_bindings()
            await pilot.pause()
            assert (FILTER.name in screen.footer_text()) is screen.filters
        assert screen.footer_text() == before

    run_screen(check)


def test_an_action_that_does_nothing_now_is_dimmed() -> None:
    async def check(_: SingleScreenApp, screen: FilterScreen, pilot: Pilot[int]) -> None:
        dim = []
        for screen.filters in (True, None):
            screen.refresh_bindings()
            await pilot.pause()
            dim.append(len(screen.query("FooterEntry.-disabled")))
        assert dim == [0, 1]

    run_screen(check)


class InputScreen(FilterScreen):
    """The same with an input, which has the focus."""

    def compose_content(self) -> ComposeResult:
        yield LineInput()

    def on_mount(self) -> None:
        self.query_one(LineInput).focus()


def test_while_the_person_types_only_keys_that_still_do_something_are_shown() -> None:
    async def check(_: SingleScreenApp, screen: FilterScreen, pilot: Pilot[int]) -> None:
        screen.filters = True
        screen.refresh_bindings()
        await pilot.pause()
        assert screen.footer_text() == "esc Back ctrl+p Commands f1 Help"

    run_screen(check, screen=InputScreen())


def test_help_can_be_clicked_even_if_no_key_opens_it() -> None:
    tui = FakeTui(settings={"keys.help": "question_mark"})

    async def check(_: SingleScreenApp, screen: FilterScreen, pilot: Pilot[int]) -> None:
        assert screen.footer_text() == "esc Back ctrl+p Commands Help"
        await click(pilot, screen.query(FooterEntry).last())
        assert isinstance(pilot.app.screen, HelpScreen)

    run_screen(check, tui, InputScreen())


def test_a_key_that_the_person_changes_is_shown() -> None:
    tui = FakeTui()

    async def check(app: SingleScreenApp, screen: FilterScreen, pilot: Pilot[int]) -> None:
        before = screen.footer_text()
        await app.settings_writer.save("keys.close", "f7")
        await pilot.pause()
        assert screen.footer_text() != before
        assert "f7" in screen.footer_text().lower()

    run_screen(check, tui)


def test_a_change_that_is_undone_before_it_is_drawn_is_not_shown() -> None:
    async def check(_: SingleScreenApp, screen: FilterScreen, pilot: Pilot[int]) -> None:
        before = screen.footer_text()
        footer = screen.query_one(KeyFooter)

        def briefly() -> None:
            screen.filters = True
            footer.bindings_changed(screen)
            # The footer doesn't hear of this: its entries show what is available when they are made.
            screen.filters = False

        footer.call_next(briefly)
        await pilot.pause()
        assert screen.footer_text() == before
        screen.filters = True
        screen.refresh_bindings()
        await pilot.pause()
        assert FILTER.name in screen.footer_text()

    run_screen(check)


def test_a_move_of_the_focus_rebuilds_nothing() -> None:
    async def check(_: SingleScreenApp, screen: FilterScreen, pilot: Pilot[int]) -> None:
        before = list(screen.query(FooterEntry))
        assert before
        await pilot.press("tab", "tab")
        await pilot.pause()
        assert list(screen.query(FooterEntry)) == before

    run_screen(check)
