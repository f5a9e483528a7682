"""The list of routines on the screen."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

import pytest
from rich.cells import cell_len
from textual.app import ComposeResult
from textual.screen import Screen

from tests.plain.fake_services import SHORT
from tests.tui.fake_tui import FakeTui
from tests.tui.user import Does, Hands, on, pressing
from tpsession.core.catalog.routine import RoutineEntry
from tpsession.core.errors import Problem
from tpsession.core.settings.definitions import default_preferences
from tpsession.tui.drawing.raster.picture import Charset
from tpsession.tui.view_models.routine_rows import RoutineRow, build_row
from tpsession.tui.widgets.lists.routine_list import RoutineList

TODAY = date(2026, 1, 31)


def routine(name: str, identifier: str = "") -> RoutineRow:
    own = replace(SHORT, id=identifier or name.lower(), name=name)
    return build_row(RoutineEntry(own.id, "yours", f"{own.id}.toml", own, ()), default_preferences())


def broken(identifier: str) -> RoutineRow:
    problems = (Problem(1, 1, "wrong"), Problem(2, 1, "wrong"))
    entry = RoutineEntry(identifier, "yours", f"{identifier}.toml", None, problems)
    return build_row(entry, default_preferences())


FEW = [routine("Alpha"), broken("beta"), routine("Gamma")]
MANY = [routine(f"Routine {number:02}") for number in range(40)]


class _Bare(Screen[None]):
    """A list of ten lines, and what it posted."""

    CSS = "RoutineList { height: 10; }"

    def __init__(self, routines: list[RoutineRow], days: dict[str, date] | None = None) -> None:
        super().__init__()
        self.routines = routines
        self.days = days or {}
        self.said: list[Any] = []

    def compose(self) -> ComposeResult:
        yield RoutineList()

    def on_mount(self) -> None:
        of_routines = self.query_one(RoutineList)
        of_routines.show(self.routines, empty_text="No routine has these letters.")
        of_routines.show_last_days(self.days, TODAY)
        of_routines.focus()

    def on_routine_list_highlighted(self, event: RoutineList.Highlighted) -> None:
        self.said.append((event.routine and event.routine.name, event.by_person))

    def on_routine_list_selected(self, _event: RoutineList.Selected) -> None:
        self.said.append("chosen")


@dataclass
class Seen:
    """What a person saw at last, and what the list posted until then."""

    shown: str = ""
    pointed: str = ""
    said: list[Any] = field(default_factory=list)

    @property
    def lines(self) -> list[str]:
        return [line.rstrip() for line in self.shown.splitlines() if line.strip()]


def watched(
    does: Does,
    routines: list[RoutineRow],
    width: int = 60,
    charset: Charset = Charset.UNICODE,
    days: dict[str, date] | None = None,
) -> Seen:
    """What comes of something that a person does in the list."""
    screen = _Bare(routines, days)
    seen = Seen(said=screen.said)

    async def do(hands: Hands) -> None:
        await does(hands)
        seen.shown, seen.pointed = hands.shown, hands.pointed

    on(screen, do, (width, 12), FakeTui(charset=charset))
    return seen


def lines_of(routines: list[RoutineRow], width: int, **days: date) -> list[str]:
    """The lines of the list."""
    return watched(pressing(), routines, width, days=days).lines


def test_where_it_is_wide_a_routine_is_one_line_in_columns() -> None:
    assert lines_of(FEW, 60, alpha=TODAY, gamma=TODAY - timedelta(days=3)) == [
        "▸ Alpha                            Neck    2 min  today",
        "  ! beta                           has 2 problems",
        "  Gamma                            Neck    2 min  3 days ago",
    ]


def test_where_it_is_narrow_a_routine_is_two_lines() -> None:
    assert lines_of(FEW, 30, gamma=TODAY - timedelta(days=60)) == [
        "▸ Alpha",
        "  Neck, 2 min",
        "  ! beta",
        "  has 2 problems",
        "  Gamma",
        "  Neck, 2 min      2025-12-02",
    ]


@pytest.mark.parametrize("width", [30, 60])
def test_wide_characters_and_long_names_keep_the_columns_in_line(width: int) -> None:
    names = [routine("肩こり用の長い長い名前のマッサージ", "a"), routine("x" * 90, "b"), routine("Neck", "c")]
    shown = lines_of(names, width, a=TODAY, b=TODAY, c=TODAY)
    days = [line for line in shown if "today" in line]

    assert len(days) == 3
    assert len({cell_len(line[: line.index("today")]) for line in days}) == 1


def test_a_name_is_only_text() -> None:
    assert any("[red]me[/red]" in line for line in lines_of([routine("[red]me[/red]", "a")], 60))


def test_the_arrows_point_and_stay_within_the_list() -> None:
    seen = watched(pressing("down", "down", "down", "up"), FEW)

    assert seen.said == [("Alpha", False), ("beta", True), ("Gamma", True), ("beta", True)]
    assert seen.pointed.startswith("! beta")


@pytest.mark.parametrize(
    ("keys", "width", "pointed"),
    [
        (["end"], 60, 39),
        (["end", "home"], 60, 0),
        (["pagedown"], 60, 9),
        (["pagedown", "pagedown", "pageup"], 60, 9),
        (["pagedown"], 30, 4),
        (["pageup"], 60, 0),
    ],
)
def test_pages_and_ends_are_one_key_away(keys: list[str], width: int, pointed: int) -> None:
    seen = watched(pressing(*keys), MANY, width)

    assert seen.pointed.startswith(f"Routine {pointed:02}")


@pytest.mark.parametrize("width", [30, 60])
def test_what_is_pointed_at_is_always_in_sight(width: int) -> None:
    async def walk(hands: Hands) -> None:
        for key in ["down"] * 39 + ["up"] * 39:
            await hands.press(key)
            assert hands.pointed.startswith("Routine")

    watched(walk, MANY, width)


def test_a_click_points_and_a_click_on_what_is_pointed_at_chooses_it() -> None:
    async def click_twice(hands: Hands) -> None:
        await hands.click("RoutineList", (5, 2))
        await hands.click("RoutineList", (5, 2))

    seen = watched(click_twice, FEW)

    assert seen.said == [("Alpha", False), ("Gamma", True), "chosen"]


def test_both_lines_of_a_routine_can_be_clicked_and_what_is_below_the_last_cannot() -> None:
    async def click(hands: Hands) -> None:
        await hands.click("RoutineList", (5, 3))
        await hands.click("RoutineList", (5, 8))

    seen = watched(click, FEW, width=30)

    assert seen.said == [("Alpha", False), ("beta", True)]


def test_a_click_means_what_is_under_it_also_after_scrolling() -> None:
    async def scroll_and_click(hands: Hands) -> None:
        await hands.press("end", "pageup")
        await hands.click("RoutineList", (5, 0))

    seen = watched(scroll_and_click, MANY)

    assert seen.pointed.startswith("Routine 30")


@pytest.mark.parametrize(("stay", "pointed"), [(True, "Gamma"), (False, "Alpha")])
def test_with_a_new_order_what_was_pointed_at_stays_if_that_is_wanted(stay: bool, pointed: str) -> None:
    async def reorder(hands: Hands) -> None:
        await hands.press("end")
        hands.app.screen.query_one(RoutineList).show(FEW[:1] + FEW[2:], empty_text="", keep_highlight=stay)
        await hands.press()

    seen = watched(reorder, FEW)

    assert seen.pointed.startswith(pointed)


def test_when_what_was_pointed_at_is_gone_the_first_is_pointed_at() -> None:
    async def lose(hands: Hands) -> None:
        await hands.press("end")
        hands.app.screen.query_one(RoutineList).show(FEW[:2], empty_text="", keep_highlight=True)
        await hands.press()

    seen = watched(lose, FEW)

    assert seen.said == [("Alpha", False), ("Gamma", True), ("Alpha", False)]


def test_an_empty_list_says_why_and_nothing_can_be_chosen_in_it() -> None:
    async def try_all(hands: Hands) -> None:
        await hands.press("down", "up", "end", "home", "pagedown", "pageup")
        await hands.click("RoutineList", (3, 0))

    seen = watched(try_all, [], width=20)

    assert "No routine has" in seen.shown
    assert "these letters." in seen.shown
    assert seen.said == []


def test_without_unicode_the_mark_is_ascii() -> None:
    seen = watched(pressing(), [routine("Alpha")], charset=Charset.ASCII)

    assert seen.shown.startswith("> Alpha")


def test_a_list_in_a_tiny_room_is_drawn_all_the_same() -> None:
    seen = watched(pressing("down", "end"), MANY, width=4)

    assert "▸" in seen.shown
