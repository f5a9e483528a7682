"""Progress on the home screen: a sparkline and a sentence for each place and side, where there is room."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.core.programme.samples import PROGRAMME
from tests.fakes.ports import MORNING
from tests.report.sample_series import sample_series
from tests.tui.fake_tui import FakeTui
from tests.tui.screens.home.test_home import CALF_ROUTINE, THREE, at_home, wait_until_idle
from tests.tui.user import User, wait_until
from tpsession.core.errors import HistoryError
from tpsession.core.text.formatting import CAUSE_UNKNOWN
from tpsession.tui.drawing.raster.charset import Charset
from tpsession.tui.screens.history.history import HistoryScreen
from tpsession.tui.screens.home.home import HomeScreen
from tpsession.tui.screens.progress.progress import ProgressScreen
from tpsession.tui.widgets.progress.overview import PlaceOverview, ProgressOverview

SIZES = [(60, 20), (80, 24), (120, 40), (200, 60)]


def with_places(tui: FakeTui, *places: str, sessions: int = 12) -> FakeTui:
    """Return the program with sessions of these places, those of the last place newest."""
    for number, place in enumerate(places):
        for record in sample_series(sessions):
            started = record.started_at + timedelta(hours=number)
            tui.history.add_session(
                record._replace(id=f"{place}-{record.id}", place=place, started_at=started), []
            )
    return tui


def words(user: User) -> str:
    """The text of the overview, however it is wrapped; empty if it isn't shown."""
    shown = [widget for widget in user.app.screen.query(ProgressOverview) if widget.display]
    if not shown:
        return ""
    region = shown[0].region
    lines = user.screen_text.splitlines()[region.y : region.bottom]
    return " ".join(" ".join(line[region.x : region.right] for line in lines).split())


def test_each_place_has_bars_words_and_a_sentence_and_the_routines_stay_on_the_screen() -> None:
    async def act(user: User) -> None:
        await wait_until_idle(user)
        async for size in user.resize_to([*SIZES, (80, 24)]):
            text = words(user)
            assert "Knee, left side" in text, size
            assert "12 sessions in 3 weeks: 9 ended lower, 0 the same, 3 higher;" in text, size
            assert "▆▅▅▄▆▅▅▄▆▅▅▄" in text, size
            assert "low 4, high 7" in text, size
            assert CAUSE_UNKNOWN in text, size
            assert all(name in user.screen_text for name in ("Neck", "Anywhere", "Zealous calf")), size
            places = sum(place.display for place in user.app.screen.query(PlaceOverview))
            assert ("1 of 2 places" in text) == (places == 1), size

    at_home(act, with_places(FakeTui(routines=(*THREE, CALF_ROUTINE)), "neck", "knee"), (80, 24))


def test_a_click_on_a_place_opens_its_progress() -> None:
    async def act(user: User) -> None:
        await wait_until_idle(user)
        for place, title in ((0, "Knee, left side (1 of 2)"), (1, "Neck, left side (2 of 2)")):
            row = list(user.app.screen.query(PlaceOverview))[place].region.y
            await user.click("#progress", (3, row - user.app.screen.query_one("#progress").region.y))
            await wait_until_idle(user)
            assert isinstance(user.app.screen, ProgressScreen)
            assert title in user.screen_text
            await user.press("escape")

    at_home(act, with_places(FakeTui(routines=THREE), "neck", "knee"), (120, 40))


def test_after_a_session_it_is_new_and_where_all_is_as_before_it_stays() -> None:
    tui = FakeTui(routines=THREE)

    async def look_elsewhere(user: User) -> None:
        await user.app.push_screen(HistoryScreen())
        await user.press("escape")
        await wait_until_idle(user)

    async def act(user: User) -> None:
        await wait_until_idle(user)
        assert words(user) == ""
        with_places(tui, "neck", sessions=4)
        await look_elsewhere(user)
        assert "4 sessions in 7 days; 2 more rated sessions are needed." in words(user)
        assert "7, 6, 5, 4" in words(user)
        async for size in user.resize_to([(80, 10), (120, 40)]):
            is_low = size == (80, 10)
            assert ("Neck, left side 4 of 6" in words(user)) is is_low
            # Where nothing of it is shown, nothing is said of what it may not show.
            assert (CAUSE_UNKNOWN in words(user)) is not is_low
        widget = user.app.screen.query_one(ProgressOverview)
        await look_elsewhere(user)
        assert user.app.screen.query_one(ProgressOverview) is widget
        with_places(tui, "knee", sessions=1)
        await look_elsewhere(user)
        assert "Knee, left side" in words(user)

    at_home(act, tui, (120, 40))


def test_it_is_shown_although_it_is_read_again_while_the_one_before_is_removed() -> None:
    tui = with_places(FakeTui(routines=THREE), "neck")

    async def act(user: User) -> None:
        await wait_until_idle(user)
        home = user.app.screen
        assert isinstance(home, HomeScreen)
        additions = home._additions
        assert additions is not None
        shown = user.app.screen.query_one(ProgressOverview)
        remove, is_removing = shown.remove, asyncio.Event()

        async def remove_slowly() -> None:
            await remove()
            is_removing.set()
            await asyncio.Event().wait()

        shown.remove = remove_slowly  # type: ignore[method-assign, assignment]
        with_places(tui, "knee", sessions=1)
        additions.load()
        await is_removing.wait()
        shown.remove = remove  # type: ignore[method-assign]
        additions.load()
        await wait_until(user.pilot, lambda: "Knee, left side" in words(user))

    at_home(act, tui, (120, 40))


def test_in_plain_characters_the_bars_are_marks_that_are_no_number() -> None:
    async def act(user: User) -> None:
        await wait_until_idle(user)
        assert "*+=-*+=-*+=- low 4, high 7" in words(user)
        assert user.screen_text.isascii()

    at_home(act, with_places(FakeTui(routines=THREE, charset=Charset.ASCII), "neck"), (80, 24))


@pytest.mark.parametrize("sessions", [0, 1])
def test_a_history_without_sessions_or_that_cannot_be_read_shows_none(sessions: int) -> None:
    tui = with_places(FakeTui(routines=THREE), "neck", sessions=sessions)

    def fail() -> list[object]:
        raise HistoryError("The history is damaged.")

    if sessions:
        tui.history.list_series = fail  # type: ignore[method-assign, assignment]
    assert "Pain before sessions" not in at_home(wait_until_idle, tui).screen_text


def test_a_large_screen_also_shows_the_last_sessions_which_open_the_history_and_what_is_due() -> None:
    async def act(user: User) -> None:
        await wait_until_idle(user)
        async for size in user.resize_to([(80, 24), (120, 40), (200, 60)]):
            is_large = size == (200, 60)
            assert ("Last sessions" in user.screen_text) == is_large, size
            assert ("Due today." in user.screen_text) == is_large, size
            assert all(name in user.screen_text for name in ("Neck", "Anywhere", "Zealous calf")), size
        await user.click("#sessions", (3, 2))
        await wait_until_idle(user)
        assert isinstance(user.app.screen, HistoryScreen)

    tui = with_places(FakeTui(routines=THREE), "neck", "knee")
    tui.history.save_programme(replace(PROGRAMME, routine="gone", started_on=MORNING.date()))
    at_home(act, tui, (200, 60))
