"""A program that works on a history and prints a line for each step that is saved, until a test kills it.

    python -m tests.store.kills.program KIND FOLDER

KIND is one of `WORK`.
"""

from __future__ import annotations

import sys
from itertools import islice
from pathlib import Path

from tests.store.kills.work import WORK, Program


def main(kind: str, folder: Path) -> None:
    """Say that it begins, take the steps, and wait."""
    work = WORK[kind]
    _say("begin")
    for _ in islice(work.work(Program(folder)), work.steps):
        _say("saved")
    sys.stdin.read()


def _say(line: str) -> None:
    # One write, so that a kill never leaves half a line that counts.
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
