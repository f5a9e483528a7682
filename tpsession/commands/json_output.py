"""The stable JSON shapes of the command line. More keys may come; none goes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    # Whoever has one to show has loaded it; a list of routines starts without the history's types.
    from tpsession.core.catalog.routine import RoutineEntry
    from tpsession.core.history.records import SessionRecord


def seconds(value: float) -> float:
    """Seconds to the millisecond, so that no rounding noise shows."""
    return round(value, 3)


def session_to_json(record: SessionRecord) -> dict[str, Any]:
    """A session as ``history --json`` shows it; times are ISO 8601 with offset."""
    return {
        "id": record.id,
        "started_at": record.started_at.isoformat(),
        "ended_at": record.ended_at.isoformat() if record.ended_at else None,
        "status": record.status.value,
        "stop_reason": record.stop_reason.value if record.stop_reason else None,
        "routine": record.routine,
        "area": record.area,
        "side": record.side.value,
        "planned_s": seconds(record.planned_s),
        "active_s": seconds(record.active_s),
        "before": record.before,
        "after": record.after,
        "later": [{"at": rating.at.isoformat(), "value": rating.value} for rating in record.later],
        "note": record.note,
        "steps": [
            {
                "technique": step.technique,
                "side": step.side.value,
                "planned_s": seconds(step.planned_s),
                "active_s": seconds(step.active_s),
                "skipped": step.skipped,
                "eased": step.eased,
            }
            for step in record.steps
        ],
    }


def routine_to_json(entry: RoutineEntry, total_s: float | None) -> dict[str, Any]:
    """A routine as ``routines --json`` shows it.

    total_s: seconds of its timed phases; None where the file has errors.
    """
    routine = entry.routine
    return {
        "id": entry.id,
        "name": routine.name if routine else None,
        "area": (routine.area.id if routine.area else "any") if routine else None,
        "sides": routine.sides.value if routine else None,
        "total_s": None if total_s is None else seconds(total_s),
        "source": entry.source,
        "path": entry.path,
        "problems": [
            {
                "line": problem.line,
                "column": problem.column,
                "message": problem.message,
                "severity": problem.severity.value,
            }
            for problem in entry.problems
        ],
    }
