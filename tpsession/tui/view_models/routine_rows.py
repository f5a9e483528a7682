"""Rows of the routine list: a routine's name, area, length, and when it was last done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from tpsession.core.catalog.list_memory import ListedRoutine
from tpsession.core.settings.definitions import Preferences
from tpsession.core.text.formatting import describe_area_list, describe_problem_count
from tpsession.tui.text.plain_text import display_text

if TYPE_CHECKING:
    # Named in annotations only: the first paint, which shows a remembered list, does without plans.
    from tpsession.core.catalog.routine import Routine, RoutineEntry
    from tpsession.core.history.records import SessionRecord
    from tpsession.core.plan.plan import Plan

_MAX_DAYS_AGO = 9
"""Up to this many days ago, the number of days is shown instead of the date; it takes no more space."""


class RoutineRow(NamedTuple):
    """One routine of the list: what is shown of it, and what its file holds."""

    shown: ListedRoutine
    """What the list shows."""
    entry: RoutineEntry | None = None
    """What its file holds; None as long as it hasn't been read, and the list is the remembered one."""
    plan: Plan | None = None
    """The plan with the person's settings and the routine's own sides; None without a routine."""
    is_favourite: bool = False
    """Whether the person keeps it at the top of the list."""

    @property
    def id(self) -> str:
        """The routine's id."""
        return self.shown.id

    @property
    def name(self) -> str:
        """The name to show; the id if the file is broken."""
        return self.shown.name

    @property
    def routine(self) -> Routine | None:
        """The routine; None if its file is broken, or hasn't been read."""
        return None if self.entry is None else self.entry.routine

    @property
    def is_broken(self) -> bool:
        """Whether the file has errors, so that there is nothing to play."""
        return bool(self.shown.problem_text)

    @property
    def file_problems(self) -> list[str]:
        """What is wrong with the file, each as ``FILE:LINE:COLUMN: message``; empty until it is read."""
        entry = self.entry
        return [] if entry is None else [each.format_with_path(entry.path) for each in entry.problems]


def build_row(entry: RoutineEntry, preferences: Preferences, *, light_only: bool = False) -> RoutineRow:
    """Make the row for an entry of the library, with the plan of its routine under the person's settings.

    The row of a broken file has the id as its name, no area and no plan.

    light_only: whether only light massage is all right.
    """
    from tpsession.core.settings.plan_options import preview_plan  # noqa: PLC0415 - 5 ms, after the first paint

    routine = entry.routine
    if routine is None:
        problem_text = describe_problem_count(len(entry.problems))
        return RoutineRow(ListedRoutine(entry.id, display_text(entry.id), "", 0.0, problem_text), entry)
    plan = preview_plan(routine, preferences, light_only=light_only)
    shown = ListedRoutine(
        entry.id, display_text(routine.name), describe_area_list(routine.areas), plan.planned_s, ""
    )
    return RoutineRow(shown, entry, plan)


def sort_rows(routines: Iterable[RoutineRow], last_used: str | None) -> list[RoutineRow]:
    """Return rows in order: the routine used last, then the favourites, then the others.

    Favourites and others are sorted by the name that is shown, which for a broken file is the id; upper and
    lower case are the same.

    last_used: the id of the routine used last; if it is None or unknown, the favourites are first.
    """

    def place(row: RoutineRow) -> tuple[bool, bool, str, str]:
        return row.id != last_used, not row.is_favourite, row.name.casefold(), row.id

    return sorted(routines, key=place)


def matches(row: RoutineRow, filter_text: str) -> bool:
    """Return whether the name, id or area contains a text. A blank text is in every row.

    Upper and lower case are the same; spaces at the ends of the text are left out.
    """
    wanted = filter_text.strip().casefold()
    return any(wanted in text.casefold() for text in (row.name, row.id, row.shown.area))


def last_days(newest_first: Iterable[SessionRecord]) -> dict[str, date]:
    """Return the day of the newest of these sessions for each routine that has one, by the routine's id.

    Sessions without a routine, such as those logged by hand, are left out.
    """
    days: dict[str, date] = {}
    for record in newest_first:
        if record.routine:
            days.setdefault(record.routine, record.started_at.date())
    return days


def describe_day(day: date, today: date) -> str:
    """Return when something was done: ``today``, ``yesterday``, ``3 days ago``, or else ``2026-01-31``.

    The number of days is given up to `_MAX_DAYS_AGO`. A day in the future gets its date.
    """
    days = (today - day).days
    if days == 0:
        return "today"
    if days == 1:
        return "yesterday"
    return f"{days} days ago" if 1 < days <= _MAX_DAYS_AGO else day.isoformat()


def describe_last_done(row: RoutineRow, days: Mapping[str, date], today: date) -> str:
    """Return the day of a routine's newest session in words; empty if that isn't known.

    days: from `last_days`.
    """
    day = days.get(row.id)
    return "" if day is None else describe_day(day, today)
