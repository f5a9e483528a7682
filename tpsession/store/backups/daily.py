"""Makes a backup automatically, once on each day on which the history changes."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock, Thread, Timer
from typing import TYPE_CHECKING

from tpsession.core.errors import HistoryError

if TYPE_CHECKING:
    from tpsession.store.backups.service import Backups

QUIET_S = 60.0
"""Seconds without a change after which the backup is made: a rating and a note come soon after a session."""


LONGEST_WAIT_S = 10.0
"""Seconds that the end of the program waits for the backup at most; that of 100,000 sessions takes 4 s."""


class DailyBackup:
    """Makes the day's backup, in a thread of its own a while after a change, or when the program ends.

    So a person waits for it at the end of the program at most. A backup that can't be made is tried again
    after the next change; `tpsession doctor` says when the last good one was made.
    """

    def __init__(self, get_backups: Callable[[], Backups]) -> None:
        self._get_backups = get_backups
        self._timer: Timer | None = None
        self._changed = False
        self._lock = Lock()
        """Held while a backup is made, so that two don't make one each."""

    def note_change(self, *, is_session_running: bool) -> None:
        """Note that the history changed; the day's backup is made after `QUIET_S` without another change.

        Returns at once. Any earlier wait ends, and a new one begins, after which the backup is made if today
        has none. During a session no wait begins, because the end of the session will change the history
        again: the backup is left to that change or to `close`.
        """
        self._changed = True
        self._cancel_timer()
        if not is_session_running:
            self._timer = Timer(QUIET_S, self._make_if_due)
            self._timer.daemon = True
            self._timer.start()

    def close(self) -> None:
        """Make the backup now if the history changed and today has none. Waits `LONGEST_WAIT_S` at most.

        If it takes longer, the end of the program cuts it off. Never raises: if the backup can't be made,
        nobody is told.
        """
        self._cancel_timer()
        if self._changed:
            # The disk of another folder may hang. What is left unfinished then is removed later.
            making = Thread(target=self._make_if_due, name="tpsession-backup", daemon=True)
            making.start()
            making.join(LONGEST_WAIT_S)

    def _cancel_timer(self) -> None:
        """Stop waiting for the moment of the backup. One that is being made goes on."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _make_if_due(self) -> None:
        """Make the day's backup if the history changed and today has none.

        If it can't be made, nothing is raised or reported: the next change or `close` tries again.
        """
        from tpsession.store.backups.service import DAILY  # noqa: PLC0415 - loaded by now

        with self._lock:
            if not self._changed:
                return
            try:
                backups = self._get_backups()
                if backups.is_due():
                    backups.make(DAILY)
            except HistoryError:
                return
            self._changed = False
