"""Where a file that the person named is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from tpsession.files.output_file import suggest_path


def test_a_folder_is_suggested_though_the_current_one_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> Path:
        raise FileNotFoundError

    monkeypatch.setattr(Path, "cwd", fail)

    assert suggest_path("neck.wav", [tmp_path / "Music", tmp_path]) == str(tmp_path / "neck.wav")
