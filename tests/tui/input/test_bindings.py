"""Keys, footer words and tooltips come from the one definition of each action."""

from __future__ import annotations

import asyncio

import pytest
from textual.binding import Binding
from textual.dom import DOMNode

from tests.tui.every_screen import SCREENS, session
from tests.tui.fake_tui import FakeTui, shown
from tpsession.core.settings.actions import (
    ACTIONS,
    CLOSE,
    EASE,
    GO,
    HELP,
    PALETTE,
    PROCEED,
    QUIT,
    SUSPEND,
    Action,
)
from tpsession.core.settings.definitions import Preferences, default_preferences
from tpsession.tui.app import TpsessionApp
from tpsession.tui.drawing.raster.picture import Charset
from tpsession.tui.input.bindings import describe_key, make_binding, make_bindings, make_keymap, shortcut_hint
from tpsession.tui.screens.dialogs.help import HelpScreen
from tpsession.tui.screens.rating.rate import RateScreen
from tpsession.tui.screens.tools.sound import SoundScreen

BINDING: list[type[DOMNode]] = [
    TpsessionApp,
    HelpScreen,
    *{type(make(FakeTui())): None for make in SCREENS.values()},
]
"""What binds keys to actions."""


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.id)
def test_a_binding_has_its_actions_keys_words_and_tooltip(action: Action) -> None:
    made = make_binding(action)
    assert made.key == ",".join(action.keys)
    assert (made.description, made.tooltip, made.id) == (action.name, action.help, action.id)


def test_the_footer_shows_what_is_to_be_shown_and_hides_the_rest() -> None:
    made = [each for each in make_bindings(CLOSE, QUIT, hidden=[HELP]) if isinstance(each, Binding)]
    assert [(each.id, each.show) for each in made] == [("close", True), ("quit", True), ("help", False)]


def own(**values: str | bool) -> Preferences:
    """The settings, with these keys and switches set."""
    named = {name.replace("__", ".").replace("_", "-"): value for name, value in values.items()}
    return Preferences({**default_preferences().values, **named})


def done_by(node: type[DOMNode], preferences: Preferences) -> dict[str, list[str]]:
    """What the keys of a node do, by the ids of what they are bound to, what comes first in front."""
    made = node._merge_bindings()
    made.apply_keymap(make_keymap(preferences))
    return {
        key: list(dict.fromkeys(each.id or each.action for each in found))
        for key, found in made.key_to_bindings.items()
    }


def test_the_keys_of_every_action_are_mapped() -> None:
    mapped = make_keymap(own(keys__mute="f2, M", session__knuckle=False))
    assert mapped["mute"] == "f2,M"
    assert mapped["go"] == "space,enter"
    assert {action.id for action in ACTIONS} <= set(mapped)


def test_the_keys_that_a_knuckle_finds_are_mapped_to_what_is_done_without_looking() -> None:
    mapped = make_keymap(default_preferences())
    assert mapped["go"] == mapped["proceed"] == "space,enter,backspace,tab"


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.id)
def test_a_key_that_is_set_anew_takes_no_key_from_anything_else(action: Action) -> None:
    usual, rebound = own(session__knuckle=False), own(session__knuckle=False, **{f"keys__{action.id}": "f12"})
    for node in BINDING:
        before, after = done_by(node, usual), done_by(node, rebound)
        for key, done in before.items():
            others = [each for each in done if each != action.id]
            assert after.get(key, []) == others, f"{key} on {node.__name__}"
        assert after.get("f12", [action.id]) == [action.id]


def test_a_knuckles_key_moves_the_focus_where_there_is_nothing_to_pause() -> None:
    assert done_by(SoundScreen, default_preferences())["tab"] == [GO.id, "focus-next"]


def test_a_key_that_moves_the_focus_does_what_it_is_set_for() -> None:
    assert done_by(SoundScreen, own(keys__help="tab", session__knuckle=False))["tab"][0] == HELP.id


@pytest.mark.parametrize(
    ("key", "words", "plain"),
    [
        ("question_mark", "?", "?"),
        ("colon", ":", ":"),
        ("plus", "+", "+"),
        ("minus", "-", "-"),
        ("right_square_bracket", "]", "]"),
        ("left", "←", "left"),
        ("ctrl+up", "ctrl+↑", "ctrl+up"),
        ("enter", "enter", "enter"),
        ("backspace", "backspace", "backspace"),
        ("ctrl+p", "ctrl+p", "ctrl+p"),
        ("pagedown", "pgdn", "pgdn"),
        ("escape", "esc", "esc"),
        ("x", "x", "x"),
    ],
)
def test_a_key_is_shown_as_it_is_found_on_a_keyboard(key: str, words: str, plain: str) -> None:
    assert describe_key(key) == words
    assert describe_key(key, Charset.ASCII) == plain


@pytest.mark.parametrize(
    ("keys", "others", "words"),
    [
        ("space, enter", ("a click",), "space, enter or a click"),
        ("space, enter", (), "space or enter"),
        ("left, up, down", (), "← or ↑"),
        ("f5", (), "f5"),
        ("f5", ("a click",), "f5 or a click"),
    ],
)
def test_a_sentence_names_the_keys_that_are_set(keys: str, others: tuple[str, ...], words: str) -> None:
    assert shortcut_hint(own(keys__proceed=keys), PROCEED, Charset.UNICODE, *others) == words


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.id)
def test_every_key_can_be_shown_without_unicode(action: Action) -> None:
    assert all(describe_key(key, Charset.ASCII).isascii() for key in action.keys)


def test_the_footer_shows_keys_as_the_person_has_set_them() -> None:
    app = FakeTui(settings={"keys.close": "f4", "keys.palette": "ctrl+k"}).alone(RateScreen())

    async def read() -> str:
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            return shown(app).splitlines()[-1]

    footer = asyncio.run(read())
    assert "f4 Back" in footer
    assert "ctrl+k Commands" in footer


def test_a_key_that_is_set_twice_is_shown_only_where_it_does_something() -> None:
    tui = FakeTui(settings={"keys.go": "e", "session.knuckle": False})
    app = tui.alone(session(tui))

    async def read() -> list[str]:
        async with app.run_test(size=(80, 40)) as pilot:
            await pilot.pause()
            footer = shown(app).splitlines()[-1]
            for each in ("e", "question_mark"):
                tui.clock.pass_time(2.0)
                await pilot.press(each)
                await pilot.pause()
            return [footer, shown(app)]

    footer, helped = asyncio.run(read())
    assert "e Pause/resume" in footer
    assert "Ease off" not in footer
    lines = [" ".join(line.split("│")[1].split()) for line in helped.splitlines() if line.count("│") > 1]
    assert f"e {GO.name}" in lines
    assert EASE.name in lines


def test_the_program_answers_to_no_key_that_is_not_an_action() -> None:
    named = {each.id for each in TpsessionApp.BINDINGS if isinstance(each, Binding)}
    assert named == {PALETTE.id, QUIT.id, HELP.id, SUSPEND.id, "focus-next", "focus-previous"}
    app = FakeTui().app()
    assert {each.id for _, each in app._bindings} == named
