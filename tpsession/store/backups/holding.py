"""Finds the files beside the history that may still hold a session which was deleted for good."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing, suppress
from datetime import datetime, timedelta
from pathlib import Path

from tpsession.store.backups.naming import DAMAGED, BackupFile, list_backups
from tpsession.store.failures import STORE_ERRORS

_MOST_ZONES = timedelta(hours=26)
"""The most by which two local times of one moment differ."""
_BESIDE = ("-journal", "-wal")
"""What the names of the files end with that a rescue moves aside together with a damaged history."""


def find_backups_with_session(backups: Iterable[BackupFile], session_id: str) -> list[Path]:
    """Return the paths of the backups with this session, in the order in which they are given.

    A backup that can't be read is among them, because it may hold the session. So is one that has the session
    only as deleted. Never raises; the backups aren't changed.
    """
    holding = []
    for backup in backups:
        found: object = True
        with suppress(*STORE_ERRORS):
            source = f"{backup.path.absolute().as_uri()}?mode=ro&immutable=1"
            with closing(sqlite3.connect(source, uri=True)) as connection:
                found = connection.execute("SELECT 1 FROM sessions WHERE id = ?", (session_id,)).fetchone()
        if found:
            holding.append(backup.path)
    return holding


def find_damaged_with_session(path: Path, session_id: str, began_at: datetime) -> list[Path]:
    """Return the damaged histories, moved aside, that may hold this session, the newest first.

    What is damaged can't be searched for certain. So all those are returned that may have been moved aside
    since the session began, in any time zone. Because the time of a session can be corrected, older ones are
    returned, too, if its id is found in them or they can't be read. The journal and log that SQLite left
    beside a damaged history follow it in the list.

    Args:
        path: The file of the history.
        session_id: The id of the session.
        began_at: When it began.

    """
    file = path.resolve()
    holding = []
    for damaged in list_backups(file, file.parent):
        if damaged.label != DAMAGED:
            continue
        parts = [damaged.path, *(damaged.path.with_name(f"{damaged.path.name}{end}") for end in _BESIDE)]
        existing = [part for part in parts if part.exists()]
        is_newer = damaged.made_at >= began_at.replace(tzinfo=None) - _MOST_ZONES
        if is_newer or any(_has_text(part, session_id) for part in existing):
            holding += existing
    return holding


def _has_text(file: Path, text: str) -> bool:
    """Return whether a file has this text anywhere, or can't be read."""
    try:
        return text.encode() in file.read_bytes()
    except OSError:
        return True
