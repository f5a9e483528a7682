"""Reads what the list of routines shows: the routines, and the history, which decides their order."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from tpsession.core.errors import HistoryError
from tpsession.core.history.recent import RECENT_SESSIONS
from tpsession.core.history.records import HistoryQuery, SessionRecord
from tpsession.tui.view_models.routine_rows import RoutineRow, build_row

if TYPE_CHECKING:
    from tpsession.tui.context import AppContext

HISTORY_WAIT_S = 0.5
"""Longest time in seconds that the list waits for the history, which decides its order."""


class HomeReading(NamedTuple):
    """What `read_home` has read so far."""

    rows: list[RoutineRow]
    """The routines."""
    recent: Sequence[SessionRecord] | None
    """The newest `RECENT_SESSIONS` sessions; None as long as the history isn't read."""
    fingerprint: str
    """What the routine files were just before they were read."""
    error: str = ""
    """Why the history, or a part of it, can't be read; empty if it could be, or isn't read yet."""
    is_remembered: bool = False
    """Whether the rows are those of the last time, from the same files, which haven't been read yet."""


async def read_home(context: AppContext, *, is_first: bool) -> AsyncGenerator[HomeReading]:
    """Read the routines and the history; yield what can be shown so far, the complete reading last.

    At the first reading, what the list showed the last time comes first, unless that isn't known, or a
    routine file or the time to get ready has changed since; and if the history takes longer than
    `HISTORY_WAIT_S`, the routines come without it. Later only the complete reading comes. If only light
    massage is all right, the complete reading has the lengths that the routines have then. A reading says
    why, if the history can't be read. Raises `TpsessionError` if the routines can't be read.

    is_first: whether nothing is shown yet.
    """
    history = asyncio.create_task(context.history.load_sessions(HistoryQuery(limit=RECENT_SESSIONS)))
    patience = asyncio.create_task(asyncio.sleep(HISTORY_WAIT_S))
    try:
        remembered = await asyncio.to_thread(_recall_routines, context) if is_first else None
        if remembered is not None:
            await asyncio.wait({history, patience}, return_when=asyncio.FIRST_COMPLETED)
            yield await _with_history(remembered, history) if history.done() else remembered
        reading = await asyncio.to_thread(_read_routines, context)
        await asyncio.wait({history, patience}, return_when=asyncio.FIRST_COMPLETED)
        if is_first and not history.done():
            yield reading
        reading = await _with_history(reading, history)
        yield reading if reading.error else await _with_light_lengths(context, reading)
    finally:
        history.cancel()
        patience.cancel()


async def _with_history(reading: HomeReading, history: asyncio.Task[Sequence[SessionRecord]]) -> HomeReading:
    """Wait for the history, and return the reading with the sessions from it.

    If the history can't be read, the reading has no sessions, and says why.
    """
    try:
        return reading._replace(recent=await history)
    except HistoryError as error:
        return reading._replace(recent=[], error=str(error))


async def _with_light_lengths(context: AppContext, reading: HomeReading) -> HomeReading:
    """Return the reading, with the lengths for light massage if only that is all right.

    If the history can't be read, the lengths stay, and the reading says why.
    """
    try:
        is_light_only = await context.history.load_light_only()
    except HistoryError as error:
        return reading._replace(error=str(error))
    if not is_light_only:
        return reading
    return reading._replace(rows=await asyncio.to_thread(_make_light_rows, context))


def _recall_routines(context: AppContext) -> HomeReading | None:
    """Return the rows that the list showed the last time; None if unknown or out of date. Reads the disk."""
    fingerprint = context.services.library.fingerprint()
    listed = context.services.list_memory.recall(_describe_sources(context, fingerprint))
    if listed is None:
        return None
    return HomeReading([RoutineRow(shown) for shown in listed], None, fingerprint, is_remembered=True)


def _read_routines(context: AppContext) -> HomeReading:
    """Read all routine files, and return a row for each routine; remember for the next start what they show.

    A routine whose file has errors has a row, too.
    """
    fingerprint = context.services.library.fingerprint()
    entries = context.services.library.list_entries()
    rows = [build_row(entry, context.preferences) for entry in entries]
    sources = _describe_sources(context, fingerprint)
    context.services.list_memory.remember(sources, [row.shown for row in rows])
    return HomeReading(rows, None, fingerprint)


def _make_light_rows(context: AppContext) -> list[RoutineRow]:
    """Read all routine files, and return a row for each routine as if only light massage is all right."""
    entries = context.services.library.list_entries()
    return [build_row(entry, context.preferences, light_only=True) for entry in entries]


def _describe_sources(context: AppContext, fingerprint: str) -> str:
    """Return a text that changes with the routine files and the time to get ready, which all lengths contain.

    fingerprint: stands for the routine files.
    """
    return f"{context.preferences.get_ready_s} {fingerprint}"
