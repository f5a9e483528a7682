"""A helper program with a player, which tests stop and kill.

``python -m tests.audio.client.parent_program SECONDS LIBRARY FOLDER...`` opens a player, schedules irregular
tones for so many seconds and prints ``{"cues": [[moment, id]...], "backend", "pid"}`` as JSON. It closes the
player when its standard input closes.
"""

from __future__ import annotations

import json
import sys
import threading
from pathlib import Path

from tests.audio.recorded.schedules import WARM_UP_S, irregular
from tpsession.audio.client.player import ProcessPlayer
from tpsession.clock import SystemClock


def main() -> None:
    """Play until standard input closes."""
    clock = SystemClock()
    player = ProcessPlayer("", [Path(folder) for folder in sys.argv[3:]], clock, [sys.argv[2]])
    state = player.wait_ready(5)
    if state.is_audible:
        threading.Event().wait(WARM_UP_S)
    cues = irregular(clock.now() + 0.5, float(sys.argv[1]))
    player.schedule(cues, since=clock.now())
    process = player._process
    facts = {
        "cues": [[cue.at, cue.cue.id] for cue in cues],
        "backend": state.backend,
        "pid": None if process is None else process.pid,
    }
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()
    sys.stdin.read()
    player.close()


if __name__ == "__main__":
    main()
