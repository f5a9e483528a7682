"""Help says what the screen below is for and what its keys do."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from textual.screen import Screen

from tests.tui.fake_tui import FakeTui, SingleScreenApp, screen_text
from tpsession.core.settings.actions import CLOSE, FILTER, HELP, PALETTE, QUIT
from tpsession.tui.drawing.raster.charset import Charset
from tpsession.tui.screens.dialogs.ask import AnswerOption, AskScreen, ChoiceQuestion
from tpsession.tui.screens.dialogs.help import HelpScreen
from tpsession.tui.screens.rating.rate import RateScreen


def help_over(
    screen: Screen[Any], tui: FakeTui | None = None, keys: str = "question_mark"
) -> tuple[str, SingleScreenApp]:
    """Return what is shown after a key is pressed on a screen, and the program."""
    app = (tui or FakeTui()).single_screen_app(screen)

    async def read() -> str:
        async with app.run_test(size=(80, 30)) as pilot:
            await pilot.pause()
            await pilot.press(keys)
            await pilot.pause()
            return screen_text(app)

    return asyncio.run(read()), app


def top(app: SingleScreenApp) -> type[Screen[Any]]:
    """Return the class of the screen in front."""
    return type(app.screen)


def test_help_says_what_the_screen_is_for_and_what_each_action_does() -> None:
    text, _ = help_over(RateScreen())
    assert "Type a number from 0 to 10" in text
    for action in (CLOSE, HELP, PALETTE, QUIT):
        assert action.name in text
        assert action.help in text


def test_help_shows_the_keys_that_the_person_has_set() -> None:
    text, _ = help_over(RateScreen(), FakeTui(settings={"keys.quit": "ctrl+y, f9"}))
    assert "ctrl+y  f9" in text
    assert "ctrl+q" not in text


def test_help_opens_with_a_key_that_the_person_has_set() -> None:
    text, _ = help_over(RateScreen(), FakeTui(settings={"keys.help": "f1"}), keys="f1")
    assert "Help: How is it now?" in text


def test_help_over_a_question_lists_only_what_works_there() -> None:
    question = ChoiceQuestion("Which one?", (AnswerOption("a", "This one", "a"),), back="a")
    text, _ = help_over(AskScreen(question))
    assert "Choose with the arrows" in text
    for action in (CLOSE, QUIT):
        assert action.help in text
    assert FILTER.help not in text


def test_help_leaves_out_an_action_that_the_screen_does_not_offer_now() -> None:
    text, _ = help_over(AskScreen(ChoiceQuestion("Which one?", (AnswerOption("a", "This one", "a"),))))
    assert "Choose with the arrows" in text
    assert CLOSE.help not in text


def test_without_unicode_arrow_keys_are_shown_as_words() -> None:
    arrows: dict[str, str | int | bool] = {"keys.close": "escape, left"}
    assert "esc  ←" in help_over(RateScreen(), FakeTui(settings=arrows))[0]
    assert "esc  left" in help_over(RateScreen(), FakeTui(settings=arrows, charset=Charset.ASCII))[0]


@pytest.mark.parametrize("key", ["escape", "question_mark"])
def test_help_closes_again_and_the_screen_below_stays(key: str) -> None:
    app = FakeTui().single_screen_app(RateScreen())

    async def open_and_close() -> None:
        async with app.run_test() as pilot:
            await pilot.press("question_mark")
            assert top(app) is HelpScreen
            await pilot.press(key)
            assert top(app) is RateScreen
            assert not app.dismissed

    asyncio.run(open_and_close())


def test_help_closes_by_the_mouse_alone() -> None:
    app = FakeTui().single_screen_app(RateScreen())

    async def open_and_click() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press("question_mark")
            await pilot.pause()
            await pilot.click(offset=(2, 23))
            await pilot.pause()
            assert top(app) is RateScreen

    asyncio.run(open_and_click())


def test_long_help_scrolls_by_key_on_a_small_screen() -> None:
    app = FakeTui().single_screen_app(RateScreen())

    async def scroll() -> tuple[str, str]:
        async with app.run_test(size=(40, 10)) as pilot:
            await pilot.press("question_mark")
            await pilot.pause()
            above = screen_text(app)
            await pilot.press("end")
            await pilot.pause(0.3)
            return above, screen_text(app)

    above, below = asyncio.run(scroll())
    assert "Type a number" in above
    assert "Quit" in below


def test_help_works_in_the_smallest_window() -> None:
    app = FakeTui().single_screen_app(RateScreen())

    async def open_it() -> None:
        async with app.run_test(size=(20, 6)) as pilot:
            await pilot.press("question_mark")
            await pilot.pause()
            assert top(app) is HelpScreen

    asyncio.run(open_it())
