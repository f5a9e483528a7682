"""The library of routines: the person's own files and the built-in ones."""

from __future__ import annotations

import os
from pathlib import Path

from tpsession.core.catalog.routine import BUILT_IN, DELETED, YOURS, Routine, RoutineEntry
from tpsession.core.catalog.routine_id import find_named, routine_id
from tpsession.core.errors import Problem, RoutineFileError, Severity, UsageError
from tpsession.files.paths import Paths
from tpsession.files.resources import Resources
from tpsession.files.routines.folders import RoutinePath, is_file_name, list_deleted, list_routine_files
from tpsession.files.toml.wording import nearest_word, one_of, printable, quoted

_LIST_HINT = "`tpsession routines` lists them all."
_MOST_SUGGESTED = 3


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
        self._built_in_folder = resources.routines
        self._own_folder = paths.routines
        self._unlisted = unlisted

    def list_entries(self, *, with_deleted: bool = False) -> list[RoutineEntry]:
        """Return every routine that isn't deleted, one entry for each id, sorted by id; all files are read.

        A file with errors has an entry like the others. A folder that can't be read has an entry of its own.
        The person's own file hides a built-in one of the same id. Never raises.

        with_deleted: whether what the person deleted has entries, too: built-in routines that were hidden,
        and, of an id that has no other file, the one that was deleted last.
        """
        files, unreadable = self._find_files()
        deleted = list_deleted(self._own_folder)
        if with_deleted:
            newest = {item.id: item.path for item in deleted if not item.is_built_in}
            files = {**{name: RoutinePath(path, DELETED) for name, path in newest.items()}, **files}
        else:
            hidden = {item.id for item in deleted if item.is_built_in}
            files = {
                name: file for name, file in files.items() if file.source != BUILT_IN or name not in hidden
            }
        entries = [_read_entry(name, file) for name, file in files.items()]
        return sorted([*entries, *unreadable], key=lambda entry: entry.id)

    def fingerprint(self) -> str:
        """Return the name, time and size of every file in the person's folder as a text, to notice changes.

        Empty if the folder is empty or can't be read.
        """
        try:
            with os.scandir(self._own_folder) as files:
                return "\n".join(sorted(f"{file.name!r} {_time_and_size(file)}" for file in files))
        except OSError:
            return ""

    def resolve(self, words: str, *, with_deleted: bool = False) -> str:
        """Return the id or the path of the routine that a person's words mean.

        An id comes first, that of a hidden built-in routine too, and so does the path of an existing file.
        The words may also be the routine's name, in upper or lower case. Words that mean no routine are
        returned as they are, for `find` to explain.

        Raises `UsageError` if several routines have that name.

        with_deleted: whether a deleted routine is found by its name, too, if no other has that. `find`
        doesn't find such an id unless the routine is built-in.
        """
        is_unlisted = self._unlisted is not None and words == self._unlisted.id
        is_file = is_file_name(words) and os.path.lexists(words)
        if is_unlisted or is_file or routine_id(words) in self._find_files()[0]:
            return words
        found = choose_named(words, self._list_names())
        if found is None and with_deleted:
            found = choose_named(words, self._list_names(with_deleted=True))
        return words if found is None else found

    def _list_names(self, *, with_deleted: bool = False) -> list[tuple[str, str]]:
        """Return the id and the name of every routine whose file has no errors; all files are read.

        with_deleted: as for `list_entries`.
        """
        entries = self.list_entries(with_deleted=with_deleted)
        return [(entry.id, entry.routine.name) for entry in entries if entry.routine is not None]

    def entry(self, name: str) -> RoutineEntry:
        """Read the file of an id, in upper or lower case, or of a path, and return its entry.

        A built-in routine that the person deleted can still be read by its id. Raises `UsageError` if there
        is no such file; one with errors, or that can't be read, has an entry with its problems.
        """
        file = self.find(name)
        return _read_entry(routine_id(file.path.stem), file)

    def find(self, name: str) -> RoutinePath:
        """Return the file of an id, in upper or lower case, or of a path; it isn't read.

        `is_file_name` says whether `name` is a path. A built-in routine that the person deleted is still
        found by its id. Raises `UsageError` if there is no such file.
        """
        if is_file_name(name):
            if not os.path.lexists(name):
                raise UsageError(f"There is no file {printable(name)}.", "Give the path of a routine file.")
            return RoutinePath(Path(name), YOURS)
        files, _ = self._find_files()
        file = files.get(routine_id(name))
        if file is None:
            raise UsageError(
                f"There is no routine {quoted(name)}.", _suggest(name, list(files), self._list_names())
            )
        return file

    def load_routine(self, name: str) -> Routine:
        """Return the routine of an id in upper or lower case, or of a file, as `entry` takes them.

        The unlisted routine is returned for its id, before any file is looked for.

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

    def _find_files(self) -> tuple[dict[str, RoutinePath], list[RoutineEntry]]:
        """Return the routine file to use for each id, and an entry for each folder that can't be read.

        The person's own file replaces a built-in one with the same id, even if it has errors: it isn't read
        here. A missing folder is no problem.
        """
        found: dict[str, RoutinePath] = {}
        unreadable = []
        for folder, source in ((self._built_in_folder, BUILT_IN), (self._own_folder, YOURS)):
            try:
                files = list_routine_files(folder)
            except OSError as error:
                unreadable.append(_make_folder_entry(folder, source, error))
                continue
            for identifier, (first, *duplicates) in files.items():
                found[identifier] = RoutinePath(first, source, tuple(duplicates))
        return found, unreadable


def choose_named(words: str, names: list[tuple[str, str]]) -> str | None:
    """Return the id of the routine with a name, as `find_named` finds it; None if there is none.

    Raises `UsageError` if several ids have the name.

    names: ids, each with a name.
    """
    ids = find_named(words, names)
    if len(ids) > 1:
        raise UsageError(
            f"{len(ids)} routines are called {quoted(words)}.", f"Give the id of one: {one_of(ids)}."
        )
    return ids[0] if ids else None


def _read_entry(identifier: str, file: RoutinePath) -> RoutineEntry:
    """Return a routine file as an entry of the list, with its routine if it has no errors, and its problems.

    Other files in the same folder that have the same id are among the problems, as warnings.
    """
    # The first paint shows a remembered list.
    from tpsession.files.routines.routine_file import read_routine  # noqa: PLC0415 - 3 ms, see above

    routine, problems = read_routine(file.path, identifier if file.source == DELETED else None)
    duplicate_problems = tuple(
        Problem(
            1,
            1,
            f"{printable(duplicate.name)} in the same folder has the same id and isn't used; rename one",
            Severity.WARNING,
        )
        for duplicate in file.duplicates
    )
    return RoutineEntry(
        printable(identifier), file.source, str(file.path), routine, (*duplicate_problems, *problems)
    )


def _make_folder_entry(folder: Path, source: str, error: OSError) -> RoutineEntry:
    """Return an entry that says why a folder of routines can't be read."""
    reason = printable(error.strerror or str(error))
    problem = Problem(1, 1, f"this folder of routines can't be read: {reason}")
    return RoutineEntry(printable(folder.name), source, str(folder), None, (problem,))


def _suggest(words: str, ids: list[str], names: list[tuple[str, str]]) -> str:
    """Return advice for words that mean no routine: the ids that may be meant, and how to see all of them.

    They are those of the routines whose id or name is most similar to `words`; if none is similar, of those
    whose names contain all of the words. If there are none, or more than `_MOST_SUGGESTED`, the advice names
    no ids.

    names: ids, each with a name.
    """
    near = nearest_word(words, [*ids, *(name.casefold() for _, name in names)])
    if near is None:
        wanted = words.casefold().split()
        meant = [each for each, name in names if wanted and all(word in name.casefold() for word in wanted)]
    else:
        meant = [near] if near in ids else find_named(near, names)
    if not 1 <= len(meant) <= _MOST_SUGGESTED:
        return _LIST_HINT
    return f"Did you mean {one_of(meant)}? {_LIST_HINT}"


def _time_and_size(file: os.DirEntry[str]) -> tuple[int, int]:
    """Return when a file was changed last, in nanoseconds since 1970, and its size in bytes.

    (0, 0) if that can't be found out.
    """
    try:
        status = file.stat()
    except OSError:
        return 0, 0
    return status.st_mtime_ns, status.st_size
