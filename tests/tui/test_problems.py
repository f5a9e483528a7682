"""What is wrong in the settings is told over the list, and hides nothing that another screen says."""

from __future__ import annotations

import asyncio
from unittest.mock import patch

from tests.tui.fake_tui import FakeTui
from tpsession.tui.app import TpsessionApp
from tpsession.tui.screens.tools.doctor import DoctorScreen

CLASH = 'The key e is set for both "Ease off" and "Mute".'


def told(app: TpsessionApp) -> list[str]:
    return [one.message for one in app._notifications]


def test_of_several_one_is_told_and_how_many_there_are_besides() -> None:
    async def run() -> None:
        app = FakeTui(settings={"keys.mute": "e", "keys.skip": "b", "keys.back": "b"}).app()
        with patch.object(app, "ask_startup_prompts"):
            async with app.run_test(size=(60, 20), notifications=True) as pilot:
                app.run_deferred_startup()
                for _ in range(500):
                    if told(app):
                        break
                    await pilot.pause(0.01)
                (words,) = told(app)
                assert words.endswith("\nAnd 1 more: see Settings.")

    asyncio.run(run())


def test_it_is_put_away_where_another_screen_opens_and_comes_back_with_the_list() -> None:
    async def run() -> None:
        app = FakeTui(settings={"keys.mute": "e"}).app()
        with patch.object(app, "ask_startup_prompts"):
            async with app.run_test(notifications=True) as pilot:
                app.run_deferred_startup()
                for shown, wanted in ((None, [CLASH]), (DoctorScreen(), []), (None, [CLASH])):
                    if shown is not None:
                        app.push_screen(shown)
                    elif len(app.screen_stack) > 1:
                        app.screen.dismiss(None)
                    for _ in range(500):
                        if told(app) == wanted:
                            break
                        await pilot.pause(0.01)
                    assert told(app) == wanted

    asyncio.run(run())
