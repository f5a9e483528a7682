"""The command ``doctor``: what works on this machine, what doesn't, and how to fix it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.audio.sound_server import SoundServer
from tests.commands.conftest import RunCommand
from tests.extras import EITHER_LIBRARY, need_extra
from tpsession.audio.system.installation import find_installer
from tpsession.core.catalog.cues import CueGroup
from tpsession.core.diagnostics.checks import CheckedPart


@pytest.fixture
def no_sound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Simulate a machine without a sound server and with a broken ALSA configuration."""
    configuration = tmp_path / "asound.conf"
    configuration.write_text("pcm.!default { type rubbish ][")
    monkeypatch.setenv("ALSA_CONFIG_PATH", str(configuration))
    monkeypatch.setenv("PULSE_SERVER", f"unix:{tmp_path}/nothing")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))


SYSTEMS = {"miniaudio": "PulseAudio", "sdl": "PulseAudio", "simpleaudio": "ALSA"}


@pytest.mark.timing
@pytest.mark.parametrize("library", EITHER_LIBRARY)
def test_with_sound_a_cue_of_each_group_is_played_and_the_device_is_named(
    home: Path, run: RunCommand, server: SoundServer, library: str
) -> None:
    need_extra(library)
    home.mkdir()
    (home / "settings.toml").write_text(f'[sound]\nbackend = "{library}"\n')
    with server.record() as recording:
        done = run("doctor", "--sound", "--json")
    assert (done.code, done.err) == (0, "")
    printed = done.json()
    assert printed["works"] is True
    assert sorted(printed["sound"]["played"]) == sorted(group.value for group in CueGroup)
    assert printed["sound"]["backend"] == library
    assert printed["sound"]["system"] == SYSTEMS[library]
    assert 0 <= printed["sound"]["latency_s"] < 0.2
    assert printed["sound"]["latency_measured"] is (library == "simpleaudio")
    assert list(dict.fromkeys(result["part"] for result in printed["findings"])) == [
        part.value for part in CheckedPart
    ]
    # Whole signals, each of several elements, more than a second apart.
    assert len(recording.onsets(quiet_s=0.5)) == len(CueGroup)


def test_without_the_option_nothing_is_played(run: RunCommand, server: SoundServer) -> None:
    with server.record() as recording:
        done = run("doctor", "--json")
    assert done.code == 0
    assert done.json()["sound"]["played"] == []
    assert recording.onsets() == []


@pytest.mark.usefixtures("no_sound")
def test_without_sound_it_fails_and_says_how_to_get_it(run: RunCommand) -> None:
    done = run("doctor", "--sound")
    assert done.code == 1
    assert done.err == ""
    lines = done.out.splitlines()
    (place,) = [number for number, line in enumerate(lines) if line.startswith("FAILED")]
    assert lines[place] == "FAILED  sound: No sound: no sound device was found."
    assert lines[place + 1].startswith("        ")
    assert done.out.isascii()
    printed = run("doctor", "--json").json()
    assert printed["works"] is False
    assert printed["sound"] == {
        "backend": "none",
        "system": None,
        "device": None,
        "latency_s": None,
        "latency_measured": None,
        "played": [],
    }


@pytest.mark.usefixtures("no_sound")
def test_a_broken_sound_library_is_not_taken_for_a_missing_device(
    run: RunCommand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    modules = tmp_path / "modules"
    modules.mkdir()
    for name in ("miniaudio", "sdl2dll", "simpleaudio"):
        (modules / f"{name}.py").write_text("raise OSError('its C part is broken')\n")
    monkeypatch.setenv("PYTHONPATH", str(modules))
    done = run("doctor")
    assert done.code == 1
    assert (
        "FAILED  sound: No sound: no installed sound library works.\n        The package miniaudio"
        in done.out
    )
    command = find_installer().reinstall_command("miniaudio")
    assert f"(its C part is broken); install it again: {command}." in done.out
    assert "speaker" not in done.out


def test_sound_that_is_turned_off_is_no_failure(home: Path, run: RunCommand) -> None:
    home.mkdir()
    (home / "settings.toml").write_text('[sound]\nbackend = "none"\n')
    done = run("doctor", "--sound")
    assert done.code == 0
    assert "turned off in the settings" in done.out


def test_every_failure_is_found_in_one_run(home: Path, run: RunCommand) -> None:
    (home / "routines").mkdir(parents=True)
    (home / "routines" / "mine.toml").write_text("format = 2\n")
    (home / "settings.toml").write_text('[sound]\nbackend = "none"\nvolum = 3\n')
    (home / "history.sqlite").write_text("this is no history, but a text that someone put in its place" * 20)
    (home / "cache").write_text("")
    done = run("doctor", "--json")
    assert done.code == 1
    failed = {
        result["part"]: result["text"] for result in done.json()["findings"] if result["verdict"] == "failed"
    }
    assert set(failed) == {"history", "folders", "settings", "routines"}
    assert "settings.toml:3:1" in failed["settings"]
    assert "mine.toml:1:" in failed["routines"]
    assert "cache" in failed["folders"]
    results = [line for line in run("doctor").out.splitlines() if not line.startswith(" ")]
    assert results[0].startswith("FAILED")
    assert [line.startswith("FAILED") for line in results] == sorted(
        (line.startswith("FAILED") for line in results), reverse=True
    )
    assert sum(line.startswith("FAILED") for line in results) >= 4


def test_it_creates_no_file(home: Path, run: RunCommand) -> None:
    run("doctor", "--json")
    assert not home.exists() or list(home.iterdir()) == []


@pytest.mark.usefixtures("server")
@pytest.mark.skipif(sys.platform == "win32", reason="needs a signal")
def test_ctrl_c_ends_the_sounds() -> None:
    program = subprocess.Popen(
        [sys.executable, "-m", "tpsession", "doctor", "--sound"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ,
    )
    threading.Event().wait(2.0)
    program.send_signal(signal.SIGINT)
    out, errors = program.communicate(timeout=10)
    assert (program.returncode, out, errors) == (130, "", "")
