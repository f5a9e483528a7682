"""What a comparison has for today, ready to be shown and played by every front end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from tpsession.core.catalog.area import Area
from tpsession.core.catalog.library import RoutineLibrary
from tpsession.core.catalog.no_area import find_area
from tpsession.core.catalog.routine import Routine
from tpsession.core.catalog.side import Side
from tpsession.core.comparison.state import ComparisonState, ComparisonStatus, find_running, load_states
from tpsession.core.comparison.things import load_thing
from tpsession.core.comparison.wording import describe_state
from tpsession.core.errors import TpsessionError

if TYPE_CHECKING:
    from tpsession.core.history.repository import History


@dataclass(frozen=True, slots=True)
class DueThing:
    """What is due today, and how it is to be played."""

    routine: Routine
    area: Area | None
    """The area to choose; None if the routine has its own."""
    side: Side
    """The side to choose."""
    place: str
    """Id of the place that is rated."""


@dataclass(frozen=True, slots=True)
class TodaysThing:
    """The comparison that is shown today."""

    text: str
    """How far the comparison is, and what is due or why nothing is."""
    due: DueThing | None
    """None if nothing is due, or if its file can't be read."""
    is_finished: bool = False
    """Whether every block is done, so that there is a result to see."""


@dataclass(frozen=True, slots=True)
class ComparisonOverview:
    """A comparison with all that it takes to show it."""

    state: ComparisonState
    names: Mapping[str, str]
    """The names of its routines by id."""
    due: DueThing | None
    """None if nothing is due, or if its file can't be read."""
    error: str = ""
    """Why what is due can't be played; empty without a problem."""


def load_all_states(history: History, library: RoutineLibrary, today: date) -> list[ComparisonState]:
    """Return how each comparison stands today, also those that have ended, in the order of their starts.

    Damaged ones are left out. Raises `HistoryError` if the history can't be read.
    """
    if not history.find_comparisons():
        # Without reading the routines.
        return []
    areas = {
        entry.id: [area.id for area in entry.routine.areas if area is not None]
        for entry in library.list_entries(with_deleted=True)
        if entry.routine is not None
    }
    return load_states(history, today, areas)


def find_names(library: RoutineLibrary, things: Iterable[str]) -> Mapping[str, str]:
    """Return the names of routines by their ids.

    `ONLY_REST` and routines that can't be loaded are left out.
    """
    names = {}
    for thing in things:
        try:
            names[thing] = library.load_routine(thing).name
        except TpsessionError:
            # One that was deleted is named by its id.
            continue
    return names


def load_todays_thing(history: History, library: RoutineLibrary, today: date) -> TodaysThing | None:
    """Return the comparison to show on the home screen today, with the routine that is due in it.

    It is the comparison that is running. Without one, it is the one that started last among those that
    finished at most `SHOWN_AFTER_END` ago; None if there is none. If the routine that is due can't be read,
    `due` is None and `text` says why. Raises `HistoryError`.
    """
    states = load_all_states(history, library, today)
    state = find_running(states) or next((each for each in reversed(states) if each.is_shown), None)
    if state is None:
        return None
    overview = _make_overview(state, library)
    text = describe_state(state, overview.names)
    if overview.error:
        text = f"{text} {overview.error}"
    return TodaysThing(text, overview.due, is_finished=state.status is ComparisonStatus.FINISHED)


def load_overviews(history: History, library: RoutineLibrary, today: date) -> list[ComparisonOverview]:
    """Return every comparison: the running one first, then the others, the one that started last first.

    If a routine that is due can't be read, nothing is raised: the overview's `error` says why. Raises
    `HistoryError` if the history can't be read.
    """
    states = load_all_states(history, library, today)
    running = find_running(states)
    others = [state for state in reversed(states) if state is not running]
    return [_make_overview(state, library) for state in (*([] if running is None else [running]), *others)]


def _make_overview(state: ComparisonState, library: RoutineLibrary) -> ComparisonOverview:
    """Return a comparison with the names of its routines and what is due.

    `due` is None if nothing is due today, or if the program doesn't know the comparison's area. It is None,
    too, if the routine that is due can't be loaded, and then `error` says why.
    """
    comparison = state.comparison
    # A day that was changed had another routine.
    done = (day.record.routine for day in state.days if day.record.routine)
    names = find_names(library, dict.fromkeys((*comparison.things, *done)))
    area = find_area(comparison.area)
    if state.due is None or area is None:
        return ComparisonOverview(state, names, None)
    try:
        routine = load_thing(comparison, state.due, library, area)
    except TpsessionError as error:
        return ComparisonOverview(state, names, None, str(error))
    due = DueThing(
        routine, area if routine.area is None else None, comparison.series.side, comparison.series.place
    )
    return ComparisonOverview(state, names, due)
