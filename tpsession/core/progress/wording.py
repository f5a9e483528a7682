"""Sentences about progress, shared by every front end."""

from __future__ import annotations

from collections.abc import Mapping

from tpsession.core.progress.comparison import RoutineComparison
from tpsession.core.progress.summary import SeriesSummary
from tpsession.core.text.formatting import CAUSE_UNKNOWN


def describe_series(summary: SeriesSummary) -> list[str]:
    """Return everything that a summary says as plain sentences, the most important first.

    The last one is always `CAUSE_UNKNOWN`.
    """
    return [f"{summary.sessions} sessions.", CAUSE_UNKNOWN]


def describe_series_briefly(summary: SeriesSummary) -> str:
    """Return one short sentence about a series, for a list."""
    return f"{summary.sessions} sessions."


def describe_comparison(comparison: RoutineComparison, names: Mapping[str, str]) -> list[str]:
    """Return the comparison of routines as plain sentences, with the warning that it is no experiment.

    names: the names of routines by id; one that isn't there is named by its id.
    """
    return [names.get(figures.routine, figures.routine) for figures in comparison.compared]
