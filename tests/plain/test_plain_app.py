"""Before and after a session: safety, choices, what an earlier run left, and a history that fails."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.fakes.history import MemoryHistory
from tests.fakes.player import FakePlayer
from tests.fakes.ports import CTRL_C, FakeClock
from tests.plain.fake_services import SAFE, SHORT, FakeHouse, with_sides
from tpsession.core.catalog.area import CALF, NECK, SKULL_BASE
from tpsession.core.catalog.routine import Sides
from tpsession.core.catalog.side import Side
from tpsession.core.dialogue.session_options import SessionOptions
from tpsession.core.errors import HistoryError, UsageError
from tpsession.core.history.ratings import QUESTION
from tpsession.core.history.records import HistoryQuery, Status, StopReason
from tpsession.core.plan.plan import PlanOptions, build_plan
from tpsession.core.safety import screening
from tpsession.core.session.runner import RunnerPorts, SessionRunner
from tpsession.plain.console import TerminalClosed

EVERY_GROUP = [SAFE] * len(screening.QUESTIONS)
"""The answers to the long list, where nothing is true."""
ANYWHERE = replace(SHORT, id="anywhere", name="Anywhere", area=None)


@pytest.mark.parametrize("line", ["1", "2", "3", "4", "2, 5"])
def test_a_yes_to_a_grave_question_ends_in_its_plain_message_without_a_session(line: str) -> None:
    house = FakeHouse(answers=[line, "", "l"])
    assert house.play() == 1
    tier = screening.QUESTIONS[int(line[0]) - 1].tier
    assert screening.advice_for(tier, "") in house.console.lines
    assert QUESTION not in house.console.lines
    assert house.history.find_sessions(HistoryQuery()) == []


def test_a_yes_that_needs_a_clinician_lets_the_person_go_on_lightly() -> None:
    house = FakeHouse(answers=["5", "y", "6", "3", ""])
    assert house.play() == 0
    assert house.record.status is Status.COMPLETED
    left = FakeHouse(answers=["5", "l"])
    assert left.play() == 1


def test_a_slip_in_the_safety_answer_is_asked_again() -> None:
    house = FakeHouse(answers=["", "9", "no", ",", "1, x", "00001", SAFE, "6", "3", ""])
    assert house.play() == 0
    assert house.shown.count("Type n if nothing is true, or numbers from 1 to 5:") == 6


def test_the_long_list_comes_first_and_then_once_in_thirty_days() -> None:
    history, clock = MemoryHistory(), FakeClock()

    def shown(house: FakeHouse) -> bool:
        house.play()
        return "  a headache that came like a thunderclap" in house.console.lines

    def house_of(*safe: str) -> FakeHouse:
        return FakeHouse([*safe, "6", "3", ""], history=history, clock=clock, long_list=True)

    assert shown(house_of(*EVERY_GROUP))
    assert not shown(house_of(SAFE))
    clock.pass_time(timedelta(days=31).total_seconds())
    assert shown(house_of(*EVERY_GROUP))


@pytest.mark.parametrize("number", [1, 2])
def test_what_has_to_be_acted_on_now_is_told_right_after_its_group(number: int) -> None:
    house = FakeHouse([*[SAFE] * (number - 1), "y", "l"], long_list=True)
    assert house.play() == 1
    asked, after = screening.QUESTIONS[number - 1 : number + 1]
    assert house.console.lines[-2] == screening.advice_for(asked.tier, "")
    assert f"  {asked.items[-1]}" in house.console.lines
    assert f"  {after.items[0]}" not in house.console.lines
    assert house.history.load_screening_time() is None


def test_the_other_groups_of_the_long_list_are_told_together_at_its_end() -> None:
    house = FakeHouse([SAFE, SAFE, "y", SAFE, "y", "l"], long_list=True)
    assert house.play() == 1
    blocks, _, clinician = screening.QUESTIONS[2:]
    assert house.console.lines[-3:-1] == [screening.advice_for(each.tier, "") for each in (blocks, clinician)]
    assert house.console.lines[-5] == screening.NO_CLEARANCE


def test_a_slip_in_the_long_list_is_asked_again_and_light_work_is_offered_at_its_end() -> None:
    house = FakeHouse(["", "1", SAFE, SAFE, SAFE, SAFE, "Y", "y", "6", "3", ""], long_list=True)
    assert house.play() == 0
    assert house.shown.count("n or y, then enter:") == 2
    assert house.history.load_screening_time() is not None


@pytest.mark.parametrize("slip", ["n", "y"])
def test_an_answer_of_the_long_list_is_taken_back_by_going_back(slip: str) -> None:
    house = FakeHouse([SAFE, SAFE, slip, "b", "b", SAFE, SAFE, SAFE, SAFE, "6", "3", ""], long_list=True)
    assert house.play() == 0
    assert house.shown.count("b goes back to the group before:") == 8
    titles = [line.split(".")[0] for line in house.console.lines if line.startswith("Group ")]
    assert titles == [f"Group {number} of 5" for number in (1, 2, 3, 4, 3, 2, 3, 4, 5)]


def test_before_the_first_group_there_is_nothing_to_go_back_to() -> None:
    house = FakeHouse(["b", *EVERY_GROUP, "6", "3", ""], long_list=True)
    assert house.play() == 0
    assert house.shown.count("n or y, then enter:") == 1


@pytest.mark.parametrize("number", [1, 2])
def test_a_yes_that_was_a_slip_ends_nothing(number: int) -> None:
    before, after = [SAFE] * (number - 1), [SAFE] * (len(screening.QUESTIONS) - number + 1)
    house = FakeHouse([*before, "y", "", "y", "s", *after, "6", "3", ""], long_list=True)
    assert house.play() == 0
    assert house.shown.count(screening.ANSWERED_BY_MISTAKE) == 3
    assert house.history.load_screening_time() is not None
    short = FakeHouse([str(number), "s", SAFE, "6", "3", ""])
    assert short.play() == 0


def test_what_was_true_of_another_group_is_asked_again_after_a_slip() -> None:
    answers = [SAFE, SAFE, "y", SAFE, SAFE, "s", SAFE, SAFE, "y", "y", "6", "3", ""]
    house = FakeHouse(answers, long_list=True)
    assert house.play() == 0


def test_on_the_calf_the_leg_clot_questions_come_every_time() -> None:
    house = FakeHouse(answers=[SAFE, "6"], wishes=SessionOptions(area=CALF))
    house.history.save_screening_time(house.clock.local_time())
    with pytest.raises(TerminalClosed):
        house.play(ANYWHERE)
    assert any("one leg swollen" in line and "both legs" in line for line in house.console.lines)


def test_after_a_stop_for_a_symptom_the_area_rests_until_tomorrow() -> None:
    history, clock = MemoryHistory(), FakeClock()
    stopped = FakeHouse([SAFE, "6", "2", "7", ""], [(30.0, "x")], history=history, clock=clock)
    stopped.play()
    again = FakeHouse([SAFE], history=history, clock=clock)
    assert again.play() == 1
    assert any("rests for the day" in line for line in again.console.lines)
    clock.pass_time(24 * 3600.0)
    assert FakeHouse([SAFE, "6", "3", ""], history=history, clock=clock).play() == 0


def test_a_third_session_of_an_area_on_one_day_is_advised_against() -> None:
    history, clock = MemoryHistory(), FakeClock()
    for _ in range(2):
        FakeHouse([SAFE, "6", "3", ""], history=history, clock=clock).play()
    third = FakeHouse([SAFE, "6", "3", ""], history=history, clock=clock)
    assert third.play() == 0
    assert "This area had 2 sessions today; twice a day is enough." in third.console.lines


def test_area_and_side_are_asked_where_nobody_said_them() -> None:
    house = FakeHouse(answers=["4", "2", SAFE, "6", "3", ""], typed=[(300.0, "")])
    assert house.play(with_sides(ANYWHERE, Sides.EACH)) == 0
    assert (house.record.area, house.record.side) == (SKULL_BASE.id, Side.LEFT)
    assert any(line.startswith("Changed for this area:") for line in house.console.lines) is False


def test_a_limit_of_the_area_is_said_before_the_session() -> None:
    long_hold = replace(ANYWHERE, steps=(replace(SHORT.steps[1], hold_s=45.0), SHORT.steps[2]))
    house = FakeHouse(
        answers=[SAFE, "6", "3", ""], typed=[(200.0, "")], wishes=SessionOptions(area=SKULL_BASE)
    )
    house.play(long_hold)
    assert any(
        line.startswith("Changed for this area: Step 1 holds 30 s instead of 45 s")
        for line in house.console.lines
    )


def test_what_to_take_care_of_and_when_to_stop_is_said_before_the_questions() -> None:
    house = FakeHouse(
        answers=[SAFE, "6", "3", ""], typed=[(200.0, "")], wishes=SessionOptions(area=SKULL_BASE)
    )
    house.play(ANYWHERE)
    lines = house.console.lines
    for sentence in (*SKULL_BASE.care, screening.STOP_SIGNS_LINE):
        assert lines.index(sentence) < lines.index(screening.NO_CLEARANCE)


def test_without_an_area_and_with_nobody_to_answer_it_is_wrong_use() -> None:
    with pytest.raises(UsageError, match="works for any area"):
        FakeHouse(answers=[], attended=False).play(ANYWHERE)


def test_a_rating_is_asked_until_it_is_one_and_enter_alone_never_leaves_it_out() -> None:
    house = FakeHouse(answers=[SAFE, "", "11", "six", "6", "-", ""])
    house.play()
    assert (house.record.before, house.record.after) == (6, None)
    assert not any(line.startswith("Pain before") for line in house.console.lines)


def test_the_routines_are_offered_with_the_last_used_on_top() -> None:
    other = replace(SHORT, id="other", name="Other")
    history, clock = MemoryHistory(), FakeClock()
    FakeHouse([SAFE, "6", "3", ""], history=history, clock=clock).play()
    house = FakeHouse(["7", "1", SAFE, "6", "3", ""], history=history, clock=clock, routines=(other, SHORT))
    assert house.choose() == 0
    options = [line for line in house.console.lines if line.startswith("  1  ")]
    assert "(short)" in options[0]


def test_leaving_the_choice_of_a_routine_plays_nothing() -> None:
    house = FakeHouse(answers=["0", "00001"])
    with pytest.raises(TerminalClosed):
        house.choose()
    assert house.history.find_sessions(HistoryQuery()) == []


# What an earlier run left


def left_behind(clock: FakeClock, after_s: float = 30.0) -> MemoryHistory:
    """The history after a program died so many seconds into a session."""
    history = MemoryHistory()
    chosen = build_plan(SHORT, PlanOptions())
    sitting, _ = SessionRunner.begin(chosen, "left", 6, RunnerPorts(clock, FakePlayer(), history))
    for _ in range(int(after_s)):
        clock.pass_time(1.0)
        sitting.tick()
    sitting.pause()
    history.close()
    return MemoryHistory(history.file)


def test_a_session_whose_program_died_is_resumed_where_it_was() -> None:
    clock = FakeClock()
    history = left_behind(clock)
    clock.pass_time(600.0)
    house = FakeHouse(["?", "r", "3", ""], [(10.0, ""), (200.0, "")], history=history, clock=clock)
    assert house.play() == 0
    record = house.record
    assert (record.id, record.status, record.before, record.after) == ("left", Status.COMPLETED, 6, 3)
    assert record.active_s == pytest.approx(95.0)


def test_a_session_whose_program_died_can_be_finished_and_rated() -> None:
    clock = FakeClock()
    history = left_behind(clock)
    house = FakeHouse(["f", "4", "", SAFE, "5", "3", ""], history=history, clock=clock)
    house.play()
    first, second = sorted(history.find_sessions(HistoryQuery()), key=lambda record: record.id)
    assert (first.id, first.status, first.after) == ("left", Status.STOPPED, 4)
    assert second.status is Status.COMPLETED
    assert "Pain before 6, after 4: 2 points less." in house.console.lines


def test_a_session_whose_program_died_can_be_kept_as_it_is() -> None:
    clock = FakeClock()
    history = left_behind(clock)
    FakeHouse(["k", SAFE, "5", "3", ""], history=history, clock=clock).play()
    kept = next(record for record in history.find_sessions(HistoryQuery()) if record.id == "left")
    assert (kept.status, kept.after) == (Status.PARTIAL, None)
    assert kept.active_s == pytest.approx(25.0, abs=0.01)


@pytest.mark.parametrize(("attended", "waited_s"), [(True, 3601.0), (False, 60.0)])
def test_after_an_hour_or_with_nobody_to_answer_it_is_kept_as_partial_and_said(
    attended: bool, waited_s: float
) -> None:
    clock = FakeClock()
    history = left_behind(clock)
    clock.pass_time(waited_s)
    house = FakeHouse([SAFE, "5", "3", ""], attended=attended, history=history, clock=clock)
    house.play()
    assert history.find_interrupted_sessions() == []
    assert any(line.endswith("is kept as partial.") for line in house.console.lines)


def test_a_plan_that_cannot_be_read_is_kept_as_partial_and_the_routine_is_played() -> None:
    clock = FakeClock()
    history = left_behind(clock)
    history.find_interrupted_sessions = lambda: [  # type: ignore[method-assign] # what a future program may have written
        replace(left, plan='{"format": 99}') for left in MemoryHistory.find_interrupted_sessions(history)
    ]
    house = FakeHouse(["r", SAFE, "5", "3", ""], history=history, clock=clock)
    assert house.play() == 0
    assert "This version of the program can't resume it." in house.console.lines


def test_a_plan_that_cannot_be_read_keeps_nothing_else_from_being_asked() -> None:
    clock = FakeClock()
    FakeHouse([SAFE, "6", "3", "l"], clock=clock, history=(noted := MemoryHistory())).play()
    chosen = build_plan(SHORT, PlanOptions())
    SessionRunner.begin(chosen, "left", 6, RunnerPorts(clock, FakePlayer(), noted))
    noted.close()
    history = MemoryHistory(noted.file)
    history.find_interrupted_sessions = lambda: [  # type: ignore[method-assign] # what a future program may have written
        replace(left, plan='{"format": 99}') for left in MemoryHistory.find_interrupted_sessions(history)
    ]
    house = FakeHouse(["r", "better by noon", SAFE, "5", "3", ""], history=history, clock=clock)
    assert house.play() == 0
    assert "better by noon" in {record.note for record in history.find_sessions(HistoryQuery())}


# Notes that were put off


def test_a_note_is_kept_or_left_out() -> None:
    noted = FakeHouse(answers=[SAFE, "6", "3", "stiff at first"])
    noted.play()
    assert noted.record.note == "stiff at first"
    assert noted.history.find_sessions_awaiting_note() == []
    without = FakeHouse(answers=[SAFE, "6", "3", ""])
    without.play()
    assert without.record.note == ""
    assert without.history.find_sessions_awaiting_note() == []


def test_a_note_that_is_put_off_is_asked_for_at_each_start_until_it_is_given() -> None:
    clock, history = FakeClock(), MemoryHistory()
    FakeHouse([SAFE, "6", "3", "L"], clock=clock, history=history).play()
    again = FakeHouse(["l", SAFE, "5", "3", ""], clock=clock, history=history)
    again.play()
    assert again.console.lines[0] == "A note was put off: 2026-01-31 09:00, Neck."
    FakeHouse(["better by noon", SAFE, "4", "3", ""], clock=clock, history=history).play()
    assert history.find_sessions(HistoryQuery())[-1].note == "better by noon"
    last = FakeHouse([SAFE, "4", "3", ""], clock=clock, history=history)
    last.play()
    assert "put off" not in last.shown


def test_several_notes_are_asked_for_newest_first_and_enter_does_without_one() -> None:
    clock, history = FakeClock(), MemoryHistory()
    FakeHouse([SAFE, "6", "3", "l"], clock=clock, history=history).play()
    FakeHouse(["l", SAFE, "6", "3", "l"], clock=clock, history=history).play()
    FakeHouse(["", "the first one", SAFE, "5", "3", ""], clock=clock, history=history).play()
    assert [record.note for record in history.find_sessions(HistoryQuery())] == ["", "", "the first one"]
    assert history.find_sessions_awaiting_note() == []


def test_with_nobody_to_answer_a_note_goes_on_waiting() -> None:
    clock, history = FakeClock(), MemoryHistory()
    FakeHouse([SAFE, "6", "3", "l"], clock=clock, history=history).play()
    for house in (
        FakeHouse([], clock=clock, history=history, attended=False),
        FakeHouse([CTRL_C], clock=clock, history=history),
    ):
        with suppress(KeyboardInterrupt):
            house.play()
        assert len(history.find_sessions_awaiting_note()) == 1


# A history that fails


def test_a_history_that_fails_in_a_session_never_ends_it_and_is_told() -> None:
    house = FakeHouse(answers=[SAFE, "6", "", "x", "3", "x", "note", "x"])
    say = house.console.say

    def fill_up(text: str) -> None:
        if text.startswith("Get ready"):
            house.history.write_error = HistoryError("The disk is full.")
        say(text)

    house.console.say = fill_up  # type: ignore[method-assign] # the disk fills up once the session runs
    with pytest.raises(HistoryError, match="full"):
        house.play()
    assert "Session complete." in house.console.lines
    assert "Pain before 6, after 3: 3 points less." in house.console.lines


def test_a_session_that_cannot_be_kept_does_not_start() -> None:
    house = FakeHouse(answers=[SAFE, "6"])
    house.history.save_screening_time(house.clock.local_time())
    house.history.write_error = HistoryError("The disk is full.")
    with pytest.raises(HistoryError):
        house.play()
    assert not any(line.startswith("Get ready,") for line in house.console.lines)


def test_ctrl_c_before_the_session_leaves_at_once() -> None:
    house = FakeHouse(answers=[SAFE, CTRL_C])
    with pytest.raises(KeyboardInterrupt):
        house.play()
    assert house.history.find_sessions(HistoryQuery()) == []


# Sound that is missing


def test_missing_sound_is_said_once_and_the_bell_rings_where_it_is_wanted() -> None:
    silent = FakePlayer(backend="none", message="No sound: no device was found.")
    house = FakeHouse([SAFE, "6", "3", ""], player=silent, settings={"sound.bell": True})
    house.play()
    assert house.shown.count("No sound: no device was found.") == 1
    assert house.console.bells > 10


def test_sound_that_comes_back_is_said() -> None:
    player = FakePlayer(backend="none", message="No sound for now.")
    house = FakeHouse([SAFE, "6", "3", ""], [(10.0, "?"), (107.0, "")], player=player)
    heard = house.console.read_line

    def mending(timeout_s: float) -> str | None:
        line = heard(timeout_s)
        if line == "?":
            player.backend, player.message = "miniaudio", ""
        return line

    house.console.read_line = mending  # type: ignore[method-assign] # the sound is mended in the middle
    house.play()
    assert "The sound is back." in house.console.lines


def test_the_area_of_a_routine_is_named_at_its_start() -> None:
    house = FakeHouse(answers=[SAFE, "6", "3", ""])
    house.play()
    assert house.console.lines[0].startswith(f"Short: {NECK.name}.")


def test_a_stop_whose_keeping_fails_is_kept_once_the_cause_is_mended() -> None:
    house = FakeHouse(answers=[SAFE, "6", "3", "", "7", ""], typed=[(30.0, "x")])
    say = house.console.say

    def hold(text: str) -> None:
        if text.startswith("Stopped;"):
            house.history.write_error = HistoryError("Another program holds it.")
        if text.startswith("Mend it"):
            house.history.write_error = None
        say(text)

    house.console.say = hold  # type: ignore[method-assign] # the history is held for a while
    assert house.play() == 0
    assert (house.record.status, house.record.stop_reason) == (Status.STOPPED, StopReason.NUMB)


def test_a_stop_after_midnight_rests_the_area_on_the_day_of_the_stop() -> None:
    late = FakeClock(date=datetime(2026, 1, 31, 23, 59, 50, tzinfo=UTC))
    history = MemoryHistory()
    FakeHouse([SAFE, "6", "3", "7", ""], [(30.0, "x")], clock=late, history=history).play()
    assert FakeHouse([], clock=late, history=history).play() == 1


def test_a_stop_for_dizziness_rests_the_whole_body_for_the_day() -> None:
    clock, history = FakeClock(), MemoryHistory()
    FakeHouse([SAFE, "6", "4", "7", ""], [(30.0, "x")], clock=clock, history=history).play()
    elsewhere = FakeHouse([], clock=clock, history=history, wishes=SessionOptions(area=CALF))
    assert elsewhere.play(ANYWHERE) == 1
    assert f"{screening.BODY_RESTS} Earlier today (Neck): dizziness" in elsewhere.shown


def test_what_was_left_on_a_resting_area_is_not_resumed() -> None:
    clock = FakeClock()
    history = left_behind(clock)
    FakeHouse(["k", SAFE, "6", "3", "7", ""], [(30.0, "x")], clock=clock, history=history).play()
    chosen = build_plan(SHORT, PlanOptions())
    SessionRunner.begin(chosen, "second", 6, RunnerPorts(clock, FakePlayer(), history))
    history.close()
    again = FakeHouse(["r", "k"], clock=clock, history=MemoryHistory(history.file))
    assert again.play() == 1
    assert not any("r to resume" in line for line in again.console.lines)


def test_a_rating_after_that_was_missed_is_asked_at_the_next_start() -> None:
    clock, history = FakeClock(), MemoryHistory()
    with pytest.raises(TerminalClosed):
        FakeHouse([SAFE, "6"], clock=clock, history=history).play()
    again = FakeHouse(["4", "", SAFE, "5", "3", ""], clock=clock, history=history)
    again.play()
    assert any("has no rating after it" in line for line in again.console.lines)
    assert history.find_sessions(HistoryQuery())[-1].after == 4


def test_a_session_that_runs_in_another_window_is_said() -> None:
    clock, history = FakeClock(), MemoryHistory()
    SessionRunner.begin(build_plan(SHORT, PlanOptions()), "first", 6, RunnerPorts(clock, FakePlayer(), history))
    second = FakeHouse([SAFE, "6", "3", ""], clock=clock, history=MemoryHistory(history.file))
    second.play()
    assert "Another session is running in another window." in second.console.lines


def test_without_a_history_that_can_be_read_a_session_that_is_not_kept_is_played() -> None:
    house = FakeHouse(answers=[*EVERY_GROUP, "6", "3", ""], wishes=SessionOptions(save=False))
    house.house = replace(house.house, history=None)
    assert house.play() == 0


def test_the_routine_used_last_stays_on_top_after_a_session_by_hand() -> None:
    other = replace(SHORT, id="other", name="Other")
    clock, history = FakeClock(), MemoryHistory()
    FakeHouse([SAFE, "6", "3", ""], history=history, clock=clock).play()
    (played,) = history.find_sessions(HistoryQuery())
    by_hand = replace(played, id="by-hand", routine="", started_at=clock.local_time())
    history.add_session(by_hand, [])
    house = FakeHouse([], history=history, clock=clock, routines=(other, SHORT))
    with pytest.raises(TerminalClosed):
        house.choose()
    assert "(short)" in next(line for line in house.console.lines if line.startswith("  1  "))
