"""Puts the routines that were played for one place and side side by side: "what helps me", as a first look.

This is no experiment: the person chose the routine each time, perhaps by how bad the day was.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tpsession.core.history.records import SessionRecord, Status
from tpsession.core.history.series import Series
from tpsession.core.progress.summary import ChangeFigures, sort_records, summarize_changes


@dataclass(frozen=True, slots=True)
class RoutineFigures:
    """How the ratings changed in the sessions of one routine."""

    routine: str
    """The id of the routine; empty for sessions that were logged by hand."""
    changes: ChangeFigures
    marked: int
    """Rated sessions that are marked by a painkiller or heat."""


@dataclass(frozen=True, slots=True)
class RoutineComparison:
    """The routines of a series, side by side.

    Those with most rated sessions come first: the order doesn't say which routine helps.
    """

    series: Series
    compared: tuple[RoutineFigures, ...]
    """Routines with 6 rated sessions or more; empty unless there are at least two such routines."""
    too_few: tuple[RoutineFigures, ...]
    """The other routines with at least one rated session."""


def compare_routines(series: Series, records: Iterable[SessionRecord]) -> RoutineComparison:
    """Compare the routines of a series by their rated sessions.

    A rated session was rated before and after; it has ended, and something was done in it. Scores aren't
    sessions. A routine with `MIN_CHANGES` rated sessions or more is compared, but only if there are at least
    two such routines. The sessions logged by hand count as one routine, whose id is empty.

    Raises `ValueError` for a record of another place or side: they are never pooled.
    """
    by_routine: dict[str, list[SessionRecord]] = {}
    for record in sort_records(series, records):
        is_rated = record.before is not None and record.after is not None
        is_session = not record.is_score and record.was_done and record.status is not Status.RUNNING
        if is_rated and is_session:
            by_routine.setdefault(record.routine, []).append(record)
    every = [
        RoutineFigures(routine, summarize_changes(rated), sum(bool(record.flags) for record in rated))
        for routine, rated in by_routine.items()
    ]
    every.sort(key=lambda figures: (-figures.changes.rated, figures.routine))
    enough = [figures for figures in every if not figures.changes.missing]
    if len(enough) < 2:
        return RoutineComparison(series, (), tuple(every))
    return RoutineComparison(series, tuple(enough), tuple(every[len(enough) :]))
