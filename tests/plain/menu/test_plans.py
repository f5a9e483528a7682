"""Programmes and comparisons in plain mode: started, changed and ended by questions."""

from __future__ import annotations

from tests.fakes.history import MemoryHistory
from tests.fakes.ports import FakeClock
from tests.plain.fake_services import SHORT, PlainRun, with_sides
from tpsession.core.catalog.routine import Sides
from tpsession.core.comparison.wording import EXPLANATION, NO_ANSWER, START_LABEL
from tpsession.core.history.records import ONLY_REST


def test_a_programme_is_started_paused_resumed_and_ended() -> None:
    history, clock = MemoryHistory(), FakeClock()
    start = "programmes", "start", "short", "left"
    numbers = "1", "4", "20", "3"
    pause = "programmes", "short", "pause", "programmes", "short", "resume"
    run = PlainRun(
        [*start, *numbers, *pause, "programmes", "start", "short", "left", "", "", "quit"],
        history=history,
        clock=clock,
        routines=(with_sides(SHORT, Sides.EACH),),
    )
    assert run.choose() == 0
    (programme,) = history.find_programmes()
    assert (programme.routine, programme.sessions, programme.every_days) == ("short", 4, 3)
    assert programme.pause is None
    lines = run.console.lines
    assert lines.count("Saved. Short, Neck, left side: 0 of 4 days done. Due today.") == 2
    assert "Saved. Short, Neck, left side: 0 of 4 days done. Paused until you resume it." in lines
    assert "4 sessions, one every 3 days, for Neck, left side." in lines
    assert "This programme is running already." in lines
    ended = PlainRun(["programmes", "short", "end", "quit"], history=history, clock=clock)
    ended.choose()
    assert "Ended." in ended.console.lines
    assert history.find_programmes()[0].ended_on is not None


def test_what_is_not_chosen_starts_no_programme() -> None:
    run = PlainRun(["programmes", "back", "programmes", "start", "back", "quit"])
    assert run.choose() == 0
    assert run.history.find_programmes() == []


def test_a_comparison_is_explained_set_up_started_and_ended() -> None:
    history, clock = MemoryHistory(), FakeClock()
    other = SHORT._replace(id="other", name="Other")
    set_up = "fair", "set", "details blocks", "blocks", "12", "with", "short", START_LABEL
    run = PlainRun([*set_up, "quit"], history=history, clock=clock, routines=(SHORT, other))
    assert run.choose() == 0
    lines = run.console.lines
    assert [line for line in lines if line in EXPLANATION] == list(EXPLANATION)
    assert "24 days with a session, one a day: until " in run.shown
    (comparison,) = history.find_comparisons()
    assert set(comparison.things) == {"short", "other"}
    assert comparison.blocks == 12
    assert any(line.startswith("Comparison, block 1 of 12. Today: ") for line in lines)
    ending = PlainRun(
        ["other", "fair", "end", "no", "fair", "end", "yes", "fair", "back", "quit"],
        history=history,
        clock=clock,
        routines=(SHORT, other),
    )
    assert ending.choose() == 0
    assert "Ended." in ending.console.lines
    assert NO_ANSWER in ending.console.lines
    assert history.find_comparisons()[0].ended_on is not None


def test_going_back_starts_no_comparison_and_rest_is_proposed_beside_a_single_routine() -> None:
    run = PlainRun(["fair", "set", "back", "quit"])
    assert run.choose() == 0
    assert "2. With: Only rest" in run.console.lines or "3. With: Only rest" in run.console.lines
    assert run.history.find_comparisons() == []
    assert ONLY_REST not in run.shown
