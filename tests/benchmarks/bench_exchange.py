"""How long 100,000 sessions take to export and to import, and how much memory that needs.

    python -m tests.benchmarks.bench_exchange [SESSIONS]

Reach: 20 s for each, with flat memory: the highest memory of each process is printed for a tenth of the
sessions and for all. On a machine that others use too, the processor's seconds say more than the clock's.
All sessions name one plan.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.bench_history import fill
from tpsession.clock import SystemClock

_MEASURED = """
import resource, sys
from tpsession.cli import main
code = main(sys.argv[1:])
used = resource.getrusage(resource.RUSAGE_SELF)
print(code, used.ru_maxrss, used.ru_utime + used.ru_stime)
"""


def run(home: Path, *arguments: str) -> tuple[float, float, float]:
    """Run a command in a process of its own; return its seconds, those of the processor, and its memory.

    That is the highest, in MB.
    """
    clock = SystemClock()
    start = clock.now()
    done = subprocess.run(
        [sys.executable, "-c", _MEASURED, *arguments],
        env={**os.environ, "TPSESSION_HOME": str(home)},
        capture_output=True,
        text=True,
        check=True,
    )
    seconds = clock.now() - start
    code, kilobytes, processor = done.stdout.split()
    if code != "0":
        raise RuntimeError(done.stderr)
    return seconds, float(processor), int(kilobytes) / 1024


def main() -> None:
    """Print a table of both commands in every format, for two sizes."""
    most = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    sys.stdout.write("sessions  command                     seconds  processor  memory MB  file MB\n")
    for sessions in (most // 10, most):
        with tempfile.TemporaryDirectory() as folder:
            home, empty = Path(folder, "home"), Path(folder, "empty")
            fill(home / "history.sqlite", sessions)
            for ending in ("json", "csv"):
                file = Path(folder, f"export.{ending}")
                figures = {
                    f"export {ending}": run(home, "export", "-o", str(file)),
                    f"import {ending}, empty": run(empty, "import", str(file)),
                    f"import {ending}, the same": run(empty, "import", str(file)),
                    "undo": run(empty, "undo"),
                }
                megabytes = file.stat().st_size / 1e6
                for name, (seconds, processor, memory) in figures.items():
                    took = f"{seconds:7.1f}  {processor:9.1f}  {memory:9.0f}"
                    sys.stdout.write(f"{sessions:8}  {name:26}  {took}  {megabytes:7.1f}\n")


if __name__ == "__main__":
    main()
