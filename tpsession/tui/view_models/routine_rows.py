"""What the list of routines says about each: its place, its length, and when it was last done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from tpsession.core.catalog.area import AREAS
from tpsession.core.catalog.routine import Routine, RoutineEntry
from tpsession.core.history.records import SessionRecord
from tpsession.core.plan.plan import Plan, build_plan
from tpsession.core.settings.definitions import Preferences
from tpsession.core.settings.plan_options import options_from_preferences
from tpsession.core.text.formatting import describe_area, describe_problem_count
from tpsession.tui.text.plain_text import display_text

GENERIC_AREA = next(
    area for area in AREAS.values() if not area.substitutions and not area.wordings and area.longest_hold_s is None
)
"""Stands for the area of a routine for any: one that changes neither a step's length nor its words."""
_DAYS_IN_WORDS = 9
"""Days up to which the time since is said instead of the date: it takes no more room then."""


@dataclass(frozen=True, slots=True)
class RoutineRow:
    """One routine as the list shows it."""

    entry: RoutineEntry
    name: str
    """As it is shown; the id where the file is broken."""
    area: str
    """Empty where the file is broken."""
    plan: Plan | None
    """With the person's settings and the routine's own sides; None where the file is broken."""

    @property
    def id(self) -> str:
        """The routine's id."""
        return self.entry.id

    @property
    def problem_text(self) -> str:
        """What a broken file's line says; empty where the routine can be played."""
        if self.entry.routine is not None:
            return ""
        return describe_problem_count(len(self.entry.problems))


def build_row(entry: RoutineEntry, preferences: Preferences) -> RoutineRow:
    """An entry of the library as the list shows it."""
    routine = entry.routine
    if routine is None:
        return RoutineRow(entry, display_text(entry.id), "", None)
    return RoutineRow(
        entry,
        display_text(routine.name),
        describe_area(routine.area),
        preview_plan(routine, preferences),
    )


def preview_plan(routine: Routine, preferences: Preferences) -> Plan:
    """The plan before any choice.

    For any area only its times and steps are to be shown: the rest is that of `ANYWHERE`.
    """
    return build_plan(
        routine,
        options_from_preferences(preferences, area=GENERIC_AREA if routine.area is None else None),
    )


def sort_rows(routines: Iterable[RoutineRow], last_used: str | None) -> list[RoutineRow]:
    """The one used last on top, the others by name; a broken file by its id."""
    return sorted(routines, key=lambda one: (one.id != last_used, one.name.casefold(), one.id))


def matches(one: RoutineRow, letters: str) -> bool:
    """Whether name, id or area have these letters, large or small."""
    wanted = letters.strip().casefold()
    return any(wanted in text.casefold() for text in (one.name, one.id, one.area))


def last_days(newest_first: Iterable[SessionRecord]) -> dict[str, date]:
    """The day of the newest session of each routine."""
    days: dict[str, date] = {}
    for record in newest_first:
        if record.routine:
            days.setdefault(record.routine, record.started_at.date())
    return days


def describe_day(day: date, today: date) -> str:
    """When something was done: ``today``, ``yesterday``, ``3 days ago``, or the date."""
    days = (today - day).days
    if days == 0:
        return "today"
    if days == 1:
        return "yesterday"
    return f"{days} days ago" if 1 < days <= _DAYS_IN_WORDS else day.isoformat()


def format_length(seconds: float) -> str:
    """A length at a glance: ``9 min``, or seconds for what is shorter than a minute."""
    return f"{round(seconds)} s" if round(seconds) < 60 else f"{round(seconds / 60)} min"


def describe_last_done(one: RoutineRow, days: Mapping[str, date], today: date) -> str:
    """When a routine was last done, as far as that is known; empty else."""
    day = days.get(one.id)
    return "" if day is None else describe_day(day, today)
