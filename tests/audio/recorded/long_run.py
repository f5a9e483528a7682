"""Records cues at irregular moments for half a minute; the program is stopped for a second in the middle.

The run has a sound server of its own. It should be alone on the machine, because a busy one makes cues late.
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
"""How long the program is stopped."""


@dataclass(frozen=True, slots=True)
class Run:
    """The result of a run."""

    recording: Recording
    cues: list[TimedCue]
    """The cues that were scheduled."""
    errors: str
    """What the program wrote to standard error."""
    exit_code: int
    library: str
    """The sound library that played."""


def record_run(
    tones: Path, seconds: float, *, stopped_after: float | None, library: str = "miniaudio"
) -> Run:
    """Play and record tones for some seconds.

    stopped_after: seconds from the first cue until the program is stopped; None if it isn't.
    """
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
            _, errors = program.communicate()
        except BaseException:
            program.kill()
            raise
    return Run(recording, cues, errors, program.returncode, library)
