"""Problems in the settings are shown below the list of routines, and cover nothing."""

from __future__ import annotations

import asyncio
from unittest.mock import patch

import pytest

from tests.tui.fake_tui import FakeTui, click, screen_text
from tests.tui.user import wait_until
from tpsession.tui.app import TpsessionApp
from tpsession.tui.screens.prepare.area import AreaScreen
from tpsession.tui.widgets.lists.home_notices import HomeNotices

CONFLICT = 'The key e is set for both "Ease off" and "Mute".'


def notifications(app: TpsessionApp) -> list[str]:
    return [notification.message for notification in app._notifications]


def notices(app: TpsessionApp) -> list[str]:
    """The notices for the list of routines."""
    return [notice.message for notice in app.home_notices]


def test_of_several_problems_the_first_is_shown_with_the_number_of_others() -> None:
    async def run() -> None:
        app = FakeTui(settings={"keys.mute": "e", "keys.skip": "y", "keys.back": "y"}).app()
        with patch.object(app, "ask_startup_prompts"):
            async with app.run_test(size=(60, 20)) as pilot:
                app.run_deferred_startup()
                await wait_until(pilot, lambda: bool(notices(app)))
                (text,) = notices(app)
                assert text.endswith("\nAnd 1 more: see Settings.")

    asyncio.run(run())


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
def test_problems_cover_nothing_of_the_list_and_no_other_screen_and_a_click_hides_them(
    size: tuple[int, int],
) -> None:
    async def run() -> None:
        app = FakeTui(settings={"keys.mute": "e"}).app()
        with patch.object(app, "ask_startup_prompts"):
            async with app.run_test(size=size) as pilot:
                app.run_deferred_startup()
                await wait_until(pilot, lambda: CONFLICT in screen_text(app))
                home = app.screen
                (band,) = home.query(HomeNotices)
                assert band.region.bottom == size[1] - 1
                for other in home.query("#routines, #detail"):
                    assert not other.region.overlaps(band.region)
                await app.push_screen(AreaScreen())
                await wait_until(pilot, lambda: CONFLICT not in screen_text(app))
                app.screen.dismiss(None)
                await wait_until(pilot, lambda: CONFLICT in screen_text(app))
                app.add_home_notice("Something else.", 5.0)
                await wait_until(pilot, lambda: "Something else." in screen_text(app))
                assert CONFLICT in screen_text(app)
                await click(pilot, band)
                await wait_until(pilot, lambda: CONFLICT not in screen_text(app))
                # A later one doesn't bring back those that were read.
                app.add_home_notice("One more.", 5.0)
                await wait_until(pilot, lambda: "One more." in screen_text(app))
                assert CONFLICT not in screen_text(app)

    asyncio.run(run())


def test_a_notice_goes_when_its_time_is_over() -> None:
    async def run() -> None:
        app = FakeTui().app()
        with patch.object(app, "ask_startup_prompts"):
            async with app.run_test() as pilot:
                app.add_home_notice("A moment.", 0.3)
                await wait_until(pilot, lambda: bool(app.screen.query(HomeNotices)))
                await wait_until(pilot, lambda: not app.screen.query_one(HomeNotices).display)

    asyncio.run(run())


def test_problems_that_are_found_while_the_program_closes_are_no_fault() -> None:
    app = FakeTui(settings={"keys.mute": "e"}).app()
    assert app.screen_stack == []
    asyncio.run(TpsessionApp._find_problems.__wrapped__(app))  # type: ignore[attr-defined]
    assert notices(app) == [CONFLICT]
