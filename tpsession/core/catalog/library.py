"""The port through which the program finds and reads routines."""

from __future__ import annotations

from typing import Protocol

from tpsession.core.catalog.routine import Routine, RoutineEntry


class RoutineLibrary(Protocol):
    """The built-in routines and the person's own, which replace built-in ones of the same id.

    List what there is, then load one by its id or by the path of a file::

        names = [entry.id for entry in library.list_entries()]
        routine = library.load_routine("neck")
        routine = library.load_routine("drafts/neck.toml")
    """

    def list_entries(self, *, with_deleted: bool = False) -> list[RoutineEntry]:
        """Return every routine, sorted by id; a file with errors is listed too, without its routine.

        with_deleted: whether those that the person deleted are listed too, for what was played earlier.
        """
        ...

    def fingerprint(self) -> str:
        """Return a text that changes with each file of the person's that is added, changed or removed."""
        ...

    def load_routine(self, name: str) -> Routine:
        """Return the routine of an id, or of a file if `name` has a ``/`` or ends in ``.toml``.

        Raises:
            UsageError: There is no such routine.
            RoutineFileError: Its file has errors.

        """
        ...
