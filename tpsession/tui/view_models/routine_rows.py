"""Rows of the routine list: a routine's name, area, length, and when it was last done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from tpsession.core.catalog.routine import RoutineEntry
from tpsession.core.history.records import SessionRecord
from tpsession.core.plan.plan import Plan
from tpsession.core.settings.definitions import Preferences
from tpsession.core.settings.plan_options import preview_plan
from tpsession.core.text.formatting import describe_area_list, describe_problem_count
from tpsession.tui.text.plain_text import display_text

_MAX_DAYS_AGO = 9
"""Up to this many days ago, the number of days is shown instead of the date; it takes no more space."""


class RoutineRow(NamedTuple):
    """One routine as the list shows it."""

    entry: RoutineEntry
    name: str
    """The name to show; the id if the file is broken."""
    area: str
    """The name of the area, or of every one; empty if the file is broken."""
    plan: Plan | None
    """The plan with the person's settings and the routine's own sides; None if the file is broken."""

    @property
    def id(self) -> str:
        """The routine's id."""
        return self.entry.id

    @property
    def problem_text(self) -> str:
        """How many problems a broken file has, in words; empty if the routine can be played."""
        if self.entry.routine is not None:
            return ""
        return describe_problem_count(len(self.entry.problems))


def build_row(entry: RoutineEntry, preferences: Preferences, *, light_only: bool = False) -> RoutineRow:
    """Make the row for an entry of the library, with the routine's plan by the person's settings.

    The row of a broken file has the id as its name, no area and no plan.

    light_only: whether only light massage is all right.
    """
    routine = entry.routine
    if routine is None:
        return RoutineRow(entry, display_text(entry.id), "", None)
    return RoutineRow(
        entry,
        display_text(routine.name),
        describe_area_list(routine.areas),
        preview_plan(routine, preferences, light_only=light_only),
    )


def sort_rows(routines: Iterable[RoutineRow], last_used: str | None) -> list[RoutineRow]:
    """Sort rows by name, in any case of letters, or by id for a broken file.

    last_used: the id of the routine on top; None or an unknown one puts none there.
    """
    return sorted(routines, key=lambda row: (row.id != last_used, row.name.casefold(), row.id))


def matches(row: RoutineRow, filter_text: str) -> bool:
    """Return whether the name, id or area contains a text, ignoring case."""
    wanted = filter_text.strip().casefold()
    return any(wanted in text.casefold() for text in (row.name, row.id, row.area))


def last_days(newest_first: Iterable[SessionRecord]) -> dict[str, date]:
    """Return the day of each routine's newest session, by the routine's id; without those logged by hand."""
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


def format_length(seconds: float) -> str:
    """Format a length briefly: ``9 min``, or ``45 s`` for less than a minute."""
    return f"{round(seconds)} s" if round(seconds) < 60 else f"{round(seconds / 60)} min"


def describe_last_done(row: RoutineRow, days: Mapping[str, date], today: date) -> str:
    """Return when a routine was last done, in words; empty if that isn't known. days: from `last_days`."""
    day = days.get(row.id)
    return "" if day is None else describe_day(day, today)
