"""Sentences about progress, shared by every front end.

Less and more pain are said in the same words, with the number of sessions, the time they cover, and how
uncertain a figure is. What is below its minimum isn't said; how much is missing is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tpsession.core.history.ratings import HIGHEST, LOWEST
from tpsession.core.history.wording import LOGGED_BY_HAND
from tpsession.core.progress.comparison import RoutineComparison, RoutineFigures
from tpsession.core.progress.estimates import Estimate, Interval
from tpsession.core.progress.summary import (
    MIN_CHANGES,
    MIN_TREND_SPAN,
    ChangeFigures,
    LaterFigures,
    SeriesFigures,
    SeriesSummary,
    TrendFigures,
)
from tpsession.core.text.formatting import CAUSE_UNKNOWN

DEPENDENCE = "If a session also changes the ones after it, what is usual is less sure than this."
"""The interval of each usual change assumes that sessions are independent."""
_FITS = "fits your ratings"
"""Said of every value in a 95 % interval; the numbers with their names are among the details."""
TREND_BY_CHANCE = (
    "If your pain comes in spells of several days, a trend shows by chance more often: "
    "in about 10 of 100 cases if the spells are short, in 20 to 30 if they are long."
)
"""The rates at a correlation of 0.3 and 0.6 between ratings, of `tests/benchmarks/simulate_statistics.py`."""
TOO_EARLY = "Too early to say whether it helps."
"""Said before anything else as long as the usual change in a session isn't known."""
_OVER_WEEKS = "To see a change over the weeks"
_IN_A_SESSION = "To say how a session usually changes your pain"
NO_EXPERIMENT = (
    "This is no experiment: you chose the routine each time, perhaps by how your pain was that day. "
    "A difference may be chance."
)
"""The warning beside every comparison of routines."""


@dataclass(frozen=True, slots=True)
class SeriesDescription:
    """What there is to say about a series, each sentence under what it is about, the most important first."""

    results: tuple[str, ...]
    """What was found. The first sentence says how many sessions there are, and how they ended."""
    certainty: tuple[str, ...]
    """What makes the results less sure."""
    missing: tuple[str, ...]
    """What there is too little of, and what isn't counted."""
    details: tuple[str, ...] = ()
    """The figures behind the results, by the names that they have in statistics."""

    @property
    def sentences(self) -> list[str]:
        """All sentences in their order. The last one is always `CAUSE_UNKNOWN`."""
        return [*self.results, *self.certainty, *self.missing, *self.details, CAUSE_UNKNOWN]


def describe_by_subject(summary: SeriesSummary) -> SeriesDescription:
    """Return everything that a summary says, sorted by what it is about."""
    trend, changes = summary.figures.trend, summary.figures.changes
    later = summary.figures.later if summary.sessions else ()
    return SeriesDescription(
        results=(
            *_describe_sessions(summary),
            # First what changed over the weeks: that is progress. What changes in a session may soon be gone.
            *([] if trend.per_week is None else [_describe_trend(trend, trend.per_week)]),
            *_describe_changes(changes),
            *(_describe_later(window) for window in later if window.median is not None),
            *_describe_ranges(summary.figures),
        ),
        certainty=(
            *([TREND_BY_CHANCE] if trend.is_clear else []),
            *([] if changes.missing else [DEPENDENCE]),
            *_describe_unmarked(summary),
        ),
        missing=(
            *([_describe_missing_trend(trend)] if trend.per_week is None else []),
            *([_describe_missing_change(changes)] if changes.missing else []),
            *_describe_missing_later([window for window in later if window.median is None]),
            *_describe_missing(summary),
            *_describe_left_out(summary),
        ),
        details=tuple(_describe_figures(summary.figures)),
    )


def describe_series(summary: SeriesSummary) -> list[str]:
    """Return everything that a summary says as plain sentences, in the order of `SeriesDescription`.

    The last one is always `CAUSE_UNKNOWN`.
    """
    return describe_by_subject(summary).sentences


def describe_series_aloud(summary: SeriesSummary) -> list[str]:
    """Return what `describe_series` does, in the order in which it is read aloud.

    With too few rated sessions it begins with that it is too early, and how many more are needed.
    """
    sentences, changes = describe_series(summary), summary.figures.changes
    if not summary.sessions or not changes.missing:
        return sentences
    needed = _describe_missing_change(changes)
    return [TOO_EARLY, needed, *(sentence for sentence in sentences if sentence != needed)]


def describe_series_and_routines(
    summary: SeriesSummary, comparison: RoutineComparison, names: Mapping[str, str]
) -> SeriesDescription:
    """Return everything that a summary says, and its routines side by side if there are any to compare.

    names: the names of routines by id.
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


def describe_series_briefly(summary: SeriesSummary) -> str:
    """Return one short sentence about a series, for a list that shows `CAUSE_UNKNOWN` once.

    It says how many sessions there are, in which time, how they changed the pain, and the trend, or what is
    missing for that.
    """
    if not summary.sessions:
        scores = f"; {_count(summary.scores, 'pain score')}" if summary.scores else ""
        return f"No finished sessions yet{scores}."
    changes = summary.figures.changes
    sessions = f"{_count(summary.sessions, 'session')} {_describe_period(summary.first_on, summary.last_on)}"
    if changes.missing:
        return f"{sessions}; {_need(changes.missing, 'rated session')}."
    rated = "" if changes.rated == summary.sessions else f", {changes.rated} rated"
    trend = summary.figures.trend
    if trend.per_week is None:
        course = "too few days for a trend"
    elif trend.is_clear:
        course = f"pain before them going {_direction(trend.per_week)}"
    else:
        course = "no clear trend yet"
    return f"{sessions}{rated}: {_describe_counts(changes)}; {course}."


def describe_comparison(comparison: RoutineComparison, names: Mapping[str, str]) -> list[str]:
    """Return the comparison of routines as plain sentences, with the warning that it is no experiment.

    The last one is always `CAUSE_UNKNOWN`.

    names: the names of routines by id; one that isn't there is named by its id.
    """
    return _describe_routines(comparison, names).sentences


# Parts of the list


def _describe_routines(comparison: RoutineComparison, names: Mapping[str, str]) -> SeriesDescription:
    """Return the comparison of routines in sentences, by what they are about.

    The results are what each routine did; the figures behind them are the details. Whatever routine has too
    few sessions is named as missing.

    names: the names of routines by id; one that isn't there is named by its id.
    """

    def name(figures: RoutineFigures) -> str:
        return names.get(figures.routine, figures.routine) if figures.routine else LOGGED_BY_HAND

    results = tuple(f"{name(figures)}: {_describe_routine(figures)}" for figures in comparison.compared)
    details = tuple(
        f"{name(figures)}: {_describe_estimate(figures.changes.estimate)}."
        for figures in comparison.compared
        if figures.changes.estimate is not None
    )
    missing = []
    if not results:
        missing.append(
            f"Routines are compared once at least two of them have {MIN_CHANGES} rated sessions here."
        )
    for figures in comparison.too_few:
        rated = _count(figures.changes.rated, "rated session")
        more = f"; {figures.changes.missing} more needed" if figures.changes.missing else ""
        missing.append(f"{name(figures)}: {rated}{more}.")
    certainty = (DEPENDENCE, NO_EXPERIMENT) if results else ()
    return SeriesDescription(results, certainty, tuple(missing), details)


def _describe_sessions(summary: SeriesSummary) -> Iterator[str]:
    """Yield how many sessions have ended, in which time, and in how many pain ended lower, same or higher.

    With too few that are rated before and after, these ratings, if any, are listed in place of the last.
    Without sessions that have ended, yield that there are none yet.
    """
    if summary.first_on is None or summary.last_on is None:
        yield "No finished sessions yet."
        return
    changes = summary.figures.changes
    period = f"{_describe_period(summary.first_on, summary.last_on)} ({_format_days(summary)})"
    sessions = f"{_count(summary.sessions, 'session')} {period}"
    if not changes.missing:
        rated = "" if changes.rated == summary.sessions else f", {changes.rated:,} rated before and after"
        yield f"{sessions}{rated}: {_describe_counts(changes)}."
    else:
        yield f"{sessions}."
        if changes.raw:
            pairs = ", ".join(f"{before} to {after}" for before, after in changes.raw)
            yield f"Pain before and after: {pairs}."


def _describe_changes(changes: ChangeFigures) -> Iterator[str]:
    """Yield how a session usually changes the rating, and how sure that is; nothing with too few sessions."""
    if changes.estimate is None:
        return
    interval = changes.estimate.interval
    if not interval.has_zero:
        level, by = _level(changes.estimate), _points(changes.estimate.value)
        usual = f"After a session, your pain was usually {level} than before it: by about {by}"
        yield f"{_join(usual, _describe_fitting(interval))}."
    elif interval.low == interval.high:
        yield "After a session, your pain was usually the same as before it."
    else:
        unclear = "It isn't clear yet whether a session usually changes your pain"
        yield f"{_join(unclear, _describe_fitting(interval))}."


def _describe_trend(
    trend: TrendFigures, per_week: Estimate, start: str = "Before a session, your pain"
) -> str:
    """Return how the ratings before a session changed over the weeks, or that no trend is clear yet.

    In both cases the changes a week that fit the ratings follow, unless `_describe_fitting` has none.

    Args:
        trend: All figures of the trend.
        per_week: Its change a week, which `trend` has if there are enough ratings.
        start: The first words of the sentence.

    """
    fitting = _describe_fitting(per_week.interval, " a week")
    if trend.is_clear and trend.fitted is not None:
        first, last = (f"{round(min(max(rating, LOWEST), HIGHEST), 1):g}" for rating in trend.fitted)
        course = f"has been going {_direction(per_week)}: from about {first} to about {last}"
        period = _describe_period(trend.first_on, trend.last_on)
        return f"{_join(f'{start} {course} {period}', fitting)}."
    return f"{_join(f'{start} has shown no clear trend yet', fitting)}."


def _describe_fitting(interval: Interval, unit: str = "") -> str:
    """Return what else a change may be: ``anything from 1 to 2 points lower fits your ratings``.

    Empty if the ends of the interval are equal as they are shown. unit: what follows a number of points, such
    as `` a week``.
    """
    text = _describe_interval(interval, unit)
    return f"anything from {text} {_FITS}" if " to " in text else ""


def _describe_figures(figures: SeriesFigures) -> Iterator[str]:
    """Yield the trend and the usual change with their names in statistics, those that there are."""
    trend, changes = figures.trend, figures.changes
    if trend.per_week is not None:
        slope = f"{_describe_change(trend.per_week.value)}{' a week' if trend.per_week.value else ''}"
        interval = _describe_interval(trend.per_week.interval, " a week")
        days = f"{trend.days} days with a rating {_describe_period(trend.first_on, trend.last_on)}"
        yield f"Trend before sessions: {slope} (95% interval: {interval}; {days})."
    if changes.median is not None and changes.estimate is not None:
        median, sessions = _describe_change(changes.median), _count(changes.rated, "session")
        yield f"All sessions: {_describe_estimate(changes.estimate)}; median {median}; {sessions}."


def _describe_missing_trend(trend: TrendFigures) -> str:
    """Return how many more days with a rating a trend needs, and how much longer they have to cover."""
    if not trend.missing_days:
        return f"{_OVER_WEEKS}, ratings before a session over {_need(trend.missing_span_days, 'day')}."
    spread = f", over at least {MIN_TREND_SPAN.days // 7} weeks" if trend.missing_span_days else ""
    days = "day" if trend.missing_days == 1 else "days"
    verb = "is" if trend.missing_days == 1 else "are"
    with_rating = "with a rating before a session"
    return f"{_OVER_WEEKS}, {trend.missing_days} more {days} {with_rating} {verb} needed{spread}."


def _describe_missing_change(changes: ChangeFigures) -> str:
    """Return how many more rated sessions the usual change in a session needs, in a sentence."""
    return f"{_IN_A_SESSION}, {_need(changes.missing, 'rated session')}."


def _describe_missing_later(windows: Sequence[LaterFigures]) -> Iterator[str]:
    """Yield one sentence on how many more later ratings are needed in these windows; nothing for none."""
    if windows:
        first, *others = windows
        also = "".join(
            f", and {other.missing} more {other.opens_h} to {other.closes_h} hours after it"
            for other in others
        )
        yield f"{_describe_later(first).rstrip('.')}{also}."


def _describe_ranges(figures: SeriesFigures) -> Iterator[str]:
    """Yield what the lowest and highest ratings before and after were; nothing for a kind without ratings."""
    for moment, found in (("before", figures.before), ("after", figures.after)):
        if found is not None:
            ratings = _count(found.ratings, "rating")
            yield f"Pain {moment}: lowest {found.lowest}, highest {found.highest} ({ratings})."


def _describe_missing(summary: SeriesSummary) -> Iterator[str]:
    """Yield how many sessions lack a rating, and how many ended early; nothing without sessions."""
    if not summary.sessions:
        return
    of = f"of {_count(summary.sessions, 'session')}"
    yield f"No rating after: {summary.missing_after:,} {of}."
    if summary.missing_before:
        yield f"No rating before: {summary.missing_before:,} {of}."
    if summary.ended_early:
        yield f"Ended early: {summary.ended_early:,} {of}. Where they are rated, they count like the others."


def _describe_later(later: LaterFigures) -> str:
    """Return what later ratings in one window say, or how many more are needed, in a sentence."""
    window = f"{later.opens_h} to {later.closes_h} hours after a session"
    if later.median is None:
        return f"To say how long a change lasts, {_need(later.missing, 'rating')} {window}."
    change = f"{_describe_change(later.median)} than" if later.median else "the same as"
    usual = f"your pain was usually {change} before it ({_count(later.rated, 'session')})"
    return f"{window[:1].upper()}{window[1:]}, {usual}."


def _describe_unmarked(summary: SeriesSummary) -> Iterator[str]:
    """Yield how many sessions are marked by a painkiller or heat, and the figures without them.

    Nothing if none is marked. A figure that all sessions together don't have is left out.
    """
    figures, unmarked = summary.figures, summary.unmarked
    if summary.marked:
        sessions = _count(summary.sessions, "session")
        yield f"Marked with a painkiller or heat, which ease pain too: {summary.marked:,} of {sessions}."
    if summary.marked and not figures.changes.missing:
        rated = f"Without them, {_count(unmarked.changes.rated, 'rated session')}"
        if unmarked.changes.estimate is None:
            yield f"{rated}; {_lower_first(_IN_A_SESSION)}, {_need(unmarked.changes.missing)}."
        else:
            counts, usual = _describe_counts(unmarked.changes), _describe_usual(unmarked.changes.estimate)
            yield f"{rated}: {counts}; {usual}."
    if summary.marked and figures.trend.per_week is not None:
        if unmarked.trend.per_week is None:
            yield f"Without them, {_lower_first(_describe_missing_trend(unmarked.trend))}"
        else:
            yield _describe_trend(
                unmarked.trend, unmarked.trend.per_week, "Without them, your pain before a session"
            )
    for every, some in zip(figures.later, unmarked.later, strict=True):
        if every.median is not None and every.rated != some.rated:
            yield f"Without a painkiller or heat: {_lower_first(_describe_later(some))}"


def _describe_left_out(summary: SeriesSummary) -> Iterator[str]:
    """Yield what isn't part of the figures, and how many sessions were corrected.

    Nothing if none of it is so.
    """
    if summary.corrected:
        yield f"Corrected afterwards: {_count(summary.corrected, 'session')}. The corrected values count."
    if summary.scores:
        yield f"Not counted here: {_count(summary.scores, 'pain score')} without a session."
    if summary.not_done:
        yield f"Not counted: {_count(summary.not_done, 'session')} in which nothing was done."
    if summary.running:
        yield f"Not counted yet: {_count(summary.running, 'session')} still running."


def _describe_routine(figures: RoutineFigures) -> str:
    """Return how the ratings of one routine changed, and how many of its sessions are marked."""
    changes = figures.changes
    estimate = "" if changes.estimate is None else f"; {_describe_usual(changes.estimate)}"
    marked = f" Marked with a painkiller or heat: {figures.marked:,}." if figures.marked else ""
    return f"{_count(changes.rated, 'rated session')}: {_describe_counts(changes)}{estimate}.{marked}"


# Parts of a sentence


def _describe_counts(changes: ChangeFigures) -> str:
    return f"{changes.lower:,} ended lower, {changes.same:,} the same, {changes.higher:,} higher"


def _describe_usual(estimate: Estimate) -> str:
    """Return the usual change and what else fits, as a part of a sentence."""
    change = _describe_change(estimate.value)
    usual = f"usually about {change}" if estimate.value else "usually no change"
    return _join(usual, _describe_fitting(estimate.interval))


def _join(statement: str, fitting: str) -> str:
    """Return a statement with what else fits the ratings, if there is anything."""
    return f"{statement}; {fitting}" if fitting else statement


def _describe_estimate(estimate: Estimate) -> str:
    change, interval = _describe_change(estimate.value), _describe_interval(estimate.interval)
    return f"usual change {change} (95% interval: {interval})"


def _describe_change(value: float) -> str:
    """Return a change such as ``1.5 points lower``; none is ``no change``."""
    return f"{_points(value)} {'lower' if value < 0 else 'higher'}" if value else "no change"


def _describe_interval(interval: Interval, unit: str = "") -> str:
    """Return an interval such as ``1 to 2 points lower``, or ``1 point lower to 0.5 points higher``.

    One whose ends are equal as they are shown is ``about 2 points lower``, or ``no change``.

    unit: what follows, such as `` a week``.
    """
    low, high = interval.low, interval.high
    if low * high <= 0 and low != high:
        return f"{_describe_change(low)} to {_describe_change(high)}{unit}"
    # Where both are lower, the smaller change comes first, as where both are higher.
    first, last = sorted((low, high), key=abs)
    if _size(first) == _size(last):
        return f"about {_describe_change(last)}{unit}" if last else _describe_change(last)
    return f"{_size(first)} to {_describe_change(last)}{unit}"


def _describe_period(first_on: date | None, last_on: date | None) -> str:
    """Return the time from one day to another, both included, as ``in 12 days``, or in weeks from 14 days on.

    ``on one day`` if it is the same day or one of them is None.
    """
    days = 1 if first_on is None or last_on is None else (last_on - first_on).days + 1
    if days == 1:
        return "on one day"
    return f"in {days} days" if days < 14 else f"in {round(days / 7)} weeks"


def _format_days(summary: SeriesSummary) -> str:
    """Return the first and the last day of the sessions in ISO format; one day only once."""
    if summary.first_on == summary.last_on:
        return str(summary.first_on)
    return f"{summary.first_on} to {summary.last_on}"


def _direction(estimate: Estimate) -> str:
    return "down" if estimate.value < 0 else "up"


def _level(estimate: Estimate) -> str:
    return "lower" if estimate.value < 0 else "higher"


def _points(value: float) -> str:
    """Return the size of a change with its unit: ``1 point``, ``0.5 points``."""
    size = _size(value)
    return f"{size} point" if size == "1" else f"{size} points"


def _size(value: float) -> str:
    """Return the size of a change: to a tenth, or to a hundredth below a tenth.

    The smallest is half a point in a year, which is 0.01 points a week.
    """
    size = abs(value)
    return (f"{size:.1f}" if size >= 0.095 else f"{size:.2f}").removesuffix(".0")


def _need(number: int, noun: str = "") -> str:
    """Return how many more of something are needed: ``3 more sessions are needed``, ``1 more is needed``."""
    what = f" {noun if number == 1 else f'{noun}s'}" if noun else ""
    return f"{number} more{what} {'is' if number == 1 else 'are'} needed"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun if number == 1 else f'{noun}s'}"


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]
