"""Sentences about progress, shared by every front end.

Less and more pain are said in the same words, with the number of sessions, the time they cover, and how
uncertain a figure is. What is below its minimum isn't said; how much is missing is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tpsession.core.history.ratings import HIGHEST, LOWEST
from tpsession.core.progress.estimates import Estimate
from tpsession.core.progress.sentence_parts import (
    describe_counts,
    describe_direction,
    describe_estimate,
    describe_fitting,
    describe_level,
    describe_needed,
    describe_period,
    describe_usual,
    format_change,
    format_interval,
    format_points,
    join_fitting,
)
from tpsession.core.progress.summary import (
    MIN_TREND_SPAN,
    ChangeFigures,
    LaterFigures,
    SeriesFigures,
    SeriesSummary,
    TrendFigures,
)
from tpsession.core.text.formatting import CAUSE_UNKNOWN, format_count, lower_first

DEPENDENCE = "If a session also changes the ones after it, what is usual is less sure than this."
"""The interval of each usual change assumes that sessions are independent."""
TREND_BY_CHANCE = (
    "If your pain comes in spells of several days, a trend shows by chance more often: "
    "in about 10 of 100 cases if the spells are short, in 20 to 30 if they are long."
)
"""The rates at a correlation of 0.3 and 0.6 between ratings, of `tests/benchmarks/simulate_statistics.py`."""
TOO_EARLY = "Too early to say whether it helps."
"""Said before anything else as long as the usual change in a session isn't known."""
_OVER_WEEKS = "To see a change over the weeks"
_IN_A_SESSION = "To say how a session usually changes your pain"


@dataclass(frozen=True, slots=True)
class SeriesDescription:
    """All sentences about a series, divided by subject, in each the most important first."""

    results: tuple[str, ...]
    """What was found; of a series, first how many sessions there are."""
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
    """Return the sentences about a series: results, how sure they are, what is missing, and details.

    Only `SeriesDescription.sentences` adds `CAUSE_UNKNOWN`.
    """
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
    """Return all that is said about a series as plain sentences, in the order of `SeriesDescription`.

    The last one is always `CAUSE_UNKNOWN`.
    """
    return describe_by_subject(summary).sentences


def describe_series_aloud(summary: SeriesSummary) -> list[str]:
    """Return the sentences of `describe_series`, in the order in which they are read aloud.

    If there are sessions, but too few rated ones, two sentences come first: that it is too early, and how
    many more rated sessions are needed.
    """
    sentences, changes = describe_series(summary), summary.figures.changes
    if not summary.sessions or not changes.missing:
        return sentences
    needed = _describe_missing_change(changes)
    return [TOO_EARLY, needed, *(sentence for sentence in sentences if sentence != needed)]


def describe_series_briefly(summary: SeriesSummary) -> str:
    """Return one short sentence about a series, for a list that shows `CAUSE_UNKNOWN` once.

    It says how many sessions there are, in which time, how pain changed in them, and the trend. With too few
    rated sessions, it says how many more are needed instead of changes and trend. If no session has ended, it
    says so, and how many pain scores there are.
    """
    if not summary.sessions:
        scores = f"; {format_count(summary.scores, 'pain score')}" if summary.scores else ""
        return f"No finished sessions yet{scores}."
    changes = summary.figures.changes
    period = describe_period(summary.first_on, summary.last_on)
    sessions = f"{format_count(summary.sessions, 'session')} {period}"
    if changes.missing:
        return f"{sessions}; {describe_needed(changes.missing, 'rated session')}."
    rated = "" if changes.rated == summary.sessions else f", {changes.rated} rated"
    trend = summary.figures.trend
    if trend.per_week is None:
        course = "too few days for a trend"
    elif trend.is_clear:
        course = f"pain before them going {describe_direction(trend.per_week)}"
    else:
        course = "no clear trend yet"
    return f"{sessions}{rated}: {describe_counts(changes)}; {course}."


def _describe_sessions(summary: SeriesSummary) -> Iterator[str]:
    """Yield how many sessions have ended, in which time, and in how many pain ended lower, same or higher.

    If too few are rated before and after, a list of their ratings, if any, replaces the numbers of lower,
    same and higher. If no session has ended, yield only that there is none yet.
    """
    if summary.first_on is None or summary.last_on is None:
        yield "No finished sessions yet."
        return
    changes = summary.figures.changes
    period = f"{describe_period(summary.first_on, summary.last_on)} ({_format_days(summary)})"
    sessions = f"{format_count(summary.sessions, 'session')} {period}"
    if not changes.missing:
        rated = "" if changes.rated == summary.sessions else f", {changes.rated:,} rated before and after"
        yield f"{sessions}{rated}: {describe_counts(changes)}."
    else:
        yield f"{sessions}."
        if changes.raw:
            pairs = ", ".join(f"{before} to {after}" for before, after in changes.raw)
            yield f"Pain before and after: {pairs}."


def _describe_changes(changes: ChangeFigures) -> Iterator[str]:
    """Yield how a session usually changes the rating, or that this isn't clear yet, and which changes fit.

    Yield nothing if too few sessions are rated.
    """
    if changes.estimate is None:
        return
    interval = changes.estimate.interval
    if not interval.has_zero:
        level, by = describe_level(changes.estimate), format_points(changes.estimate.value)
        usual = f"After a session, your pain was usually {level} than before it: by about {by}"
        yield f"{join_fitting(usual, describe_fitting(interval))}."
    elif interval.low == interval.high:
        yield "After a session, your pain was usually the same as before it."
    else:
        unclear = "It isn't clear yet whether a session usually changes your pain"
        yield f"{join_fitting(unclear, describe_fitting(interval))}."


def _describe_trend(
    trend: TrendFigures, per_week: Estimate, start: str = "Before a session, your pain"
) -> str:
    """Return how the ratings before a session changed over the weeks, or that no trend is clear yet.

    In both cases the changes a week that fit the ratings follow, unless `describe_fitting` has none.

    Args:
        trend: All figures of the trend.
        per_week: Its change a week, which isn't None.
        start: The first words of the sentence.

    """
    fitting = describe_fitting(per_week.interval, " a week")
    if trend.is_clear and trend.fitted is not None:
        first, last = (f"{round(min(max(rating, LOWEST), HIGHEST), 1):g}" for rating in trend.fitted)
        course = f"has been going {describe_direction(per_week)}: from about {first} to about {last}"
        period = describe_period(trend.first_on, trend.last_on)
        return f"{join_fitting(f'{start} {course} {period}', fitting)}."
    return f"{join_fitting(f'{start} has shown no clear trend yet', fitting)}."


def _describe_figures(figures: SeriesFigures) -> Iterator[str]:
    """Yield the figures of the trend and those of the usual change, each if it exists, in a sentence.

    The sentences use the names that these figures have in statistics.
    """
    trend, changes = figures.trend, figures.changes
    if trend.per_week is not None:
        slope = f"{format_change(trend.per_week.value)}{' a week' if trend.per_week.value else ''}"
        interval = format_interval(trend.per_week.interval, " a week")
        days = f"{trend.days} days with a rating {describe_period(trend.first_on, trend.last_on)}"
        yield f"Trend before sessions: {slope} (95% interval: {interval}; {days})."
    if changes.median is not None and changes.estimate is not None:
        median, sessions = format_change(changes.median), format_count(changes.rated, "session")
        yield f"All sessions: {describe_estimate(changes.estimate)}; median {median}; {sessions}."


def _describe_missing_trend(trend: TrendFigures) -> str:
    """Return how many more days with a rating a trend needs, and over what time unless they span it already.

    If there are enough days, it is over how many more days the ratings must reach.
    """
    if not trend.missing_days:
        needed = describe_needed(trend.missing_span_days, "day")
        return f"{_OVER_WEEKS}, ratings before a session over {needed}."
    spread = f", over at least {MIN_TREND_SPAN.days // 7} weeks" if trend.missing_span_days else ""
    days = "day" if trend.missing_days == 1 else "days"
    verb = "is" if trend.missing_days == 1 else "are"
    with_rating = "with a rating before a session"
    return f"{_OVER_WEEKS}, {trend.missing_days} more {days} {with_rating} {verb} needed{spread}."


def _describe_missing_change(changes: ChangeFigures) -> str:
    """Return how many more rated sessions the usual change in a session needs, in a sentence."""
    return f"{_IN_A_SESSION}, {describe_needed(changes.missing, 'rated session')}."


def _describe_missing_later(windows: Sequence[LaterFigures]) -> Iterator[str]:
    """Yield one sentence on how many more later ratings each window needs; nothing without a window.

    windows: those with too few later ratings.
    """
    if windows:
        first, *others = windows
        also = "".join(
            f", and {other.missing} more {other.opens_h} to {other.closes_h} hours after it"
            for other in others
        )
        yield f"{_describe_later(first).rstrip('.')}{also}."


def _describe_ranges(figures: SeriesFigures) -> Iterator[str]:
    """Yield a sentence with the lowest and highest rating before, and one with those after, if any."""
    for moment, found in (("before", figures.before), ("after", figures.after)):
        if found is not None:
            ratings = format_count(found.ratings, "rating")
            yield f"Pain {moment}: lowest {found.lowest}, highest {found.highest} ({ratings})."


def _describe_missing(summary: SeriesSummary) -> Iterator[str]:
    """Yield how many sessions lack a rating after, how many lack one before, and how many ended early.

    A sentence for each; a number of 0 isn't said.
    """
    of = f"of {format_count(summary.sessions, 'session')}"
    if summary.missing_after:
        yield f"Without a rating after: {summary.missing_after:,} {of}."
    if summary.missing_before:
        yield f"Without a rating before: {summary.missing_before:,} {of}."
    if summary.ended_early:
        yield f"Ended early: {summary.ended_early:,} {of}. Where they are rated, they count like the others."


def _describe_later(later: LaterFigures) -> str:
    """Return the usual change from before a session to a window after it, in a sentence.

    With too few later ratings it is how many more are needed.
    """
    window = f"{later.opens_h} to {later.closes_h} hours after a session"
    if later.median is None:
        return f"To say how long a change lasts, {describe_needed(later.missing, 'rating')} {window}."
    change = f"{format_change(later.median)} than" if later.median else "the same as"
    usual = f"your pain was usually {change} before it ({format_count(later.rated, 'session')})"
    return f"{window[:1].upper()}{window[1:]}, {usual}."


def _describe_unmarked(summary: SeriesSummary) -> Iterator[str]:
    """Yield how many sessions are marked by a painkiller or heat, and the figures without these sessions.

    Later ratings are also left out if they are marked themselves, so that a window may have a figure without
    them even if no session is marked; a window that loses no rating isn't repeated. Nothing if nothing is
    marked. A figure that even all sessions are too few for is left out; if only the unmarked ones are too
    few, it is said how many more are needed.
    """
    figures, unmarked = summary.figures, summary.unmarked
    if summary.marked:
        sessions = format_count(summary.sessions, "session")
        yield f"Marked with a painkiller or heat, which ease pain too: {summary.marked:,} of {sessions}."
    if summary.marked and not figures.changes.missing:
        rated = f"Without them, {format_count(unmarked.changes.rated, 'rated session')}"
        if unmarked.changes.estimate is None:
            yield f"{rated}; {lower_first(_IN_A_SESSION)}, {describe_needed(unmarked.changes.missing)}."
        else:
            counts, usual = describe_counts(unmarked.changes), describe_usual(unmarked.changes.estimate)
            yield f"{rated}: {counts}; {usual}."
    if summary.marked and figures.trend.per_week is not None:
        if unmarked.trend.per_week is None:
            yield f"Without them, {lower_first(_describe_missing_trend(unmarked.trend))}"
        else:
            yield _describe_trend(
                unmarked.trend, unmarked.trend.per_week, "Without them, your pain before a session"
            )
    for every, some in zip(figures.later, unmarked.later, strict=True):
        if every.median is not None and every.rated != some.rated:
            yield f"Without a painkiller or heat: {lower_first(_describe_later(some))}"


def _describe_left_out(summary: SeriesSummary) -> Iterator[str]:
    """Yield sentences on what was corrected, and on what isn't in the figures; none for a number of 0.

    They are about sessions that were corrected, pain scores, sessions in which nothing was done, and sessions
    that are still running.
    """
    if summary.corrected:
        sessions = format_count(summary.corrected, "session")
        yield f"Corrected afterwards: {sessions}. The corrected values count."
    if summary.scores:
        yield f"Not counted here: {format_count(summary.scores, 'pain score')} without a session."
    if summary.not_done:
        yield f"Not counted: {format_count(summary.not_done, 'session')} in which nothing was done."
    if summary.running:
        yield f"Not counted yet: {format_count(summary.running, 'session')} still running."


def _format_days(summary: SeriesSummary) -> str:
    """Return the first and the last day of the sessions in ISO format; a single date if both are the same."""
    if summary.first_on == summary.last_on:
        return str(summary.first_on)
    return f"{summary.first_on} to {summary.last_on}"
