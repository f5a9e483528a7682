"""Before and after a session: safety, choices, earlier sessions, and a history that fails."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.fakes.history import MemoryHistory
from tests.fakes.player import FakePlayer
from tests.fakes.ports import CTRL_C, FakeClock
from tests.plain.fake_services import SAFE, SHORT, PlainRun, with_sides
from tpsession.core.catalog.area import CALF, NECK, SKULL_BASE
from tpsession.core.catalog.routine import Sides
from tpsession.core.catalog.side import Side
from tpsession.core.dialogue.session_options import SessionOptions
from tpsession.core.errors import HistoryError, UsageError
from tpsession.core.history.ratings import QUESTION
from tpsession.core.history.records import HistoryQuery, Status, StopReason
from tpsession.core.plan.plan import Choices, plan
from tpsession.core.safety import screening
from tpsession.core.session.runner import RunnerPorts, SessionRunner
from tpsession.plain.console import TerminalClosed

EVERY_GROUP = [SAFE] * len(screening.QUESTIONS)
"""The answers to the long list, if none apply."""
ANYWHERE = replace(SHORT, id="anywhere", name="Anywhere", area=None)


@pytest.mark.parametrize("line", ["1", "2", "3", "4", "2, 5"])
def test_a_yes_to_a_grave_question_gives_its_advice_and_no_session(line: str) -> None:
    run = PlainRun(answers=[line, "", "l"])
    assert run.play() == 1
    tier = screening.QUESTIONS[int(line[0]) - 1].tier
    assert screening.answer(tier, "") in run.console.lines
    assert QUESTION not in run.console.lines
    assert run.history.sessions(HistoryQuery()) == []


def test_after_a_yes_that_needs_a_clinician_the_person_may_continue_lightly() -> None:
    run = PlainRun(answers=["5", "y", "6", "3", ""])
    assert run.play() == 0
    assert run.record.status is Status.COMPLETED
    left = PlainRun(answers=["5", "l"])
    assert left.play() == 1


def test_an_unclear_safety_answer_is_asked_again() -> None:
    run = PlainRun(answers=["", "9", "no", ",", "1, x", "00001", SAFE, "6", "3", ""])
    assert run.play() == 0
    assert run.shown.count("Type n if none apply, or numbers from 1 to 5:") == 6


def test_the_long_list_comes_first_and_then_once_in_thirty_days() -> None:
    history, clock = MemoryHistory(), FakeClock()

    def asks_long_list(run: PlainRun) -> bool:
        run.play()
        return "  a headache that came like a thunderclap" in run.console.lines

    def new_run(*safe: str) -> PlainRun:
        return PlainRun([*safe, "6", "3", ""], history=history, clock=clock, long_list=True)

    assert asks_long_list(new_run(*EVERY_GROUP))
    assert not asks_long_list(new_run(SAFE))
    clock.pass_time(timedelta(days=31).total_seconds())
    assert asks_long_list(new_run(*EVERY_GROUP))


@pytest.mark.parametrize("number", [1, 2])
def test_advice_to_act_on_at_once_comes_right_after_its_group(number: int) -> None:
    run = PlainRun([*[SAFE] * (number - 1), "y", "l"], long_list=True)
    assert run.play() == 1
    asked, after = screening.QUESTIONS[number - 1 : number + 1]
    assert run.console.lines[-2] == screening.answer(asked.tier, "")
    assert f"  {asked.items[-1]}" in run.console.lines
    assert f"  {after.items[0]}" not in run.console.lines
    assert run.history.safety_asked() is None


def test_the_advice_on_the_other_groups_comes_at_the_end_of_the_long_list() -> None:
    run = PlainRun([SAFE, SAFE, "y", SAFE, "y", "l"], long_list=True)
    assert run.play() == 1
    blocks, _, clinician = screening.QUESTIONS[2:]
    assert run.console.lines[-3:-1] == [
        screening.answer(question.tier, "") for question in (blocks, clinician)
    ]
    assert run.console.lines[-5] == screening.NOT_CLEARED


def test_an_unclear_answer_in_the_long_list_is_asked_again_and_light_work_is_offered() -> None:
    run = PlainRun(["", "1", SAFE, SAFE, SAFE, SAFE, "Y", "y", "6", "3", ""], long_list=True)
    assert run.play() == 0
    assert run.shown.count("Type n or y, then press enter:") == 2
    assert run.history.safety_asked() is not None


@pytest.mark.parametrize("slip", ["n", "y"])
def test_an_answer_in_the_long_list_can_be_changed_by_going_back(slip: str) -> None:
    run = PlainRun([SAFE, SAFE, slip, "b", "b", SAFE, SAFE, SAFE, SAFE, "6", "3", ""], long_list=True)
    assert run.play() == 0
    assert run.shown.count("or b for the previous group:") == 8
    titles = [line.split(".")[0] for line in run.console.lines if line.startswith("Group ")]
    assert titles == [f"Group {number} of 5" for number in (1, 2, 3, 4, 3, 2, 3, 4, 5)]


def test_the_first_group_has_no_previous_one() -> None:
    run = PlainRun(["b", *EVERY_GROUP, "6", "3", ""], long_list=True)
    assert run.play() == 0
    assert run.shown.count("Type n or y, then press enter:") == 1


@pytest.mark.parametrize("number", [1, 2])
def test_a_yes_by_mistake_does_not_end_the_session(number: int) -> None:
    before, after = [SAFE] * (number - 1), [SAFE] * (len(screening.QUESTIONS) - number + 1)
    run = PlainRun([*before, "y", "", "y", "s", *after, "6", "3", ""], long_list=True)
    assert run.play() == 0
    assert run.shown.count(screening.WAS_A_SLIP) == 3
    assert run.history.safety_asked() is not None
    short = PlainRun([str(number), "s", SAFE, "6", "3", ""])
    assert short.play() == 0


def test_after_a_mistake_the_later_groups_are_asked_again() -> None:
    answers = [SAFE, SAFE, "y", SAFE, SAFE, "s", SAFE, SAFE, "y", "y", "6", "3", ""]
    run = PlainRun(answers, long_list=True)
    assert run.play() == 0


def test_on_the_calf_the_leg_clot_questions_come_every_time() -> None:
    run = PlainRun(answers=[SAFE, "6"], options=SessionOptions(area=CALF))
    run.history.keep_safety(run.clock.wall())
    with pytest.raises(TerminalClosed):
        run.play(ANYWHERE)
    assert any("one leg swollen" in line and "both legs" in line for line in run.console.lines)


def test_after_a_stop_for_a_symptom_the_area_rests_until_tomorrow() -> None:
    history, clock = MemoryHistory(), FakeClock()
    stopped = PlainRun([SAFE, "6", "2", "7", ""], [(30.0, "x")], history=history, clock=clock)
    stopped.play()
    again = PlainRun([SAFE], history=history, clock=clock)
    assert again.play() == 1
    assert any("rests for the day" in line for line in again.console.lines)
    clock.pass_time(24 * 3600.0)
    assert PlainRun([SAFE, "6", "3", ""], history=history, clock=clock).play() == 0


def test_a_third_session_of_an_area_on_one_day_is_advised_against() -> None:
    history, clock = MemoryHistory(), FakeClock()
    for _ in range(2):
        PlainRun([SAFE, "6", "3", ""], history=history, clock=clock).play()
    third = PlainRun([SAFE, "6", "3", ""], history=history, clock=clock)
    assert third.play() == 0
    assert "This area had 2 sessions today; twice a day is enough." in third.console.lines


def test_area_and_side_are_asked_if_the_command_line_does_not_give_them() -> None:
    run = PlainRun(answers=["4", "2", SAFE, "6", "3", ""], typed=[(300.0, "")])
    assert run.play(with_sides(ANYWHERE, Sides.EACH)) == 0
    assert (run.record.area, run.record.side) == (SKULL_BASE.id, Side.LEFT)
    assert any(line.startswith("Changed for this area:") for line in run.console.lines) is False


def test_a_change_for_the_area_is_shown_before_the_session() -> None:
    long_hold = replace(ANYWHERE, steps=(replace(SHORT.steps[1], hold_s=45.0), SHORT.steps[2]))
    run = PlainRun(answers=[SAFE, "6", "3", ""], typed=[(200.0, "")], options=SessionOptions(area=SKULL_BASE))
    run.play(long_hold)
    assert any(
        line.startswith("Changed for this area: Step 1 holds 30 s instead of 45 s")
        for line in run.console.lines
    )


def test_cautions_and_signs_to_stop_are_shown_before_the_safety_questions() -> None:
    run = PlainRun(answers=[SAFE, "6", "3", ""], typed=[(200.0, "")], options=SessionOptions(area=SKULL_BASE))
    run.play(ANYWHERE)
    lines = run.console.lines
    for sentence in (*SKULL_BASE.care, screening.STOP_AT_ONCE):
        assert lines.index(sentence) < lines.index(screening.NOT_CLEARED)


def test_without_an_area_and_without_a_person_it_is_wrong_usage() -> None:
    with pytest.raises(UsageError, match="works for any area"):
        PlainRun(answers=[], attended=False).play(ANYWHERE)


def test_a_rating_is_asked_until_it_is_valid_and_enter_alone_does_not_skip_it() -> None:
    run = PlainRun(answers=[SAFE, "", "11", "six", "6", "-", ""])
    run.play()
    assert (run.record.before, run.record.after) == (6, None)
    assert not any(line.startswith("Pain before") for line in run.console.lines)


def test_the_routine_used_last_is_offered_first() -> None:
    other = replace(SHORT, id="other", name="Other")
    history, clock = MemoryHistory(), FakeClock()
    PlainRun([SAFE, "6", "3", ""], history=history, clock=clock).play()
    run = PlainRun(["7", "1", SAFE, "6", "3", ""], history=history, clock=clock, routines=(other, SHORT))
    assert run.choose() == 0
    options = [line for line in run.console.lines if line.startswith("  1  ")]
    assert "(short)" in options[0]


def test_without_a_choice_no_session_is_played() -> None:
    run = PlainRun(answers=["0", "00001"])
    with pytest.raises(TerminalClosed):
        run.choose()
    assert run.history.sessions(HistoryQuery()) == []


# Interrupted sessions


def interrupted_history(clock: FakeClock, after_s: float = 30.0) -> MemoryHistory:
    """Return the history after the program died this many seconds into a session."""
    history = MemoryHistory()
    chosen = plan(SHORT, Choices())
    runner, _ = SessionRunner.begin(chosen, "left", 6, RunnerPorts(clock, FakePlayer(), history))
    for _ in range(int(after_s)):
        clock.pass_time(1.0)
        runner.tick()
    runner.pause()
    history.close()
    return MemoryHistory(history.shelf)


def test_an_interrupted_session_is_resumed_where_it_was() -> None:
    clock = FakeClock()
    history = interrupted_history(clock)
    clock.pass_time(600.0)
    run = PlainRun(["?", "r", "3", ""], [(10.0, ""), (200.0, "")], history=history, clock=clock)
    assert run.play() == 0
    record = run.record
    assert (record.id, record.status, record.before, record.after) == ("left", Status.COMPLETED, 6, 3)
    assert record.active_s == pytest.approx(95.0)


def test_an_interrupted_session_can_be_finished_and_rated() -> None:
    clock = FakeClock()
    history = interrupted_history(clock)
    run = PlainRun(["f", "4", "", SAFE, "5", "3", ""], history=history, clock=clock)
    run.play()
    first, second = sorted(history.sessions(HistoryQuery()), key=lambda record: record.id)
    assert (first.id, first.status, first.after) == ("left", Status.STOPPED, 4)
    assert second.status is Status.COMPLETED
    assert "Pain before 6, after 4: 2 points less." in run.console.lines


def test_an_interrupted_session_can_be_kept_as_it_is() -> None:
    clock = FakeClock()
    history = interrupted_history(clock)
    PlainRun(["k", SAFE, "5", "3", ""], history=history, clock=clock).play()
    kept = next(record for record in history.sessions(HistoryQuery()) if record.id == "left")
    assert (kept.status, kept.after) == (Status.PARTIAL, None)
    assert kept.active_s == pytest.approx(25.0, abs=0.01)


@pytest.mark.parametrize(("attended", "waited_s"), [(True, 3601.0), (False, 60.0)])
def test_after_an_hour_or_without_a_person_it_is_saved_unfinished(attended: bool, waited_s: float) -> None:
    clock = FakeClock()
    history = interrupted_history(clock)
    clock.pass_time(waited_s)
    run = PlainRun([SAFE, "5", "3", ""], attended=attended, history=history, clock=clock)
    run.play()
    assert history.unfinished() == []
    assert any(line.endswith("is kept as partial.") for line in run.console.lines)


def test_an_unreadable_plan_is_saved_unfinished_and_the_routine_is_played() -> None:
    clock = FakeClock()
    history = interrupted_history(clock)
    history.unfinished = lambda: [  # type: ignore[method-assign] # what a future program may have written
        replace(left, plan='{"format": 99}') for left in MemoryHistory.unfinished(history)
    ]
    run = PlainRun(["r", SAFE, "5", "3", ""], history=history, clock=clock)
    assert run.play() == 0
    assert "This version of the program can't resume it." in run.console.lines


def test_after_an_unreadable_plan_the_other_prompts_still_come() -> None:
    clock = FakeClock()
    PlainRun([SAFE, "6", "3", "l"], clock=clock, history=(noted := MemoryHistory())).play()
    chosen = plan(SHORT, Choices())
    SessionRunner.begin(chosen, "left", 6, RunnerPorts(clock, FakePlayer(), noted))
    noted.close()
    history = MemoryHistory(noted.shelf)
    history.unfinished = lambda: [  # type: ignore[method-assign] # what a future program may have written
        replace(left, plan='{"format": 99}') for left in MemoryHistory.unfinished(history)
    ]
    run = PlainRun(["r", "better by noon", SAFE, "5", "3", ""], history=history, clock=clock)
    assert run.play() == 0
    assert "better by noon" in {record.note for record in history.sessions(HistoryQuery())}


# Notes that were put off


def test_a_note_is_saved_or_skipped() -> None:
    noted = PlainRun(answers=[SAFE, "6", "3", "stiff at first"])
    noted.play()
    assert noted.record.note == "stiff at first"
    assert noted.history.notes_wanted() == []
    without = PlainRun(answers=[SAFE, "6", "3", ""])
    without.play()
    assert without.record.note == ""
    assert without.history.notes_wanted() == []


def test_a_postponed_note_is_asked_for_at_each_start_until_it_is_written() -> None:
    clock, history = FakeClock(), MemoryHistory()
    PlainRun([SAFE, "6", "3", "L"], clock=clock, history=history).play()
    again = PlainRun(["l", SAFE, "5", "3", ""], clock=clock, history=history)
    again.play()
    assert again.console.lines[0] == "You put off the note for this session: 2026-01-31 09:00, Neck."
    PlainRun(["better by noon", SAFE, "4", "3", ""], clock=clock, history=history).play()
    assert history.sessions(HistoryQuery())[-1].note == "better by noon"
    last = PlainRun([SAFE, "4", "3", ""], clock=clock, history=history)
    last.play()
    assert "put off" not in last.shown


def test_several_notes_are_asked_for_newest_first_and_enter_skips_one() -> None:
    clock, history = FakeClock(), MemoryHistory()
    PlainRun([SAFE, "6", "3", "l"], clock=clock, history=history).play()
    PlainRun(["l", SAFE, "6", "3", "l"], clock=clock, history=history).play()
    PlainRun(["", "the first one", SAFE, "5", "3", ""], clock=clock, history=history).play()
    assert [record.note for record in history.sessions(HistoryQuery())] == ["", "", "the first one"]
    assert history.notes_wanted() == []


def test_without_an_answer_a_note_is_still_asked_for_next_time() -> None:
    clock, history = FakeClock(), MemoryHistory()
    PlainRun([SAFE, "6", "3", "l"], clock=clock, history=history).play()
    for run in (
        PlainRun([], clock=clock, history=history, attended=False),
        PlainRun([CTRL_C], clock=clock, history=history),
    ):
        with suppress(KeyboardInterrupt):
            run.play()
        assert len(history.notes_wanted()) == 1


# A history that fails


def test_a_history_that_fails_during_a_session_does_not_end_it_and_is_reported() -> None:
    run = PlainRun(answers=[SAFE, "6", "", "x", "3", "x", "note", "x"])
    say = run.console.say

    def fill_up(text: str) -> None:
        if text.startswith("Get ready"):
            run.history.broken = HistoryError("The disk is full.")
        say(text)

    run.console.say = fill_up  # type: ignore[method-assign] # the disk fills up once the session runs
    with pytest.raises(HistoryError, match="full"):
        run.play()
    assert "Session complete." in run.console.lines
    assert "Pain before 6, after 3: 3 points less." in run.console.lines


def test_a_session_that_cannot_be_saved_does_not_start() -> None:
    run = PlainRun(answers=[SAFE, "6"])
    run.history.keep_safety(run.clock.wall())
    run.history.broken = HistoryError("The disk is full.")
    with pytest.raises(HistoryError):
        run.play()
    assert not any(line.startswith("Get ready,") for line in run.console.lines)


def test_ctrl_c_before_the_session_quits_at_once() -> None:
    run = PlainRun(answers=[SAFE, CTRL_C])
    with pytest.raises(KeyboardInterrupt):
        run.play()
    assert run.history.sessions(HistoryQuery()) == []


# Sound that is missing


def test_missing_sound_is_shown_once_and_the_bell_rings_if_it_is_turned_on() -> None:
    silent = FakePlayer(backend="none", message="No sound: no device was found.")
    run = PlainRun([SAFE, "6", "3", ""], player=silent, settings={"sound.bell": True})
    run.play()
    assert run.shown.count("No sound: no device was found.") == 1
    assert run.console.bells > 10


def test_it_says_when_the_sound_is_back() -> None:
    player = FakePlayer(backend="none", message="No sound for now.")
    run = PlainRun([SAFE, "6", "3", ""], [(10.0, "?"), (107.0, "")], player=player)
    read_line = run.console.read_line

    def read_and_repair(timeout_s: float) -> str | None:
        line = read_line(timeout_s)
        if line == "?":
            player.backend, player.message = "miniaudio", ""
        return line

    run.console.read_line = read_and_repair  # type: ignore[method-assign] # the sound is repaired during the session
    run.play()
    assert "The sound is back." in run.console.lines


def test_the_introduction_names_the_area() -> None:
    run = PlainRun(answers=[SAFE, "6", "3", ""])
    run.play()
    assert run.console.lines[0].startswith(f"Short: {NECK.name}.")


def test_a_stop_that_cannot_be_saved_is_saved_once_the_cause_is_fixed() -> None:
    run = PlainRun(answers=[SAFE, "6", "3", "", "7", ""], typed=[(30.0, "x")])
    say = run.console.say

    def hold(text: str) -> None:
        if text.startswith("Stopped;"):
            run.history.broken = HistoryError("Another program holds it.")
        if text.startswith("Fix that"):
            run.history.broken = None
        say(text)

    run.console.say = hold  # type: ignore[method-assign] # the history is held for a while
    assert run.play() == 0
    assert (run.record.status, run.record.stop_reason) == (Status.STOPPED, StopReason.NUMB)


def test_a_stop_after_midnight_rests_the_area_on_the_day_of_the_stop() -> None:
    late = FakeClock(date=datetime(2026, 1, 31, 23, 59, 50, tzinfo=UTC))
    history = MemoryHistory()
    PlainRun([SAFE, "6", "3", "7", ""], [(30.0, "x")], clock=late, history=history).play()
    assert PlainRun([], clock=late, history=history).play() == 1


def test_a_stop_for_dizziness_rests_the_whole_body_for_the_day() -> None:
    clock, history = FakeClock(), MemoryHistory()
    PlainRun([SAFE, "6", "4", "7", ""], [(30.0, "x")], clock=clock, history=history).play()
    elsewhere = PlainRun([], clock=clock, history=history, options=SessionOptions(area=CALF))
    assert elsewhere.play(ANYWHERE) == 1
    assert f"{screening.BODY_RESTS} Earlier today (Neck): dizziness" in elsewhere.shown


def test_an_interrupted_session_on_a_resting_area_cannot_be_resumed() -> None:
    clock = FakeClock()
    history = interrupted_history(clock)
    PlainRun(["k", SAFE, "6", "3", "7", ""], [(30.0, "x")], clock=clock, history=history).play()
    chosen = plan(SHORT, Choices())
    SessionRunner.begin(chosen, "second", 6, RunnerPorts(clock, FakePlayer(), history))
    history.close()
    again = PlainRun(["r", "k"], clock=clock, history=MemoryHistory(history.shelf))
    assert again.play() == 1
    assert not any("r to resume" in line for line in again.console.lines)


def test_a_missing_after_rating_is_asked_for_at_the_next_start() -> None:
    clock, history = FakeClock(), MemoryHistory()
    with pytest.raises(TerminalClosed):
        PlainRun([SAFE, "6"], clock=clock, history=history).play()
    again = PlainRun(["4", "", SAFE, "5", "3", ""], clock=clock, history=history)
    again.play()
    assert any("has no rating after it" in line for line in again.console.lines)
    assert history.sessions(HistoryQuery())[-1].after == 4


def test_a_session_in_another_window_is_mentioned() -> None:
    clock, history = FakeClock(), MemoryHistory()
    SessionRunner.begin(plan(SHORT, Choices()), "first", 6, RunnerPorts(clock, FakePlayer(), history))
    second = PlainRun([SAFE, "6", "3", ""], clock=clock, history=MemoryHistory(history.shelf))
    second.play()
    assert "Another session is running in another window." in second.console.lines


def test_without_a_readable_history_a_session_that_is_not_saved_is_played() -> None:
    run = PlainRun(answers=[*EVERY_GROUP, "6", "3", ""], options=SessionOptions(save=False))
    run.services = replace(run.services, history=None)
    assert run.play() == 0


def test_after_a_session_logged_by_hand_the_routine_used_last_is_still_offered_first() -> None:
    other = replace(SHORT, id="other", name="Other")
    clock, history = FakeClock(), MemoryHistory()
    PlainRun([SAFE, "6", "3", ""], history=history, clock=clock).play()
    (played,) = history.sessions(HistoryQuery())
    by_hand = replace(played, id="by-hand", routine="", started_at=clock.wall())
    history.add(by_hand, [])
    run = PlainRun([], history=history, clock=clock, routines=(other, SHORT))
    with pytest.raises(TerminalClosed):
        run.choose()
    assert "(short)" in next(line for line in run.console.lines if line.startswith("  1  "))
