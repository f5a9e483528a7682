"""Saves a session in the history while it runs: that it began, how far it is, and how it ended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from tpsession.core.catalog.no_area import massaged_area
from tpsession.core.errors import HistoryError
from tpsession.core.history.ratings import RatingFlag
from tpsession.core.history.records import SessionRecord, Status
from tpsession.core.history.repository import History, SessionCheckpoint
from tpsession.core.history.series import Series
from tpsession.core.session.dates import SessionDates
from tpsession.core.session.engine import Mode, Session
from tpsession.core.session.events import Ended, Event
from tpsession.core.session.serialization import plan_to_text, state_to_text

SAVE_INTERVAL_S = 1.0
"""Seconds between two saves of the progress while nothing happens."""


class SessionSaver:
    """Saves one session. Every `now` is the current moment in session seconds."""

    def __init__(
        self,
        session: Session,
        session_id: str,
        history: History | None,
        dates: SessionDates,
        now: float,
        *,
        speed: float,
        caller_saves_end: bool,
    ) -> None:
        """Save nothing yet. The progress is due `SAVE_INTERVAL_S` from now.

        Args:
            session: What is saved.
            session_id: Id of its record.
            history: Where it is saved; None saves nothing.
            dates: Tells the dates of its moments.
            now: The current moment in session seconds.
            speed: Session seconds that pass in one real second.
            caller_saves_end: Whether `save_if_due` leaves the end to a call of `save_end`.

        """
        self._session = session
        self._id = session_id
        self._history = history
        self._dates = dates
        self._last_save = now
        self._speed = speed
        self._caller_saves_end = caller_saves_end
        self._error: HistoryError | None = None
        self._write_end: Callable[[], None] | None = None
        """Writes to the history how the session ended; None before the end and once it is written."""

    @property
    def error(self) -> str | None:
        """Why something couldn't be saved, or else a report on damage in the history; None without either.

        The saving may have failed in the background. An error that `save_end` raises to its caller isn't
        included.
        """
        if self._error is not None:
            return str(self._error)
        return None if self._history is None else self._history.background_error()

    def save_new(
        self,
        rated: Series,
        before: int | None,
        *,
        flags: tuple[RatingFlag, ...],
        spot: str,
        stiffness: int | None,
    ) -> None:
        """Save the session, which hasn't started, as a running one; wait until it is on the disk.

        Does nothing without a history. The arguments are as for `SessionRunner.begin`. Raises `HistoryError`
        if it can't be saved.
        """
        if self._history is None:
            return
        plan, date = self._session.plan, self._dates.at()
        record = SessionRecord(
            id=self._id,
            started_at=date,
            ended_at=None,
            status=Status.RUNNING,
            stop_reason=None,
            routine=plan.routine,
            place=rated.place,
            area=massaged_area(plan.area),
            side=rated.side,
            planned_s=plan.planned_s,
            active_s=0.0,
            before=before,
            flags=flags,
            stiffness_before=stiffness,
            steps=self._session.steps(0.0),
            spot=spot,
        )
        self._history.start_session(record, plan_to_text(plan), self._checkpoint(date, 0.0))

    def save_progress(self, now: float) -> None:
        """Have the history save in the background how far the session is.

        Does nothing after the end of the session, or without a history.
        """
        if self._history is not None and self._session.mode is not Mode.ENDED:
            self._history.save_checkpoint(self._id, self._checkpoint(self._dates.at(), now))

    def save_if_due(self, events: list[Event], now: float) -> None:
        """Save the progress, or the end if it is among the events.

        This is due if there are events, or if `SAVE_INTERVAL_S` real seconds have passed since the last time.
        With `caller_saves_end`, the end isn't saved here: `save_end` has to be called. A `HistoryError` isn't
        raised; `error` returns it.

        events: those since the last call.
        """
        if self._history is None:
            return
        if not (events or now - self._last_save >= SAVE_INTERVAL_S * self._speed):
            return
        self._last_save = now
        ended = next((event for event in events if isinstance(event, Ended)), None)
        try:
            if ended is None:
                self.save_progress(now)
                return
            date = self._dates.at((now - ended.at) / self._speed)
            checkpoint = self._checkpoint(date, ended.at)
            self._write_end = partial(
                self._history.finish_session, self._id, ended.status, ended.reason, checkpoint
            )
            if not self._caller_saves_end:
                self.save_end()
        except HistoryError as error:
            self._error = error

    def save_end(self) -> None:
        """Save how the session ended. Does nothing before `save_if_due` saw the end, or if it is saved.

        Raises `HistoryError` if it can't be saved; the next call tries again.
        """
        if self._write_end is not None:
            self._write_end()
            self._write_end = None

    def _checkpoint(self, date: datetime, moment: float) -> SessionCheckpoint:
        """Return how far the session is at a moment.

        date: the local date and time of the moment. moment: in session seconds.
        """
        session = self._session
        return SessionCheckpoint(
            date, session.active_s(moment), session.steps(moment), state_to_text(session.state(moment))
        )
