"""Measures with a clock outside the program when it prints that a step begins."""

from __future__ import annotations

import os
import subprocess

from tests.end_to_end.terminal import command
from tpsession.clock import SystemClock


def step_moments(routine: str, home: str) -> list[float]:
    """Play a routine unattended; returns the moments of the clock at which its "Step" lines came."""
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
