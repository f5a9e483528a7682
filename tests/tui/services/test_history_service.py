"""Errors of the history that remain are known when the program ends."""

from __future__ import annotations

from tests.store.sample_records import a_record
from tests.tui.driving import FakeNavigator, run_flow
from tests.tui.fake_tui import FakeTui
from tests.tui.user import User
from tpsession.core.errors import HistoryError
from tpsession.tui.app import TpsessionApp

FULL = HistoryError("The disk is full.", "Make room.")
RECORD = a_record()


async def save(app: TpsessionApp, _navigator: FakeNavigator) -> bool:
    return await app.history.request_note(RECORD.id)


def with_full_disk() -> FakeTui:
    tui = FakeTui()
    tui.history.add_session(RECORD, [])
    tui.history.write_error = FULL
    return tui


def test_a_save_that_was_given_up_is_an_error_of_the_program() -> None:
    tui = with_full_disk()

    async def answer(user: User) -> None:
        assert "This couldn't be saved." in user.screen_text
        await user.press("d")
        await user.pilot.pause()

    app = run_flow(save, answer, tui)
    assert app.history.error is FULL
    assert app.result is False


def test_a_save_that_succeeds_at_the_second_try_is_no_error() -> None:
    tui = with_full_disk()

    async def answer(user: User) -> None:
        tui.history.write_error = None
        await user.press("t")
        await user.pilot.pause()

    app = run_flow(save, answer, tui)
    assert app.history.error is None
    assert app.result is True
    assert [record.id for record in tui.history.find_sessions_awaiting_note()] == [RECORD.id]
