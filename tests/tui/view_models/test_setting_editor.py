"""What keys, clicks and typed text do to each kind of setting."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from tpsession.core.settings.definitions import SETTINGS, Setting, SettingKind
from tpsession.tui.view_models.setting_editor import (
    UNKNOWN_KEY,
    ChoiceEditor,
    DurationEditor,
    InputStep,
    KeysEditor,
    PercentEditor,
    Reaction,
    SettingEditor,
    SwitchEditor,
    TextEditor,
    Value,
)

OPEN = Reaction(input_step=InputStep.OPEN)
OPEN_WITH_DEFAULT = Reaction(input_step=InputStep.OPEN_WITH_DEFAULT)
CLOSE = Reaction(input_step=InputStep.CLOSE)


def setting(name: str) -> Setting:
    return next(setting for setting in SETTINGS if setting.name == name)


def theme(value: str = "auto") -> ChoiceEditor:
    return ChoiceEditor(setting("screen.theme"), value)


def volume(value: int = 80) -> PercentEditor:
    return PercentEditor(setting("sound.volume"), value)


def emergency_number(value: str = "") -> TextEditor:
    return TextEditor(setting("safety.emergency_number"), value)


def get_ready(value: Value = "routine") -> DurationEditor:
    return DurationEditor(setting("session.get_ready"), value)


def mute_keys(value: str = "m") -> KeysEditor:
    return KeysEditor(setting("keys.mute"), value, str.upper)


def switch(value: bool = True) -> SwitchEditor:
    return SwitchEditor(setting("screen.motion"), value)


def press(editor: SettingEditor, keys: Iterable[str]) -> Reaction | None:
    """Press keys; return the reaction to the last one."""
    reaction = None
    for key in keys:
        reaction = editor.press(key, key if len(key) == 1 else None)
    return reaction


# Choices and switches


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        (["right"], "dark"),
        (["enter", "right"], "light"),
        (["right", "left", "left"], "auto"),
        (["left"], "auto"),
        (["right"] * 9, "colour-blind"),
        ([*["right"] * 9, "space"], "auto"),
    ],
)
def test_arrows_move_through_the_choices_and_stop_while_enter_and_space_go_round(
    keys: list[str], value: str
) -> None:
    editor = theme()
    press(editor, keys)
    assert editor.value == value


def test_a_choice_is_saved_only_if_it_changes() -> None:
    editor = theme()
    assert press(editor, ["right"]) == Reaction("dark")
    assert press(editor, ["left", "left"]) == Reaction()


@pytest.mark.parametrize(("index", "value"), [(2, "light"), (5, "auto"), (-1, "colour-blind")])
def test_a_click_chooses_and_goes_round_past_either_end(index: int, value: str) -> None:
    editor = theme("dark")
    assert editor.click("choice", index) == Reaction(value)
    assert editor.value == value


@pytest.mark.parametrize(
    ("key", "before", "after"),
    [
        ("right", True, False),
        ("left", False, True),
        *((key, before, not before) for key in ("space", "enter") for before in (True, False)),
    ],
)
def test_a_switch_is_turned_by_arrows_space_and_enter(key: str, before: bool, after: bool) -> None:
    assert press(switch(before), [key]) == Reaction(after)


def test_a_switch_is_turned_by_a_click_on_its_other_value() -> None:
    assert switch().click("choice", 1) == Reaction(False)
    assert switch(False).click("choice", 0) == Reaction(True)
    assert [switch().format_value(choice) for choice in switch().choices] == ["on", "off"]


# Volumes


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        (["right"], 85),
        (["left", "left"], 70),
        ([*"42", "right"], 45),
        ([*"42", "left"], 40),
        ([*"101"], 1),
        (["0", "left"], 0),
        ([*"100", "right"], 100),
        (["3", "right", "6"], 6),
        (["3", "d", "4"], 4),
        (["3", "x", "4"], 4),
        (["3", "down", "4"], 4),
    ],
)
def test_a_volume_is_turned_by_arrows_and_typed_by_digits(keys: list[str], value: int) -> None:
    editor = volume()
    press(editor, keys)
    assert editor.value == value


@pytest.mark.parametrize(
    ("part", "number", "value"), [("turn", 1, 85), ("turn", -1, 75), ("to", 5, 5), ("to", 100, 100)]
)
def test_a_click_turns_a_volume_or_sets_it(part: str, number: int, value: int) -> None:
    editor = volume()
    press(editor, [*"80"])
    assert editor.click(part, number) == Reaction(value)
    press(editor, ["2"])
    assert editor.value == 2


def test_a_number_that_is_typed_after_leaving_the_row_starts_again() -> None:
    editor = volume()
    press(editor, ["4"])
    assert editor.leave() == Reaction()
    press(editor, ["2"])
    assert editor.value == 2


def test_a_volume_is_shown_in_percent() -> None:
    assert volume().format_value(80) == "80%"


# Texts


@pytest.mark.parametrize("key", ["enter", "space"])
def test_enter_space_or_a_click_opens_the_input_with_the_value(key: str) -> None:
    editor = emergency_number("112")
    assert press(editor, [key]) == OPEN
    assert editor.click("open", 0) == OPEN
    assert editor.open_input() == "112"


def test_what_is_typed_is_saved_without_spaces_around_it_and_shown_only_then() -> None:
    editor = emergency_number()
    editor.open_input()
    assert editor.submit(" 112 ") == Reaction("112")
    assert (editor.value, editor.is_open) == ("", True)


@pytest.mark.parametrize("how", ["submit", "leave_input"])
def test_a_text_that_was_only_looked_at_is_not_saved(how: str) -> None:
    editor = emergency_number("\x1b]0;stolen\x07")
    text = editor.open_input()
    assert "\x1b" not in text
    assert getattr(editor, how)(text) == CLOSE
    assert not editor.is_open


def test_what_was_typed_is_saved_when_the_person_leaves_the_input() -> None:
    editor = emergency_number()
    editor.open_input()
    assert editor.leave_input("911") == Reaction("911")


def test_a_text_that_is_typed_as_it_was_is_not_saved() -> None:
    editor = emergency_number("112")
    editor.open_input(with_default=True)
    assert editor.submit("112") == CLOSE


def test_escape_closes_the_input_and_removes_its_error() -> None:
    editor = emergency_number()
    editor.open_input()
    assert press(editor, ["escape"]) == Reaction(error="", input_step=InputStep.CLOSE)
    assert not editor.is_open
    assert press(editor, ["escape"]) is None


def test_while_the_input_is_open_it_gets_all_other_keys_but_up_and_down() -> None:
    editor = emergency_number("112")
    editor.open_input()
    assert [press(editor, [key]) for key in ("d", "delete", "enter", "space", "9", "home")] == [None] * 6
    assert [press(editor, [key]) for key in ("up", "down")] == [Reaction()] * 2


def test_the_default_is_offered_in_the_input_and_saved_by_enter_alone() -> None:
    editor = emergency_number("112")
    assert press(editor, ["d"]) == OPEN_WITH_DEFAULT
    assert editor.open_input(with_default=True) == ""
    assert editor.leave_input("") == CLOSE
    editor.open_input(with_default=True)
    assert editor.submit("") == Reaction("")


def test_an_empty_text_is_shown_as_a_word() -> None:
    assert [emergency_number().format_value(value) for value in ("", "112")] == ["not set", "112"]


def test_a_duration_is_typed_as_in_a_file_and_shown_in_words() -> None:
    editor = get_ready(90.0)
    assert editor.open_input() == "90s"
    assert editor.submit("routine") == Reaction("routine")
    assert [editor.format_value(value) for value in (90.0, "routine")] == [
        "1 minute 30 seconds",
        "as the routine says",
    ]
    assert get_ready().open_input() == "routine"


# Keys


@pytest.mark.parametrize("key", ["f6", "tab", "enter", "down", "ctrl+c", "d", "question_mark", "k"])
@pytest.mark.parametrize("by_click", [True, False])
def test_after_k_or_a_click_any_key_becomes_the_key(key: str, by_click: bool) -> None:
    editor = mute_keys()
    begun = editor.click("press", 0) if by_click else press(editor, ["k"])
    assert (begun, editor.is_waiting) == (Reaction(error=""), True)
    assert press(editor, [key]) == Reaction(key, error="")
    assert not editor.is_waiting


@pytest.mark.parametrize("key", ["escape", "m"])
def test_escape_and_the_present_key_change_nothing(key: str) -> None:
    editor = mute_keys()
    press(editor, ["k"])
    assert press(editor, [key]) == Reaction(error="")
    assert not editor.is_waiting


def test_no_key_is_waited_for_after_leaving_the_row() -> None:
    editor = mute_keys()
    press(editor, ["k"])
    assert editor.leave() == Reaction(error="")
    assert not editor.is_waiting
    assert editor.leave() == Reaction()


def test_a_key_without_a_name_in_the_settings_is_refused() -> None:
    editor = mute_keys()
    press(editor, ["k"])
    assert press(editor, ["ctrl+at_sign_of_nowhere"]) == Reaction(error=UNKNOWN_KEY)


def test_keys_are_typed_as_well_and_shown_as_on_a_keyboard() -> None:
    editor = mute_keys("m, ctrl+b")
    assert press(editor, ["enter"]) == OPEN
    assert editor.click("open", 0) == OPEN
    assert editor.open_input() == "m, ctrl+b"
    assert editor.submit("f4") == Reaction("f4")
    assert editor.format_value(editor.value) == "M  CTRL+B"


# Every kind

CHANGED: dict[SettingKind, SettingEditor] = {
    SettingKind.CHOICE: theme("dark"),
    SettingKind.SWITCH: switch(False),
    SettingKind.PERCENT: volume(5),
    SettingKind.TEXT: emergency_number("112"),
    SettingKind.FOLDER: TextEditor(setting("history.backups"), "/media/disk"),
    SettingKind.DURATION: get_ready(9.0),
    SettingKind.KEYS: mute_keys("f2"),
}


def test_every_kind_of_setting_has_an_editor() -> None:
    assert {*CHANGED} == {*SettingKind}
    assert all(editor.setting.kind is kind and editor.is_changed for kind, editor in CHANGED.items())


@pytest.mark.parametrize("key", ["d", "delete", "backspace"])
def test_a_setting_at_its_default_is_not_reset(key: str) -> None:
    for editor in (theme(), switch(), volume(), emergency_number(), get_ready(), mute_keys()):
        assert press(editor, [key]) == Reaction()


@pytest.mark.parametrize("key", ["d", "delete", "backspace"])
def test_what_is_chosen_returns_to_its_default_by_one_key(key: str) -> None:
    for editor in (theme("dark"), switch(False), volume(5)):
        assert press(editor, [key]) == Reaction(editor.setting.default)
        assert not editor.is_changed


@pytest.mark.parametrize("kind", SettingKind)
def test_keys_that_an_editor_has_no_use_for_are_left_to_others(kind: SettingKind) -> None:
    assert [press(CHANGED[kind], [key]) for key in ("up", "down", "tab", "f9", "pageup")] == [None] * 5


def hints(editor: SettingEditor) -> list[str]:
    return [str(hint) for hint in editor.key_hints]


def test_the_hints_name_the_keys_that_work_now_and_the_default() -> None:
    assert "0-9: type a number" in hints(volume())
    assert hints(switch()) == ["space: on or off"]
    assert hints(emergency_number()) == ["enter: edit"]
    assert hints(mute_keys()) == ["enter: type keys", "k: choose by pressing it"]
    assert hints(theme()) == ["left, right: change"]
    assert hints(theme("dark")) == ["left, right: change", "d: default (auto)"]
    number, keys = emergency_number(), mute_keys()
    number.open_input()
    press(keys, ["k"])
    assert hints(number) == ["enter: save", "esc: cancel"]
    assert hints(keys) == ["esc: cancel"]


def test_a_hint_that_is_clicked_does_what_its_key_does() -> None:
    for hint in mute_keys().key_hints:
        assert mute_keys().click(hint.part, 0) == press(mute_keys(), [hint.keys])
