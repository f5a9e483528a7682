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
        """Return an entry for every routine that isn't deleted, one for each id, sorted by id.

        A file with errors has an entry too, without a routine. A folder that can't be read has one that says
        so.

        with_deleted: whether routines that the person deleted, built-in ones included, are listed too, to
        name them in the history; but no deleted file whose id another file has by now.
        """
        ...

    def fingerprint(self) -> str:
        """Return a text to notice changes by: the name, time and size of every file in the person's folder.

        Empty if the folder is empty or can't be read.
        """
        ...

    def load_routine(self, name: str) -> Routine:
        """Read and return a routine.

        name: its id, or the path of a file if it has a ``/`` or ends in ``.toml``.

        Raises:
            UsageError: There is no such routine.
            RoutineFileError: Its file has errors.

        """
        ...
