"""A helper program with a player, which tests stop and kill.

``python -m tests.audio.client.parent_program SECONDS WARM_UP_S LIBRARY FOLDER...`` opens a player, waits for
WARM_UP_S, schedules irregular tones for SECONDS and prints ``{"cues": [[moment, id]...], "backend", "pid"}``
as JSON. It closes the player when its standard input closes.
"""

from __future__ import annotations

import json
import sys
import threading
from pathlib import Path

from tests.audio.recorded.schedules import irregular
from tpsession.audio.client.player import ProcessPlayer
from tpsession.clock import SystemClock


def main() -> None:
    """Play until standard input closes."""
    clock = SystemClock()
    seconds, warm_up_s, library, *folders = sys.argv[1:]
    player = ProcessPlayer("", [Path(folder) for folder in folders], clock, [library])
    state = player.wait_ready(5)
    if state.is_audible:
        threading.Event().wait(float(warm_up_s))
    cues = irregular(clock.now() + 0.5, float(seconds))
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
