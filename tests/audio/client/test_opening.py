"""Which player is opened for the sound library in the settings."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.audio.client.scripted import READING, READY, ScriptedPlayers, until
from tpsession.audio.client.opening import open_player
from tpsession.audio.client.player import ProcessPlayer
from tpsession.audio.client.process import child_environment
from tpsession.audio.client.protocol import decode
from tpsession.audio.client.sound_report import silent_state
from tpsession.clock import SystemClock
from tpsession.core.catalog.cues import CUES, TimedCue
from tpsession.core.sound.player import SoundState
from tpsession.core.sound.troubleshooting import SoundFailure

pytestmark = pytest.mark.timing

CLOCK = SystemClock()


def test_without_a_backend_no_process_is_started(scripted: ScriptedPlayers) -> None:
    player = open_player("none", "", [], CLOCK)
    player.schedule([TimedCue(0.0, CUES["start"])], since=0.0)
    player.cancel()
    player.set_volume({}, 1)
    player.close()
    assert player.state() == SoundState("none", "")
    assert player.device() is None
    assert scripted.starts == 0


@pytest.mark.parametrize(
    ("backend", "libraries"),
    [
        ("auto", ["miniaudio", "sdl", "simpleaudio"]),
        ("simpleaudio", ["simpleaudio"]),
        ("sdl", ["sdl"]),
        ("miniaudio", ["miniaudio"]),
    ],
)
def test_the_player_process_is_asked_for_the_library_in_the_settings(
    scripted: ScriptedPlayers, tmp_path: Path, backend: str, libraries: list[str]
) -> None:
    log = tmp_path / "log"
    scripted.scripts = [READY + f"open({str(log)!r}, 'w').write(sys.stdin.readline())\n" + READING]
    player = open_player(backend, "", [], CLOCK)
    assert isinstance(player, ProcessPlayer)
    scripted.players.append(player)
    assert until(lambda: log.exists() and log.read_text().endswith("\n"))
    assert decode(log.read_bytes())["libraries"] == libraries


def test_a_program_that_cannot_start_processes_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "")
    assert open_player("auto", "", [], CLOCK).state() == silent_state(SoundFailure.NO_PLAYER)


def test_large_modules_are_loaded_only_by_the_player_process() -> None:
    script = "import sys; from tpsession.audio.client.opening import open_player\n"
    script += "open_player('none', '', [], None)\n"
    script += "print({'miniaudio', 'sysconfig', '_sysconfigdata'} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=child_environment(dict(os.environ)), capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == "set()"
