"""Reading the settings file."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.files.routines.toml_dump import value_text
from tpsession.core.catalog.cues import Countdown
from tpsession.core.settings.definitions import SETTINGS, default_preferences
from tpsession.core.settings.store import SettingsStore
from tpsession.files.settings import FileSettings


def problems_of(path: Path) -> list[str]:
    """Return the problems of a settings file, with F in place of its path."""
    return [line.replace(str(path), "F") for line in FileSettings(path).find_problems()]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return the path of a settings file that doesn't exist yet."""
    return tmp_path / "settings.toml"


def test_without_a_file_every_setting_has_its_default(path: Path) -> None:
    settings: SettingsStore = FileSettings(path)
    assert settings.load_preferences() == default_preferences()
    assert settings.find_problems() == []


def test_the_settings_in_the_file_are_used_and_the_others_have_their_defaults(path: Path) -> None:
    path.write_text('[sound]\nvolume = 30\ncountdown = "calm"\nbell = true\n[session]\nget_ready = "1m30s"\n')
    preferences = FileSettings(path).load_preferences()
    assert preferences.percent("sound.volume") == 30
    assert preferences.countdown is Countdown.CALM
    assert preferences.switch("sound.bell")
    assert preferences.get_ready_s == 90.0
    assert preferences.percent("sound.voice") == 100
    assert problems_of(path) == []


def test_a_file_with_every_default_has_no_problem(path: Path) -> None:
    sections: dict[str, list[str]] = {}
    for setting in SETTINGS:
        sections.setdefault(setting.section, []).append(f"{setting.key} = {value_text(setting.default)}")
    path.write_text("".join(f"[{name}]\n" + "\n".join(lines) + "\n" for name, lines in sections.items()))
    assert problems_of(path) == []
    assert FileSettings(path).load_preferences() == default_preferences()


def test_an_edited_file_is_read_again(path: Path) -> None:
    settings = FileSettings(path)
    path.write_text("[sound]\nvolume = 30\n")
    assert settings.load_preferences().percent("sound.volume") == 30
    path.write_text("[sound]\nvolume = 31\n")
    assert settings.load_preferences().percent("sound.volume") == 31


A_TIME = 'it must be "routine" or a duration from 1 s to 60 min, such as "10s"'
BAD: dict[str, list[str]] = {
    '[sound]\nbackend = "miniaudo"\n': ['F:2:11: backend can\'t be "miniaudo"; did you mean "miniaudio"?'],
    '[sound]\nspeak = "xyz"\n': [
        'F:2:9: speak can\'t be "xyz"; it must be one of "learn", "phrases", "everything", "none"'
    ],
    "[sound]\nvolume = 101\n": ["F:2:10: volume can't be 101; it must be a whole number from 0 to 100"],
    "[sound]\nvolume = true\n": ["F:2:10: volume can't be true; it must be a whole number from 0 to 100"],
    "[sound]\nbell = 1\n": ["F:2:8: bell can't be 1; it must be true or false"],
    "[sound]\ndevice = 1\n": ["F:2:10: device can't be 1; it must be text in quotes"],
    '[session]\nget_ready = "2h"\n': [f'F:2:13: get_ready can\'t be "2h"; {A_TIME}'],
    "[session]\nget_ready = 00:00:10\n": [f"F:2:13: get_ready can't be 00:00:10; {A_TIME}"],
    "[sound]\nvolum = 3\n[scren]\n": [
        'F:2:1: unknown key "volum"; did you mean "volume"?',
        'F:3:1: unknown key "scren"; did you mean "screen"?',
    ],
    "volume = 3\n[screen]\nbell = true\n": [
        'F:1:1: "volume" belongs under [sound]',
        'F:3:1: "bell" belongs under [sound]',
    ],
    "sound = 3\n": ["F:1:1: sound must be a table, not 3; write [sound]"],
    "[sound]\nbackend = auto\nvolum = 3\n": [
        'F:2:11: put the text in quotes: "auto"',
        'F:3:1: unknown key "volum"; did you mean "volume"?',
    ],
}


@pytest.mark.parametrize("content", BAD)
def test_every_mistake_is_reported_at_its_place_and_the_default_is_used(content: str, path: Path) -> None:
    path.write_text(content)
    assert problems_of(path) == BAD[content]
    assert FileSettings(path).load_preferences() == default_preferences()


def test_a_wrong_value_leaves_the_right_ones_alone(path: Path) -> None:
    path.write_text("[sound]\nvolume = 300\ncues = 40\n")
    preferences = FileSettings(path).load_preferences()
    assert (preferences.percent("sound.volume"), preferences.percent("sound.cues")) == (80, 40)


def test_nothing_is_used_from_a_file_that_is_not_valid_toml(path: Path) -> None:
    path.write_text("[sound]\nvolume = 30\n[session\n")
    assert FileSettings(path).load_preferences() == default_preferences()
    assert problems_of(path) == ['F:3:9: the heading has no closing "]"; write [session]']


def test_a_folder_in_place_of_the_file_is_reported(path: Path) -> None:
    path.mkdir()
    assert problems_of(path) == ["F:1:1: this is a folder; give a TOML file"]
    assert FileSettings(path).load_preferences() == default_preferences()


@given(st.binary(max_size=80) | st.text(max_size=80).map(lambda text: f"[sound]\n{text}".encode()))
def test_any_content_is_read(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.mktemp("settings") / "settings.toml"
    path.write_bytes(content)
    settings = FileSettings(path)
    assert settings.load_preferences().values.keys() == default_preferences().values.keys()
    assert all(line.isprintable() for line in settings.find_problems())
