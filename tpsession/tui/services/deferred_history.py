"""What the history service does with modules that the first paint doesn't need.

Each function imports its modules itself. Call it in a thread, so that the screen waits for neither these nor
the disk.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    # Named in annotations only.
    from tpsession.core.catalog.library import RoutineLibrary
    from tpsession.core.comparison.today import ComparisonOverview, TodaysThing
    from tpsession.core.corrections.undo import UndoableChange
    from tpsession.core.history.change import Change
    from tpsession.core.history.repository import History
    from tpsession.core.programme.schedule import Schedule
    from tpsession.core.progress.overview import Overview
    from tpsession.core.task_progress import TaskProgress


def load_todays_thing(history: History, library: RoutineLibrary, today: date) -> TodaysThing | None:
    """Return the comparison to show on the home screen today, with what is due in it; None without one.

    It is the one that is running, else one that finished lately. Raises `HistoryError`.
    """
    if not history.find_comparisons():
        return None
    from tpsession.core.comparison.today import load_todays_thing  # noqa: PLC0415 - 8 ms, rarely needed

    return load_todays_thing(history, library, today)


def load_comparisons(history: History, library: RoutineLibrary, today: date) -> list[ComparisonOverview]:
    """Return every comparison that can be read: the running one, then the others, newest first.

    Raises `HistoryError`.
    """
    from tpsession.core.comparison.today import load_overviews  # noqa: PLC0415 - 8 ms, rarely needed

    return load_overviews(history, library, today)


def load_undoable(history: History, now: datetime) -> UndoableChange | None:
    """Return the newest change that can still be undone; None if there is none. Raises `HistoryError`.

    now: the local time.
    """
    from tpsession.core.corrections.undo import load_undoable  # noqa: PLC0415 - 5 ms, if asked

    return load_undoable(history, now)


def undo(history: History, change: Change, at: datetime, progress: TaskProgress) -> None:
    """Undo a change. Raises `HistoryError` if that can't be, `TaskStoppedError` if the person stops it.

    at: the local time. progress: learns how far an import is undone, and may stop that.
    """
    from tpsession.core.corrections.undo import undo_with_progress  # noqa: PLC0415 - loaded by now

    undo_with_progress(history, change, at, progress)


def load_schedules(history: History, today: date) -> list[Schedule]:
    """Return how each programme stands, without those that the person ended, the next one due first.

    Those without a next day, such as finished ones, come last. Raises `HistoryError`.
    """
    from tpsession.core.programme.schedule import load_schedules  # noqa: PLC0415 - 4 ms

    return load_schedules(history, today)


def load_overview(history: History) -> Overview | None:
    """Return the overview of progress, never None, whatever the type says. Raises `HistoryError`."""
    from tpsession.core.progress.overview import load_overview  # noqa: PLC0415 - 10 ms

    return load_overview(history)


def load_first_summary(history: History, now: datetime, *, asks_follow_ups: bool) -> tuple[str, ...]:
    """Return the lines about last week; empty if no session counts in it, or if they were shown this week.

    Raises `HistoryError`. now: the local time. asks_follow_ups: whether the person is asked for follow-up
    ratings.
    """
    from tpsession.core.programme.review import load_first_summary  # noqa: PLC0415 - 4 ms

    return load_first_summary(history, now, asks_follow_ups=asks_follow_ups)


def save_summary_shown(history: History, today: date) -> None:
    """Save that last week's summary was shown this week, in which `today` is. Raises `HistoryError`."""
    from tpsession.core.programme.review import save_summary_shown  # noqa: PLC0415 - loaded by now

    save_summary_shown(history, today)
