"""What the page for an appointment says about one place and side; `tpsession.report` decides how it looks."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from tpsession.core.catalog.place import place_name
from tpsession.core.catalog.side import Side
from tpsession.core.history.rating_flags import describe_flags
from tpsession.core.history.ratings import RatingFlag
from tpsession.core.history.records import SessionRecord, Status, StepRecord
from tpsession.core.history.series import Series
from tpsession.core.history.step_wording import name_step
from tpsession.core.history.wording import STOP_LABELS, name_routine
from tpsession.core.progress.comparison import compare_routines
from tpsession.core.progress.comparison_wording import describe_comparison
from tpsession.core.progress.estimates import Estimate
from tpsession.core.progress.summary import RatingRange, SeriesFigures, SeriesSummary, summarize_series
from tpsession.core.progress.wording import describe_series
from tpsession.core.text.formatting import CAUSE_UNKNOWN, SIDE_NAMES, describe_place, format_timer

MAX_LISTED = 3
"""How many routines or stops are listed, so that a place fits on a sheet of paper."""
MAX_COMPARED = 3
"""How many routines are set side by side."""
MAX_STEPS = 10
"""How many steps of a routine are listed, for the same reason."""

LIMITS = (
    CAUSE_UNKNOWN,
    "People tend to start when pain is at its worst. So the next rating is often lower, whatever they do.",
    "The intervals assume that sessions are independent. If pain comes in spells, they are too narrow.",
    "It isn't known which change within minutes matters. So no single session is called an improvement.",
    "One person gave these ratings at home. They are no diagnosis.",
)
"""What the numbers can't show: natural course (Costa 2012), regression to the mean (Whitney & Von Korff
1992), dependence (our simulation), and thresholds, which are validated for weeks only (Farrar 2001)."""


@dataclass(frozen=True, slots=True)
class ReportFigure:
    """One row of the table of numbers."""

    key: str
    """The name of the figure in the JSON of `tpsession progress`."""
    label: str
    all_sessions: str
    """The figure of all sessions, in words and digits."""
    unmarked: str
    """The same without sessions that are marked by a painkiller or heat; empty if it isn't made for these."""


@dataclass(frozen=True, slots=True)
class ReportRoutine:
    """A routine that was played for the place."""

    name: str
    sessions: int
    steps: tuple[str, ...]
    """Its steps as they were played last, such as ``Broad circles 1:00``."""


@dataclass(frozen=True, slots=True)
class ReportEvent:
    """A stop or a note of a session, with its day."""

    on: date
    text: str


@dataclass(frozen=True, slots=True)
class ReportRating:
    """One session or score, for the chart and the table behind it."""

    id: str
    on: date
    before: int | None
    after: int | None
    later: tuple[int, ...]
    is_score: bool
    marks: str
    """What else may have changed the ratings, in words; empty if nothing was said."""


@dataclass(frozen=True, slots=True)
class SeriesReport:
    """Everything that the page says about one place and side."""

    series: Series
    title: str
    first_on: date
    last_on: date
    summary: SeriesSummary
    sentences: tuple[str, ...]
    figures: tuple[ReportFigure, ...]
    ratings: tuple[ReportRating, ...]
    """Oldest first."""
    routines: tuple[ReportRoutine, ...]
    """Those played most often first, at most `MAX_LISTED`."""
    more_routines: int
    """How many further routines were played."""
    comparison: tuple[str, ...]
    """The routines side by side, in sentences."""
    stops: tuple[ReportEvent, ...]
    """Stops for another reason than an interruption, newest first, at most `MAX_LISTED`."""
    more_stops: int
    notes: tuple[ReportEvent, ...]
    """The notes that were asked for, newest first."""


def build_series_report(
    series: Series,
    records: Iterable[SessionRecord],
    names: Mapping[str, str],
    *,
    notes_of: Collection[str] | None = (),
) -> SeriesReport:
    """Return what the page for an appointment says about a series; no file is written.

    At most `MAX_LISTED` routines are listed, and as many stops for another reason than an interruption. For
    both, the number of those not listed is there. At most `MAX_COMPARED` routines are compared. Raises
    `ValueError` without a record, or for a record of another place or side.

    Args:
        series: The place and side.
        records: All records of the series in the period, in any order.
        names: The names of routines by id; one that isn't there is named by its id.
        notes_of: The ids of the records whose notes are on the page, because a note is private: none by
            default; None for all.

    """
    ordered = sorted(records, key=lambda record: record.started_at)
    summary = summarize_series(series, ordered)
    days = [record.started_at.date() for record in ordered]
    routines = _list_routines(ordered, names)
    stops = [
        ReportEvent(record.started_at.date(), STOP_LABELS[record.stop_reason])
        for record in reversed(ordered)
        if record.stop_reason is not None and record.stop_reason.rests_area
    ]
    notes = [
        ReportEvent(record.started_at.date(), record.note)
        for record in reversed(ordered)
        if record.note and (notes_of is None or record.id in notes_of)
    ]
    compared = compare_routines(series, ordered)
    compared = replace(compared, compared=compared.compared[:MAX_COMPARED], too_few=())
    return SeriesReport(
        series=series,
        title=describe_place(place_name(series.place), series.side),
        first_on=min(days),
        last_on=max(days),
        summary=summary,
        sentences=tuple(describe_series(summary)),
        figures=list_figures(summary),
        ratings=tuple(_to_rating(record) for record in ordered if record.was_done),
        routines=routines[:MAX_LISTED],
        more_routines=max(len(routines) - MAX_LISTED, 0),
        # The table of what it can't show says the last sentence for the whole page.
        comparison=tuple(describe_comparison(compared, names)[:-1]) if compared.compared else (),
        stops=tuple(stops[:MAX_LISTED]),
        more_stops=max(len(stops) - MAX_LISTED, 0),
        notes=tuple(notes),
    )


def _to_rating(record: SessionRecord) -> ReportRating:
    """Return the row of a record in the table behind the chart."""
    flags: set[RatingFlag] = {*record.flags, *(flag for later in record.later for flag in later.flags)}
    return ReportRating(
        id=record.id,
        on=record.started_at.date(),
        before=record.before,
        after=record.after,
        later=tuple(rating.value for rating in record.later),
        is_score=record.is_score,
        marks=describe_flags(flags),
    )


# The table of numbers


def list_figures(summary: SeriesSummary) -> tuple[ReportFigure, ...]:
    """Return the rows of the table of numbers; a figure with too little data has its row as well.

    Each row has the figure of all ended sessions. Most rows also have the figure without the sessions and
    later ratings that are marked by a painkiller or heat.
    """
    both = summary.figures, summary.unmarked
    rows = [
        ReportFigure("sessions", "Sessions", str(summary.sessions), str(summary.sessions - summary.marked)),
        ReportFigure("ended_early", "Ended early", str(summary.ended_early), ""),
        ReportFigure("missing_before", "Not rated before", str(summary.missing_before), ""),
        ReportFigure("missing_after", "Not rated after", str(summary.missing_after), ""),
        ReportFigure("marked", "Painkiller or heat used", str(summary.marked), ""),
    ]
    cells: Sequence[tuple[str, str, Callable[[SeriesFigures], str]]] = (
        ("rated", "Rated before and after", lambda figures: str(figures.changes.rated)),
        ("lower", "Ended lower", lambda figures: str(figures.changes.lower)),
        ("same", "Ended the same", lambda figures: str(figures.changes.same)),
        ("higher", "Ended higher", lambda figures: str(figures.changes.higher)),
        ("median_change", "Median change", lambda figures: format_change(figures.changes.median)),
        ("estimate", "Estimated change", lambda figures: _value(figures.changes.estimate)),
        ("interval", "its 95% interval", lambda figures: _interval(figures.changes.estimate)),
        ("before_slope_per_week", "Trend before, a week", lambda figures: _value(figures.trend.per_week)),
        ("before_slope_interval", "its 95% interval", lambda figures: _interval(figures.trend.per_week)),
        ("before_range", "Lowest, highest before", lambda figures: _range(figures.before)),
        ("after_range", "Lowest, highest after", lambda figures: _range(figures.after)),
    )
    rows += [ReportFigure(key, label, *(cell(figures) for figures in both)) for key, label, cell in cells]
    for index, window in enumerate(summary.figures.later):
        label = f"Median {window.opens_h} to {window.closes_h} h later"
        texts = [
            f"{format_change(figures.later[index].median)} (rated: {figures.later[index].rated})"
            for figures in both
        ]
        rows.append(ReportFigure(f"later_{window.opens_h}h", label, *texts))
    return tuple(rows)


def format_change(value: float | None) -> str:
    """Return a change of pain with its sign and at most two decimals; ``too few`` for None.

    Less pain has a minus, and more pain a plus. A change that rounds to 0 has no sign.
    """
    if value is None:
        return "too few"
    return f"{value:+.2f}".rstrip("0").rstrip(".") if round(value, 2) else "0"


def _value(estimate: Estimate | None) -> str:
    return format_change(None if estimate is None else estimate.value)


def _interval(estimate: Estimate | None) -> str:
    """Return the interval of an estimate as text: ``-2 to -1``, or ``about -1`` if both ends look equal.

    None gives the text of `format_change` for None.
    """
    if estimate is None:
        return format_change(None)
    low, high = format_change(estimate.interval.low), format_change(estimate.interval.high)
    return f"about {low}" if low == high else f"{low} to {high}"


def _range(found: RatingRange | None) -> str:
    return "none" if found is None else f"{found.lowest}, {found.highest}"


# Routines


def _list_routines(ordered: Sequence[SessionRecord], names: Mapping[str, str]) -> tuple[ReportRoutine, ...]:
    """Return the routines of some records, those with most sessions first.

    Each has the steps of its newest session, at most `MAX_STEPS` of them. Pain scores, sessions in which
    nothing was done, and sessions that still run aren't counted. All sessions that were logged by hand are
    together one entry. A routine without a name in `names` is shown by its id.

    ordered: the records, oldest first.
    """
    sessions: dict[str, list[SessionRecord]] = {}
    for record in ordered:
        if not record.is_score and record.was_done and record.status is not Status.RUNNING:
            sessions.setdefault(record.routine, []).append(record)
    most_first = sorted(sessions.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple(
        ReportRoutine(
            name=name_routine(routine, names),
            sessions=len(played),
            steps=_shorten(describe_steps(played[-1].steps)),
        )
        for routine, played in most_first
    )


def _shorten(steps: tuple[str, ...]) -> tuple[str, ...]:
    """Return the first `MAX_STEPS` texts of steps, and a text that says how many more there are, if any."""
    more = len(steps) - MAX_STEPS
    return steps if more <= 0 else (*steps[:MAX_STEPS], f"and {more} more")


def describe_steps(steps: Sequence[StepRecord]) -> tuple[str, ...]:
    """Return a text for each step, such as ``Broad circles 1:00``; a step without a planned time has no time.

    Steps on one side that are followed at once by the same steps on another side are listed once, each with
    ``(each side)``. Apart from that, no text names a side.
    """
    runs = [
        (side, [_describe_step(step) for step in run])
        for side, run in groupby(steps, key=lambda step: step.side)
    ]
    result: list[str] = []
    mirrored = False
    for (side, texts), (next_side, next_texts) in zip(runs, [*runs[1:], (Side.NONE, [])], strict=False):
        if mirrored:
            mirrored = False
            continue
        mirrored = bool(SIDE_NAMES[side] and SIDE_NAMES[next_side]) and texts == next_texts
        result += [f"{text} (each side)" for text in texts] if mirrored else texts
    return tuple(result)


def _describe_step(step: StepRecord) -> str:
    """Return the name of a step, and its planned time if it has one: ``Broad circles 1:00``."""
    name = name_step(step)
    return f"{name} {format_timer(step.planned_s)}" if step.planned_s else name
