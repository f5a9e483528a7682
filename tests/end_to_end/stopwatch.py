"""Measures with a clock outside the program when it prints that a step begins."""

from __future__ import annotations

import os
import re
import subprocess

from tests.end_to_end.terminal import command
from tpsession.clock import SystemClock

_BEGINS = re.compile(r"^(?!Get ready|Release)[^.]*, (\d+ (minute|second)s?|(until|once) you press enter)")


def step_moments(routine: str, home: str) -> list[float]:
    """Play a routine unattended; returns the moments of the clock at which its steps and holds began."""
    clock = SystemClock()
    with subprocess.Popen(
        command("play", routine, "--plain", "--before", "5", "--after", "5"),
        env={**os.environ, "TPSESSION_HOME": home},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    ) as program:
        assert program.stdout is not None
        moments = [(clock.now(), line) for line in program.stdout]
    first = next(place for place, (_, line) in enumerate(moments) if line.startswith("Get ready"))
    return [moment for moment, line in moments[first:] if _BEGINS.search(line)]
