"""Repairs a damaged history: quarantines the file and recovers what can be read into a new one.

Nothing is ever deleted, and nothing that a program acknowledged is lost: only one program at a time repairs,
none may write meanwhile, and SQLite refuses to write to a file that was moved. The person learns where the
damaged file is, how many sessions and ratings were recovered, and which is the newest intact backup.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from tpsession.core.clock import Clock
from tpsession.core.dialogue.rescue import NO_BACKUP, FoundBackup, explain_choices, offer_choices
from tpsession.core.errors import HistoryError
from tpsession.core.task_progress import ProgressPart, TaskProgress
from tpsession.private_files import FILE_MODE, make_private_file
from tpsession.store.backups.contents import count_contents
from tpsession.store.backups.naming import DAMAGED, find_unused_path
from tpsession.store.backups.service import Backups
from tpsession.store.connection import check_integrity, connect, stoppable, transaction
from tpsession.store.failures import (
    STORE_ERRORS,
    DamageFoundError,
    HistoryDamagedError,
    describe_damage,
    is_damage,
)
from tpsession.store.rescue.pages import FILE_HEADER
from tpsession.store.rescue.recovered import Recovered
from tpsession.store.rescue.salvage import list_stored_forms, salvage
from tpsession.store.schema.migrating import migrate
from tpsession.store.tables import TABLES, Row
from tpsession.store.writer_locks import WriterLocks

T = TypeVar("T")

RECOVERING = "Recovering your history"
"""What the person reads meanwhile."""


def repair_history(
    path: Path,
    clock: Clock,
    writers: WriterLocks,
    open_checked: Callable[[], T],
    backups: Backups,
    progress: TaskProgress,
) -> T:
    """Open the history again, in case another program has repaired it; else repair it and raise an error.

    It waits while another program repairs.

    Args:
        path: The file of the history.
        clock: Dates the name of the quarantined file.
        writers: The locks of the programs that began or resumed a session in the history.
        open_checked: Opens and checks the history.
        backups: The backups of the history, the newest good one of which the error names.
        progress: Learns how far it is, and may stop it.

    Returns:
        What `open_checked` returns if another program has repaired the file.

    Raises:
        HistoryDamagedError: The file was damaged and is in quarantine now.
        HistoryError: Another program that began or resumed a session has the history open, or one takes too
            long to repair. Nothing was changed.
        TaskStoppedError: The person stopped it. The file is as it was.
        One of `STORE_ERRORS`: The repair failed, or the history can't be opened for another reason than
            damage. The file is where it was.

    """
    progress.begin(RECOVERING)
    with writers.repairing():
        try:
            return open_checked()
        except STORE_ERRORS as error:
            if not is_damage(error):
                raise
            if writers.is_another_alive():
                raise HistoryError(
                    f"The history {path} is damaged ({describe_damage(error)}), and another tpsession has a"
                    " session open. Nothing was changed.",
                    "Close that one first, then start tpsession again: it then recovers what can be read.",
                ) from error
            raise _quarantine(path, clock, error, backups, progress) from error


def _quarantine(
    path: Path, clock: Clock, cause: Exception, backups: Backups, progress: TaskProgress
) -> HistoryDamagedError:
    """Move a damaged history away, and put a new one in its place with what can be recovered.

    Returns the error that tells the person so, for the caller to raise. If anything fails or the person stops
    it, the damaged file stays in its place, and what ended it is raised.

    cause: the damage that was found.
    """
    # What a link leads to is moved and replaced, not the link.
    file = path.resolve()
    rescue = file.with_name(f"{file.name}.rescue")
    recovering, finding = progress.begin(RECOVERING).divide(9, 1)
    quarantined = _find_link(file)
    if quarantined is None:
        quarantined = find_unused_path(file, DAMAGED, clock, file.parent)
        _link_or_copy(file, quarantined)
    is_replaced = False
    moved: list[tuple[Path, Path]] = []
    try:
        # Opened before SQLite and closed after it: closing a file frees all locks that a program has on it.
        with file.open("rb") as damaged, _locked_against_writing(file) as old:
            # Left over if a program was killed during a repair.
            rescue.unlink(missing_ok=True)
            recovered = _salvage(damaged.read(), rescue, clock, recovering)
            finding.report(0, 1)
            # Before anything is replaced: until then, the person can stop it and finds all as it was.
            backup, contents = backups.find_offered(progress), count_contents(rescue)
            progress.check()
            if os.name == "nt":
                # Windows can't replace an open file.
                damaged.close()
                if old is not None:
                    old.close()
            # SQLite would apply the old journal to the new file.
            for name in (f"{file.name}-journal", f"{file.name}-wal"):
                journal = file.with_name(name)
                if journal.exists():
                    target = quarantined.with_name(f"{quarantined.name}{name.removeprefix(file.name)}")
                    journal.replace(target)
                    moved.append((journal, target))
            rescue.replace(file)
            is_replaced = True
    except BaseException:
        if not is_replaced:
            for journal, target in moved:
                with suppress(OSError):
                    target.replace(journal)
            # The damaged file is still in its place, so this second name or copy of it isn't needed.
            for left in (quarantined, rescue):
                with suppress(OSError):
                    left.unlink()
        raise
    what = "what was recovered" if recovered.sessions else "an empty history"
    damage = HistoryDamagedError(
        f"The history {path} was damaged ({describe_damage(cause)})."
        f" Nothing was deleted: the damaged file is now {quarantined}. {recovered.describe()}",
        f"Now you can continue with {what}. {_describe_command(backup)}",
        damaged_path=quarantined,
        backup=None if backup is None else Path(backup.path),
        recovered=recovered.sessions,
    )
    now = clock.local_time()
    damage.choices = offer_choices(contents, backup, now)
    damage.explanation = explain_choices(contents, backup, now)
    return damage


def _describe_command(backup: FoundBackup | None) -> str:
    """Return the sentence that names the command to restore a backup; for None, that there is none."""
    if backup is None:
        return NO_BACKUP
    named = f'"{backup.path}"' if " " in backup.path else backup.path
    return f"To see what going back to the newest good backup would change: tpsession restore {named}"


def check_again(path: Path, open_checked: Callable[[], T], backups: Backups, progress: TaskProgress) -> T:
    """Open once more, for reading, a history that seemed damaged: the disk may have failed for a moment.

    Returns what `open_checked` returns. Raises `HistoryDamagedError` if the history is damaged this time,
    too; the file stays as it is. The error names the newest intact backup, for which backups are checked
    until one is found. Raises as `open_checked` does for anything else, and `TaskStoppedError` if the person
    stops it.
    """
    try:
        return open_checked()
    except STORE_ERRORS as error:
        if not is_damage(error):
            raise
        progress.begin("Looking for a good backup")
        backup = backups.find_offered(progress)
        raise HistoryDamagedError(
            f"The history {path} is damaged ({describe_damage(error)}). Nothing was changed.",
            f"Start tpsession: it moves the damaged file away and recovers what can be read."
            f" {_describe_command(backup)}",
            damaged_path=path,
            backup=None if backup is None else Path(backup.path),
        ) from error


def _find_link(file: Path) -> Path | None:
    """Return the second name that a killed program gave to a damaged file, or None."""
    for name in file.parent.glob(f"{file.stem}-{DAMAGED}-*{file.suffix}"):
        with suppress(OSError):
            if name.samefile(file):
                return name
    return None


def _link_or_copy(path: Path, target: Path) -> None:
    """Give a file a second name, `target`, so that `path` can be replaced without losing the content.

    Where the file system has no links, `target` is a copy. Raises `OSError`, also if `target` exists.
    """
    try:
        os.link(path, target)
    except FileExistsError:
        raise
    except OSError:
        # The file system has no links.
        target.touch(FILE_MODE, exist_ok=False)
        try:
            with path.open("rb") as source, target.open("wb") as copy:
                shutil.copyfileobj(source, copy)
                copy.flush()
                os.fsync(copy.fileno())
        except OSError:
            target.unlink(missing_ok=True)
            raise


@contextmanager
def _locked_against_writing(path: Path) -> Iterator[sqlite3.Connection | None]:
    """Yield a connection to a damaged file, which no other program can write to until the block ends.

    An unfinished transaction is undone first. If damage keeps the file from being opened, yields None. If
    damage keeps it only from being locked, yields a connection without the lock. Raises one of the
    `STORE_ERRORS` if anything but damage keeps it from that.
    """
    with ExitStack() as stack:
        connection = None
        try:
            if path.stat().st_size < FILE_HEADER:
                # SQLite would take it for a new file, and delete its journal.
                raise DamageFoundError(path.name)
            connection = stack.enter_context(closing(connect(path)))
            connection.execute("BEGIN IMMEDIATE")
        except STORE_ERRORS as error:
            if not is_damage(error):
                raise
        yield connection


def _salvage(content: bytes, target: Path, clock: Clock, progress: ProgressPart) -> Recovered:
    """Copy the intact rows in the bytes of a damaged history to a new file; return what was recovered.

    The ratings and the state of a lost session are left out, and which plan it played. Of several rows with
    the same key, which are states of one row, only the most certain one is copied. Raises `OSError` or
    `sqlite3.Error` if the new file can't be written, and `TaskStoppedError`; the caller removes what was
    written.

    target: the new file, which mustn't exist.
    """
    make_private_file(target)
    with closing(connect(target)) as new, stoppable(new, progress.whole):
        migrate(new, target, clock)
        reading, writing = progress.divide(1, 1)
        found = salvage(content, list_stored_forms(new), reading)
        parts = writing.divide(*(len(found.rows[table.name]) or 1 for table in TABLES))
        with transaction(new):
            for table, part in zip(TABLES, parts, strict=True):
                count = len(found.rows[table.name])
                rows: Iterable[Row] = part.watch(found.rows[table.name], count)
                if new.execute(f"PRAGMA foreign_key_list({table.name})").fetchone():
                    # All that refer to another table refer to the sessions, which come first.
                    saved = {session_id for (session_id,) in new.execute("SELECT id FROM sessions")}
                    rows = (row for row in rows if row["session_id"] in saved)
                new.executemany(table.insert_sql("INSERT OR IGNORE"), map(table.insert_values, rows))
        check_integrity(new)
        return Recovered.count(new, found)
