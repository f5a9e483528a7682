"""The list of routines, and all about the one that is pointed at."""

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
from tpsession.tui.screens.home import home
from tpsession.tui.screens.home.home import HomeScreen
from tpsession.tui.screens.prepare.area import AreaScreen
from tpsession.tui.screens.tools.doctor import DoctorScreen
from tpsession.tui.screens.tools.render import RenderScreen
from tpsession.tui.widgets.body.body_picture import BodyPicture

SIZES = [(60, 20), (80, 24), (120, 40), (200, 60)]
EVENING = RoutineEntry(
    "evening",
    "yours",
    "routines/evening.toml",
    None,
    (Problem(3, 8, '"neckk" is no area'), Problem(9, 1, "a step needs a technique")),
)


def routine(name: str, area: Area | None = NECK, **more: Any) -> Routine:  # noqa: ANN401 - any field
    return replace(SHORT, id=name.lower(), name=name, area=area, **more)


NECK_ONE = routine(
    "Neck",
    position="Sit upright.",
    have=("oil", "towel"),
    avoid=("a fresh scar",),
    sources=("Ours",),
    summary="Loosen it.",
    sides=Sides.EACH,
)
ANY_ONE = routine("Anywhere", None, have=("a ball",), avoid=("a fresh scar",))
CALF_ONE = routine("Zealous calf", CALF)
THREE = (NECK_ONE, ANY_ONE, CALF_ONE)


def kept(*done: tuple[str, int]) -> MemoryHistory:
    """A history of sessions: routine, and days ago."""
    history = MemoryHistory()
    for number, (name, days) in enumerate(done):
        at = MORNING - timedelta(days=days, hours=1)
        history.add_session(
            SessionRecord(
                f"kept-{number}", at, at, Status.COMPLETED, None, name, "neck", Side.BOTH, 60.0, 50.0
            ),
            (),
        )
    return history


@dataclass
class Seen:
    """What a person saw at last, and what was played."""

    shown: str = ""
    pointed: str = ""
    played: list[tuple[str, bool]] = field(default_factory=list)
    """Ids of routines, and whether they were rehearsed."""

    def order(self, *names: str) -> list[str]:
        """Names in the order in which the screen shows them first."""
        beside = self.shown.splitlines()[1].startswith("╭")
        listed = "\n".join(line[:34] if beside else line for line in self.shown.splitlines())
        places = {name: listed.find(name) for name in names}
        return sorted((name for name in names if places[name] >= 0), key=lambda name: places[name])


async def settled(hands: Hands) -> None:
    """Wait until everything is read and drawn."""
    await hands.app.workers.wait_for_complete()
    await hands.pilot.pause()
    await hands.pilot.pause()


def at_home(does: Does | None = None, tui: FakeTui | None = None, size: tuple[int, int] = (80, 24)) -> Seen:
    """What comes of something that a person does once the list is there."""
    seen = Seen()

    async def do(hands: Hands) -> None:
        def play(routine: Routine, *, rehearse: bool = False) -> None:
            seen.played.append((routine.id, rehearse))

        hands.app.navigator.play = play  # type: ignore[method-assign, assignment]
        await settled(hands)
        if does is not None:
            await does(hands)
            await settled(hands)
        seen.shown, seen.pointed = hands.shown, hands.pointed

    on(HomeScreen(), do, size, tui or FakeTui(routines=THREE))
    return seen


def keys(*pressed: str) -> Does:
    return lambda hands: hands.press(*pressed)


# The list


def test_the_routine_used_last_is_on_top_and_pointed_at_so_that_enter_starts_it() -> None:
    history = kept(("zealous calf", 1), ("neck", 3))
    seen = at_home(keys("enter"), FakeTui(routines=THREE, history=history))

    assert seen.order("Zealous calf", "Anywhere", "Neck") == ["Zealous calf", "Anywhere", "Neck"]
    assert seen.pointed.startswith("Zealous calf")
    assert seen.played == [("zealous calf", False)]


def test_each_routine_says_its_area_its_length_and_when_it_was_last_done() -> None:
    seen = at_home(tui=FakeTui(routines=THREE, history=kept(("zealous calf", 0), ("neck", 3))))

    lines = seen.shown.splitlines()
    below = {
        name: next(lines[at + 1] for at, line in enumerate(lines) if name in line[:34])
        for name in ("Zealous calf", "Anywhere", "Neck")
    }
    assert "Calf, 2 min" in below["Zealous calf"]
    assert "today" in below["Zealous calf"]
    assert "any area, 2 min" in below["Anywhere"]
    assert "3 days ago" in below["Neck"]


def test_before_anything_was_played_the_routines_stand_by_name() -> None:
    seen = at_home()

    assert seen.order("Zealous calf", "Anywhere", "Neck,") == ["Anywhere", "Neck,", "Zealous calf"]


def test_a_routine_that_none_of_the_latest_sessions_had_still_says_when_it_was_done() -> None:
    history = kept(*[("neck", 1)] * 25, ("zealous calf", 5))

    assert "5 days ago" in at_home(tui=FakeTui(routines=THREE, history=history)).shown


def test_r_rehearses_it() -> None:
    assert at_home(keys("down", "r")).played == [("neck", True)]


@pytest.mark.parametrize(
    ("button", "played"), [("#begin", [("anywhere", False)]), ("#rehearse", [("anywhere", True)])]
)
def test_the_buttons_do_the_same(button: str, played: list[tuple[str, bool]]) -> None:
    assert at_home(lambda hands: hands.click(button)).played == played


def test_a_click_points_and_a_second_one_starts() -> None:
    async def click(hands: Hands) -> None:
        await hands.click("#list", (5, 2))
        await hands.click("#list", (5, 3))

    assert at_home(click).played == [("neck", False)]


def test_a_name_from_a_file_is_only_text() -> None:
    named = replace(NECK_ONE, name="[b]x[/b] \x1b[2Jx", summary="[red]y[/red]")
    shown = at_home(tui=FakeTui(routines=(named,))).shown

    assert "[b]x[/b] �[2Jx" in shown
    assert "[red]y[/red]" in shown


def test_without_any_routine_that_is_said() -> None:
    assert "There are no routines." in at_home(keys("enter", "r"), FakeTui(routines=())).shown


def test_what_is_pointed_at_is_rendered_by_key_or_command_and_for_any_area_that_is_asked_first() -> None:
    async def go(hands: Hands) -> None:
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

    at_home(go, size=(80, 50))


def test_d_asks_the_doctor_who_comes_back_to_the_list() -> None:
    async def go(hands: Hands) -> None:
        seen = []
        for key in ("d", "escape"):
            await hands.press(key)
            seen.append(type(hands.app.screen))
        assert seen == [DoctorScreen, HomeScreen]

    at_home(go)


# Broken files


def test_a_broken_file_stands_in_its_place_with_its_problems() -> None:
    seen = at_home(keys("down"), FakeTui(routines=(*THREE, EVENING)), (120, 40))

    assert seen.order("Anywhere", "! evening", "Neck") == ["Anywhere", "! evening", "Neck"]
    assert "has 2 problems" in seen.shown
    assert 'routines/evening.toml:3:8: "neckk" is no area' in seen.shown
    assert "routines/evening.toml:9:1: a step needs a technique" in seen.shown


@pytest.mark.parametrize("size", SIZES)
def test_a_broken_file_never_starts_but_shows_what_is_wrong(size: tuple[int, int]) -> None:
    async def try_all(hands: Hands) -> None:
        await hands.press("down", "enter", "r", "w")
        await hands.press("home", "down", "enter")
        assert hands.app.screen.focused is not None
        assert hands.app.screen.focused.id == "sheet"

    seen = at_home(try_all, FakeTui(routines=(*THREE, EVENING)), size)

    assert seen.played == []
    assert '"neckk"' in seen.shown


@pytest.mark.parametrize("size", [(60, 20), (71, 24), (80, 24)])
def test_however_many_problems_a_file_has_all_can_be_read(size: tuple[int, int]) -> None:
    problems = tuple(Problem(line, 1, f"what is wrong in line {line} of this file") for line in range(1, 13))

    async def read(hands: Hands) -> None:
        await hands.press("down", "enter")
        assert "in line 1 " in hands.shown
        assert "Neck" in hands.shown
        await hands.press(*["pagedown"] * 12)

    broken = EVENING._replace(problems=problems)
    seen = at_home(read, FakeTui(routines=(*THREE, broken)), size)
    assert "in line 12 " in " ".join(seen.shown.replace("│", " ").split())
    assert "Fix the file" in seen.shown


def test_what_a_file_is_warned_of_is_said_beside_its_routine() -> None:
    warning = Problem(7, 1, "a hold over 60 s", Severity.WARNING)
    warned = RoutineEntry("neck", "yours", "neck.toml", NECK_ONE, (warning,))

    assert (
        "neck.toml:7:1: warning: a hold over 60 s"
        in at_home(tui=FakeTui(routines=(warned,)), size=(200, 60)).shown
    )


# All about one


def test_beside_the_list_stands_all_that_is_to_know_before_a_session() -> None:
    tui = FakeTui(routines=(NECK_ONE,))
    shown = at_home(tui=tui, size=(200, 60)).shown

    for words in (
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
        assert words in shown
    assert all(word in shown for place in NECK.never_press for word in place.split())


def test_it_follows_what_is_pointed_at() -> None:
    assert "Achilles tendon" in at_home(keys("end"), size=(200, 60)).shown


def test_of_a_routine_for_any_area_nothing_is_said_that_rests_on_the_area() -> None:
    shown = at_home(tui=FakeTui(routines=(ANY_ONE,)), size=(200, 60)).shown

    assert "any area: you choose it at the start" in shown
    assert "a ball" in shown
    assert "a fresh scar; more places, shown once you" in shown
    assert HAND.name not in shown
    assert not any(words in shown for words in (*HAND.never_press, *HAND.care, HAND.position))


def test_what_the_area_changes_is_said() -> None:
    strokes = Step(STROKES, duration_s=20.0, text="Grip firmly.")
    seen = at_home(tui=FakeTui(routines=(routine("Calf", CALF, steps=(strokes,)),)), size=(200, 60))

    assert "Changed here" in seen.shown
    assert "No firm grip over veins" in seen.shown


@pytest.mark.parametrize(
    ("sides", "side"),
    [(Sides.LEFT, Side.LEFT), (Sides.RIGHT, Side.RIGHT), (Sides.EACH, Side.BOTH), (Sides.NONE, Side.BOTH)],
)
def test_the_body_shows_the_area_on_the_sides_that_are_worked(sides: Sides, side: Side) -> None:
    async def look(hands: Hands) -> None:
        picture = hands.app.screen.query_one(BodyPicture)
        assert (picture._area, picture._side) == (CALF, side)

    at_home(look, FakeTui(routines=(routine("Calf", CALF, sides=sides),)), (120, 40))


def test_what_does_not_fit_beside_the_list_can_be_scrolled_to() -> None:
    tui = FakeTui(routines=(NECK_ONE,))

    assert "tender spot" not in at_home(tui=tui).shown
    assert "tender spot" in at_home(keys("tab", "end"), FakeTui(routines=(NECK_ONE,))).shown


# Sizes


def test_the_essentials_are_seen_at_any_size() -> None:
    async def does(hands: Hands) -> None:
        await hands.press("down")
        async for size in hands.sizes([*SIZES, (40, 12), (20, 6), (3, 2)]):
            assert size[0] < 20 or "Neck" in hands.shown, size
            assert size < (60, 20) or "1:40" in hands.shown, size

    at_home(does)


def test_it_follows_a_window_that_changes() -> None:
    async def resize(hands: Hands) -> None:
        for size in (*SIZES, (20, 6), (80, 24)):
            await hands.pilot.resize_terminal(*size)

    assert "1:40" in at_home(resize, FakeTui(routines=(NECK_ONE,))).shown


def test_without_unicode_everything_is_ascii() -> None:
    shown = at_home(tui=FakeTui(routines=THREE, charset=Charset.ASCII), size=(120, 40)).shown

    assert "> Anywhere" in shown


# Filter


def test_letters_leave_only_what_has_them() -> None:
    seen = at_home(keys("slash", *"ZEAL"))

    assert seen.order("Zealous calf", "Anywhere", "Neck,") == ["Zealous calf"]
    assert seen.pointed.startswith("Zealous calf")


def test_letters_in_the_filter_are_no_commands() -> None:
    seen = at_home(keys("slash", *"rhsq?"))

    assert "rhsq?" in seen.shown
    assert "No routine has these letters." in seen.shown
    assert seen.played == []


def test_letters_that_are_typed_right_behind_the_key_of_the_filter_belong_into_it() -> None:
    async def does(hands: Hands) -> None:
        for key in ("slash", "h", "z"):
            hands.app.post_message(Key(key, key if len(key) == 1 else "/"))

    assert "No routine has these letters." in at_home(does).shown


def test_enter_goes_from_the_filter_to_the_list_and_then_starts() -> None:
    assert at_home(keys("slash", *"calf", "enter")).played == []
    assert at_home(keys("slash", *"calf", "enter", "enter")).played == [("zealous calf", False)]


def test_arrows_move_in_the_list_from_the_filter() -> None:
    assert at_home(keys("slash", "n", "down", "enter", "enter")).played == [("neck", False)]


def test_escape_puts_the_filter_away_from_its_line_and_from_the_list() -> None:
    for where in ([], ["enter"]):
        seen = at_home(keys("slash", *"calf", *where, "escape"))
        assert seen.order("Zealous calf", "Anywhere", "Neck,") == ["Anywhere", "Neck,", "Zealous calf"]


def test_the_mouse_alone_opens_the_filter_and_puts_it_away() -> None:
    async def click(hands: Hands) -> None:
        for words in ("Filter", "Back"):
            line = hands.shown.splitlines()[-1]
            await hands.click("Footer", (line.index(words), 0))
            await hands.press()
            assert bool(hands.app.screen.query(Input)) is (words == "Filter")

    at_home(click)


def test_escape_does_nothing_where_there_is_nothing_behind() -> None:
    async def escape(hands: Hands) -> None:
        await hands.press("escape")
        assert not hands.closed

    assert "Back" not in at_home(escape).shown


# Reading


class _Elsewhere(Screen[None]):
    """A screen over the list."""


class _Held(MemoryHistory):
    """A history on a slow disk: it answers when a test lets it."""

    def __init__(self, other: MemoryHistory) -> None:
        super().__init__(other.file)
        self.let = threading.Event()

    def find_sessions(self, query: HistoryQuery) -> list[SessionRecord]:
        assert self.let.wait(20)
        return super().find_sessions(query)


@contextmanager
def slow_history(history: MemoryHistory, monkeypatch: pytest.MonkeyPatch) -> Iterator[_Held]:
    monkeypatch.setattr(home, "PATIENCE_S", 0.05)
    held = _Held(history)
    try:
        yield held
    finally:
        held.let.set()


def late(held: _Held, *pressed: str) -> Seen:
    """What is seen when the history comes only after these keys."""
    seen = Seen()

    async def do(hands: Hands) -> None:
        while "Anywhere" not in hands.shown:
            await hands.pilot.pause(0.02)
        await hands.press(*pressed)
        held.let.set()
        await settled(hands)
        seen.shown, seen.pointed = hands.shown, hands.pointed

    on(HomeScreen(), do, (80, 24), FakeTui(routines=THREE, history=held))
    return seen


def test_a_slow_history_does_not_hold_up_the_list(monkeypatch: pytest.MonkeyPatch) -> None:
    with slow_history(kept(("zealous calf", 1)), monkeypatch) as held:
        seen = late(held)

    assert seen.order("Zealous calf", "Anywhere") == ["Zealous calf", "Anywhere"]
    assert seen.pointed.startswith("Zealous calf")
    assert "yesterday" in seen.shown


def test_nothing_moves_under_a_finger_when_the_history_comes_late(monkeypatch: pytest.MonkeyPatch) -> None:
    with slow_history(kept(("zealous calf", 1)), monkeypatch) as held:
        seen = late(held, "down")

    assert seen.order("Zealous calf", "Anywhere") == ["Anywhere", "Zealous calf"]
    assert seen.pointed.startswith("Neck")
    assert "yesterday" in seen.shown


def test_back_from_a_session_the_order_waits_for_the_history(monkeypatch: pytest.MonkeyPatch) -> None:
    with slow_history(kept(("zealous calf", 1)), monkeypatch) as held:
        held.let.set()

        async def go_and_come_back(hands: Hands) -> None:
            held.let.clear()
            await hands.app.push_screen(_Elsewhere())
            await hands.app.pop_screen()
            await hands.pilot.pause(home.PATIENCE_S * 4)
            assert hands.pointed.startswith("Zealous calf")
            assert hands.shown.index("Zealous calf") < hands.shown.index("Anywhere")
            held.let.set()

        at_home(go_and_come_back, FakeTui(routines=THREE, history=held))


class _Broken(MemoryHistory):
    def find_sessions(self, query: HistoryQuery) -> list[SessionRecord]:
        raise HistoryError("The history can't be read.", "Try `tpsession paths`.")


def test_a_history_that_cannot_be_read_is_told_and_the_list_is_there_all_the_same() -> None:
    seen = at_home(keys("enter"), FakeTui(routines=THREE, history=_Broken()))

    assert "The history can't be read." in seen.shown
    assert seen.played == [("anywhere", False)]


class _SlowLibrary(FakeLibrary):
    def __init__(self, *routines: Routine) -> None:
        super().__init__(*routines)
        self.let = threading.Event()

    def list_entries(self) -> list[RoutineEntry]:
        assert self.let.wait(20)
        return super().list_entries()


def test_what_takes_long_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(home, "LOOKING_AFTER_S", 0.05)
    library = _SlowLibrary(*THREE)
    tui = FakeTui()
    tui.house = replace(tui.house, library=library)

    async def look(hands: Hands) -> None:
        try:
            while "Looking for your routines" not in hands.shown:
                await hands.pilot.pause(0.02)
        finally:
            library.let.set()
        await settled(hands)
        assert "Looking" not in hands.shown
        assert "Anywhere" in hands.shown

    on(HomeScreen(), look, (80, 24), tui)


class _NoLibrary(FakeLibrary):
    def list_entries(self) -> list[RoutineEntry]:
        raise UsageError("The routines can't be read.")


def test_a_library_that_cannot_be_read_is_told() -> None:
    tui = FakeTui()
    tui.house = replace(tui.house, library=_NoLibrary())

    shown = at_home(lambda hands: hands.pilot.pause(home.LOOKING_AFTER_S + 0.1), tui).shown

    assert "The routines can't be read." in shown
    assert "Looking" not in shown


def test_back_from_a_session_the_list_is_read_anew_and_what_was_pointed_at_still_is() -> None:
    tui = FakeTui(routines=THREE, history=kept(("neck", 3)))

    async def go_and_come_back(hands: Hands) -> None:
        await hands.press("end")
        assert hands.pointed.startswith("Zealous calf")
        await hands.app.push_screen(_Elsewhere())
        for record in kept(("anywhere", 0)).find_sessions(HistoryQuery()):
            tui.history.add_session(replace(record, id="new"), ())
        tui.house.library._entries.pop(1)  # type: ignore[attr-defined]
        await hands.app.pop_screen()
        await settled(hands)

    seen = at_home(go_and_come_back, tui)

    assert "today" not in seen.shown
    assert seen.order("Neck,", "Zealous calf") == ["Neck,", "Zealous calf"]
    assert seen.pointed.startswith("Zealous calf")


def test_what_only_lay_over_the_list_does_not_have_everything_read_again() -> None:
    tui = FakeTui(routines=THREE)
    read: list[None] = []
    entries = tui.house.library.list_entries

    def counted() -> list[RoutineEntry]:
        read.append(None)
        return entries()

    tui.house.library.list_entries = counted  # type: ignore[method-assign] # the fake counts

    async def look(hands: Hands) -> None:
        for key in ("question_mark", "ctrl+p", "v"):
            await hands.press(key)
            assert hands.app.screen.is_modal
            await hands.press("escape")
            await settled(hands)
        assert len(read) == 1
        await hands.press("s", "escape")
        await settled(hands)
        assert len(read) == 2

    at_home(look, tui)


def test_a_session_that_was_deleted_is_no_longer_when_it_was_last_done() -> None:
    tui = FakeTui(routines=THREE, history=kept(("neck", 3)))

    async def delete_and_come_back(hands: Hands) -> None:
        assert "3 days ago" in hands.shown
        await hands.app.push_screen(_Elsewhere())
        tui.history.file.sessions.clear()
        await hands.app.pop_screen()

    assert "3 days ago" not in at_home(delete_and_come_back, tui).shown


# Elsewhere


@pytest.mark.parametrize(("key", "screen"), [("h", "HistoryScreen"), ("s", "SettingsScreen")])
def test_history_and_settings_are_one_key_away_and_escape_comes_back(key: str, screen: str) -> None:
    async def there_and_back(hands: Hands) -> None:
        await hands.press(key)
        assert type(hands.app.screen).__name__ == screen
        await hands.press("escape")
        assert isinstance(hands.app.screen, HomeScreen)

    at_home(there_and_back)


def test_q_leaves() -> None:
    async def leave(hands: Hands) -> None:
        await hands.press("q")
        assert hands.app.return_code == 0

    on(HomeScreen(), leave, (80, 24), FakeTui(routines=THREE))


# What is kept


@pytest.mark.parametrize("size", SIZES)
def test_the_list_says_where_nothing_is_kept_and_is_silent_where_it_is(size: tuple[int, int]) -> None:
    async def look(wishes: SessionOptions) -> str:
        app = FakeTui(wishes=wishes).app()
        async with app.run_test(size=size) as pilot:
            await pilot.pause(0.1)
            return shown(app)

    assert NOTHING_SAVED in asyncio.run(look(SessionOptions(save=False)))
    assert NOTHING_SAVED not in asyncio.run(look(SessionOptions()))


def test_the_list_says_that_nothing_is_kept_once_the_history_turned_out_to_be_of_no_use() -> None:
    async def go_on_without(hands: Hands) -> None:
        assert NOTHING_SAVED not in hands.shown
        hands.app.history.turn_off()
        await hands.press("s")
        await hands.press("escape")

    assert NOTHING_SAVED in at_home(go_on_without).shown
