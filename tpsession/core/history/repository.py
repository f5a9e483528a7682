"""The port to the history: how sessions are saved and found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol

from tpsession.core.history.paging import ListPosition, SessionPage
from tpsession.core.history.ratings import Rating
from tpsession.core.history.records import HistoryQuery, SessionRecord, Status, StepRecord, StopReason
from tpsession.core.history.series import Series

if TYPE_CHECKING:
    # Type only: the list of routines, which loads this module, needs none of them at first.
    from tpsession.core.history.change import Change
    from tpsession.core.history.comparison import Comparison
    from tpsession.core.history.programme import Programme


@dataclass(frozen=True, slots=True)
class SessionCheckpoint:
    """How far a session has got at one moment."""

    at: datetime
    """The moment."""
    active_s: float
    """Seconds in work, hold and release so far."""
    steps: tuple[StepRecord, ...]
    state: str
    """The state of the session as text, written and read by `tpsession.core.session.serialization`."""


@dataclass(frozen=True, slots=True)
class InterruptedSession:
    """A session whose program died before the session ended."""

    record: SessionRecord
    plan: str
    """The plan that was played, as text, written and read by `tpsession.core.session.serialization`."""
    checkpoint: SessionCheckpoint
    """The last saved state."""


class History(Protocol):
    """The saved sessions.

    Calls that save return once the data is on the disk, and raise `HistoryError` if that fails. The only
    exception is `save_checkpoint`, which never waits for the disk.

    Example::

        history.start_session(record, plan, checkpoint)
        history.save_checkpoint(record.id, later_checkpoint)
        history.finish_session(record.id, Status.COMPLETED, None, last_checkpoint)
        history.save_rating(record.id, Rating(RatingKind.AFTER, 3, clock.local_time()))
    """

    def start_session(self, record: SessionRecord, plan: str, checkpoint: SessionCheckpoint) -> None:
        """Save a new session as running in this program, with its ratings, plan and first checkpoint.

        The status, end and stop reason of `record` are ignored; the time worked and the steps come from the
        checkpoint. Raises `HistoryError` if the history has the id.

        plan: the routine's timed plan as text.
        """
        ...

    def save_rating(self, session_id: str, rating: Rating) -> None:
        """Save a rating of a session.

        A rating before or after replaces the session's earlier one of the same kind; a follow-up rating is
        added. Raises `HistoryError` if the session is missing, deleted or damaged.
        """
        ...

    def save_note(self, session_id: str, text: str) -> None:
        """Save the note of a session, replacing an earlier one; drop a request for the note (`request_note`).

        An empty text removes the note. Raises `HistoryError` if the session is missing, deleted or damaged.
        """
        ...

    def request_note(self, session_id: str) -> None:
        """Remember that the next start of the program is to ask for the note of a session.

        Raises `HistoryError` if the session is missing, deleted or damaged.
        """
        ...

    def save_checkpoint(self, session_id: str, checkpoint: SessionCheckpoint) -> None:
        """Save how far a session has got, within 1 s and in the background. Never blocks or raises.

        If that fails, `background_error` says so, or the next call that saves something raises.
        """
        ...

    def finish_session(
        self, session_id: str, status: Status, reason: StopReason | None, checkpoint: SessionCheckpoint
    ) -> None:
        """Save how a session ended, at `checkpoint.at`; a second call replaces the end that was saved.

        Raises `HistoryError` if the session is missing, deleted or damaged, or another program runs it or has
        ended it.

        Args:
            session_id: A session that this program runs or ran, or an interrupted one.
            status: How it ended. `ValueError` is raised for running.
            reason: Why it was stopped; None if it wasn't.
            checkpoint: How far it got.

        """
        ...

    def take_over_session(self, session_id: str) -> None:
        """Make an interrupted session a running session of this program.

        Raises `HistoryError` if it is missing, deleted or damaged, has ended, or another program still runs
        it.
        """
        ...

    def add_session(self, record: SessionRecord, ratings: Sequence[Rating]) -> None:
        """Save a session or score that was logged by hand, with `ratings` and the ratings in `record`.

        A before- or after-rating in `ratings` replaces the one in `record`. Raises `HistoryError` if the
        history has the id already, and `ValueError` for a session that is running.
        """
        ...

    def find_sessions(self, query: HistoryQuery) -> list[SessionRecord]:
        """Return the matching sessions and scores in the query's order, without deleted and damaged ones.

        Without a search, damaged ones count for the query's limit, so that fewer may be returned. An
        interrupted session, whose program died before its end, has the status partial.
        """
        ...

    def load_page(self, query: HistoryQuery, position: ListPosition | None) -> SessionPage:
        """Return the page of matching sessions from a position on; at most as many as the query's limit.

        Damaged ones are left out, and one call looks at only a part of the history, which takes a few
        hundredths of a second. So a page may have fewer sessions, or none, and still not be the last.

        position: where the page before ended, as that page says; None for the first page.
        """
        ...

    def list_series(self) -> list[Series]:
        """Return every place and side that has a session or a score, the one with the newest of them first.

        Deleted ones don't count.
        """
        ...

    def find_interrupted_sessions(self) -> list[InterruptedSession]:
        """Return the sessions whose programs died before the sessions ended, newest first.

        Deleted ones, and those that can't be resumed because of damage, are left out.
        """
        ...

    def find_sessions_awaiting_note(self) -> list[SessionRecord]:
        """Return the sessions for which a note was requested, newest first.

        Deleted and damaged ones are left out.
        """
        ...

    def find_record(self, session_id: str) -> SessionRecord | None:
        """Return the session with this id, a deleted one too; None if there is none or it is damaged."""
        ...

    def find_ids(self, beginning: str) -> list[str]:
        """Return whole ids that begin with this text, without deleted sessions: 10 at most, unsorted."""
        ...

    def find_changes(self, session_id: str | None = None) -> list[Change]:
        """Return all corrections, deletions and imports, undone ones too, the latest first.

        A change is left out if it is damaged, or if one of its corrections is, because undoing a part of it
        would be wrong. An import that was undone isn't kept.

        session_id: if given, only the changes of this session are returned, each with its corrections of this
        session alone. Then a damaged correction is left out, but not its change.
        """
        ...

    def save_change(self, change: Change) -> None:
        """Apply a change to its sessions, and keep the change so that it can be undone.

        Also removes for good the sessions that were deleted `FINAL_AFTER` ago or earlier.

        Raises `HistoryError` and changes nothing if a session is missing, deleted or damaged, or if one of
        its fields no longer has the earlier text that the change names.
        """
        ...

    def undo_change(
        self, change_id: str, at: datetime, report: Callable[[int], object] = lambda _: None
    ) -> None:
        """Take a change back.

        For a correction or deletion, the texts before it are restored, and it is kept as undone. An import is
        removed with all sessions, programmes and comparisons that it brought; what it changed in other
        sessions is restored, unless that was changed again since.

        Raises `HistoryError` and changes nothing if there is no such change, if it is damaged or undone
        already, or, unless it is an import, if something isn't as the change left it any more.

        Args:
            change_id: The change.
            at: The time to keep as that of the undoing.
            report: Called for an import only, maybe in another thread, again and again with the number of
                sessions done so far. If it raises an exception, the undoing ends and nothing is changed.

        """
        ...

    def delete_for_good(self, session_ids: Sequence[str], at: datetime) -> None:
        """Remove all that is saved of some sessions, except their ids. This can't be undone.

        The sessions may be deleted already or not. The ids stay so that no import brings the sessions back.
        Raises `HistoryError` and changes nothing if there never was such a session, or if one is damaged and
        not deleted yet.

        Sessions that were deleted `FINAL_AFTER` ago or earlier need no such call: `save_change` removes them.
        """
        ...

    def load_screening_time(self) -> datetime | None:
        """Return when the person last answered the whole list of safety questions.

        None if they never did, or if what was saved of it is damaged.
        """
        ...

    def save_screening_time(self, at: datetime, *, light_only: bool = False) -> None:
        """Save that the person answered the whole list of safety questions at this time.

        light_only: whether an answer needs a clinician's word, and a clinician said that light massage is all
        right. Raises `ValueError` for a time without its UTC offset.
        """
        ...

    def load_light_only(self) -> bool:
        """Return `light_only` as `save_screening_time` saved it last; False if it never did.

        False, too, if what was saved is damaged.
        """
        ...

    def load_reported_signs(self) -> str:
        """Return the warning signs that `save_reported_signs` saved last, as a text; empty if there are none.

        Empty, too, if what was saved is damaged.
        """
        ...

    def save_reported_signs(self, text: str) -> None:
        """Save the reported warning signs as a text, in place of those that are saved."""
        ...

    def has_seen_welcome(self) -> bool:
        """Return whether the person has seen the welcome screen of the first start."""
        ...

    def mark_welcome_seen(self, at: datetime) -> None:
        """Save that the person saw the welcome screen at this time."""
        ...

    def load_declined_rating(self) -> str:
        """Return the id of the session after which the person last declined a rating; empty if none."""
        ...

    def save_declined_rating(self, session_id: str) -> None:
        """Save that the person declined the rating after this session, so that no start asks for it again.

        Only one id is remembered: it takes the place of the one before. No session is changed.
        """
        ...

    def load_week_shown(self) -> date | None:
        """Return the Monday of the week in which a week's summary was shown last; None if none was."""
        ...

    def save_week_shown(self, monday: date) -> None:
        """Save that the summary of a week was shown.

        monday: the first day of the week in which it was shown, which is the one after the summed-up week.
        """
        ...

    def find_programmes(self) -> list[Programme]:
        """Return all programmes, ended ones too, in the order in which they were saved first.

        Damaged ones are left out.
        """
        ...

    def save_programme(self, programme: Programme) -> None:
        """Save a programme. It replaces the earlier state of the programme with its id."""
        ...

    def find_comparisons(self) -> list[Comparison]:
        """Return all comparisons, ended ones too, in the order in which they were saved first.

        Damaged ones are left out.
        """
        ...

    def save_comparison(self, comparison: Comparison) -> None:
        """Save a comparison. It replaces the earlier state of the comparison with its id."""
        ...

    def background_error(self) -> str | None:
        """Return why something can't be saved in the background now, or what was lost there. Never blocks.

        A loss that a saving call has raised isn't returned any more. If all is saved, but damaged rows were
        read, the report on the first of them is returned. Otherwise None.
        """
        ...

    def close(self) -> None:
        """Write what is still waiting to be saved, and close the file; do nothing the second time.

        Raises `HistoryError` if something can't be written; the file is closed all the same.
        """
        ...
