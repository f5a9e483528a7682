"""Errors of the history that remain are known when the program ends."""

from __future__ import annotations

from tests.store.sample_records import a_record
from tests.tui.driving import FakeVisit, along, settled
from tests.tui.fake_tui import FakeTui
from tests.tui.user import Hands
from tpsession.core.errors import HistoryError
from tpsession.tui.app import TpsessionApp

FULL = HistoryError("The disk is full.", "Make room.")
RECORD = a_record()


async def save(app: TpsessionApp, _navigator: FakeVisit) -> bool:
    return await app.history.request_note(RECORD.id)


def with_full_disk() -> FakeTui:
    tui = FakeTui()
    tui.history.add_session(RECORD, [])
    tui.history.write_error = FULL
    return tui


def test_a_save_that_was_given_up_is_an_error_of_the_program() -> None:
    tui = with_full_disk()

    async def answer(hands: Hands) -> None:
        assert "This couldn't be saved." in hands.shown
        await hands.press("d")
        await settled(hands)

    app = along(save, answer, tui)
    assert app.history.error is FULL
    assert app.result is False


def test_a_save_that_succeeds_at_the_second_try_is_no_error() -> None:
    tui = with_full_disk()

    async def answer(hands: Hands) -> None:
        tui.history.write_error = None
        await hands.press("t")
        await settled(hands)

    app = along(save, answer, tui)
    assert app.history.error is None
    assert app.result is True
    assert [record.id for record in tui.history.find_sessions_awaiting_note()] == [RECORD.id]
