"""Settings: their defaults, valid values, titles, keys and key conflicts."""

from __future__ import annotations

import math
import re

import pytest

from tpsession.core.catalog.cues import Countdown, CueGroup
from tpsession.core.settings.actions import ACTIONS
from tpsession.core.settings.definitions import (
    ROUTINE,
    SETTINGS,
    Preferences,
    SettingKind,
    accepts,
    default_preferences,
    describe_conflicts_by_action,
    describe_key_conflicts,
    format_section_title,
)
from tpsession.core.settings.key_names import find_typed_character, parse_keys

SETTING_BY_NAME = {setting.name: setting for setting in SETTINGS}


def preferences_with(**values: object) -> Preferences:
    """Return the defaults with some settings changed; ``__`` stands for the dot."""
    changed = {name.replace("__", "."): value for name, value in values.items()}
    return Preferences({**default_preferences().values, **changed})  # type: ignore[dict-item]


def test_a_setting_has_a_name_and_help_and_accepts_its_default() -> None:
    for setting in SETTINGS:
        assert re.fullmatch(r"[a-z_]+\.[a-z_]+", setting.name), setting
        assert setting.help[0].isupper(), setting
        assert setting.help.endswith("."), setting
        assert accepts(setting, setting.default), setting
        assert bool(setting.choices) == (setting.kind is SettingKind.CHOICE), setting
        assert default_preferences().values[setting.name] == setting.default


def test_a_setting_and_its_section_have_readable_titles() -> None:
    for setting in SETTINGS:
        for title in (setting.title, format_section_title(setting.section)):
            assert re.fullmatch(r"[A-Z+-][\w ,/-]{1,18}", title), setting


def test_a_settings_title_comes_from_its_label_its_key_or_the_action_of_its_keys() -> None:
    assert SETTING_BY_NAME["sound.cues"].title == "Signals"
    assert SETTING_BY_NAME["sound.countdown_volume"].title == "Countdown volume"
    assert SETTING_BY_NAME["keys.go"].title == "Play/pause"
    assert format_section_title("follow_up") == "Follow-up"


def test_no_setting_is_defined_twice() -> None:
    assert len(SETTING_BY_NAME) == len(SETTINGS)


def test_the_defaults_are_those_that_people_rely_on() -> None:
    values = default_preferences().values
    assert {name: value for name, value in values.items() if not name.startswith("keys.")} == {
        "sound.backend": "auto",
        "sound.device": "",
        "sound.volume": 80,
        "sound.cues": 100,
        "sound.countdown_volume": 100,
        "sound.pacing": 60,
        "sound.voice": 100,
        "sound.countdown": "routine",
        "sound.halfway": True,
        "sound.speak": "learn",
        "sound.bell": False,
        "session.get_ready": "routine",
        "session.knuckle": True,
        "session.stay_awake": True,
        "session.stiffness": False,
        "history.backups": "",
        "history.person": "",
        "screen.theme": "auto",
        "screen.motion": True,
        "screen.favourites": "",
        "follow_up.ask": True,
        "safety.emergency_number": "",
    }


@pytest.mark.parametrize(
    ("name", "expected", "valid", "invalid"),
    [
        (
            "sound.backend",
            'one of "auto", "miniaudio", "sdl", "simpleaudio", "none"',
            ["auto", "none"],
            ["", "Auto", 1, True, None, ["auto"]],
        ),
        ("sound.volume", "a whole number from 0 to 100", [0, 80, 100], [-1, 101, 50.0, True, "80", None]),
        (
            "history.backups",
            '"" or the full path of a folder, such as "/media/disk/backups"',
            ["", "/media/disk", "~/backups", "D:\\backups", "E:/", "\\\\server\\share"],
            ["backups", "./backups", "D:", True, 1, None],
        ),
        ("screen.motion", "true or false", [True, False], [0, 1, "true", None]),
        (
            "screen.theme",
            'one of "auto", "dark", "light", "contrast", "colour-blind"',
            ["auto", "light"],
            ["nord", "", 1, None],
        ),
        ("sound.device", "text in quotes", ["", "USB"], [1, True, None]),
        (
            "session.get_ready",
            '"routine" or a duration from 1 s to 60 min, such as "10s"',
            ["routine", 1, 1.0, 3600.0],
            [0.9, 3600.1, -5, True, "10s", math.nan, math.inf, None],
        ),
    ],
)
def test_a_setting_says_which_values_it_expects_and_accepts_no_others(
    name: str, expected: str, valid: list[object], invalid: list[object]
) -> None:
    setting = SETTING_BY_NAME[name]

    assert setting.expected_text == expected
    assert all(accepts(setting, value) for value in valid)
    assert [value for value in invalid if accepts(setting, value)] == []


def test_each_kind_of_setting_is_in_use() -> None:
    assert {setting.kind for setting in SETTINGS} == set(SettingKind)


def test_the_routine_decides_unless_the_person_does() -> None:
    defaults = default_preferences()

    assert (defaults.countdown, defaults.get_ready_s) == (None, None)
    chosen = preferences_with(sound__countdown="calm", session__get_ready=8)
    assert (chosen.countdown, chosen.get_ready_s) == (Countdown.CALM, 8.0)
    assert preferences_with(sound__countdown=ROUTINE).countdown is None


def test_values_are_read_by_their_kind() -> None:
    defaults = default_preferences()

    assert defaults.text("sound.backend") == "auto"
    assert defaults.switch("screen.motion") is True
    assert defaults.percent("sound.volume") == 80


def test_keys_that_screens_use_themselves_are_reported_if_a_global_action_has_them() -> None:
    assert describe_key_conflicts(default_preferences()) == []
    for key in ("n", "7", "minus", "d", "delete"):
        sentence = describe_key_conflicts(preferences_with(keys__help=key))[-1]
        assert sentence.startswith(f'The key {key} is set for "Help", but some screens use it to answer')
    # No other action of a session uses them.
    assert describe_key_conflicts(preferences_with(keys__mute="7")) == []


def test_every_group_of_cues_has_its_volume() -> None:
    levels = preferences_with(
        sound__cues=1, sound__countdown_volume=2, sound__pacing=3, sound__voice=4
    ).levels

    assert levels == {
        CueGroup.CUES: 1,
        CueGroup.COUNTDOWN: 2,
        CueGroup.PACING: 3,
        CueGroup.VOICE: 4,
    }
    assert set(levels) == set(CueGroup)


def test_every_action_has_its_keys_in_the_settings() -> None:
    preferences = default_preferences()
    for action in ACTIONS:
        assert preferences.configured_keys(action.id) == action.keys


def test_knuckle_actions_also_have_the_knuckle_keys() -> None:
    keys = ("space", "enter", "backspace", "tab")
    assert default_preferences().keys("go") == default_preferences().keys("proceed") == keys
    assert default_preferences().keys("mute") == ("m",)
    assert preferences_with(session__knuckle=False).keys("go") == ("space", "enter")
    assert preferences_with(keys__go="f5, tab").keys("go") == ("f5", "tab", "backspace")


def test_a_knuckle_key_set_for_another_action_does_only_that_and_is_reported() -> None:
    preferences = preferences_with(keys__close="escape, tab")
    assert preferences.keys("go") == preferences.keys("proceed") == ("space", "enter", "backspace")
    assert preferences.keys("close") == ("escape", "tab")
    expected = ['The key tab is set for "Back", so a knuckle can\'t pause or resume with it.']
    assert describe_key_conflicts(preferences) == expected
    assert describe_key_conflicts(preferences_with(keys__close="escape, tab", session__knuckle=False)) == []


def test_no_two_actions_have_the_same_name() -> None:
    names = [action.name for action in ACTIONS]
    assert sorted(set(names)) == sorted(names)


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("space, enter", ("space", "enter")),
        ("?", ("question_mark",)),
        ("ctrl+p,:", ("ctrl+p", "colon")),
        ("+, -, /, @, _", ("plus", "minus", "slash", "at", "underscore")),
        ("f12", ("f12",)),
        ("X", ("X",)),
        ("ctrl+shift+left", ("ctrl+shift+left",)),
        ("space bar", None),
        ("hyper+a", None),
        ("space,", None),
        ("", None),
        ("f25", None),
        ("\x01", None),
    ],
)
def test_keys_can_be_written_as_names_or_characters(typed: str, keys: tuple[str, ...] | None) -> None:
    assert parse_keys(typed) == keys
    assert accepts(SETTING_BY_NAME["keys.go"], typed) is (keys is not None)


def test_a_key_types_the_character_that_it_is_named_after() -> None:
    for character in map(chr, range(0x20, 0x7F)):
        if character not in " ,":
            (key,) = parse_keys(character) or ("",)
            assert find_typed_character(key) == character


@pytest.mark.parametrize("key", ["f1", "left", "enter", "ctrl+p", "ctrl+slash", "escape"])
def test_other_keys_type_nothing(key: str) -> None:
    assert find_typed_character(key) is None
    assert find_typed_character("space") == " "


def test_a_key_set_for_two_actions_is_reported_with_both() -> None:
    assert describe_key_conflicts(default_preferences()) == []
    assert describe_key_conflicts(preferences_with(keys__mute="x, 7")) == [
        'The key x is set for both "Mute" and "Stop".'
    ]


def test_a_conflict_is_listed_for_both_of_its_actions() -> None:
    conflicting = Preferences({**default_preferences().values, "keys.doctor": "w"})
    (sentence,) = describe_key_conflicts(conflicting)
    by_action = describe_conflicts_by_action(conflicting)
    assert by_action["doctor"] == by_action["render"] == [sentence]
    assert by_action["history"] == []


def test_favourites_are_ids_in_any_case_with_commas_between() -> None:
    assert default_preferences().favourites == frozenset()
    values = {**default_preferences().values, "screen.favourites": " Neck, my-own ,, neck"}
    assert Preferences(values).favourites == {"neck", "my-own"}
