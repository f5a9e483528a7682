"""The home screen: the list of routines, and the details of the one that is highlighted.

The order, the filter and what stays highlighted are tested in `test_home_list`.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest
from textual.events import Key
from textual.screen import Screen
from textual.widgets import Input

from tests.fakes.history import MemoryHistory
from tests.fakes.ports import MORNING, FakeLibrary
from tests.plain.fake_services import SHORT
from tests.tui.fake_tui import FakeTui, shown
from tests.tui.user import Does, Hands, on
from tpsession.core.catalog.area import CALF, HAND, NECK, Area
from tpsession.core.catalog.routine import Routine, RoutineEntry, Sides, Step
from tpsession.core.catalog.side import Side
from tpsession.core.catalog.technique import STROKES
from tpsession.core.dialogue.session_options import SessionOptions
from tpsession.core.errors import HistoryError, Problem, Severity, UsageError
from tpsession.core.history.records import HistoryQuery, SessionRecord, Status
from tpsession.core.text.formatting import NOTHING_SAVED
from tpsession.tui.drawing.raster.picture import Charset
from tpsession.tui.screens.history.history import HistoryScreen
from tpsession.tui.screens.home import home
from tpsession.tui.screens.home.home import HomeScreen
from tpsession.tui.screens.prepare.area import AreaScreen
from tpsession.tui.screens.tools.doctor import DoctorScreen
from tpsession.tui.screens.tools.render import RenderScreen
from tpsession.tui.screens.tools.settings import SettingsScreen
from tpsession.tui.widgets.body.body_picture import BodyPicture

SIZES = [(60, 20), (80, 24), (120, 40), (200, 60)]
EVENING = RoutineEntry(
    "evening",
    "yours",
    "routines/evening.toml",
    None,
    (Problem(3, 8, '"neckk" is no area'), Problem(9, 1, "a step needs a technique")),
)


def routine(name: str, area: Area | None = NECK, **fields: Any) -> Routine:  # noqa: ANN401 - any field
    return replace(SHORT, id=name.lower(), name=name, area=area, **fields)


NECK_ROUTINE = routine(
    "Neck",
    position="Sit upright.",
    have=("oil", "towel"),
    avoid=("a fresh scar",),
    sources=("Ours",),
    summary="Loosen it.",
    sides=Sides.EACH,
)
ANY_ROUTINE = routine("Anywhere", None, have=("a ball",), avoid=("a fresh scar",))
CALF_ROUTINE = routine("Zealous calf", CALF)
THREE = (NECK_ROUTINE, ANY_ROUTINE, CALF_ROUTINE)


def history_of(*done: tuple[str, int]) -> MemoryHistory:
    """A history with sessions: the routine, and how many days ago."""
    history = MemoryHistory()
    for number, (name, days) in enumerate(done):
        at = MORNING - timedelta(days=days, hours=1)
        history.add_session(
            SessionRecord(
                f"session-{number}", at, at, Status.COMPLETED, None, name, "neck", Side.BOTH, 60.0, 50.0
            ),
            (),
        )
    return history


@dataclass
class HomeView:
    """What the person saw at the end, and what was played."""

    shown: str = ""
    highlighted: str = ""
    played: list[tuple[str, bool]] = field(default_factory=list)
    """Ids of routines, and whether they were rehearsed."""

    def order(self, *names: str) -> list[str]:
        """The names that are shown, in their order from top to bottom."""
        has_details_beside = self.shown.splitlines()[1].startswith("╭")
        listed = "\n".join(line[:34] if has_details_beside else line for line in self.shown.splitlines())
        places = {name: listed.find(name) for name in names}
        return sorted((name for name in names if places[name] >= 0), key=lambda name: places[name])


async def settled(hands: Hands) -> None:
    """Wait until everything is read and drawn."""
    await hands.app.workers.wait_for_complete()
    await hands.pilot.pause()
    await hands.pilot.pause()


def at_home(
    person: Does | None = None, tui: FakeTui | None = None, size: tuple[int, int] = (80, 24)
) -> HomeView:
    """Show the home screen, and let the person act once the list is there."""
    view = HomeView()

    async def act(hands: Hands) -> None:
        def play(routine: Routine, *, rehearse: bool = False) -> None:
            view.played.append((routine.id, rehearse))

        hands.app.navigator.play = play  # type: ignore[method-assign, assignment]
        await settled(hands)
        if person is not None:
            await person(hands)
            await settled(hands)
        view.shown, view.highlighted = hands.shown, hands.pointed

    on(HomeScreen(), act, size, tui or FakeTui(routines=THREE))
    return view


def keys(*pressed: str) -> Does:
    """A person who presses these keys."""
    return lambda hands: hands.press(*pressed)


# The list


def test_the_routine_used_last_is_on_top_and_highlighted_so_that_enter_starts_it() -> None:
    history = history_of(("zealous calf", 1), ("neck", 3))
    view = at_home(keys("enter"), FakeTui(routines=THREE, history=history))

    assert view.order("Zealous calf", "Anywhere", "Neck") == ["Zealous calf", "Anywhere", "Neck"]
    assert view.highlighted.startswith("Zealous calf")
    assert view.played == [("zealous calf", False)]


def test_each_routine_has_its_area_its_length_and_when_it_was_last_done() -> None:
    view = at_home(tui=FakeTui(routines=THREE, history=history_of(("zealous calf", 0), ("neck", 3))))

    lines = view.shown.splitlines()
    below = {
        name: next(lines[at + 1] for at, line in enumerate(lines) if name in line[:34])
        for name in ("Zealous calf", "Anywhere", "Neck")
    }
    assert "Calf, 2 min" in below["Zealous calf"]
    assert "today" in below["Zealous calf"]
    assert "any area, 2 min" in below["Anywhere"]
    assert "3 days ago" in below["Neck"]


def test_a_routine_that_none_of_the_latest_sessions_had_still_says_when_it_was_done() -> None:
    history = history_of(*[("neck", 1)] * 25, ("zealous calf", 5))

    assert "5 days ago" in at_home(tui=FakeTui(routines=THREE, history=history)).shown


def test_keys_buttons_and_clicks_start_or_rehearse_the_highlighted_routine() -> None:
    async def choose(hands: Hands) -> None:
        await hands.press("down", "r")
        for button in ("#begin", "#rehearse"):
            await hands.click(button)
        await hands.click("#list", (5, 0))
        await hands.click("#list", (5, 1))

    assert at_home(choose).played == [("neck", True), ("neck", False), ("neck", True), ("anywhere", False)]


def test_a_name_from_a_file_is_only_text() -> None:
    named = replace(NECK_ROUTINE, name="[b]x[/b] \x1b[2Jx", summary="[red]y[/red]")
    shown = at_home(tui=FakeTui(routines=(named,))).shown

    assert "[b]x[/b] �[2Jx" in shown
    assert "[red]y[/red]" in shown


def test_without_any_routine_the_list_says_so() -> None:
    assert "There are no routines." in at_home(keys("enter", "r"), FakeTui(routines=())).shown


def test_the_highlighted_routine_is_rendered_by_key_or_command_and_any_area_is_asked_for() -> None:
    async def render(hands: Hands) -> None:
        def top() -> type[Screen[Any]]:
            return type(hands.app.screen)

        await hands.press("w")
        assert top() is AreaScreen
        await hands.press("escape")
        assert top() is HomeScreen
        await hands.press("ctrl+p", *"render")
        await hands.pilot.pause(0.3)
        await hands.press("enter")
        assert top() is AreaScreen
        await hands.press("down", "enter")
        assert top() is RenderScreen
        assert "Render to a file: Anywhere" in hands.shown
        await hands.press("escape")
        assert top() is HomeScreen
        await hands.press("down", "w")
        assert "Render to a file: Neck" in hands.shown
        await hands.press("escape", "question_mark", "end")
        await hands.pilot.pause(0.3)
        assert "Render to a file" in hands.shown

    at_home(render, size=(80, 50))


def test_other_screens_are_one_key_away_and_escape_comes_back() -> None:
    async def go_and_come_back(hands: Hands) -> None:
        for key, screen in (("d", DoctorScreen), ("h", HistoryScreen), ("s", SettingsScreen)):
            seen: list[object] = []
            for pressed in (key, "escape"):
                await hands.press(pressed)
                seen.append(type(hands.app.screen))
            assert seen == [screen, HomeScreen]

    at_home(go_and_come_back)


def test_escape_does_nothing_and_q_leaves() -> None:
    async def leave(hands: Hands) -> None:
        await hands.press("escape")
        assert not hands.closed
        assert "Back" not in hands.shown
        await hands.press("q")
        assert hands.app.return_code == 0

    on(HomeScreen(), leave, (80, 24), FakeTui(routines=THREE))


# Broken files


def test_a_broken_file_has_its_place_in_the_list_and_its_problems_are_shown() -> None:
    view = at_home(keys("down"), FakeTui(routines=(*THREE, EVENING)), (120, 40))

    assert view.order("Anywhere", "! evening", "Neck") == ["Anywhere", "! evening", "Neck"]
    assert "has 2 problems" in view.shown
    assert 'routines/evening.toml:3:8: "neckk" is no area' in view.shown
    assert "routines/evening.toml:9:1: a step needs a technique" in view.shown


def test_a_broken_file_never_starts_but_shows_what_is_wrong() -> None:
    async def try_all(hands: Hands) -> None:
        async for size in hands.sizes(SIZES):
            await hands.press("home", "down", "enter", "r", "w")
            assert hands.app.screen.focused is not None
            assert hands.app.screen.focused.id == "sheet", size
            assert '"neckk"' in hands.shown, size
            await hands.press("shift+tab")

    assert at_home(try_all, FakeTui(routines=(*THREE, EVENING))).played == []


@pytest.mark.parametrize("size", [(60, 20), (71, 24), (80, 24)])
def test_however_many_problems_a_file_has_all_can_be_read(size: tuple[int, int]) -> None:
    problems = tuple(Problem(line, 1, f"what is wrong in line {line} of this file") for line in range(1, 13))

    async def read(hands: Hands) -> None:
        await hands.press("down", "enter")
        assert "in line 1 " in hands.shown
        assert "Neck" in hands.shown
        await hands.press(*["pagedown"] * 12)

    broken = replace(EVENING, problems=problems)
    view = at_home(read, FakeTui(routines=(*THREE, broken)), size)
    assert "in line 12 " in " ".join(view.shown.replace("│", " ").split())
    assert "Fix the file" in view.shown


def test_a_warning_about_a_file_is_shown_next_to_its_routine() -> None:
    warning = Problem(7, 1, "a hold over 60 s", Severity.WARNING)
    warned = RoutineEntry("neck", "yours", "neck.toml", NECK_ROUTINE, (warning,))

    shown = at_home(tui=FakeTui(routines=(warned,)), size=(200, 60)).shown
    assert "neck.toml:7:1: warning: a hold over 60 s" in shown


# Details of the highlighted routine


def test_everything_to_know_before_a_session_is_next_to_the_list() -> None:
    shown = at_home(tui=FakeTui(routines=(NECK_ROUTINE,)), size=(200, 60)).shown

    for text in (
        "Loosen it.",
        "1:40  Neck; left, then right",
        "Sit upright.",
        "oil, towel",
        "a fresh scar",
        "No powered devices on the neck.",
        "2 x 0:30, 0:15 between",
        "Ours",
        "No physiotherapist has reviewed",
        "· get ready",
    ):
        assert text in shown
    assert all(word in shown for place in NECK.never_press for word in place.split())


def test_a_routine_for_any_area_claims_nothing_about_an_area_until_another_is_highlighted() -> None:
    async def look(hands: Hands) -> None:
        assert "any area: you choose it at the start" in hands.shown
        assert "a ball" in hands.shown
        assert "a fresh scar; more places, shown once you have chosen the area" in hands.shown
        assert HAND.name not in hands.shown
        assert not any(text in hands.shown for text in (*HAND.never_press, *HAND.care, HAND.position))
        await hands.press("end")

    assert "Achilles tendon" in at_home(look, size=(200, 60)).shown


def test_the_body_shows_the_area_on_the_sides_that_are_worked_and_changes_are_named() -> None:
    strokes = Step(STROKES, duration_s=20.0, text="Grip firmly.")
    sides = {Sides.LEFT: Side.LEFT, Sides.RIGHT: Side.RIGHT, Sides.EACH: Side.BOTH, Sides.NONE: Side.BOTH}

    async def look(hands: Hands) -> None:
        for side in sides.values():
            picture = hands.app.screen.query_one(BodyPicture)
            assert (picture._area, picture._side) == (CALF, side)
            await hands.press("down")
        assert "Changed here" in hands.shown
        assert "No firm grip over veins" in hands.shown

    routines = [routine(f"Calf {number}", CALF, sides=chosen) for number, chosen in enumerate(sides)]
    changed = routine("Calf 9", CALF, steps=(strokes,))
    at_home(look, FakeTui(routines=(*routines, changed)), (200, 60))


def test_details_that_do_not_fit_can_be_scrolled_to() -> None:
    async def scroll(hands: Hands) -> None:
        assert "tender spot" not in hands.shown
        await hands.press("tab", "end")

    assert "tender spot" in at_home(scroll, FakeTui(routines=(NECK_ROUTINE,))).shown


# Sizes


def test_the_essentials_are_seen_at_any_size_of_the_window() -> None:
    async def resize(hands: Hands) -> None:
        await hands.press("down")
        async for size in hands.sizes([*SIZES, (40, 12), (20, 6), (3, 2), (80, 24)]):
            assert size[0] < 20 or "Neck" in hands.shown, size
            assert size < (60, 20) or "1:40" in hands.shown, size

    at_home(resize)


def test_without_unicode_everything_is_ascii() -> None:
    shown = at_home(tui=FakeTui(routines=THREE, charset=Charset.ASCII), size=(120, 40)).shown

    assert "> Anywhere" in shown


# Filter


def test_letters_filter_the_list_and_enter_goes_to_the_list_and_then_starts() -> None:
    async def filter_list(hands: Hands) -> None:
        await hands.press("slash", *"CALF")
        assert "Anywhere" not in hands.shown
        await hands.press("enter")
        assert hands.app.screen.focused is hands.app.screen.query_one("#list")
        await hands.press("enter")

    view = at_home(filter_list)
    assert view.order("Zealous calf", "Anywhere", "Neck,") == ["Zealous calf"]
    assert view.highlighted.startswith("Zealous calf")
    assert view.played == [("zealous calf", False)]


def test_arrows_move_in_the_list_from_the_filter() -> None:
    assert at_home(keys("slash", "n", "down", "enter", "enter")).played == [("neck", False)]


def test_letters_in_the_filter_are_no_commands_even_right_behind_its_key() -> None:
    async def type_fast(hands: Hands) -> None:
        for key in ("slash", "h", "s", "q", "question_mark"):
            hands.app.post_message(Key(key, {"slash": "/", "question_mark": "?"}.get(key, key)))

    view = at_home(type_fast)
    assert "hsq?" in view.shown
    assert "No matching routines." in view.shown
    assert view.played == []


def test_escape_closes_the_filter_from_its_line_and_from_the_list() -> None:
    async def close(hands: Hands) -> None:
        for then in ([], ["enter"]):
            await hands.press("slash", *"calf", *then)
            assert "Anywhere" not in hands.shown
            await hands.press("escape")
            assert not hands.app.screen.query(Input)
            assert "Anywhere" in hands.shown

    assert at_home(close).order("Zealous calf", "Anywhere", "Neck,") == ["Anywhere", "Neck,", "Zealous calf"]


def test_the_mouse_alone_opens_and_closes_the_filter() -> None:
    async def click(hands: Hands) -> None:
        for label in ("Filter", "Back"):
            line = hands.shown.splitlines()[-1]
            await hands.click("Footer", (line.index(label), 0))
            await hands.press()
            assert bool(hands.app.screen.query(Input)) is (label == "Filter")

    at_home(click)


# Reading


class OtherScreen(Screen[None]):
    """A screen over the list."""


class SlowHistory(MemoryHistory):
    """A history on a slow disk: it answers once a test allows it."""

    def __init__(self, other: MemoryHistory) -> None:
        super().__init__(other.file)
        self.may_answer = threading.Event()

    def find_sessions(self, query: HistoryQuery) -> list[SessionRecord]:
        assert self.may_answer.wait(20)
        return super().find_sessions(query)


@contextmanager
def slow_history(history: MemoryHistory, monkeypatch: pytest.MonkeyPatch) -> Iterator[SlowHistory]:
    monkeypatch.setattr(home, "HISTORY_WAIT_S", 0.05)
    slow = SlowHistory(history)
    try:
        yield slow
    finally:
        slow.may_answer.set()


def view_before_history(slow: SlowHistory, *pressed: str) -> HomeView:
    """Show the home screen; the history answers only after these keys."""
    view = HomeView()

    async def act(hands: Hands) -> None:
        while "Anywhere" not in hands.shown:
            await hands.pilot.pause(0.02)
        await hands.press(*pressed)
        slow.may_answer.set()
        await settled(hands)
        view.shown, view.highlighted = hands.shown, hands.pointed

    on(HomeScreen(), act, (80, 24), FakeTui(routines=THREE, history=slow))
    return view


def test_a_slow_history_does_not_hold_up_the_list(monkeypatch: pytest.MonkeyPatch) -> None:
    with slow_history(history_of(("zealous calf", 1)), monkeypatch) as slow:
        view = view_before_history(slow)

    assert view.order("Zealous calf", "Anywhere") == ["Zealous calf", "Anywhere"]
    assert view.highlighted.startswith("Zealous calf")
    assert "yesterday" in view.shown


def test_nothing_moves_when_the_history_comes_after_the_person_moved(monkeypatch: pytest.MonkeyPatch) -> None:
    with slow_history(history_of(("zealous calf", 1)), monkeypatch) as slow:
        view = view_before_history(slow, "down")

    assert view.order("Zealous calf", "Anywhere") == ["Anywhere", "Zealous calf"]
    assert view.highlighted.startswith("Neck")
    assert "yesterday" in view.shown


def test_back_from_a_session_the_order_waits_for_the_history(monkeypatch: pytest.MonkeyPatch) -> None:
    with slow_history(history_of(("zealous calf", 1)), monkeypatch) as slow:
        slow.may_answer.set()

        async def go_and_come_back(hands: Hands) -> None:
            slow.may_answer.clear()
            await hands.app.push_screen(OtherScreen())
            await hands.app.pop_screen()
            await hands.pilot.pause(home.HISTORY_WAIT_S * 4)
            assert hands.pointed.startswith("Zealous calf")
            assert hands.shown.index("Zealous calf") < hands.shown.index("Anywhere")
            slow.may_answer.set()

        at_home(go_and_come_back, FakeTui(routines=THREE, history=slow))


class BrokenHistory(MemoryHistory):
    def find_sessions(self, query: HistoryQuery) -> list[SessionRecord]:
        raise HistoryError("The history can't be read.", "Try `tpsession paths`.")


def test_a_history_that_cannot_be_read_is_reported_and_the_list_works() -> None:
    view = at_home(keys("enter"), FakeTui(routines=THREE, history=BrokenHistory()))

    assert "The history can't be read." in view.shown
    assert view.played == [("anywhere", False)]


class SlowLibrary(FakeLibrary):
    def __init__(self, *routines: Routine) -> None:
        super().__init__(*routines)
        self.may_answer = threading.Event()

    def list_entries(self) -> list[RoutineEntry]:
        assert self.may_answer.wait(20)
        return super().list_entries()


def test_slow_reading_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(home, "LOADING_TEXT_DELAY_S", 0.05)
    library = SlowLibrary(*THREE)
    tui = FakeTui()
    tui.house = replace(tui.house, library=library)

    async def look(hands: Hands) -> None:
        try:
            while "Looking for your routines" not in hands.shown:
                await hands.pilot.pause(0.02)
        finally:
            library.may_answer.set()
        await settled(hands)
        assert "Looking" not in hands.shown
        assert "Anywhere" in hands.shown

    on(HomeScreen(), look, (80, 24), tui)


class BrokenLibrary(FakeLibrary):
    def list_entries(self) -> list[RoutineEntry]:
        raise UsageError("The routines can't be read.")


def test_a_library_that_cannot_be_read_is_reported() -> None:
    tui = FakeTui()
    tui.house = replace(tui.house, library=BrokenLibrary())

    shown = at_home(lambda hands: hands.pilot.pause(home.LOADING_TEXT_DELAY_S + 0.1), tui).shown

    assert "The routines can't be read." in shown
    assert "Looking" not in shown


def test_back_from_a_session_everything_is_read_again_and_the_highlight_stays() -> None:
    tui = FakeTui(routines=THREE, history=history_of(("neck", 3)))

    async def go_and_come_back(hands: Hands) -> None:
        await hands.press("end")
        assert hands.pointed.startswith("Zealous calf")
        await hands.app.push_screen(OtherScreen())
        for record in history_of(("anywhere", 0)).find_sessions(HistoryQuery()):
            tui.history.add_session(replace(record, id="new"), ())
        tui.house.library._entries.pop(1)  # type: ignore[attr-defined]
        await hands.app.pop_screen()
        await settled(hands)

    view = at_home(go_and_come_back, tui)

    assert "today" not in view.shown
    assert view.order("Neck,", "Zealous calf") == ["Neck,", "Zealous calf"]
    assert view.highlighted.startswith("Zealous calf")


def test_only_a_screen_that_may_change_something_has_everything_read_again() -> None:
    tui = FakeTui(routines=THREE)
    calls: list[None] = []
    list_entries = tui.house.library.list_entries

    def counted() -> list[RoutineEntry]:
        calls.append(None)
        return list_entries()

    tui.house.library.list_entries = counted  # type: ignore[method-assign] # the fake counts

    async def look(hands: Hands) -> None:
        for key in ("question_mark", "ctrl+p", "v"):
            await hands.press(key)
            assert hands.app.screen.is_modal
            await hands.press("escape")
            await settled(hands)
        assert len(calls) == 1
        await hands.press("s", "escape")
        await settled(hands)
        assert len(calls) == 2

    at_home(look, tui)


def test_a_session_that_was_deleted_no_longer_says_when_its_routine_was_done() -> None:
    tui = FakeTui(routines=THREE, history=history_of(("neck", 3)))

    async def delete_and_come_back(hands: Hands) -> None:
        assert "3 days ago" in hands.shown
        await hands.app.push_screen(OtherScreen())
        tui.history.file.sessions.clear()
        await hands.app.pop_screen()

    assert "3 days ago" not in at_home(delete_and_come_back, tui).shown


# Whether anything is saved


def says_nothing_is_saved(text: str) -> bool:
    """Whether the list says so; beside the details it takes two lines."""
    left = " ".join(line[:33].strip("│ ") for line in text.splitlines())
    return NOTHING_SAVED in left or NOTHING_SAVED in text


def test_the_list_says_so_at_every_size_where_nothing_is_saved() -> None:
    async def look() -> None:
        app = FakeTui(wishes=SessionOptions(save=False)).app()
        async with app.run_test(size=(80, 24)) as pilot:
            for size in SIZES:
                await pilot.resize_terminal(*size)
                await pilot.pause(0.1)
                assert says_nothing_is_saved(shown(app)), size

    asyncio.run(look())


def test_the_list_says_that_nothing_is_saved_once_the_history_turned_out_to_be_unusable() -> None:
    async def turn_off(hands: Hands) -> None:
        assert not hands.app.screen.query_one("#nothing-kept").display
        assert not says_nothing_is_saved(hands.shown)
        hands.app.history.turn_off()
        await hands.press("s")
        await hands.press("escape")

    assert says_nothing_is_saved(at_home(turn_off).shown)
