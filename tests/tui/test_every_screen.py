"""What holds on every screen: help and the list of commands are a key away, and the footer cuts no word."""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest
from textual.screen import Screen

from tests.tui.every_screen import SCREENS
from tests.tui.fake_tui import FakeTui, shown
from tests.tui.user import Hands
from tests.tui.user import on as on_screen
from tpsession.core.settings.actions import ACTIONS, HELP
from tpsession.tui import screens
from tpsession.tui.input.bindings import key_words
from tpsession.tui.screens.dialogs.help import HelpScreen
from tpsession.tui.screens.dialogs.palette import Palette
from tpsession.tui.screens.rating.after import NoteScreen, SummaryScreen
from tpsession.tui.screens.tools.render import RenderScreen

Make = Callable[[FakeTui], Screen[Any]]
EVERY_SCREEN = pytest.mark.parametrize("make", SCREENS.values(), ids=SCREENS)
MORE = {f"{key_words(key)} {HELP.name}" for key in HELP.keys}
"""Help, with a key that does it: where a line takes every character, not by its question mark."""
WHOLE = {f"{key_words(key)} {action.name}" for action in ACTIONS for key in action.keys} | MORE


def entries(footer: str) -> list[str]:
    """The entries of a footer; what is no whole one is left as it is."""
    rest, found = footer.strip(), list[str]()
    while rest:
        whole = max((one for one in WHOLE if f"{rest} ".startswith(f"{one} ")), key=len, default=rest)
        found.append(whole)
        rest = rest[len(whole) :].lstrip()
    return found


def test_no_screen_is_missing_here() -> None:
    found = [
        import_module(f"{screens.__name__}.{each.name}") for each in pkgutil.iter_modules(screens.__path__)
    ]
    defined = {
        one
        for module in found
        for _, one in inspect.getmembers(module, inspect.isclass)
        if issubclass(one, Screen) and one.__module__ == module.__name__
    }
    shown_here = {type(make(FakeTui())) for make in SCREENS.values()}
    # What others are made from is shown as these.
    assert {one for one in defined if not one.__subclasses__()} <= {*shown_here, HelpScreen}


@EVERY_SCREEN
def test_the_commands_and_help_are_a_key_away_and_the_commands_also_over_help(make: Make) -> None:
    tui = FakeTui()
    screen = make(tui)

    async def does(hands: Hands) -> None:
        async def leads_to(key: str) -> type[Screen[Any]]:
            # Together less than what a session takes for a standstill.
            await hands.press(key, after=0.5)
            return type(hands.app.screen)

        assert await leads_to("ctrl+p") is Palette
        assert await leads_to("escape") is type(screen)
        assert await leads_to("f1") is HelpScreen
        assert await leads_to("f1") is type(screen)
        if isinstance(screen, NoteScreen | RenderScreen | SummaryScreen):
            # Their line takes every character.
            return
        assert await leads_to("colon") is Palette
        assert await leads_to("escape") is type(screen)
        assert await leads_to("question_mark") is HelpScreen
        assert await leads_to("ctrl+p") is Palette
        assert await leads_to("escape") is HelpScreen
        assert await leads_to("question_mark") is type(screen)

    on_screen(screen, does, tui=tui)


@pytest.mark.parametrize(
    ("make", "keys"),
    [*((make, ()) for make in SCREENS.values()), (SCREENS["session"], ("question_mark",))],
    ids=[*SCREENS, "help"],
)
def test_the_footer_cuts_no_word_and_leads_to_what_it_leaves_out(make: Make, keys: tuple[str, ...]) -> None:
    tui = FakeTui()
    footers: dict[int, list[str]] = {}

    async def does(hands: Hands) -> None:
        await hands.press(*keys)
        for width in (300, 80, 60, 40, 30, 12):
            await hands.pilot.resize_terminal(width, 20)
            await hands.pilot.pause(0.05)
            footers[width] = entries(shown(hands.app).splitlines()[-1])

    on_screen(make(tui), does, (80, 24), tui)
    everything = footers.pop(300)
    assert everything
    for here in footers.values():
        assert set(here) <= WHOLE
        # Over help itself it would lead to nothing new.
        assert (here[-1] in MORE) == (not keys)
        assert here == [*everything[: len(here) - 1], here[-1]]


def test_the_footer_of_a_session_begins_with_the_big_key_and_stop() -> None:
    tui = FakeTui()

    async def does(hands: Hands) -> None:
        assert entries(hands.shown.splitlines()[-1])[:2] == ["space Pause/resume", "x Stop"]

    on_screen(SCREENS["session"](tui), does, tui=tui)
