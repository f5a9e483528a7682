"""Makes, changes, deletes and brings back the person's routine files."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tpsession.core.catalog.area import Area
from tpsession.core.catalog.routine import BUILT_IN, MAX_FILE_BYTES, YOURS, Routine, Sides
from tpsession.core.catalog.routine_id import routine_id
from tpsession.core.errors import ExistsError, Problem, TpsessionError, UsageError
from tpsession.core.history.records import ONLY_REST
from tpsession.core.routine_editing.copies import without_invitation
from tpsession.core.routine_editing.port import (
    DeletedRoutine,
    NewStep,
    RestoredRoutine,
    RoutineChangedError,
    RoutineText,
)
from tpsession.files.atomic import (
    FileChangedError,
    create_atomically,
    replace_unchanged,
    require_regular,
    write_atomically,
)
from tpsession.files.paths import Paths
from tpsession.files.resources import Resources
from tpsession.files.routine_editing.content import SCHEMA_FILE, SCHEMA_LINE, make_copy, with_values
from tpsession.files.routine_editing.template import write_template
from tpsession.files.routines.folders import (
    DELETED_FOLDER,
    ENDING,
    HIDDEN_ENDING,
    DeletedFile,
    is_file_name,
    list_deleted,
    list_routine_files,
)
from tpsession.files.routines.library import FileLibrary
from tpsession.files.routines.routine_file import read_routine, read_routine_text
from tpsession.files.toml.wording import nearest_word, printable, quoted
from tpsession.private_files import make_private_folder, sync_folder

if TYPE_CHECKING:
    from tpsession.core.routine_editing.variation import Variation


class FileRoutineWriter:
    """Implements the port `tpsession.core.routine_editing.port.RoutineWriter` with the person's folder.

    What is deleted is moved into a folder of its own, with a number: ``deleted/neck.1.toml``. An empty file
    ``deleted/neck.2.built-in`` hides a built-in routine. Nothing is ever removed from there but what is
    brought back, and the copy of a routine that then couldn't be replaced.
    """

    def __init__(self, paths: Paths, resources: Resources) -> None:
        """Make a writer; nothing is read or written yet."""
        self._folder = paths.routines
        self._built_in_folder = resources.routines
        self._library = FileLibrary(paths, resources)

    def read(self, name: str) -> RoutineText:
        """Return the file of a routine, given by its id or by the path of a file, as it is on the disk.

        Raises `UsageError` if there is none, and `TpsessionError` if it is too large or can't be read.
        """
        file = self._library.find(name)
        return RoutineText(routine_id(file.path.stem), file.source, str(file.path), read_content(file.path))

    def check(self, content: str | bytes, identifier: str) -> tuple[Routine | None, tuple[Problem, ...]]:
        """Check the content of a routine file; return its routine, None if it has errors, and its problems.

        No routine file is read; the folder of the person's sounds is, for a step with a sound of theirs.

        identifier: the id of the routine.
        """
        return read_routine_text(content, identifier)

    def schema(self) -> Mapping[str, Any]:
        """Return the JSON Schema of routine files."""
        from tpsession.files.routines.schema import routine_schema  # noqa: PLC0415 - only for editors

        return routine_schema()

    def find_taken_ids(self) -> frozenset[str]:
        """Return the ids of all routines, hidden ones too, and `ONLY_REST`: a new routine needs another one.

        Raises `TpsessionError` if the person's folder can't be read.
        """
        return frozenset({ONLY_REST, *self._own_files(), *list_routine_files(self._built_in_folder)})

    def write_template(
        self, name: str, area: Area | None, sides: Sides, steps: Sequence[NewStep] = ()
    ) -> str:
        """Return the text of a new routine, with comments; without steps, with some usual ones.

        name: what it is called. area: None for any. sides: how it treats left and right.
        """
        return write_template(name, area, sides, steps)

    def change_name(self, old: RoutineText, name: str, area: Area | None = None) -> str:
        """Return the text of a routine's file with another name, and another area unless that is None.

        All else in it stays; only a built-in one loses the paragraph on how to make it one's own. Nothing is
        saved. Raises `RoutineFileError` if the file has errors, before or after the change, and another
        `TpsessionError` if it can't be changed in this way.
        """
        values = {"name": name} if area is None else {"name": name, "area": area.id}
        changed = with_values(old, values)
        return without_invitation(changed) if old.source == BUILT_IN else changed

    def open_variation(self, name: str) -> tuple[RoutineText, Variation]:
        """Return the file of a routine, and its variation, in which nothing is changed yet.

        For a built-in routine the variation proposes a new name. Raises as `read` does, and
        `RoutineFileError` if the file has errors.

        name: the id of the routine, or the path of its file.
        """
        from tpsession.core.routine_editing.saving import propose_name  # noqa: PLC0415 - only for a variation
        from tpsession.files.routine_editing.variation_file import read_variation  # noqa: PLC0415 - 10 ms

        old = self.read(name)
        variation = read_variation(old)
        if old.source == BUILT_IN:
            proposed = propose_name(variation.name, self.find_taken_ids())
            variation = replace(variation, first_name=proposed, name=proposed)
        return old, variation

    def apply_variation(self, old: RoutineText, variation: Variation) -> str:
        """Return the text of a routine file with the changes of a variation; all else in it stays.

        For a built-in routine it is the text for the person's own copy, see `make_copy`. Nothing is saved.
        Raises `TpsessionError` if the file is so unusual that it can only be changed by hand.
        """
        from tpsession.files.routine_editing.variation_file import apply_variation  # noqa: PLC0415 - as above

        text = apply_variation(old, variation)
        return make_copy(text.encode()).decode() if old.source == BUILT_IN else text

    def create(self, identifier: str, content: str | bytes) -> RoutineText:
        """Save a new routine of the person's own with this id and content; return its file.

        It takes the place of a built-in one of this id. If its first line points editors to the schema, the
        schema is written beside it. Raises `ExistsError` if the person has one of this id, and
        `TpsessionError` if it can't be saved.
        """
        data = _to_bytes(content)
        if identifier in self._own_files():
            raise _exists(identifier)
        path = self._folder / f"{identifier}{ENDING}"
        with _explaining(path):
            make_private_folder(self._folder)
            if data.startswith(SCHEMA_LINE.encode()):
                self._write_schema()
            try:
                create_atomically(path, data)
            except FileExistsError:
                raise _exists(identifier) from None
        return RoutineText(identifier, YOURS, str(path), data)

    def make_own(self, name: str) -> RoutineText:
        """Return the file of the person's own routine; of a built-in routine, make a copy with the same id.

        A file given by its path counts as the person's own. Raises as `read` and `create` do.

        name: the id of the routine, or the path of its file.
        """
        found = self.read(name)
        return found if found.source == YOURS else self.create(found.id, make_copy(found.content))

    def discard_copy(self, copy: RoutineText) -> bool:
        """Remove a copy that `make_own` has made, unless its file was changed; return whether it is gone.

        Raises `TpsessionError` if it can't be removed.
        """
        path = Path(copy.path)
        with _explaining(path), suppress(FileNotFoundError):
            if path.read_bytes() != copy.content:
                return False
            path.unlink()
        return True

    def save(self, old: RoutineText, content: str | bytes) -> RoutineText:
        """Replace the text of a routine's file, and return the file; the new text may have mistakes.

        Raises `RoutineChangedError` if the file was changed or removed since it was read as `old`, and
        `TpsessionError` if it can't be written.
        """
        data = _to_bytes(content)
        path = Path(old.path)
        with _explaining(path):
            try:
                replace_unchanged(path, data, old.content)
            except FileChangedError as error:
                raise RoutineChangedError(
                    f"{printable(old.path)} was changed by another program, so it wasn't saved.",
                    "Open it again, or save yours under another name.",
                ) from error
        return RoutineText(old.id, old.source, old.path, data)

    def replace(self, identifier: str, content: str | bytes) -> RoutineText:
        """Save a routine of the person's own under an id, in place of one that they have; return its file.

        The earlier one goes to the deleted ones, from where `restore` brings it back. If they have none, this
        is `create`. Raises `TpsessionError` if it can't be saved, or if another program changes it meanwhile;
        then nothing is among the deleted ones that wasn't there before.
        """
        data = _to_bytes(content)
        path = self._own_files().get(identifier)
        if path is None:
            return self.create(identifier, data)
        with _explaining(path):
            old = read_content(path)
            kept = self._next_deleted(identifier, ENDING)
            create_atomically(kept, old)
            try:
                replace_unchanged(path, data, old)
            except BaseException:
                # A network disk may report an error, or the person press ctrl-c, after it was replaced: then
                # the copy is the only one that there is.
                with suppress(OSError):
                    if not _has_content(path, data):
                        kept.unlink()
                raise
        return RoutineText(identifier, YOURS, str(path), data)

    def delete(self, name: str) -> DeletedRoutine:
        """Delete a routine of the person's own, or hide a built-in one; `restore` brings it back.

        Raises `UsageError` if there is none, if it is hidden already, or if `name` is a path instead of an
        id, and `TpsessionError` if it can't be moved or hidden.
        """
        if is_file_name(name):
            raise UsageError(
                f"{quoted(name)} is the path of a file.", "Give the id of a routine, without .toml."
            )
        file = self._library.find(name)
        identifier = routine_id(file.path.stem)
        shown = _name_of(file.path, identifier)
        if file.source == BUILT_IN:
            if identifier in self._hidden():
                raise UsageError(
                    f"The routine {quoted(identifier)} is already deleted.",
                    f"`tpsession routines restore {identifier}` brings it back.",
                )
            marker = self._folder / DELETED_FOLDER / identifier
            with _explaining(marker):
                create_atomically(self._next_deleted(identifier, HIDDEN_ENDING), b"")
            return DeletedRoutine(identifier, shown, is_built_in=True)
        with _explaining(file.path):
            self._move_to_deleted(file.path, identifier)
        is_uncovered = identifier in list_routine_files(self._built_in_folder)
        return DeletedRoutine(
            identifier,
            shown,
            is_built_in=False,
            uncovers_built_in=is_uncovered and identifier not in self._hidden(),
        )

    def restore(self, identifier: str) -> RestoredRoutine:
        """Bring back the routine that was deleted last under this id, in upper or lower case.

        If what was done last is that a built-in routine was hidden, it is no longer hidden. Otherwise the
        deleted file comes back; if the person has a file of this id by now, that goes to the deleted ones in
        exchange. Raises `UsageError` if none of this id was deleted, and `TpsessionError` if a file can't be
        moved; then a file that was already moved goes back.
        """
        wanted = routine_id(identifier)
        newest = self._newest_deleted()
        file = newest.get(wanted)
        if file is None:
            near = nearest_word(wanted, newest)
            hint = f"Did you mean {quoted(near)}?" if near else ""
            raise UsageError(f"There is no deleted routine {quoted(identifier)}.", hint)
        if file.is_built_in:
            with _explaining(file.path):
                file.path.unlink()
            return RestoredRoutine(wanted, self._name_of_built_in(wanted), is_built_in=True)
        current = self._own_files().get(wanted)
        target = self._folder / f"{wanted}{ENDING}"
        with _explaining(target):
            kept = None if current is None else self._move_to_deleted(current, wanted)
            try:
                _move(file.path, target)
            except OSError:
                if current is not None and kept is not None:
                    with suppress(OSError):
                        _move(kept, current)
                raise
        return RestoredRoutine(
            wanted, _name_of(target, wanted), is_built_in=False, took_place=current is not None
        )

    def list_deleted(self, *, with_replaced: bool = False) -> list[DeletedRoutine]:
        """Return the last deletion of each id, sorted by id, without ids that the person has a file of.

        A built-in routine that is hidden counts as deleted. Raises `TpsessionError` if the person's folder
        can't be read.

        with_replaced: whether to return the ids that the person has a file of, too.
        """
        own = self._own_files()
        return [
            DeletedRoutine(
                identifier,
                self._name_of_built_in(identifier) if file.is_built_in else _name_of(file.path, identifier),
                is_built_in=file.is_built_in,
                is_replaced=identifier in own,
            )
            for identifier, file in sorted(self._newest_deleted().items())
            if with_replaced or identifier not in own
        ]

    def _own_files(self) -> dict[str, Path]:
        """Return the file to use of each of the person's own routines, by id.

        Raises `TpsessionError` if the folder can't be read.
        """
        with _explaining(self._folder, "read"):
            return {identifier: first for identifier, (first, *_) in list_routine_files(self._folder).items()}

    def _hidden(self) -> set[str]:
        """Return the ids of the built-in routines that are hidden."""
        return {file.id for file in list_deleted(self._folder) if file.is_built_in}

    def _newest_deleted(self) -> dict[str, DeletedFile]:
        """Return the newest deleted file of each id; it may be the mark that hides a built-in routine."""
        return {file.id: file for file in list_deleted(self._folder)}

    def _next_deleted(self, identifier: str, ending: str) -> Path:
        """Return a path among the deleted routines for a file of this id, with the next number and `ending`.

        The folder is made if it is missing.
        """
        last = self._newest_deleted().get(identifier)
        folder = make_private_folder(self._folder / DELETED_FOLDER)
        return folder / f"{identifier}.{1 + (last.number if last else 0)}{ending}"

    def _move_to_deleted(self, path: Path, identifier: str) -> Path:
        """Move the file of a routine to the deleted ones; return its new path. Raises `OSError`.

        identifier: the routine's id.
        """
        target = self._next_deleted(identifier, ENDING)
        _move(path, target)
        return target

    def _name_of_built_in(self, identifier: str) -> str:
        """Return the name of a built-in routine; its id if a newer version of the program has it no more."""
        return _name_of(self._built_in_folder / f"{identifier}{ENDING}", identifier)

    def _write_schema(self) -> None:
        """Write the schema for editors beside the routines, unless it is up to date or can't be written."""
        import json  # noqa: PLC0415 - only needed here

        from tpsession.files.routines.schema import routine_schema  # noqa: PLC0415 - only needed here

        path = self._folder / SCHEMA_FILE
        content = (json.dumps(routine_schema(), indent=1) + "\n").encode()
        with suppress(OSError):
            if not path.is_file() or path.read_bytes() != content:
                write_atomically(path, content)


def read_content(path: Path) -> bytes:
    """Return the content of a routine file. Raises `TpsessionError` if it is too large or can't be read."""
    with _explaining(path, "read"):
        require_regular(path)
        with path.open("rb") as file:
            return _to_bytes(file.read(MAX_FILE_BYTES + 1))


def _has_content(path: Path, content: bytes) -> bool:
    """Return whether a file is there and has this content. Raises `OSError` if it can't be read."""
    try:
        return path.read_bytes() == content
    except FileNotFoundError:
        return False


def _to_bytes(content: str | bytes) -> bytes:
    """Return a text as UTF-8, and bytes as they are. Raises `TpsessionError` if over `MAX_FILE_BYTES`."""
    data = content.encode(errors="surrogatepass") if isinstance(content, str) else content
    if len(data) > MAX_FILE_BYTES:
        raise TpsessionError(
            f"A routine file has at most {MAX_FILE_BYTES:,} bytes, and this is more.", "Make it shorter."
        )
    return data


def _move(path: Path, target: Path) -> None:
    """Move a file to a path where nothing is. Raises `OSError`, also if something is there.

    A symbolic link to a file is removed, and a copy of that file is put at the new path, since the link's
    path may lead nowhere from another folder. Raises `TpsessionError` if that file can't be read.
    """
    if os.path.lexists(target):
        raise FileExistsError(f"{target.name} is in the way")
    if path.is_symlink() and path.exists():
        create_atomically(target, read_content(path))
        path.unlink()
    else:
        path.rename(target)
        sync_folder(target.parent)
    sync_folder(path.parent)


def _name_of(path: Path, identifier: str) -> str:
    """Return the name of the routine in a file; its id if the file has errors."""
    routine, _ = read_routine(path, identifier)
    return identifier if routine is None else routine.name


def _exists(identifier: str) -> ExistsError:
    return ExistsError(f"You already have a routine {quoted(identifier)}.", "Choose another name.")


@contextmanager
def _explaining(path: Path, verb: str = "written") -> Iterator[None]:
    """Turn an `OSError` in the block into a `TpsessionError`, which says that `path` can't be written.

    verb: what can't be done with it, such as "read".
    """
    try:
        yield
    except OSError as error:
        reason = printable(error.strerror or str(error))
        raise TpsessionError(
            f"{printable(str(path))} can't be {verb}: {reason}.", "Nothing was changed."
        ) from error
