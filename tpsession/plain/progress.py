"""Says in plain mode what the ratings of each place and side show."""

from __future__ import annotations

from tpsession.core.catalog.place import place_name
from tpsession.core.history.records import HistoryQuery
from tpsession.core.history.series import Series
from tpsession.core.progress.summary import summarize_series
from tpsession.core.progress.wording import describe_series
from tpsession.core.text.formatting import describe_place
from tpsession.plain import questions
from tpsession.plain.console import Console
from tpsession.plain.history_access import HistoryAccess

PROGRESS_CHOICE = "See your progress instead"
"""A choice in the list of routines."""


def show_progress(console: Console, history: HistoryAccess) -> None:
    """Print what the ratings of one place and side show; ask which one if there are several.

    Nothing is printed without sessions. Raises `HistoryError` if the history can't be read.
    """
    every = history.list_series()
    index: int | None = 0
    if len(every) > 1:
        index = questions.choose(console, "Where?", [_describe(series) for series in every])
    if not every or index is None:
        return
    say_progress(console, history, every[index])


def say_progress(console: Console, history: HistoryAccess, series: Series) -> None:
    """Print what the ratings of a place and side show. Raises `HistoryError`."""
    records = history.find_sessions(HistoryQuery(place=series.place, side=series.side, with_steps=False))
    console.say(_describe(series))
    for sentence in describe_series(summarize_series(series, records)):
        console.say(sentence)


def _describe(series: Series) -> str:
    return describe_place(place_name(series.place), series.side)
