"""Reads what the list of routines shows: the routines, and the history, which decides their order."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from typing import NamedTuple

from tpsession.core.errors import HistoryError
from tpsession.core.history.recent import RECENT_SESSIONS
from tpsession.core.history.records import HistoryQuery, SessionRecord
from tpsession.tui.context import AppContext
from tpsession.tui.view_models.routine_rows import RoutineRow, build_row

HISTORY_WAIT_S = 0.5
"""Longest time in seconds that the list waits for the history, which decides its order."""


class HomeReading(NamedTuple):
    """What was read."""

    rows: list[RoutineRow]
    """The routines."""
    recent: Sequence[SessionRecord] | None
    """The newest `RECENT_SESSIONS` sessions; None as long as the history isn't read."""
    fingerprint: object
    """What the routine files were just before they were read."""
    error: str = ""
    """Why the history can't be read."""


async def read_home(context: AppContext, *, is_first: bool) -> AsyncGenerator[HomeReading]:
    """Read the routines and the history, and yield them: once, or first without the history if that is slow.

    At the first reading, a history that takes longer than `HISTORY_WAIT_S` isn't waited for. Later the old
    list stays until both are read. Raises `TpsessionError` if the routines can't be read.
    """
    library = asyncio.create_task(asyncio.to_thread(_read_routines, context))
    history = asyncio.create_task(context.history.load_sessions(HistoryQuery(limit=RECENT_SESSIONS)))
    try:
        await asyncio.wait({library, history}, timeout=HISTORY_WAIT_S)
        fingerprint, rows = await library
        if is_first and not history.done():
            yield HomeReading(rows, None, fingerprint)
        recent, error_text = list[SessionRecord](), ""
        try:
            recent = await history
            if await context.history.load_light_only():
                fingerprint, rows = await asyncio.to_thread(_read_routines, context, light_only=True)
        except HistoryError as error:
            error_text = str(error)
        yield HomeReading(rows, recent, fingerprint, error_text)
    finally:
        library.cancel()
        history.cancel()


def _read_routines(context: AppContext, *, light_only: bool = False) -> tuple[object, list[RoutineRow]]:
    """Return the fingerprint of the library, and a row for every routine file. Waits for the disk.

    light_only: whether only light massage is all right.
    """
    library = context.services.library
    fingerprint = library.fingerprint()
    return fingerprint, [
        build_row(entry, context.preferences, light_only=light_only) for entry in library.list_entries()
    ]
