"""Starts a programme, and changes, pauses, resumes or ends a running one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from tpsession.core.catalog.place import place_of_area
from tpsession.core.catalog.proposed import ProposedProgramme
from tpsession.core.catalog.side import Side
from tpsession.core.errors import UsageError
from tpsession.core.history.programme import Pause, Programme
from tpsession.core.plan.plan import Plan
from tpsession.core.programme.schedule import Schedule

DEFAULT_PROGRAMME = ProposedProgramme(sessions=6, every_days=2)
"""What is offered for a routine that proposes none: Gulick 2011 studied six sessions on alternate days."""


def make_programme(
    identifier: str,
    plan: Plan,
    proposed: ProposedProgramme,
    today: date,
    place: str | None = None,
    side: Side | None = None,
) -> Programme:
    """Return a programme that starts today; it isn't saved.

    Args:
        identifier: A new UUID.
        plan: The timed plan of its sessions, with their routine, area and side.
        proposed: How many sessions are planned, and how often.
        today: The local day.
        place: Id of the place where it hurts; None for the place of the plan's area.
        side: The side on which it hurts; None for the side of the plan.

    """
    return Programme(
        id=identifier,
        routine=plan.routine,
        place=place or place_of_area(plan.area),
        area=plan.area.id,
        side=side or plan.side,
        sessions=proposed.sessions,
        every_days=proposed.every_days,
        started_on=today,
    )


def find_programme_to_change(
    schedules: Sequence[Schedule], routine: str, place: str | None, side: Side | None
) -> Programme:
    """Return the one programme with this routine, place and side that goes on, running or paused.

    If none goes on, it is one that finished lately and is still shown, since the person may prolong it. Of
    several with the same place and side, it is the one that started last.

    Args:
        schedules: As `load_schedules` returns them.
        routine: The routine's id.
        place: Id of the place; None for any.
        side: The side; None for any.

    Raises:
        UsageError: There is none, or several that differ in place or side.

    """
    shown = [
        schedule
        for schedule in schedules
        if schedule.programme.routine == routine
        and schedule.is_shown
        and place in {None, schedule.programme.place}
        and side in {None, schedule.programme.side}
    ]
    running = [one for one in shown if one.goes_on]
    # An import may have brought one that is alike.
    by_start = sorted((one.programme for one in running or shown), key=lambda one: one.started_on)
    found = [*{(one.place, one.side): one for one in by_start}.values()]
    if not found:
        raise UsageError(
            f'No programme of "{routine}" is running.', f"Start one: tpsession programme {routine} --start"
        )
    if len(found) > 1:
        choices = ", ".join(f"--place {one.place} --side {one.side}" for one in found)
        state = "are running" if running else "finished lately"
        raise UsageError(f'Several programmes of "{routine}" {state}.', f"Say which one: {choices}")
    return found[0]


def pause_programme(programme: Programme, today: date, last_day: date | None) -> Programme:
    """Return a programme that is paused from today on, instead of any earlier pause; it isn't saved.

    last_day: the last day of the pause, today or later; None to pause until the person resumes. Raises
    `ValueError` if the pause ends before today or has more than `MAX_PAUSE_DAYS` days.
    """
    return replace(programme, pause=Pause(today, last_day))


def resume_programme(programme: Programme, today: date) -> Programme:
    """Return a programme without its pause; it isn't saved.

    Raises `UsageError` if it isn't paused today.
    """
    pause = programme.pause
    if pause is None or not pause.includes(today):
        raise UsageError("The programme isn't paused.")
    # A pause that is over changes nothing, so none is left.
    return replace(programme, pause=None)


def end_programme(programme: Programme, today: date) -> Programme:
    """Return a programme that is marked as ended by the person today; it isn't saved."""
    return replace(programme, ended_on=today)
