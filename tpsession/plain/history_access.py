"""What plain mode keeps and looks up, and what it does where the history fails."""

from __future__ import annotations

from collections.abc import Callable

from tpsession.core.errors import HistoryError
from tpsession.core.history.ratings import Rating
from tpsession.core.history.records import HistoryQuery, SessionRecord
from tpsession.core.history.repository import History
from tpsession.plain.console import Console


class HistoryAccess:
    """The history, as a person at a terminal uses it."""

    def __init__(self, console: Console, history: History | None, *, saves: bool) -> None:
        """Keep things in a history; without one, or if nothing is to be saved, keep nothing."""
        self.failed: HistoryError | None = None
        """Why something couldn't be kept in the end."""
        self.saves = saves and history is not None
        self._console = console
        self._history = history

    def sessions(self, query: HistoryQuery) -> list[SessionRecord]:
        """What was kept; nothing where there is no history."""
        return [] if self._history is None else self._history.find_sessions(query)

    def rate(self, session_id: str, rating: Rating) -> None:
        """Keep a rating."""
        self.keep(lambda history: history.save_rating(session_id, rating))

    def keep(self, write: Callable[[History], None]) -> bool:
        """Keep something, and say whether that worked.

        Where it fails, a person can mend the cause and try again; else it is told at the end.
        """
        if self._history is None or not self.saves:
            return False
        while True:
            try:
                write(self._history)
            except HistoryError as error:
                if not self._tries_again(error):
                    self.failed = error
                    return False
            else:
                return True

    def _tries_again(self, error: HistoryError) -> bool:
        if not self._console.attended:
            return False
        self._console.say(f"Not kept: {error}")
        return self._console.ask("Mend it and press enter to try again, or type x to leave it:") == ""
