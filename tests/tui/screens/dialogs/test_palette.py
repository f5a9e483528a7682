"""The palette finds every command of the screen below by its name."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any, ClassVar

import pytest
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Button, Input

from tests.tui.fake_tui import FakeTui, screen_text
from tests.tui.user import wait_until
from tpsession.core.settings.actions import CLOSE, FILTER, HELP, MUTE, PALETTE, QUIT, SKIP
from tpsession.core.settings.definitions import THEMES
from tpsession.tui.base.page import Page
from tpsession.tui.input.bindings import describe_key, make_bindings
from tpsession.tui.screens.dialogs.help import HelpScreen
from tpsession.tui.screens.dialogs.palette import Palette


class ScreenWithActions(Page[str]):
    """A screen with a few actions, a button and an input line."""

    BINDINGS: ClassVar[list[BindingType]] = make_bindings(SKIP, MUTE, CLOSE, hidden=[FILTER])

    def compose_content(self) -> ComposeResult:
        yield Button("Something")
        yield Input()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Show filtering as disabled, and hide skipping."""
        return {"filter": None, "skip": False}.get(action, True)

    def action_mute(self) -> None:
        """Accept only an isolated press, as in a session."""
        if self.context.press.is_isolated:
            self.dismiss("muted")


async def wait_for_matches(pilot: Pilot[int]) -> None:
    """Wait until the palette has searched for what was typed."""
    await pilot.pause()
    await wait_until(pilot, lambda: all(worker.is_finished for worker in pilot.app.workers))
    await pilot.pause()


def press_keys(
    keys: Sequence[str], screen: Screen[Any] | None = None, size: tuple[int, int] = (80, 50)
) -> tuple[str, object, FakeTui, Screen[Any]]:
    """Return what is shown after some keys, the result, the program and the screen in front."""
    tui = FakeTui()
    app = tui.single_screen_app(screen or ScreenWithActions())

    async def press() -> tuple[str, Screen[Any]]:
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            for key in keys:
                await pilot.press(key)
                await wait_for_matches(pilot)
            return screen_text(app), app.screen

    text, last = asyncio.run(press())
    return text, app.result, tui, last


@pytest.mark.parametrize("key", ["ctrl+p", "colon"])
def test_every_enabled_action_is_listed_with_its_description(key: str) -> None:
    text, *_ = press_keys([key])
    for action in (MUTE, CLOSE, QUIT):
        assert action.name in text
        assert action.help in text
        assert f"{action.name}  {describe_key(action.keys[0])}" in text
    # It covers the footer of the screen below with its own.
    assert text.splitlines()[-1].split() == ["esc", "Back", "↑", "↓", "Choose", "enter", "Run"]
    for action in (SKIP, FILTER, PALETTE):
        assert action.help not in text


def test_only_actions_and_themes_are_listed() -> None:
    text, *_ = press_keys(["ctrl+p"])
    for theme in THEMES:
        assert f"Theme: {theme}" in text
    for foreign in ("screenshot", "Maximize", "Keys", "Change theme"):
        assert foreign not in text


def test_a_command_is_found_by_some_of_its_letters_and_run() -> None:
    _, result, _, _ = press_keys(["ctrl+p", *"mut", "enter"])
    assert result == "muted"


def test_a_command_from_the_palette_passes_every_guard_but_the_next_press_does_not() -> None:
    app = FakeTui().single_screen_app(ScreenWithActions())

    async def press() -> None:
        async with app.run_test(size=(80, 30)) as pilot:
            await pilot.press("ctrl+p", *"back")
            await wait_for_matches(pilot)
            await pilot.press("enter")
            await wait_for_matches(pilot)
            assert app.dismissed
            assert not app.press.is_isolated

    asyncio.run(press())


def test_commands_are_listed_while_an_input_line_has_the_focus() -> None:
    text, *_ = press_keys(["tab", "ctrl+p"])
    assert MUTE.help in text


def test_the_mouse_alone_runs_a_command() -> None:
    app = FakeTui().single_screen_app(ScreenWithActions())

    async def click() -> None:
        async with app.run_test(size=(80, 30)) as pilot:
            await wait_for_matches(pilot)
            line = screen_text(app).splitlines()[-1]
            await pilot.click(offset=(line.index(PALETTE.name), 29))
            await wait_for_matches(pilot)
            row = next(row for row, text in enumerate(screen_text(app).splitlines()) if MUTE.help in text)
            await pilot.click(offset=(12, row))
            await wait_for_matches(pilot)

    asyncio.run(click())
    assert app.result == "muted"


def test_a_theme_is_saved_in_the_settings_and_shown_at_once() -> None:
    tui = FakeTui()
    app = tui.single_screen_app(ScreenWithActions())

    async def choose() -> None:
        async with app.run_test(size=(80, 50)) as pilot:
            await pilot.pause()
            await pilot.press("ctrl+p", *"light")
            await wait_for_matches(pilot)
            await pilot.press("enter")
            await wait_for_matches(pilot)
            assert app.theme == "light"

    asyncio.run(choose())
    assert tui.services.settings.load_preferences().text("screen.theme") == "light"


def test_help_from_the_palette_is_about_the_screen_below() -> None:
    text, _, _, screen = press_keys(["ctrl+p", *"help", "enter"])
    assert isinstance(screen, HelpScreen)
    assert MUTE.help in text


def test_escape_closes_the_palette_and_runs_nothing() -> None:
    _, result, _, screen = press_keys(["ctrl+p", "escape"])
    assert isinstance(screen, ScreenWithActions)
    assert result is None


def test_a_key_that_is_no_letter_quits_the_program_from_the_palette() -> None:
    app = FakeTui().single_screen_app(ScreenWithActions())

    async def leave() -> None:
        async with app.run_test() as pilot:
            await pilot.press("ctrl+p", "q")
            await pilot.pause()
            assert app.return_value is None
            await pilot.press("ctrl+q")
            await pilot.pause()
            assert app.return_value == 0

    asyncio.run(leave())


def test_the_palette_says_that_no_command_matches() -> None:
    app = FakeTui().single_screen_app(ScreenWithActions())

    async def search() -> str:
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press("ctrl+p", *"zzzz")
            await wait_until(pilot, lambda: "No matches found" in screen_text(app))
            return screen_text(app)

    assert "No matches found" in asyncio.run(search())


def test_the_palette_works_in_the_smallest_window() -> None:
    assert isinstance(press_keys(["ctrl+p"], size=(20, 6))[3], Palette)


def test_the_help_key_opens_help() -> None:
    assert isinstance(press_keys([HELP.keys[0]])[3], HelpScreen)
