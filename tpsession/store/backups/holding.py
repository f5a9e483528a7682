"""Finds the backups that still hold a session which was deleted for good."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing, suppress
from pathlib import Path

from tpsession.store.backups.naming import BackupFile


def find_holding(backups: Iterable[BackupFile], session_id: str) -> list[Path]:
    """Return the paths of the backups with this session, in the order in which they are given.

    A backup that can't be read is among them, because it may hold the session. So is one that has the session
    only as deleted. Never raises; the backups aren't changed.
    """
    holding = []
    for backup in backups:
        found: object = True
        with suppress(sqlite3.Error):
            source = f"{backup.path.absolute().as_uri()}?mode=ro&immutable=1"
            with closing(sqlite3.connect(source, uri=True)) as connection:
                found = connection.execute("SELECT 1 FROM sessions WHERE id = ?", (session_id,)).fetchone()
        if found:
            holding.append(backup.path)
    return holding
