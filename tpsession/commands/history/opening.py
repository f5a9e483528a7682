"""Opens the person's history together with its backups, which go where the settings say."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tpsession.store.history import SqliteHistory, open_history

if TYPE_CHECKING:
    from tpsession.core.clock import Clock
    from tpsession.files.paths import Paths
    from tpsession.store.backups.service import Backups


def open_own_history(paths: Paths, clock: Clock, *, read_only: bool = False) -> SqliteHistory:
    """Open the history, as `open_history` does. Unless it is only read, each day's change is backed up."""
    return open_history(
        paths.history, clock, read_only=read_only, backups=partial(find_backups, paths, clock)
    )


def find_backups(paths: Paths, clock: Clock) -> Backups:
    """Return the backups of the history. The settings are read only once a backup is made or looked for."""
    # Deferred: takes 5 ms to load, and the list of routines must appear at once.
    from tpsession.store.backups.service import Backups  # noqa: PLC0415

    return Backups(paths.history, clock, partial(_read_folder, paths))


def _read_folder(paths: Paths) -> Path | None:
    """Return the folder that the settings name for backups, or None if they name none."""
    # Deferred: most commands only read the history, and the list of routines must appear at once.
    from tpsession.files.settings import FileSettings  # noqa: PLC0415

    folder = FileSettings(paths.settings).load_preferences().text("history.backups")
    return Path(folder).expanduser() if folder else None
