"""The history as screens and flows use it: every call runs off the thread that draws."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from tpsession.core.errors import HistoryError
from tpsession.core.history.paging import load_page
from tpsession.core.history.records import HistoryQuery, SessionRecord

if TYPE_CHECKING:
    # Named in annotations only: they take 3 ms that the first paint needn't wait for.
    from tpsession.core.catalog.area import Area
    from tpsession.core.dialogue.startup import CloseInterrupted
    from tpsession.core.history.follow_up import FollowUpTracker
    from tpsession.core.history.ratings import Rating
    from tpsession.core.history.repository import History
    from tpsession.core.session.runner import SessionRunner

T = TypeVar("T")


async def _give_up(_error: HistoryError) -> bool:
    return False


class HistoryService:
    """Reads and saves in threads of its own.

    Reads raise `HistoryError`. Saves don't: where one fails the person is asked whether to try again, and the
    result says whether it was saved. Nothing is read or saved when the history is off.

        saved = await context.history.save_rating(session_id, rating)
    """

    def __init__(self, repository: Callable[[], History], *, saves: bool) -> None:
        """Wrap a history that may still be opening.

        Args:
            repository: The history once it is open; the first call may wait. Raises `HistoryError`.
            saves: Whether anything is to be saved in this run.

        """
        self.error: HistoryError | None = None
        """The last error that was left unsolved: the program then ends with the exit code for it."""
        self.ask_retry: Callable[[HistoryError], Awaitable[bool]] = _give_up
        """Asks the person whether to try a failed save again."""
        self._repository = repository
        self._saves = saves
        self._is_off = False

    @property
    def saves(self) -> bool:
        """Whether anything is saved."""
        return self._saves and not self._is_off

    def turn_off(self) -> None:
        """Go on without the history: from now on nothing is read or saved."""
        self._is_off = True

    async def open(self) -> History:
        """Wait until the history is open. Raises `HistoryError`."""
        try:
            return await asyncio.to_thread(self._repository)
        except HistoryError as error:
            self.error = error
            raise

    # Reading

    async def load_sessions(self, query: HistoryQuery) -> list[SessionRecord]:
        """The sessions that a query asks for, newest first."""
        return await self._read(lambda history: history.find_sessions(query), [])

    async def load_page(
        self, queries: Sequence[HistoryQuery], past: SessionRecord | None, most: int
    ) -> list[SessionRecord]:
        """The sessions that any of the queries asks for, newest first, at most so many.

        past: the last session of the page before; None for the first page.
        """
        return await self._read(lambda history: load_page(history, queries, past, most), [])

    async def load_last_sessions(self, routines: Sequence[str]) -> list[SessionRecord]:
        """The newest session of each of these routines, by their ids."""
        return await self._read(
            lambda history: [
                session
                for routine in routines
                for session in history.find_sessions(HistoryQuery(routine=routine, limit=1))
            ],
            [],
        )

    async def load_screening_time(self) -> datetime | None:
        """When the long list of safety questions was last answered."""
        return await self._read(lambda history: history.load_screening_time(), None)

    async def has_used_program(self) -> bool:
        """Whether the person has used the program before: saved a session, or seen the welcome."""
        return await self._read(
            lambda history: history.has_seen_welcome() or bool(history.find_sessions(HistoryQuery(limit=1))),
            False,
        )

    async def find_answered_by(self, follow_up: FollowUpTracker, now: datetime, area: Area) -> list[str]:
        """The ids of the sessions whose later rating a rating of this area answers."""
        return await self._read(lambda history: follow_up.find_answered_by(history, now, area), [])

    # Saving

    async def save_rating(self, session_id: str, rating: Rating) -> bool:
        """Save the rating of a session."""
        return await self._save(lambda history: history.save_rating(session_id, rating))

    async def save_note(self, session_id: str, text: str) -> bool:
        """Save the note of a session."""
        return await self._save(lambda history: history.save_note(session_id, text))

    async def request_note(self, session_id: str) -> bool:
        """Have the next start ask for the note of a session."""
        return await self._save(lambda history: history.request_note(session_id))

    async def save_screening_time(self, at: datetime) -> bool:
        """Save that the long list of safety questions was answered."""
        return await self._save(lambda history: history.save_screening_time(at))

    async def close_interrupted(self, closing: CloseInterrupted) -> bool:
        """Save how a session ended that its program left unfinished."""
        return await self._save(closing.save)

    async def finish_session(self, runner: SessionRunner) -> bool:
        """Save how a session has just ended."""
        return await self._save(lambda _: runner.save_end())

    async def save_welcome_seen(self, at: datetime) -> None:
        """Save that the welcome was seen. Raises `HistoryError`: nobody is asked to try that again."""
        if self.saves:
            await asyncio.to_thread(lambda: self._repository().mark_welcome_seen(at))

    async def _read(self, read: Callable[[History], T], missing: T) -> T:
        if self._is_off:
            return missing
        return await asyncio.to_thread(lambda: read(self._repository()))

    async def _save(self, save: Callable[[History], None]) -> bool:
        while self.saves:
            try:
                await asyncio.to_thread(lambda: save(self._repository()))
            except HistoryError as error:
                if not await self.ask_retry(error):
                    self.error = error
                    return False
            else:
                break
        return True
