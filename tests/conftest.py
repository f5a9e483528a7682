"""What every test gets: a home of its own, and nothing of the machine's settings."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of the test's own that stands for everything the program keeps."""
    folder = tmp_path / "home"
    monkeypatch.setenv("TPSESSION_HOME", str(folder))
    monkeypatch.delenv("NO_COLOR", raising=False)
    return folder
