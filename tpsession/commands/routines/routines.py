"""``tpsession routines``, ``routines show`` and ``routines check``."""

from __future__ import annotations

import argparse
import sys

from tpsession.commands import argument_types
from tpsession.commands.json_output import routine_to_json
from tpsession.core.catalog.area import AREAS
from tpsession.core.catalog.routine import Routine, RoutineEntry
from tpsession.core.errors import Severity
from tpsession.core.plan.plan import PlanOptions, build_plan
from tpsession.core.settings import plan_options
from tpsession.core.settings.definitions import Preferences
from tpsession.core.text.formatting import describe_area, format_timer
from tpsession.core.text.sanitize import sanitize
from tpsession.files.paths import find_paths
from tpsession.files.resources import find_resources
from tpsession.files.routines.library import FileLibrary
from tpsession.files.settings import FileSettings

PROBLEMS_EXIT = 3


def list_all(arguments: argparse.Namespace) -> int:
    """Print every routine; a broken file stands in its place with its problems."""
    paths = find_paths()
    preferences = FileSettings(paths.settings).load_preferences()
    entries = FileLibrary(paths, find_resources()).list_entries()
    if arguments.json:
        import json  # noqa: PLC0415 - only here

        shapes = [routine_to_json(entry, _total_s(entry.routine, preferences)) for entry in entries]
        json.dump(shapes, sys.stdout, indent=1)
        sys.stdout.write("\n")
        return 0
    for entry in entries:
        sys.stdout.write(f"{sanitize(_line(entry, preferences))}\n")
        for problem in entry.problems:
            if problem.severity is Severity.ERROR:
                sys.stdout.write(f"    {problem.format_with_path(sanitize(entry.path))}\n")
    return 0


def _line(entry: RoutineEntry, preferences: Preferences) -> str:
    if entry.routine is None:
        return f"{entry.id}  ({entry.source})  can't be played:"
    total_s = _total_s(entry.routine, preferences)
    length = "" if total_s is None else format_timer(total_s)
    return f"{entry.id}  {entry.routine.name}  {describe_area(entry.routine.area)}  {length}  ({entry.source})"


def choices(preferences: Preferences, area: str | None, side: str | None) -> PlanOptions:
    """The choices of a command line, with the person's settings."""
    return plan_options.options_from_preferences(
        preferences, area=argument_types.area(area), side=argument_types.side(side)
    )


def _total_s(routine: Routine | None, preferences: Preferences) -> float | None:
    """Seconds of a routine's timed phases; one for any area is measured on an area without limits."""
    if routine is None:
        return None
    somewhere = next(area for area in AREAS.values() if not area.substitutions and area.longest_hold_s is None)
    chosen = choices(preferences, somewhere.id if routine.area is None else None, None)
    return build_plan(routine, chosen).planned_s


def show(arguments: argparse.Namespace) -> int:
    """Print a routine's plan: every phase with its start and what is said."""
    # Only here: the list of routines starts a tenth faster without them.
    from tpsession.core.plan.wording import describe_phase_start  # noqa: PLC0415
    from tpsession.core.session.wording import describe_preparation  # noqa: PLC0415
    from tpsession.core.text.formatting import format_duration  # noqa: PLC0415

    paths = find_paths()
    preferences = FileSettings(paths.settings).load_preferences()
    routine = FileLibrary(paths, find_resources()).load_routine(arguments.routine)
    laid_out = build_plan(routine, choices(preferences, arguments.area, arguments.side))
    out = [
        f"{laid_out.name}: {laid_out.area.name}, {format_duration(laid_out.planned_s)}",
        routine.summary,
        *describe_preparation(laid_out),
        *(
            f"{format_timer(phase.starts_s):>7}  {describe_phase_start(laid_out, index)}"
            for index, phase in enumerate(laid_out.phases)
        ),
        "Sources:" if routine.sources else "",
        *(f"  {source}" for source in routine.sources),
    ]
    for line in out:
        if line:
            indent = line[: len(line) - len(line.lstrip())]
            sys.stdout.write(f"{indent}{sanitize(line)}\n")
    return 0


def check(arguments: argparse.Namespace) -> int:
    """Print every problem of the files, or of all known routines; exits with 3 where there are errors."""
    library = FileLibrary(find_paths(), find_resources())
    entries = [library.entry(name) for name in arguments.files] if arguments.files else library.list_entries()
    errors = 0
    for entry in entries:
        for problem in entry.problems:
            sys.stdout.write(f"{problem.format_with_path(sanitize(entry.path))}\n")
            errors += problem.severity is Severity.ERROR
    files = "1 file" if len(entries) == 1 else f"{len(entries)} files"
    found = "no errors" if not errors else "1 error" if errors == 1 else f"{errors} errors"
    sys.stderr.write(f"{files} checked: {found}.\n")
    return PROBLEMS_EXIT if errors else 0


def schema(_arguments: argparse.Namespace) -> int:
    """Print the JSON Schema of routine files."""
    import json  # noqa: PLC0415 - only here

    from tpsession.files.routines.schema import routine_schema  # noqa: PLC0415 - only here

    json.dump(routine_schema(), sys.stdout, indent=1)
    sys.stdout.write("\n")
    return 0
