"""The JSON of routines and sessions."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tpsession.commands.json_output import routine_to_json, session_to_json
from tpsession.core.catalog.routine import RoutineEntry
from tpsession.core.catalog.side import Side
from tpsession.core.errors import Problem
from tpsession.core.history.ratings import Rating, RatingKind
from tpsession.core.history.records import SessionRecord, Status, StepRecord, StopReason


def test_the_json_of_a_broken_routine_lists_its_problems_and_is_null_elsewhere() -> None:
    shape = routine_to_json(RoutineEntry("x", "yours", "x.toml", None, (Problem(3, 4, "wrong"),)), None)
    assert shape["name"] is shape["area"] is shape["total_s"] is None
    assert shape["problems"] == [{"line": 3, "column": 4, "message": "wrong", "severity": "error"}]


def test_the_json_of_a_session_has_milliseconds_and_utc_offsets() -> None:
    at = datetime(2026, 1, 31, 18, 30, tzinfo=UTC)
    step = StepRecord("pressure", Side.LEFT, 120.0, 0.1 + 0.2, skipped=False, eased=True)
    later = (Rating(RatingKind.LATER, 2, at + timedelta(hours=3)),)
    record = SessionRecord(
        "id", at, None, Status.STOPPED, StopReason.SHARP, "neck", "neck", "neck", Side.LEFT, 120.0, 0.1 + 0.2,
        before=6, after=4, later=later, note="note", steps=(step,),
    )  # fmt: skip
    shape = session_to_json(record)
    assert (shape["started_at"], shape["ended_at"]) == ("2026-01-31T18:30:00+00:00", None)
    assert (shape["status"], shape["stop_reason"], shape["active_s"]) == ("stopped", "sharp", 0.3)
    assert shape["later"] == [
        {"at": "2026-01-31T21:30:00+00:00", "value": 2, "flags": [], "sore": None, "stiffness": None}
    ]
    named = session_to_json(record._replace(steps=(step._replace(name="Short presses"),)))
    assert named["steps"][0]["name"] == "Short presses"
    assert shape["steps"] == [
        {
            "technique": "pressure", "side": "left", "planned_s": 120.0, "active_s": 0.3, "skipped": False,
            "eased": True, "area": "neck", "round": 1, "name": None,
        }
    ]  # fmt: skip
