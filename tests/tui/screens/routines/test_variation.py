"""A person makes a routine a little different by keys or mouse, and nothing is lost on the way out."""

from __future__ import annotations

import threading

import pytest

from tests.core.routine_editing.test_variation import NECK_ROUTINE
from tests.fakes.ports import FakeLibrary
from tests.fakes.routine_writer import FakeRoutineWriter
from tests.tui.fake_tui import FakeTui, click_at
from tests.tui.user import User, open_screen
from tpsession.core.catalog.routine import BUILT_IN, YOURS
from tpsession.core.errors import TpsessionError
from tpsession.core.routine_editing.port import RoutineText
from tpsession.tui.screens.dialogs.ask import AskScreen
from tpsession.tui.screens.home.home import HomeScreen
from tpsession.tui.screens.routines.variation import VariationScreen
from tpsession.tui.view_models.routines.variation_view import make_variation_view
from tpsession.tui.widgets.lists.routine_list import RoutineList
from tpsession.tui.widgets.lists.variation_list import VariationList


def program(source: str = BUILT_IN) -> FakeTui:
    """Return the program with the neck's routine."""
    writer = FakeRoutineWriter({"neck": (source, NECK_ROUTINE)})
    return FakeTui(routines=(NECK_ROUTINE,), routine_writer=writer)


def screen_of(tui: FakeTui) -> VariationScreen:
    """Return the screen for the neck's routine."""
    opened = tui.routine_writer.open_variation("neck")
    return VariationScreen(make_variation_view(*opened, tui.services.settings.load_preferences()))


def messages(user: User) -> list[str]:
    """Return the notifications, in order."""
    return [str(notification.message) for notification in user.app._notifications]


def highlighted(user: User) -> str:
    """Return the highlighted line, with single spaces."""
    return " ".join(user.highlighted_line.split())


def line_of(user: User, name: str) -> tuple[str, int]:
    """Return the first line of the screen with this name, and its row."""
    rows = user.screen_text.splitlines()
    row = next(row for row, text in enumerate(rows) if name in text)
    return rows[row], row


def test_lines_are_turned_typed_moved_and_left_out_by_keys_and_saved() -> None:
    async def act(user: User) -> None:
        assert "A little different: Neck" in user.screen_text
        assert "Neck, mine" in highlighted(user)
        await user.press("s")
        assert "Nothing is different yet." in user.screen_text
        await user.press("pagedown", "pagedown", "pagedown")
        assert "3 Sustained pressure" in highlighted(user)
        await user.press("down", "left", "left")
        assert highlighted(user).startswith("Hold ◀ 20 s ▶ was 30 s")
        assert "1 minute shorter than before" in user.screen_text
        await user.press("d")
        assert "was" not in highlighted(user)
        await user.press("enter", "2", "x", "enter")
        assert "Type seconds" in user.screen_text
        await user.press("backspace", "2", "enter")
        assert "◀ 22 s ▶" in highlighted(user)
        await user.press("enter", "escape", "pageup", "pageup", "enter")
        assert "Slow strokes ◀ left out ▶ was played" in highlighted(user)
        await user.press("end", "left")
        assert "Order ◀ 4 of 5 ▶ was 5 of 5" in highlighted(user)
        await user.press("home", "enter", *"!", "enter", "right")
        assert "Neck, mine!" in highlighted(user)
        await user.press("s")

    user = open_screen(screen_of(tui := program()), act, tui=tui)
    assert user.result == "neck-mine"
    saved = tui.routine_writer.routines["neck-mine"][1]
    assert saved.name == "Neck, mine!"
    assert [step.technique.id for step in saved.steps] == ["locate", "pressure", "breathe", "wipe", "custom"]
    assert saved.steps[1].hold_s == 22.0
    assert tui.routine_writer.routines["neck"] == (BUILT_IN, NECK_ROUTINE)


def test_a_high_screen_shows_all_the_words_of_the_highlighted_line() -> None:
    async def act(user: User) -> None:
        while not highlighted(user).startswith("Words"):
            await user.press("down")
        words = highlighted(user).removeprefix("Words").strip(" …")
        assert user.screen_text.count(words) == 2

    open_screen(screen_of(tui := program()), act, (120, 40), tui=tui)


def test_lines_are_turned_and_typed_by_the_mouse() -> None:
    async def act(user: User) -> None:
        text, row = line_of(user, "Get ready")
        await click_at(user.pilot, text.index("▶"), row)
        assert "◀ 10 s ▶ was 5 s" in " ".join(line_of(user, "Get ready")[0].split())
        await click_at(user.pilot, text.index("◀"), row)
        await click_at(user.pilot, 3, row)
        assert "was" not in " ".join(line_of(user, "Get ready")[0].split())
        text, row = line_of(user, "Words")
        await click_at(user.pilot, text.index("Feel"), row)
        assert "1 Find the spot: Words" in user.screen_text
        await user.press(*" Slowly.", "enter")
        text, row = line_of(user, "1 Find the spot")
        await click_at(user.pilot, text.index("played"), row)
        assert "left out" in line_of(user, "Find the spot")[0]
        for x in (2, 70):
            await click_at(user.pilot, x, user.app.screen.query_one(VariationList).region.bottom - 1)
        await user.click("#save")

    user = open_screen(screen_of(tui := program()), act, (80, 60), tui)
    assert user.result == "neck-mine"
    assert len(tui.routine_writer.routines["neck-mine"][1].steps) == 5


def slow_down(tui: FakeTui, monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Have a new routine written only once the returned event is set."""
    create = tui.routine_writer.create
    may_write = threading.Event()

    def create_slowly(identifier: str, content: str | bytes) -> RoutineText:
        assert may_write.wait(10)
        return create(identifier, content)

    monkeypatch.setattr(tui.routine_writer, "create", create_slowly)
    return may_write


def test_while_the_disk_is_slow_nothing_is_saved_again_or_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    tui = program()
    may_write = slow_down(tui, monkeypatch)

    async def act(user: User) -> None:
        await user.press("down", "right", "s", "s", "escape", "right")
        assert isinstance(user.app.screen, VariationScreen)
        assert "◀ 10 s ▶" in highlighted(user)
        may_write.set()
        await user.app.workers.wait_for_complete()

    user = open_screen(screen_of(tui), act, tui=tui)
    assert user.result == "neck-mine"
    assert messages(user) == ['Saved as your own routine "Neck, mine".']
    assert set(tui.routine_writer.routines) == {"neck", "neck-mine"}


def test_a_screen_with_the_help_in_front_when_it_is_saved_closes_after_the_help(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tui = program()
    may_write = slow_down(tui, monkeypatch)

    async def act(user: User) -> None:
        await user.press("down", "right", "s", "f1")
        assert not isinstance(user.app.screen, VariationScreen)
        may_write.set()
        await user.app.workers.wait_for_complete()
        await user.press("escape")

    user = open_screen(screen_of(tui), act, tui=tui)
    assert (user.is_closed, user.result) == (True, "neck-mine")
    assert set(tui.routine_writer.routines) == {"neck", "neck-mine"}


def test_leaving_asks_once_if_something_is_different() -> None:
    async def act(user: User) -> None:
        tui.routine_writer.error = TpsessionError("The disk is full.")
        await user.press("down", "right", "escape")
        assert isinstance(user.app.screen, AskScreen)
        await user.press("k")
        assert "◀ 10 s ▶ was 5 s" in highlighted(user)
        await user.press("escape", "s")
        assert "The disk is full." in user.screen_text
        assert "◀ 10 s ▶ was 5 s" in highlighted(user)
        await user.press("q")
        assert "What you have changed isn't saved." in user.screen_text
        await user.press("s", "escape", "l", "enter")

    tui = program(YOURS)
    user = open_screen(screen_of(tui), act, (60, 20), tui)
    assert (user.is_closed, user.result) == (True, None)
    assert tui.routine_writer.routines["neck"] == (YOURS, NECK_ROUTINE)


def test_nothing_is_asked_if_nothing_is_different() -> None:
    async def act(user: User) -> None:
        await user.press("escape")

    tui = program()
    assert open_screen(screen_of(tui), act, tui=tui).is_closed

    async def quit_at_once(user: User) -> None:
        await user.press("q")
        assert not isinstance(user.app.screen, AskScreen)

    open_screen(screen_of(tui), quit_at_once, tui=tui)


def test_the_list_of_routines_offers_it_and_highlights_what_was_saved() -> None:
    tui = program()
    other = NECK_ROUTINE._replace(id="zebra", name="Zebra")
    library = FakeLibrary(NECK_ROUTINE, other)
    tui.services = tui.services._replace(library=library)

    async def act(user: User) -> None:
        await user.press("a", "down", "right")
        assert "A little different: Neck" in user.screen_text
        library.add(other._replace(id="neck-mine", name="Neck, mine"))
        await user.press("s")
        # A second press of the key that saved is no wish to see the settings.
        await user.press("s", after=0.3)
        assert isinstance(user.app.screen, HomeScreen)
        routines = user.app.screen.query_one(RoutineList)
        assert routines.highlighted is not None
        assert routines.highlighted.id == "neck-mine"
        assert messages(user) == ['Saved as your own routine "Neck, mine".']
        await user.press("up")
        assert routines.highlighted.id == "neck"
        # One whose file is gone.
        del tui.routine_writer.routines["neck"]
        await user.press("a")
        assert messages(user)[1:] == ["There is no routine neck."]

    open_screen(HomeScreen(), act, (80, 24), tui)
