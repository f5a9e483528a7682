"""Sentences that set the routines for one place side by side, shared by every front end."""

from __future__ import annotations

from collections.abc import Mapping

from tpsession.core.history.wording import name_routine
from tpsession.core.progress.comparison import RoutineComparison, RoutineFigures
from tpsession.core.progress.sentence_parts import (
    describe_counts,
    describe_estimate,
    describe_usual,
)
from tpsession.core.progress.summary import MIN_CHANGES, SeriesSummary
from tpsession.core.progress.wording import DEPENDENCE, SeriesDescription, describe_by_subject
from tpsession.core.text.formatting import format_count

NO_EXPERIMENT = (
    "This is no experiment: you chose the routine each time, perhaps by how your pain was that day. "
    "A difference may be chance."
)
"""The warning beside every comparison of routines."""


def describe_series_and_routines(
    summary: SeriesSummary, comparison: RoutineComparison, names: Mapping[str, str]
) -> SeriesDescription:
    """Return all that is said about a summary, with its routines side by side if any are compared.

    names: the names of routines by id; one that isn't there is named by its id.
    """
    series = describe_by_subject(summary)
    if not comparison.compared:
        return series
    routines = _describe_routines(comparison, names)
    return SeriesDescription(
        results=(*series.results, *routines.results),
        # Both may say how far they depend on each other.
        certainty=tuple(dict.fromkeys((*series.certainty, *routines.certainty))),
        missing=(*routines.missing, *series.missing),
        details=(*series.details, *routines.details),
    )


def describe_comparison(comparison: RoutineComparison, names: Mapping[str, str]) -> list[str]:
    """Return the comparison of routines as plain sentences; the last one is always `CAUSE_UNKNOWN`.

    If routines are compared, they include the warning that this is no experiment.

    names: the names of routines by id; one that isn't there is named by its id.
    """
    return _describe_routines(comparison, names).sentences


def _describe_routines(comparison: RoutineComparison, names: Mapping[str, str]) -> SeriesDescription:
    """Return the sentences of a comparison of routines, divided into the parts of a `SeriesDescription`.

    Results say how the ratings of each compared routine changed, and details what its estimate is. Certainty
    says, if any routines are compared, what makes this less sure, and that it is no experiment. Missing names
    each routine in `too_few`, and says what is needed if none is compared.

    names: the names of routines by id; one that isn't there is named by its id.
    """
    results = tuple(
        f"{name_routine(figures.routine, names)}: {_describe_routine(figures)}"
        for figures in comparison.compared
    )
    details = tuple(
        f"{name_routine(figures.routine, names)}: {describe_estimate(figures.changes.estimate)}."
        for figures in comparison.compared
        if figures.changes.estimate is not None
    )
    missing = []
    if not results:
        missing.append(
            f"Routines are compared once at least two of them have {MIN_CHANGES} rated sessions here."
        )
    for figures in comparison.too_few:
        rated = format_count(figures.changes.rated, "rated session")
        more = f"; {figures.changes.missing} more needed" if figures.changes.missing else ""
        missing.append(f"{name_routine(figures.routine, names)}: {rated}{more}.")
    certainty = (DEPENDENCE, NO_EXPERIMENT) if results else ()
    return SeriesDescription(results, certainty, tuple(missing), details)


def _describe_routine(figures: RoutineFigures) -> str:
    """Return how the ratings of one routine changed, and how many of its rated sessions are marked, if any.

    A marked session had a painkiller or heat before it.
    """
    changes = figures.changes
    estimate = "" if changes.estimate is None else f"; {describe_usual(changes.estimate)}"
    marked = f" Marked with a painkiller or heat: {figures.marked:,}." if figures.marked else ""
    return f"{format_count(changes.rated, 'rated session')}: {describe_counts(changes)}{estimate}.{marked}"
