"""The command ``tpsession log``, which adds a session done without the program, or a pain score."""

from __future__ import annotations

import argparse
import sys
from datetime import datetime
from uuid import uuid4

from tpsession.clock import SystemClock
from tpsession.commands.history.note_argument import read_note
from tpsession.commands.history.opening import open_own_history
from tpsession.core.catalog.side import Side
from tpsession.core.corrections.edit import MAX_NOTE, MAX_SPOT
from tpsession.core.errors import HistoryError, UsageError
from tpsession.core.history.logged import LoggedSession
from tpsession.core.history.ratings import RatingFlag
from tpsession.core.history.wording import (
    describe_ratings,
    describe_record_place,
    describe_score,
    format_datetime,
)
from tpsession.core.safety.place_flags import emergency_advice, is_emergency_place
from tpsession.files.paths import find_paths
from tpsession.files.settings import FileSettings


def log(arguments: argparse.Namespace) -> int:
    """Save a session that was done without the program, or, without an area, a pain score for a place.

    Without a time it counts as now. If pain at the place may be an emergency, the advice for that is printed
    first. At the end it is printed what was saved. If the clocks were set back that day and the given time
    came twice, the first is taken, and how to give the second is printed. Returns 0. Raises `UsageError` for
    arguments that don't fit each other and for a spot or note that is too long, and `HistoryError`; then
    nothing is saved.
    """
    area, place = arguments.area, arguments.place
    if area is None and place is None:
        raise UsageError(
            "What do you want to log?", "Give --area for a session, or --place for a pain score."
        )
    if area is None and arguments.after is not None:
        raise UsageError(
            "A pain score is one number.", "Leave out --after, or give the --area that you worked on."
        )
    clock = SystemClock()
    at = arguments.at or clock.local_time()
    logged = LoggedSession(
        at=at,
        place=place or area.id,
        side=arguments.side or Side.NONE,
        area=area.id if area else "",
        before=arguments.before,
        after=arguments.after,
        flags=tuple(map(RatingFlag, arguments.flags or ())),
        spot=arguments.spot or "",
        note=read_note(arguments.note) or "",
    )
    paths = find_paths()
    if is_emergency_place(logged.place):
        number = FileSettings(paths.settings).load_preferences().text("safety.emergency_number")
        sys.stderr.write(f"{emergency_advice(number)}\n")
    for name, text, limit in (("spot", logged.spot, MAX_SPOT), ("note", logged.note, MAX_NOTE)):
        if len(text) > limit:
            raise UsageError(
                f"The {name} has {len(text)} characters; it may have {limit}.", "Make it shorter."
            )
    try:
        with open_own_history(paths, clock) as history:
            record = logged.make_record(str(uuid4()))
            history.add_session(record, logged.make_ratings())
    except HistoryError as error:
        what = "session" if area else "pain score"
        raise HistoryError(f"This {what} was not logged. {error.message}", error.advice) from error
    rated = record._replace(before=logged.before)
    ratings = describe_score(rated) if rated.is_score else describe_ratings(logged.before, logged.after)
    sys.stderr.write(f"Saved: {describe_record_place(record)}, {format_datetime(at)}. {ratings}\n")
    if arguments.at and (second := _second_time(at)) is not None:
        sys.stderr.write(
            f"There was {at:%H:%M} twice that day, because the clocks were set back; this is the first. "
            f"For the second, write {second.isoformat(timespec='minutes')}.\n"
        )
    return 0


def _second_time(first: datetime) -> datetime | None:
    """Return the later moment at which clocks that were set back showed this local time again.

    None if they showed it only once, or if `first` is the later moment already.
    """
    second = first.replace(tzinfo=None, fold=1).astimezone()
    return second if second > first else None
