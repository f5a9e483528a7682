"""Whole sessions in which the sound is missing, broken or frozen continue, and no noise is printed."""

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
    """Play a short session; returns its output, which must be plain text without any noise."""
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


def test_with_a_broken_sound_configuration_the_output_has_only_a_message(home: Path, tmp_path: Path) -> None:
    broken = tmp_path / "asound.conf"
    broken.write_text("pcm.!default { type rubbish }}} [")
    output = play(home, PULSE_SERVER=f"unix:{tmp_path}/nothing", ALSA_CONFIG_PATH=str(broken))
    assert output.count("No sound: no sound device was found.") == 1


@pytest.mark.usefixtures("server")
def test_with_a_frozen_sound_server_the_session_continues(home: Path, one_server: SoundServer) -> None:
    one_server.freeze()
    try:
        output = play(home)
    finally:
        one_server.thaw()
    assert "sound" in output.lower()
