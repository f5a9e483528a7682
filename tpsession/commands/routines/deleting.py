"""The commands ``tpsession routines delete`` and ``routines restore``."""

from __future__ import annotations

import argparse
import sys

from tpsession.commands.routines.asking import say
from tpsession.core.routine_editing.port import RoutineWriter
from tpsession.core.routine_editing.wording import describe_deleted, describe_restored
from tpsession.core.text.sanitize import sanitize
from tpsession.files.paths import find_paths
from tpsession.files.resources import find_resources
from tpsession.files.routine_editing.writer import FileRoutineWriter


def delete(arguments: argparse.Namespace) -> int:
    """Delete a routine, or hide a built-in one, and say how it comes back."""
    deleted = _make_writer().delete(arguments.routine)
    say(f"{describe_deleted(deleted)} To undo: tpsession routines restore {deleted.id}")
    return 0


def restore(arguments: argparse.Namespace) -> int:
    """Bring back the routine that was deleted last under an id; without an id, list what is deleted.

    Returns 0. Raises `UsageError` if no routine with this id was deleted.
    """
    writer = _make_writer()
    if arguments.deleted is not None:
        say(describe_restored(writer.restore(arguments.deleted)))
        return 0
    deleted = writer.list_deleted()
    for routine in deleted:
        sys.stdout.write(f"{sanitize(f'{routine.id}  {routine.name}')}\n")
    if not deleted:
        say("No routine is deleted.")
    return 0


def _make_writer() -> RoutineWriter:
    return FileRoutineWriter(find_paths(), find_resources())
