"""The commands ``tpsession edit``, ``delete`` and ``undo``, which correct the history."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from tpsession.clock import SystemClock
from tpsession.commands.history.note_argument import read_note
from tpsession.commands.history.opening import find_backups, open_own_history
from tpsession.commands.render.progress_line import DelayedInterrupt, ProgressLine
from tpsession.core.corrections.edit import encode_later_with, make_deletion, make_edit
from tpsession.core.corrections.fields import with_field
from tpsession.core.corrections.undo import UNDO_STOPPED, check_undo, load_undoable
from tpsession.core.corrections.wording import (
    NOTHING_TO_UNDO,
    describe_corrected,
    describe_deleted,
    describe_earlier_values,
    describe_session,
    describe_undone,
)
from tpsession.core.errors import HistoryError, UsageError
from tpsession.core.history.change import Change, ChangeKind, CorrectedField
from tpsession.core.history.ratings import RatingFlag
from tpsession.core.history.records import HistoryQuery, SessionRecord
from tpsession.core.safety.slip import TAKEN_BACK, check_slip, slip_question, take_back_reason
from tpsession.core.text.sanitize import sanitize
from tpsession.files.paths import find_paths
from tpsession.store.backups.holding import find_backups_with_session, find_damaged_with_session
from tpsession.store.backups.service import BY_HAND, Backups
from tpsession.store.history import SqliteHistory

LAST = "last"
"""The argument that stands for the newest session."""
SHORTEST_ID = 4
"""An id may be given by its beginning, of at least so many characters."""
_BACKUPS_HOLDING = "Backups that still hold it:"
_DAMAGED_HOLDING = "Damaged histories, moved aside, that may hold it:"
_LOST_WITH_DAMAGED = "What wasn't recovered from a damaged history is then gone for good."
_UNDO_HINT = "tpsession undo takes it back."


def edit(arguments: argparse.Namespace) -> int:
    """Correct fields of a session and print that; without any field, print what was corrected in it earlier.

    If the session has all these values already, nothing is saved. With ``--slip``, the reason for which it
    was stopped is taken back instead, and results and errors are those of `_take_back_reason`.

    Returns 0. Raises `UsageError` or `HistoryError`, with nothing saved, if `find_session` doesn't find the
    session or `make_edit` refuses the correction, and `HistoryError` if it can't be saved.
    """
    clock = SystemClock()
    with open_own_history(find_paths(), clock) as history:
        record = find_session(history, arguments.id)
        now = clock.local_time()
        texts = _read_texts(arguments, record)
        if arguments.slip:
            return _take_back_reason(history, record, now, with_others=bool(texts))
        if not texts:
            _print_earlier(history, record)
            return 0
        corrections = make_edit(record, texts, now)
        if not corrections:
            _say("Nothing to correct: that is what it says already.")
            return 0
        history.save_change(Change(str(uuid4()), now, ChangeKind.EDIT, tuple(corrections)))
    _say(f"{describe_corrected(record, corrections)} {_UNDO_HINT}")
    return 0


def _take_back_reason(
    history: SqliteHistory, record: SessionRecord, now: datetime, *, with_others: bool
) -> int:
    """Take back the reason for which a session was stopped, because it was chosen by mistake; print that.

    The session then counts as interrupted. For a serious reason (one with a `slip_question`) the person is
    asked first. Returns 0; 1, with nothing saved, if the person doesn't answer that the reason was a mistake.
    Raises `UsageError` if nothing has to rest today because of the session, if nobody can be asked about a
    serious reason, or if `with_others`; and `HistoryError`.

    with_others: whether other corrections were asked for in the same command.
    """
    if with_others:
        raise UsageError("--slip goes with no other correction.", "Nothing was changed.")
    reason = check_slip(record, now)
    if question := slip_question(reason):
        if not sys.stdin.isatty():
            raise UsageError(
                f"{question} Nobody can be asked.", "Nothing was changed. Try again at a terminal."
            )
        sys.stderr.write(f"{question} Type n if that was a slip: ")
        sys.stderr.flush()
        if sys.stdin.readline().strip().casefold() not in {"n", "no"}:
            _say("Nothing was changed.")
            return 1
    history.save_change(take_back_reason(record.id, reason, str(uuid4()), now))
    _say(f"{TAKEN_BACK} {_UNDO_HINT}")
    return 0


def delete(arguments: argparse.Namespace) -> int:
    """Delete a session: with ``--purge`` for good, otherwise so that `undo` can bring it back.

    Without ``--purge`` nothing is asked. With it, two questions are asked: whether to delete the session,
    which ``--yes`` answers, and then whether to delete the backups and damaged histories that may hold it,
    which ``--backups`` answers; they stay if nobody can be asked. Returns 0; 1 if the person doesn't say yes
    to the first question.

    Raises `UsageError` as `find_session` does, for a session that is running or because of which an area has
    to rest today, and if nobody can be asked the first question. Raises `HistoryError`, too: if that is about
    backups, the session is deleted already.
    """
    clock = SystemClock()
    with open_own_history(find_paths(), clock) as history:
        record = find_session(history, arguments.id)
        now = clock.local_time()
        corrections = make_deletion(record, now.date())
        if arguments.purge and not _confirm(arguments, record):
            _say("Nothing was deleted.")
            return 1
        if arguments.purge:
            history.delete_for_good([record.id], now)
        else:
            history.save_change(Change(str(uuid4()), now, ChangeKind.DELETION, tuple(corrections)))
    if not arguments.purge:
        _say(describe_deleted(record, _UNDO_HINT))
        return 0
    _say(f"Deleted for good: {describe_session(record)}.")
    paths = find_paths()
    damaged = find_damaged_with_session(paths.history, record.id, record.started_at)
    _clear_copies(arguments, find_backups(paths, clock), record.id, damaged)
    return 0


def _clear_copies(
    arguments: argparse.Namespace, backups: Backups, session_id: str, damaged: Sequence[Path]
) -> None:
    """Print which backups and damaged histories may hold a session, and delete them if that is wanted.

    It is wanted with ``--backups``, or if a person at the terminal says so. A new backup is then made before
    any file is deleted, so that there is always one. If no file may hold the session, nothing is printed.
    Raises `HistoryError` if the backup can't be made or a file can't be deleted; others may be deleted by
    then.

    damaged: the damaged histories that may hold the session.
    """
    holding = find_backups_with_session(backups.list_all(), session_id)
    for heading, files in ((_BACKUPS_HOLDING, holding), (_DAMAGED_HOLDING, damaged)):
        if files:
            _say(heading)
        for path in files:
            _say(f"  {path}")
    if not (holding or damaged):
        return
    if not (arguments.backups or (sys.stdin.isatty() and _ask_to_clear(is_any_damaged=bool(damaged)))):
        _say("None of these files was changed.")
        return
    made = backups.make(BY_HAND)
    for path in (*holding, *damaged):
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise HistoryError(f"{path} can't be deleted: {error.strerror or error}.") from error
    _say(f"Deleted these files, and made a new backup: {made}")


def _ask_to_clear(*, is_any_damaged: bool) -> bool:
    """Ask whether to delete the files that may hold a session; return True only for ``y`` or ``yes``.

    is_any_damaged: whether a damaged history is among them; the question then says what is lost with it.
    """
    lost = f" {_LOST_WITH_DAMAGED}" if is_any_damaged else ""
    sys.stderr.write(f"Delete them too? A new backup is made first.{lost} [y/N] ")
    sys.stderr.flush()
    return _is_yes(sys.stdin.readline())


def _is_yes(answer: str) -> bool:
    return answer.strip().casefold() in {"y", "yes"}


def undo(arguments: argparse.Namespace) -> int:
    """Undo the latest correction, deletion or import that can still be undone, and print which.

    With the id of a session, only its corrections and deletions count; an import isn't undone for the sake of
    one session. Nothing is asked. Returns 0; 1 if there is nothing to undo. Raises `UsageError` if there is
    no such session, and if the undoing would change a rest that holds today; `HistoryError`; and
    `KeyboardInterrupt` as `_undo` does.
    """
    clock = SystemClock()
    with ProgressLine() as progress_line, open_own_history(find_paths(), clock) as history:
        progress_line.show("Looking for the latest change…")
        now = clock.local_time()
        session_id = None if arguments.id is None else _find_session_id(history, arguments.id)
        undoable = load_undoable(history, now, session_id)
        if undoable is not None:
            check_undo(undoable, now)
            _undo(history, undoable.change, now, progress_line)
            progress_line.show("Undone. Making the backup of the day…")
    _say(NOTHING_TO_UNDO if undoable is None else describe_undone(undoable.change, undoable.only))
    return int(undoable is None)


def _undo(history: SqliteHistory, change: Change, now: datetime, progress_line: ProgressLine) -> None:
    """Undo a change; while an import is undone, show how many of its sessions are done.

    Ctrl-C stops the undoing of an import: then nothing is changed, that is printed, and `KeyboardInterrupt`
    is raised. Any other change is undone in a moment, and Ctrl-C does nothing meanwhile. Raises
    `HistoryError`.
    """
    count = len(change.session_ids)
    with DelayedInterrupt() as interrupt:

        def report(done: int) -> None:
            """Show how many sessions are done; raise `KeyboardInterrupt` after Ctrl-C."""
            interrupt.check()
            progress_line.show(f"{done} of {count} sessions, ctrl-c stops")

        try:
            history.undo_change(change.id, now, report)
        except KeyboardInterrupt:
            progress_line.show("")
            _say(UNDO_STOPPED)
            raise


def _find_session_id(history: SqliteHistory, text: str) -> str:
    """Return the id of the session that an argument names; it may be a deleted one, but only by its whole id.

    Any other session is found as `find_session` does, which says what is raised.
    """
    deleted = history.find_record(text.lower())
    return deleted.id if deleted else find_session(history, text).id


def find_session(history: SqliteHistory, text: str) -> SessionRecord:
    """Return the session that a text names: ``last``, an id, or the beginning of an id.

    ``last`` is the newest session or pain score that can be read. A deleted session is never found. Raises
    `UsageError` if there is none, if several ids begin so, or if the text is shorter than `SHORTEST_ID`, and
    `HistoryError` if the session is damaged or the history can't be read.
    """
    if text.lower() == LAST:
        newest = history.find_sessions(HistoryQuery(limit=1))
        if not newest:
            raise UsageError("There is no session yet.")
        return newest[0]
    if len(text) < SHORTEST_ID:
        raise UsageError(
            f'"{text}" is too short for an id.',
            f"Give at least {SHORTEST_ID} characters; tpsession history --ids shows them.",
        )
    ids = history.find_ids(text.lower())
    if len(ids) != 1:
        raise UsageError(
            f'Several sessions have ids that begin with "{text}".'
            if ids
            else f'There is no session with an id that begins with "{text}".',
            "tpsession history --ids shows the ids.",
        )
    record = history.find_record(ids[0])
    if record is None:
        raise HistoryError(
            f'The session "{ids[0]}" is damaged. It can\'t be changed.', "Nothing was changed."
        )
    return record


def _read_texts(arguments: argparse.Namespace, record: SessionRecord) -> Mapping[CorrectedField, str]:
    """Return the new text, in its stored form, of each field that an option corrects.

    Reads standard input if the note is to come from there. record: the session as it is.
    """
    given = {
        CorrectedField.TIME: arguments.at and arguments.at.isoformat(),
        CorrectedField.PLACE: arguments.place,
        CorrectedField.AREA: arguments.area and arguments.area.id,
        CorrectedField.SIDE: arguments.side and arguments.side.value,
        CorrectedField.BEFORE: None if arguments.before is None else str(arguments.before),
        CorrectedField.AFTER: None if arguments.after is None else str(arguments.after),
        CorrectedField.LATER: _later_text(arguments.later or (), record),
        CorrectedField.FLAGS: _flags_text(arguments, record),
        CorrectedField.STOP_REASON: arguments.stop_reason,
        CorrectedField.SPOT: arguments.spot,
        CorrectedField.NOTE: read_note(arguments.note),
    }
    return {field: text for field, text in given.items() if text is not None}


def _later_text(given: Sequence[tuple[datetime, int]], record: SessionRecord) -> str | None:
    """Return the stored text of all later ratings of a session, with the given ones added.

    One of the same minute as an earlier one replaces its number. None if none are given.
    """
    text = None
    for at, value in given:
        text = encode_later_with(record, at, value)
        record = with_field(record, CorrectedField.LATER, text)
    return text


def _flags_text(arguments: argparse.Namespace, record: SessionRecord) -> str | None:
    """Return the text that is stored for a session's flags, with those of the options set or removed.

    None if no option is about flags.
    """
    wanted = {RatingFlag.PAINKILLER: arguments.painkiller, RatingFlag.HEAT: arguments.heat}
    if all(value is None for value in wanted.values()):
        return None
    return " ".join(
        flag.value for flag, value in wanted.items() if (flag in record.flags if value is None else value)
    )


def _print_earlier(history: SqliteHistory, record: SessionRecord) -> None:
    """Print what was corrected in a session, the latest first, or that nothing was.

    Corrections that were undone are left out.
    """
    lines = describe_earlier_values(history.find_changes(record.id))
    which = describe_session(record)
    heading = f"Corrections of {which}:" if lines else f"There are no corrections of {which}."
    sys.stdout.write("".join(f"{sanitize(line)}\n" for line in (heading, *lines)))


def _confirm(arguments: argparse.Namespace, record: SessionRecord) -> bool:
    """Return whether to delete a session for good: with ``--yes`` True, else what the person answers.

    Raises `UsageError` if nobody can be asked.
    """
    if arguments.yes:
        return True
    if not sys.stdin.isatty():
        raise UsageError("--purge can't be undone, and nobody can be asked.", "Add --yes if you mean it.")
    sys.stderr.write(f"Delete {describe_session(record)} for good? This can't be undone. [y/N] ")
    sys.stderr.flush()
    return _is_yes(sys.stdin.readline())


def _say(sentence: str) -> None:
    """Print a sentence on standard error."""
    sys.stderr.write(f"{sanitize(sentence)}\n")
