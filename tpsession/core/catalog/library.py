"""The port to the routine files."""

from __future__ import annotations

from typing import Protocol

from tpsession.core.catalog.routine import Routine, RoutineEntry


class RoutineLibrary(Protocol):
    """The routine files: the person's own over the built-in ones."""

    def list_entries(self) -> list[RoutineEntry]:
        """Every routine, one entry an id, sorted by id; a broken file keeps its place."""
        ...

    def load_routine(self, name: str) -> Routine:
        """The routine of an id, or of a file where `name` has a ``/`` or ends in ``.toml``.

        Raises `UsageError` where there is none, and `RoutineFileError` where it has errors.
        """
        ...
