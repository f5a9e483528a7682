"""The port through which the program finds and reads routines."""

from __future__ import annotations

from typing import Protocol

from tpsession.core.catalog.routine import Routine, RoutineEntry


class RoutineLibrary(Protocol):
    """The built-in routines and the person's own, which replace built-in ones of the same id.

    def list_entries(self) -> list[RoutineEntry]:
        """Every routine, one entry an id, sorted by id; a broken file keeps its place."""
        ...

    def load_routine(self, name: str) -> Routine:
        """The routine of an id, or of a file where `name` has a ``/`` or ends in ``.toml``.

        """
        ...
