"""The commands ``tpsession history``, which lists sessions, and ``tpsession log``, which adds one."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from tpsession.clock import SystemClock
from tpsession.commands.history.opening import open_own_history
from tpsession.commands.json_output import session_to_json
from tpsession.core.catalog.side import Side
from tpsession.core.errors import HistoryError
from tpsession.core.history.ratings import Rating, RatingFlag, RatingKind
from tpsession.core.history.records import HistoryOrder, HistoryQuery, SessionRecord, Status
from tpsession.core.text.formatting import SIDE_NAMES, describe_change, format_timer
from tpsession.core.text.sanitize import sanitize
from tpsession.files.paths import find_paths

if TYPE_CHECKING:
    from tpsession.core.history.search import SessionSearch


def show(arguments: argparse.Namespace) -> int:
    """Print the sessions that match the filters, and report damaged ones on standard error."""
    query = HistoryQuery(
        place=arguments.place,
        area=arguments.area.id if arguments.area else None,
        side=arguments.side,
        routine=arguments.routine,
        since=arguments.since,
        until=arguments.until,
        limit=arguments.limit,
        order=arguments.order or HistoryOrder.NEWEST,
        search=_make_search(arguments) if arguments.find or arguments.status else None,
    )
    with open_own_history(find_paths(), SystemClock(), read_only=True) as history:
        records = history.find_sessions(query)
        damaged = history.damage_reports()
    if arguments.json:
        json.dump([session_to_json(record) for record in records], sys.stdout, indent=1)
        sys.stdout.write("\n")
    else:
        for record in records:
            sys.stdout.write(f"{_format_record(record)}\n")
    for sentence in damaged:
        sys.stderr.write(f"tpsession: {sentence}\n")
    if not records and not arguments.json:
        is_whole = replace(query, order=HistoryOrder.NEWEST) == HistoryQuery()
        sys.stderr.write("No sessions yet.\n" if is_whole else "No matching sessions.\n")
    return 0


def _make_search(arguments: argparse.Namespace) -> SessionSearch:
    """Return the search for ``--find`` and ``--status``. Routines are known by their ids, which are shown."""
    # Deferred: most lists need no search, and it imports the names of places, a tenth of the start.
    from tpsession.core.history.search import SessionSearch  # noqa: PLC0415
    from tpsession.core.history.search_parser import parse_search  # noqa: PLC0415

    search = parse_search(arguments.find or "", {}, SystemClock().local_time().date()) or SessionSearch()
    return replace(search, status=arguments.status)


def _format_record(record: SessionRecord) -> str:
    """Return a session as one line of the list."""
    from tpsession.core.catalog.place import place_name  # noqa: PLC0415 - a tenth of the start, not for JSON

    place = place_name(record.place)
    side = SIDE_NAMES[record.side]
    before = "-" if record.before is None else record.before
    after = "-" if record.after is None else record.after
    if record.before is not None and record.after is not None:
        after = f"{after} ({describe_change(record.before, record.after)})"
    status = record.status.value + (f" ({record.stop_reason.value})" if record.stop_reason else "")
    parts = [
        f"{record.started_at:%Y-%m-%d %H:%M}",
        "pain score" if record.is_score else record.routine or "logged by hand",
        f"{place}, {side}" if side else place,
        f"pain {before}" if record.is_score else f"pain {before} to {after}",
        # A session that was logged by hand has no time, nor has one that was only rest.
        f"{format_timer(record.active_s)} worked" if record.active_s else "",
        "" if record.is_score else status,
        record.note,
    ]
    return sanitize("  ".join(part for part in parts if part))


def log(arguments: argparse.Namespace) -> int:
    """Save a session that was done without the program, with its ratings. Raises `HistoryError`."""
    from uuid import uuid4  # noqa: PLC0415 - imports the module platform, which `show` doesn't need

    clock = SystemClock()
    at = arguments.at or clock.local_time()
    record = SessionRecord(
        id=str(uuid4()),
        started_at=at,
        ended_at=at,
        status=Status.COMPLETED,
        stop_reason=None,
        routine="",
        place=arguments.area.id,
        area=arguments.area.id,
        side=arguments.side or Side.NONE,
        planned_s=0.0,
        active_s=0.0,
        note=arguments.note or "",
        flags=tuple(map(RatingFlag, arguments.flags or ())),
    )
    values = ((RatingKind.BEFORE, arguments.before), (RatingKind.AFTER, arguments.after))
    ratings = [Rating(kind, value, at) for kind, value in values if value is not None]
    try:
        with open_own_history(find_paths(), clock) as history:
            history.add_session(record, ratings)
    except HistoryError as error:
        raise HistoryError(f"This session was not logged. {error.message}", error.advice) from error
    sys.stderr.write("Saved.\n")
    if arguments.at and (second := _second_time(at)) is not None:
        sys.stderr.write(
            f"There was {at:%H:%M} twice that day, because the clocks were set back; this is the first. "
            f"For the second, write {second.isoformat(timespec='minutes')}.\n"
        )
    return 0


def _second_time(first: datetime) -> datetime | None:
    """Return when the local time of a moment came again as clocks were set back; None if it didn't."""
    second = first.replace(tzinfo=None, fold=1).astimezone()
    return second if second > first else None
