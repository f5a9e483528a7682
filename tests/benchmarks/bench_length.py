"""How far a session's length is from the rule: ``python -m tests.benchmarks.bench_length``.

Timed from outside, by when the program says that a step begins; what it keeps is its own account.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.end_to_end.stopwatch import step_moments
from tests.end_to_end.terminal import write_routine

REACH_MS = 20.0
RUNS = 5
PLANNED_S = 3.0
ROUTINE = """\
format = 1
name = "Length"
area = "foot"
sides = "none"
[defaults]
get_ready = "1s"
[[steps]]
technique = "circles"
duration = "2s"
[[steps]]
technique = "pressure"
hold = "1s"
[[steps]]
technique = "rest"
duration = "1s"
"""


def main() -> None:
    """Play sessions, and compare the time from the first step to the last with the plan."""
    off = []
    with tempfile.TemporaryDirectory() as home:
        write_routine(Path(home), "length", ROUTINE)
        (Path(home) / "settings.toml").write_text('[sound]\nbackend = "none"\n')
        for _ in range(RUNS):
            first, _, last = step_moments("length", home)
            off.append(1000 * abs(last - first - PLANNED_S))
    sys.stdout.write(
        f"a session's length: at most {max(off):.2f} ms off the rule in {len(off)} runs "
        f"(reach {REACH_MS:g} ms)\n"
    )


if __name__ == "__main__":
    main()
