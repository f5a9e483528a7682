"""Which library plays when the first one is missing, broken or crashes. With the real player process."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.audio.client.programs import SOUNDS
from tests.audio.client.scripted import CLOCK, until, wait
from tests.audio.sound_server import SoundServer
from tests.extras import need_extra
from tpsession.audio.client.opening import open_player
from tpsession.audio.client.player import ProcessPlayer
from tpsession.audio.client.sound_report import silent_state
from tpsession.audio.client.watchdog import WatchdogTimes
from tpsession.audio.system.installation import find_installer
from tpsession.core.catalog.cues import CUES, TimedCue
from tpsession.core.settings.backends import SOUND_LIBRARIES
from tpsession.core.sound.player import SoundState
from tpsession.core.sound.troubleshooting import SoundFailure

pytestmark = pytest.mark.timing

BROKEN = "raise ImportError('not here')\n"
CRASHES = """
import os
class MiniaudioError(Exception): pass
class Backend:
    PULSEAUDIO = ALSA = JACK = COREAUDIO = WASAPI = DSOUND = WINMM = SNDIO = AUDIO4 = OSS = None
class SampleFormat: SIGNED16 = None
class PlaybackDevice:
    def __init__(self, **_): os.abort()
"""

ReplaceModule = Callable[[str, str], None]


@pytest.fixture
def replace_module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ReplaceModule:
    """A function that replaces an installed module by a source text, for the player process only."""
    folder = tmp_path / "modules"
    folder.mkdir()
    monkeypatch.setenv("PYTHONPATH", str(folder))

    def replace(name: str, source: str) -> None:
        (folder / f"{name}.py").write_text(source)

    return replace


def heard_from(player: ProcessPlayer, server: SoundServer) -> int:
    """Play two cues; returns how many of them are heard."""
    with server.record() as recording:
        now = CLOCK.now()
        player.schedule([TimedCue(now + at, CUES["found"]) for at in (0.3, 0.95)], since=now)
        wait(1.3)
    return len(recording.onsets(quiet_s=0.3))


def opened(backend: str) -> ProcessPlayer:
    player = open_player(backend, "", [SOUNDS], CLOCK)
    assert isinstance(player, ProcessPlayer)
    return player


def restarting_at_once(*libraries: str) -> ProcessPlayer:
    """A player that doesn't pause before it starts a process again."""
    times = WatchdogTimes(restart_pauses_s=(0.05,))
    return ProcessPlayer("", [SOUNDS], CLOCK, libraries, times=times)


@pytest.mark.extra
@pytest.mark.parametrize(("broken", "following"), [([], "sdl"), (["sdl2dll"], "simpleaudio")])
def test_auto_uses_the_next_library_if_the_first_is_broken(
    server: SoundServer, replace_module: ReplaceModule, broken: list[str], following: str
) -> None:
    need_extra(following)
    for name in ("miniaudio", *broken):
        replace_module(name, BROKEN)
    player = opened("auto")
    assert player.wait_ready(5) == SoundState(following, "")
    assert heard_from(player, server) == 2
    player.close()


@pytest.mark.extra
@pytest.mark.usefixtures("server")
def test_a_chosen_library_that_is_broken_is_replaced_and_reported(replace_module: ReplaceModule) -> None:
    need_extra("sdl")
    replace_module("miniaudio", BROKEN)
    player = opened("miniaudio")
    assert player.wait_ready(5) == SoundState(
        "sdl",
        "The sound library miniaudio can't be used, so another one is used: "
        "the package miniaudio can't be loaded (not here); install it again: "
        f"{find_installer().reinstall_command('miniaudio')}.",
    )
    player.close()


def test_a_chosen_library_that_cannot_be_loaded_is_replaced_and_reported(
    server: SoundServer, replace_module: ReplaceModule
) -> None:
    replace_module("simpleaudio", BROKEN)
    player = opened("simpleaudio")
    state = player.wait_ready(5)
    assert state.backend == "miniaudio"
    assert (
        "The sound library simpleaudio can't be used, so another one is used: the package simpleaudio"
        in state.message
    )
    assert heard_from(player, server) == 2
    player.close()


@pytest.mark.usefixtures("server")
def test_without_a_usable_library_the_message_says_how_to_repair_them_and_nothing_is_tried_again(
    replace_module: ReplaceModule,
) -> None:
    for name in ("miniaudio", "sdl2dll", "simpleaudio"):
        replace_module(name, BROKEN)
    player = opened("auto")
    state = player.wait_ready(5)
    assert state.failure is SoundFailure.BROKEN_LIBRARY
    assert "The package miniaudio can't be loaded (not here); install it again: " in state.message
    wait(0.3)
    assert player.device() is None
    player.close()


@pytest.mark.extra
def test_a_library_that_crashes_its_process_is_replaced_and_reported(
    server: SoundServer, replace_module: ReplaceModule
) -> None:
    need_extra("sdl")
    replace_module("miniaudio", CRASHES)
    player = restarting_at_once(*SOUND_LIBRARIES)
    assert player.wait_ready(5) == silent_state(SoundFailure.STOPPED)
    assert until(lambda: player.state() == SoundState("sdl", ""), 5)
    assert heard_from(player, server) == 2
    player.close()


def test_a_chosen_library_that_crashes_is_tried_again_and_again(
    server: SoundServer, replace_module: ReplaceModule
) -> None:
    replace_module("miniaudio", CRASHES)
    player = restarting_at_once("miniaudio")
    assert player.wait_ready(5) == silent_state(SoundFailure.STOPPED)
    wait(0.5)
    (Path(os.environ["PYTHONPATH"]) / "miniaudio.py").unlink()
    assert until(lambda: player.state() == SoundState("miniaudio", ""), 5)
    assert heard_from(player, server) == 2
    player.close()
