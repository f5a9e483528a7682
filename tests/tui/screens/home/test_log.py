"""Logging from home: how it hurts now in a few presses, or a session done without the program."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from threading import Event
from unittest.mock import patch

import pytest

from tests.fakes.ports import MORNING
from tests.scale import short_and_long
from tests.tui.fake_tui import FakeTui
from tests.tui.screens.history.test_history import DONE
from tests.tui.user import User, open_screen, wait_until
from tpsession.core.catalog.side import Side
from tpsession.core.history.ratings import QUESTION, Rating, RatingFlag
from tpsession.core.history.recent import RECENT_SESSIONS
from tpsession.core.history.records import HistoryQuery, SessionRecord, Status, StopReason
from tpsession.tui.screens.home.home import HomeScreen
from tpsession.tui.screens.rating.notices import NoticeScreen


def newest(tui: FakeTui) -> SessionRecord:
    return tui.history.find_sessions(HistoryQuery(limit=1))[0]


async def wait_for_additions(user: User) -> None:
    """Wait until home has added what stands beside the routines."""
    screen = user.app.screen
    assert isinstance(screen, HomeScreen)
    await wait_until(user.pilot, lambda: screen._additions is not None)


def test_a_score_takes_few_presses_and_the_place_used_last_comes_first() -> None:
    tui = FakeTui()
    tui.history.add_session(DONE, [])

    async def act(user: User) -> None:
        await wait_for_additions(user)
        await user.press("l")
        assert user.highlighted_line.startswith("1  Pain now: Neck, left side")
        await user.press("enter")
        assert QUESTION in " ".join(user.screen_text.split())
        await user.press("h", "7", "enter")
        score = newest(tui)
        assert (score.is_score, score.place, score.side, score.before) == (True, "neck", Side.LEFT, 7)
        assert score.flags == (RatingFlag.HEAT,)
        assert isinstance(user.app.screen, HomeScreen)
        # A place that was never used is chosen on the body.
        await user.press("l", "0", "2", "h", "enter", "l", "8", "enter")
        assert (newest(tui).place, newest(tui).side, newest(tui).before) == ("head", Side.LEFT, 8)
        # Escape leads back step by step, and saves nothing.
        await user.press("l", "0", "2", "e", "enter", "l", "escape", "escape", "escape", "escape", "escape")
        assert isinstance(user.app.screen, HomeScreen)

    open_screen(HomeScreen(), act, (120, 40), tui)
    assert len(tui.history.find_sessions(HistoryQuery())) == 3


@pytest.mark.parametrize("each", short_and_long(False, True))
def test_a_session_or_a_score_at_any_place_that_was_used_takes_six_presses_at_most(*, each: bool) -> None:
    """each: log at every place, not only at the first and the last that a key or a page leads to."""
    tui = FakeTui()
    places = [(place, side) for place in ("neck", "foot", "hip", "knee") for side in (Side.LEFT, Side.RIGHT)]
    for number, (place, side) in enumerate(places):
        at = DONE.started_at - timedelta(days=number)
        area = "thigh" if place == "knee" else place
        record = DONE._replace(id=str(number), started_at=at, ended_at=at, place=place, side=side, area=area)
        tui.history.add_session(record, [])

    async def log(user: User, *presses: str) -> SessionRecord:
        assert len(presses) <= 6
        known = tui.history.find_sessions(HistoryQuery())
        await user.press(*presses)
        assert isinstance(user.app.screen, HomeScreen)
        (logged,) = [found for found in tui.history.find_sessions(HistoryQuery()) if found not in known]
        # The next one finds the same order of the places.
        tui.history.delete_for_good([logged.id], MORNING)
        return logged

    async def act(user: User) -> None:
        await wait_for_additions(user)
        for number, key in enumerate("456789"):
            if not each and key not in "49":
                continue
            session = await log(user, "l", key, "6", "enter", "4", "enter")
            assert (session.area, session.place, session.side) == (places[number][0], *places[number])
            assert (session.before, session.after, session.is_score) == (6, 4, False)
            assert abs((session.started_at - tui.clock.local_time()).total_seconds()) < 60
        scores = [("1",), ("2",), ("3",), *(("0", str(number)) for number in range(3, 8))]
        for place, keys in zip(places, scores, strict=True):
            if not each and keys not in (("1",), ("3",), ("0", "3"), ("0", "7")):
                continue
            score = await log(user, "l", *keys, "6", "enter")
            assert (score.is_score, score.place, score.side) == (True, *place)

    open_screen(HomeScreen(), act, (80, 24), tui)


def test_pain_at_the_chest_shows_what_to_do_before_it_is_rated() -> None:
    tui = FakeTui(settings={"safety.emergency_number": "112"})

    async def act(user: User) -> None:
        await wait_for_additions(user)
        await user.press("l", "2", "c", "enter")
        assert isinstance(user.app.screen, NoticeScreen)
        assert "112" in user.screen_text
        await user.press("enter", "n", "4", "enter")
        assert newest(tui).place == "chest"

    open_screen(HomeScreen(), act, (80, 40), tui)


def test_a_past_session_has_a_time_and_questions_about_the_past() -> None:
    tui = FakeTui()
    stopped = DONE._replace(id="stopped", status=Status.STOPPED, stop_reason=StopReason.SHARP)
    tui.history.add_session(stopped, [])

    async def act(user: User) -> None:
        await wait_for_additions(user)
        await user.press("l", "0", "1")
        assert "Neck, left side rests today" in user.screen_text
        await user.press("down", "enter", "b", "e")
        await user.press(*"08:1", "enter")
        # What was typed stays until it is a time.
        assert "isn't a time" in user.screen_text
        await user.press("5", "enter")
        assert "How strong was your pain before that session?" in " ".join(user.screen_text.split())
        await user.press("6", "enter", "2", "enter")
        (session,) = [each for each in tui.history.find_sessions(HistoryQuery()) if each.id != "stopped"]
        assert session.started_at == MORNING.replace(hour=8, minute=15)
        assert (session.is_score, session.side, session.before, session.after) == (False, Side.BOTH, 6, 2)
        assert session.area == session.place != ""

    open_screen(HomeScreen(), act, (80, 24), tui)


def test_a_session_that_is_saved_after_the_list_was_read_is_among_the_last_sessions() -> None:
    tui = FakeTui()
    tui.history.add_session(DONE, [])
    add_session, find_sessions = tui.history.add_session, tui.history.find_sessions
    has_read = Event()

    def find(query: HistoryQuery) -> list[SessionRecord]:
        found = find_sessions(query)
        if query.limit == RECENT_SESSIONS:
            has_read.set()
        return found

    def add_later(record: SessionRecord, ratings: Sequence[Rating]) -> None:
        assert has_read.wait(5.0)
        add_session(record, ratings)

    async def act(user: User) -> None:
        await wait_for_additions(user)
        home = user.app.screen
        assert isinstance(home, HomeScreen)
        await user.press("l", "2", "6", "enter", "4")
        with (
            patch.object(tui.history, "find_sessions", find),
            patch.object(tui.history, "add_session", add_later),
        ):
            has_read.clear()
            await user.press("enter")
            await wait_until(user.pilot, lambda: home._recent[0].id != DONE.id)
        assert home._recent[0].id == newest(tui).id

    open_screen(HomeScreen(), act, (120, 40), tui)
