"""Whole sessions where the sound is missing, broken or frozen: they go on, and the output stays clean."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.audio.sound_server import SoundServer
from tests.end_to_end.terminal import command, kept, write_routine

ROUTINE = """\
format = 1
name = "Brief"
area = "foot"
sides = "none"
[defaults]
get_ready = "1s"
[[steps]]
technique = "circles"
duration = "1s"
"""


def play(home: Path, **environment: str) -> str:
    """Play a brief session; what it printed, and nothing else, everywhere."""
    write_routine(home, "brief", ROUTINE)
    done = subprocess.run(
        command("play", "brief", "--plain", "--before", "5", "--after", "4"),
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0
    assert done.stderr == ""
    assert done.stdout.isascii()
    assert not set(done.stdout) & {"\x1b", "\a", "\r", "\b"}
    (session,) = kept()
    assert (session["status"], session["active_s"]) == ("completed", 1)
    return done.stdout


def test_with_a_broken_sound_configuration_the_output_stays_clean(home: Path, tmp_path: Path) -> None:
    rubbish = tmp_path / "asound.conf"
    rubbish.write_text("pcm.!default { type rubbish }}} [")
    shown = play(home, PULSE_SERVER=f"unix:{tmp_path}/nobody", ALSA_CONFIG_PATH=str(rubbish))
    assert shown.count("No sound: no sound device was found.") == 1


@pytest.mark.usefixtures("server")
def test_with_a_frozen_sound_server_the_session_goes_on(home: Path, one_server: SoundServer) -> None:
    one_server.freeze()
    try:
        shown = play(home)
    finally:
        one_server.thaw()
    assert "sound" in shown.lower()
