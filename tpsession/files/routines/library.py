"""The library: the person's own routine files over the built-in ones."""

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
from tpsession.files.toml.wording import nearest, printable, quoted

BUILT_IN = "built-in"
YOURS = "yours"
_ENDING = ".toml"
_SEE_LIST = "`tpsession routines` lists them all."


class _Found(NamedTuple):
    """A routine file that lies in a folder."""

    path: Path
    source: str
    doubles: tuple[Path, ...] = ()
    """Files of the same id beside it, which aren't used."""


class FileLibrary:
    """Routine files in the person's folder and in the program's; `tpsession.core.catalog.library.Library`."""

    def __init__(self, paths: Paths, resources: Resources) -> None:
        self._folders = ((resources.routines, BUILT_IN), (paths.routines, YOURS))

    def list_entries(self) -> list[RoutineEntry]:
        """Every routine, one entry an id, sorted by id.

        A broken file keeps its place; a folder that can't be read has an entry of its own.
        """
        found, broken = self._find()
        return sorted([*(_entry(file) for file in found.values()), *broken], key=lambda entry: entry.id)

    def entry(self, name: str) -> RoutineEntry:
        """The entry of an id, or of a file as for `routine`. Raises `UsageError` where there is none."""
        if _is_file_name(name):
            path = Path(name)
            if not os.path.lexists(name):
                raise UsageError(f"There is no file {printable(name)}.", "Give the path of a routine file.")
            return _entry(_Found(path, YOURS))
        found, _ = self._find()
        file = found.get(routine_id(name))
        if file is None:
            raise UsageError(f"There is no routine {quoted(name)}.", _hint(name, list(found)))
        return _entry(file)

    def load_routine(self, name: str) -> Routine:
        """The routine of an id, or of a file where `name` has a ``/`` or ends in ``.toml``.

        Raises `UsageError` where there is none, and `RoutineFileError` where it has errors.
        """
        entry = self.entry(name)
        if entry.routine is None:
            raise RoutineFileError(printable(entry.path), entry.problems)
        return entry.routine

    def _find(self) -> tuple[dict[str, _Found], list[RoutineEntry]]:
        """The file of each id, and an entry for each folder that can't be read."""
        found: dict[str, _Found] = {}
        broken = []
        for folder, source in self._folders:
            try:
                files = _files(folder)
            except OSError as error:
                broken.append(_unreadable(folder, source, error))
                continue
            for identifier, (first, *doubles) in files.items():
                found[identifier] = _Found(first, source, tuple(doubles))
        return found, broken


def _files(folder: Path) -> dict[str, list[Path]]:
    """The routine files of a folder by id; of several with one id the one to use comes first."""
    files: dict[str, list[Path]] = {}
    try:
        names = [name for name in os.listdir(folder) if _is_routine(name)]  # noqa: PTH208 - names alone are enough
    except FileNotFoundError:
        return files
    # A name in small letters comes before its doubles, whatever the system's order.
    for name in sorted(names, key=lambda name: (name != name.lower(), name)):
        files.setdefault(routine_id(Path(name).stem), []).append(folder / name)
    return files


def _is_routine(name: str) -> bool:
    """Whether a file is a routine and not hidden, as half-written files and those of editors are."""
    return name.lower().endswith(_ENDING) and not name.startswith(".")


def _is_file_name(name: str) -> bool:
    separators = {"/", os.sep, os.altsep or "/"}
    return name.lower().endswith(_ENDING) or any(separator in name for separator in separators)


def _entry(file: _Found) -> RoutineEntry:
    routine, problems = read_routine(file.path)
    doubles = tuple(
        Problem(
            1,
            1,
            f"{printable(double.name)} beside it has the same id and isn't used; rename one",
            Severity.WARNING,
        )
        for double in file.doubles
    )
    identifier = printable(routine_id(file.path.stem))
    return RoutineEntry(identifier, file.source, str(file.path), routine, (*doubles, *problems))


def _unreadable(folder: Path, source: str, error: OSError) -> RoutineEntry:
    reason = printable(error.strerror or str(error))
    problem = Problem(1, 1, f"the folder of routines can't be read: {reason}")
    return RoutineEntry(printable(folder.name), source, str(folder), None, (problem,))


def _hint(name: str, known: list[str]) -> str:
    near = nearest(name, known)
    return f"Did you mean {quoted(near)}? {_SEE_LIST}" if near else _SEE_LIST
