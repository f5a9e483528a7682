"""The home screen reads routines and history in the background, and says what it can't read or save."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
from textual.events import Key
from textual.screen import Screen

from tests.fakes.history import MemoryHistory
from tests.fakes.ports import FakeLibrary
from tests.tui.fake_tui import FakeTui, screen_text
from tests.tui.screens.home.test_home import SIZES, THREE, HomeView, at_home, history_of, keys
from tests.tui.user import User, open_screen, wait_until
from tpsession.core.catalog.routine import Routine, RoutineEntry
from tpsession.core.dialogue.session_options import SessionOptions
from tpsession.core.errors import HistoryError, UsageError
from tpsession.core.history.records import HistoryQuery, SessionRecord
from tpsession.core.settings.definitions import default_preferences
from tpsession.core.text.formatting import NOTHING_SAVED
from tpsession.tui.screens.home import home, reading
from tpsession.tui.screens.home.home import HomeScreen
from tpsession.tui.view_models.routine_rows import RoutineRow, build_row
from tpsession.tui.widgets.lists import routines_pane
from tpsession.tui.widgets.lists.routine_list import RoutineList

PREFERENCES = default_preferences()


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
    monkeypatch.setattr(reading, "HISTORY_WAIT_S", 0.05)
    slow = SlowHistory(history)
    try:
        yield slow
    finally:
        slow.may_answer.set()


def view_before_history(slow: SlowHistory, *pressed: str) -> HomeView:
    """Show the home screen; the history answers only after these keys."""
    view = HomeView()

    async def act(user: User) -> None:
        await wait_until(user.pilot, lambda: "Anywhere" in user.screen_text)
        await user.press(*pressed)
        slow.may_answer.set()
        await wait_until(user.pilot, lambda: "yesterday" in user.screen_text)
        view.screen_text, view.highlighted = user.screen_text, user.highlighted_line

    open_screen(HomeScreen(), act, (80, 24), FakeTui(routines=THREE, history=slow))
    return view


def test_a_slow_history_does_not_hold_up_the_list(monkeypatch: pytest.MonkeyPatch) -> None:
    with slow_history(history_of(("zealous calf", 1)), monkeypatch) as slow:
        view = view_before_history(slow)

    assert view.order("Zealous calf", "Anywhere") == ["Zealous calf", "Anywhere"]
    assert view.highlighted.startswith("Zealous calf")
    assert "yesterday" in view.screen_text


def test_nothing_moves_when_the_history_comes_after_the_person_moved(monkeypatch: pytest.MonkeyPatch) -> None:
    with slow_history(history_of(("zealous calf", 1)), monkeypatch) as slow:
        view = view_before_history(slow, "down")

    assert view.order("Zealous calf", "Anywhere") == ["Anywhere", "Zealous calf"]
    assert view.highlighted.startswith("Neck")
    assert "yesterday" in view.screen_text


def test_back_from_a_session_the_order_waits_for_the_history(monkeypatch: pytest.MonkeyPatch) -> None:
    with slow_history(history_of(("zealous calf", 1)), monkeypatch) as slow:
        slow.may_answer.set()

        async def go_and_come_back(user: User) -> None:
            slow.may_answer.clear()
            await user.app.push_screen(OtherScreen())
            await user.app.pop_screen()
            await user.pilot.pause(reading.HISTORY_WAIT_S * 4)
            assert user.highlighted_line.startswith("Zealous calf")
            assert user.screen_text.index("Zealous calf") < user.screen_text.index("Anywhere")
            slow.may_answer.set()

        at_home(go_and_come_back, FakeTui(routines=THREE, history=slow))


class BrokenHistory(MemoryHistory):
    def find_sessions(self, query: HistoryQuery) -> list[SessionRecord]:
        raise HistoryError("The history can't be read.", "Try `tpsession paths`.")


def test_a_history_that_cannot_be_read_is_reported_and_the_list_works() -> None:
    view = at_home(keys("enter"), FakeTui(routines=THREE, history=BrokenHistory()))

    assert "The history can't be read." in view.screen_text
    assert view.played == [("anywhere", False)]


class HistoryWithoutAnswers(MemoryHistory):
    """A history of which only the answers to the safety questions can't be read."""

    def load_light_only(self) -> bool:
        raise HistoryError("A part of the history is damaged.")


def test_the_list_works_if_only_the_safety_answers_cannot_be_read() -> None:
    view = at_home(keys("enter"), FakeTui(routines=THREE, history=HistoryWithoutAnswers()))

    assert "A part of the history is damaged." in view.screen_text
    assert view.played == [("anywhere", False)]


class SlowLibrary(FakeLibrary):
    def __init__(self, *routines: Routine) -> None:
        super().__init__(*routines)
        self.may_answer = threading.Event()

    def list_entries(self, *, with_deleted: bool = False) -> list[RoutineEntry]:
        assert self.may_answer.wait(20)
        return super().list_entries(with_deleted=with_deleted)


def test_slow_reading_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(home, "LOADING_TEXT_DELAY_S", 0.05)
    library = SlowLibrary(*THREE)
    tui = FakeTui()
    tui.services = tui.services._replace(library=library)

    async def look(user: User) -> None:
        try:
            await wait_until(user.pilot, lambda: "Looking for your routines" in user.screen_text)
        finally:
            library.may_answer.set()
        await wait_until(user.pilot, lambda: "Anywhere" in user.screen_text)
        assert "Looking" not in user.screen_text

    open_screen(HomeScreen(), look, (80, 24), tui)


def remembering(library: FakeLibrary, *routines: Routine) -> FakeTui:
    """The program, which remembers that the list showed these routines when the files were as they are."""
    tui = FakeTui()
    tui.services = tui.services._replace(library=library)
    shown = [build_row(RoutineEntry(each.id, "yours", "", each, ()), PREFERENCES).shown for each in routines]
    tui.list_memory.remember(f"{PREFERENCES.get_ready_s} {library.fingerprint()}", shown)
    return tui


def test_the_list_of_the_last_time_is_shown_at_once_and_a_key_waits_for_the_files(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(routines_pane, "KEYS_WAIT_S", 20.0)
    library = SlowLibrary(*THREE)
    tui = remembering(library, *THREE)
    played: list[str] = []

    async def run() -> None:
        app = tui.single_screen_app(HomeScreen())
        app.navigator.play = lambda routine, **_: played.append(routine.id)  # type: ignore[method-assign]
        try:
            async with app.run_test(size=(80, 24)):
                while "Zealous calf" not in screen_text(app):
                    await asyncio.sleep(0.01)
                for key in ("down", "enter"):
                    app.post_message(Key(key, None))
                await asyncio.sleep(0.1)
                assert not played
                library.may_answer.set()
                while not played:
                    await asyncio.sleep(0.01)
        finally:
            library.may_answer.set()

    asyncio.run(asyncio.wait_for(run(), 20))
    assert played == ["neck"]


def test_the_program_can_be_left_while_the_files_of_the_remembered_list_are_being_read() -> None:
    library = SlowLibrary(*THREE)
    app = remembering(library, *THREE).single_screen_app(HomeScreen())

    async def leave() -> None:
        try:
            async with app.run_test(size=(80, 24)) as pilot:
                await pilot.pause()
                assert "Zealous calf" in screen_text(app)
                # Nothing can be played yet: the key that waited too long does nothing.
                await pilot.press("enter")
                app.exit(7)
        finally:
            library.may_answer.set()

    asyncio.run(asyncio.wait_for(leave(), 10))
    assert app.return_value == 7


def test_a_list_that_was_made_from_other_files_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    gone = THREE[0]._replace(id="gone", name="Gone for good")
    tui = remembering(FakeLibrary(*THREE), gone)
    tui.services = tui.services._replace(library=FakeLibrary(*THREE[:2]))
    seen: list[str] = []
    show = RoutineList.show

    def noted(self: RoutineList, routines: Sequence[RoutineRow], **options: Any) -> None:  # noqa: ANN401
        seen.extend(row.id for row in routines)
        show(self, routines, **options)

    monkeypatch.setattr(RoutineList, "show", noted)
    at_home(None, tui)

    assert "gone" not in seen
    assert set(seen) == {each.id for each in THREE[:2]}


def test_what_the_list_shows_is_remembered() -> None:
    tui = FakeTui(routines=THREE, settings={"session.get_ready": 20})

    at_home(None, tui)

    assert tui.list_memory.kept is not None
    made_from, listed = tui.list_memory.kept
    assert made_from == f"20.0 {tui.services.library.fingerprint()}"
    assert {each.name for each in listed} == {each.name for each in THREE}


class BrokenLibrary(FakeLibrary):
    def list_entries(self, *, with_deleted: bool = False) -> list[RoutineEntry]:
        raise UsageError("The routines can't be read.")


def test_a_library_that_cannot_be_read_is_reported() -> None:
    tui = FakeTui()
    tui.services = tui.services._replace(library=BrokenLibrary())

    screen_text = at_home(lambda user: user.pilot.pause(home.LOADING_TEXT_DELAY_S + 0.1), tui).screen_text

    assert "The routines can't be read." in screen_text
    assert "Looking" not in screen_text


def test_no_routine_of_the_remembered_list_is_called_broken_if_the_library_cannot_be_read() -> None:
    tui = remembering(BrokenLibrary(*THREE), *THREE)

    screen_text = at_home(lambda user: user.pilot.pause(), tui, (120, 40)).screen_text

    assert "The routines can't be read." in screen_text
    assert "Zealous calf" in screen_text
    assert "can't be played" not in screen_text


def test_back_from_a_session_everything_is_read_again_and_the_highlight_stays() -> None:
    tui = FakeTui(routines=THREE, history=history_of(("neck", 3)))

    async def go_and_come_back(user: User) -> None:
        await user.press("end")
        assert user.highlighted_line.startswith("Zealous calf")
        await user.app.push_screen(OtherScreen())
        for record in history_of(("anywhere", 0)).find_sessions(HistoryQuery()):
            tui.history.add_session(record._replace(id="new"), ())
        tui.services.library._entries.pop(1)  # type: ignore[attr-defined]
        await user.app.pop_screen()
        await user.pilot.pause()

    view = at_home(go_and_come_back, tui)

    assert "today" not in view.screen_text
    assert view.order("Neck  ", "Zealous calf") == ["Neck  ", "Zealous calf"]
    assert view.highlighted.startswith("Zealous calf")


def test_only_a_screen_that_may_change_something_has_everything_read_again() -> None:
    tui = FakeTui(routines=THREE)
    calls: list[None] = []
    list_entries = tui.services.library.list_entries

    def counted(*, with_deleted: bool = False) -> list[RoutineEntry]:
        calls.append(None)
        return list_entries(with_deleted=with_deleted)

    tui.services.library.list_entries = counted  # type: ignore[method-assign] # the fake counts

    async def look(user: User) -> None:
        for key in ("question_mark", "ctrl+p", "v"):
            await user.press(key)
            assert user.app.screen.is_modal
            await user.press("escape")
            await user.pilot.pause()
        assert len(calls) == 1
        await user.press("s", "escape")
        await user.pilot.pause()
        assert len(calls) == 2

    at_home(look, tui)


def test_a_session_that_was_deleted_no_longer_says_when_its_routine_was_done() -> None:
    tui = FakeTui(routines=THREE, history=history_of(("neck", 3)))

    async def delete_and_come_back(user: User) -> None:
        assert "3 days ago" in user.screen_text
        await user.app.push_screen(OtherScreen())
        tui.history.file.sessions.clear()
        await user.app.pop_screen()

    assert "3 days ago" not in at_home(delete_and_come_back, tui).screen_text


# Whether anything is saved


def says_nothing_is_saved(text: str) -> bool:
    """Whether the list says so; beside the details it takes two lines."""
    left = " ".join(line[:33].strip("│ ") for line in text.splitlines())
    return NOTHING_SAVED in left or NOTHING_SAVED in text


def test_the_list_says_so_at_every_size_where_nothing_is_saved() -> None:
    async def look() -> None:
        app = FakeTui(options=SessionOptions(save=False)).app()
        async with app.run_test(size=(80, 24)) as pilot:
            for size in SIZES:
                await pilot.resize_terminal(*size)
                await pilot.pause(0.1)
                assert says_nothing_is_saved(screen_text(app)), size

    asyncio.run(look())


def test_the_list_says_that_nothing_is_saved_once_the_history_turned_out_to_be_unusable() -> None:
    async def turn_off(user: User) -> None:
        assert not user.app.screen.query_one("#nothing-saved").display
        assert not says_nothing_is_saved(user.screen_text)
        user.app.history.turn_off()
        await user.press("s")
        await user.press("escape")

    assert says_nothing_is_saved(at_home(turn_off).screen_text)
