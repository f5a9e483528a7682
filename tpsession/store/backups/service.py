"""Makes and finds the backups of one history: where they go, which are kept, which is the newest good one."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tpsession.core.errors import HistoryError
from tpsession.private_files import make_private_folder
from tpsession.store.backups.naming import (
    INCOMPLETE,
    UNFINISHED_SUFFIX,
    BackupFile,
    find_unused_path,
    list_backups,
    parse_name,
)
from tpsession.store.connection import find_cause, mark_suspect
from tpsession.store.failures import STORE_ERRORS, find_reason, is_damage, to_history_error

if TYPE_CHECKING:
    from tpsession.core.clock import Clock
    from tpsession.core.dialogue.rescue import FoundBackup
    from tpsession.core.task_progress import ProgressPart, TaskProgress
    from tpsession.store.schema.migrations import Migration

KEPT = 10
"""How many of the newest good backups in a folder are kept; of the older ones, the last of each month is."""
DAILY = "daily"
"""The label of a backup that the program made automatically because the history changed."""
BEFORE_IMPORT = "before-import"
"""The label of a backup that was made before a file was merged into the history."""
BY_HAND = "by-hand"
"""The label of a backup that the person asked for."""


def no_other_folder() -> Path | None:
    """Return None: the settings name no folder for backups."""
    return None


def _is_there(folder: Path) -> bool:
    """Return whether there is a folder at this path. Unlike `Path.is_dir`, this never raises."""
    return os.path.isdir(folder)  # noqa: PTH112 - `Path.is_dir` raises for some errors


class Backups:
    """The backups of one history. Any thread may use it."""

    def __init__(
        self, path: Path, clock: Clock, other_folder: Callable[[], Path | None] = no_other_folder
    ) -> None:
        """Use the history at `path`.

        other_folder: returns the folder that the settings name for backups, or None if they name none.
        """
        self._path = path
        self._clock = clock
        self._other_folder = other_folder

    @property
    def own_folder(self) -> Path:
        """The folder beside the history. `make` uses it unless the settings name a folder that is there."""
        return self._path.parent / "backups"

    def missing_folder(self) -> Path | None:
        """Return the folder that the settings name if it isn't there now, or can't be reached.

        None if it is there, or if they name no folder.
        """
        other = self._other_folder()
        return None if other is None or _is_there(other) else other

    def folder(self) -> Path:
        """Return the folder in which the next backup will be; nothing is made.

        If the settings name a folder that is there, it is this history's own subfolder of that. Otherwise it
        is the folder beside the history.
        """
        other = self._other_folder()
        return self.own_folder if other is None or not _is_there(other) else self._subfolder(other)

    def list_all(self) -> list[BackupFile]:
        """Return all backups of this history in both folders, the newest by the time in their names first.

        The folders are the one beside the history and, if the settings name one that is there, this history's
        own subfolder of that. Backups with the label `INCOMPLETE` are among them.
        """
        backups = [backup for folder in {self.own_folder, self.folder()} for backup in self._list(folder)]
        return sorted(backups, key=lambda backup: (backup.made_at, backup.path.name), reverse=True)

    def is_due(self) -> bool:
        """Return whether today's automatic backup is still missing.

        Any backup of today in which damaged rows were found counts as it, whatever it was made for.
        """
        today = self._clock.local_time().date()
        return not any(
            backup.made_at.date() == today and backup.label in {DAILY, INCOMPLETE}
            for backup in self.list_all()
        )

    def make(self, label: str, progress: ProgressPart | None = None) -> Path:
        """Make a backup in `folder()`, and delete old ones there that needn't be kept; return its path.

        The backup is checked, in a large history by a sample of its rows. If a damaged row is found, the
        backup has the label `INCOMPLETE` instead, and no good backup is deleted for it.

        Args:
            label: Why it is made; it becomes part of the name.
            progress: Learns how far it is, and may stop it with `TaskStoppedError`; then no backup is left.

        Raises:
            HistoryError: The backup can't be made, and none is left. If that is because of damage, the next
                opening checks the whole history.

        """
        folder = self.folder()
        try:
            return self.write(label, folder, progress)
        except STORE_ERRORS as error:
            raise self._to_error_marking_damage(error, folder) from error

    def make_in(self, folder: Path) -> Path:
        """Make a backup in a folder that the person chose, and return its path; other backups there are kept.

        The folder is made if it is missing. Raises `HistoryError` as `make` does.
        """
        try:
            return self._write_to(folder, BY_HAND)
        except STORE_ERRORS as error:
            raise self._to_error_marking_damage(error, folder) from error

    def write(self, label: str, folder: Path | None = None, progress: ProgressPart | None = None) -> Path:
        """Make a backup as `make` does, but let an error of SQLite or the disk (`STORE_ERRORS`) through.

        Damage is then not marked for the next opening.

        Args:
            label: As for `make`.
            folder: Where the backup is made, and where old ones are deleted; None for `folder()`.
            progress: As for `make`.

        """
        folder = folder or self.folder()
        target = self._write_to(folder, label, progress)
        self._tidy(folder)
        return target

    def _write_to(self, folder: Path, label: str, progress: ProgressPart | None = None) -> Path:
        """Make a backup in a folder, which is made if missing, and return its path; no old one is removed.

        A backup in which damaged rows are found is kept, with the label `INCOMPLETE` instead of `label`; of
        large tables only a sample is looked at. Raises `HistoryError`, `TaskStoppedError` or one of
        `STORE_ERRORS`; then nothing is left of it.

        progress: shows the copying, and may stop it; None shows nothing.
        """
        # The list of routines, which only reads, must appear at once.
        from tpsession.store.backups.copying import (  # noqa: PLC0415 - once a day at most
            copy_file,
            copy_history,
            move_into_place,
        )
        from tpsession.store.backups.verification import count_damaged_rows  # noqa: PLC0415 - likewise

        make_private_folder(folder)
        workplace = self._find_workplace(folder)
        here = self._unfinished(workplace, label)
        unfinished = here if folder == workplace else self._unfinished(folder, label)
        try:
            copy_history(self._path, here, progress=progress)
            whole = None if progress is None else progress.whole
            if count_damaged_rows(here, every_row=False, progress=whole):
                label = INCOMPLETE
            if unfinished != here:
                copy_file(here, unfinished)
            target = find_unused_path(self._path, label, self._clock, folder)
            move_into_place(unfinished, target)
        finally:
            for file in (here, unfinished):
                with suppress(OSError):
                    file.unlink(missing_ok=True)
        return target

    def _find_workplace(self, folder: Path) -> Path:
        """Return the folder in which SQLite writes a backup that is then copied to `folder`.

        It is the one beside the history, which is made if it is missing, because another disk may not suit
        SQLite. It is `folder` itself if nothing can be written beside the history.
        """
        try:
            make_private_folder(self.own_folder)
        except OSError:
            return folder
        return self.own_folder if os.access(self.own_folder, os.W_OK) else folder

    def find_newest_intact(
        self, migrations: Sequence[Migration] | None = None, progress: TaskProgress | None = None
    ) -> Path | None:
        """Return the path of the newest backup in which no damage is found; None if there is none.

        The folders of `list_all` are looked at. Newest by when the file was last changed, whatever its name.
        Every row is checked, but in a backup with an older schema only the file as a whole. A backup that
        can't be read, or that a newer version wrote, is passed over.

        Args:
            migrations: All that this program knows; None for `MIGRATIONS`.
            progress: May stop it, with `TaskStoppedError`.

        """
        from tpsession.store.backups.verification import count_damaged_rows  # noqa: PLC0415 - rarely needed
        from tpsession.store.schema.migrations import MIGRATIONS  # noqa: PLC0415 - likewise

        files: list[Path] = []
        for folder in {self.own_folder, self.folder()}:
            with suppress(OSError):
                files += folder.glob(f"*{self._path.suffix}")
        with suppress(OSError):
            files.sort(key=lambda file: (file.stat().st_mtime_ns, file.name), reverse=True)
        for file in files:
            with suppress(HistoryError, *STORE_ERRORS):
                known = MIGRATIONS if migrations is None else migrations
                if not count_damaged_rows(file, known, progress=progress):
                    return file
        return None

    def find_offered(self, progress: TaskProgress) -> FoundBackup | None:
        """Return the newest backup without damage, with its time and what it holds, to offer to the person.

        None if there is no such backup. Its contents are None if they can't be counted.

        progress: may stop it, with `TaskStoppedError`.
        """
        from tpsession.core.dialogue.rescue import FoundBackup  # noqa: PLC0415 - only after damage
        from tpsession.store.backups.contents import count_contents  # noqa: PLC0415 - only after damage

        file = self.find_newest_intact(progress=progress)
        if file is None:
            return None
        named, zone = parse_name(self._path, file), self._clock.local_time().tzinfo
        if named is None:
            # Somebody gave it another name.
            made_at = datetime.fromtimestamp(file.stat().st_mtime, zone)
        else:
            made_at = named.made_at.replace(tzinfo=zone)
        contents = None
        with suppress(*STORE_ERRORS):
            contents = count_contents(file)
        return FoundBackup(str(file), made_at, contents)

    def _list(self, folder: Path) -> list[BackupFile]:
        return list_backups(self._path, folder)

    def _subfolder(self, other: Path) -> Path:
        """Return the path of this history's own folder in one that other computers or people may use as well.

        It is named after the computer and the path of the history; it need not exist.
        """
        import platform  # noqa: PLC0415 - only for backups in a folder of the settings
        from zlib import crc32  # noqa: PLC0415 - likewise

        name = re.sub(r"[^A-Za-z0-9-]+", "-", platform.node().partition(".")[0]).strip("-") or "computer"
        return other / f"{name}-{crc32(os.fsencode(self._path.absolute())):08x}"

    def _unfinished(self, folder: Path, label: str) -> Path:
        """Return the path at which this process writes a backup until it is complete; nothing is made."""
        target = find_unused_path(self._path, label, self._clock, folder)
        return target.with_name(f"{target.name}.{os.getpid()}{UNFINISHED_SUFFIX}")

    def _to_error_marking_damage(
        self, error: sqlite3.Error | OSError | UnicodeDecodeError, folder: Path
    ) -> HistoryError:
        """Return the error that tells the person why there is no backup.

        If the history itself is damaged, it is also marked on the disk, so that the next opening checks all
        of it.

        Args:
            error: One of `STORE_ERRORS`, met when the backup was made.
            folder: Where the backup would have been.

        """
        if is_damage(error):
            error = find_cause(self._path, error)
        if is_damage(error):
            mark_suspect(self._path)
            return to_history_error(self._path, error)
        reason, todo = find_reason(error)
        # It is SQLite that writes beside the history first.
        is_beside = isinstance(error, sqlite3.Error) and self._find_workplace(folder) != folder
        way = f", by way of {self.own_folder}" if is_beside else ""
        return HistoryError(f"No backup could be made in {folder}{way}: {reason}.", todo)

    def _tidy(self, folder: Path) -> None:
        """Delete old backups from a folder, and the half-written files of programs that were killed.

        Three kinds stay: the `KEPT` newest backups with another label than `INCOMPLETE`; of the older ones of
        these, the newest of each calendar month; and the newest `INCOMPLETE` one. Half-written files are
        deleted in `own_folder`, too, but only those of earlier days. A file that isn't named like a backup of
        this history is left alone, and one that can't be deleted is passed over.
        """
        backups = self._list(folder)
        good = [backup for backup in backups if backup.is_good]
        superfluous = [backup for backup in backups if not backup.is_good][1:]
        kept_months: set[tuple[int, int]] = set()
        for backup in good[KEPT:]:
            month = (backup.made_at.year, backup.made_at.month)
            if month in kept_months:
                superfluous.append(backup)
            kept_months.add(month)
        superfluous += self._find_abandoned(folder)
        for backup in superfluous:
            with suppress(OSError):
                backup.path.unlink(missing_ok=True)

    def _find_abandoned(self, folder: Path) -> list[BackupFile]:
        """Return the half-written backups of earlier days, in `folder` and in `own_folder`.

        Programs that were killed left them. Those of today are left out: another program may be writing one.
        """
        today = self._clock.local_time().date()
        abandoned = []
        for place in {folder, self.own_folder}:
            for file in place.glob(f"*{UNFINISHED_SUFFIX}"):
                # Without the number of the process.
                backup = parse_name(self._path, file.with_name(Path(file.stem).stem))
                if backup is not None and backup.made_at.date() < today:
                    abandoned.append(BackupFile(file, backup.label, backup.made_at))
        return abandoned
