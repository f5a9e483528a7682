"""Changing one setting in the file, which keeps everything else in it."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from tpsession.core.errors import SettingsError
from tpsession.core.settings.definitions import default_preferences
from tpsession.files.settings import FileSettings


def test_one_setting_changes_and_everything_else_stays_comments_included(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text("# mine\n[sound]\nvolume = 30 # quiet\nunknown = 1\n\n[follow_up]\nask = true\n")
    FileSettings(path).save_setting("follow_up.ask", False)
    assert path.read_text() == (
        "# mine\n[sound]\nvolume = 30 # quiet\nunknown = 1\n\n[follow_up]\nask = false\n"
    )
    assert FileSettings(path).load_preferences().switch("follow_up.ask") is False


def test_a_missing_file_and_folder_are_created_for_the_person_alone(tmp_path: Path) -> None:
    path = tmp_path / "new" / "settings.toml"
    FileSettings(path).save_setting("sound.volume", 20)
    assert FileSettings(path).load_preferences().percent("sound.volume") == 20
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        (
            "session.get_ready",
            "soon",
            'Time to get ready can\'t be "soon"; it must be "routine" or a duration',
        ),
        ("session.get_ready", "2h", 'Time to get ready can\'t be "2h"; it must be "routine" or a duration'),
        ("sound.volume", 101, "Volume can't be 101; it must be a whole number from 0 to 100."),
        ("screen.theme", "drak", 'Theme can\'t be "drak"; did you mean "dark"?'),
        ("keys.mute", "m, hyper+x", 'Mute can\'t be "m, hyper+x"; it must be keys separated by commas'),
    ],
)
def test_a_wrong_value_is_refused_and_the_file_is_unchanged(
    tmp_path: Path, name: str, value: str | int, message: str
) -> None:
    path = tmp_path / "settings.toml"
    path.write_text("[sound]\nvolume = 30\n")
    with pytest.raises(SettingsError, match="^" + re.escape(message)):
        FileSettings(path).save_setting(name, value)
    assert path.read_text() == "[sound]\nvolume = 30\n"


def test_a_duration_is_written_as_it_was_typed_and_read_as_seconds(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    FileSettings(path).save_setting("session.get_ready", "1m30s")
    assert '"1m30s"' in path.read_text()
    assert FileSettings(path).load_preferences().get_ready_s == 90.0


BEFORE = b"# mine\r\n[sound]\r\nvolume = 30 # quiet\r\n\r\n[follow_up]\r\nask = true\r\n"


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", [b"\r\n", b"\n"])
def test_line_ends_and_a_byte_order_mark_stay(tmp_path: Path, bom: bytes, end: bytes) -> None:
    path = tmp_path / "settings.toml"
    before = bom + BEFORE.replace(b"\r\n", end)
    path.write_bytes(before)
    FileSettings(path).save_setting("follow_up.ask", False)
    assert path.read_bytes() == before.replace(b"true", b"false")


def test_new_lines_end_like_all_the_others(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(BEFORE)
    FileSettings(path).save_setting("sound.cues", 70)
    FileSettings(path).save_setting("screen.motion", False)
    content = path.read_bytes()
    assert content.count(b"\n") == content.count(b"\r\n") > BEFORE.count(b"\n")
    assert b"\r\r" not in content
    assert FileSettings(path).load_preferences().percent("sound.cues") == 70
    assert FileSettings(path).find_problems() == []


def test_mixed_line_ends_stay_mixed(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(b"[sound]\r\nvolume = 30\n# a comment\r\ncues = 5\n")
    FileSettings(path).save_setting("sound.volume", 31)
    assert path.read_bytes() == b"[sound]\r\nvolume = 31\n# a comment\r\ncues = 5\n"


@pytest.mark.parametrize("content", [b"[sound\n", b"\xff\xfe", b"sound = 3\n", b"sound = { volume = 3, }\n"])
def test_a_file_that_cannot_be_read_is_reported_and_left_unchanged(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(content)
    with pytest.raises(SettingsError, match=r"settings\.toml"):
        FileSettings(path).save_setting("sound.volume", 20)
    assert path.read_bytes() == content


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such files")
@pytest.mark.parametrize("device", [None, "/dev/zero"])
def test_a_pipe_or_a_device_is_refused_and_not_waited_for(tmp_path: Path, device: str | None) -> None:
    path = tmp_path / "settings.toml"
    if device is None:
        os.mkfifo(path)
    else:
        path.symlink_to(device)
    with pytest.raises(SettingsError, match="can't be changed: it isn't a regular file"):
        FileSettings(path).save_setting("sound.volume", 20)
    assert FileSettings(path).load_preferences() == default_preferences()


def test_a_folder_that_can_not_be_reached_is_a_settings_error(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="can't be changed"):
        FileSettings(tmp_path / ("n" * 300) / "settings.toml").save_setting("sound.volume", 20)
