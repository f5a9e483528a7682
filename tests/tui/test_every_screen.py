"""What holds on every screen: help and the palette are a key away, and the footer cuts off no entry."""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest
from textual.screen import Screen

from tests.tui.every_screen import SCREENS
from tests.tui.fake_tui import FakeTui, screen_text
from tests.tui.user import User, open_screen
from tpsession.core.settings.actions import ACTIONS, HELP
from tpsession.tui import screens
from tpsession.tui.input.bindings import describe_key
from tpsession.tui.screens.dialogs.help import HelpScreen
from tpsession.tui.screens.dialogs.palette import Palette
from tpsession.tui.screens.rating.after import NoteScreen, SummaryScreen
from tpsession.tui.screens.tools.render import RenderScreen

Make = Callable[[FakeTui], Screen[Any]]
EVERY_SCREEN = pytest.mark.parametrize("make", SCREENS.values(), ids=SCREENS)
HELP_ENTRIES = {f"{describe_key(key)} {HELP.name}" for key in HELP.keys}
"""The footer entries for help; an input line takes the question mark, so the entry may show another key."""
ALL_ENTRIES = {
    f"{describe_key(key)} {action.name}" for action in ACTIONS for key in action.keys
} | HELP_ENTRIES


def split_footer(footer: str) -> list[str]:
    """Split a footer into its entries; the last is the rest that is no complete entry, if there is any."""
    rest, found = footer.strip(), list[str]()
    while rest:
        matches = (entry for entry in ALL_ENTRIES if f"{rest} ".startswith(f"{entry} "))
        entry = max(matches, key=len, default=rest)
        found.append(entry)
        rest = rest[len(entry) :].lstrip()
    return found


def test_every_screen_of_the_package_is_tested() -> None:
    prefix = f"{screens.__name__}."
    modules = [import_module(module.name) for module in pkgutil.walk_packages(screens.__path__, prefix)]
    defined = {
        found
        for module in modules
        for _, found in inspect.getmembers(module, inspect.isclass)
        if issubclass(found, Screen) and found.__module__ == module.__name__
    }
    tested = {type(make(FakeTui())) for make in SCREENS.values()}
    # A base class is tested through its subclasses.
    assert {found for found in defined if not found.__subclasses__()} <= {*tested, HelpScreen, Palette}


@EVERY_SCREEN
def test_a_key_opens_the_palette_and_help_and_the_palette_also_over_help(make: Make) -> None:
    tui = FakeTui()
    screen = make(tui)

    async def act(user: User) -> None:
        async def screen_after(key: str) -> type[Screen[Any]]:
            # All together shorter than the gap that a session takes for a sleep.
            await user.press(key, after=0.5)
            return type(user.app.screen)

        assert await screen_after("ctrl+p") is Palette
        assert await screen_after("escape") is type(screen)
        assert await screen_after("f1") is HelpScreen
        assert await screen_after("f1") is type(screen)
        if isinstance(screen, NoteScreen | RenderScreen | SummaryScreen):
            # Their input line takes every character.
            return
        assert await screen_after("colon") is Palette
        assert await screen_after("escape") is type(screen)
        assert await screen_after("question_mark") is HelpScreen
        assert await screen_after("ctrl+p") is Palette
        assert await screen_after("escape") is HelpScreen
        assert await screen_after("question_mark") is type(screen)

    open_screen(screen, act, tui=tui)


@pytest.mark.parametrize(
    ("make", "keys"),
    [*((make, ()) for make in SCREENS.values()), (SCREENS["session"], ("question_mark",))],
    ids=[*SCREENS, "help"],
)
def test_the_footer_cuts_off_no_entry_and_offers_help_for_the_rest(make: Make, keys: tuple[str, ...]) -> None:
    tui = FakeTui()
    footers: dict[int, list[str]] = {}

    async def act(user: User) -> None:
        await user.press(*keys)
        for width in (300, 80, 60, 30, 12):
            await user.pilot.resize_terminal(width, 20)
            await user.pilot.pause()
            footers[width] = split_footer(screen_text(user.app).splitlines()[-1])

    open_screen(make(tui), act, (80, 24), tui)
    all_entries = footers.pop(300)
    assert all_entries
    for shown_entries in footers.values():
        assert set(shown_entries) <= ALL_ENTRIES
        # Help itself doesn't offer help.
        assert (shown_entries[-1] in HELP_ENTRIES) == (not keys)
        assert shown_entries == [*all_entries[: len(shown_entries) - 1], shown_entries[-1]]


def test_the_footer_of_a_session_begins_with_pause_and_stop() -> None:
    tui = FakeTui()

    async def act(user: User) -> None:
        assert split_footer(user.screen_text.splitlines()[-1])[:2] == ["space Pause/resume", "x Stop"]

    open_screen(SCREENS["session"](tui), act, tui=tui)
