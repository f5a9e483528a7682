"""Opens the person's history together with its backups, which go where the settings say."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tpsession.core.errors import HistoryError
from tpsession.core.task_progress import STOPPED, TaskProgress, TaskStoppedError
from tpsession.store.history import SqliteHistory, open_history

if TYPE_CHECKING:
    from tpsession.commands.render.progress_line import ProgressLine
    from tpsession.core.clock import Clock
    from tpsession.files.paths import Paths
    from tpsession.store.backups.service import Backups

LINE_DELAY_S = 0.5
"""Seconds of opening after which the line appears."""


def open_own_history(
    paths: Paths, clock: Clock, *, read_only: bool = False, progress: TaskProgress | None = None
) -> SqliteHistory:
    """Open the history, as `open_history` does; the caller closes it.

    Unless it is opened read-only, a backup is made on each day on which it changes. Raises `HistoryError`.

    Args:
        paths: Where the history is.
        clock: Dates what is saved.
        read_only: Whether nothing will be saved; then a missing history isn't created.
        progress: Learns how far the opening is, and may stop it; None shows that in a line on the terminal,
            where ctrl-c stops it.

    """
    backups = partial(find_backups, paths, clock)
    if progress is not None:
        return open_history(paths.history, clock, read_only=read_only, backups=backups, progress=progress)
    line = _OpeningLine(clock)
    try:
        return open_history(
            paths.history, clock, read_only=read_only, backups=backups, progress=TaskProgress(line.show)
        )
    finally:
        line.clear()


def go_back_to(backup: str, paths: Paths, clock: Clock, progress: TaskProgress) -> None:
    """Replace the history with a backup; the present history is kept as a backup, too.

    What makes an area rest today stays, and what was deleted for good since stays deleted. If both hold the
    same, nothing is done.

    Raises `HistoryError` if going back fails or is stopped. The history is then as it was, and the error's
    `keeps_choices` is set, so that the person is asked again what to do.

    progress: learns how far it is, and may stop it.
    """
    from tpsession.store.backups.restoring import preparing_restore  # noqa: PLC0415 - only after damage

    try:
        with preparing_restore(Path(backup), paths.history, clock, progress) as prepared:
            if not prepared.difference.changes_nothing:
                prepared.finish(find_backups(paths, clock), progress)
    except TaskStoppedError:
        error = HistoryError(STOPPED)
        error.keeps_choices = True
        raise error from None
    except HistoryError as error:
        error.keeps_choices = True
        raise


class _OpeningLine:
    """Shows how far the opening of a history is, if it takes longer than `LINE_DELAY_S`."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._began = clock.now()
        self._line: ProgressLine | None = None

    def show(self, progress: TaskProgress) -> None:
        """Show how far the opening is, if it takes long. Runs in the thread that opens the history."""
        if self._clock.now() - self._began < LINE_DELAY_S or progress.is_stopped:
            return
        if self._line is None:
            from tpsession.commands.render.progress_line import ProgressLine  # noqa: PLC0415 - hardly ever

            self._line = ProgressLine()
        self._line.show(f"{progress.describe()}, ctrl-c stops")

    def clear(self) -> None:
        """Remove the line, if there is one."""
        if self._line is not None:
            self._line.show("")


def find_backups(paths: Paths, clock: Clock) -> Backups:
    """Return what makes and finds the backups of the history; nothing is read yet.

    The settings, which may name a folder for backups, are read each time that this folder is needed.
    """
    from tpsession.store.backups.service import Backups  # noqa: PLC0415 - 5 ms, not for the first paint

    return Backups(paths.history, clock, partial(_read_backup_folder, paths))


def _read_backup_folder(paths: Paths) -> Path | None:
    """Read the settings file, and return the backup folder that it names, or None if it names none."""
    from tpsession.files.output_file import expand  # noqa: PLC0415 - most commands make no backup
    from tpsession.files.settings import FileSettings  # noqa: PLC0415 - likewise

    folder = FileSettings(paths.settings).load_preferences().text("history.backups")
    return expand(folder) if folder else None
