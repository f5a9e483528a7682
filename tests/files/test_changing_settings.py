"""Changing one setting keeps everything else of the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from tpsession.core.errors import SettingsError
from tpsession.files.settings import FileSettings


def test_one_setting_changes_and_comments_and_all_else_stay(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text("# mine\n[sound]\nvolume = 30 # quiet\nunknown = 1\n\n[follow_up]\nask = true\n")
    FileSettings(path).put("follow_up.ask", False)
    assert path.read_text() == (
        "# mine\n[sound]\nvolume = 30 # quiet\nunknown = 1\n\n[follow_up]\nask = false\n"
    )
    assert FileSettings(path).preferences().switch("follow_up.ask") is False


def test_a_missing_file_and_folder_are_made_for_the_person_alone(tmp_path: Path) -> None:
    path = tmp_path / "new" / "settings.toml"
    FileSettings(path).put("sound.volume", 20)
    assert FileSettings(path).preferences().percent("sound.volume") == 20
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("content", [b"[sound\n", b"\xff\xfe", b"sound = 3\n"])
def test_a_file_that_cannot_be_read_is_left_as_it_is_and_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(content)
    with pytest.raises(SettingsError, match=r"settings\.toml"):
        FileSettings(path).put("sound.volume", 20)
    assert path.read_bytes() == content
