"""The palette finds every command of the screen below by its name."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any, ClassVar

import pytest
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen
from textual.widgets import Button, Input

from tests.tui.fake_tui import FakeTui, shown
from tpsession.core.settings.actions import CLOSE, FILTER, HELP, MUTE, PALETTE, QUIT, SKIP
from tpsession.core.settings.definitions import THEMES
from tpsession.tui.base.page import Page
from tpsession.tui.input.bindings import make_bindings
from tpsession.tui.screens.dialogs.help import HelpScreen
from tpsession.tui.screens.dialogs.palette import Palette


class Desk(Page[str]):
    """A screen with something to do."""

    BINDINGS: ClassVar[list[BindingType]] = make_bindings(SKIP, MUTE, CLOSE, hidden=[FILTER])

    def compose_content(self) -> ComposeResult:
        yield Button("Something")
        yield Input()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Filtering is shown but can't be done now; skipping isn't there at all."""
        return {"filter": None, "skip": False}.get(action, True)

    def action_mute(self) -> None:
        """As in a session: a press that follows others fast may be a slip."""
        if self.context.press.is_isolated:
            self.dismiss("muted")


def palette(
    keys: Sequence[str], screen: Screen[Any] | None = None, size: tuple[int, int] = (80, 50)
) -> tuple[str, object, FakeTui, Screen[Any]]:
    """What is to be read after some keys on the screen, its result, the house, and the screen then."""
    tui = FakeTui()
    app = tui.alone(screen or Desk())

    async def press() -> tuple[str, Screen[Any]]:
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            for key in keys:
                await pilot.press(key)
                await pilot.pause(0.1)
            await pilot.pause(0.1)
            return shown(app), app.screen

    text, last = asyncio.run(press())
    return text, app.result, tui, last


@pytest.mark.parametrize("key", ["ctrl+p", "colon"])
def test_every_action_that_can_be_done_is_listed_with_its_sentence(key: str) -> None:
    text, *_ = palette([key])
    for action in (MUTE, CLOSE, QUIT):
        assert action.name in text
        assert action.help in text
    for action in (SKIP, FILTER, PALETTE):
        assert action.help not in text


def test_nothing_is_listed_but_actions_and_themes() -> None:
    text, *_ = palette(["ctrl+p"])
    for theme in THEMES:
        assert f"Theme: {theme}" in text
    for foreign in ("screenshot", "Maximize", "Keys", "Change theme"):
        assert foreign not in text


def test_a_command_is_found_by_some_of_its_letters_and_done() -> None:
    _, result, _, _ = palette(["ctrl+p", *"mut", "enter"])
    assert result == "muted"


def test_a_command_that_was_looked_up_is_no_slip_but_a_key_pressed_right_after_may_be_one() -> None:
    app = FakeTui().alone(Desk())

    async def press() -> None:
        async with app.run_test(size=(80, 30)) as pilot:
            await pilot.press("ctrl+p", *"back")
            await pilot.pause(0.2)
            await pilot.press("enter")
            await pilot.pause(0.2)
            assert app.dismissed
            assert not app.press.is_isolated

    asyncio.run(press())


def test_commands_of_the_screen_are_listed_while_an_input_line_takes_the_letters() -> None:
    text, *_ = palette(["tab", "ctrl+p"])
    assert MUTE.help in text


def test_a_command_is_done_by_the_mouse_alone() -> None:
    app = FakeTui().alone(Desk())

    async def click() -> None:
        async with app.run_test(size=(80, 30)) as pilot:
            await pilot.pause(0.2)
            line = shown(app).splitlines()[-1]
            await pilot.click(offset=(line.index(PALETTE.name), 29))
            await pilot.pause(0.2)
            row = next(row for row, text in enumerate(shown(app).splitlines()) if MUTE.help in text)
            await pilot.click(offset=(12, row))
            await pilot.pause(0.2)

    asyncio.run(click())
    assert app.result == "muted"


def test_a_theme_is_kept_in_the_settings_and_shown_at_once() -> None:
    tui = FakeTui()
    app = tui.alone(Desk())

    async def choose() -> None:
        async with app.run_test(size=(80, 50)) as pilot:
            await pilot.pause()
            await pilot.press("ctrl+p", *"light")
            await pilot.pause(0.2)
            await pilot.press("enter")
            await pilot.pause(0.2)
            assert app.theme == "light"

    asyncio.run(choose())
    assert tui.house.settings.load_preferences().text("screen.theme") == "light"


def test_help_from_the_palette_is_about_the_screen_below() -> None:
    text, _, _, screen = palette(["ctrl+p", *"help", "enter"])
    assert isinstance(screen, HelpScreen)
    assert MUTE.help in text


def test_escape_puts_the_palette_away_and_nothing_is_done() -> None:
    _, result, _, screen = palette(["ctrl+p", "escape"])
    assert isinstance(screen, Desk)
    assert result is None


def test_the_program_is_left_from_the_palette_by_a_key_that_is_no_letter() -> None:
    app = FakeTui().alone(Desk())

    async def leave() -> None:
        async with app.run_test() as pilot:
            await pilot.press("ctrl+p", "q")
            await pilot.pause()
            assert app.return_value is None
            await pilot.press("ctrl+q")
            await pilot.pause()
            assert app.return_value == 0

    asyncio.run(leave())


def test_letters_that_no_command_has_are_answered() -> None:
    app = FakeTui().alone(Desk())

    async def search() -> str:
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press("ctrl+p", *"zzzz")
            await pilot.pause(0.9)
            return shown(app)

    assert "No matches found" in asyncio.run(search())


def test_the_palette_bears_the_smallest_window() -> None:
    assert isinstance(palette(["ctrl+p"], size=(20, 6))[3], Palette)


def test_the_help_of_an_action_is_reached_by_its_key() -> None:
    assert isinstance(palette([HELP.keys[0]])[3], HelpScreen)
