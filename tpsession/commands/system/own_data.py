"""Finds the person's data on this machine for the full-screen program, and backs it up."""

from __future__ import annotations

import shlex
import shutil
import sys
from pathlib import Path

from tpsession.commands.history.opening import find_backups
from tpsession.core.clock import Clock
from tpsession.core.diagnostics.own_data import (
    DAMAGED,
    MAKING,
    NO_HISTORY,
    DataLocations,
    describe_missing_folder,
)
from tpsession.core.errors import HistoryError
from tpsession.core.task_progress import TaskProgress
from tpsession.core.text.sanitize import sanitize
from tpsession.files.paths import Paths
from tpsession.store.backups.naming import INCOMPLETE, parse_name
from tpsession.store.backups.service import BY_HAND
from tpsession.store.connection import history_exists

_NAME = "tpsession"


class MachineOwnData:
    """Implements the port `tpsession.core.diagnostics.own_data.OwnData` for this machine."""

    def __init__(self, paths: Paths, clock: Clock) -> None:
        """Look for nothing yet."""
        self._paths = paths
        self._backups = find_backups(paths, clock)

    def locate(self) -> DataLocations:
        """Return where the history, routines, settings and backups are, and when the last good backup was.

        Also says what starts the program. The paths are made safe to be shown; none needs to exist.
        """
        good = [backup for backup in self._backups.list_all() if backup.is_good]
        paths = (self._paths.history, self._paths.routines, self._paths.settings, self._backups.folder())
        history, routines, settings, backups = (sanitize(str(path)) for path in paths)
        last = good[0].made_at if good else None
        return DataLocations(history, routines, settings, backups, last, find_program())

    def back_up(self, progress: TaskProgress) -> list[str]:
        """Make a backup; return in sentences where it is, and what is wrong with it.

        It is made in the folder that the settings name, or beside the history if they name none or that
        folder is missing. The sentences say so if it is missing, and if a part of the backup is damaged.
        Raises `HistoryError` if there is no history or the backup fails, and `TaskStoppedError` if it is
        stopped by way of `progress`.
        """
        if not history_exists(self._paths.history):
            raise HistoryError(NO_HISTORY)
        path = self._backups.make(BY_HAND, progress.begin(MAKING))
        said = [f"Backed up: {sanitize(str(path))}"]
        if (missing := self._backups.missing_folder()) is not None:
            said.append(describe_missing_folder(sanitize(str(missing))))
        backup = parse_name(self._paths.history, path)
        if backup is not None and backup.label == INCOMPLETE:
            said.append(DAMAGED)
        return said


def find_program() -> str:
    """Return what to type in a terminal to start the program: its name, if that is found there.

    Else it is the full path of the program beside this Python, as in an environment that isn't activated, or
    this Python with ``-m``. Quotes are added where a path may need them.
    """
    if shutil.which(_NAME) is not None:
        return _NAME
    path = shutil.which(_NAME, path=str(Path(sys.executable).parent))
    start = (path,) if path is not None else (sys.executable, "-m", _NAME)
    return " ".join(f'"{part}"' if sys.platform == "win32" else shlex.quote(part) for part in start)
