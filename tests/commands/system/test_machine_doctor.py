"""What the doctor of the full-screen program finds on this machine."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.fakes.player import FAKE_DEVICE, FakePlayer
from tpsession.clock import SystemClock
from tpsession.commands.system.doctor import CHECKING_FILES, CHECKING_SOUND, MachineDoctor
from tpsession.core.diagnostics.checks import CheckedPart
from tpsession.files.paths import find_paths
from tpsession.files.resources import find_resources


def test_it_checks_every_part_in_order_and_asks_the_player_that_is_running(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # The full-screen program replaces it by something that is no stream.
    monkeypatch.setattr(sys, "stdout", object())
    reported: list[str] = []
    doctor = MachineDoctor(find_paths(), find_resources(), SystemClock())
    results = doctor.run_checks(FakePlayer(playing_device=FAKE_DEVICE), reported.append)
    assert list(dict.fromkeys(result.part for result in results)) == list(CheckedPart)
    assert "through Fake" in next(result.text for result in results if result.part is CheckedPart.SOUND)
    assert reported == [CHECKING_FILES, CHECKING_SOUND]
    assert not find_paths().data.exists()


def test_it_names_keys_with_two_actions_and_paths_that_cannot_be_accessed(tmp_path: Path) -> None:
    paths = find_paths()._replace(settings=tmp_path / "settings.toml", log=tmp_path / ("l" * 300))
    paths.settings.write_text('[keys]\nmute = "e"\n')
    results = MachineDoctor(paths, find_resources(), SystemClock()).run_checks(FakePlayer(), lambda _: None)
    texts = [result.text for result in results]
    assert 'The key e is set for both "Ease off" and "Mute".' in texts
    assert any("it can't be accessed: File name too long" in text for text in texts)
