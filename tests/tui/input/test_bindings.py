"""Keys, footer texts and tooltips come from the definition of each action."""

from __future__ import annotations

import asyncio

import pytest
from textual.binding import Binding
from textual.dom import DOMNode

from tests.tui.every_screen import SCREENS, session
from tests.tui.fake_tui import FakeTui, screen_text
from tests.tui.user import wait_until
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
)
from tpsession.core.settings.definitions import Preferences, default_preferences
from tpsession.tui.app import TpsessionApp
from tpsession.tui.drawing.raster.charset import Charset
from tpsession.tui.input.bindings import describe_key, make_binding, make_bindings, make_keymap, shortcut_hint
from tpsession.tui.screens.dialogs.help import HelpScreen
from tpsession.tui.screens.rating.rate import RateScreen
from tpsession.tui.screens.tools.sound import SoundScreen

NODES_WITH_BINDINGS: list[type[DOMNode]] = [
    TpsessionApp,
    HelpScreen,
    *{type(make(FakeTui())): None for make in SCREENS.values()},
]
"""Every class that binds keys to actions."""


def test_a_binding_has_the_keys_name_and_tooltip_of_its_action() -> None:
    for action in ACTIONS:
        made = make_binding(action)
        assert made.key == ",".join(action.keys)
        assert (made.description, made.tooltip, made.id) == (action.name, action.help, action.id)


def test_hidden_bindings_are_not_in_the_footer() -> None:
    made = [item for item in make_bindings(CLOSE, QUIT, hidden=[HELP]) if isinstance(item, Binding)]
    assert [(item.id, item.show) for item in made] == [("close", True), ("quit", True), ("help", False)]


def preferences_with(**values: str | bool) -> Preferences:
    """Return the default settings with these keys and switches set."""
    named = {name.replace("__", "."): value for name, value in values.items()}
    return Preferences({**default_preferences().values, **named})


def actions_by_key(node: type[DOMNode], preferences: Preferences) -> dict[str, list[str]]:
    """Return the ids of the bindings of each key of a node, in their order."""
    made = node._merge_bindings()
    made.apply_keymap(make_keymap(preferences))
    return {
        key: list(dict.fromkeys(item.id or item.action for item in items))
        for key, items in made.key_to_bindings.items()
    }


def test_the_keymap_has_the_keys_that_were_changed_and_what_shares_one_with_them() -> None:
    mapped = make_keymap(preferences_with(keys__mute="f2, space", session__knuckle=False))
    assert mapped["mute"] == "f2,space"
    assert mapped["go"] == "space,enter"
    assert HELP.id not in mapped
    assert not make_keymap(preferences_with(session__knuckle=False))


def test_the_keymap_has_the_knuckle_keys() -> None:
    mapped = make_keymap(default_preferences())
    assert mapped["go"] == mapped["proceed"] == "space,enter,backspace,tab"


def test_changing_the_keys_of_one_action_changes_no_other_binding() -> None:
    usual = preferences_with(session__knuckle=False)
    usual_actions = {node: actions_by_key(node, usual) for node in NODES_WITH_BINDINGS}
    for action in ACTIONS:
        rebound = preferences_with(session__knuckle=False, **{f"keys__{action.id}": "f12"})
        for node, before in usual_actions.items():
            after = actions_by_key(node, rebound)
            for key, done in before.items():
                others = [name for name in done if name != action.id]
                assert after.get(key, []) == others, f"{action.id}: {key} on {node.__name__}"
            assert after.get("f12", [action.id]) == [action.id]


def test_a_knuckle_key_moves_the_focus_if_there_is_nothing_to_pause() -> None:
    assert actions_by_key(SoundScreen, default_preferences())["tab"] == [GO.id, "focus-next"]


def test_a_focus_key_that_is_set_for_an_action_triggers_the_action() -> None:
    assert (
        actions_by_key(SoundScreen, preferences_with(keys__help="tab", session__knuckle=False))["tab"][0]
        == HELP.id
    )


@pytest.mark.parametrize(
    ("key", "text", "ascii_text"),
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
def test_a_key_is_shown_as_on_a_keyboard(key: str, text: str, ascii_text: str) -> None:
    assert describe_key(key) == text
    assert describe_key(key, Charset.ASCII) == ascii_text


@pytest.mark.parametrize(
    ("keys", "others", "text"),
    [
        ("space, enter", ("a click",), "space, enter or a click"),
        ("space, enter", (), "space or enter"),
        ("left, up, down", (), "← or ↑"),
        ("f5", (), "f5"),
        ("f5", ("a click",), "f5 or a click"),
    ],
)
def test_a_hint_names_the_keys_that_are_set(keys: str, others: tuple[str, ...], text: str) -> None:
    assert shortcut_hint(preferences_with(keys__proceed=keys), PROCEED, Charset.UNICODE, *others) == text


def test_every_key_can_be_shown_without_unicode() -> None:
    assert all(describe_key(key, Charset.ASCII).isascii() for action in ACTIONS for key in action.keys)


def test_the_footer_shows_keys_as_the_person_has_set_them() -> None:
    app = FakeTui(settings={"keys.close": "f4", "keys.palette": "ctrl+k"}).single_screen_app(RateScreen())

    async def read() -> str:
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            return screen_text(app).splitlines()[-1]

    footer = asyncio.run(read())
    assert "f4 Back" in footer
    assert "ctrl+k Commands" in footer


def test_a_key_set_for_two_actions_is_shown_only_for_the_one_it_triggers() -> None:
    tui = FakeTui(settings={"keys.go": "e", "session.knuckle": False})
    app = tui.single_screen_app(session(tui))

    async def read() -> list[str]:
        async with app.run_test(size=(80, 40)) as pilot:
            await pilot.pause()
            footer = screen_text(app).splitlines()[-1]
            for key in ("e", "question_mark"):
                tui.clock.pass_time(2.0)
                await pilot.press(key)
                await pilot.pause()
            await wait_until(pilot, lambda: EASE.name in screen_text(app))
            return [footer, screen_text(app)]

    footer, help_text = asyncio.run(read())
    assert "e Pause" in footer
    assert "Ease off" not in footer
    lines = [" ".join(line.split("│")[1].split()) for line in help_text.splitlines() if line.count("│") > 1]
    assert any(line.startswith("e Continue ") for line in lines)
    assert any(line.startswith(f"{EASE.name} ") for line in lines)


def test_every_key_of_the_program_belongs_to_an_action() -> None:
    ids = {item.id for item in TpsessionApp.BINDINGS if isinstance(item, Binding)}
    assert ids == {PALETTE.id, QUIT.id, HELP.id, SUSPEND.id, "focus-next", "focus-previous"}
    app = FakeTui().app()
    assert {item.id for _, item in app._bindings} == ids
