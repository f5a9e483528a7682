"""Sentences about saved sessions, shared by every front end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from tpsession.core.catalog.place import OVERALL, place_name
from tpsession.core.history.follow_up import PendingFollowUp
from tpsession.core.history.rating_flags import describe_stiffness
from tpsession.core.history.ratings import OVERALL_QUESTION, QUESTION, Rating, Soreness
from tpsession.core.history.records import (
    ONLY_REST,
    ONLY_REST_NAME,
    HistoryOrder,
    SessionRecord,
    Status,
    StepRecord,
    StopReason,
    was_anything_done,
)
from tpsession.core.history.repository import InterruptedSession
from tpsession.core.history.series import Series
from tpsession.core.history.step_wording import describe_skipped, describe_steps_aloud
from tpsession.core.text.formatting import (
    MONTHS,
    describe_change,
    describe_pain_change,
    describe_place,
    format_duration,
    lower_first,
)

LOGGED_BY_HAND = "Logged by hand"
"""Shown instead of a routine's name for a session that was logged by hand."""

PAIN_SCORE = "Pain score"
"""Shown instead of a routine's name for a pain score without a session."""

ALL_SKIPPED = "All steps skipped"
"""How a session ended in which every step was skipped, and which isn't counted."""

STATUS_WORDS: dict[Status, str] = {
    Status.COMPLETED: "completed",
    Status.STOPPED: "stopped",
    Status.PARTIAL: "unfinished",
    Status.RUNNING: "running",
}
"""Each status in a word, for lists."""

ORDER_LABELS: dict[HistoryOrder, str] = {
    HistoryOrder.NEWEST: "newest first",
    HistoryOrder.OLDEST: "oldest first",
    HistoryOrder.WORST_CHANGE: "worst change first",
    HistoryOrder.BEST_CHANGE: "best change first",
    HistoryOrder.MOST_PAIN: "most pain before first",
    HistoryOrder.LEAST_PAIN: "least pain before first",
}
"""How a list of sessions is sorted, in the order in which the orders are offered."""

STOP_LABELS: dict[StopReason, str] = {
    StopReason.PAINFUL: "Discomfort over 6 out of 10, or more pain than at the start",
    StopReason.SHARP: "Sharp, electric or burning pain",
    StopReason.NUMB: "Numbness, tingling or weakness",
    StopReason.DIZZY: "Dizziness, nausea, or a change in sight or speech",
    StopReason.BRUISE: "A bruise or swelling",
    StopReason.INTERRUPTED: "Interrupted; nothing is wrong",
}
"""The stop reasons as the person chooses them, in the order in which they are offered."""

SORENESS_LABELS: dict[Soreness, str] = {Soreness.SORE: "Still sore", Soreness.NOT_SORE: "Not sore"}
"""Whether an area was still sore at a later rating, in words."""

_STATUS_SENTENCES = {
    Status.RUNNING: "Not yet; still running.",
    Status.COMPLETED: "Completed.",
    Status.STOPPED: "Stopped.",
    Status.PARTIAL: "Left unfinished.",
}


def question_now(place: str) -> str:
    """Return the question about the pain right now at a place; for overall, the one about the pain overall.

    place: the id of the place.
    """
    return OVERALL_QUESTION if place == OVERALL else QUESTION


def describe_rated_place(series: Series | None) -> str:
    """Return the place and side that a rating is about, to stand above `QUESTION`.

    Empty if there is no place, and for overall, which the question itself names.
    """
    if series is None or series.place == OVERALL:
        return ""
    return describe_place(place_name(series.place), series.side)


def describe_record_place(record: SessionRecord) -> str:
    """Return the place and side of a session; an unknown place (of another version) by its id."""
    return describe_place(place_name(record.place), record.side)


def describe_record_area(record: SessionRecord) -> str:
    """Return the area that a session worked on, by its name, and the side on which it hurts.

    An unknown area is named by its id. Without an area, as in a pain score, it is the place where it hurts.
    """
    return describe_place(place_name(record.area or record.place), record.side)


def describe_record_routine(record: SessionRecord, names: Mapping[str, str]) -> str:
    """Return the name of the routine that was played, or its id if it isn't in `names`.

    For a session that was logged by hand it is `LOGGED_BY_HAND`, for a pain score `PAIN_SCORE`, and for the
    rest of a comparison, which is in no file, `ONLY_REST_NAME`.

    Args:
        record: The session.
        names: The names of routines by id.

    """
    return PAIN_SCORE if record.is_score else name_routine(record.routine, names)


def name_routine(routine: str, names: Mapping[str, str]) -> str:
    """Return the name of a routine, given its id; the id itself if it isn't in `names`.

    The empty id of a session that was logged by hand gives `LOGGED_BY_HAND`. `ONLY_REST`, which is in no
    file, gives `ONLY_REST_NAME`.
    """
    if routine == ONLY_REST:
        return ONLY_REST_NAME
    return names.get(routine, routine) if routine else LOGGED_BY_HAND


def describe_flags(record: SessionRecord) -> str:
    """Return which flags, painkiller or heat, applied in the 6 hours before a session; empty if none."""
    words = " and ".join(record.flags)
    return f"{words.capitalize()} in the 6 hours before." if words else ""


def describe_status(status: Status, reason: StopReason | None, steps: Iterable[StepRecord] = ()) -> str:
    """Return how a session ended, or that it is running, and how many steps were skipped, in sentences.

    A stopped session has its reason, too, if there is one. A completed session in which nothing was done has
    the text of `describe_idle`. A completed session whose every step was skipped, some after work, has a
    sentence that says so instead of completed.

    Args:
        status: How it ended.
        reason: Why it was stopped; None if it wasn't, or there is no reason.
        steps: Its steps; by default none, so that nothing is said of them.

    """
    steps = tuple(steps)
    if idle := describe_idle(status, reason, steps):
        return f"{idle}."
    ended = _STATUS_SENTENCES[status] if reason is None else f"Stopped: {lower_first(STOP_LABELS[reason])}."
    skipped = describe_skipped(steps)
    if not skipped:
        return ended
    if status is Status.COMPLETED and all(step.skipped for step in steps):
        return f"{ALL_SKIPPED} before their end."
    return f"{ended[:-1]}, {skipped}." if status is Status.COMPLETED else f"{ended} {skipped}."


def describe_idle(status: Status, reason: StopReason | None, steps: Sequence[StepRecord]) -> str:
    """Return that nothing was done in a completed session, such as ``All steps skipped``.

    Empty for a session that counts (see `was_anything_done`) or isn't completed. reason: why the session was
    stopped; None if it wasn't.
    """
    if status is not Status.COMPLETED or was_anything_done(status, reason, steps):
        return ""
    return ALL_SKIPPED if all(step.skipped for step in steps) else f"Nothing done, {describe_skipped(steps)}"


def describe_ratings(before: int | None, after: int | None) -> str:
    """Return what both ratings are and how they differ, or which are missing (None), in a sentence."""
    if before is not None and after is not None:
        return describe_pain_change(before, after)
    if before is not None:
        return f"Pain before {before}; not rated after."
    if after is not None:
        return f"Pain after {after}; not rated before."
    return "Pain not rated before or after."


def describe_score(record: SessionRecord) -> str:
    """Return the number of a pain score, or that it isn't rated, in a sentence."""
    return f"Pain {record.before}." if record.before is not None else "Pain not rated."


def format_rating_change(before: int | None, after: int | None) -> str:
    """Return the change of the rating with a mark: ``▼ 3 less``, ``▲ 1 more``, ``= same``.

    Empty if a rating is None. Each mark has its own shape, so that colour isn't needed to tell them.
    """
    if before is None or after is None:
        return ""
    mark = "=" if after == before else "▲" if after > before else "▼"
    return f"{mark} {describe_change(before, after)}"


def describe_ratings_with_mark(before: int | None, after: int | None) -> str:
    """Return both ratings and the change as lists show it: ``Pain before 6, after 3: ▼ 3 less.``.

    If a rating is missing, the text of `describe_ratings` is returned.
    """
    change = format_rating_change(before, after)
    return f"Pain before {before}, after {after}: {change}." if change else describe_ratings(before, after)


def describe_later_rating(rating: Rating, ended: datetime) -> str:
    """Return sentences on a follow-up rating: its value, when it was, and what was used since.

    Soreness and stiffness are said, too, if they were asked.

    ended: the end of the session, from which the time is counted.
    """
    return _describe_later(rating, ended, f" ({format_datetime(rating.at)})")


def _describe_later(rating: Rating, ended: datetime, moment: str) -> str:
    """Return sentences on a follow-up rating: pain, time since the end, flags, soreness and stiffness.

    Args:
        rating: The rating.
        ended: The end of the session.
        moment: A text to put after the time since the end: `` (2026-01-31 18:30)``, or empty.

    """
    used = " and ".join(rating.flags)
    since = f" {used.capitalize()} since the session." if used else ""
    elapsed = format_elapsed(rating.at - ended)
    sore = "" if rating.soreness is None else f" {SORENESS_LABELS[rating.soreness]}."
    stiff = "" if rating.stiffness is None else f" Stiffness (not validated) {rating.stiffness}."
    return f"Pain {rating.value}, {elapsed} later{moment}.{since}{sore}{stiff}"


def format_elapsed(time: timedelta) -> str:
    """Return a time in words, with less detail the longer it is.

    Below two hours it is ``1 hour 5 minutes``, below two days ``5 hours``, from then on ``3 days``, each
    rounded. A time that rounds to 0 minutes, or is negative, is ``less than a minute``.
    """
    minutes = max(round(time.total_seconds() / 60), 0)
    if minutes < 120:
        return format_duration(60 * minutes) if minutes else "less than a minute"
    hours = round(minutes / 60)
    return f"{hours} hours" if hours < 48 else f"{round(hours / 24)} days"


def format_datetime(at: datetime) -> str:
    """Return a date and time such as ``2026-01-31 12:05``."""
    return f"{at:%Y-%m-%d %H:%M}"


def format_time_span(record: SessionRecord) -> str:
    """Return start and end of a session such as ``2026-01-31 09:00 to 09:12``.

    The end has its date if that isn't the date of the start. Only the start is returned if the session has no
    end, or if it ended at the moment at which it started.
    """
    start, end = record.started_at, record.ended_at
    if end is None or end == start:
        return format_datetime(start)
    end_text = f"{end:%H:%M}" if end.date() == start.date() else format_datetime(end)
    return f"{format_datetime(start)} to {end_text}"


def describe_time_worked(record: SessionRecord) -> str:
    """Return how long the person worked, and what was planned unless that is 0; empty if both are 0."""
    worked = format_duration(record.active_s)
    if record.planned_s:
        return f"{worked} worked; {format_duration(record.planned_s)} planned in total."
    return f"{worked} worked." if record.active_s else ""


def describe_active_time(active_s: float) -> str:
    """Return how long the person worked in a session, in a sentence; empty for no time at all."""
    return f"Time worked: {format_duration(active_s)}." if active_s else ""


def describe_date_change(*, was_changed: bool) -> str:
    """Return that the computer's clock was changed during a session; empty if it wasn't.

    The text also says that the session's end is therefore its start plus the time that has passed.
    """
    if not was_changed:
        return ""
    return "The computer's clock was changed during the session. Its end is counted from its start."


def describe_interrupted(interrupted: InterruptedSession, names: Mapping[str, str]) -> str:
    """Return the routine and place of a session that was left unfinished, and when its last checkpoint was.

    The routine isn't named if the text of the place begins with its name.

    Args:
        interrupted: The session.
        names: The names of routines by id; one that isn't there is named by its id.

    """
    routine = describe_record_routine(interrupted.record, names)
    place = describe_record_place(interrupted.record)
    # A routine may be called as its place is: that is said once.
    what = place if place.casefold().startswith(routine.casefold()) else f"{routine}, {place}"
    return f"You left a session unfinished at {interrupted.checkpoint.at:%H:%M}: {what}."


def describe_saved_unfinished(interrupted: InterruptedSession) -> str:
    """Return that a session is saved as unfinished, and when the person left it. This call saves nothing.

    They left it when its last checkpoint was.
    """
    left_at = format_datetime(interrupted.checkpoint.at)
    return f"The session you left at {left_at} is saved as unfinished."


def describe_missing_rating(record: SessionRecord) -> str:
    """Return that the rating after a session is missing, and at what time of day the session ended.

    record: a session that has ended.
    """
    return f"You haven't rated your pain after the session that ended at {record.ended_at:%H:%M}."


def describe_follow_up(follow_up: PendingFollowUp) -> str:
    """Return how long ago the session was that needs a follow-up rating, and for which place, in a sentence.

    A place that it didn't work on is named as one where it hurts; the overall pain isn't named at all.
    """
    record, ago = follow_up.record, f"{format_elapsed(follow_up.elapsed)} ago you"
    if record.place == OVERALL:
        return f"{ago} had a session."
    did = "worked on this area" if record.place in record.areas else "had a session for pain in"
    return f"{ago} {did}: {describe_record_place(record)}."


def describe_in_sentences(record: SessionRecord, names: Mapping[str, str], *, with_steps: bool = True) -> str:
    """Return a session or pain score in sentences.

    In order: when it began, the routine, place and side, the ratings before and after, the stiffness, what
    was used before, the later ratings, the time worked, how it ended, the exact spot, the note and the steps.
    A missing rating before or after is said to be missing; anything else that is missing is left out.

    Args:
        record: The session or score.
        names: The names of the routines by their ids.
        with_steps: Whether to name the steps too.

    """
    if record.is_score:
        what = "pain score"
        ratings = describe_score(record)
    else:
        what = describe_record_routine(record, names)
        ratings = describe_ratings(record.before, record.after)
    ended = record.ended_or_started_at
    parts = (
        f"{format_spoken_time(record.started_at)}: {what}. {describe_record_place(record)}.",
        ratings,
        describe_stiffness(record),
        describe_flags(record),
        *(
            f"Later: {_describe_later(rating, ended, f', {format_spoken_time(rating.at)}')}"
            for rating in record.later
        ),
        describe_active_time(record.active_s),
        "" if record.is_score else describe_status(record.status, record.stop_reason, record.steps),
        f"Exact spot: {record.spot}." if record.spot else "",
        _end_sentence(f"Note: {record.note}") if record.note else "",
        describe_steps_aloud(record) if with_steps else "",
    )
    return " ".join(part for part in parts if part)


def _end_sentence(text: str) -> str:
    """Return a text with a full stop, unless it ends with one or with ``!`` or ``?``."""
    return text if text.endswith((".", "!", "?")) else f"{text}."


def format_spoken_time(at: datetime) -> str:
    """Return a date and a time of day as they are said: ``31 January 2026, 18:30``."""
    return f"{format_spoken_date(at.date())}, {at:%H:%M}"


def format_spoken_date(day: date) -> str:
    """Return a day as it is said: ``31 January 2026``."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
