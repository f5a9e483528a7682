"""The command ``tpsession progress``, which says what the ratings of each place and side show."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator

from tpsession.clock import SystemClock
from tpsession.commands.history.opening import open_own_history
from tpsession.commands.json_output import progress_to_json
from tpsession.core.catalog.place import place_name
from tpsession.core.catalog.routine import routine_names
from tpsession.core.errors import UsageError
from tpsession.core.history.records import HistoryQuery
from tpsession.core.progress.comparison import RoutineComparison, compare_routines
from tpsession.core.progress.comparison_wording import describe_series_and_routines
from tpsession.core.progress.summary import SeriesSummary, summarize_series
from tpsession.core.progress.wording import describe_series_briefly
from tpsession.core.text.formatting import CAUSE_UNKNOWN, describe_place, lower_first
from tpsession.core.text.sanitize import sanitize
from tpsession.files.paths import find_paths
from tpsession.files.resources import find_resources
from tpsession.files.routines.library import FileLibrary
from tpsession.store.history import SqliteHistory

_OF_THE_LIST = (
    *("--area", "--routine", "--status", "--find", "--until", "--limit"),
    *("--order", "--ids", "--sentences", "--json"),
)
"""The options of ``history`` about single sessions, which a summary of places and sides can't follow."""


def show(arguments: argparse.Namespace) -> int:
    """Print what the ratings of each place and side that match the filters show, in sentences or as JSON.

    The place and side with the newest session or score comes first; each is printed as soon as it is read.
    Returns 0. Damaged sessions are reported on standard error, and so is, except as JSON, that there is
    nothing to print. Raises `HistoryError`.
    """
    with open_own_history(find_paths(), SystemClock(), read_only=True) as history:
        found = _summarize_all(history, arguments)
        printed = _print_json(found) if arguments.json else _print_text(found)
        damaged = history.damage_reports()
    for sentence in damaged:
        sys.stderr.write(f"tpsession: {sentence}\n")
    if not printed and not arguments.json:
        sys.stderr.write(_describe_none(arguments))
    return 0


def show_briefly(arguments: argparse.Namespace) -> int:
    """Print a line for each place and side in the filters: how many sessions it has, what their ratings show.

    The place and side with the newest session or score comes first. Returns 0. Damaged sessions are reported
    on standard error; so is that there is nothing to print. Raises `HistoryError`, and `UsageError` for the
    options of ``history`` that don't go with ``--summary``.
    """
    for option in _OF_THE_LIST:
        if getattr(arguments, option.lstrip("-")):
            raise UsageError(
                f"{option} doesn't go with --summary.", "Of the filters, --place, --side and --since do."
            )
    with open_own_history(find_paths(), SystemClock(), read_only=True) as history:
        lines = [_describe_in_line(summary) for summary, _ in _summarize_all(history, arguments)]
        damaged = history.damage_reports()
    for line in (*lines, *([CAUSE_UNKNOWN] if lines else [])):
        sys.stdout.write(f"{sanitize(line)}\n")
    for sentence in damaged:
        sys.stderr.write(f"tpsession: {sentence}\n")
    if not lines:
        sys.stderr.write(_describe_none(arguments))
    return 0


def _describe_in_line(summary: SeriesSummary) -> str:
    """Return a line with the place and side of a series, and what `describe_series_briefly` says of it."""
    place = describe_place(place_name(summary.series.place), summary.series.side)
    return f"{place}, {lower_first(describe_series_briefly(summary))}"


def _describe_none(arguments: argparse.Namespace) -> str:
    """Return what to print if there is nothing: no session matches the filters, or there is none yet."""
    is_filtered = any((arguments.place, arguments.side, arguments.since))
    return "No matching sessions.\n" if is_filtered else "No sessions yet.\n"


def _summarize_all(
    history: SqliteHistory, arguments: argparse.Namespace
) -> Iterator[tuple[SeriesSummary, RoutineComparison]]:
    """Yield the summary and the comparison of routines of each place and side that match the filters.

    Each is read only when the caller asks for it. A place and side whose records are all damaged, or all from
    before the first day of the filters, is left out. Raises `HistoryError`.
    """
    for series in history.list_series():
        if arguments.place not in {None, series.place} or arguments.side not in {None, series.side}:
            continue
        records = history.find_sessions(
            HistoryQuery(place=series.place, side=series.side, since=arguments.since, with_steps=False)
        )
        if records:
            yield summarize_series(series, records), compare_routines(series, records)


def _print_json(found: Iterator[tuple[SeriesSummary, RoutineComparison]]) -> int:
    """Print a JSON list with an item for each series, and return how many there are."""
    printed = 0
    for summary, comparison in found:
        item = json.dumps(progress_to_json(summary, comparison), indent=1)
        sys.stdout.write(f"{',' if printed else '['}\n{item}")
        sys.stdout.flush()
        printed += 1
    sys.stdout.write("\n]\n" if printed else "[]\n")
    return printed


def _print_text(found: Iterator[tuple[SeriesSummary, RoutineComparison]]) -> int:
    """Print a heading and sentences for each series, and return how many series there are."""
    names = routine_names(FileLibrary(find_paths(), find_resources()).list_entries(with_deleted=True))
    printed = 0
    for summary, comparison in found:
        heading = describe_place(place_name(summary.series.place), summary.series.side)
        sentences = describe_series_and_routines(summary, comparison, names).sentences
        lines = [heading, *(f"  {sentence}" for sentence in sentences)]
        sys.stdout.write("\n" * bool(printed) + "".join(f"{sanitize(line)}\n" for line in lines))
        sys.stdout.flush()
        printed += 1
    return printed
