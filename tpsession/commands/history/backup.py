"""The commands ``tpsession backup``, which copies the whole history, and ``tpsession restore``."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from tpsession.clock import SystemClock
from tpsession.commands.history.opening import find_backups, open_own_history
from tpsession.commands.render.progress_line import ProgressLine
from tpsession.core.diagnostics.own_data import DAMAGED, MAKING, NO_HISTORY, describe_missing_folder
from tpsession.core.dialogue.restore import describe_restore
from tpsession.core.errors import HistoryError, UsageError
from tpsession.core.task_progress import TaskProgress
from tpsession.core.text.sanitize import sanitize
from tpsession.files.output_file import expand
from tpsession.files.paths import find_paths
from tpsession.files.writable import is_folder
from tpsession.store.backups.naming import INCOMPLETE, parse_name
from tpsession.store.backups.restoring import preparing_restore
from tpsession.store.backups.service import BY_HAND
from tpsession.store.connection import history_exists
from tpsession.store.failures import HistoryDamagedError

_NOTHING_CHANGED = "Nothing was changed."


def make(arguments: argparse.Namespace) -> int:
    """Make a backup in the folder that the arguments give, or else in the usual one, and print its path.

    The usual one is the folder that the settings name. If that is missing, it is the one beside the history,
    and a sentence on standard error says so. Old backups in the usual folder are deleted as `Backups.make`
    does it. If a part of the history is damaged, that is printed on standard error, too. Returns 0.

    Raises `HistoryError` if there is no history or the backup fails, and `UsageError` for a given folder as
    `_find_folder` does.
    """
    paths, clock = find_paths(), SystemClock()
    backups = find_backups(paths, clock)
    if not history_exists(paths.history):
        raise HistoryError(NO_HISTORY)
    with ProgressLine() as progress:
        progress.show(f"{MAKING}…")
        if arguments.folder is None:
            path = backups.make(BY_HAND)
            missing = backups.missing_folder()
        else:
            path, missing = backups.make_in(_find_folder(arguments.folder)), None
    sys.stdout.write(f"{sanitize(str(path))}\n")
    if missing is not None:
        _say(describe_missing_folder(str(missing)))
    backup = parse_name(paths.history, path)
    if backup is not None and backup.label == INCOMPLETE:
        _say(DAMAGED)
    if sys.stdout.isatty():
        # A script that makes a backup every night needn't read it.
        _say("It holds your history. Your routines and settings are files of their own: see tpsession paths.")
    return 0


def _find_folder(name: str) -> Path:
    """Return the absolute path of the folder that the person named, with ``~`` expanded.

    It may be missing, and isn't made. Raises `UsageError` if there is a file at the path, or a link that
    leads nowhere, if the folder that it lies in is missing, or if it can't be reached.
    """
    folder = expand(name).absolute()
    try:
        if not is_folder(folder) and os.path.lexists(folder):
            raise UsageError(f"{folder} is a file, not a folder.")
        if not is_folder(folder.parent):
            raise UsageError(
                f"There is no folder {folder.parent}.", "If it is on another disk, connect that first."
            )
    except OSError as error:
        raise UsageError(
            f"{folder} can't be reached: {error.strerror or error}.", "Choose another."
        ) from error
    return folder


def restore(arguments: argparse.Namespace) -> int:
    """Print what going back to a backup would change, ask unless ``--yes`` is given, and do it; return 0.

    A present history is kept as a backup. What makes an area rest today stays, and what was deleted for good
    stays deleted. If the person says no, or the backup is the same as the history, the history isn't
    replaced. Even then, a history of an older format has been updated, and a damaged one repaired if that
    works, because this happens before the comparison.

    Raises `HistoryError` if the backup can't be used or the history can't be opened or replaced, and
    `UsageError` if there is something to change, but nobody to ask and no ``--yes``.
    """
    paths, clock = find_paths(), SystemClock()
    file = expand(arguments.file).absolute()
    if history_exists(paths.history):
        try:
            # Brings it to the format of today, and repairs it if it is damaged.
            open_own_history(paths, clock).close()
        except HistoryDamagedError as error:
            _say(error.message)
    line = ProgressLine()
    progress = TaskProgress(lambda now: line.show(f"{now.describe()}, ctrl-c stops"))
    with line, preparing_restore(file, paths.history, clock, progress) as prepared:
        line.show("")
        differences = describe_restore(prepared.difference)
        for sentence in differences:
            sys.stdout.write(f"{sentence}\n")
        sys.stdout.flush()
        if prepared.difference.changes_nothing:
            the_same = "For the rest, your" if differences else "Your"
            _say(f"{the_same} history is the same as this backup. {_NOTHING_CHANGED}")
            return 0
        if not (arguments.yes or _ask_to_restore()):
            _say(_NOTHING_CHANGED)
            return 0
        kept = prepared.finish(find_backups(paths, clock), progress)
    _say("Restored." if kept is None else f"Restored. Your history of before is kept in {kept}.")
    return 0


def _ask_to_restore() -> bool:
    """Ask whether to restore; return True only for ``y`` or ``yes``.

    Raises `UsageError` if standard input isn't a terminal.
    """
    if not sys.stdin.isatty():
        raise UsageError(f"{_NOTHING_CHANGED} Nobody can be asked here.", "To restore it, add --yes.")
    sys.stderr.write("Your history of now is kept as a backup first. Restore? [y/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().casefold() in {"y", "yes"}


def _say(sentence: str) -> None:
    """Print a sentence on standard error."""
    sys.stderr.write(f"{sanitize(sentence)}\n")
