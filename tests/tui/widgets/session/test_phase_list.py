"""The list of a plan's steps with their times."""

from __future__ import annotations

import asyncio

from hypothesis import given
from rich.cells import cell_len
from textual.app import ComposeResult
from textual.screen import Screen

from tests.core.routines import (
    EIGHT_STROKES,
    LOCATE_GATE,
    OIL_30S,
    REST_60S,
    TEN_RAISES,
    THREE_HOLDS,
    TWO_FISTS,
    WIPE_GATE,
    plan_of,
    with_gate,
)
from tests.core.strategies import plans
from tests.tui.fake_tui import FakeTui, screen_text
from tpsession.core.catalog.routine import Sides
from tpsession.core.plan.phase import PhaseKind
from tpsession.core.plan.plan import Plan
from tpsession.tui.drawing.raster.charset import Charset
from tpsession.tui.widgets.session.phase_list import PhaseList, plan_lines

SMALL = plan_of(LOCATE_GATE, OIL_30S, with_gate(THREE_HOLDS), WIPE_GATE)
LONG = plan_of(*[OIL_30S] * 40)


def test_holds_and_releases_of_a_step_are_one_line() -> None:
    lines = plan_lines(plan_of(THREE_HOLDS))

    assert [(line.starts_s, line.title, line.length) for line in lines] == [
        (0.0, "Get ready", ("0:05",)),
        (5.0, "Lean on the ball, left side", ("3 x 0:30", "0:15 between")),
    ]


def test_a_line_says_how_many_times_and_that_a_release_follows_each_hold() -> None:
    lines = plan_lines(plan_of(EIGHT_STROKES, TEN_RAISES, TWO_FISTS))

    assert [line.length for line in lines[1:]] == [
        ("8 times", "0:40"),
        ("10 times", "waits for you"),
        ("2 x 0:05", "0:15 to let go"),
    ]


def test_a_gate_waits_for_the_person_alone_or_before_its_step() -> None:
    lines = plan_lines(SMALL)

    assert [line.length for line in lines] == [
        ("0:05",),
        ("waits for you",),
        ("0:30",),
        ("waits for you", "3 x 0:30", "0:15 between"),
        ("waits for you",),
    ]
    assert [line.kind for line in lines][1:4] == [PhaseKind.GATE, PhaseKind.WORK, PhaseKind.HOLD]


def test_switching_sides_and_getting_ready_have_lines_of_their_own() -> None:
    lines = plan_lines(plan_of(OIL_30S, REST_60S, sides=Sides.EACH))

    assert [(line.starts_s, line.title) for line in lines] == [
        (0.0, "Get ready"),
        (5.0, "Oil, left side"),
        (35.0, "Switch sides: right side"),
        (38.0, "Get ready"),
        (43.0, "Oil, right side"),
        (73.0, "Rest"),
    ]


@given(plans())
def test_there_is_a_line_for_every_step_in_the_order_of_time(plan: Plan) -> None:
    lines = plan_lines(plan)
    lead_ins = sum(phase.kind.is_lead_in for phase in plan.phases)

    assert len(lines) == lead_ins + len(plan.entries)
    assert [line.starts_s for line in lines] == sorted(line.starts_s for line in lines)


class PhaseListScreen(Screen[None]):
    CSS = "PhaseList { height: 6; }"

    def __init__(self, plan: Plan) -> None:
        super().__init__()
        self._plan = plan

    def compose(self) -> ComposeResult:
        yield PhaseList(self._plan)


def lines_of(plan: Plan, width: int, *keys: str, charset: Charset = Charset.UNICODE) -> list[str]:
    """The visible lines after some keys."""

    async def show() -> list[str]:
        screen = PhaseListScreen(plan)
        # Without motion, because a list that is still scrolling would be read too early.
        app = FakeTui(settings={"screen.motion": False}, charset=charset).single_screen_app(screen)
        async with app.run_test(size=(width, 10)) as pilot:
            await pilot.press(*keys)
            await pilot.pause()
            return [line.rstrip() for line in screen_text(app).splitlines()[:6]]

    return asyncio.run(show())


def test_a_step_and_its_length_are_side_by_side_if_they_fit() -> None:
    assert lines_of(plan_of(LOCATE_GATE, THREE_HOLDS), 60)[:3] == [
        "0:00 · Get ready                                        0:05",
        "0:05 │ Find the spot, left side                waits for you",
        "0:05 █ Lean on the ball, left side    3 x 0:30, 0:15 between",
    ]


def test_if_they_do_not_fit_the_length_is_below() -> None:
    assert lines_of(plan_of(LOCATE_GATE, THREE_HOLDS), 32)[1:] == [
        "0:05 │ Find the spot, left side",
        "       waits for you",
        "0:05 █ Lean on the ball, left",
        "       side",
        "       3 x 0:30, 0:15 between",
    ]


def test_without_unicode_the_same_marks_are_ascii() -> None:
    assert all(line.isascii() for line in lines_of(SMALL, 60, charset=Charset.ASCII))


def test_a_long_list_scrolls_by_keys_once_it_has_the_focus() -> None:
    assert lines_of(LONG, 60, "tab", "end")[-1].startswith("19:35")
    assert lines_of(LONG, 60, "tab", "end", "home")[0].strip().startswith("0:00")


def test_a_list_that_fits_takes_no_focus() -> None:
    async def focused() -> object:
        screen = PhaseListScreen(plan_of(OIL_30S))
        async with FakeTui().single_screen_app(screen).run_test(size=(60, 10)) as pilot:
            await pilot.press("tab")
            return screen.focused

    assert asyncio.run(focused()) is None


def test_another_plan_is_shown_from_its_first_step() -> None:
    async def show() -> str:
        screen = PhaseListScreen(LONG)
        app = FakeTui().single_screen_app(screen)
        async with app.run_test(size=(60, 10)) as pilot:
            await pilot.press("tab", "end")
            screen.query_one(PhaseList).show(plan_of(REST_60S))
            await pilot.pause()
            return screen_text(app)

    assert [line.split()[0] for line in asyncio.run(show()).splitlines()[:2]] == ["0:00", "0:05"]


@given(plans())
def test_no_line_is_too_wide(plan: Plan) -> None:
    steps = PhaseList(plan)
    for width in (12, 30, 80):
        for row in steps._rows_for(width):
            assert cell_len(row.title) + cell_len(row.length) <= max(1, width - steps._start_width - 3)
