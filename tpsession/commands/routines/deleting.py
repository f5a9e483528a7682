"""The commands ``tpsession routines delete`` and ``routines restore``."""

from __future__ import annotations

import argparse
import sys

from tpsession.commands.routine_naming import resolve_routine
from tpsession.commands.routines.asking import say
from tpsession.core.catalog.routine_id import routine_id
from tpsession.core.routine_editing.port import RoutineWriter
from tpsession.core.routine_editing.wording import describe_deleted, describe_restored, restore_command
from tpsession.core.text.sanitize import sanitize
from tpsession.files.paths import find_paths
from tpsession.files.resources import find_resources
from tpsession.files.routine_editing.writer import FileRoutineWriter
from tpsession.files.routines.library import choose_named


def delete(arguments: argparse.Namespace) -> int:
    """Delete a routine of the person's own, or hide a built-in one, and say how to bring it back; return 0.

    Raises `UsageError` if there is no such routine, if several have the name, if it is hidden already, or if
    a path is given; and `TpsessionError` if it can't be deleted.
    """
    deleted = _make_writer().delete(resolve_routine(arguments.routine))
    say(f"{describe_deleted(deleted)} To undo: {restore_command(deleted.id)}")
    return 0


def restore(arguments: argparse.Namespace) -> int:
    """Restore the deleted routine with this id or name, and say so; without one, list the deleted routines.

    If several with this id were deleted, the last one is restored. If that is one of the person's own, and
    they have another file under this id by now, that one is deleted in exchange; such a routine isn't listed,
    and is found only by its id. Returns 0. Raises `UsageError` if no such routine was deleted, or several
    deleted ones have the name; and `TpsessionError` if it can't be restored.
    """
    writer = _make_writer()
    if arguments.deleted is not None:
        is_id = routine_id(arguments.deleted) in {
            routine.id for routine in writer.list_deleted(with_replaced=True)
        }
        names = [(routine.id, routine.name) for routine in writer.list_deleted()]
        named = None if is_id else choose_named(arguments.deleted, names)
        say(describe_restored(writer.restore(named or arguments.deleted)))
        return 0
    deleted = writer.list_deleted()
    for routine in deleted:
        sys.stdout.write(f"{sanitize(f'{routine.id}  {routine.name}')}\n")
    if not deleted:
        say("No routine is deleted.")
    return 0


def _make_writer() -> RoutineWriter:
    return FileRoutineWriter(find_paths(), find_resources())
