"""Problems in the settings are shown over the list, and hidden while another screen is open."""

from __future__ import annotations

import asyncio
from unittest.mock import patch

from tests.tui.fake_tui import FakeTui
from tpsession.tui.app import TpsessionApp
from tpsession.tui.screens.tools.doctor import DoctorScreen

CONFLICT = 'The key e is set for both "Ease off" and "Mute".'


def notifications(app: TpsessionApp) -> list[str]:
    return [notification.message for notification in app._notifications]


def test_of_several_problems_the_first_is_shown_with_the_number_of_others() -> None:
    async def run() -> None:
        app = FakeTui(settings={"keys.mute": "e", "keys.skip": "y", "keys.back": "y"}).app()
        with patch.object(app, "ask_startup_prompts"):
            async with app.run_test(size=(60, 20), notifications=True) as pilot:
                app.run_deferred_startup()
                for _ in range(500):
                    if notifications(app):
                        break
                    await pilot.pause(0.01)
                (text,) = notifications(app)
                assert text.endswith("\nAnd 1 more: see Settings.")

    asyncio.run(run())


def test_problems_are_hidden_when_another_screen_opens_and_return_with_the_list() -> None:
    async def run() -> None:
        app = FakeTui(settings={"keys.mute": "e"}).app()
        with patch.object(app, "ask_startup_prompts"):
            async with app.run_test(notifications=True) as pilot:
                app.run_deferred_startup()
                for screen, expected in ((None, [CONFLICT]), (DoctorScreen(), []), (None, [CONFLICT])):
                    if screen is not None:
                        app.push_screen(screen)
                    elif len(app.screen_stack) > 1:
                        app.screen.dismiss(None)
                    for _ in range(500):
                        if notifications(app) == expected:
                            break
                        await pilot.pause(0.01)
                    assert notifications(app) == expected

    asyncio.run(run())


def test_problems_that_are_found_while_the_program_closes_are_no_fault() -> None:
    app = FakeTui(settings={"keys.mute": "e"}).app()
    assert app.screen_stack == []
    asyncio.run(TpsessionApp._find_problems.__wrapped__(app))  # type: ignore[attr-defined]
    assert notifications(app) == []
