"""Scripts in the place of the player process."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from tpsession.audio.client import process as process_module
from tpsession.audio.client.player import ProcessPlayer
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


def wait(seconds: float) -> None:
    threading.Event().wait(seconds)


def until(condition: Callable[[], bool], seconds: float = 3.0) -> bool:
    begin = CLOCK.now()
    while not condition() and CLOCK.now() - begin < seconds:
        wait(0.02)
    return condition()


class Stage:
    """Puts scripts in the place of the player process; the last one plays for all further starts."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.starts = 0
        self.scripts: list[str] = []
        self.players: list[ProcessPlayer] = []
        patch.setattr(process_module, "command", self.command)

    def command(self) -> list[str]:
        script = self.scripts[min(self.starts, len(self.scripts) - 1)]
        self.starts += 1
        return [sys.executable, "-c", script]

    def player(
        self,
        *scripts: str,
        folders: tuple[str, ...] = ("built-in",),
        libraries: tuple[str, ...] = SOUND_LIBRARIES,
    ) -> ProcessPlayer:
        self.scripts = list(scripts)
        player = ProcessPlayer("Horn", [Path(folder) for folder in folders], CLOCK, libraries)
        self.players.append(player)
        return player
