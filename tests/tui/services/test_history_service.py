"""What couldn't be read or kept in the end: the program knows it when it is left."""

from __future__ import annotations

import pytest

from tests.tui.driving import FakeVisit, along, settled
from tests.tui.fake_tui import FakeTui
from tests.tui.user import Hands
from tpsession.core.errors import HistoryError
from tpsession.tui.app import TpsessionApp

FULL = HistoryError("The disk is full.", "Make room.")


async def keep(app: TpsessionApp, visit: FakeVisit) -> bool:
    return await visit.keep(lambda history: history.request_note("one"))


@pytest.mark.parametrize(("key", "failed"), [("l", FULL), ("t", None)], ids=["leave it", "try again"])
def test_what_is_given_up_is_remembered_and_what_is_kept_at_last_is_not(
    key: str, failed: HistoryError | None
) -> None:
    tui = FakeTui()
    tui.history.write_error = FULL

    async def answer(hands: Hands) -> None:
        assert "This couldn't be kept." in hands.shown
        if failed is None:
            tui.history.write_error = None
        await hands.press(key)
        await settled(hands)

    app = along(keep_nothing if failed is None else keep, answer, tui)
    assert app.history.failed is failed


async def keep_nothing(app: TpsessionApp, visit: FakeVisit) -> bool:
    """Meets the full disk once; when it is tried again there is room."""
    tried = []

    def write(_history: object) -> None:
        tried.append(1)
        if len(tried) == 1:
            raise FULL

    return await visit.keep(write)
