"""The command ``tpsession report``: writes the page for an appointment."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Collection

from tpsession.clock import SystemClock
from tpsession.commands.history.opening import open_own_history
from tpsession.commands.history.report_writer import FileReportWriter
from tpsession.core.catalog.routine import routine_names
from tpsession.core.errors import ExistsError, HistoryError, UsageError
from tpsession.core.history.records import HistoryQuery, SessionRecord
from tpsession.core.history.series import Series
from tpsession.core.progress.report import SeriesReport, build_series_report
from tpsession.core.progress.report_writer import describe_saved_page
from tpsession.files.paths import find_paths
from tpsession.files.resources import find_resources
from tpsession.files.routines.library import FileLibrary


def write(arguments: argparse.Namespace) -> int:
    """Write a page with a sheet for each place and side in the filters, and print its path; return 0.

    All notes are on it if the arguments ask for notes, and none otherwise. Damaged sessions are left out, and
    reported on standard error once the page is written.

    Raises `HistoryError` if there is nothing to report or the history can't be read, `UsageError` if the file
    exists without ``--force`` or its name doesn't fit, and `TpsessionError` if it can't be written.
    """
    clock, paths = SystemClock(), find_paths()
    query = HistoryQuery(place=arguments.place, side=arguments.side, since=arguments.since)
    with open_own_history(paths, clock, read_only=True) as history:
        records = history.find_sessions(query)
        damaged = history.damage_reports()
    entries = FileLibrary(paths, find_resources()).list_entries(with_deleted=True)
    names = routine_names(entries)
    reports = make_reports(records, names, notes_of=None if arguments.notes else ())
    if not reports:
        raise HistoryError("There are no sessions to report.", "Leave out a filter, or play a session first.")
    try:
        path = FileReportWriter(clock).write(reports, arguments.output, overwrite=arguments.force)
    except ExistsError as error:
        raise UsageError(error.message, "Choose another name, or add --force.") from error
    for sentence in damaged:
        sys.stderr.write(f"tpsession: {sentence}\n")
    sys.stderr.write("".join(f"{line}\n" for line in describe_saved_page(path)))
    return 0


def make_reports(
    records: list[SessionRecord], names: dict[str, str], *, notes_of: Collection[str] | None
) -> list[SeriesReport]:
    """Return a report for each place and side of these records, the one with the newest record first.

    Empty without records.

    Args:
        records: Newest first.
        names: The names of routines by id.
        notes_of: The ids of the records whose notes may be read in the reports, because notes are private;
            empty for none, None for all.

    """
    by_series: dict[Series, list[SessionRecord]] = {}
    for record in records:
        by_series.setdefault(Series(record.place, record.side), []).append(record)
    return [
        build_series_report(series, of_series, names, notes_of=notes_of)
        for series, of_series in by_series.items()
    ]
