"""Writes what is known about a fault of the program into a file that only the person can read."""

from __future__ import annotations

import platform
import sys
import traceback
from pathlib import Path

from tpsession import __version__
from tpsession.files.atomic import write_atomically
from tpsession.private_files import make_private_folder


def write_crash_report(error: BaseException, path: Path) -> None:
    """Write a report of an error into a file, in place of an earlier one: versions, and where it was raised.

    It has no values of variables, which may be private; the error's own message may name some. A missing
    folder is made.

    Raises `OSError` if it can't be written.
    """
    python = ".".join(map(str, sys.version_info[:3]))
    lines = [
        f"tpsession {__version__}, Python {python}, {platform.system()} {platform.release()}\n",
        *traceback.format_exception(error),
    ]
    make_private_folder(path.parent)
    # A message may hold the name of a file that isn't valid text.
    write_atomically(path, "".join(lines).encode(errors="backslashreplace"))
