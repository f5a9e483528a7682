"""Half a minute of cues at irregular moments, recorded; the program is stopped for a second in the middle.

It runs on a server of its own, and with the machine for itself: a busy one makes cues late.
"""

from __future__ import annotations

import json
import signal
import threading
from dataclasses import dataclass
from pathlib import Path

from tests.audio.client.programs import parent_program
from tests.audio.sound_server import Recording, running_server
from tpsession.clock import SystemClock
from tpsession.core.catalog.cues import CUES, TimedCue

STOPPED_S = 1.0


@dataclass(frozen=True)
class Run:
    """What came of it."""

    recording: Recording
    cues: list[TimedCue]
    noise: str
    """What the program wrote to standard error."""
    code: int
    """What it exited with."""
    library: str
    """The sound library that played."""


def record_run(
    tones: Path, seconds: float, *, stopped_after: float | None, library: str = "miniaudio"
) -> Run:
    """Play `seconds` of tones and record them."""
    clock = SystemClock()
    with running_server() as server, parent_program(tones, seconds, server.env, library) as program:
        try:
            assert program.stdout is not None
            facts = json.loads(program.stdout.readline())
            cues = [TimedCue(at, CUES[cue]) for at, cue in facts["cues"]]
            pause = threading.Event()
            with server.record() as recording:
                if stopped_after is not None:
                    pause.wait(cues[0].at + stopped_after - clock.now())
                    program.send_signal(signal.SIGSTOP)
                    pause.wait(STOPPED_S)
                    program.send_signal(signal.SIGCONT)
                pause.wait(cues[-1].at + 0.3 - clock.now())
            _, noise = program.communicate()
        except BaseException:
            program.kill()
            raise
    return Run(recording, cues, noise, program.returncode, library)
