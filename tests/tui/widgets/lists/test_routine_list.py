"""The list of routines: its lines, the highlight, and what it posts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from rich.cells import cell_len
from textual.app import ComposeResult
from textual.screen import Screen

from tests.plain.fake_services import SHORT
from tests.tui.fake_tui import FakeTui
from tests.tui.user import User, UserActions, open_screen, press_keys
from tpsession.core.catalog.routine import RoutineEntry
from tpsession.core.errors import Problem
from tpsession.core.settings.definitions import default_preferences
from tpsession.tui.drawing.raster.charset import Charset
from tpsession.tui.view_models.routine_rows import RoutineRow, build_row
from tpsession.tui.widgets.lists.routine_list import RoutineList

TODAY = date(2026, 1, 31)


def routine(name: str, identifier: str = "") -> RoutineRow:
    own = SHORT._replace(id=identifier or name.lower(), name=name)
    return build_row(RoutineEntry(own.id, "yours", f"{own.id}.toml", own, ()), default_preferences())


def broken(identifier: str) -> RoutineRow:
    problems = (Problem(1, 1, "wrong"), Problem(2, 1, "wrong"))
    entry = RoutineEntry(identifier, "yours", f"{identifier}.toml", None, problems)
    return build_row(entry, default_preferences())


FEW = [routine("Alpha"), broken("beta"), routine("Gamma")]
MANY = [routine(f"Routine {number:02}") for number in range(40)]


class ListScreen(Screen[None]):
    """A list of ten lines; it records what the list posts."""

    CSS = "RoutineList { height: 10; }"

    def __init__(self, routines: list[RoutineRow], days: dict[str, date] | None = None) -> None:
        super().__init__()
        self.routines = routines
        self.days = days or {}
        self.posted: list[Any] = []

    def compose(self) -> ComposeResult:
        yield RoutineList()

    def on_mount(self) -> None:
        routine_list = self.query_one(RoutineList)
        routine_list.show(self.routines, empty_text="No matching routines.")
        routine_list.show_last_days(self.days, TODAY)
        routine_list.focus()

    def on_routine_list_highlighted(self, event: RoutineList.Highlighted) -> None:
        self.posted.append((event.routine and event.routine.name, event.by_person))

    def on_routine_list_selected(self, _event: RoutineList.Selected) -> None:
        self.posted.append("selected")


@dataclass
class Outcome:
    """What the list showed at the end, and what it posted until then."""

    screen_text: str = ""
    highlighted_line: str = ""
    posted: list[Any] = field(default_factory=list)

    @property
    def lines(self) -> list[str]:
        return [line.rstrip() for line in self.screen_text.splitlines() if line.strip()]


def outcome_of(
    act: UserActions,
    routines: list[RoutineRow],
    width: int = 60,
    charset: Charset = Charset.UNICODE,
    days: dict[str, date] | None = None,
) -> Outcome:
    """Show the list, do something in it, and return the outcome."""
    screen = ListScreen(routines, days)
    outcome = Outcome(posted=screen.posted)

    async def do(user: User) -> None:
        await act(user)
        outcome.screen_text, outcome.highlighted_line = user.screen_text, user.highlighted_line

    open_screen(screen, do, (width, 12), FakeTui(charset=charset))
    return outcome


def lines_of(routines: list[RoutineRow], width: int, **days: date) -> list[str]:
    """The lines of the list."""
    return outcome_of(press_keys(), routines, width, days=days).lines


def test_in_a_wide_list_a_routine_is_one_line_in_columns() -> None:
    assert lines_of(FEW, 60, alpha=TODAY, gamma=TODAY - timedelta(days=3)) == [
        "▸ Alpha                             Neck  2 min  today",
        "  ! beta  has 2 problems",
        "  Gamma                             Neck  2 min  3 days ago",
    ]


def test_in_a_narrow_list_whole_names_come_before_the_other_columns() -> None:
    assert lines_of(FEW, 30, gamma=TODAY - timedelta(days=60)) == [
        "▸ Alpha     2 min",
        "  ! beta  has 2 problems",
        "  Gamma     2 min  2025-12-02",
    ]
    assert lines_of([*FEW[:2], routine("A name of 19 cells!")], 30) == [
        "▸ Alpha                 2 min",
        "  ! beta  has 2 problems",
        "  A name of 19 cells!   2 min",
    ]


def test_wide_characters_and_long_names_keep_the_columns_in_line() -> None:
    names = [routine("肩こり用の長い長い名前のマッサージ", "a"), routine("x" * 90, "b"), routine("Neck", "c")]
    screen_text = lines_of(names, 60, a=TODAY, b=TODAY, c=TODAY)
    days = [line for line in screen_text if "today" in line]

    assert len(days) == 3
    assert len({cell_len(line[: line.index("today")]) for line in days}) == 1


def test_a_name_is_only_text() -> None:
    assert any("[red]me[/red]" in line for line in lines_of([routine("[red]me[/red]", "a")], 60))


def test_the_arrows_move_the_highlight_within_the_list() -> None:
    outcome = outcome_of(press_keys("down", "down", "down", "up"), FEW)

    assert outcome.posted == [("Alpha", False), ("beta", True), ("Gamma", True), ("beta", True)]
    assert outcome.highlighted_line.startswith("! beta")


@pytest.mark.parametrize(
    ("keys", "width", "highlighted_line"),
    [
        (["end"], 60, 39),
        (["end", "home"], 60, 0),
        (["pagedown"], 60, 9),
        (["pagedown", "pagedown", "pageup"], 60, 9),
        (["pagedown"], 30, 9),
        (["pageup"], 60, 0),
    ],
)
def test_pages_and_ends_are_one_key_away(keys: list[str], width: int, highlighted_line: int) -> None:
    outcome = outcome_of(press_keys(*keys), MANY, width)

    assert outcome.highlighted_line.startswith(f"Routine {highlighted_line:02}")


@pytest.mark.parametrize("width", [30, 60])
def test_the_highlighted_routine_is_always_visible(width: int) -> None:
    async def walk(user: User) -> None:
        for key in ["down"] * 39 + ["up"] * 39:
            await user.press(key)
            assert user.highlighted_line.startswith("Routine")

    outcome_of(walk, MANY, width)


def test_a_click_highlights_and_a_second_click_selects() -> None:
    async def click_twice(user: User) -> None:
        await user.click("RoutineList", (5, 2))
        await user.click("RoutineList", (5, 2))

    outcome = outcome_of(click_twice, FEW)

    assert outcome.posted == [("Alpha", False), ("Gamma", True), "selected"]


def test_what_is_below_the_last_routine_cannot_be_clicked() -> None:
    assert outcome_of(lambda user: user.click("RoutineList", (5, 8)), FEW).posted == [("Alpha", False)]


def test_a_click_after_scrolling_highlights_the_routine_under_the_mouse() -> None:
    async def scroll_and_click(user: User) -> None:
        await user.press("end", "pageup")
        await user.click("RoutineList", (5, 0))

    outcome = outcome_of(scroll_and_click, MANY)

    assert outcome.highlighted_line.startswith("Routine 30")


@pytest.mark.parametrize(("keep_highlight", "highlighted_line"), [(True, "Gamma"), (False, "Alpha")])
def test_in_a_new_order_the_highlight_can_stay(keep_highlight: bool, highlighted_line: str) -> None:
    async def reorder(user: User) -> None:
        await user.press("end")
        routine_list = user.app.screen.query_one(RoutineList)
        routine_list.show(FEW[:1] + FEW[2:], empty_text="", keep_highlight=keep_highlight)
        await user.press()

    outcome = outcome_of(reorder, FEW)

    assert outcome.highlighted_line.startswith(highlighted_line)


def test_if_the_highlighted_routine_is_gone_the_one_in_its_place_is_highlighted() -> None:
    async def lose(user: User) -> None:
        await user.press("end")
        user.app.screen.query_one(RoutineList).show(FEW[:2], empty_text="", keep_highlight=True)
        await user.press()

    outcome = outcome_of(lose, FEW)

    assert outcome.posted == [("Alpha", False), ("Gamma", True), ("beta", False)]


def test_an_empty_list_says_why_and_nothing_can_be_selected() -> None:
    async def try_all(user: User) -> None:
        await user.press("down", "up", "end", "home", "pagedown", "pageup")
        await user.click("RoutineList", (3, 0))

    outcome = outcome_of(try_all, [], width=20)

    assert "No matching" in outcome.screen_text
    assert "routines." in outcome.screen_text
    assert outcome.posted == []


def test_without_unicode_the_mark_is_ascii() -> None:
    outcome = outcome_of(press_keys(), [routine("Alpha")], charset=Charset.ASCII)

    assert outcome.screen_text.startswith("> Alpha")


def test_a_tiny_list_can_be_drawn() -> None:
    outcome = outcome_of(press_keys("down", "end"), MANY, width=4)

    assert "▸" in outcome.screen_text
