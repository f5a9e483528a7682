"""Sentences about programmes, shared by every front end. They never scold: nothing is ever late."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tpsession.core.catalog.place import place_name
from tpsession.core.history.programme import Programme
from tpsession.core.programme.schedule import ProgrammeStatus, Schedule
from tpsession.core.text.formatting import describe_place

PAUSE_LABEL, RESUME_LABEL, END_LABEL = "Pause it", "Resume it", "End it"
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def describe_day(day: date, today: date) -> str:
    """Return how to name a day in a sentence: ``today``, ``tomorrow``, ``on Thursday``, or ``on 2026-03-12``.

    A day that is 2 to 6 days after today has its weekday's name; a later or a past day is a date.
    """
    days = (day - today).days
    if days in {0, 1}:
        return ("today", "tomorrow")[days]
    # A week from now would have today's name.
    return f"on {WEEKDAYS[day.weekday()]}" if 1 < days < 7 else f"on {day.isoformat()}"


def describe_days_done(schedule: Schedule) -> str:
    """Return how many of the planned days are done: ``3 of 6 days done``."""
    return f"{len(schedule.done_on)} of {schedule.programme.sessions} days done"


def describe_schedule(schedule: Schedule) -> str:
    """Return how many days are done, and when the next session is due, in sentences.

    If no day is planned, the programme is said to be finished, ended or paused instead. If a day is planned,
    they also say if the programme is paused today, or else if the area rests today.
    """
    sentences = [describe_days_done(schedule) + "."]
    if schedule.status is ProgrammeStatus.FINISHED:
        sentences.append("Finished.")
    elif schedule.status is ProgrammeStatus.ENDED:
        sentences.append("Ended.")
    elif schedule.next_day is None:
        sentences.append("Paused until you resume it.")
    else:
        if schedule.status is ProgrammeStatus.PAUSED:
            sentences.append("Paused.")
        elif schedule.area_rests:
            sentences.append("The area rests today.")
        day = describe_day(schedule.next_day, schedule.today)
        sentences.append(f"{'Due' if schedule.is_due else 'Next'} {day}.")
    return " ".join(sentences)


def describe_programme(programme: Programme) -> str:
    """Return how many sessions are planned, how often, and for which place, in a sentence."""
    how_often = describe_interval(programme.every_days)
    return f"{programme.sessions} sessions, {how_often}, for {describe_place_of(programme)}."


def describe_place_of(programme: Programme) -> str:
    """Return the place and side of a programme: ``Neck, left side``."""
    return describe_place(place_name(programme.place), programme.side)


def describe_interval(every_days: int) -> str:
    """Return how often a session is planned: ``one a day``, ``one every 2 days``."""
    return "one a day" if every_days == 1 else f"one every {every_days} days"


def describe_next(schedules: Sequence[Schedule]) -> str:
    """Return the day of the next session, the earliest of all programmes, and the places of that day.

    These are the places of all programmes that have a session planned for that day. Empty if no programme has
    a next day. schedules: as `load_schedules` returns them.
    """
    planned = [schedule for schedule in schedules if schedule.next_day is not None]
    if not planned:
        return ""
    first = planned[0]
    day = first.next_day or first.today
    same_day = [schedule for schedule in planned if schedule.next_day == first.next_day]
    places = dict.fromkeys(describe_place_of(each.programme) for each in same_day)
    return (
        f"{'Due' if first.is_due else 'Next session'} {describe_day(day, first.today)}: {'; '.join(places)}."
    )
