"""Correcting, deleting and undoing on screen."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from tests.tui.screens.history.test_history import DONE, line_with, with_sessions
from tests.tui.user import User, open_screen, wait_until
from tpsession.core.corrections.wording import WHAT_IS_WRONG
from tpsession.core.history.change import Change, ChangeKind, CorrectedField, Correction
from tpsession.core.history.records import HistoryQuery, Status, StopReason
from tpsession.tui.flows import navigator
from tpsession.tui.screens.dialogs.ask import AskScreen
from tpsession.tui.screens.dialogs.line import LineScreen
from tpsession.tui.screens.history.detail import DetailScreen
from tpsession.tui.screens.history.history import HistoryScreen
from tpsession.tui.widgets.common.line_input import LineInput
from tpsession.tui.widgets.common.loading_bar import LoadingBar
from tpsession.tui.widgets.lists.session_list import SessionList

DAYS = [
    DONE._replace(id=str(number), started_at=DONE.started_at - timedelta(days=number)) for number in range(4)
]


def shown_facts(user: User) -> str:
    """Return the screen as one line, without the borders and gaps of its columns."""
    return " ".join(user.screen_text.replace("│", " ").split())


def shown_screen(user: User) -> type[object]:
    return type(user.app.screen)


def highlighted(user: User) -> str:
    record = user.app.screen.query_one(SessionList).highlighted
    assert record is not None
    return record.id


def messages(user: User) -> list[str]:
    """Return the notifications so far."""
    return [str(notification.message) for notification in user.app._notifications]


def test_a_rating_is_corrected_on_the_details_which_show_what_it_was() -> None:
    tui = with_sessions(DAYS[0], DAYS[1], DAYS[2], DAYS[3]._replace(place="foot", area="foot"))

    async def act(user: User) -> None:
        await user.press("slash", *"neck", "enter", "down", "enter", "e")
        assert shown_screen(user) is AskScreen
        assert "2  Pain after: 3" in user.screen_text
        # Escape leads to the question before, and from there out.
        await user.press("2", "escape")
        assert shown_screen(user) is AskScreen
        await user.press("2", "1", "1", "enter")
        assert shown_screen(user) is LineScreen
        assert "Pain is a whole number from 0 to 10." in user.screen_text
        assert user.app.screen.query_one(LineInput).value == "11"
        await user.press("backspace", "enter")
        assert shown_screen(user) is DetailScreen
        assert "after 1: ▼ 5 less" in shown_facts(user)
        assert "2026-01-31 09:0" in shown_facts(user)
        assert "pain after, was 3" in shown_facts(user)
        await user.press("e", "a", "2", "escape", "escape", "escape")
        assert shown_screen(user) is HistoryScreen
        assert highlighted(user) == "1"
        assert "Neck, left †" in line_with(user.screen_text, "6 → 1")
        assert "Foot" not in user.screen_text
        assert "pain after, was 3" in shown_facts(user)

    open_screen(HistoryScreen(), act, (120, 40), tui)
    (change,) = tui.history.find_changes()
    assert [(it.field, it.earlier, it.now) for it in change.corrections] == [(CorrectedField.AFTER, "3", "1")]


def test_a_deleted_session_comes_back_by_undo_and_the_list_keeps_its_place() -> None:
    tui = with_sessions(*DAYS)

    async def act(user: User) -> None:
        await user.press("s", "down", "delete")
        assert "the session of 2026-01-29 09:00, Neck, left side" in shown_facts(user)
        # Neither enter at once nor its letter deletes.
        await user.press("enter")
        assert len(tui.history.find_sessions(HistoryQuery())) == 4
        await user.press("backspace", "d", "enter")
        assert [record.id for record in tui.history.find_sessions(HistoryQuery())] == ["0", "1", "3"]
        assert highlighted(user) == "1"
        await user.press("u")
        assert "Your latest change is that you deleted the session of 2026-01-29" in shown_facts(user)
        await user.press("y")
        assert len(tui.history.find_sessions(HistoryQuery())) == 4
        assert highlighted(user) == "1"
        await user.press("u")
        assert messages(user)[-2:] == [
            "Undone: the session of 2026-01-29 09:00, Neck, left side, is back.",
            "There is nothing to undo.",
        ]

    open_screen(HistoryScreen(), act, (120, 40), tui)


def test_a_rest_of_today_is_not_lifted_and_that_is_said_calmly() -> None:
    stopped = DONE._replace(status=Status.STOPPED, stop_reason=StopReason.NUMB)
    tui = with_sessions(stopped)

    async def act(user: User) -> None:
        await user.press("delete")
        assert "its area rest until tomorrow" in shown_facts(user)
        # The reason for stopping: chosen, and refused.
        await user.press("enter", "e", "9", "5")
        assert "its area rest until tomorrow" in shown_facts(user)
        await user.press("enter")
        assert WHAT_IS_WRONG in user.screen_text
        # A choice of the place is saved at once.
        await user.press("5", "1")
        assert tui.history.find_record("done").place == "head"  # type: ignore[union-attr]

    open_screen(HistoryScreen(), act, (80, 24), tui)


def test_a_program_that_saves_nothing_offers_no_change() -> None:
    async def act(user: User) -> None:
        user.app.history.turn_off()
        user.app.screen.refresh_bindings()
        await user.press("e", "delete", "u")
        assert shown_screen(user) is HistoryScreen
        assert "Correct" not in user.screen_text

    open_screen(HistoryScreen(), act, (120, 40), with_sessions(DONE))


def test_undoing_an_import_shows_how_far_it_is_and_can_be_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    tui = with_sessions(*DAYS)
    brought = Correction("0", CorrectedField.NOTE, DAYS[0].note, "from a file")
    tui.history.save_change(Change("i", DAYS[0].started_at, ChangeKind.IMPORT, (brought,)))
    undo, may_end = tui.history.undo_change, threading.Event()

    def undo_slowly(change_id: str, at: datetime, report: Callable[[int], object]) -> None:
        report(0)
        while not may_end.wait(0.01):
            report(0)
        undo(change_id, at, report)

    monkeypatch.setattr(navigator, "TASK_DELAY_S", 0.01)
    monkeypatch.setattr(tui.history, "undo_change", undo_slowly)

    async def act(user: User) -> None:
        await user.press("u", "y")
        await wait_until(user.pilot, lambda: "Undoing the import" in user.screen_text)
        assert user.app.screen.query_one(LoadingBar).region.width == 56
        await user.press("escape")
        await wait_until(user.pilot, lambda: messages(user) == ["Stopped. Nothing was changed."])
        assert tui.history.find_record("0").note == "from a file"  # type: ignore[union-attr]
        may_end.set()
        await user.press("u", "y")
        await wait_until(user.pilot, lambda: "Undone: the import" in messages(user)[-1])
        assert shown_screen(user) is HistoryScreen
        assert tui.history.find_record("0").note == DAYS[0].note  # type: ignore[union-attr]

    open_screen(HistoryScreen(), act, (80, 24), tui)
