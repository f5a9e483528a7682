"""Players whose player process is a short script, to test how the program handles its behaviour."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from tpsession.audio.client import process as process_module
from tpsession.audio.client.player import ProcessPlayer
from tpsession.audio.client.watchdog import WatchdogTimes
from tpsession.clock import SystemClock
from tpsession.core.settings.backends import SOUND_LIBRARIES

CLOCK = SystemClock()

READY = """
import json, sys, time
def say(**message): sys.stdout.write(json.dumps(message) + "\\n"); sys.stdout.flush()
say(**{"is": "opening"})
ready = {"is": "ready", "library": "miniaudio", "backend": "Fake"}
say(**ready, **{"device": "", "named": True, "latency": 0.035})
"""
READING = READY + "\nfor line in sys.stdin:\n  if 'close' in line: break\n"

FAST = WatchdogTimes(
    tick_s=0.05, restart_pauses_s=(0.05,), standby_retry_s=0.1, close_s=0.5, device_stall_s=1.0
)
"""Shorter pauses than usual, so that a test doesn't have to wait for them."""


def wait(seconds: float) -> None:
    threading.Event().wait(seconds)


def until(condition: Callable[[], bool], seconds: float = 3.0) -> bool:
    """Wait until a condition holds, for at most this long; returns whether it does."""
    begin = CLOCK.now()
    while not condition() and CLOCK.now() - begin < seconds:
        wait(0.02)
    return condition()


class ScriptedPlayers:
    """Makes players whose processes run scripts. The last script also runs for all further starts."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.starts = 0
        """How many processes were started."""
        self.scripts: list[str] = []
        self.players: list[ProcessPlayer] = []
        patch.setattr(process_module, "player_command", self.command)

    def command(self) -> list[str]:
        script = self.scripts[min(self.starts, len(self.scripts) - 1)]
        self.starts += 1
        # -S and -E: a script needs no packages, and starts in half the time without them.
        return [sys.executable, "-S", "-E", "-c", script]

    def player(
        self,
        *scripts: str,
        folders: tuple[str, ...] = ("built-in",),
        libraries: tuple[str, ...] = SOUND_LIBRARIES,
        times: WatchdogTimes = FAST,
    ) -> ProcessPlayer:
        """A player whose first process runs the first script, and so on."""
        self.scripts = list(scripts)
        paths = [Path(folder) for folder in folders]
        player = ProcessPlayer("Horn", paths, CLOCK, libraries, times=times)
        self.players.append(player)
        return player
