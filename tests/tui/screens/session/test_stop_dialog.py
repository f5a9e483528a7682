"""The questions during a session and what their answers do, without a screen."""

from __future__ import annotations

import pytest

from tests.tui.headless_session import HeadlessSession
from tpsession.core.catalog.area import NECK
from tpsession.core.history.records import Status, StopReason
from tpsession.core.session.engine import Mode
from tpsession.tui.screens.session.stop_dialog import (
    LAST_STEP_QUESTION,
    SLEPT_QUESTION,
    make_leave_question,
    make_stop_question,
)

GATE_AT_S = 100.0
STOP_QUESTION = make_stop_question([NECK])


def session_at(seconds: float) -> HeadlessSession:
    """A session that has run for so many seconds."""
    session = HeadlessSession()
    session.run_for(seconds)
    return session


def test_stopping_halts_at_once_and_going_back_continues_from_there() -> None:
    session = session_at(10.0)
    session.stop_dialog.ask_stop_reason()
    assert (session.mode(), session.question) == (Mode.HALTED, STOP_QUESTION)
    session.run_for(60.0)
    session.answer("continue")
    assert session.mode() is Mode.RUNNING
    assert session.runner.position() == pytest.approx(5.0)


@pytest.mark.parametrize("reason", StopReason)
def test_a_reason_ends_the_session(reason: StopReason) -> None:
    session = session_at(10.0)
    session.stop_dialog.ask_stop_reason()
    session.answer(reason.value)
    assert (session.mode(), session.runner.session.reason) == (Mode.ENDED, reason)


def test_every_answer_that_ends_or_leaves_something_is_guarded() -> None:
    leave = make_leave_question(is_saved=True)
    for question in (STOP_QUESTION, LAST_STEP_QUESTION, SLEPT_QUESTION, leave):
        guarded = {answer.id for answer in question.answers if answer.guarded}
        ends = {answer.id for answer in question.answers} & {"finish", "leave", *map(str, StopReason)}
        assert guarded == ends


def test_leaving_asks_and_leaves_or_ends_the_session_or_goes_back_to_it() -> None:
    session = session_at(12.0)
    session.stop_dialog.confirm_leaving()
    assert session.question == make_leave_question(is_saved=True)
    assert session.mode() is Mode.HALTED
    session.answer("stay")
    assert session.mode() is Mode.RUNNING
    session.stop_dialog.confirm_leaving()
    session.answer("leave")
    assert session.has_left
    assert session.mode() is Mode.HALTED
    session = session_at(12.0)
    session.stop_dialog.confirm_leaving()
    session.answer("end")
    assert session.question == STOP_QUESTION
    session.answer(StopReason.INTERRUPTED.value)
    assert session.runner.session.reason is StopReason.INTERRUPTED


def test_a_session_that_is_not_saved_promises_nothing() -> None:
    session = HeadlessSession(is_saved=False)
    session.stop_dialog.confirm_leaving()
    assert session.question is not None
    text = " ".join([session.question.title, *(answer.text for answer in session.question.answers)])
    assert "nothing is saved" in text
    assert "resume" not in text
    assert "rate" not in text
    session.close_question()
    session.stop_dialog.ask_stop_reason()
    session.stop_dialog.confirm_leaving()
    assert session.at_stake == ["Nothing is saved."]


def test_leaving_over_another_question_asks_only_that_and_not_twice_over_itself() -> None:
    session = session_at(10.0)
    session.stop_dialog.confirm_leaving()
    session.stop_dialog.confirm_leaving()
    assert session.at_stake == []
    session.answer("stay")
    session.stop_dialog.ask_stop_reason()
    session.stop_dialog.confirm_leaving()
    assert session.question == STOP_QUESTION
    assert session.at_stake == ["You can resume the session within an hour."]


def test_a_second_stop_asks_no_second_question() -> None:
    session = session_at(10.0)
    for _ in range(3):
        session.stop_dialog.ask_stop_reason()
    session.answer("continue")
    assert session.question is None


def test_what_would_end_the_session_is_asked_about() -> None:
    session = session_at(GATE_AT_S + 3.0)
    session.press("right")
    assert (session.question, session.mode()) == (LAST_STEP_QUESTION, Mode.HALTED)
    session.answer("continue")
    assert session.mode() is Mode.RUNNING
    session.press("right")
    session.answer("finish")
    assert session.runner.session.status is Status.COMPLETED


@pytest.mark.parametrize(
    ("answer", "mode"), [("finish", Mode.ENDED), ("continue", Mode.RUNNING), ("escape", Mode.PAUSED)]
)
def test_what_would_end_a_paused_session_ends_it_or_leaves_it_paused(answer: str, mode: Mode) -> None:
    session = session_at(GATE_AT_S + 3.0)
    session.runner.pause()
    session.press("right")
    session.close_question() if answer == "escape" else session.answer(answer)
    assert session.mode() is mode


@pytest.mark.parametrize("asks", ["stop", "leave"])
@pytest.mark.parametrize(("continues", "mode"), [(False, Mode.PAUSED), (True, Mode.RUNNING)])
@pytest.mark.parametrize("in_gate", [False, True])
def test_a_paused_session_continues_after_a_question_only_if_the_answer_says_so(
    asks: str, continues: bool, mode: Mode, in_gate: bool
) -> None:
    session = session_at(GATE_AT_S + 3.0 if in_gate else 10.0)
    session.runner.pause()
    ask = session.stop_dialog.ask_stop_reason if asks == "stop" else session.stop_dialog.confirm_leaving
    ask()
    assert session.mode() is Mode.HALTED
    cues_before = len(session.player.cues)
    if continues:
        session.answer("continue" if asks == "stop" else "stay")
    else:
        session.close_question()
    assert session.mode() is mode
    assert session.runner.session.is_in_gate is in_gate
    assert mode is Mode.RUNNING or len(session.player.cues) <= cues_before


@pytest.mark.parametrize("asks", ["stop", "leave"])
def test_a_gate_still_waits_after_a_question_is_closed(asks: str) -> None:
    session = session_at(GATE_AT_S + 3.0)
    ask = session.stop_dialog.ask_stop_reason if asks == "stop" else session.stop_dialog.confirm_leaving
    ask()
    session.close_question()
    assert session.mode() is Mode.RUNNING
    assert session.runner.session.is_in_gate


@pytest.mark.parametrize("cause", ["sleep", "freeze"])
@pytest.mark.parametrize("answer", ["continue", "restart", "finish"])
def test_after_sleep_or_a_frozen_machine_the_person_decides_how_to_continue(cause: str, answer: str) -> None:
    session = session_at(12.0)
    index, remaining_s = session.runner.session.index, session.runner.remaining_s()
    if cause == "sleep":
        session.clock.sleep(600.0)
        session.run_for(0.25)
    else:
        session.freeze_for(30.0)
    assert (session.mode(), session.question) == (Mode.PAUSED, SLEPT_QUESTION)
    session.answer(answer)
    ended = session.runner.session
    if answer == "finish":
        assert (ended.status, ended.reason) == (Status.STOPPED, StopReason.INTERRUPTED)
        return
    assert session.mode() is Mode.RUNNING
    assert ended.index == index
    if answer == "continue":
        assert session.runner.remaining_s() == pytest.approx(remaining_s, abs=0.5)
    else:
        assert session.runner.position() == pytest.approx(0.0)


@pytest.mark.parametrize("answer", ["continue", "restart", "finish"])
def test_sleep_that_is_noticed_when_the_person_stops_is_answered_in_the_same_way(answer: str) -> None:
    session = session_at(12.0)
    index, position = session.runner.session.index, session.runner.position()
    session.clock.sleep(600.0)
    session.stop_dialog.ask_stop_reason()
    assert (session.mode(), session.question) == (Mode.HALTED, SLEPT_QUESTION)
    session.answer(answer)
    ended = session.runner.session
    if answer == "finish":
        assert (ended.status, ended.reason) == (Status.STOPPED, StopReason.INTERRUPTED)
        return
    assert (session.mode(), ended.index) == (Mode.RUNNING, index)
    expected = position if answer == "continue" else 0.0
    assert session.runner.position() == pytest.approx(expected)
