"""Which library plays when the first one is missing, broken or crashes: with the real player."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.audio.client.programs import SOUNDS
from tests.audio.recorded.test_heard import CLOCK, wait
from tests.audio.sound_server import SoundServer
from tests.extras import need_extra
from tpsession.audio.client import player as module
from tpsession.audio.client.player import ProcessPlayer, open_player
from tpsession.audio.client.sound_report import silence
from tpsession.core.catalog.cues import CUES, TimedCue
from tpsession.core.sound.player import SoundState
from tpsession.core.sound.troubleshooting import SoundFailure

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

Stand = Callable[[str, str], None]


@pytest.fixture
def stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stand:
    """Puts a module in the place of an installed one, for the player's process only."""
    folder = tmp_path / "modules"
    folder.mkdir()
    monkeypatch.setenv("PYTHONPATH", str(folder))

    def put(name: str, source: str) -> None:
        (folder / f"{name}.py").write_text(source)

    return put


def until(condition: Callable[[], bool], seconds: float) -> bool:
    begin = CLOCK.now()
    while not condition() and CLOCK.now() - begin < seconds:
        wait(0.02)
    return condition()


def heard_from(player: ProcessPlayer, server: SoundServer) -> int:
    """How many sounds are heard of two cues."""
    with server.record() as recording:
        now = CLOCK.now()
        player.schedule([TimedCue(now + at, CUES["found"]) for at in (0.5, 1.5)], since=now)
        wait(2.5)
    return len(recording.onsets(quiet_s=0.5))


def opened(backend: str) -> ProcessPlayer:
    player = open_player(backend, "", [SOUNDS], CLOCK)
    assert isinstance(player, ProcessPlayer)
    return player


@pytest.mark.extra
def test_auto_takes_the_next_one_where_the_first_is_broken(server: SoundServer, stand: Stand) -> None:
    need_extra("simpleaudio")
    stand("miniaudio", BROKEN)
    player = opened("auto")
    assert player.wait_ready(5) == SoundState("simpleaudio", "")
    assert heard_from(player, server) == 2
    player.close()


@pytest.mark.extra
@pytest.mark.usefixtures("server")
def test_one_that_was_chosen_and_is_broken_is_replaced_and_that_is_said(stand: Stand) -> None:
    need_extra("simpleaudio")
    stand("miniaudio", BROKEN)
    player = opened("miniaudio")
    assert player.wait_ready(5) == SoundState(
        "simpleaudio",
        "The sound library miniaudio can't be used, and another one is: "
        "the package miniaudio can't be loaded (not here); install it again: "
        "pip install --force-reinstall miniaudio.",
    )
    player.close()


def test_one_that_can_not_be_loaded_is_replaced_and_that_is_said(server: SoundServer, stand: Stand) -> None:
    stand("simpleaudio", BROKEN)
    player = opened("simpleaudio")
    state = player.wait_ready(5)
    assert state.backend == "miniaudio"
    assert (
        "The sound library simpleaudio can't be used, and another one is: the package simpleaudio"
        in state.message
    )
    assert heard_from(player, server) == 2
    player.close()


@pytest.mark.usefixtures("server")
def test_with_none_that_can_be_used_it_says_how_to_mend_them_and_is_not_tried_again(stand: Stand) -> None:
    stand("miniaudio", BROKEN)
    stand("simpleaudio", BROKEN)
    player = opened("auto")
    state = player.wait_ready(5)
    assert state.failure is SoundFailure.BROKEN_LIBRARY
    assert "The package miniaudio can't be loaded (not here); install it again: " in state.message
    wait(1.0)
    assert player.device() is None
    player.close()


@pytest.mark.extra
def test_one_that_crashes_its_process_gives_way_and_the_session_hears_of_it(
    server: SoundServer, stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    need_extra("simpleaudio")
    monkeypatch.setattr(module, "PAUSES_S", (0.05,))
    stand("miniaudio", CRASHES)
    player = opened("auto")
    assert player.wait_ready(5) == silence(SoundFailure.STOPPED)
    assert until(lambda: player.state() == SoundState("simpleaudio", ""), 5)
    assert heard_from(player, server) == 2
    player.close()


def test_a_chosen_one_that_crashes_is_tried_again_and_again(
    server: SoundServer, stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PAUSES_S", (0.05,))
    stand("miniaudio", CRASHES)
    player = opened("miniaudio")
    assert player.wait_ready(5) == silence(SoundFailure.STOPPED)
    wait(0.5)
    (Path(os.environ["PYTHONPATH"]) / "miniaudio.py").unlink()
    assert until(lambda: player.state() == SoundState("miniaudio", ""), 5)
    assert heard_from(player, server) == 2
    player.close()
