"""Shows what commands do on a disk that fails: ``python -m tests.long.faults``.

Each command runs once for each call to the system that can fail, and for many sizes of a full disk. It is
"done" if it says so. If it says that it "failed", its change is absent or whole, and it says what to do.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

from tests.commands.history.faults.running import running

COLUMNS = ("runs", "done", "failed", "absent", "half", "problems")


def main() -> int:
    """Print a line for each way in which a disk fails and each command; return 1 if anything was wrong."""
    figures: dict[str, Counter[str]] = defaultdict(Counter)
    with tempfile.TemporaryDirectory() as name, running(Path(name), "full") as found:
        for each in found:
            figures[f"{each['way']}: {each['case']}"].update(
                runs=1, problems=len(each["problems"]), **{each["says"]: 1, each["state"]: 1}
            )
            for problem in each["problems"]:
                sys.stderr.write(f"{each['way']}, {each['case']}, {each['fault']}: {problem}\n")
    sys.stdout.write(f"{'disk and command':30}" + "".join(f"{column:>10}" for column in COLUMNS) + "\n")
    for row, counted in figures.items():
        sys.stdout.write(f"{row:30}" + "".join(f"{counted[column]:10}" for column in COLUMNS) + "\n")
    return int(any(counted["half"] or counted["problems"] for counted in figures.values()))


if __name__ == "__main__":
    sys.exit(main())
