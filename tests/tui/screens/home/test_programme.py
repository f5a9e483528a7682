"""A routine's programme on the home screen: shown in the details, started, paused and ended by key."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.core.programme.samples import PROGRAMME, session
from tests.fakes.history import MemoryHistory
from tests.fakes.ports import MORNING
from tests.plain.fake_services import SHORT
from tests.tui.fake_tui import FakeTui
from tests.tui.screens.home.test_home import ANY_ROUTINE, NECK_ROUTINE, THREE, at_home, wait_until_idle
from tests.tui.user import User, wait_until
from tpsession.core.catalog.proposed import ProposedProgramme
from tpsession.core.catalog.routine import Routine, Sides
from tpsession.core.catalog.side import Side
from tpsession.core.errors import HistoryError
from tpsession.core.history.programme import Pause, Programme
from tpsession.core.text.formatting import NOTHING_SAVED
from tpsession.tui.screens.home.home import HomeScreen

TODAY = MORNING.date()
RUNNING = replace(
    PROGRAMME,
    routine="neck",
    place="neck",
    area="neck",
    side=Side.BOTH,
    started_on=TODAY - timedelta(days=1),
)
DONE_YESTERDAY = session(
    started_at=MORNING - timedelta(days=1), routine="neck", place="neck", area="neck", side=Side.BOTH
)


def neck_programme(**changes: object) -> FakeTui:
    """The program with a programme of the first routine, whose first day is done."""
    history = MemoryHistory()
    history.add_session(DONE_YESTERDAY, [])
    history.save_programme(replace(RUNNING, **changes))  # type: ignore[arg-type]
    return FakeTui(routines=THREE, history=history)


def answer(tui: FakeTui, *keys: str, size: tuple[int, int] = (80, 24)) -> list[Programme]:
    """Open the question about the first routine's programme and press these keys; return what is saved."""

    async def act(user: User) -> None:
        await wait_until_idle(user)
        await user.press("m")
        for key in keys:
            await user.press(key)
        await user.pilot.pause()

    at_home(act, tui, size)
    return tui.history.find_programmes()


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
def test_the_details_say_how_the_programme_stands(size: tuple[int, int]) -> None:
    assert "1 of 6 days done." in at_home(wait_until_idle, neck_programme(), size).screen_text


def test_a_routine_without_a_programme_says_nothing_about_one() -> None:
    async def look(user: User) -> None:
        await wait_until_idle(user)
        assert "days done" in user.screen_text
        await user.press("down")

    assert "days done" not in at_home(look, neck_programme()).screen_text


@pytest.mark.parametrize("changes", [{"ended_on": TODAY}, {"routine": "gone"}])
def test_an_ended_programme_and_that_of_another_routine_are_not_shown(changes: dict[str, object]) -> None:
    assert "days done" not in at_home(wait_until_idle, neck_programme(**changes)).screen_text


def test_a_history_that_cannot_be_read_shows_no_programme_and_no_fault() -> None:
    tui = neck_programme()

    def fail() -> list[Programme]:
        raise HistoryError("The history is damaged.")

    tui.history.find_programmes = fail  # type: ignore[method-assign]
    assert "days done" not in at_home(wait_until_idle, tui).screen_text


def started(routine: Routine, *keys: str, size: tuple[int, int] = (80, 24)) -> Programme | None:
    """Start a programme of a routine with these keys; return it, or None if none was started."""
    programmes = answer(FakeTui(routines=(routine,)), *keys, size=size)
    assert len(programmes) <= 1
    return programmes[0] if programmes else None


def test_the_first_offer_is_what_the_file_proposes() -> None:
    programme = started(SHORT._replace(programme=ProposedProgramme(9, 3)), "enter")
    assert programme is not None
    assert (programme.sessions, programme.every_days, programme.started_on) == (9, 3, TODAY)
    assert (programme.routine, programme.place, programme.side) == (SHORT.id, "neck", Side.NONE)


@pytest.mark.parametrize("size", [(60, 20), (120, 40)])
def test_a_side_is_asked_for_if_the_routine_leaves_it_open(size: tuple[int, int]) -> None:
    programme = started(NECK_ROUTINE, "2", "r", size=size)
    assert programme is not None
    assert (programme.sessions, programme.every_days, programme.side) == (6, 1, Side.RIGHT)


def test_no_side_is_asked_for_if_both_are_massaged_at_once() -> None:
    programme = started(NECK_ROUTINE._replace(sides=Sides.BOTH), "2")
    assert programme is not None
    assert programme.side is Side.BOTH


def test_an_area_is_asked_for_if_the_routine_is_for_any() -> None:
    programme = started(ANY_ROUTINE, "1", "down", "enter")
    assert programme is not None
    assert programme.place == programme.area != ""


@pytest.mark.parametrize("keys", [("escape",), ("n",), ("1", "escape")])
def test_nothing_is_started_by_going_back(keys: tuple[str, ...]) -> None:
    assert started(NECK_ROUTINE, *keys) is None
    assert started(ANY_ROUTINE, *keys) is None


def test_a_run_that_saves_nothing_says_so_instead_of_asking_for_a_programme() -> None:
    async def act(user: User) -> None:
        await wait_until_idle(user)
        user.app.history.turn_off()
        await user.press("m")
        await wait_until(user.pilot, lambda: bool(user.app._notifications))
        assert [each.message for each in user.app._notifications] == [NOTHING_SAVED]
        assert isinstance(user.app.screen, HomeScreen)

    at_home(act, FakeTui(routines=(NECK_ROUTINE,)))


def test_a_running_programme_is_paused_resumed_and_ended() -> None:
    assert answer(neck_programme(), "p")[0].pause == Pause(TODAY)
    paused = neck_programme(pause=Pause(TODAY - timedelta(days=2)))
    assert answer(paused, "r")[0].pause is None
    assert answer(neck_programme(), "e", "enter")[0].ended_on == TODAY
    for key in ("enter", "escape"):
        assert answer(neck_programme(), key) == [RUNNING]


def test_the_details_follow_a_change_at_once() -> None:
    async def pause(user: User) -> None:
        await wait_until_idle(user)
        await user.press("m")
        await user.press("p")
        await wait_until(user.pilot, lambda: "Paused" in user.screen_text)

    at_home(pause, neck_programme())


def test_it_is_for_the_pain_that_the_routine_was_last_played_for_and_no_side_is_asked() -> None:
    history = MemoryHistory()
    history.add_session(DONE_YESTERDAY._replace(place="head", side=Side.LEFT), [])
    (programme,) = answer(FakeTui(routines=THREE, history=history), "1")
    assert (programme.place, programme.side, programme.area) == ("head", Side.LEFT, "neck")


def test_a_pause_begins_today_if_the_list_has_been_open_since_yesterday() -> None:
    tui = neck_programme()

    async def act(user: User) -> None:
        await wait_until_idle(user)
        tui.clock.pass_time(24 * 3600.0)
        await user.press("m")
        await user.press("p")
        await user.pilot.pause()

    at_home(act, tui)
    (programme,) = tui.history.find_programmes()
    assert programme.pause == Pause(TODAY + timedelta(days=1), None)
