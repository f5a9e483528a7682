"""The command ``tpsession programme``: starts, shows, changes and ends a programme, and writes a calendar."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from uuid import uuid4

from tpsession.clock import SystemClock
from tpsession.commands.history.opening import open_own_history
from tpsession.commands.routine_naming import resolve_routine
from tpsession.core.catalog.area import AREAS
from tpsession.core.catalog.proposed import ProposedProgramme
from tpsession.core.catalog.routine_id import routine_id
from tpsession.core.errors import TpsessionError, UsageError
from tpsession.core.history.programme import MAX_PAUSE_DAYS, MAX_TITLE_LENGTH, Programme
from tpsession.core.plan.plan import PlanOptions, build_plan
from tpsession.core.programme.changes import (
    DEFAULT_PROGRAMME,
    end_programme,
    find_programme_to_change,
    make_programme,
    pause_programme,
    resume_programme,
)
from tpsession.core.programme.schedule import Schedule, load_schedule, load_schedules
from tpsession.core.programme.wording import describe_programme, describe_schedule
from tpsession.core.text.sanitize import sanitize
from tpsession.files.atomic import replacing
from tpsession.files.output_file import expand
from tpsession.files.paths import find_paths
from tpsession.files.resources import find_resources
from tpsession.files.routines.library import FileLibrary


def run(arguments: argparse.Namespace) -> int:
    """Start, change, end or only show the programme of a routine, as the arguments say; return 0.

    The programme and how it stands then are printed. It is saved unless it is only shown. The calendar, if
    one is wanted, is written last: if that fails, the programme is saved all the same.

    Raises `UsageError`, with nothing saved, for arguments that don't go together, for a start while the same
    programme is going on, and if the arguments mean no programme or several; `TpsessionError`, with nothing
    saved, if the routine can't be played; `HistoryError`; and as `_change` and `_write_calendar` do.
    """
    _check(arguments)
    clock = SystemClock()
    now = clock.local_time()
    today = now.date()
    is_read_only = _changes_nothing(arguments)
    with open_own_history(find_paths(), clock, read_only=is_read_only) as history:
        schedules = load_schedules(history, today)
        if arguments.action == "start":
            programme = _start(arguments, schedules, today)
        else:
            routine = routine_id(Path(resolve_routine(arguments.routine, with_deleted=True)).stem)
            programme = find_programme_to_change(schedules, routine, arguments.place, arguments.side)
            programme = _change(programme, arguments, today)
        if not is_read_only:
            history.save_programme(programme)
        schedule = load_schedule(history, programme, today)
        damaged = history.damage_reports()
    sys.stdout.write(f"{sanitize(describe_programme(programme))}\n{sanitize(describe_schedule(schedule))}\n")
    for sentence in damaged:
        sys.stderr.write(f"tpsession: {sentence}\n")
    if arguments.output is not None:
        _write_calendar(arguments, schedule, now)
    return 0


def _changes_nothing(arguments: argparse.Namespace) -> bool:
    """Return whether the arguments only ask to show a programme, or to write its calendar."""
    changes = (arguments.action, arguments.sessions, arguments.every_days, arguments.title)
    return all(change is None for change in changes)


def _check(arguments: argparse.Namespace) -> None:
    """Raise `UsageError` for a bad title, ``--until`` without ``--pause``, or ``--area`` without starting.

    Only a programme that starts can be given an area.
    """
    if arguments.until is not None and arguments.action != "pause":
        raise UsageError("--until is the last day of a pause.", "Add --pause.")
    if arguments.area is not None and arguments.action != "start":
        raise UsageError("The area is chosen when a programme starts.", "Leave out --area, or add --start.")
    title = arguments.title
    if title is not None and not (title.strip() and title.isprintable() and len(title) <= MAX_TITLE_LENGTH):
        raise UsageError(
            f"A title is one line of 1 to {MAX_TITLE_LENGTH} characters.", "Give another --title."
        )


def _start(arguments: argparse.Namespace, schedules: list[Schedule], today: date) -> Programme:
    """Return a new programme for the routine that the arguments name, starting today; nothing is saved yet.

    If the arguments leave out the number of sessions, or how many days apart they are, it is the one that the
    routine's file proposes, or else that of `DEFAULT_PROGRAMME`. A routine that leaves its area open gets the
    area of the arguments, or else the area that their place is.

    Raises `UsageError` if a programme for the same routine, place and side is running or paused, if there is
    no such routine, or if the area or side doesn't fit it; and `TpsessionError` if the routine can't be
    played.
    """
    routine = FileLibrary(find_paths(), find_resources()).load_routine(resolve_routine(arguments.routine))
    area = arguments.area
    if area is None and routine.area is None and arguments.place is not None:
        area = AREAS.get(arguments.place)
    plan = build_plan(routine, PlanOptions(area=area, side=arguments.side))
    proposed = routine.programme or DEFAULT_PROGRAMME
    proposed = ProposedProgramme(
        arguments.sessions or proposed.sessions, arguments.every_days or proposed.every_days
    )
    programme = make_programme(str(uuid4()), plan, proposed, today, arguments.place)
    for schedule in schedules:
        if schedule.goes_on and schedule.programme.is_like(programme):
            raise UsageError(
                f"This programme is running already: {describe_schedule(schedule)}",
                "Change it with --sessions and --every-days, or end it with --end.",
            )
    return programme if arguments.title is None else replace(programme, title=arguments.title)


def _change(programme: Programme, arguments: argparse.Namespace, today: date) -> Programme:
    """Return a programme with the changes that the arguments say; it isn't saved yet.

    Raises `UsageError` if a pause would end before today or have more than `MAX_PAUSE_DAYS` days, and if a
    programme is to be resumed that isn't paused today.
    """
    if arguments.until is not None and not 0 <= (arguments.until - today).days < MAX_PAUSE_DAYS:
        raise UsageError("A pause ends between today and a year from now.", "Give another --until.")
    actions: dict[str | None, Callable[[], Programme]] = {
        None: lambda: programme,
        "pause": lambda: pause_programme(programme, today, arguments.until),
        "resume": lambda: resume_programme(programme, today),
        "end": lambda: end_programme(programme, today),
    }
    changed = actions[arguments.action]()
    return replace(
        changed,
        sessions=arguments.sessions or changed.sessions,
        every_days=arguments.every_days or changed.every_days,
        title=changed.title if arguments.title is None else arguments.title,
    )


def _write_calendar(arguments: argparse.Namespace, schedule: Schedule, now: datetime) -> None:
    """Write the calendar file, and print where it is on standard error.

    Raises `UsageError` if no day of the programme is to come, or if the file exists and there is no
    ``--force``; and `TpsessionError` if the package for calendars is missing, or the file can't be written.
    Then no half-written file is left, and an older file stays as it was.
    """
    from tpsession.commands.programme.calendar_file import make_calendar  # noqa: PLC0415 - rarely needed

    target = expand(arguments.output)
    days = len(schedule.days_to_come)
    if not days:
        raise UsageError("No day of this programme is to come, so there is no calendar to write.")
    if os.path.lexists(target) and not arguments.force:
        raise UsageError(f"{target} exists already.", "Choose another name, or add --force.")
    content = make_calendar(schedule, arguments.at, now)
    try:
        with replacing(target, shared=True) as file:
            file.write(content)
    except OSError as error:
        raise TpsessionError(
            f"{target} can't be written: {error.strerror or error}.", "Choose another place."
        ) from error
    sys.stderr.write(f"Saved: {sanitize(str(target))}, {'1 entry' if days == 1 else f'{days} entries'}.\n")
