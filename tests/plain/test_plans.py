"""Plain mode says last week's summary and how the programmes stand before it asks for a routine."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.core.programme.samples import PROGRAMME, session
from tests.fakes.history import MemoryHistory
from tests.fakes.ports import MORNING
from tests.plain.fake_services import PlainRun
from tpsession.core.errors import HistoryError
from tpsession.core.history.programme import Programme
from tpsession.core.text.formatting import CAUSE_UNKNOWN
from tpsession.plain.console import TerminalClosed

LAST_WEEK = "Last week, 19 January 2026 to 25 January 2026: 1 session on 1 day."
STANDING = "Programme foot, Foot, left side: 1 of 6 days done. Due today."


def lines_before_the_choice(history: MemoryHistory) -> list[str]:
    """Open plain mode, and close the terminal at the question for a routine; return what was said."""
    run = PlainRun([], history=history)
    with pytest.raises(TerminalClosed):
        run.choose()
    return run.console.lines


@pytest.fixture
def history() -> MemoryHistory:
    """A programme with one day done, in last week, and one that has ended."""
    history = MemoryHistory()
    at = MORNING - timedelta(days=8)
    history.add_session(session(started_at=at, ended_at=at), [])
    history.save_programme(replace(PROGRAMME, started_on=at.date()))
    history.save_programme(replace(PROGRAMME, id="two", started_on=at.date(), ended_on=at.date()))
    return history


def test_the_week_and_the_programmes_are_said_before_the_routines(history: MemoryHistory) -> None:
    lines = lines_before_the_choice(history)
    assert lines[0] == LAST_WEEK
    assert lines.index(CAUSE_UNKNOWN) < lines.index(STANDING)
    assert sum("days done" in line for line in lines) == 1


def test_the_week_is_said_once_a_week_and_the_programmes_each_time(history: MemoryHistory) -> None:
    assert LAST_WEEK in lines_before_the_choice(history)
    again = lines_before_the_choice(MemoryHistory(history.file))
    assert LAST_WEEK not in again
    assert STANDING in again


def test_a_history_that_cannot_be_read_is_said_and_holds_nobody_up(history: MemoryHistory) -> None:
    def fail() -> list[Programme]:
        raise HistoryError("The history is damaged.")

    history.find_programmes = fail  # type: ignore[method-assign]
    assert "The history is damaged." in lines_before_the_choice(history)
