"""The history in one SQLite file: implements the port `tpsession.core.history.repository.History`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tpsession.core.errors import HistoryError
from tpsession.core.history.ratings import Rating
from tpsession.core.history.records import HistoryQuery, SessionRecord, Status, StopReason
from tpsession.store.history_file import HistoryFile
from tpsession.store.rows import collect_ratings, to_microseconds

if TYPE_CHECKING:
    from tpsession.core.clock import Clock
    from tpsession.core.exchange.outcome import ImportOutcome
    from tpsession.core.exchange.records import ImportedFile, Item
    from tpsession.core.history.change import Change
    from tpsession.core.history.comparison import Comparison
    from tpsession.core.history.paging import ListPosition, SessionPage
    from tpsession.core.history.programme import Programme
    from tpsession.core.history.repository import InterruptedSession, SessionCheckpoint
    from tpsession.core.history.series import Series
    from tpsession.core.task_progress import TaskProgress
    from tpsession.store.backups.service import Backups
    from tpsession.store.changes.change_writer import ChangeWriter
    from tpsession.store.history_writer import HistoryWriter
    from tpsession.store.queries import HistoryReader
    from tpsession.store.schema.migrations import Migration

_SCREENING_TIME = "safety_asked"
_LIGHT_ONLY = "light_only"
_REPORTED_SIGN = "reported_sign"
_DECLINED_RATING = "declined_rating"
_YES = "yes"
_WELCOME_TIME = "welcomed"
_WEEK_SHOWN = "week_shown"


def open_history(
    path: Path,
    clock: Clock,
    *,
    read_only: bool = False,
    migrations: Sequence[Migration] | None = None,
    backups: Callable[[], Backups] | None = None,
    progress: TaskProgress | None = None,
) -> SqliteHistory:
    """Open the history at `path`. Close it with `SqliteHistory.close` or a ``with`` statement.

    A missing history is created, unless `read_only` is set: then it counts as empty and nothing is created. A
    history of an older version is backed up and migrated in both cases.

    Args:
        path: The file of the history.
        clock: Dates backups, migrations and repairs.
        read_only: Whether nothing will be saved.
        migrations: All that are known, in order; None for this program's own.
        backups: Returns the backups of this history. If it is given, and the history may be changed, a backup
            is made on each day on which it changes. If it is None, only a migration makes a backup, beside
            the history.
        progress: Learns how far the opening is if it takes long, and may stop it, which raises `HistoryError`
            and leaves the history as it was.

    Raises:
        HistoryError: The file can't be read or written, is no history or belongs to a newer version, or it is
            damaged but can't be repaired now, because another program uses it.
        HistoryDamagedError: The file is damaged. Unless `read_only` is set, it was moved away by now, and a
            history with what could be recovered is at `path`.

    """
    return SqliteHistory(
        path, clock, read_only=read_only, migrations=migrations, backups=backups, progress=progress
    )


class SqliteHistory(HistoryFile):
    """The sessions in one SQLite file. Any thread may use it, and several programs may use one file."""

    # Saving

    def start_session(self, record: SessionRecord, plan: str, checkpoint: SessionCheckpoint) -> None:
        """Save a new session as a running one of this program, with its ratings, plan and first checkpoint.

        The status, the end and the stop reason in `record` are ignored. The time worked and the steps come
        from the checkpoint. Waits until all of it is on the disk.

        plan: the routine's timed plan as text.

        Raises `HistoryError`, with nothing saved, if it can't be written or the id is there already.
        """
        running = record._replace(
            status=Status.RUNNING,
            ended_at=None,
            stop_reason=None,
            active_s=checkpoint.active_s,
            steps=checkpoint.steps,
        )

        def insert(writer: HistoryWriter) -> None:
            """Insert the session with its ratings, plan and state."""
            writer.insert_session(
                running, collect_ratings(record), known_at=checkpoint.at, writer=self._writers.token
            )
            writer.save_plan(record.id, plan)
            writer.save_state(record.id, checkpoint.state)

        self._write(insert, session_runs=True)

    def save_rating(self, session_id: str, rating: Rating) -> None:
        """Save a rating; it replaces an earlier one of its kind, unless it is a follow-up rating.

        Raises `HistoryError`, with nothing saved, if the session is missing, deleted or damaged.
        """
        self._write(lambda writer: writer.save_rating(session_id, rating))

    def save_note(self, session_id: str, text: str) -> None:
        """Save the note of a session, replacing an earlier one, and drop a request for it.

        An empty text removes the note. Raises `HistoryError`, with nothing saved, if the session is missing,
        deleted or damaged.
        """
        self._write(lambda writer: writer.save_note(session_id, text))

    def request_note(self, session_id: str) -> None:
        """Remember to ask for the note of a session at the next start of the program; `save_note` ends that.

        Raises `HistoryError` if the session is missing, deleted or damaged.
        """
        self._write(lambda writer: writer.request_note(session_id))

    def save_checkpoint(self, session_id: str, checkpoint: SessionCheckpoint) -> None:
        """Have a checkpoint written in the background, within 1 s; only the newest of a session is written.

        Never blocks or raises. If it can't be written, `background_error` says so. A checkpoint that can
        never be written, because its session is missing, deleted, damaged or taken over by another program,
        makes the next call that saves something fail.
        """
        with self._lock:
            is_first = not self._pending
            self._pending[session_id] = checkpoint
        if is_first:
            self._thread.request_flush()

    def finish_session(
        self, session_id: str, status: Status, reason: StopReason | None, checkpoint: SessionCheckpoint
    ) -> None:
        """Save how a session ended, at `checkpoint.at`; a checkpoint that still waits is dropped.

        The session is one of this program, or an interrupted one. A second call replaces the end that this
        program saved. Raises `HistoryError` if the session is missing, deleted or damaged, or if another
        program runs it or has ended it, and `ValueError` for the status running.

        reason: why it was stopped; None if it wasn't.
        """
        if status is Status.RUNNING:
            raise ValueError("a session doesn't end as running")
        with self._lock:
            self._pending.pop(session_id, None)

        def finish(writer: HistoryWriter) -> None:
            """Write the session's end and last checkpoint, or raise `HistoryError`."""
            writer.finish_session(
                writer.load_claimable_session(session_id),
                checkpoint,
                status=status.value,
                stop_reason=None if reason is None else reason.value,
                ended_at=checkpoint.at.isoformat(),
                writer=self._writers.token,
            )

        self._write(finish, session_runs=False)

    def take_over_session(self, session_id: str) -> None:
        """Make an interrupted session a running one of this program.

        Raises `HistoryError` if it is missing, deleted or damaged, has ended, or if another running program
        has it; of two programs that try at once, one wins.
        """

        def take_over(writer: HistoryWriter) -> None:
            """Make this program the session's writer, or raise `HistoryError`."""
            row = writer.load_claimable_session(session_id)
            if row["status"] != Status.RUNNING.value:
                raise HistoryError("The session has ended and can't be resumed.", "Start a new one.")
            writer.update_session(row, writer=self._writers.token)

        self._write(take_over, session_runs=True)

    def add_session(self, record: SessionRecord, ratings: Sequence[Rating]) -> None:
        """Save a whole session or score that was logged by hand, with `ratings` and the record's own ratings.

        A before- or after-rating in `ratings` replaces the record's. Raises `ValueError` if the session is
        running, and `HistoryError` if the history has it already.
        """
        if record.status is Status.RUNNING:
            raise ValueError("a session that is added has ended")
        known_at = record.ended_or_started_at
        all_ratings = collect_ratings(record, ratings)
        self._write(lambda writer: writer.insert_session(record, all_ratings, known_at=known_at))

    def save_screening_time(self, at: datetime, *, light_only: bool = False) -> None:
        """Save when the person answered all safety questions, and whether only light massage is all right.

        Raises `HistoryError`, and `ValueError` for a time without its UTC offset.
        """
        to_microseconds(at)  # only to raise

        def save(writer: HistoryWriter) -> None:
            writer.save_fact(_SCREENING_TIME, at.isoformat())
            writer.save_fact(_LIGHT_ONLY, _YES if light_only else "")

        self._write(save)

    def save_reported_signs(self, text: str) -> None:
        """Save the reported warning signs as a text, replacing an earlier one; empty if there are none."""
        self._write(lambda writer: writer.save_fact(_REPORTED_SIGN, text))

    def save_declined_rating(self, session_id: str) -> None:
        """Save that the person declined to rate the pain after this session; only the latest id is kept."""
        self._write(lambda writer: writer.save_fact(_DECLINED_RATING, session_id))

    def mark_welcome_seen(self, at: datetime) -> None:
        """Save that the person saw the welcome screen at this time.

        Raises `HistoryError`, and `ValueError` for a time without its UTC offset.
        """
        self._save_time(_WELCOME_TIME, at)

    def save_week_shown(self, monday: date) -> None:
        """Save that the summary of a week was shown.

        monday: the first day of the week in which it was shown; the summary is about the week before.
        """
        self._write(lambda writer: writer.save_fact(_WEEK_SHOWN, monday.isoformat()))

    def save_programme(self, programme: Programme) -> None:
        """Save a programme, replacing an earlier state of the one with its id."""
        self._write(lambda writer: writer.save_programme(programme))

    def save_comparison(self, comparison: Comparison) -> None:
        """Save a comparison, replacing an earlier state of the one with its id."""
        self._write(lambda writer: writer.save_comparison(comparison))

    def save_change(self, change: Change) -> None:
        """Apply a change to its sessions, and keep it so that it can be undone.

        Sessions that were deleted `FINAL_AFTER` or longer before the change are then removed for good. Raises
        `HistoryError`, with nothing changed, if a session is missing or no longer as the change expects.
        """
        self._change(lambda writer: writer.save_change(change))

    def undo_change(
        self, change_id: str, at: datetime, report: Callable[[int], object] = lambda _: None
    ) -> None:
        """Take a change back: keep it as undone, or remove an import with what it brought.

        Raises `HistoryError`, with nothing changed, if that isn't possible, as `undoing.undo_change` says.

        report: called in the store's thread, again and again, if the change is an import, with the number of
        sessions done; an exception from it ends the undoing, and nothing is changed.
        """
        from tpsession.store.exchange.undoing import undo_change  # noqa: PLC0415 - as in `_change`

        self._change(lambda writer: undo_change(writer, change_id, at, report))

    def delete_for_good(self, session_ids: Sequence[str], at: datetime) -> None:
        """Remove sessions for good, all but their ids, whether they are deleted already or not.

        Raises `HistoryError`, with nothing removed, if one of them was never in the history, or is damaged
        and not deleted yet.
        """
        self._change(lambda writer: writer.delete_for_good(session_ids, at))

    def merge_file(
        self, file: ImportedFile, import_id: str, report: Callable[[int], None]
    ) -> Mapping[ImportOutcome, int]:
        """Merge a file into the history, all of it or nothing; return how often each outcome occurred.

        If a session, programme or comparison was added, changed or deleted, the import is kept as one change,
        which can be undone. Raises `HistoryError`, with nothing changed.

        Args:
            file: What to merge.
            import_id: The id of the change.
            report: Called in the store's thread with the number of sessions looked at, again and again; an
                exception from it ends the import, and nothing is changed.

        """
        from tpsession.store.exchange.merging import merge_file  # noqa: PLC0415 - as in `_change`

        counts: dict[ImportOutcome, int] = {}
        now = self._clock.local_time()
        self._change(lambda writer: counts.update(merge_file(writer, file, import_id, now, report)))
        return counts

    def try_import(self, file: ImportedFile, report: Callable[[int], None]) -> Mapping[ImportOutcome, int]:
        """Return how often each outcome of `merge_file` would occur.

        Nothing is written, and no missing history is created. report: as for `merge_file`, but called in the
        caller's thread if there is no history. Raises `HistoryError`.
        """
        from tpsession.store.exchange.merging import (  # noqa: PLC0415 - only for a file to import
            try_first_import,
            try_merge,
        )

        now = self._clock.local_time()
        counts = self._read(lambda reader: try_merge(reader, file, now, report), None)
        return try_first_import(file, self._clock, report) if counts is None else counts

    def _change(self, change: Callable[[ChangeWriter], None]) -> None:
        """Run a function with a `ChangeWriter` in one transaction, as `_write` does it."""
        # The list of routines needs no corrections, and must appear at once.
        from tpsession.store.changes.change_writer import ChangeWriter  # noqa: PLC0415 - seldom needed

        self._write(lambda writer: change(ChangeWriter(writer)))

    def _save_time(self, name: str, at: datetime) -> None:
        """Save a time under a name. Raises `ValueError` if it lacks its UTC offset."""
        to_microseconds(at)  # only to raise
        self._write(lambda writer: writer.save_fact(name, at.isoformat()))

    # Reading

    def find_sessions(self, query: HistoryQuery) -> list[SessionRecord]:
        """Return the matching sessions and scores in the query's order, as the port `History` describes.

        Deleted and damaged ones are left out; `damage_reports` lists the damaged ones. Empty without a
        history. Raises `HistoryError`.
        """
        if query.search is None:
            return self._read(lambda reader: reader.find_sessions(query), [])
        # The list of routines, which searches nothing, must appear at once.
        from tpsession.store.paging import find_all  # noqa: PLC0415 - 3 ms, only for a search

        return self._read(lambda reader: find_all(reader, query), [])

    def load_page(self, query: HistoryQuery, position: ListPosition | None) -> SessionPage:
        """Return one page of the matching sessions, in the query's order and without damaged ones.

        A page may be empty without being the last. Without a history, it is empty and the last one. Raises
        `HistoryError`.

        position: where the page before ended, as that page says; None for the first page.
        """
        # The list of routines must appear at once.
        from tpsession.core.history.paging import SessionPage  # noqa: PLC0415 - 3 ms, only for pages
        from tpsession.store.paging import load_page  # noqa: PLC0415 - likewise

        return self._read(lambda reader: load_page(reader, query, position), SessionPage((), None, 0))

    def list_series(self) -> list[Series]:
        """Return each place and side that has a record, even a damaged one, sorted by its newest record.

        The one with the newest of all comes first. Deleted sessions don't count. Empty without a history.
        Raises `HistoryError`.
        """
        return self._read(lambda reader: reader.list_series(), [])

    def find_interrupted_sessions(self) -> list[InterruptedSession]:
        """Return the sessions whose programs died before the sessions ended, newest first.

        Left out are deleted ones, and those that can't be resumed because of damage.
        """
        return self._read(lambda reader: reader.find_interrupted_sessions(), [])

    def find_sessions_awaiting_note(self) -> list[SessionRecord]:
        """Return the sessions for which a note was requested, newest first.

        Deleted and damaged ones are left out.
        """
        return self._read(lambda reader: reader.find_sessions_awaiting_note(), [])

    def load_screening_time(self) -> datetime | None:
        """Return when the person last answered all safety questions; None if never, or if that is damaged."""
        text = self._read(lambda reader: reader.load_fact(_SCREENING_TIME), None)
        return None if text is None else datetime.fromisoformat(text)

    def load_light_only(self) -> bool:
        """Return whether only light massage is all right, as said at the last screening.

        False if nothing was saved about that, or if it is damaged.
        """
        return self._read(lambda reader: reader.load_fact(_LIGHT_ONLY), None) == _YES

    def load_reported_signs(self) -> str:
        """Return the reported warning signs as the text that was saved, those of an earlier day included.

        Empty if there are none, or if what was saved is damaged.
        """
        return self._read(lambda reader: reader.load_fact(_REPORTED_SIGN), None) or ""

    def load_declined_rating(self) -> str:
        """Return the id of the session after which the person last declined a rating; empty if there is none.

        It is also empty if what was saved is damaged.
        """
        return self._read(lambda reader: reader.load_fact(_DECLINED_RATING), None) or ""

    def has_seen_welcome(self) -> bool:
        """Return whether the person has seen the welcome screen of the first start."""
        return self._read(lambda reader: reader.load_fact(_WELCOME_TIME), None) is not None

    def load_week_shown(self) -> date | None:
        """Return the Monday of the week in which a summary was shown last.

        None if none was, or if what was saved is damaged.
        """
        text = self._read(lambda reader: reader.load_fact(_WEEK_SHOWN), None)
        return None if text is None else date.fromisoformat(text)

    def find_programmes(self) -> list[Programme]:
        """Return all programmes, ended ones too, in the order in which each was saved for the first time.

        Damaged ones are reported and left out. Raises `HistoryError`.
        """
        return self._read(lambda reader: reader.find_programmes(), [])

    def find_comparisons(self) -> list[Comparison]:
        """Return all comparisons, without damaged ones, which are reported. Raises `HistoryError`.

        They come in the order in which each was saved for the first time.
        """
        return self._read(lambda reader: reader.find_comparisons(), [])

    def find_record(self, session_id: str) -> SessionRecord | None:
        """Return the session with this id, a deleted one too; None if it is unknown or can't be read.

        One whose program died before its end has the status partial. Raises `HistoryError`.
        """
        return self._read(lambda reader: reader.find_record(session_id), None)

    def find_ids(self, beginning: str) -> list[str]:
        """Return whole ids that begin with this text, without deleted sessions: 10 at most, unsorted."""
        return self._read(lambda reader: reader.find_ids(beginning), [])

    def find_changes(self, session_id: str | None = None) -> list[Change]:
        """Return all changes, undone ones too, the latest first. Raises `HistoryError`.

        A change is left out if its own row is damaged, or if one of its corrections is damaged or missing.

        session_id: if given, only the changes of this session are returned, each with its intact corrections
        of this session alone. Then a damaged or missing correction doesn't leave its change out. An unknown
        id has none.
        """
        from tpsession.store.changes.change_rows import find_changes  # noqa: PLC0415 - as in `_change`

        return self._read(lambda reader: find_changes(reader, session_id), [])

    def export(
        self, query: HistoryQuery, consume: Callable[[Iterable[Item]], None], *, with_deleted: bool = True
    ) -> None:
        """Have a function write everything that a query selects, read in one transaction.

        Other programs can read meanwhile, and have to wait to write. Raises `HistoryError`, also for an
        `OSError` or an error of SQLite in `consume`; any other exception of it is raised as it is.

        Args:
            query: What to select.
            consume: Takes the items; called once in the store's thread, and not at all if there is no
                history.
            with_deleted: As for `read_history`.

        """
        from tpsession.store.exchange.reading import read_history  # noqa: PLC0415 - only for exports

        now = self._clock.local_time()

        def read(reader: HistoryReader) -> None:
            with closing(read_history(reader, query, now, with_deleted=with_deleted)) as items:
                consume(items)

        self._read(read, None)
