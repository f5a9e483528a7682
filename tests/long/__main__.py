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


def main() -> int:
    """Run them in turn; returns 0 if everything held."""
    environment = os.environ | {VARIABLE: "1"}
    tests = subprocess.run(
        [sys.executable, "-m", "pytest", "--numprocesses=0", "--timeout=3600", "--durations=10", *FULL],
        cwd=ROOT,
        env=environment,
        check=False,
    )
    benchmarks = subprocess.run([sys.executable, "-m", "tests.benchmarks"], cwd=ROOT, check=False)
    return tests.returncode or benchmarks.returncode


if __name__ == "__main__":
    sys.exit(main())
