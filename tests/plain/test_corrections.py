"""Logging, correcting, deleting and undoing in plain mode."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.fakes.history import MemoryHistory
from tests.fakes.ports import MORNING
from tests.plain.fake_services import PlainRun
from tests.store.sample_records import a_record
from tpsession.core.catalog.side import Side
from tpsession.core.errors import HistoryError
from tpsession.core.history.logged import LOG_SCORE, LOG_SESSION, PAST_QUESTIONS, WHICH_SIDE
from tpsession.core.history.ratings import QUESTION, RatingFlag
from tpsession.core.history.records import HistoryQuery, SessionRecord, Status, StopReason
from tpsession.core.safety.place_flags import emergency_advice
from tpsession.plain.asking.choice import BACK
from tpsession.plain.console import TerminalClosed
from tpsession.plain.corrections import CORRECT_CHOICE, UNDO_CHOICE
from tpsession.plain.menu.history import HISTORY_CHOICE
from tpsession.plain.menu.start import HISTORY
from tpsession.plain.progress import PROGRESS_CHOICE, REPORT_CHOICE

DONE = a_record(status=Status.COMPLETED)._replace(
    id="done",
    started_at=MORNING - timedelta(days=1),
    ended_at=MORNING - timedelta(days=1),
    before=6,
    after=4,
    note="on the train",
)
SCORE, PAST, CORRECT, UNDO = "how it hurts now", "session that you did", "correct or delete", "undo"
"""What may be typed at the start menu, although its groups have these choices."""


def run_with(*answers: str, record: SessionRecord | None = DONE, number: str = "") -> PlainRun:
    """Let a person with one session give these answers to the list of routines, and then leave.

    number: their emergency number.
    """
    history = MemoryHistory()
    if record is not None:
        history.add_session(record, [])
    run = PlainRun([*answers], history=history, settings={"safety.emergency_number": number})
    with pytest.raises(TerminalClosed):
        run.choose()
    return run


def newest(run: PlainRun) -> SessionRecord:
    return run.history.find_sessions(HistoryQuery(limit=1))[0]


def test_only_what_can_be_done_is_offered() -> None:
    nothing, something = run_with("log", "back", record=None), run_with(HISTORY, "back")
    assert nothing.menus[0] == "Type routine, where, log, more, quit or help:"
    assert something.menus[0] == "Type routine, where, log, history, more, quit or help:"
    assert {f"1. {LOG_SCORE}", f"2. {LOG_SESSION}", f"3. {BACK}"} <= set(nothing.console.lines)
    listed = [HISTORY_CHOICE, PROGRESS_CHOICE, REPORT_CHOICE, CORRECT_CHOICE]
    assert all(f"{number}. {name}" in something.console.lines for number, name in enumerate(listed, start=1))
    assert UNDO_CHOICE not in something.shown
    assert f"5. {UNDO_CHOICE}" in run_with(CORRECT, "1", "1", "5", HISTORY, "back").console.lines


def test_a_score_is_asked_for_now_and_the_place_used_last_comes_first() -> None:
    run = run_with(SCORE, "1", "7 h")
    assert QUESTION in run.console.lines
    score = newest(run)
    assert (score.is_score, score.place, score.side, score.before) == (True, "neck", Side.LEFT, 7)
    assert score.flags == (RatingFlag.HEAT,)
    assert "Saved: Neck, left side, pain 7." in run.console.lines


def test_pain_at_the_chest_says_what_to_do_and_overall_has_no_side() -> None:
    run = run_with(SCORE, "5", "4", "5", record=None, number="112")
    assert newest(run).place == "chest"
    lines = run.console.lines
    # It is said before the side and the rating are asked.
    assert (
        lines.index(emergency_advice("112")) < lines.index(WHICH_SIDE) < lines.index("Saved: Chest, pain 5.")
    )
    assert newest(run_with(SCORE, "20", "3", record=None)).place == "overall"
    assert run_with(SCORE, "20", "-", record=None).history.find_sessions(HistoryQuery()) == []


def test_a_past_session_has_a_time_and_questions_about_the_past() -> None:
    run = run_with(PAST, "1", "3", "25:00", "08:15", "6 p", "2", record=None)
    session = newest(run)
    assert session.started_at == MORNING.replace(hour=8, minute=15)
    assert (session.is_score, session.side, session.before, session.after) == (False, Side.BOTH, 6, 2)
    assert session.flags == (RatingFlag.PAINKILLER,)
    assert set(PAST_QUESTIONS.values()) <= set(run.console.lines)
    assert QUESTION not in run.console.lines
    now = newest(run_with(PAST, "1", "1", "", "-", "-", record=None))
    assert (now.started_at, now.before, now.after) == (MORNING, None, None)


def test_a_session_just_now_at_a_place_that_was_used_needs_only_its_ratings() -> None:
    run = run_with(PAST, "1", "6", "2")
    session = newest(run)
    assert (session.area, session.side, session.started_at) == ("neck", Side.LEFT, MORNING)
    assert (session.is_score, session.before, session.after) == (False, 6, 2)
    assert newest(run_with(PAST, "2", "1", "3", "08:15", "6", "2")).started_at == MORNING.replace(
        hour=8, minute=15
    )


@pytest.mark.parametrize(
    ("answers", "changed", "said"),
    [
        (("2", "1"), {"after": 1}, "pain after 1, was 4"),
        (("5", "1"), {"place": "head"}, "place Head, was Neck"),
        (("10", "-"), {"note": ""}, "Corrected the session"),
        (("10", "at home"), {"note": "at home"}, "Corrected the session"),
        (("10", ""), {}, "Now: on the train"),
        (("12",), {}, "quit or help:"),
        (("2", "11"), {}, "Pain is a whole number from 0 to 10."),
    ],
)
def test_a_session_is_corrected(answers: tuple[str, ...], changed: dict[str, object], said: str) -> None:
    run = run_with(CORRECT, "1", *answers)
    assert newest(run) == DONE._replace(**changed, is_corrected=bool(changed))  # type: ignore[arg-type]
    assert said in run.shown


def test_a_note_is_said_as_it_was_typed() -> None:
    run = run_with(CORRECT, "1", record=DONE._replace(note="Held 30 s (calm)"))
    assert any(line.endswith('Note: "Held 30 s (calm)"') for line in run.console.lines)


def test_a_session_is_deleted_and_comes_back() -> None:
    run = run_with(CORRECT, "2", CORRECT, "1", "11", "", CORRECT, "1", "11", "y")
    assert run.history.find_sessions(HistoryQuery()) == []
    run = run_with(CORRECT, "1", "11", "y", UNDO, "", UNDO, "y")
    assert newest(run) == DONE
    assert "Undone: the session of 30 January 2026, 09:00, Neck, left side, is back." in run.console.lines


def test_a_rest_of_today_stays() -> None:
    stopped = DONE._replace(
        started_at=MORNING, ended_at=MORNING, status=Status.STOPPED, stop_reason=StopReason.NUMB
    )
    run = run_with(CORRECT, "1", "12", record=stopped)
    assert newest(run) == stopped
    assert "rest until tomorrow" in run.shown


def test_what_cannot_be_saved_is_said() -> None:
    history = MemoryHistory()
    history.add_session(DONE, [])
    history.write_error = HistoryError("The disk is full.")
    run = PlainRun([SCORE, "1", "7", "x", CORRECT, "1", "1", "3", "x"], history=history)
    with pytest.raises(TerminalClosed):
        run.choose()
    assert run.shown.count("Not saved: The disk is full.") == 2
    assert "Saved" not in run.shown
    assert "Corrected" not in run.shown


def test_a_number_that_cannot_be_is_asked_again_at_the_same_question() -> None:
    run = run_with(CORRECT, "1", "pain before", "12", "7")
    assert newest(run).before == 7
    assert "Pain is a whole number from 0 to 10." in run.console.lines
    assert "Type it again, or press enter to leave it as it is:" in run.console.lines
