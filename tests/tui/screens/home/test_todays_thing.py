"""Home says what a comparison has for today, and enter starts it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import pytest

from tests.fakes.history import MemoryHistory
from tests.fakes.ports import MORNING, FakeClock
from tests.tui.fake_tui import FakeTui
from tests.tui.user import User, open_screen, wait_until
from tpsession.core.catalog.routine import Routine
from tpsession.core.catalog.side import Side
from tpsession.core.comparison.draw import draw_blocks
from tpsession.core.comparison.today import TodaysThing
from tpsession.core.dialogue.session_options import SessionOptions
from tpsession.core.history.comparison import Comparison
from tpsession.core.history.records import ONLY_REST, SessionRecord, Status
from tpsession.core.history.series import Series
from tpsession.tui.screens.comparison import ComparisonScreen
from tpsession.tui.screens.home import home
from tpsession.tui.screens.home.home import HomeScreen
from tpsession.tui.widgets.lists.todays_thing import TodaysThingLine

REST_FIRST = next(seed for seed in range(99) if draw_blocks(seed, 2, 1) == ((1, 0),))
COMPARISON = Comparison(
    id="one",
    series=Series("neck", Side.NONE),
    area="neck",
    things=("short", ONLY_REST),
    blocks=6,
    seed=REST_FIRST,
    started_on=MORNING.date(),
    rest_s=100.0,
)
DONE = SessionRecord(
    "done", MORNING, MORNING, Status.COMPLETED, None, ONLY_REST, "neck", "neck", Side.NONE, 100.0, 0.0, 6, 4
)


def shown(user: User) -> str:
    """What the line says, however it is wrapped."""
    widget = user.app.screen.query_one(TodaysThingLine)
    region = widget.content_region
    lines = user.screen_text.splitlines()[region.y : region.bottom]
    return " ".join(" ".join(line[region.x : region.right] for line in lines).split())


@dataclass
class Played:
    """What was played from home."""

    played: list[tuple[str, SessionOptions | None]] = field(default_factory=list)


def at_home(
    person: Callable[[User], Awaitable[None]], *records: SessionRecord, size: tuple[int, int] = (80, 24)
) -> list[tuple[str, SessionOptions | None]]:
    """Show home with a comparison and these sessions; return what the person played."""
    history = MemoryHistory()
    history.save_comparison(COMPARISON)
    for record in records:
        history.add_session(record, [])
    view = Played()

    async def act(user: User) -> None:
        def play(routine: Routine, *, rehearse: bool = False, options: SessionOptions | None = None) -> None:
            assert not rehearse
            view.played.append((routine.id, options))

        user.app.navigator.play = play  # type: ignore[method-assign]
        await user.app.workers.wait_for_complete()
        await user.pilot.pause()
        await user.app.workers.wait_for_complete()
        await user.pilot.pause()
        await person(user)

    open_screen(HomeScreen(), act, size, FakeTui(history=history))
    return view.played


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
def test_enter_starts_what_is_due_on_the_side_of_the_comparison(size: tuple[int, int]) -> None:
    async def person(user: User) -> None:
        assert "Comparison, block 1 of 6. Today: Only rest." in shown(user)
        await user.press("enter")

    assert at_home(person, size=size) == [(ONLY_REST, SessionOptions(side=Side.NONE, place="neck"))]


def test_a_click_starts_it_too() -> None:
    async def person(user: User) -> None:
        await user.click("#todays-thing")

    assert [name for name, _ in at_home(person)] == [ONLY_REST]


def test_down_leads_to_the_list_where_enter_starts_the_routine() -> None:
    async def person(user: User) -> None:
        await user.press("down", "enter")

    assert at_home(person) == [("short", None)]


def test_once_todays_session_is_done_the_list_has_the_focus_and_the_line_shows_the_comparison() -> None:
    async def person(user: User) -> None:
        assert "Comparison, block 1 of 6. Today had its session." in shown(user)
        await user.press("enter")
        await user.click("#todays-thing")
        assert isinstance(user.app.screen, ComparisonScreen)
        await user.press("escape", "shift+tab", "enter")
        assert isinstance(user.app.screen, ComparisonScreen)
        await user.press("escape", "b")
        assert isinstance(user.app.screen, ComparisonScreen)

    assert at_home(person, DONE._replace()) == [("short", None)]


def test_a_finished_one_says_that_its_result_can_be_seen() -> None:
    line = TodaysThingLine(TodaysThing("Comparison finished.", None, is_finished=True))
    assert str(line.content) == "> Comparison finished. See what came out."


def test_after_midnight_the_open_list_says_what_is_due_then(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(home, "DAY_WATCH_S", 0.05)

    async def person(user: User) -> None:
        assert "Today:" not in shown(user)
        clock = user.app.services.clock
        assert isinstance(clock, FakeClock)
        clock.pass_time(24 * 3600.0)
        await wait_until(user.pilot, lambda: "Today: Short." in shown(user))

    at_home(person, DONE)
