"""What holds on every screen: help and the palette are a key away, and the footer cuts off no entry."""

from __future__ import annotations

import inspect
import pkgutil
from importlib import import_module
from typing import Any

import pytest
from textual.screen import Screen
from textual.widget import Widget

from tests.scale import short_and_long
from tests.tui.every_screen import SCREENS
from tests.tui.fake_tui import FakeTui
from tests.tui.user import User, open_screen
from tpsession.core.settings.actions import ACTIONS, HELP
from tpsession.tui import screens
from tpsession.tui.input.bindings import describe_key
from tpsession.tui.screens.dialogs.help import HelpScreen
from tpsession.tui.screens.dialogs.line import LineScreen
from tpsession.tui.screens.dialogs.palette import Palette
from tpsession.tui.screens.rating.after import NoteScreen, SummaryScreen
from tpsession.tui.screens.tools.render import RenderScreen
from tpsession.tui.view_models.preparation.preparation_texts import MORE

HELP_ENTRIES = {f"{describe_key(key)} {HELP.name}" for key in HELP.keys}
"""The footer entries for help; an input line takes the question mark, so the entry may show another key."""
WIDEST = 300
"""A window of so many columns has room for every entry of every footer."""
FEW_WIDTHS = (WIDEST, 60, 12)
MANY_WIDTHS = (WIDEST, 80, 60, 30, 12)
ALL_ENTRIES = {f"{describe_key(key)} {action.name}" for action in ACTIONS for key in action.keys} | {
    *HELP_ENTRIES,
    f"space {MORE}",
    "space Pause",
}


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


async def read_footers(user: User, widths: tuple[int, ...] = FEW_WIDTHS) -> dict[int, list[str]]:
    """Return the entries of the footer for each width of the window."""
    return {
        width: split_footer(user.screen_text.splitlines()[-1])
        async for width, _ in user.resize_to((width, 8) for width in widths)
    }


def check_footers(footers: dict[int, list[str]], *, offers_help: bool) -> None:
    """Check that no entry is cut off where there isn't room for all, and that help and "back" stay."""
    all_entries = footers[WIDEST]
    assert all_entries
    for shown_entries in (footers[width] for width in footers if width != WIDEST):
        assert set(shown_entries) <= ALL_ENTRIES
        assert (shown_entries[-1] in HELP_ENTRIES) == offers_help
        # From the first that has no room on, only these two are there.
        kept = [entry for entry in all_entries if entry in {"esc Back", *HELP_ENTRIES}]
        first = [shown for shown, entry in zip(shown_entries, all_entries, strict=False) if shown == entry]
        assert set(shown_entries[len(first) :]) <= {"esc Back", shown_entries[-1]}
        assert len(shown_entries) == 1 or set(kept) <= set(shown_entries)


def find_text_at_scrollbars(user: User) -> list[str]:
    """Return the ends of lines that stand right beside a vertical scrollbar, with no space between."""
    lines = user.screen_text.splitlines()
    bars = [
        widget.vertical_scrollbar.region
        for widget in user.app.screen.walk_children(Widget)
        if widget.show_vertical_scrollbar
    ]
    rows = [lines[y][: bar.x] for bar in bars for y in range(bar.y, min(bar.bottom, len(lines)))]
    return [row for row in rows if row and not row.endswith(" ")]


SOME = ("home", "session", "rate", "question", "note")
"""Screens of each kind: a list, a session, one that guards against slips, one over another, and an input."""


@pytest.mark.parametrize("everything", short_and_long(False, True))
@pytest.mark.parametrize("name", SCREENS)
def test_no_text_touches_a_scrollbar_no_footer_entry_is_cut_off_and_keys_open_help_and_the_palette(
    name: str, *, everything: bool
) -> None:
    """everything: at every width, and with each key, also over help; on some screens in every run."""
    everything = everything or name in SOME
    tui = FakeTui()
    screen = SCREENS[name](tui)

    async def act(user: User) -> None:
        async def screen_after(key: str) -> type[Screen[Any]]:
            # All together shorter than the gap that a session takes for a sleep.
            await user.press(key, after=0.5)
            return type(user.app.screen)

        async for _ in user.resize_to([(60, 20)]):
            assert find_text_at_scrollbars(user) == []
        check_footers(await read_footers(user, MANY_WIDTHS if everything else FEW_WIDTHS), offers_help=True)
        for key, action in (("ctrl+p", "app.palette"), ("f1", "app.help")):
            opened = user.app.active_bindings[key]
            assert (opened.binding.action, opened.enabled) == (action, True)
        if not everything:
            return
        assert await screen_after("f1") is HelpScreen
        assert await screen_after("f1") is type(screen)
        assert user.app.screen is screen
        assert await screen_after("ctrl+p") is Palette
        assert await screen_after("escape") is type(screen)
        if isinstance(screen, LineScreen | NoteScreen | RenderScreen | SummaryScreen):
            # Their input line takes every character.
            return
        assert await screen_after("question_mark") is HelpScreen
        assert await screen_after("colon") is Palette
        assert await screen_after("escape") is HelpScreen
        assert await screen_after("question_mark") is type(screen)

    open_screen(screen, act, tui=tui)


def test_the_footer_of_a_session_begins_with_pause_and_stop_and_help_does_not_offer_help() -> None:
    tui = FakeTui()

    async def act(user: User) -> None:
        assert split_footer(user.screen_text.splitlines()[-1])[:2] == ["space Pause", "x Stop"]
        await user.press("question_mark")
        check_footers(await read_footers(user), offers_help=False)

    open_screen(SCREENS["session"](tui), act, tui=tui)
