"""The commands ``tpsession routines``, ``routines check`` and ``routines schema``."""

from __future__ import annotations

import argparse
import sys

from tpsession.commands.json_output import routine_to_json
from tpsession.core.catalog.routine import Routine, RoutineEntry
from tpsession.core.errors import Severity
from tpsession.core.settings.definitions import Preferences
from tpsession.core.settings.plan_options import preview_plan
from tpsession.core.text.formatting import describe_area_list, format_count, format_timer
from tpsession.core.text.sanitize import sanitize
from tpsession.files.paths import find_paths
from tpsession.files.resources import find_resources
from tpsession.files.routines.library import FileLibrary
from tpsession.files.settings import FileSettings

PROBLEMS_EXIT = 3


def list_all(arguments: argparse.Namespace) -> int:
    """Print every routine that isn't deleted, one a line, or all as JSON; return 0.

    With ``--plain`` each line is a sentence. A file with errors is listed in its place, with its errors
    below. JSON has warnings, too.
    """
    paths = find_paths()
    preferences = FileSettings(paths.settings).load_preferences()
    entries = FileLibrary(paths, find_resources()).list_entries()
    if arguments.json:
        import json  # noqa: PLC0415 - only needed here

        printed = [routine_to_json(entry, _total_s(entry.routine, preferences)) for entry in entries]
        json.dump(printed, sys.stdout, indent=1)
        sys.stdout.write("\n")
        return 0
    form = _describe_entry if arguments.plain else _format_entry
    for entry in entries:
        sys.stdout.write(f"{sanitize(form(entry, preferences))}\n")
        for problem in entry.problems:
            if problem.severity is Severity.ERROR:
                sys.stdout.write(f"    {problem.format_with_path(sanitize(entry.path))}\n")
    return 0


def _format_entry(entry: RoutineEntry, preferences: Preferences) -> str:
    """Return a routine as one line of the list: its id, name, areas, length and source.

    For a file with errors, return the words that come before its errors.
    """
    if entry.routine is None:
        return f"{entry.id}  ({entry.source})  can't be played:"
    total_s = _total_s(entry.routine, preferences)
    length = "" if total_s is None else format_timer(total_s)
    areas = describe_area_list(entry.routine.areas)
    return f"{entry.id}  {entry.routine.name}  {areas}  {length}  ({entry.source})"


def _describe_entry(entry: RoutineEntry, preferences: Preferences) -> str:
    """Return a routine of the list in a sentence: its name and minutes as in plain mode, and its id.

    For a file with errors, return the words that come before its errors.
    """
    from tpsession.plain.prepare.routine_list import format_entry  # noqa: PLC0415 - plain mode's, rarely used

    if entry.routine is None:
        return f"{entry.id} can't be played:"
    return f"{format_entry(entry, preferences)}, id {entry.id}."


def _total_s(routine: Routine | None, preferences: Preferences) -> float | None:
    """Return the seconds of a routine's timed phases; None without a routine."""
    return None if routine is None else preview_plan(routine, preferences).planned_s


def check(arguments: argparse.Namespace) -> int:
    """Print every problem of the routines or files that are named, or of all listed routines if none is.

    Returns 3 if there are errors; warnings alone give 0. Raises `UsageError` if there is no such routine or
    file, or if several routines have the name.
    """
    library = FileLibrary(find_paths(), find_resources())
    entries = (
        [library.entry(library.resolve(name)) for name in arguments.files]
        if arguments.files
        else library.list_entries()
    )
    errors = 0
    for entry in entries:
        for problem in entry.problems:
            sys.stdout.write(f"{problem.format_with_path(sanitize(entry.path))}\n")
            errors += problem.severity is Severity.ERROR
    files = format_count(len(entries), "file")
    result = format_count(errors, "error") if errors else "no errors"
    sys.stderr.write(f"{files} checked: {result}.\n")
    return PROBLEMS_EXIT if errors else 0


def schema(_arguments: argparse.Namespace) -> int:
    """Print the JSON Schema of routine files, and return the exit code 0."""
    import json  # noqa: PLC0415 - only needed here

    from tpsession.files.routines.schema import routine_schema  # noqa: PLC0415 - only needed here

    json.dump(routine_schema(), sys.stdout, indent=1)
    sys.stdout.write("\n")
    return 0
