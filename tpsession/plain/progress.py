"""Says in plain mode what the ratings of each place and side show, and saves it as a page."""

from __future__ import annotations

from tpsession.core.catalog.place import place_name
from tpsession.core.catalog.routine import routine_names
from tpsession.core.errors import TpsessionError
from tpsession.core.history.records import HistoryQuery
from tpsession.core.history.series import Series
from tpsession.core.progress.report import build_series_report
from tpsession.core.progress.report_writer import describe_saved_page
from tpsession.core.progress.summary import summarize_series
from tpsession.core.progress.wording import describe_series_aloud
from tpsession.core.text.formatting import describe_place
from tpsession.plain.asking.choice import choose
from tpsession.plain.console import Console
from tpsession.plain.history_access import HistoryAccess
from tpsession.plain.services import PlainServices
from tpsession.plain.spoken import spell_out

PROGRESS_CHOICE = "See your progress"
REPORT_CHOICE = "Save a page about your pain for an appointment"
"""Choices in the start menu."""


def show_progress(console: Console, history: HistoryAccess) -> None:
    """Print what the ratings of one place and side show; ask which one if there are several.

    A place with pain scores alone can be chosen, too. Nothing is printed if there is neither a session nor a
    score, or if somebody has to choose and nobody is there. Raises `HistoryError` if the history can't be
    read.
    """
    series = _choose_series(console, history)
    if series is not None:
        say_progress(console, history, series)


def say_progress(console: Console, history: HistoryAccess, series: Series) -> None:
    """Print the name of a place and side, and what its ratings show. Raises `HistoryError`."""
    records = history.find_sessions(HistoryQuery(place=series.place, side=series.side, with_steps=False))
    console.say(_describe(series))
    for sentence in describe_series_aloud(summarize_series(series, records)):
        console.say(spell_out(sentence))


def save_report(services: PlainServices, history: HistoryAccess) -> None:
    """Save the report about one place and side as a page under a free name, and print where it is.

    Asks which place and side if there are several, and, if there are notes, whether to put all of them on the
    page. Prints why if the page can't be saved. Nothing is saved if there is neither a session nor a score,
    or if something has to be asked and nobody can answer. Raises `QuestionLeft` if the person leaves a
    question, and `HistoryError` if the history can't be read.
    """
    console = services.console
    series = _choose_series(console, history)
    if series is None:
        return
    records = history.find_sessions(HistoryQuery(place=series.place, side=series.side))
    answer: int | None = 0
    if any(record.note for record in records):
        answer = choose(console, "Your notes on the page?", ["No notes", "All notes"])
    if not records or answer is None:
        return
    names = routine_names(services.library.list_entries(with_deleted=True))
    report = build_series_report(series, records, names, notes_of=None if answer else ())
    writer = services.report_writer()
    try:
        lines = describe_saved_page(writer.write([report], writer.suggest_path(series)))
    except TpsessionError as error:
        lines = error.message, error.advice
    for line in lines:
        console.say(line)


def _choose_series(console: Console, history: HistoryAccess) -> Series | None:
    """Return the place and side that the person chooses; if there is only one, that one, without asking.

    None if there is none, or if there are several and nobody can answer.
    """
    every = history.list_series()
    index: int | None = 0
    if len(every) > 1:
        index = choose(console, "Where?", [_describe(series) for series in every])
    return None if not every or index is None else every[index]


def _describe(series: Series) -> str:
    return describe_place(place_name(series.place), series.side)
