"""The history as screens and flows use it: every call runs in a thread, so that the screen never waits."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from tpsession.core.errors import HistoryError
from tpsession.core.history.records import HistoryQuery, SessionRecord
from tpsession.tui.services import deferred_history

if TYPE_CHECKING:
    # Named in annotations only: loading them takes 3 ms, which the first paint doesn't need.
    from tpsession.core.catalog.library import RoutineLibrary
    from tpsession.core.catalog.side import Side
    from tpsession.core.comparison.today import ComparisonOverview, TodaysThing
    from tpsession.core.corrections.undo import UndoableChange
    from tpsession.core.dialogue.startup import CloseInterrupted
    from tpsession.core.history.change import Change
    from tpsession.core.history.comparison import Comparison
    from tpsession.core.history.follow_up import FollowUpTracker
    from tpsession.core.history.paging import ListPosition, SessionPage
    from tpsession.core.history.programme import Programme
    from tpsession.core.history.ratings import Rating
    from tpsession.core.history.repository import History
    from tpsession.core.history.series import Series
    from tpsession.core.programme.schedule import Schedule
    from tpsession.core.progress.overview import Overview
    from tpsession.core.session.runner import SessionRunner
    from tpsession.core.task_progress import TaskProgress

T = TypeVar("T")


async def _never_retry(_error: HistoryError) -> bool:
    return False


class HistoryService:
    """Reads and saves the history in threads.

    Reads raise `HistoryError`. While the history is off, nothing is read: they return None, False, or an
    empty list, page or text. Saves don't raise it unless they say so: if one fails, the person is asked
    whether to try again, until it works or they give up. Then the save returns False, and `error` is the last
    error. A save returns True, too, if this run saves nothing, or while the history is off.

        saved = await context.history.save_rating(session_id, rating)
    """

    def __init__(self, repository: Callable[[], History], *, saves: bool) -> None:
        """Make the service for a history that may still be opening.

        Args:
            repository: Returns the open history; the first call may wait. Raises `HistoryError`.
            saves: Whether this run of the program saves anything.

        """
        self.error: HistoryError | None = None
        """The last error that couldn't be resolved; it decides the exit code of the program."""
        self.ask_retry: Callable[[HistoryError], Awaitable[bool]] = _never_retry
        """Asks the person whether to try a failed save again."""
        self._opening_error: HistoryError | None = None
        """Why the history couldn't be opened."""
        self._repository = repository
        self._saves = saves
        self._is_off = False

    @property
    def saves(self) -> bool:
        """Whether saves are written: not in a run that saves nothing, and not while the history is off."""
        return self._saves and not self._is_off

    def turn_off(self) -> None:
        """Continue without the history: from now on this service reads and saves nothing."""
        self._is_off = True

    async def open(self) -> History:
        """Wait until the history is open, and return it. Raises `HistoryError`, and keeps it in `error`.

        Calling it again doesn't try again: that takes `Services.open_again`. Once the history is open, an
        error that was kept here is forgotten.
        """
        try:
            history = await asyncio.to_thread(self._repository)
        except HistoryError as error:
            self._opening_error = self.error = error
            raise
        if self.error is self._opening_error:
            self.error = None
        return history

    # Reading

    async def load_sessions(self, query: HistoryQuery) -> list[SessionRecord]:
        """Return the sessions and scores that match a query, in its order, without deleted and damaged ones.

        Empty while the history is off. Raises `HistoryError`.
        """
        return await self._read_in_thread(lambda history: history.find_sessions(query), [])

    async def load_page(self, query: HistoryQuery, position: ListPosition | None) -> SessionPage:
        """Return the next page of a list of sessions, as the history's `load_page` describes.

        An empty last page while the history is off. Raises `HistoryError`. position: where the page before
        ended; None for the first.
        """
        from tpsession.core.history.paging import SessionPage  # noqa: PLC0415 - not for the first paint

        return await self._read_in_thread(
            lambda history: history.load_page(query, position), SessionPage((), None, 0)
        )

    async def load_record(self, session_id: str) -> SessionRecord | None:
        """Return the session with this id, even a deleted one; None if there is none or it is damaged.

        None, too, while the history is off. Raises `HistoryError`.
        """
        return await self._read_in_thread(lambda history: history.find_record(session_id), None)

    async def load_changes(self, session_id: str) -> list[Change]:
        """Return the changes of a session, undone ones too, the latest first, without damaged ones.

        Of a change of several sessions only what concerns this one is returned. Empty while the history is
        off. Raises `HistoryError`.
        """
        return await self._read_in_thread(lambda history: history.find_changes(session_id), [])

    async def load_undoable(self, now: datetime) -> UndoableChange | None:
        """Return the newest change that can still be undone; None if there is none.

        None, too, while the history is off. Raises `HistoryError`. now: the local time.
        """
        return await self._read_in_thread(partial(deferred_history.load_undoable, now=now), None)

    async def list_series(self) -> list[Series]:
        """Return every place and side that has a record, the one with the newest record first.

        Deleted records don't count. Empty while the history is off. Raises `HistoryError`.
        """
        return await self._read_in_thread(lambda history: history.list_series(), [])

    async def load_last_sessions(self, routines: Sequence[str]) -> list[SessionRecord]:
        """Return the newest session of each of these routines; none while the history is off.

        A routine without a session, or whose newest one is damaged, is left out. Raises `HistoryError`.
        routines: their ids; the sessions are in the same order.
        """
        return await self._read_in_thread(
            lambda history: [
                session
                for routine in routines
                for session in history.find_sessions(HistoryQuery(routine=routine, limit=1))
            ],
            [],
        )

    async def load_screening_time(self) -> datetime | None:
        """Return when the whole list of safety questions was last answered.

        None if it never was, if what was saved is damaged, and while the history is off. Raises
        `HistoryError` if the history can't be read.
        """
        return await self._read_in_thread(lambda history: history.load_screening_time(), None)

    async def load_light_only(self) -> bool:
        """Return whether only light massage is allowed, by the last whole list of safety answers saved.

        False if none was saved, if what was saved is damaged, and while the history is off. Raises
        `HistoryError` if the history can't be read.
        """
        return await self._read_in_thread(lambda history: history.load_light_only(), False)

    async def has_used_program(self) -> bool:
        """Return whether the history has a session or score, or the person has seen the welcome before.

        A deleted session doesn't count. False while the history is off. Raises `HistoryError`.
        """
        return await self._read_in_thread(
            lambda history: history.has_seen_welcome() or bool(history.find_sessions(HistoryQuery(limit=1))),
            False,
        )

    async def find_answered_by(
        self, follow_up: FollowUpTracker, now: datetime, place: str, side: Side
    ) -> list[str]:
        """Return the ids of the sessions whose pending follow-up a rating of this place and side answers.

        Empty while the history is off. Raises `HistoryError`. place: the id of the place.
        """
        return await self._read_in_thread(
            lambda history: follow_up.find_answered_by(history, now, place, side), []
        )

    async def load_todays_thing(self, library: RoutineLibrary, today: date) -> TodaysThing | None:
        """Return the comparison to show on the home screen today, with what is due in it, or None.

        It is the one that is running, else one that finished lately. None while the history is off, too.
        Raises `HistoryError`.
        """
        return await self._read_in_thread(
            partial(deferred_history.load_todays_thing, library=library, today=today), None
        )

    async def load_comparisons(self, library: RoutineLibrary, today: date) -> list[ComparisonOverview]:
        """Return every comparison that can be read: the running one, then the others, newest first.

        An empty list while the history is off. Raises `HistoryError`.
        """
        return await self._read_in_thread(
            partial(deferred_history.load_comparisons, library=library, today=today), []
        )

    async def load_schedules(self, today: date) -> list[Schedule]:
        """Return how each programme stands, without those that the person ended, the next one due first.

        Those without a next day, such as finished ones, come last. Empty while the history is off. Raises
        `HistoryError`.
        """
        return await self._read_in_thread(partial(deferred_history.load_schedules, today=today), [])

    async def load_overview(self) -> Overview | None:
        """Return the overview of progress; None while the history is off. Raises `HistoryError`."""
        return await self._read_in_thread(deferred_history.load_overview, None)

    async def load_first_summary(self, now: datetime, *, asks_follow_ups: bool) -> tuple[str, ...]:
        """Return the lines about last week; empty if no session counts in it, or they were shown this week.

        Empty, too, while the history is off. Raises `HistoryError`.

        now: the local time. asks_follow_ups: whether the person is asked for follow-up ratings.
        """
        return await self._read_in_thread(
            partial(deferred_history.load_first_summary, now=now, asks_follow_ups=asks_follow_ups), ()
        )

    # Saving

    async def add_session(self, record: SessionRecord, ratings: Sequence[Rating]) -> bool:
        """Save a session or a pain score that was logged by hand; if that fails, ask whether to try again.

        False if the person gives up, and `error` is why; True if it was saved, or if `saves` is false.
        """
        return await self._save_or_ask(lambda history: history.add_session(record, ratings))

    async def save_change(self, change: Change) -> bool:
        """Save a correction or deletion; if that fails, ask whether to try again.

        False if the person gives up, and `error` is why; True if it was saved, or if `saves` is false.
        """
        return await self._save_or_ask(lambda history: history.save_change(change))

    async def undo_change(self, change: Change, at: datetime, progress: TaskProgress) -> bool:
        """Take a change back; if that fails, ask whether to try again.

        False if the person gives up, and `error` is why; True if it was saved, or if `saves` is false.

        progress: learns how far an import is undone, and may stop that, which raises `TaskStoppedError`.
        """
        return await self._save_or_ask(
            partial(deferred_history.undo, change=change, at=at, progress=progress)
        )

    async def save_programme(self, programme: Programme) -> bool:
        """Save a programme; if that fails, ask whether to try again.

        False if the person gives up, and `error` is why; True if it was saved, or if `saves` is false.
        """
        return await self._save_or_ask(lambda history: history.save_programme(programme))

    async def start_comparison(self, comparison: Comparison, library: RoutineLibrary, today: date) -> bool:
        """Save a new comparison; if that fails, ask whether to try again.

        False if the person gives up, and `error` is why; True if it was saved. If `saves` is false, nothing
        is checked or saved, and the result is True. Otherwise raises `UsageError` if another comparison is
        running.

        library, today: as for `changes.start_comparison`.
        """
        from tpsession.core.comparison.changes import start_comparison  # noqa: PLC0415 - loaded by now

        return await self._save_or_ask(lambda history: start_comparison(comparison, history, library, today))

    async def end_comparison(self, comparison: Comparison, today: date) -> bool:
        """Save that a comparison was ended early; if that fails, ask whether to try again.

        False if the person gives up, and `error` is why; True if it was saved, or if `saves` is false.
        """
        from tpsession.core.comparison.changes import end_comparison  # noqa: PLC0415 - loaded by now

        return await self._save_or_ask(lambda history: end_comparison(comparison, history, today))

    async def save_rating(self, session_id: str, rating: Rating) -> bool:
        """Save a rating of a session; if that fails, ask whether to try again.

        False if the person gives up, and `error` is why; True if it was saved, or if `saves` is false.
        """
        return await self._save_or_ask(lambda history: history.save_rating(session_id, rating))

    async def load_reported_signs(self) -> str:
        """Return the warning signs that were saved last, as the text of `ReportedSigns`.

        Empty if there are none, if what was saved is damaged, and while the history is off. Raises
        `HistoryError` if the history can't be read.
        """
        return await self._read_in_thread(lambda history: history.load_reported_signs(), "")

    async def save_note(self, session_id: str, text: str) -> bool:
        """Save the note of a session, or remove it if the text is empty; if that fails, ask to try again.

        False if the person gives up, and `error` is why; True if it was saved, or if `saves` is false.
        """
        return await self._save_or_ask(lambda history: history.save_note(session_id, text))

    async def request_note(self, session_id: str) -> bool:
        """Have the next start ask for the note of a session; if that can't be saved, ask to try again.

        False if the person gives up, and `error` is why; True if it was saved, or if `saves` is false.
        """
        return await self._save_or_ask(lambda history: history.request_note(session_id))

    async def save_declined_rating(self, session_id: str) -> bool:
        """Save that the person declined the rating after a session; if that fails, ask to try again.

        False if the person gives up, and `error` is why; True if it was saved, or if `saves` is false.
        """
        return await self._save_or_ask(lambda history: history.save_declined_rating(session_id))

    async def save_screening_time(self, at: datetime, *, light_only: bool) -> bool:
        """Save when the whole list of safety questions was answered; if that fails, ask to try again.

        False if the person gives up, and `error` is why; True if it was saved, or if `saves` is false.

        light_only: whether the answers allow only light massage.
        """
        return await self._save_or_ask(lambda history: history.save_screening_time(at, light_only=light_only))

    async def save_reported_signs(self, text: str) -> bool:
        """Save the warning signs that the person has reported, as a text, in place of those that are saved.

        If that fails, ask whether to try again. False if the person gives up, and `error` is why; True if it
        was saved, or if `saves` is false.
        """
        return await self._save_or_ask(lambda history: history.save_reported_signs(text))

    async def close_interrupted(self, closing: CloseInterrupted) -> bool:
        """Save how an interrupted session ended, at its last checkpoint; if that fails, ask to try again.

        False if the person gives up, and `error` is why; True if it was saved, or if `saves` is false.
        """
        return await self._save_or_ask(closing.save)

    async def finish_session(self, runner: SessionRunner) -> bool:
        """Save the end of the session that has just been played; if that fails, ask to try again.

        False if the person gives up, and `error` is why; True if it was saved, or if `saves` is false.
        """
        return await self._save_or_ask(lambda _: runner.save_end())

    async def save_summary_shown(self, today: date) -> None:
        """Save that last week's summary was shown this week, in which `today` is.

        Does nothing if `saves` is false. Raises `HistoryError` instead of asking whether to try again.
        """
        if self.saves:
            await asyncio.to_thread(lambda: deferred_history.save_summary_shown(self._repository(), today))

    async def save_welcome_seen(self, at: datetime) -> None:
        """Save that the welcome was seen; do nothing if `saves` is false.

        Raises `HistoryError` instead of asking whether to try again. at: the local time.
        """
        if self.saves:
            await asyncio.to_thread(lambda: self._repository().mark_welcome_seen(at))

    async def _read_in_thread(self, read: Callable[[History], T], default: T) -> T:
        """Return what `read` returns for the history; `default` while the history is off.

        Raises `HistoryError`.
        """
        if self._is_off:
            return default
        return await asyncio.to_thread(lambda: read(self._repository()))

    async def _save_or_ask(self, save: Callable[[History], None]) -> bool:
        """Call `save` in a thread until it works or the person gives up; return False if they give up.

        `HistoryError` isn't raised: once the person gives up, the last one is in `error`. While `saves` is
        false, `save` isn't called, and the result is True.
        """
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
