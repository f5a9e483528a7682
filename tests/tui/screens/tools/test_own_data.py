"""The screen of the person's own data."""

from __future__ import annotations

from tests.tui.fake_tui import FakeTui
from tests.tui.user import User, open_screen, wait_until
from tpsession.core.errors import HistoryError
from tpsession.tui.screens.tools import OwnDataScreen


def test_it_shows_where_all_is_and_one_press_makes_a_backup() -> None:
    async def act(user: User) -> None:
        await wait_until(user.pilot, lambda: "/home/me/routines" in user.screen_text)
        assert "There is none yet." in user.screen_text
        async for size in user.resize_to([(120, 40), (60, 20), (80, 24)]):
            assert "Back up now" in user.screen_text, size
        assert "tpsession export -o FILE.json" in user.screen_text
        await user.press("enter")
        await wait_until(user.pilot, lambda: "2026-01-31 at 09:00" in user.screen_text)
        assert "Backed up: /home/me/backups/history-by-hand.db" in user.screen_text

    open_screen(OwnDataScreen(), act)


def test_a_backup_that_takes_long_shows_how_far_it_is_and_can_be_stopped() -> None:
    tui = FakeTui()
    tui.own_data.may_finish.clear()

    async def act(user: User) -> None:
        await user.press("enter")
        await wait_until(user.pilot, lambda: "Making a backup: 40 %" in user.screen_text)
        await user.press("enter")
        await wait_until(user.pilot, lambda: "No backup was made." in user.screen_text)
        assert "There is none yet." in user.screen_text
        assert "Back up now" in user.screen_text

    open_screen(OwnDataScreen(), act, tui=tui)


def test_why_there_is_no_backup_is_said_and_it_can_be_tried_again() -> None:
    tui = FakeTui()
    tui.own_data.error = HistoryError("The disk is full.")

    async def act(user: User) -> None:
        await wait_until(user.pilot, lambda: "The disk is full." in user.screen_text)
        await user.click("#back-up")
        tui.own_data.error = None
        await user.click("#back-up")
        await wait_until(user.pilot, lambda: "Backed up: " in user.screen_text)

    open_screen(OwnDataScreen(), act, tui=tui)
