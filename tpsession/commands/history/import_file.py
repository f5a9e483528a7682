"""The command ``tpsession import``: merges an export, or scores of another pain diary, into the history."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from uuid import uuid4

from tpsession.clock import SystemClock
from tpsession.commands.history.import_diary import choose_scores, has_diary_options
from tpsession.commands.history.opening import find_backups, open_own_history
from tpsession.commands.render.progress_line import DelayedInterrupt, ProgressLine
from tpsession.core.clock import Clock
from tpsession.core.errors import HistoryError, UsageError
from tpsession.core.exchange.outcome import brings_something, describe_import
from tpsession.core.exchange.records import ImportedFile
from tpsession.core.text.sanitize import sanitize
from tpsession.files.exchange.csv_file import read_table
from tpsession.files.exchange.json_file import ImportFileError, read_json_file
from tpsession.files.output_file import expand, shown
from tpsession.files.paths import Paths, find_paths
from tpsession.store.backups.service import BEFORE_IMPORT
from tpsession.store.connection import history_exists


def import_file(arguments: argparse.Namespace) -> int:
    """Merge a file into the history, all of it or nothing, and say what was done.

    Problems of the file are printed, each with its place. Raises `TpsessionError` if it can't be imported,
    `UsageError` and `HistoryError`.
    """
    path = expand(arguments.file)
    clock = SystemClock()
    try:
        file = _read(path, arguments, clock)
        if file is None:
            return 0 if arguments.dry_run else 1
        return _merge(file, clock, dry_run=arguments.dry_run)
    except ImportFileError as error:
        for problem in error.problems:
            sys.stderr.write(f"{sanitize(problem)}\n")
        raise


def _read(path: Path, arguments: argparse.Namespace, clock: Clock) -> ImportedFile | None:
    """Return the content of a file; None if the person doesn't want the scores of a diary after all."""
    suffix = path.suffix.lower()
    if suffix not in {".json", ".csv"}:
        raise UsageError(
            f"{shown(path)} has the wrong ending.", "Give a .json or .csv file; rename it if it is one."
        )
    if has_diary_options(arguments):
        if suffix != ".csv":
            raise UsageError("Only a .csv file of another diary has columns to map.")
        return choose_scores(path, arguments, clock)
    return read_json_file(path) if suffix == ".json" else read_table(path)


def _merge(file: ImportedFile, clock: Clock, *, dry_run: bool) -> int:
    """Merge what a file holds, and print what was done."""
    paths = find_paths()
    if not dry_run:
        _back_up(paths, clock)
    with (
        open_own_history(paths, clock) as history,
        ProgressLine() as progress_line,
        DelayedInterrupt() as interrupt,
    ):

        def report(done: int) -> None:
            interrupt.check()
            progress_line.show(f"{done} of {file.count} sessions, ctrl-c stops")

        counts = history.merge_file(file, str(uuid4()), report, try_only=dry_run)
    sentences = describe_import(counts) or ["The file holds nothing."]
    if dry_run:
        sentences.append("Nothing was changed: this was a dry run.")
    elif brings_something(counts):
        sentences.append("Saved. tpsession undo takes the whole import back.")
    for sentence in sentences:
        sys.stderr.write(f"{sentence}\n")
    return 0


def _back_up(paths: Paths, clock: Clock) -> None:
    """Make a backup of the history before an import changes it. Raises `HistoryError` if that fails."""
    if not history_exists(paths.history):
        return
    try:
        find_backups(paths, clock).make(BEFORE_IMPORT)
    except HistoryError as error:
        raise HistoryError(f"Nothing was imported. {error.message}", error.advice) from error
