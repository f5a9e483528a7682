"""The welcome at the first start, which offers a short trial."""

from __future__ import annotations

import threading
from datetime import datetime

import pytest

from tests.plain.fake_services import SHORT
from tests.tui.fake_tui import FakeTui
from tests.tui.flows.test_startup import (
    after_session,
    expect_no_prompt,
    notifications,
    open_program,
)
from tests.tui.user import User
from tpsession.core.errors import HistoryError
from tpsession.core.safety.questions import TRY_OUT


def first_start(routine: str | None = None) -> FakeTui:
    return FakeTui(routines=(SHORT, SHORT._replace(id=TRY_OUT)), routine=routine)


async def expect_welcome(user: User) -> None:
    assert "Welcome" in user.screen_text


def test_the_trial_is_offered_if_no_session_was_ever_saved() -> None:
    async def accept(user: User) -> None:
        await expect_welcome(user)
        await user.press("t")

    assert open_program(first_start(), accept).fake_navigator.played == [TRY_OUT]


def test_a_new_person_can_say_where_it_hurts_at_once() -> None:
    async def say_where(user: User) -> None:
        await expect_welcome(user)
        await user.press("o")

    navigator = open_program(first_start(), say_where).fake_navigator
    assert (navigator.asked_where, navigator.played) == (True, [])


@pytest.mark.parametrize("key", ["s", "escape"])
def test_the_trial_can_be_skipped(key: str) -> None:
    async def skip(user: User) -> None:
        await expect_welcome(user)
        await user.press(key)

    assert open_program(first_start(), skip).fake_navigator.played == []


@pytest.mark.parametrize("key", ["s", "escape", "t", "q"])
def test_the_welcome_appears_only_once_however_it_is_closed(key: str) -> None:
    tui = first_start()

    async def leave(user: User) -> None:
        await expect_welcome(user)
        assert not tui.history.has_seen_welcome()
        await user.press(key)

    app = open_program(tui, leave)
    assert tui.history.has_seen_welcome()
    assert (app.return_code == 0) == (key == "q")
    assert open_program(tui, expect_no_prompt).fake_navigator.played == []


def test_the_program_continues_if_it_cannot_be_saved_that_the_welcome_was_seen() -> None:
    tui = first_start()
    tui.history.write_error = HistoryError("The disk is full.")

    async def accept(user: User) -> None:
        await user.press("t")
        assert "The disk is full." in notifications(user)

    assert open_program(tui, accept).fake_navigator.played == [TRY_OUT]


def test_the_trial_does_not_wait_for_the_disk() -> None:
    tui = first_start()
    disk = threading.Event()
    mark_welcome_seen = tui.history.mark_welcome_seen

    def slowly(at: datetime) -> None:
        disk.wait(10.0)
        mark_welcome_seen(at)

    tui.history.mark_welcome_seen = slowly  # type: ignore[method-assign]

    async def accept(user: User) -> None:
        await user.press("t")
        try:
            assert user.is_closed
            assert not tui.history.has_seen_welcome()
        finally:
            disk.set()

    assert open_program(tui, accept).fake_navigator.played == [TRY_OUT]
    assert tui.history.has_seen_welcome()


def test_an_error_in_saving_that_is_reported_after_leaving_too() -> None:
    tui = first_start()
    tui.history.write_error = HistoryError("The disk is full.")

    async def leave(user: User) -> None:
        await user.press("q")

    app = open_program(tui, leave)
    assert app.return_code == 0
    assert app.history.error is tui.history.write_error


def test_there_is_no_welcome_after_a_saved_session_or_if_a_routine_is_about_to_be_played() -> None:
    for tui in (after_session(1000.0, first_start()), first_start(routine="short")):
        assert open_program(tui, expect_no_prompt).fake_navigator.played == []


def test_a_missing_trial_routine_is_reported() -> None:
    async def accept(user: User) -> None:
        await user.press("t")
        assert "There is no routine try-out." in notifications(user)

    assert open_program(FakeTui(), accept).fake_navigator.played == []
