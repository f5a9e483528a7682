"""What the commands print as JSON. These formats are stable: later versions may add keys, but remove none."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    # A command that prints one of these has imported it; `routines` starts without the history's types.
    from tpsession.core.catalog.routine import RoutineEntry
    from tpsession.core.comparison.results import PairResult
    from tpsession.core.comparison.state import ComparisonState
    from tpsession.core.history.follow_up import PendingFollowUp
    from tpsession.core.history.records import SessionRecord
    from tpsession.core.programme.schedule import Schedule
    from tpsession.core.progress.comparison import RoutineComparison
    from tpsession.core.progress.estimates import Estimate
    from tpsession.core.progress.summary import ChangeFigures, RatingRange, SeriesFigures, SeriesSummary


def round_seconds(value: float) -> float:
    """Return a number of seconds to the millisecond, so that rounding noise isn't printed."""
    return round(value, 3)


def session_to_json(record: SessionRecord) -> dict[str, Any]:
    """Return a session or pain score as ``history --json`` prints it; times are ISO 8601 with UTC offset."""
    return {
        "id": record.id,
        "started_at": record.started_at.isoformat(),
        "ended_at": record.ended_at.isoformat() if record.ended_at else None,
        "status": record.status.value,
        "stop_reason": record.stop_reason.value if record.stop_reason else None,
        "routine": None if record.is_score else record.routine,
        "place": record.place,
        "area": record.area or None,
        "side": record.side.value,
        "flags": [flag.value for flag in record.flags],
        "planned_s": round_seconds(record.planned_s),
        "active_s": round_seconds(record.active_s),
        "kind": record.kind.value,
        "before": record.before,
        "after": record.after,
        "stiffness_before": record.stiffness_before,
        "stiffness_after": record.stiffness_after,
        "later": [
            {
                "at": rating.at.isoformat(),
                "value": rating.value,
                "flags": [flag.value for flag in rating.flags],
                "sore": rating.is_sore,
                "stiffness": rating.stiffness,
            }
            for rating in record.later
        ],
        "note": record.note,
        "spot": record.spot,
        "corrected": record.is_corrected,
        "steps": [
            {
                "technique": step.technique,
                "side": step.side.value,
                "area": step.area or record.area or None,
                "planned_s": round_seconds(step.planned_s),
                "active_s": round_seconds(step.active_s),
                "skipped": step.skipped,
                "eased": step.eased,
                "round": step.round,
                "name": step.name or None,
            }
            for step in record.steps
        ],
    }


def progress_to_json(summary: SeriesSummary, comparison: RoutineComparison) -> dict[str, Any]:
    """Return a series as ``progress --json`` prints it; docs/progress.schema.json describes it.

    comparison: the routines of the same series.
    """
    return {
        "place": summary.series.place,
        "side": summary.series.side.value,
        "sessions": summary.sessions,
        "first_on": summary.first_on.isoformat() if summary.first_on else None,
        "last_on": summary.last_on.isoformat() if summary.last_on else None,
        "ended_early": summary.ended_early,
        "missing_before": summary.missing_before,
        "missing_after": summary.missing_after,
        "corrected": summary.corrected,
        "marked": summary.marked,
        "scores": summary.scores,
        "not_done": summary.not_done,
        "running": summary.running,
        **_figures_to_json(summary.figures),
        "unmarked": _figures_to_json(summary.unmarked),
        "routines": [
            {"routine": figures.routine, "marked": figures.marked, **_changes_to_json(figures.changes)}
            for figures in comparison.compared
        ],
    }


def _figures_to_json(figures: SeriesFigures) -> dict[str, Any]:
    """Return the figures of a series as keys of its JSON object; null where there is too little data."""
    trend = figures.trend
    slope, slope_interval = _estimate_to_json(trend.per_week)
    return {
        **_changes_to_json(figures.changes),
        "before_slope_per_week": slope,
        "before_slope_interval": slope_interval,
        "before_slope_from": None if trend.fitted is None else round(trend.fitted[0], 4),
        "before_slope_to": None if trend.fitted is None else round(trend.fitted[1], 4),
        "before_slope_days": trend.days,
        "before_slope_first_on": trend.first_on.isoformat() if trend.first_on else None,
        "before_slope_last_on": trend.last_on.isoformat() if trend.last_on else None,
        "before_slope_missing_days": trend.missing_days,
        "before_slope_missing_span_days": trend.missing_span_days,
        "before": _range_to_json(figures.before),
        "after": _range_to_json(figures.after),
        "later": [
            {
                "from_h": later.opens_h,
                "to_h": later.closes_h,
                "rated": later.rated,
                "missing": later.missing,
                "median_change": later.median,
            }
            for later in figures.later
        ],
    }


def _changes_to_json(changes: ChangeFigures) -> dict[str, Any]:
    """Return how ratings changed, as keys of a JSON object; null where there are too few ratings."""
    estimate, interval = _estimate_to_json(changes.estimate)
    return {
        "rated": changes.rated,
        "missing_rated": changes.missing,
        "lower": changes.lower,
        "same": changes.same,
        "higher": changes.higher,
        "share_worse": None if changes.share_worse is None else round(changes.share_worse, 4),
        "median_change": changes.median,
        "estimate": estimate,
        "interval": interval,
    }


def _estimate_to_json(estimate: Estimate | None) -> tuple[float | None, list[float] | None]:
    """Return an estimate and its interval, to four decimals, or None for both if there is no estimate."""
    if estimate is None:
        return None, None
    low, high = estimate.interval.low, estimate.interval.high
    return round(estimate.value, 4), [round(low, 4), round(high, 4)]


def _range_to_json(found: RatingRange | None) -> dict[str, int] | None:
    """Return the number, the lowest and the highest of some ratings; None if there are none."""
    if found is None:
        return None
    return {"ratings": found.ratings, "lowest": found.lowest, "highest": found.highest}


def routine_to_json(entry: RoutineEntry, total_s: float | None) -> dict[str, Any]:
    """Return a routine, and the problems of its file, as ``routines --json`` prints it.

    Args:
        entry: The routine, or the file that has errors.
        total_s: Seconds of the routine's timed phases; None if the file has errors.

    """
    routine = entry.routine
    return {
        "id": entry.id,
        "name": routine.name if routine else None,
        "area": (routine.area.id if routine.area else "any") if routine else None,
        "sides": routine.sides.value if routine else None,
        "total_s": None if total_s is None else round_seconds(total_s),
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


def schedule_to_json(schedule: Schedule) -> dict[str, Any]:
    """Return a programme, and how it stands, as ``due --json`` prints it; days are ``YYYY-MM-DD``, local."""
    programme = schedule.programme
    return {
        "id": programme.id,
        "routine": programme.routine,
        "place": programme.place,
        "area": programme.area,
        "side": programme.side.value,
        "sessions": programme.sessions,
        "every_days": programme.every_days,
        "started_on": programme.started_on.isoformat(),
        "status": schedule.status.value,
        "done": len(schedule.done_on),
        "next_day": None if schedule.next_day is None else schedule.next_day.isoformat(),
        "due": schedule.is_due,
        "area_rests": schedule.area_rests,
    }


def comparison_to_json(state: ComparisonState, pairs: Iterable[PairResult]) -> dict[str, Any]:
    """Return a comparison, and how it stands, as ``compare --json`` prints it; days are local ``YYYY-MM-DD``.

    pairs: how each two of its things differ; none unless it is finished.
    """
    comparison = state.comparison
    return {
        "id": comparison.id,
        "place": comparison.series.place,
        "side": comparison.series.side.value,
        "area": comparison.area,
        "things": list(comparison.things),
        "blocks": comparison.blocks,
        "outcome": comparison.outcome.value,
        "started_on": comparison.started_on.isoformat(),
        "ended_on": comparison.ended_on.isoformat() if comparison.ended_on else None,
        "status": state.status.value,
        "due": state.due,
        "not_due": state.not_due.value if state.not_due else None,
        "missed": state.missed,
        "days": [
            {
                "day": day.day.isoformat(),
                "block": day.block,
                "thing": day.thing,
                "routine": day.record.routine,
                "kind": day.kind.value,
                "before": day.record.before,
                "after": day.record.after,
                "session": day.record.id,
            }
            for day in state.days
        ],
        "differences": [
            {"first": pair.first, "second": pair.second, "estimate": estimate, "interval": interval}
            for pair in pairs
            for estimate, interval in (_estimate_to_json(pair.difference),)
        ],
    }


def follow_up_to_json(follow_up: PendingFollowUp) -> dict[str, Any]:
    """Return a follow-up rating that is due as ``due --json`` prints it."""
    record = follow_up.record
    return {
        "session": record.id,
        "place": record.place,
        "side": record.side.value,
        "ended_at": (record.ended_or_started_at).isoformat(),
    }
