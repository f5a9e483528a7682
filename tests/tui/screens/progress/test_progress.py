"""The progress screen: one place and side at a time, as charts, tables and sentences."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import pytest

from tests.report.sample_series import sample_series
from tests.tui.fake_tui import FakeTui
from tests.tui.user import User, UserActions, open_screen, wait_until
from tpsession.core.catalog.routine import RoutineEntry
from tpsession.core.catalog.side import Side
from tpsession.core.errors import HistoryError
from tpsession.core.history.records import HistoryQuery
from tpsession.core.history.series import Series
from tpsession.core.text.formatting import CAUSE_UNKNOWN
from tpsession.tui.screens.history.detail import DetailScreen
from tpsession.tui.screens.progress.progress import (
    HOW_SURE,
    IN_NUMBERS,
    NOTHING_YET,
    STILL_MISSING,
    ProgressScreen,
)

SIZES = [(60, 20), (80, 24), (120, 40), (200, 60)]


def with_series(*places: str, sessions: int = 12) -> FakeTui:
    """Return a program with sessions for each place up to today, those of the last place newest."""
    tui = FakeTui()
    for number, place in enumerate(places):
        for record in sample_series(sessions):
            started = record.started_at.replace(hour=number)
            tui.history.add_session(
                record._replace(id=f"{place}-{record.id}", place=place, started_at=started), []
            )
    tui.clock.pass_time((2 * sessions + 1) * 24 * 3600.0)
    return tui


def look(
    act: UserActions, tui: FakeTui, size: tuple[int, int] = (80, 24), series: Series | None = None
) -> User:
    """Open the screen, at a place and side if given, and let a person act once it is read."""

    async def wait_and_act(user: User) -> None:
        await user.pilot.pause(0.05)
        await user.app.workers.wait_for_complete()
        await user.pilot.pause()
        await act(user)

    return open_screen(ProgressScreen(series), wait_and_act, size, tui)


@pytest.mark.parametrize("size", SIZES)
def test_the_chart_the_session_line_and_the_sentences_are_seen_at_every_size(size: tuple[int, int]) -> None:
    async def act(user: User) -> None:
        text = user.screen_text
        assert "Neck, left side: up to 90 days" in text
        assert "12 sessions in 3 weeks" in text
        await user.press("right")
        assert "Pain before" in user.screen_text

    look(act, with_series("neck"), size)


@pytest.mark.parametrize("size", SIZES)
def test_a_place_where_nothing_was_done_yet_says_so(size: tuple[int, int]) -> None:
    tui = with_series("neck", sessions=1)
    (record,) = tui.history.find_sessions(HistoryQuery())
    skipped = tuple(step._replace(skipped=True, active_s=0.0) for step in record.steps)
    tui.history.file.sessions[record.id].record = record._replace(active_s=0.0, steps=skipped)

    async def act(user: User) -> None:
        assert "No finished sessions yet." in user.screen_text
        await user.press("left", "right", "v", "v", "n", "b")

    look(act, tui, size)


def test_enter_opens_the_session_under_the_cursor() -> None:
    async def act(user: User) -> None:
        await user.press("end", "enter")
        await wait_until(user.pilot, lambda: isinstance(user.app.screen, DetailScreen))
        assert "Broad circles" in user.screen_text

    look(act, with_series("neck"))


def test_the_next_place_is_a_key_away() -> None:
    async def act(user: User) -> None:
        assert "Knee, left side (1 of 2)" in user.screen_text
        await user.press("n")
        await user.app.workers.wait_for_complete()
        await user.pilot.pause()
        assert "Neck, left side (2 of 2)" in user.screen_text
        # What helps more there can be compared.
        await user.press("b")
        await wait_until(user.pilot, lambda: "Start the comparison" in user.screen_text)
        assert user.highlighted_line.split() == ["Place", "[Neck]"]

    look(act, with_series("neck", "knee"))


@pytest.mark.parametrize(
    ("place", "shown"), [("neck", "Neck, left side (2 of 2)"), ("foot", "Knee, left side (1 of 2)")]
)
def test_it_begins_with_the_place_asked_for_or_else_with_the_newest(place: str, shown: str) -> None:
    async def act(user: User) -> None:
        assert shown in user.screen_text

    look(act, with_series("neck", "knee"), series=Series(place, Side.LEFT))


def test_the_period_and_the_charts_change_by_keys_and_each_chart_has_its_table() -> None:
    async def act(user: User) -> None:
        await user.press("d")
        assert "Neck, left side: up to 1 year" in user.screen_text
        headings = {
            "Date and time": "up to 1 year",
            "Month": "calendar of the year to 2026",
            "Pain after the session": "changes in all sessions",
        }
        for number, (heading, covers) in enumerate(headings.items()):
            chart = user.screen_text
            assert f"Neck, left side: {covers}" in chart
            assert ("d Period" in chart) == (number == 0)
            await user.press("t")
            assert heading in user.screen_text
            await user.press("t")
            assert user.screen_text == chart
            await user.press("c")

    look(act, with_series("neck"), (120, 40))


def test_a_row_of_the_table_opens_its_session() -> None:
    async def act(user: User) -> None:
        await user.press("t", "enter")
        await wait_until(user.pilot, lambda: isinstance(user.app.screen, DetailScreen))

    look(act, with_series("neck"))


def test_the_sentences_stand_below_what_they_are_about_and_the_fixed_line_closes_them() -> None:
    async def act(user: User) -> None:
        text = user.screen_text
        assert (
            text.index("ended lower")
            < text.index(HOW_SURE)
            < text.index(STILL_MISSING)
            < text.index(IN_NUMBERS)
        )
        assert " ".join(CAUSE_UNKNOWN.split()[:5]) in user.screen_text

    look(act, with_series("neck"), (200, 60))


def test_the_text_scrolls_while_a_chart_has_the_focus_and_another_place_begins_at_its_top() -> None:
    async def act(user: User) -> None:
        words = user.app.screen.query_one("#words")
        await user.press("down", "down")
        assert words.scroll_y == 2
        await user.press("pagedown")
        assert words.scroll_y > 2
        await user.press("pageup", "up", "up")
        assert words.scroll_y == 0
        await user.press("pagedown", "n")
        await user.app.workers.wait_for_complete()
        await user.pilot.pause()
        assert "Foot, left side" in user.screen_text
        assert words.scroll_y == 0

    look(act, with_series("foot", "neck"))


def test_without_sessions_it_says_what_will_be_here() -> None:
    async def act(user: User) -> None:
        assert " ".join(user.screen_text.split()).count(NOTHING_YET.split(".")[1].strip()) == 1
        await user.press("n", "d", "c", "t")

    look(act, FakeTui())


def test_a_history_that_cannot_be_read_is_said() -> None:
    tui = with_series("neck")

    def fail() -> list[object]:
        raise HistoryError("The disk is gone.")

    tui.history.list_series = fail  # type: ignore[method-assign, assignment]

    async def act(user: User) -> None:
        assert "The disk is gone." in user.screen_text

    look(act, tui)


def test_after_the_last_session_is_gone_no_key_does_anything() -> None:
    tui = with_series("neck", sessions=1)

    async def act(user: User) -> None:
        await user.press("left", "enter")
        await wait_until(user.pilot, lambda: isinstance(user.app.screen, DetailScreen))
        tui.history.file.sessions.clear()
        user.app.screen.dismiss(True)
        await wait_until(user.pilot, lambda: isinstance(user.app.screen, ProgressScreen))
        await user.app.workers.wait_for_complete()
        await user.pilot.pause()
        await user.press("n", "d", "c", "t", "o")
        assert isinstance(user.app.screen, ProgressScreen)
        assert "After your first sessions" in " ".join(user.screen_text.split())

    look(act, tui)


def test_while_another_place_is_read_no_page_about_it_can_be_saved() -> None:
    tui = with_series("foot", "neck")

    async def act(user: User) -> None:
        screen = user.app.screen
        assert isinstance(screen, ProgressScreen)
        screen.action_place()
        screen.action_report()
        await user.pilot.pause()
        assert user.app.screen is screen

    look(act, tui)


def test_a_key_pressed_while_it_is_read_does_not_lose_the_names_of_the_routines() -> None:
    tui = with_series("foot", "neck")
    list_entries, may_go_on = tui.services.library.list_entries, threading.Event()

    def wait_and_list(*, with_deleted: bool = False) -> Sequence[RoutineEntry]:
        may_go_on.wait(5.0)
        return list_entries(with_deleted=with_deleted)

    async def act(user: User) -> None:
        screen = ProgressScreen()
        tui.services.library.list_entries = wait_and_list  # type: ignore[method-assign, assignment]
        user.app.push_screen(screen)
        await wait_until(user.pilot, lambda: user.app.screen is screen)
        await user.pilot.pause(0.05)
        await user.press("n")
        may_go_on.set()
        await user.app.workers.wait_for_complete()
        await user.pilot.pause()
        assert screen._names

    look(act, tui)
