"""The command ``tpsession import``: merges an export, or scores of another pain diary, into the history."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from tpsession.clock import SystemClock
from tpsession.commands.history.import_diary import choose_scores, has_diary_options
from tpsession.commands.history.opening import find_backups, open_own_history
from tpsession.commands.render.progress_line import DelayedInterrupt, ProgressLine
from tpsession.core.clock import Clock
from tpsession.core.errors import HistoryError, UsageError
from tpsession.core.exchange.json_reading import NOTHING_IMPORTED
from tpsession.core.exchange.outcome import ImportOutcome, brings_something, describe_import
from tpsession.core.exchange.records import ImportedFile
from tpsession.core.text.sanitize import sanitize
from tpsession.files.exchange.csv_file import read_table
from tpsession.files.exchange.json_file import ImportFileError, read_json_file
from tpsession.files.output_file import expand, shown
from tpsession.files.paths import Paths, find_paths
from tpsession.store.backups.service import BEFORE_IMPORT
from tpsession.store.connection import history_exists


def import_file(arguments: argparse.Namespace) -> int:
    """Merge a .json or .csv file into the history, all of it or nothing, and print what was done.

    If there is a history, a backup is made first. A dry run only prints what would be done. Returns 0, or 1
    if the file is of another diary and the person, who is asked, doesn't want its scores.

    Raises `UsageError` if the file or the options can't be used, `TpsessionError` if the file can't be read
    or has errors, which are printed, `HistoryError`, and `KeyboardInterrupt` after Ctrl-C; then nothing was
    imported.
    """
    path = expand(arguments.file)
    clock = SystemClock()
    try:
        file = _read(path, arguments, clock)
        if file is None:
            return 0 if arguments.dry_run else 1
        return _try_import(file, clock) if arguments.dry_run else _merge(file, clock)
    except ImportFileError as error:
        for problem in error.problems:
            sys.stderr.write(f"{sanitize(problem)}\n")
        raise


def _read(path: Path, arguments: argparse.Namespace, clock: Clock) -> ImportedFile | None:
    """Return the content of a file to import; for the table of another diary, what `choose_scores` returns.

    It is taken for another diary's if options say how to read it. Raises `UsageError` for a file that is
    neither .json nor .csv, or that the options don't fit, `ImportFileError` with the problems of the file,
    and `TpsessionError` if it can't be read; and as `choose_scores` does.
    """
    suffix = path.suffix.lower()
    if suffix not in {".json", ".csv"}:
        raise UsageError(
            f"{shown(path)} has the wrong ending.", "Give a .json or .csv file; rename it if it is one."
        )
    if has_diary_options(arguments):
        if suffix != ".csv":
            raise UsageError("Only a .csv file of another diary has columns to map.")
        return choose_scores(path, arguments, clock)
    with ProgressLine() as progress_line:
        progress_line.show("Reading the file, ctrl-c stops")
        return read_json_file(path) if suffix == ".json" else read_table(path)


def _try_import(file: ImportedFile, clock: Clock) -> int:
    """Print what an import would do, without importing anything; return 0."""
    with (
        _showing_progress(file) as (_, report),
        open_own_history(find_paths(), clock, read_only=True) as history,
    ):
        counts = history.try_import(file, report)
    _print_counts(counts, "Nothing was changed: this was a dry run.")
    return 0


def _merge(file: ImportedFile, clock: Clock) -> int:
    """Make a backup if there is a history, merge what a file holds, and print what was done. Returns 0."""
    paths = find_paths()
    with _showing_progress(file) as (progress_line, report):
        if history_exists(paths.history):
            progress_line.show("Making a backup first…")
            _back_up(paths, clock)
        with open_own_history(paths, clock) as history:
            counts = history.merge_file(file, str(uuid4()), report)
            progress_line.show("Saved. Making the backup of the day…")
    _print_counts(
        counts, "Saved. tpsession undo takes the whole import back." if brings_something(counts) else ""
    )
    return 0


@contextmanager
def _showing_progress(file: ImportedFile) -> Iterator[tuple[ProgressLine, Callable[[int], None]]]:
    """Show in the block how far an import is; yield the line, and a function for its progress.

    Call the function with the number of sessions done. After Ctrl-C its next call raises `KeyboardInterrupt`;
    when that leaves the block, it is printed that nothing was imported.
    """
    with ProgressLine() as progress_line, DelayedInterrupt() as interrupt:

        def report(done: int) -> None:
            """Show how many sessions are done; raise `KeyboardInterrupt` after Ctrl-C."""
            interrupt.check()
            progress_line.show(f"{done} of {file.count} sessions, ctrl-c stops")

        try:
            yield progress_line, report
        except KeyboardInterrupt:
            progress_line.show("")
            sys.stderr.write(f"Stopped. {NOTHING_IMPORTED}\n")
            raise


def _print_counts(counts: Mapping[ImportOutcome, int], end: str) -> None:
    """Print on standard error what an import does, and `end` after it unless that is empty."""
    sentences = describe_import(counts) or ["The file holds nothing."]
    for sentence in (*sentences, end):
        if sentence:
            sys.stderr.write(f"{sentence}\n")


def _back_up(paths: Paths, clock: Clock) -> None:
    """Make a backup of the history before an import changes it.

    Raises `HistoryError` if that fails; it says that nothing was imported.
    """
    try:
        find_backups(paths, clock).make(BEFORE_IMPORT)
    except HistoryError as error:
        raise HistoryError(f"Nothing was imported. {error.message}", error.advice) from error
