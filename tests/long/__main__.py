"""Run all full forms of what is short in each run, and every benchmark: ``python -m tests.long``.

It takes about an hour and a half: ten minutes of recorded sound, every built-in routine played and listened
to, a thousand kills, six thousand failures of a disk, five thousand changed bytes, five hundred damaged
files, and many random examples of every property.
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
    tables = [
        subprocess.run([sys.executable, "-m", name], cwd=ROOT, check=False)
        for name in (
            "tests.long.routines",
            "tests.long.kills",
            "tests.long.faults",
            "tests.long.rescue",
            "tests.benchmarks",
        )
    ]
    return tests.returncode or int(any(table.returncode for table in tables))


if __name__ == "__main__":
    sys.exit(main())
