"""Finds out whether a file or folder can be written, without creating anything."""

from __future__ import annotations

import os
import stat
from pathlib import Path


def exists(path: Path) -> bool:
    """Return whether there is anything at this path; False for a link that leads nowhere.

    Raises `OSError` if the system doesn't say. `Path.exists` and `Path.is_dir` return False in that case on
    some versions of Python, and raise on others.
    """
    return _file_mode(path) is not None


def is_folder(path: Path) -> bool:
    """Return whether there is a folder, or a link to one. Raises `OSError` if the system doesn't say."""
    mode = _file_mode(path)
    return mode is not None and stat.S_ISDIR(mode)


def _file_mode(path: Path) -> int | None:
    """Return the mode of what is at this path, or of what a link there leads to; None if nothing is.

    Raises `OSError` if the system doesn't say.
    """
    try:
        return path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return None


def unwritable_reason(path: Path, *, folder: bool) -> str:
    """Return why nothing can be written at this path, as a clause; "" if it can. Nothing is created.

    A path that doesn't exist can be written if it can be created. A file can be written only if its folder
    can be, too. If it is a file instead of a folder, or a folder instead of a file, that is the reason.

    Args:
        path: A file or a folder.
        folder: Whether it should be a folder; if not, a file.

    """
    try:
        return _find_unwritable_reason(path, folder=folder)
    except OSError as error:
        return f"it can't be accessed: {error.strerror or error}"


def _find_unwritable_reason(path: Path, *, folder: bool) -> str:
    """Return why nothing can be written at this path; empty if something can.

    A file also needs a folder that can be written. A path where nothing is yet needs a folder in which it can
    be made. Raises `OSError` if the system doesn't say what is there. folder: whether the path is to be a
    folder, not a file.
    """
    if exists(path):
        if is_folder(path) is not folder:
            return "it is a file" if folder else "it is a folder"
        if not os.access(path, os.W_OK):
            return "you don't have permission to change it"
    parent = path if folder else path.parent
    while not exists(parent) and parent.parent != parent:
        parent = parent.parent
    if not is_folder(parent):
        return f"{parent} is not a folder"
    if not os.access(parent, os.W_OK | os.X_OK):
        return f"you don't have permission to write to the folder {parent}"
    return ""
