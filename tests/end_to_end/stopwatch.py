"""When the program says that a step begins, by the clock and not by its own account."""

from __future__ import annotations

import os
import subprocess

from tests.end_to_end.terminal import command
from tpsession.clock import SystemClock


def step_moments(routine: str, home: str) -> list[float]:
    """Play a routine with nobody to answer; the seconds of the clock at which each "Step" line came."""
    clock = SystemClock()
    with subprocess.Popen(
        command("play", routine, "--plain", "--before", "5", "--after", "5"),
        env={**os.environ, "TPSESSION_HOME": home},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    ) as program:
        assert program.stdout is not None
        return [clock.now() for line in program.stdout if line.startswith("Step")]
