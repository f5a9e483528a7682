"""How far a session's length is from the rule: ``python -m tests.benchmarks.bench_length``."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from datetime import datetime
from pathlib import Path

REACH_MS = 20.0
RUNS = 5
ROUTINE = """\
format = 1
name = "Length"
area = "foot"
sides = "each"
[defaults]
get_ready = "1s"
[[steps]]
technique = "circles"
duration = "1s"
[[steps]]
technique = "pressure"
hold = "1s"
release = "1s"
repeat = 2
"""


def main() -> None:
    """Play sessions, and compare what was kept with what was planned."""
    with tempfile.TemporaryDirectory() as home:
        (Path(home) / "routines").mkdir()
        (Path(home) / "routines" / "length.toml").write_text(ROUTINE)
        (Path(home) / "settings.toml").write_text('[sound]\nbackend = "none"\n')
        environment = os.environ | {"TPSESSION_HOME": home}
        program = [sys.executable, "-m", "tpsession"]
        for _ in range(RUNS):
            subprocess.run(
                [*program, "play", "length", "--plain", "--before", "5", "--after", "5"],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                check=True,
            )
        shown = subprocess.run(
            [*program, "history", "--json"], env=environment, capture_output=True, check=True
        )
        sessions = json.loads(shown.stdout)
    off = []
    for session in sessions:
        started, ended = (datetime.fromisoformat(session[key]) for key in ("started_at", "ended_at"))
        off.append(1000 * abs((ended - started).total_seconds() - session["planned_s"]))
    sys.stdout.write(
        f"a session's length: at most {max(off):.2f} ms off the rule in {len(off)} runs "
        f"(reach {REACH_MS:g} ms)\n"
    )


if __name__ == "__main__":
    main()
