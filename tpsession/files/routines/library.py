"""The library of routines: the person's own files and the built-in ones."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from tpsession.core.catalog.routine import Routine, RoutineEntry
from tpsession.core.errors import Problem, RoutineFileError, Severity, UsageError
from tpsession.files.paths import Paths
from tpsession.files.resources import Resources
from tpsession.files.routines.ids import routine_id
from tpsession.files.routines.routine_file import read_routine
from tpsession.files.toml.wording import nearest_word, printable, quoted

BUILT_IN = "built-in"
YOURS = "yours"
_ENDING = ".toml"
_LIST_HINT = "`tpsession routines` lists them all."


class _RoutinePath(NamedTuple):
    """A routine file in one of the folders."""

    path: Path
    source: str
    """`BUILT_IN` or `YOURS`."""
    duplicates: tuple[Path, ...] = ()
    """Files in the same folder with the same id, which aren't used."""


class FileLibrary:
    """Implements the port `tpsession.core.catalog.library.RoutineLibrary` with two folders of routine files.

    A file in the person's own folder replaces the built-in one with the same id.
    """

    def __init__(self, paths: Paths, resources: Resources, unlisted: Routine | None = None) -> None:
        """Make a library; nothing is read yet.

        Args:
            paths: Where the person's folder is.
            resources: Where the built-in folder is.
            unlisted: A routine that is in no file: it isn't listed, but can be loaded by its id.

        """
        self._folders = ((resources.routines, BUILT_IN), (paths.routines, YOURS))
        self._unlisted = unlisted

    def list_entries(self) -> list[RoutineEntry]:
        """Return every routine, one entry for each id, sorted by id.

        A file with errors has an entry like the others. A folder that can't be read has an entry of its own.
        """
        files, unreadable = self._find_files()
        return sorted(
            [*(_read_entry(file) for file in files.values()), *unreadable], key=lambda entry: entry.id
        )

    def entry(self, name: str) -> RoutineEntry:
        """Read the file of an id, in upper or lower case, or of a path, and return its entry.

        `name` is a path if it contains a ``/`` or ends in ``.toml``.

        Raises `UsageError` if there is none.
        """
        if _is_file_name(name):
            path = Path(name)
            if not os.path.lexists(name):
                raise UsageError(f"There is no file {printable(name)}.", "Give the path of a routine file.")
            return _read_entry(_RoutinePath(path, YOURS))
        files, _ = self._find_files()
        file = files.get(routine_id(name))
        if file is None:
            raise UsageError(f"There is no routine {quoted(name)}.", _suggest(name, list(files)))
        return _read_entry(file)

    def load_routine(self, name: str) -> Routine:
        """Return the routine of an id in upper or lower case, or of a file, as `entry` takes them.

        Raises:
            UsageError: If there is none.
            RoutineFileError: If its file has errors.

        """
        if self._unlisted is not None and name == self._unlisted.id:
            return self._unlisted
        entry = self.entry(name)
        if entry.routine is None:
            raise RoutineFileError(printable(entry.path), entry.problems)
        return entry.routine

    def _find_files(self) -> tuple[dict[str, _RoutinePath], list[RoutineEntry]]:
        """Return the routine file for each id, and an entry for each folder that can't be read.

        The person's own file replaces a built-in one with the same id, even if it has errors: it isn't read
        here. A missing folder is no problem.
        """
        found: dict[str, _RoutinePath] = {}
        unreadable = []
        for folder, source in self._folders:
            try:
                files = _list_files(folder)
            except OSError as error:
                unreadable.append(_make_folder_entry(folder, source, error))
                continue
            for identifier, (first, *duplicates) in files.items():
                found[identifier] = _RoutinePath(first, source, tuple(duplicates))
        return found, unreadable


def _list_files(folder: Path) -> dict[str, list[Path]]:
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


def _is_routine_file(name: str) -> bool:
    """Return whether a file is a routine by its name: it ends in ``.toml`` and doesn't begin with a dot.

    Hidden files are unfinished ones, or belong to an editor.
    """
    return name.lower().endswith(_ENDING) and not name.startswith(".")


def _is_file_name(name: str) -> bool:
    """Return whether a person means a file and not an id: a name with a slash, or one that ends in .toml."""
    separators = {"/", os.sep, os.altsep or "/"}
    return name.lower().endswith(_ENDING) or any(separator in name for separator in separators)


def _read_entry(file: _RoutinePath) -> RoutineEntry:
    """Read a routine file into an entry; warn of files in the same folder that have the same id."""
    routine, problems = read_routine(file.path)
    duplicate_problems = tuple(
        Problem(
            1,
            1,
            f"{printable(duplicate.name)} in the same folder has the same id and isn't used; rename one",
            Severity.WARNING,
        )
        for duplicate in file.duplicates
    )
    identifier = printable(routine_id(file.path.stem))
    return RoutineEntry(identifier, file.source, str(file.path), routine, (*duplicate_problems, *problems))


def _make_folder_entry(folder: Path, source: str, error: OSError) -> RoutineEntry:
    """Return an entry that says why a folder of routines can't be read."""
    reason = printable(error.strerror or str(error))
    problem = Problem(1, 1, f"this folder of routines can't be read: {reason}")
    return RoutineEntry(printable(folder.name), source, str(folder), None, (problem,))


def _suggest(name: str, known: list[str]) -> str:
    """Return advice for an unknown id: the known id most like it, if any, and how to see all of them."""
    near = nearest_word(name, known)
    return f"Did you mean {quoted(near)}? {_LIST_HINT}" if near else _LIST_HINT
