"""Starts and ends a comparison in the history."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from tpsession.core.catalog.library import RoutineLibrary
from tpsession.core.comparison.state import find_running
from tpsession.core.comparison.today import find_names, load_all_states
from tpsession.core.comparison.wording import describe_state
from tpsession.core.errors import UsageError
from tpsession.core.history.comparison import Comparison

if TYPE_CHECKING:
    from tpsession.core.history.repository import History


def start_comparison(comparison: Comparison, history: History, library: RoutineLibrary, today: date) -> None:
    """Save a new comparison in the history, or raise an error if another one is running.

    Raises:
        UsageError: Another one is running today, for whatever place. Nothing is saved.
        HistoryError: The history can't be read or written.

    """
    running = find_running(load_all_states(history, library, today))
    if running is not None:
        names = find_names(library, running.comparison.things)
        raise UsageError(
            f"One is running already: {describe_state(running, names)}",
            "One at a time is fair. To end it: tpsession compare --end",
        )
    history.save_comparison(comparison)


def end_comparison(comparison: Comparison, history: History, today: date) -> None:
    """Save that the person ended a comparison early, today. Raises `HistoryError`."""
    history.save_comparison(replace(comparison, ended_on=today))
