"""Fixtures: a sound server, players with scripted processes, and short tones that are easy to recognise."""

from __future__ import annotations

import math
import sys
import wave
from array import array
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.audio.client.scripted import ScriptedPlayers
from tests.audio.sound_server import RATE, SoundServer, running_server

TONES = {"start": 500.0, "release": 700.0, "found": 900.0, "count-beep": 1100.0}
"""The cues that the tests play, each with a pitch of its own in hertz."""
TONE_S = 0.08


def write_wav(path: Path, samples: array[int], *, rate: int = RATE, channels: int = 1) -> None:
    """Write 16-bit samples as a WAV file. The samples of several channels are interleaved."""
    little = array("h", samples)
    if sys.byteorder == "big":
        little.byteswap()
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(little.tobytes())


def tone(hertz: float, seconds: float = TONE_S, *, rate: int = RATE, peak: int = 24_000) -> array[int]:
    """The samples of a tone. It is a cosine, so its first sample is the loudest."""
    step = 2 * math.pi * hertz / rate
    return array("h", [int(peak * math.cos(step * index)) for index in range(int(seconds * rate))])


@pytest.fixture
def tones(tmp_path: Path) -> Path:
    """A folder of a person's own sounds that are tones."""
    return write_tones(tmp_path / "tones")


def write_tones(folder: Path) -> Path:
    """Make a folder with the tones as the sounds of their cues; returns it."""
    folder.mkdir()
    for cue, hertz in TONES.items():
        write_wav(folder / f"{cue}.wav", tone(hertz))
    return folder


@pytest.fixture(scope="session")
def one_server() -> Iterator[SoundServer]:
    """One server for nearly all tests, because its start takes 2 s."""
    with running_server() as server:
        yield server


@pytest.fixture
def server(one_server: SoundServer, monkeypatch: pytest.MonkeyPatch) -> SoundServer:
    """The server, with this process's environment set to use it."""
    one_server.revive()
    for name, value in one_server.env.items():
        monkeypatch.setenv(name, value)
    return one_server


@pytest.fixture
def scripted(monkeypatch: pytest.MonkeyPatch) -> Iterator[ScriptedPlayers]:
    """Players whose process is a script; they are closed after the test."""
    scripted = ScriptedPlayers(monkeypatch)
    yield scripted
    for player in scripted.players:
        player.close()
