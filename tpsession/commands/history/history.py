"""The command ``tpsession history``, which lists sessions."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tpsession.clock import SystemClock
from tpsession.commands.history.opening import open_own_history
from tpsession.commands.json_output import session_to_json
from tpsession.core.history.records import HistoryOrder, HistoryQuery, SessionRecord, Status
from tpsession.core.text.formatting import SIDE_NAMES, describe_change, format_timer
from tpsession.core.text.sanitize import sanitize
from tpsession.files.paths import find_paths

if TYPE_CHECKING:
    from collections.abc import Callable

    from tpsession.core.history.search import SessionSearch

SHORT_ID = 8
"""So many characters of an id are shown: enough to tell sessions apart."""


def show(arguments: argparse.Namespace) -> int:
    """Print the sessions that match the filters, and report damaged ones on standard error; return 0.

    If there are none, that is said on standard error; as JSON, an empty list is printed instead. With
    ``--summary``, `show_briefly` does its work instead. Raises `HistoryError`, and `UsageError` as
    `make_query` or `show_briefly` does.
    """
    if arguments.summary:
        from tpsession.commands.history.progress import show_briefly  # noqa: PLC0415 - not for the list

        return show_briefly(arguments)
    query = make_query(arguments)._replace(order=arguments.order or HistoryOrder.NEWEST)
    with open_own_history(find_paths(), SystemClock(), read_only=True) as history:
        records = history.find_sessions(query)
        damaged = history.damage_reports()
    if arguments.json:
        json.dump([session_to_json(record) for record in records], sys.stdout, indent=1)
        sys.stdout.write("\n")
    else:
        is_said = arguments.sentences or arguments.plain
        form = _make_sentences(with_steps=arguments.sentences) if is_said else _format_record
        for record in records:
            begin = f"{record.id[:SHORT_ID]}  " if arguments.ids else ""
            sys.stdout.write(f"{begin}{form(record)}\n")
    for sentence in damaged:
        sys.stderr.write(f"tpsession: {sentence}\n")
    if not records and not arguments.json:
        is_whole = query._replace(order=HistoryOrder.NEWEST) == HistoryQuery()
        sys.stderr.write("No sessions yet.\n" if is_whole else "No matching sessions.\n")
    return 0


def make_query(arguments: argparse.Namespace) -> HistoryQuery:
    """Return the query of the filters that `add_history_filters` adds to a command.

    Its order is newest first. Raises `UsageError` if several routines have the name in the filter.
    """
    return HistoryQuery(
        place=arguments.place,
        area=arguments.area.id if arguments.area else None,
        side=arguments.side,
        routine=None if arguments.routine is None else _find_routine(arguments.routine),
        since=arguments.since,
        until=arguments.until,
        limit=arguments.limit,
        search=_make_search(arguments) if arguments.find or arguments.status else None,
    )


def _find_routine(words: str) -> str:
    """Return the id of the routine with this id or name, in any case of letters; it may be deleted.

    For a path, it is the name of the file without its ending. Other words that mean no routine are returned
    in lower case, as the id of a routine that is gone. Raises `UsageError` if several routines have the name.
    """
    from tpsession.commands.routine_naming import resolve_routine  # noqa: PLC0415 - most lists need no names
    from tpsession.core.catalog.routine_id import routine_id  # noqa: PLC0415 - most lists need no names
    from tpsession.files.routines.folders import is_file_name  # noqa: PLC0415 - most lists need no names

    found = resolve_routine(words, with_deleted=True)
    return routine_id(Path(found).stem if is_file_name(found) else found)


def _make_search(arguments: argparse.Namespace) -> SessionSearch:
    """Return the search for the words of ``--find`` and the status of ``--status``; each may be left out.

    A word finds a routine by its id, not by its name.
    """
    # It imports the names of places, a tenth of the start.
    from tpsession.core.history.search import SessionSearch  # noqa: PLC0415 - most lists need no search
    from tpsession.core.history.search_parser import parse_search  # noqa: PLC0415 - likewise

    search = parse_search(arguments.find or "", {}, SystemClock().local_time().date()) or SessionSearch()
    return replace(search, status=arguments.status)


def _make_sentences(*, with_steps: bool) -> Callable[[SessionRecord], str]:
    """Return a function that describes a session in sentences, with the name of its routine if it had one.

    A deleted routine keeps its name; one without a file, or whose file has errors, is named by its id.
    with_steps: whether the steps are described, too.
    """
    from tpsession.core.catalog.routine import routine_names  # noqa: PLC0415 - most lists need no names
    from tpsession.core.history.wording import describe_in_sentences  # noqa: PLC0415 - nor sentences
    from tpsession.files.resources import find_resources  # noqa: PLC0415 - nor routines
    from tpsession.files.routines.library import FileLibrary  # noqa: PLC0415 - nor routines

    names = routine_names(FileLibrary(find_paths(), find_resources()).list_entries(with_deleted=True))
    return lambda record: sanitize(describe_in_sentences(record, names, with_steps=with_steps))


def _format_record(record: SessionRecord) -> str:
    """Return a session as one line of the list."""
    from tpsession.core.catalog.place import place_name  # noqa: PLC0415 - a tenth of the start, not for JSON
    from tpsession.core.history.step_wording import describe_skipped  # noqa: PLC0415 - likewise
    from tpsession.core.history.wording import describe_idle  # noqa: PLC0415 - likewise

    place = place_name(record.place)
    side = SIDE_NAMES[record.side]
    before = "-" if record.before is None else record.before
    after = "-" if record.after is None else record.after
    if record.before is not None and record.after is not None:
        after = f"{after} ({describe_change(record.before, record.after)})"
    status = record.status.value + (f" ({record.stop_reason.value})" if record.stop_reason else "")
    if record.status is Status.COMPLETED:
        if idle := describe_idle(record.status, record.stop_reason, record.steps):
            status = idle.lower()
        elif skipped := describe_skipped(record.steps):
            status = f"{status}, {skipped}"
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
