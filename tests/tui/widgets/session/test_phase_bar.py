"""The bar that shows a plan and the position of the session in it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.app import ComposeResult
from textual.screen import Screen

from tests.core.routines import BREATHE_60S, LOCATE_GATE, OIL_30S, REST_60S, THREE_HOLDS, plan_of, with_gate
from tests.core.strategies import plans
from tests.tui.fake_tui import FakeTui, screen_text
from tpsession.core.catalog.routine import Sides
from tpsession.core.plan.phase import PhaseKind
from tpsession.core.plan.plan import Plan
from tpsession.tui.drawing.raster.charset import Charset
from tpsession.tui.widgets.session.phase_bar import (
    DONE,
    PATTERNS,
    POSITION_MARK,
    PhaseBar,
    PhaseLegend,
    cell_at,
    phase_legend,
    phase_widths,
)

WIDTHS = st.integers(0, 220)
EVERYTHING = plan_of(LOCATE_GATE, OIL_30S, with_gate(THREE_HOLDS), REST_60S, sides=Sides.EACH)
"""A plan with a phase of every kind."""


@given(plans(), WIDTHS)
def test_the_phases_together_are_exactly_as_wide_as_the_bar(plan: Plan, width: int) -> None:
    shares = phase_widths(plan, width)

    assert len(shares) == len(plan.phases)
    assert sum(shares) == width
    assert min(shares) >= 0


@given(plans(exact=False), WIDTHS)
def test_if_there_is_room_every_phase_is_visible_and_a_gate_is_one_cell(plan: Plan, width: int) -> None:
    shares = phase_widths(plan, width)

    timed = [share for share, phase in zip(shares, plan.phases, strict=True) if not phase.is_gate]
    gates = [share for share, phase in zip(shares, plan.phases, strict=True) if phase.is_gate]
    assert set(gates) <= {0, 1}
    assert width < len(timed) or min(timed) >= 1
    assert width < len(shares) or set(gates) <= {1}


@given(plans(exact=False), WIDTHS)
def test_a_longer_phase_is_never_narrower(plan: Plan, width: int) -> None:
    pairs = zip(plan.phases, phase_widths(plan, width), strict=True)
    by_length = sorted((phase.planned_s, share) for phase, share in pairs if not phase.is_gate)

    shares = [share for _, share in by_length]
    assert shares == sorted(shares)


@given(plans(), st.integers(1, 4))
def test_in_a_wide_bar_every_phase_is_as_wide_as_it_is_long(plan: Plan, scale: int) -> None:
    lengths = [phase.planned_s for phase in plan.phases]
    gates = sum(phase.is_gate for phase in plan.phases)
    # So wide that even the shortest phase has its cell without taking one from the others.
    width = round(plan.planned_s * scale) + gates

    for length, share, phase in zip(lengths, phase_widths(plan, width), plan.phases, strict=True):
        assert phase.is_gate or abs(share - length * (width - gates) / plan.planned_s) < 1


@pytest.mark.parametrize("charset", Charset)
def test_every_kind_has_a_pattern_of_its_own(charset: Charset) -> None:
    chars = [pattern.char(charset) for pattern in (*PATTERNS.values(), DONE)]

    assert set(PATTERNS) == set(PhaseKind)
    assert len(set(chars)) == len(chars)
    assert all(len(char) == 1 for char in chars)
    assert charset is Charset.UNICODE or all(char.isascii() for char in (*chars, POSITION_MARK.char(charset)))


def test_the_legend_explains_only_the_kinds_in_the_plan() -> None:
    text = phase_legend(plan_of(OIL_30S, LOCATE_GATE)).plain

    assert text == "· get ready  ▄ work  │ waits for you"
    assert (
        phase_legend(plan_of(OIL_30S, LOCATE_GATE), Charset.ASCII).plain
        == ". get ready  = work  | waits for you"
    )


@given(plans(), st.integers(16, 120))
def test_the_legend_keeps_within_its_width_and_each_pattern_with_its_label(plan: Plan, width: int) -> None:
    lines = phase_legend(plan, Charset.UNICODE, width).plain.split("\n")

    assert all(len(line) <= width for line in lines)
    assert "  ".join(lines) == phase_legend(plan).plain


@given(plans(), st.integers(1, 80))
def test_the_mark_stays_in_the_bar_and_never_moves_back(plan: Plan, width: int) -> None:
    widths = phase_widths(plan, width)
    marks = [cell_at(widths, index, part) for index in range(len(widths)) for part in (0.0, 0.5, 1.0)]

    assert marks == sorted(marks)
    assert marks[0] == 0
    assert marks[-1] == width - 1


# On the screen


class PhaseBarScreen(Screen[None]):
    """A bar of 40 cells, with the line for its mark, and its legend."""

    CSS = "PhaseBar { width: 40; height: 2; } PhaseLegend { width: 40; }"

    def __init__(self, plan: Plan) -> None:
        super().__init__()
        self._plan = plan

    def compose(self) -> ComposeResult:
        yield PhaseBar(self._plan)
        yield PhaseLegend()


def drawn(
    plan: Plan, then: Callable[[PhaseBar], None] = lambda _: None, charset: Charset = Charset.UNICODE
) -> list[str]:
    """The lines of the bar after something was done with it."""

    async def show() -> list[str]:
        screen = PhaseBarScreen(plan)
        app = FakeTui(charset=charset).single_screen_app(screen)
        async with app.run_test(size=(60, 10)) as pilot:
            then(screen.query_one(PhaseBar))
            await pilot.pause()
            return [line[:40] for line in screen_text(app).splitlines()[:2]]

    return asyncio.run(show())


def test_the_whole_plan_is_shown_in_the_patterns_of_its_phases() -> None:
    # 5 s to get ready, 30 s of work, a gate, 60 s of rest.
    bar, mark = drawn(plan_of(OIL_30S, LOCATE_GATE, REST_60S))

    assert bar == "··" + "▄" * 12 + "│" + "─" * 25
    assert mark.strip() == ""


def test_the_finished_part_differs_and_the_position_is_marked() -> None:
    bar, mark = drawn(plan_of(OIL_30S, LOCATE_GATE, REST_60S), lambda bar: bar.show_position(1, 15.0, 30.0))

    assert bar == "▁" * 8 + "▄" * 6 + "│" + "─" * 25
    assert mark.rstrip() == " " * 8 + "▲"


def test_a_terminal_without_unicode_shows_the_same_in_ascii() -> None:
    bar, mark = drawn(
        plan_of(OIL_30S, LOCATE_GATE, REST_60S), lambda bar: bar.show_position(1, 15.0, 30.0), Charset.ASCII
    )

    assert bar == "_" * 8 + "=" * 6 + "|" + "-" * 25
    assert mark.rstrip() == " " * 8 + "^"


def test_in_a_gate_the_mark_is_below_it() -> None:
    bar, mark = drawn(plan_of(OIL_30S, LOCATE_GATE, REST_60S), lambda bar: bar.show_position(2, 70.0, 0.0))

    assert bar.index("│") == mark.index("▲")


def test_a_phase_that_was_extended_fills_its_cells_more_slowly() -> None:
    bar, _ = drawn(plan_of(OIL_30S, LOCATE_GATE, REST_60S), lambda bar: bar.show_position(1, 15.0, 60.0))

    assert bar == "▁" * 5 + "▄" * 9 + "│" + "─" * 25


def test_after_going_back_the_finished_part_is_shorter() -> None:
    def there_and_back(bar: PhaseBar) -> None:
        bar.show_position(3, 30.0, 60.0)
        bar.show_position(0, 0.0, 5.0)

    bar, mark = drawn(plan_of(OIL_30S, LOCATE_GATE, REST_60S), there_and_back)

    assert bar == "··" + "▄" * 12 + "│" + "─" * 25
    assert mark.startswith("▲")


def test_another_plan_replaces_the_first() -> None:
    def replace(bar: PhaseBar) -> None:
        bar.show_position(3, 1.0, 30.0)
        bar.show(plan_of(BREATHE_60S))

    bar, mark = drawn(EVERYTHING, replace)

    assert set(bar) == {"·", "▄"}
    assert mark.strip() == ""


def test_the_bar_is_drawn_only_if_the_position_moves_to_another_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    drawings: list[str] = []

    def follow(bar: PhaseBar) -> None:
        bar.show_position(1, 0.0, 30.0)
        monkeypatch.setattr(bar, "refresh", lambda: drawings.append("drawn"))
        # 12 cells for 30 s: the mark moves to another one every 2.5 s.
        for tenth in range(1, 100):
            bar.show_position(1, tenth / 10, 30.0)

    drawn(plan_of(OIL_30S, LOCATE_GATE, REST_60S), follow)

    assert len(drawings) == 3
