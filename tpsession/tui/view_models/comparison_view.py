"""What the screen of a fair comparison shows: where it stands, its raw ratings, and what came out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tpsession.core.comparison.results import compare_pairs, list_blocks
from tpsession.core.comparison.state import ComparisonDay, ComparisonState, ComparisonStatus
from tpsession.core.comparison.today import ComparisonOverview
from tpsession.core.comparison.wording import (
    describe_answer,
    describe_state,
    describe_things,
    describe_uncounted_days,
    thing_name,
)
from tpsession.core.history.comparison import Outcome
from tpsession.core.history.series import Series
from tpsession.core.history.wording import format_rating_change
from tpsession.core.progress.chart_tables import ChartTable, format_rating
from tpsession.core.text.formatting import CAUSE_UNKNOWN

TODAY = "today"
"""In the table, the thing that is due today."""
UNCOUNTED = "These days are kept as they were, but don't count:"


@dataclass(frozen=True, slots=True)
class ComparisonView:
    """One comparison, ready to be shown."""

    title: str
    """What is compared, and where."""
    state: str
    """How far it is and what is due, or why nothing is."""
    answer: tuple[str, ...]
    """What came out, a sentence for each two things; empty unless every block is done."""
    sentences: tuple[str, ...]
    """What to know about the answer, or why there is none."""
    table: ChartTable
    """The raw ratings, a row for each block that has begun."""
    uncounted: tuple[str, ...]
    """The days that were changed or not rated."""
    due_name: str
    """The name of what is due today; empty if nothing is, or if it can't be played."""
    is_running: bool


def make_view(overview: ComparisonOverview) -> ComparisonView:
    """Return what is shown of a comparison: its ratings, and an answer only if it is finished.

    One that was ended early is never finished.
    """
    state, names, due = overview.state, overview.names, overview.due
    lines, answers = describe_answer(state, names), len(compare_pairs(state))
    return ComparisonView(
        title=describe_things(state.comparison, names),
        state=f"{describe_state(state, names)} {overview.error}".rstrip(),
        answer=tuple(lines[:answers]),
        sentences=(*lines[answers:], CAUSE_UNKNOWN),
        table=_make_table(state, names),
        uncounted=tuple(describe_uncounted_days(state, names)),
        due_name="" if due is None else due.routine.name,
        is_running=state.status is ComparisonStatus.RUNNING,
    )


def choose_shown_index(overviews: Sequence[ComparisonOverview], series: Series | None) -> int | None:
    """Return the index, from 0, of the comparison to show; None if a new one is to be set up instead.

    It is the first one for the series, or the first of all if `series` is None. If there is none for the
    series, it is the one that is running for another place and side: no other can be set up beside it.

    Args:
        overviews: All comparisons, as `load_overviews` returns them: a running one is at the beginning.
        series: The place and side that the person is looking at; None for any.

    """
    for index, overview in enumerate(overviews):
        if series is None or overview.state.comparison.series == series:
            return index
    # Only one can go on at a time: while another place has it, no new one can be set up.
    return 0 if overviews and overviews[0].state.status is ComparisonStatus.RUNNING else None


def describe_end(state: ComparisonState) -> str:
    """Return what ending a comparison early means, in sentences."""
    return (
        f"{state.blocks_done} of {state.comparison.blocks} blocks are done. If it ends now, there are only"
        " the ratings so far, and no answer. It can't be resumed."
    )


def _make_table(state: ComparisonState, names: Mapping[str, str]) -> ChartTable:
    """Return the raw ratings: a row for each block that has begun, and a column for each thing.

    A block that begins today has a row, too. names: the names of routines by id.
    """
    things = state.comparison.things
    rows = []
    for block in list_blocks(state):
        days = zip(things, block.days, strict=True)
        rows.append((str(block.number), *(_format_day(day, state, thing) for thing, day in days)))
    if state.due is not None and len(state.done) % len(things) == 0:
        rows.append((str(state.block), *(_format_day(None, state, thing) for thing in things)))
    return ChartTable(("Block", *(thing_name(thing, names) for thing in things)), tuple(rows))


def _format_day(day: ComparisonDay | None, state: ComparisonState, thing: str) -> str:
    """Return the ratings of a day, and their change if that is compared.

    Without a day it is ``today`` if this thing is due, else empty.
    """
    if day is None:
        return TODAY if thing == state.due else ""
    before, after = day.record.before, day.record.after
    ratings = f"{format_rating(before)} → {format_rating(after)}"
    if state.comparison.outcome is Outcome.AFTER:
        return ratings
    return f"{ratings} {format_rating_change(before, after)}"
