"""What home shows below the list where there is room: what is planned, and the last sessions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from rich.cells import cell_len

from tpsession.core.catalog.place import place_name
from tpsession.core.history.wording import format_rating_change
from tpsession.core.text.formatting import describe_place
from tpsession.tui.text.columns import fit_text
from tpsession.tui.view_models.routine_rows import describe_day
from tpsession.tui.view_models.session_rows import format_pain

if TYPE_CHECKING:
    from tpsession.core.history.records import SessionRecord
    from tpsession.core.programme.schedule import Schedule

MIN_COLUMNS = 50
"""In fewer cells, only the list and the progress are shown."""
MOST_SESSIONS = 8
FEWEST_SESSIONS = 3
"""Fewer sessions aren't worth a title."""
_MOST_PLANNED = 4
_GAP = "  "
_DAY = len("2026-01-31")
_PAIN = len("10 → 10")


def planned_lines(schedules: Sequence[Schedule]) -> list[str]:
    """Return a line for each programme that is still shown: its place, how it stands, and when it is due.

    They are in the order given, `_MOST_PLANNED` at most.
    """
    shown = [each for each in schedules if each.is_shown][:_MOST_PLANNED]
    if not shown:
        return []
    # Most people have no programme.
    from tpsession.core.programme.wording import describe_place_of, describe_schedule  # noqa: PLC0415 - 2 ms

    return [f"{describe_place_of(each.programme)}: {describe_schedule(each)}" for each in shown]


def session_lines(newest_first: Sequence[SessionRecord], today: date) -> list[str]:
    """Return a line for each of the newest sessions: when it was, where it hurt, and the ratings.

    There are `MOST_SESSIONS` at most. Scores are left out: they are no sessions.
    """
    records = [record for record in newest_first if not record.is_score][:MOST_SESSIONS]
    places = [describe_place(place_name(record.place), record.side) for record in records]
    widest = max(map(cell_len, places), default=0)
    lines = []
    for record, place in zip(records, places, strict=True):
        day = fit_text(describe_day(record.started_at.date(), today), _DAY)
        pain = fit_text(format_pain(record), _PAIN)
        change = format_rating_change(record.before, record.after)
        lines.append(_GAP.join((day, fit_text(place, widest), pain, change)).rstrip())
    return lines


def count_session_lines(available: int, *, routine_rows: int, rows: int, others: int) -> int:
    """Return how many of the last sessions are shown: none, or at least `FEWEST_SESSIONS`.

    The list keeps the rows that all its routines take, and one empty row below them. Another row is for the
    title of the sessions.

    Args:
        available: How many there are.
        routine_rows: Rows that all routines take.
        rows: Those of the list and everything below it.
        others: Rows of everything else below the list.

    """
    title = 1
    fitting = min(available, rows - routine_rows - 1 - others - title)
    return fitting if fitting >= FEWEST_SESSIONS else 0
