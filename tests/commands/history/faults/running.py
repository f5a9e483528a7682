"""Starts the program that runs commands on a disk that fails."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[4]
MOUNT = 'mount -t tmpfs -o size=2m none "$0" && exec "$@"'
# The root user may read and write everything, unless it gives these up.
WITHOUT_PERMISSION = ("setpriv", "--bounding-set", "-dac_override,-dac_read_search")


def find_ways(place: Path) -> tuple[list[str], tuple[str, ...]]:
    """Return in which ways a disk can fail on this machine, and the command with which to start the program.

    place: where a small disk is mounted for that program alone, if that can be done.
    """
    if not sys.platform.startswith("linux"):
        return [], ()
    if os.geteuid() != 0:
        return ["no permission", "broken disk"], ()
    if shutil.which("unshare") is None or shutil.which("setpriv") is None:
        return ["broken disk"], ()
    start = ("unshare", "--mount", "sh", "-c", MOUNT, str(place), *WITHOUT_PERMISSION)
    if subprocess.run([*start, "true"], capture_output=True, check=False).returncode:
        return ["broken disk"], ()
    return ["read-only disk", "no permission", "full disk", "broken disk"], start


@contextmanager
def running(folder: Path, size: str) -> Iterator[Iterator[Mapping[str, Any]]]:
    """Yield what each command did, as the program prints it.

    Args:
        folder: An empty folder.
        size: "short" or "full".

    """
    place = folder / "place"
    for new in (place, folder / "templates"):
        new.mkdir()
    ways, start = find_ways(place)
    module = "tests.commands.history.faults.program"
    program = [*start, sys.executable, "-m", module, str(folder / "templates"), str(place), size, *ways]
    with subprocess.Popen(program, cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        yield map(json.loads, process.stdout)
    assert process.returncode == 0
