"""What a comparison has for today is said and offered before the list of routines."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.fakes.history import MemoryHistory
from tests.fakes.ports import FakeClock
from tests.plain.fake_services import SHORT, PlainRun
from tpsession.core.catalog.routine import Routine
from tpsession.core.catalog.side import Side
from tpsession.core.comparison.draw import draw_blocks
from tpsession.core.errors import HistoryError
from tpsession.core.history.comparison import Comparison
from tpsession.core.history.records import ONLY_REST, HistoryQuery, SessionRecord, Status
from tpsession.core.history.series import Series
from tpsession.plain.plain_app import PlainApp

REST_FIRST = next(seed for seed in range(99) if draw_blocks(seed, 2, 1) == ((1, 0),))
COMPARISON = Comparison(
    id="one",
    series=Series("neck", Side.NONE),
    area="neck",
    things=("short", ONLY_REST),
    blocks=6,
    seed=REST_FIRST,
    started_on=FakeClock().local_time().date(),
    rest_s=100.0,
)


def a_rated_session(routine: str, started: datetime) -> SessionRecord:
    """A session that counts."""
    identifier, ended = started.isoformat(), started + timedelta(minutes=2)
    return SessionRecord(
        identifier,
        started,
        ended,
        Status.COMPLETED,
        None,
        routine,
        "neck",
        "neck",
        Side.NONE,
        100.0,
        0.0,
        6,
        4,
    )


def run_with(answers: list[str], comparison: Comparison = COMPARISON, *routines: Routine) -> PlainRun:
    """Plain mode with a comparison, from the list of routines to the end."""
    history = MemoryHistory()
    history.save_comparison(comparison)
    run = PlainRun([*answers, "quit"], typed=[(107.0, "")], history=history, routines=routines or (SHORT,))
    PlainApp(run.services, run.options).choose_and_play()
    return run


def test_enter_plays_todays_rest_and_it_is_saved_for_the_place_that_hurts() -> None:
    run = run_with(["", "n", "6", "4", ""])
    assert "Comparison, block 1 of 6. Today: Only rest." in run.console.lines
    (record,) = run.history.find_sessions(HistoryQuery())
    assert (record.routine, record.place, record.side) == (ONLY_REST, "neck", Side.NONE)
    assert (record.before, record.after, record.active_s) == (6, 4, 0.0)
    again = PlainRun([], attended=False, history=run.history)
    PlainApp(again.services, again.options).choose_and_play()
    assert "Comparison, block 1 of 6. Today had its session." in again.console.lines


def test_n_leads_to_the_list_of_routines() -> None:
    run = run_with(["n", "short", "n", "6", "4", ""])
    (record,) = run.history.find_sessions(HistoryQuery())
    assert record.routine == "short"


def test_a_history_that_cannot_be_read_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_history: MemoryHistory) -> list[Comparison]:
        raise HistoryError("The disk is gone.")

    monkeypatch.setattr(MemoryHistory, "find_comparisons", fail)
    run = run_with(["short", "n", "6", "4", ""])
    assert "The disk is gone." in run.console.lines


def test_the_result_of_a_finished_one_is_a_command_away() -> None:
    clock = FakeClock()
    history = MemoryHistory()
    comparison = replace(COMPARISON, started_on=(clock.local_time() - timedelta(days=12)).date())
    history.save_comparison(comparison)
    for number, order in enumerate(draw_blocks(comparison.seed, 2, 6)):
        for place, index in enumerate(order):
            started = clock.local_time() - timedelta(days=12 - 2 * number - place)
            history.add_session(a_rated_session(comparison.things[index], started), [])
    run = PlainRun([], attended=False, history=history)
    PlainApp(run.services, run.options).choose_and_play()
    assert "Comparison finished. To see what came out: tpsession compare" in run.console.lines


def test_what_cannot_be_played_any_more_is_only_said() -> None:
    run = run_with(["short", "n", "6", "4", ""], replace(COMPARISON, things=("gone", "lost"), rest_s=0.0))
    assert any("There is no routine" in line for line in run.console.lines)
