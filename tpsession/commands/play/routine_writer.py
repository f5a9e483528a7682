"""Loads what changes routine files, when somebody changes one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tpsession.files.paths import Paths
from tpsession.files.resources import Resources

if TYPE_CHECKING:
    from tpsession.core.routine_editing.port import RoutineWriter


def make_routine_writer(paths: Paths, resources: Resources) -> RoutineWriter:
    """Return what makes and changes the person's routine files; its modules are imported only now."""
    from tpsession.files.routine_editing.writer import FileRoutineWriter  # noqa: PLC0415 - 20 ms, rarely used

    return FileRoutineWriter(paths, resources)
