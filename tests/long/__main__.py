"""The full forms of what the tests do in short, then every benchmark: ``python -m tests.long``.

Takes about an hour: ten minutes of recorded sound, a thousand kills, five thousand changed bytes.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.scale import VARIABLE

ROOT = Path(__file__).parents[2]
FULL = (
    "tests/audio/recorded/test_punctual.py",
    "tests/end_to_end/test_heard_each_library.py",
    "tests/end_to_end/test_heard_session.py",
    "tests/store/test_killed.py",
    "tests/store/test_repair.py",
)
MARKED = ["--numprocesses=2", "-m", "long", "tests"]
"""The tests that have the marker `long`."""


def main() -> int:
    """Run them in turn; returns 0 if everything held."""
    environment = os.environ | {VARIABLE: "1"}
    pytest = [sys.executable, "-m", "pytest", "--timeout=3600", "--durations=10"]
    tests = [
        subprocess.run([*pytest, *which], cwd=ROOT, env=environment, check=False).returncode
        for which in (["--numprocesses=0", *FULL], MARKED)
    ]
    benchmarks = subprocess.run([sys.executable, "-m", "tests.benchmarks"], cwd=ROOT, check=False)
    return max(tests) or benchmarks.returncode


if __name__ == "__main__":
    sys.exit(main())
