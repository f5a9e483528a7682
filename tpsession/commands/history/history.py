"""``tpsession history`` and ``tpsession log``."""

from __future__ import annotations

import argparse
import json
import sys

from tpsession.clock import SystemClock
from tpsession.commands import argument_types
from tpsession.commands.json_output import session_to_json
from tpsession.core.catalog.side import Side
from tpsession.core.errors import HistoryError, UsageError
from tpsession.core.history.ratings import Rating, RatingKind
from tpsession.core.history.records import HistoryQuery, SessionRecord, Status
from tpsession.core.text.formatting import SIDE_NAMES, format_timer
from tpsession.core.text.sanitize import sanitize
from tpsession.files.paths import find_paths
from tpsession.store.history import open_history


def show(arguments: argparse.Namespace) -> int:
    """Print the sessions asked for, newest first."""
    clock = SystemClock()
    today = clock.local_time().date()
    area = argument_types.area(arguments.area)
    query = HistoryQuery(
        area=area.id if area else None,
        side=argument_types.side(arguments.side),
        routine=arguments.routine,
        since=argument_types.day(arguments.since, "--since", today),
        until=argument_types.day(arguments.until, "--until", today),
        limit=argument_types.limit(arguments.limit),
    )
    with open_history(find_paths().history, clock, read_only=True) as history:
        records = history.find_sessions(query)
        damaged = history.damage_reports()
    if arguments.json:
        json.dump([session_to_json(record) for record in records], sys.stdout, indent=1)
        sys.stdout.write("\n")
    else:
        for record in records:
            sys.stdout.write(f"{_line(record)}\n")
    for sentence in damaged:
        sys.stderr.write(f"tpsession: {sentence}\n")
    if not records and not arguments.json:
        sys.stderr.write("No sessions yet.\n" if query == HistoryQuery() else "No session fits.\n")
    return 0


def _line(record: SessionRecord) -> str:
    from tpsession.core.catalog.area import AREAS  # noqa: PLC0415 - a tenth of the start, which JSON does without

    place = AREAS[record.area].name if record.area in AREAS else record.area
    side = SIDE_NAMES[record.side]
    before = "-" if record.before is None else record.before
    after = "-" if record.after is None else record.after
    status = record.status.value + (f" ({record.stop_reason.value})" if record.stop_reason else "")
    parts = [
        f"{record.started_at:%Y-%m-%d %H:%M}",
        record.routine or "by hand",
        f"{place}, {side}" if side else place,
        f"pain {before} to {after}",
        # Nobody says how long a session by hand took, and rest alone is no work.
        f"{format_timer(record.active_s)} worked" if record.active_s else "",
        status,
        record.note,
    ]
    return sanitize("  ".join(part for part in parts if part))


def log(arguments: argparse.Namespace) -> int:
    """Keep a session that was done without the program."""
    from uuid import uuid4  # noqa: PLC0415 - brings the module platform, which reading does without

    clock = SystemClock()
    area = argument_types.area(arguments.area)
    before = argument_types.rating(arguments.before, "--before")
    after = argument_types.rating(arguments.after, "--after")
    side = argument_types.side(arguments.side) or Side.NONE
    at = argument_types.moment(arguments.at, clock.local_time())
    if area is None or before is None:
        raise UsageError("A logged session needs --area and --before.")
    record = SessionRecord(
        id=str(uuid4()),
        started_at=at,
        ended_at=at,
        status=Status.COMPLETED,
        stop_reason=None,
        routine="",
        area=area.id,
        side=side,
        planned_s=0.0,
        active_s=0.0,
        note=arguments.note or "",
    )
    given = ((RatingKind.BEFORE, before), (RatingKind.AFTER, after))
    ratings = [Rating(kind, value, at) for kind, value in given if value is not None]
    try:
        with open_history(find_paths().history, clock) as history:
            history.add_session(record, ratings)
    except HistoryError as error:
        raise HistoryError(f"This session was not logged. {error.message}", error.advice) from error
    sys.stderr.write("Kept.\n")
    return 0
