"""The doctor and the sound file from the full-screen program, over the real machine."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.end_to_end.full_screen import DOWN, ESCAPE, NEXT, calm, see
from tests.end_to_end.terminal import run, write_routine
from tests.end_to_end.test_full_screen import OWN, SILENT, ended, full_screen

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals like these")


def test_the_doctor_is_asked_and_a_file_is_written_as_the_command_writes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A name so long that the path of the settings is broken before its end, not in it.
    home = tmp_path / "home"
    monkeypatch.setenv("TPSESSION_HOME", str(home))
    # The first by its name.
    write_routine(home, "evening", OWN.replace("Evening", "A calm evening"))
    (home / "settings.toml").write_text(SILENT + 'emergency_number = "112"\n')
    music = tmp_path / "me" / "Music"
    music.mkdir(parents=True)
    places = {"HOME": str(music.parent), "XDG_MUSIC_DIR": str(music), "XDG_CONFIG_HOME": str(tmp_path)}
    with full_screen(env=places) as child:
        see(child, "Skip")
        calm()
        child.send("s")
        see(child, "Start")
        child.send("d")
        # What is wrong in the settings is the one thing that doesn't work here.
        see(child, "1 of 9 checks failed.", "80 columns, 24 lines", "settings.toml:5:1")
        child.send(ESCAPE)
        see(child, "Start")
        child.send("w")
        see(child, "Save as sound file: A calm evening", "evening.wav")
        # From the name to what writes it; in its first second the screen writes nothing.
        child.send(DOWN)
        calm()
        child.send(NEXT)
        see(child, "Saved:")
        child.send("\x11")
        assert ended(child) == 0
    assert run("render", "evening", "-o", str(tmp_path / "evening.wav")).returncode == 0
    names = ("evening.wav", "evening.cue", "evening.cues.json")
    for name in names:
        assert (music / name).read_bytes() == (tmp_path / name).read_bytes()
    assert len(list(music.iterdir())) == len(names)
