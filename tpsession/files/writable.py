"""Whether something can be kept at a place, found out without making anything."""

from __future__ import annotations

import os
import stat
from pathlib import Path


def is_there(path: Path) -> bool:
    """Whether something lies there. Raises `OSError` where that can't be found out.

    `Path.exists` and `Path.is_dir` say no then on some versions of Python, and raise on others.
    """
    return _mode(path) is not None


def is_folder(path: Path) -> bool:
    """Whether a folder lies there. Raises `OSError` where that can't be found out."""
    mode = _mode(path)
    return mode is not None and stat.S_ISDIR(mode)


def _mode(path: Path) -> int | None:
    try:
        return path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return None


def unwritable_reason(place: Path, *, folder: bool) -> str:
    """Why nothing could be written there, as a clause; empty where it could.

    folder: whether the place is one, else it is a file. What is missing would be made.
    """
    try:
        return _why_unwritable(place, folder=folder)
    except OSError as error:
        return f"it can't be looked at: {error.strerror or error}"


def _why_unwritable(place: Path, *, folder: bool) -> str:
    if is_there(place):
        if is_folder(place) is not folder:
            return "it is a file" if folder else "it is a folder"
        if not os.access(place, os.W_OK):
            return "it may not be changed"
    home = place if folder else place.parent
    while not is_there(home) and home.parent != home:
        home = home.parent
    if not is_folder(home):
        return f"{home} is no folder"
    if not os.access(home, os.W_OK | os.X_OK):
        return f"the folder {home} may not be changed"
    return ""
