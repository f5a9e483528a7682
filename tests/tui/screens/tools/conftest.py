"""A settings screen for each test."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.screens.tools.settings_driver import SettingsDriver


@pytest.fixture
def driver(tmp_path: Path) -> SettingsDriver:
    return SettingsDriver(tmp_path)
