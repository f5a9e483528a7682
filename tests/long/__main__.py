"""Run the full forms of the tests that are short in each run, then every benchmark: ``python -m tests.long``.

It takes about an hour: ten minutes of recorded sound, a thousand kills, five thousand changed bytes, five
hundred damaged files, and many random examples of every property.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PYTEST = [sys.executable, "-m", "pytest", "--numprocesses=0", "--timeout=3600", "--durations=10"]
FULL = ["-m", "long or hypothesis", "--hypothesis-profile=long"]


def main() -> int:
    """Run all of them in turn; return 0 if everything passed."""
    tests = subprocess.run([*PYTEST, *FULL], cwd=ROOT, check=False)
    rescue = subprocess.run([sys.executable, "-m", "tests.long.rescue"], cwd=ROOT, check=False)
    benchmarks = subprocess.run([sys.executable, "-m", "tests.benchmarks"], cwd=ROOT, check=False)
    return tests.returncode or rescue.returncode or benchmarks.returncode


if __name__ == "__main__":
    sys.exit(main())
