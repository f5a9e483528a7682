"""How a session that was kept is said: one wording for every front end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from tpsession.core.catalog.area import AREAS
from tpsession.core.catalog.technique import TECHNIQUES
from tpsession.core.history.follow_up import PendingFollowUp
from tpsession.core.history.ratings import Rating
from tpsession.core.history.records import SessionRecord, Status, StepRecord, StopReason
from tpsession.core.history.repository import InterruptedSession
from tpsession.core.text.formatting import describe_pain_change, format_timer, describe_place, format_duration

LOGGED_BY_HAND = "Done without the program"
"""Stands in the place of the routine of a session that was only logged."""

STOP_LABELS: dict[StopReason, str] = {
    StopReason.PAINFUL: "Discomfort over 6 of 10, or more pain than at the start",
    StopReason.SHARP: "Sharp, electric or burning pain",
    StopReason.NUMB: "Numbness, tingling or weakness",
    StopReason.DIZZY: "Dizziness, nausea, or a change in seeing or speaking",
    StopReason.INTERRUPTED: "Interrupted; nothing is wrong",
}
"""Each stop reason in the person's words, in the order in which they are offered."""

_STATUS_WORDS = {
    Status.RUNNING: "Running now.",
    Status.COMPLETED: "Completed.",
    Status.STOPPED: "Stopped.",
    Status.PARTIAL: "Left unfinished.",
}


def describe_record_place(record: SessionRecord) -> str:
    """Where a session was, as a person reads it; an area of another version by its id."""
    name = AREAS[record.area].name if record.area in AREAS else record.area
    return describe_place(name, record.side)


def describe_record_routine(record: SessionRecord, names: Mapping[str, str]) -> str:
    """What was played: the routine's name among `names` (by id), its id where the library has lost it."""
    return names.get(record.routine, record.routine) if record.routine else LOGGED_BY_HAND


def describe_status(status: Status, reason: StopReason | None, steps: Iterable[StepRecord] = ()) -> str:
    """How a session ended, and how many of its steps were skipped if any were."""
    ended = _STATUS_WORDS[status] if reason is None else f"Stopped: {_lower(STOP_LABELS[reason])}."
    skipped = sum(step.skipped for step in steps)
    return f"{ended} {skipped} {'step' if skipped == 1 else 'steps'} skipped." if skipped else ended


def describe_ratings(before: int | None, after: int | None) -> str:
    """The ratings and their change in one sentence; one that is missing is named."""
    if before is not None and after is not None:
        return describe_pain_change(before, after)
    if before is not None:
        return f"Pain before {before}. The rating after is missing."
    if after is not None:
        return f"Pain after {after}. The rating before is missing."
    return "No rating was given, neither before nor after."


def format_rating_change(before: int | None, after: int | None) -> str:
    """The change in two words, relief and worsening alike: ``3 less``; empty where a rating is missing."""
    if before is None or after is None:
        return ""
    change = after - before
    return f"{abs(change)} {'more' if change > 0 else 'less'}" if change else "same"


def describe_later_rating(rating: Rating, ended: datetime) -> str:
    """A later rating in one sentence, with how long after the end it was given."""
    return f"Pain {rating.value} after {format_elapsed(rating.at - ended)} ({format_datetime(rating.at)})."


def format_elapsed(time: timedelta) -> str:
    """A longer time, to the nearest hour, or minute below two hours, or day from two days on."""
    minutes = max(round(time.total_seconds() / 60), 0)
    if minutes < 120:
        return format_duration(60 * minutes) if minutes else "less than a minute"
    hours = round(minutes / 60)
    return f"{hours} hours" if hours < 48 else f"{round(hours / 24)} days"


def format_datetime(at: datetime) -> str:
    """A date and time: ``2026-01-31 12:05``."""
    return f"{at:%Y-%m-%d %H:%M}"


def format_time_span(record: SessionRecord) -> str:
    """From when to when: ``2026-01-31 09:00 to 09:12``, with the date again where it is another."""
    start, end = record.started_at, record.ended_at
    if end is None or end == start:
        return format_datetime(start)
    return f"{format_datetime(start)} to {f'{end:%H:%M}' if end.date() == start.date() else format_datetime(end)}"


def describe_time_worked(record: SessionRecord) -> str:
    """Time worked and planned in one sentence; empty where nobody knows either."""
    worked = format_duration(record.active_s)
    if record.planned_s:
        return f"{worked} worked; {format_duration(record.planned_s)} planned in all."
    return f"{worked} worked." if record.active_s else ""


def describe_active_time(active_s: float) -> str:
    """The time worked in a session that has just ended, in one sentence; empty where there is none."""
    return f"Time worked: {format_duration(active_s)}." if active_s else ""


def describe_step(step: StepRecord) -> str:
    """What was done of a step: ``Sustained pressure, left side: 1:10 of 1:30, eased off``."""
    known = TECHNIQUES.get(step.technique)
    name = describe_place(known.name if known else step.technique, step.side)
    planned = format_timer(step.planned_s)
    if known is not None and known.is_rest:
        time = planned
    else:
        time = f"{format_timer(step.active_s)} of {planned}" if step.planned_s else "untimed"
    marks = [word for word, true in (("skipped", step.skipped), ("eased off", step.eased)) if true]
    return ", ".join([f"{name}: {time}", *marks])


def describe_interrupted(left: InterruptedSession, names: Mapping[str, str]) -> str:
    """Which session was left unfinished, in one sentence. names: those of routines, by id."""
    name = describe_record_routine(left.record, names)
    return f"A session was left unfinished at {left.checkpoint.at:%H:%M}: {name}, {describe_record_place(left.record)}."


def describe_saved_unfinished(left: InterruptedSession) -> str:
    """That a session that was left is kept as it is, in one sentence."""
    return f"The session left at {format_datetime(left.checkpoint.at)} is kept as partial."


def describe_missing_rating(record: SessionRecord) -> str:
    """Which session misses its rating after, in one sentence."""
    return f"The session that ended at {record.ended_at:%H:%M} has no rating after it."


def describe_follow_up(late: PendingFollowUp) -> str:
    """Which session waits for a later rating, in one sentence."""
    return f"{format_elapsed(late.elapsed)} ago you worked on this area: {describe_record_place(late.record)}."


def _lower(label: str) -> str:
    return label[:1].lower() + label[1:]
