"""What is in the folders of routines: routine files by id, and what the person deleted."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import NamedTuple

from tpsession.core.catalog.routine_id import routine_id

ENDING = ".toml"
DELETED_FOLDER = "deleted"
"""Inside the person's folder: the routines that they deleted, which nothing plays or lists."""
HIDDEN_ENDING = ".built-in"
"""How the empty file ends that hides a built-in routine."""
_DELETED = rf"(?s)([^.].*)\.([1-9][0-9]{{0,8}})({re.escape(ENDING)}|{re.escape(HIDDEN_ENDING)})"
"""A regular expression, compiled only where something was deleted: every start lists the routines.

Its first group is the name of a routine file without its ending, which doesn't begin with a dot. It need
not be a valid id: such a file can be deleted, too.
"""


class RoutinePath(NamedTuple):
    """A routine file in one of the folders, or one that is given by its path."""

    path: Path
    source: str
    """`BUILT_IN`, `YOURS` or `DELETED`."""
    duplicates: tuple[Path, ...] = ()
    """Files in the same folder with the same id, which aren't used."""


class DeletedFile(NamedTuple):
    """A file among the deleted ones: a routine of the person's own, or what hides a built-in one."""

    id: str
    number: int
    """Counts the deletions of an id from 1; the highest is the newest."""
    path: Path
    is_built_in: bool
    """Whether it is an empty file that hides the built-in routine."""


def list_routine_files(folder: Path) -> dict[str, list[Path]]:
    """Return the routine files of a folder by id; of several with the same id, the one to use is first.

    Empty if the folder doesn't exist. Raises `OSError` if it can't be read.
    """
    files: dict[str, list[Path]] = {}
    try:
        names = [name for name in os.listdir(folder) if _is_routine_file(name)]  # noqa: PTH208 - names alone are enough
    except FileNotFoundError:
        return files
    # A name in lower case comes first, in whatever order the system lists them.
    for name in sorted(names, key=lambda name: (name != name.lower(), name)):
        files.setdefault(routine_id(Path(name).stem), []).append(folder / name)
    return files


def list_deleted(folder: Path) -> list[DeletedFile]:
    """Return what was deleted from the person's folder of routines, sorted by id, the newest of each id last.

    Built-in routines that were hidden are among it, each as the file that hides it. Empty if nothing was
    deleted, or if the place of deleted files can't be read: then nothing is hidden either.

    folder: the person's folder of routines.
    """
    deleted = folder / DELETED_FOLDER
    try:
        names = os.listdir(deleted)  # noqa: PTH208 - names alone are enough
    except OSError:
        return []
    matches = [match for name in names if (match := re.fullmatch(_DELETED, name)) is not None]
    files = [
        DeletedFile(routine_id(match[1]), int(match[2]), deleted / match[0], match[3] == HIDDEN_ENDING)
        for match in matches
    ]
    return sorted(files, key=lambda file: (file.id, file.number))


def is_file_name(name: str) -> bool:
    """Return whether a person means a file and not an id: a name with a slash, or one that ends in .toml.

    On Windows, a backslash counts as a slash.
    """
    separators = {"/", os.sep, os.altsep or "/"}
    return name.lower().endswith(ENDING) or any(separator in name for separator in separators)


def _is_routine_file(name: str) -> bool:
    """Return whether a file is a routine by its name: it ends in ``.toml`` and doesn't begin with a dot.

    Files whose names begin with a dot are unfinished ones, or belong to an editor.
    """
    return name.lower().endswith(ENDING) and not name.startswith(".")
