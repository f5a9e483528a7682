"""How fast commands start, against a bare interpreter: ``python -m tests.benchmarks.bench_start``."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from functools import partial

from tests.benchmarks.pairs import in_turn, ratio_words
from tpsession.clock import SystemClock

RUNS = 30
BARE = [sys.executable, "-c", "pass"]
COMMANDS = {("--version",): 4.0, ("routines",): 7.0, ("history", "--json"): 7.0, ("due",): 7.0}
"""The commands, and how many starts of a bare interpreter each may take at most."""


def seconds(command: list[str], environment: dict[str, str], clock: SystemClock) -> float:
    """Return how long one run of a command takes, from its start to its end."""
    start = clock.now()
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return clock.now() - start


def main() -> None:
    """Print the ratio of each command to a bare interpreter, both timed in turn."""
    clock = SystemClock()
    with tempfile.TemporaryDirectory() as home:
        # An installed program has compiled modules; some build machines forbid writing them.
        environment = {
            key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"
        } | {"TPSESSION_HOME": home}
        for arguments, reach in COMMANDS.items():
            command = [sys.executable, "-m", "tpsession", *arguments]
            seconds(command, environment, clock)
            pairs = in_turn(
                partial(seconds, command, environment, clock),
                partial(seconds, BARE, environment, clock),
                RUNS,
            )
            ratio = ratio_words(pairs)
            sys.stdout.write(f"tpsession {' '.join(arguments)}: {ratio} bare starts, reach {reach:g}\n")


if __name__ == "__main__":
    main()
