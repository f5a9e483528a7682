"""Going back from one question to the one before, in every sequence of questions."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.fakes.history import MemoryHistory
from tests.fakes.ports import MORNING
from tests.plain.fake_services import SAFE, SHORT, PlainRun, with_sides
from tests.plain.menu.test_routines import services_of
from tests.store.sample_records import a_record
from tpsession.core.catalog.routine import Sides
from tpsession.core.catalog.side import Side
from tpsession.core.history.records import HistoryQuery, Status
from tpsession.plain.asking.question import BackRequested
from tpsession.plain.asking.sequence import ask_in_turn
from tpsession.plain.menu.routines import make_routine


def test_back_leads_to_the_question_before_and_over_what_asks_nothing() -> None:
    taken: list[str] = []

    def ask_first() -> bool:
        taken.append("first")
        return True

    def ask_last() -> bool:
        """Take the last step: the person goes back from it once."""
        taken.append("last")
        if taken.count("last") == 1:
            raise BackRequested
        return True

    ask_in_turn((ask_first, lambda: False, ask_last))
    assert taken == ["first", "last", "first", "last"]

    def leave() -> bool:
        raise BackRequested

    with pytest.raises(BackRequested):
        ask_in_turn((lambda: False, leave))


def test_in_a_log_back_leads_to_the_question_before() -> None:
    answers = (
        "session",
        "neck",
        "left",
        "back",
        "right",
        "now",
        "back",
        "now",
        "6",
        "back",
        "7",
        "3",
        "quit",
    )
    run = PlainRun(["log", *answers])
    assert run.choose() == 0
    assert (run.record.side.value, run.record.before, run.record.after) == ("right", 7, 3)
    assert "Pain before 7, after 3: 4 points less." in run.console.lines
    assert len(run.menus) == 2


def test_in_a_score_back_leads_to_the_place() -> None:
    run = PlainRun(["log", "how it hurts", "knee", "back", "elbow", "left", "5", "quit"])
    assert run.choose() == 0
    assert (run.record.place, run.record.before) == ("elbow", 5)


def test_in_corrections_back_leads_to_the_values_and_then_to_the_sessions() -> None:
    history = MemoryHistory()
    done = a_record(status=Status.COMPLETED)._replace(
        id="done", started_at=MORNING - timedelta(days=1), ended_at=MORNING - timedelta(days=1), before=6
    )
    history.add_session(done, [])
    run = PlainRun(["correct", "1", "side", "back", "back", "1", "pain before", "7", "quit"], history=history)
    assert run.choose() == 0
    assert run.history.find_sessions(HistoryQuery())[0].before == 7
    assert len(run.menus) == 2


def test_in_a_new_routine_back_leads_to_the_question_and_the_step_before(home: Path) -> None:
    sides = "foot", "back", "hand and thumb", "both sides"
    steps = "oil", "back", "back", "both sides", "wipe", "no more"
    run, services = services_of("Evening", *sides, *steps, "back")
    make_routine(services)
    routine = services.library.load_routine("evening")
    assert [step.technique.id for step in routine.steps] == ["wipe"]
    assert routine.area is not None
    assert routine.area.id == "hand"
    assert run.console.lines.count("What is it called? Press enter to go back:") == 1


def test_before_a_session_back_leads_from_the_pain_to_safety_side_and_area() -> None:
    anywhere = with_sides(SHORT, Sides.EACH)._replace(area=None)
    answers = "neck", "left", SAFE, "back", "back", "back", "hand and thumb", "right", SAFE, "6", "3", ""
    run = PlainRun([*answers])
    assert run.play(anywhere) == 0
    assert (run.record.area, run.record.side.value, run.record.before) == ("hand", "right", 6)
    assert sum("In the session, enter pauses" in line for line in run.console.lines) == 1


def test_what_hurts_elsewhere_is_forgotten_by_who_goes_back_to_it() -> None:
    history = MemoryHistory()
    earlier = a_record(status=Status.COMPLETED)._replace(
        id="earlier", routine=SHORT.id, area="neck", place="head", side=Side.NONE
    )
    before = MORNING - timedelta(days=20)
    history.add_session(earlier._replace(started_at=before, ended_at=before), [])
    run = PlainRun(["1", SAFE, "back", "back", "2", SAFE, "6", "3", ""], history=history)
    assert run.play() == 0
    assert run.history.find_sessions(HistoryQuery())[0].place == "neck"
