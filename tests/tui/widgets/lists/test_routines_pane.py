"""The filter of the list of routines: opening, typing, moving in the list, and closing it."""

from __future__ import annotations

from textual.events import Key
from textual.widgets import Input

from tests.tui.screens.home.test_home import at_home, keys
from tests.tui.user import User


def test_letters_filter_the_list_and_enter_goes_to_the_list_and_then_starts() -> None:
    async def filter_list(user: User) -> None:
        await user.press("slash", *"CALF")
        assert "Anywhere" not in user.screen_text
        await user.press("enter")
        assert user.app.screen.focused is user.app.screen.query_one("#list")
        await user.press("enter")

    view = at_home(filter_list)
    assert view.order("Zealous calf", "Anywhere", "Neck  ") == ["Zealous calf"]
    assert view.highlighted.startswith("Zealous calf")
    assert view.played == [("zealous calf", False)]


def test_arrows_move_in_the_list_from_the_filter() -> None:
    assert at_home(keys("slash", "n", "down", "enter", "enter")).played == [("neck", False)]


def test_letters_in_the_filter_are_no_commands_even_right_behind_its_key() -> None:
    async def type_fast(user: User) -> None:
        for key in ("slash", "h", "s", "q", "question_mark"):
            user.app.post_message(Key(key, {"slash": "/", "question_mark": "?"}.get(key, key)))

    view = at_home(type_fast)
    assert "hsq?" in view.screen_text
    assert "No matching routines." in view.screen_text
    assert view.played == []


def test_escape_closes_the_filter_from_its_line_and_from_the_list() -> None:
    async def close(user: User) -> None:
        for then in ([], ["enter"]):
            await user.press("slash", *"calf", *then)
            assert "Anywhere" not in user.screen_text
            await user.press("escape")
            assert not user.app.screen.query(Input)
            assert "Anywhere" in user.screen_text

    names = ["Anywhere", "Neck  ", "Zealous calf"]
    assert at_home(close).order(*names[::-1]) == names


def test_the_mouse_alone_opens_and_closes_the_filter() -> None:
    async def click(user: User) -> None:
        for label in ("Filter", "Back"):
            line = user.screen_text.splitlines()[-1]
            await user.click("Footer", (line.index(label), 0))
            await user.press()
            assert bool(user.app.screen.query(Input)) is (label == "Filter")

    at_home(click)
