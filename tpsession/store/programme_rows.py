"""Converts between rows of the table of programmes and programmes."""

from __future__ import annotations

from datetime import date

from tpsession.core.catalog.side import Side
from tpsession.core.history.programme import Pause, Programme
from tpsession.store.rows import to_storable
from tpsession.store.tables import Row, Value


def encode_programme(programme: Programme) -> Row:
    """Return the row of a programme; its days are ISO 8601."""
    pause = programme.pause
    return {
        "id": programme.id,
        "routine": to_storable(programme.routine),
        "place": to_storable(programme.place),
        "area": to_storable(programme.area),
        "side": programme.side.value,
        "sessions": programme.sessions,
        "every_days": programme.every_days,
        "started_on": programme.started_on.isoformat(),
        "ended_on": _encode_day(programme.ended_on),
        "pause_first_day": _encode_day(pause.first_day if pause else None),
        "pause_last_day": _encode_day(pause.last_day if pause else None),
        "title": to_storable(programme.title),
    }


def decode_programme(row: Row) -> Programme:
    """Return the programme in an intact row.

    Raises `ValueError` or `TypeError` if the first day is missing, or for a value that only a newer program
    knows.
    """
    started_on = _decode_day(row["started_on"])
    if started_on is None:
        raise ValueError("a programme has a first day")
    pause_first_day = _decode_day(row["pause_first_day"])
    pause = None if pause_first_day is None else Pause(pause_first_day, _decode_day(row["pause_last_day"]))
    return Programme(
        id=str(row["id"]),
        routine=str(row["routine"]),
        place=str(row["place"]),
        area=str(row["area"]),
        side=Side(str(row["side"])),
        sessions=int(row["sessions"] or 0),
        every_days=int(row["every_days"] or 0),
        started_on=started_on,
        ended_on=_decode_day(row["ended_on"]),
        pause=pause,
        title=str(row["title"]),
    )


def _encode_day(day: date | None) -> Value:
    return None if day is None else day.isoformat()


def _decode_day(value: Value) -> date | None:
    return None if value is None else date.fromisoformat(str(value))
