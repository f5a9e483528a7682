"""Keys in the running program: what a letter does, and what an input line gets."""

from __future__ import annotations

import pytest
from textual.widgets import Input

from tests.tui.fake_tui import FakeTui
from tests.tui.user import User, open_screen
from tpsession.tui.input.equivalent_keys import TerminalKey
from tpsession.tui.screens.history.history import HistoryScreen
from tpsession.tui.screens.home.home import HomeScreen


async def press_elsewhere(user: User, key: str, base_key: str) -> None:
    """Press a key on a keyboard whose letters aren't Latin."""
    user.tui.clock.pass_time(5.0)
    user.app.post_message(TerminalKey(key, key if len(key) == 1 else None, base_key))
    await user.pilot.pause()


def typed(user: User) -> str:
    """What is in the input line that has the focus."""
    line = user.app.focused
    assert isinstance(line, Input)
    return line.value


@pytest.mark.parametrize("key", ["h", "H"])
def test_a_letter_means_the_same_in_both_cases(key: str) -> None:
    async def act(user: User) -> None:
        await user.press(key)
        assert isinstance(user.app.screen, HistoryScreen)

    open_screen(HomeScreen(), act)


def test_a_letter_of_another_layout_means_its_latin_letter_and_is_typed_as_it_is() -> None:
    async def act(user: User) -> None:
        await user.press("slash")
        await press_elsewhere(user, "Р", "h")  # noqa: RUF001 - a Cyrillic letter
        assert typed(user) == "Р"  # noqa: RUF001 - the same
        await user.press("escape")
        await press_elsewhere(user, "Р", "h")  # noqa: RUF001 - the same
        assert isinstance(user.app.screen, HistoryScreen)

    open_screen(HomeScreen(), act)


def test_what_is_typed_on_at_once_comes_into_the_opened_line_as_it_was_typed() -> None:
    async def act(user: User) -> None:
        user.tui.clock.pass_time(5.0)
        user.app.post_message(TerminalKey("slash", "/", "slash"))
        user.app.post_message(TerminalKey("Р", "Р", "h"))  # noqa: RUF001 - a Cyrillic letter
        await user.pilot.pause()
        assert typed(user) == "Р"  # noqa: RUF001 - the same

    open_screen(HomeScreen(), act, tui=FakeTui())
