"""Plain mode plays a whole session, and does what is typed."""

from __future__ import annotations

import pytest

from tests.fakes.ports import CTRL_C, CTRL_Z, END_OF_INPUT
from tests.fakes.voice import FakeVoice
from tests.plain.fake_services import SAFE, FakeHouse
from tpsession.core.dialogue.session_options import SessionOptions
from tpsession.core.dialogue.wrap_up import RATING_OPTIONAL
from tpsession.core.history.records import HistoryQuery, Status, StopReason
from tpsession.plain.console import TerminalClosed

# With the short routine the clock starts when the session does: get ready until 5 s, circles until 25 s, the
# first hold until 55 s, its release until 70 s, the second hold until 100 s, then the gate.


def test_a_session_is_played_rated_and_kept() -> None:
    house = FakeHouse(answers=[SAFE, "6", "3", "slept well"])
    assert house.play() == 0
    record = house.record
    assert record.status is Status.COMPLETED
    assert (record.before, record.after, record.note) == (6, 3, "slept well")
    assert record.planned_s == 100.0
    assert record.active_s == pytest.approx(95.0)
    assert record.ended_at is not None
    assert (record.ended_at - record.started_at).total_seconds() == pytest.approx(107.0)


def test_it_says_every_phase_once_in_order_and_what_comes_next() -> None:
    house = FakeHouse(answers=[SAFE, "6", "3", ""])
    house.play()
    said = [line for line in house.console.lines if line.startswith(("Get ready", "Step", "Release"))]
    assert [line.split(".")[0] for line in said] == [
        "Get ready, 5 seconds",
        "Step 1 of 3: Broad circles, 20 seconds",
        "Step 2 of 3: Sustained pressure, hold 1 of 2, 30 seconds",
        "Release, 15 seconds",
        "Step 2 of 3: Sustained pressure, hold 2 of 2, 30 seconds",
        "Step 3 of 3: Wipe your hands",
    ]
    assert said[1].endswith("Next: Sustained pressure.")
    assert house.shown.count("Half-way.") == 2


def test_the_before_value_is_not_shown_while_the_after_value_is_asked() -> None:
    house = FakeHouse(answers=[SAFE, "9", "3", ""])
    house.play()
    lines = house.console.lines
    asked = [index for index, line in enumerate(lines) if line.startswith("How strong is your pain")]
    changed = lines.index("Pain before 9, after 3: 6 points less.")
    assert not any("9" in line for line in lines[asked[0] + 2 : changed])
    assert changed > asked[1]


def test_enter_pauses_and_goes_on_and_the_pause_is_no_active_time() -> None:
    house = FakeHouse(answers=[SAFE, "6", "3", ""], typed=[(10.0, ""), (40.0, ""), (137.0, "")])
    house.play()
    assert house.record.active_s == pytest.approx(95.0)
    assert "Paused. Press enter to go on." in house.console.lines
    assert "Going on, 15 seconds left." in house.console.lines


def test_skip_back_ease_and_ten_seconds_more_or_less_do_what_they_say() -> None:
    typed = [(10.0, "+"), (11.0, "-"), (12.0, "b"), (13.0, "s"), (23.0, "e"), (24.0, "S"), (30.0, "")]
    house = FakeHouse(answers=[SAFE, "6", "3", ""], typed=typed)
    assert house.play() == 0
    circles, pressure, wipe = house.record.steps
    assert circles.active_s == pytest.approx(8.0)  # 7 s before going back, 1 s after
    assert circles.skipped
    assert pressure.active_s == pytest.approx(11.0)  # 10 s held, then eased, 1 s of release
    assert pressure.eased
    assert pressure.skipped
    assert not wipe.skipped
    for words in ("10 seconds more", "10 seconds less", "Back.", "Skipped: Broad circles.", "Eased off."):
        assert words in house.shown


def test_extending_past_the_limit_of_a_hold_says_so() -> None:
    typed = [(30.0 + step, "+") for step in range(8)] + [(400.0, "")]
    house = FakeHouse(answers=[SAFE, "6", "3", ""], typed=typed)
    house.play()
    assert house.shown.count("10 seconds more") == 6
    assert house.shown.count("No change: the limit for this step is reached.") == 2
    assert house.record.active_s == pytest.approx(95.0 + 60.0)


def test_a_stop_asks_why_and_is_kept_with_its_reason_and_an_after_rating() -> None:
    house = FakeHouse(answers=[SAFE, "6", "1", "8", ""], typed=[(30.0, "x")])
    assert house.play() == 0
    record = house.record
    assert (record.status, record.stop_reason) == (Status.STOPPED, StopReason.PAINFUL)
    assert (record.before, record.after) == (6, 8)
    assert record.active_s == pytest.approx(25.0)
    assert "Pain before 6, after 8: 2 points more." in house.console.lines
    assert "This area rests for the day." in house.console.lines


def test_a_stop_that_was_not_meant_goes_on_where_it_was() -> None:
    house = FakeHouse(answers=[SAFE, "6", "", "g", "3", ""], typed=[(30.0, "x"), (107.0, "")])
    house.play()
    assert house.record.status is Status.COMPLETED
    assert house.record.active_s == pytest.approx(95.0)


def test_dizziness_shows_the_emergency_text_with_the_persons_number() -> None:
    house = FakeHouse(
        answers=[SAFE, "6", "4", "6", ""], typed=[(30.0, "x")], settings={"safety.emergency_number": "112"}
    )
    house.play()
    assert "This may be an emergency. Call 112 now. No session today." in house.console.lines
    assert RATING_OPTIONAL in house.console.lines
    assert not any("clean" in line for line in house.console.lines)


def test_ctrl_c_stops_like_the_command_and_a_second_one_ends_as_interrupted() -> None:
    once = FakeHouse(answers=[SAFE, "6", "5", "3", ""], typed=[(30.0, CTRL_C)])
    assert once.play() == 0
    assert once.record.stop_reason is StopReason.INTERRUPTED
    assert once.record.after == 3
    twice = FakeHouse(answers=[SAFE, "6", CTRL_C], typed=[(30.0, CTRL_C)])
    assert twice.play() == 130
    assert twice.record.stop_reason is StopReason.INTERRUPTED
    in_question = FakeHouse(answers=[SAFE, "6", CTRL_C], typed=[(30.0, "x")])
    assert in_question.play() == 130


def test_how_many_steps_were_skipped_is_said_beside_how_it_ended() -> None:
    house = FakeHouse(
        answers=[SAFE, "6", "3", ""], typed=[(10.0, "s"), (20.0, "s"), (40.0, "s"), (60.0, "s")]
    )
    house.play()
    skipped = sum(step.skipped for step in house.record.steps)
    assert skipped > 1
    assert f"Completed. {skipped} steps skipped." in house.console.lines


def test_ctrl_c_while_the_first_words_are_printed_is_a_stop_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    house = FakeHouse(answers=[SAFE, "6", "5", "3", ""])
    say = house.console.say

    def interrupted(text: str) -> None:
        say(text)
        if text.startswith("Get ready"):
            monkeypatch.undo()
            raise KeyboardInterrupt

    monkeypatch.setattr(house.console, "say", interrupted)
    assert house.play() == 0
    assert (house.record.stop_reason, house.record.after) == (StopReason.INTERRUPTED, 3)


def test_an_unknown_line_is_told_what_there_is() -> None:
    house = FakeHouse(answers=[SAFE, "6", "3", ""], typed=[(10.0, "quit"), (11.0, "?"), (107.0, "")])
    house.play()
    assert any(line.startswith('"quit" is no command.') for line in house.console.lines)
    assert any("1 minute 29 seconds left" in line for line in house.console.lines)
    assert house.record.status is Status.COMPLETED


def test_mute_turns_everything_off_and_on() -> None:
    house = FakeHouse(answers=[SAFE, "6", "3", ""], typed=[(10.0, "m"), (20.0, "m"), (107.0, "")])
    house.play()
    assert [overall for _, overall in house.player.volumes] == [0, 80]


def test_a_machine_that_slept_is_asked_how_to_go_on() -> None:
    house = FakeHouse(answers=[SAFE, "6", "c", "3", ""], typed=[(30.0, "?"), (120.0, "")])
    house.clock.unreported_sleep_s = 0.0
    heard = house.console.read_line

    def sleepy(timeout_s: float) -> str | None:
        line = heard(timeout_s)
        if line == "?":
            house.clock.sleep(600.0)
        return line

    house.console.read_line = sleepy  # type: ignore[method-assign] # the machine sleeps while the program waits
    house.play()
    assert "The session stood still and is paused where it was." in house.console.lines
    assert house.record.active_s == pytest.approx(95.0)


@pytest.mark.parametrize(("answer", "active_s"), [("r", 30.0), ("f", 25.0)])
def test_after_a_standstill_the_step_can_be_restarted_or_the_session_finished(
    answer: str, active_s: float
) -> None:
    house = FakeHouse(answers=[SAFE, "6", "no", answer, "3", ""], typed=[(29.9, "?"), (600.0, "")])
    heard = house.console.read_line

    def standing(timeout_s: float) -> str | None:
        line = heard(timeout_s)
        if line == "?":
            house.console.overrun_s = 100.0
        return line

    house.console.read_line = standing  # type: ignore[method-assign] # the program stands still after a line
    house.play()
    if answer == "f":
        assert house.record.stop_reason is StopReason.INTERRUPTED
        assert house.record.active_s == pytest.approx(active_s, abs=0.5)
    else:
        assert house.record.status is Status.COMPLETED
        assert house.record.active_s == pytest.approx(95.0 + 4.9, abs=0.5)


def test_going_to_the_background_pauses_first_and_silences_the_player() -> None:
    house = FakeHouse(answers=[SAFE, "6", "3", ""], typed=[(10.0, CTRL_Z), (80.0, ""), (300.0, "")])
    house.play()
    assert house.console.suspensions == 1
    assert house.record.active_s == pytest.approx(95.0)
    assert house.player.cancellations >= 1


def test_when_the_terminal_hangs_up_the_session_is_left_where_it_was_to_the_moment() -> None:
    house = FakeHouse(answers=[SAFE, "6"], typed=[(15.7, END_OF_INPUT)])
    with pytest.raises(TerminalClosed):
        house.play()
    assert house.record.status is Status.RUNNING
    assert house.record.active_s == pytest.approx(10.7)


def test_an_action_in_a_pause_says_that_it_is_still_paused() -> None:
    house = FakeHouse(answers=[SAFE, "6", "3", ""], typed=[(10.0, ""), (11.0, "b"), (12.0, ""), (114.0, "")])
    house.play()
    lines = house.console.lines
    assert lines[lines.index("Back.") + 1 :].index("Still paused. Press enter to go on.") <= 2
    assert house.record.active_s == pytest.approx(100.0)


def test_what_cannot_be_done_here_is_said() -> None:
    house = FakeHouse(answers=[SAFE, "6", "3", ""], typed=[(10.0, "e"), (103.0, "+"), (107.0, "")])
    house.play()
    assert "There is nothing to ease off: no hold is running." in house.console.lines
    assert "This step waits for you: it has no time to change." in house.console.lines


def test_with_nobody_to_answer_questions_are_printed_and_gates_pass_after_ten_seconds() -> None:
    house = FakeHouse(answers=[], attended=False, wishes=SessionOptions(before=6, after=4))
    assert house.play() == 0
    record = house.record
    assert (record.before, record.after, record.status) == (6, 4, Status.COMPLETED)
    assert record.ended_at is not None
    assert (record.ended_at - record.started_at).total_seconds() == pytest.approx(110.0, abs=0.01)
    assert "Before you start, check that nothing of this is true:" in house.console.lines


def test_with_nobody_to_answer_a_standstill_does_not_end_the_session() -> None:
    house = FakeHouse(answers=[], attended=False)
    house.console.overrun_s = 30.0
    house.play()
    assert house.record.status is Status.COMPLETED


def test_ctrl_c_with_nobody_to_answer_ends_the_session_as_interrupted() -> None:
    house = FakeHouse(answers=[], attended=False, typed=[(30.0, CTRL_C)])
    assert house.play() == 130
    assert house.record.stop_reason is StopReason.INTERRUPTED


def test_a_rehearsal_is_fast_asks_nothing_and_keeps_nothing() -> None:
    house = FakeHouse(answers=[], typed=[(30.0, "")], wishes=SessionOptions(speed=10.0))
    started = house.clock.now()
    assert house.play() == 0
    assert house.history.find_sessions(HistoryQuery()) == []
    assert house.clock.now() - started == pytest.approx(30.0)
    assert "A rehearsal: nothing is kept." in house.console.lines


def test_no_save_keeps_nothing_but_asks_as_ever() -> None:
    house = FakeHouse(answers=[SAFE, "6", "3", ""], wishes=SessionOptions(save=False))
    assert house.play() == 0
    assert house.history.find_sessions(HistoryQuery()) == []
    assert "Pain before 6, after 3: 3 points less." in house.console.lines


def test_what_is_to_be_spoken_is_made_while_questions_are_answered_and_trouble_is_said_once() -> None:
    voice = FakeVoice("The voice is not installed.")
    settings: dict[str, str | int | bool] = {"sound.speak": "everything"}
    house = FakeHouse(answers=[SAFE, "6", "3", ""], settings=settings, voice=voice)
    assert house.play() == 0
    assert voice.requests[0]
    assert house.console.lines.count("The voice is not installed.") == 1
