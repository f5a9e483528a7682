"""Last week's summary, in a notice below the list on the first start of a week."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.core.programme.samples import session
from tests.fakes.history import MemoryHistory
from tests.fakes.ports import MORNING
from tests.plain.fake_services import SHORT
from tests.tui.fake_tui import FakeTui
from tests.tui.flows.test_startup import open_program
from tests.tui.test_problems import notifications
from tests.tui.user import User, wait_until
from tpsession.core.errors import HistoryError
from tpsession.core.text.formatting import CAUSE_UNKNOWN

THIS_MONDAY = date(2026, 1, 26)


def after_a_week(shown: date | None = None, **options: str) -> FakeTui:
    """The program with a session on each of two days of last week."""
    history = MemoryHistory()
    history.mark_welcome_seen(MORNING)
    for days in (8, 9):
        at = MORNING - timedelta(days=days)
        history.add_session(session(id=str(days), started_at=at, ended_at=at, before=5, after=4), [])
    if shown is not None:
        history.save_week_shown(shown)
    return FakeTui(history=history, **options)  # type: ignore[arg-type]


async def nothing(_user: User) -> None:
    """Wait for the end of the start-up."""


def notices(tui: FakeTui) -> list[str]:
    """The notices for the list of routines after the start-up."""
    return [notice.message for notice in open_program(tui, nothing).home_notices]


def test_last_week_is_summed_up_on_the_first_start_of_a_week() -> None:
    tui = after_a_week()
    (text,) = notices(tui)
    assert text.splitlines() == [
        "Last week (2026-01-19 to 2026-01-25): 2 sessions on 2 days.",
        "Foot, left side: 2 sessions, pain before usually 5; 2 ended lower.",
        CAUSE_UNKNOWN,
    ]
    assert tui.history.load_week_shown() == THIS_MONDAY
    assert notices(FakeTui(history=MemoryHistory(tui.history.file))) == []


@pytest.mark.parametrize("tui", [after_a_week(THIS_MONDAY), after_a_week(routine=SHORT.id)])
def test_nothing_is_shown_twice_nor_before_a_session_from_the_command_line(tui: FakeTui) -> None:
    assert notices(tui) == []


def test_a_summary_that_cannot_be_saved_as_shown_holds_nobody_up() -> None:
    tui = after_a_week()
    tui.history.write_error = HistoryError("The disk is full.")

    async def look(user: User) -> None:
        await wait_until(user.pilot, lambda: "The disk is full." in notifications(user.app))

    (text,) = (notice.message for notice in open_program(tui, look).home_notices)
    assert text.startswith("Last week")
