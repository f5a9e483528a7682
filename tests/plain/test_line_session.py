"""A session in plain mode: what is printed, and what typed lines do."""

from __future__ import annotations

import pytest

from tests.fakes.ports import CTRL_C, CTRL_Z, END_OF_INPUT
from tests.fakes.voice import FakeVoice
from tests.plain.fake_services import SAFE, SHORT, PlainRun, with_sides
from tpsession.core.catalog.area import NECK
from tpsession.core.catalog.routine import Sides, Step
from tpsession.core.catalog.technique import STRETCH
from tpsession.core.dialogue.session_options import SessionOptions
from tpsession.core.dialogue.wrap_up import RATING_OPTIONAL
from tpsession.core.history.records import HistoryQuery, Status, StopReason
from tpsession.core.sound.player import VoiceState
from tpsession.plain.console import TerminalClosed

# Times are seconds from the start of the session. The short routine: get ready until 5 s, circles until 25 s,
# the first hold until 55 s, its release until 70 s, the second hold until 100 s, then the gate.


def test_a_session_is_played_rated_and_saved() -> None:
    run = PlainRun(answers=[SAFE, "6", "3", "slept well"])
    assert run.play() == 0
    record = run.record
    assert record.status is Status.COMPLETED
    assert (record.before, record.after, record.note) == (6, 3, "slept well")
    assert record.planned_s == 100.0
    assert record.active_s == pytest.approx(95.0)
    assert record.ended_at is not None
    assert (record.ended_at - record.started_at).total_seconds() == pytest.approx(107.0)


def test_every_phase_is_printed_once_in_order_with_what_comes_next() -> None:
    run = PlainRun(answers=[SAFE, "6", "3", ""])
    run.play()
    names = ("Get ready", "Broad circles", "Sustained pressure", "Release", "Wipe your hands,")
    printed = [line for line in run.console.lines if line.startswith(names)]
    assert [line.split(".")[0] for line in printed] == [
        "Get ready for Broad circles, 5 seconds",
        "Broad circles, 20 seconds",
        "Sustained pressure, hold 1 of 2, 30 seconds",
        "Release before hold 2 of 2, 15 seconds",
        "Sustained pressure, hold 2 of 2, 30 seconds",
        "Wipe your hands, until you press enter",
    ]
    assert "Step 1 of 3. Next: Sustained pressure." in printed[1]
    assert run.shown.count("Halfway.") == 2


def test_a_stretch_is_asked_for_again_and_a_repeated_step_is_numbered_once() -> None:
    stretch = Step(STRETCH, hold_s=10.0, release_s=5.0, repeat=3, sided=False)
    run = PlainRun(answers=[SAFE, "6", "3", ""], typed=[(12.0, "b")])
    assert run.play(SHORT._replace(area=NECK, steps=(*SHORT.steps[:1], stretch))) == 0
    holds = [line for line in run.console.lines if line.startswith("Stretch, hold 2 of 3")]
    assert [line.endswith(STRETCH.again_text) for line in holds] == [True]
    # It was said: the third hold needs it no more.
    assert run.shown.count(STRETCH.again_text) == 1
    begun = [line for line in run.console.lines if line.startswith("Broad circles, 20 seconds")]
    assert len(begun) == 2
    assert [line.lower().count("step 1") for line in begun] == [1, 1]


def test_the_before_value_is_not_shown_while_the_after_value_is_asked() -> None:
    run = PlainRun(answers=[SAFE, "9", "3", ""])
    run.play()
    lines = run.console.lines
    asked = [index for index, line in enumerate(lines) if line.startswith("How strong is your pain")]
    changed = lines.index("Pain before 9, after 3: 6 points less.")
    assert not any("9" in line for line in lines[asked[0] + 2 : changed])
    assert changed > asked[1]


def test_enter_pauses_and_resumes_and_the_pause_is_not_active_time() -> None:
    run = PlainRun(answers=[SAFE, "6", "3", ""], typed=[(10.0, ""), (40.0, ""), (137.0, "")])
    run.play()
    assert run.record.active_s == pytest.approx(95.0)
    assert "Paused. Press enter to continue." in run.console.lines
    assert "Resumed, 15 seconds of this part left." in run.console.lines


def test_skip_back_ease_and_ten_seconds_more_or_less_work() -> None:
    typed = [(10.0, "+"), (11.0, "-"), (12.0, "b"), (13.0, "s"), (23.0, "e"), (24.0, "S"), (30.0, "")]
    run = PlainRun(answers=[SAFE, "6", "3", ""], typed=typed)
    assert run.play() == 0
    circles, pressure, wipe = run.record.steps
    assert circles.active_s == pytest.approx(8.0)  # 7 s before going back, 1 s after
    assert circles.skipped
    assert pressure.active_s == pytest.approx(11.0)  # 10 s held, then eased, 1 s of release
    assert pressure.eased
    assert pressure.skipped
    assert not wipe.skipped
    for text in ("10 seconds more", "10 seconds less", "Back.", "Skipped: Broad circles.", "Eased off."):
        assert text in run.shown


def test_at_the_limit_of_a_hold_more_time_is_refused() -> None:
    typed = [(30.0 + step, "+") for step in range(8)] + [(400.0, "")]
    run = PlainRun(answers=[SAFE, "6", "3", ""], typed=typed)
    run.play()
    assert run.shown.count("10 seconds more") == 6
    assert run.shown.count("No change: this step has reached its limit.") == 2
    assert run.record.active_s == pytest.approx(95.0 + 60.0)


def test_a_stop_asks_why_and_is_saved_with_its_reason_and_an_after_rating() -> None:
    run = PlainRun(answers=[SAFE, "6", "1", "", "8", ""], typed=[(30.0, "x")])
    assert run.play() == 0
    record = run.record
    assert (record.status, record.stop_reason) == (Status.STOPPED, StopReason.PAINFUL)
    assert (record.before, record.after) == (6, 8)
    assert record.active_s == pytest.approx(25.0)
    assert "Pain before 6, after 8: 2 points more." in run.console.lines
    assert "No more massage on this area today." in run.console.lines


def test_a_stop_by_mistake_continues_where_it_was() -> None:
    run = PlainRun(answers=[SAFE, "6", "", "c", "3", ""], typed=[(30.0, "x"), (107.0, "")])
    run.play()
    assert run.record.status is Status.COMPLETED
    assert run.record.active_s == pytest.approx(95.0)


def test_dizziness_shows_the_emergency_text_with_the_persons_number() -> None:
    run = PlainRun(
        answers=[SAFE, "6", "4", "", "6", ""],
        typed=[(30.0, "x")],
        settings={"safety.emergency_number": "112"},
    )
    run.play()
    assert "This may be an emergency. Call 112 now. No session today." in run.console.lines
    assert RATING_OPTIONAL in run.console.lines
    assert not any("clean" in line for line in run.console.lines)


def test_ctrl_c_stops_like_the_command_and_a_second_one_ends_as_interrupted() -> None:
    once = PlainRun(answers=[SAFE, "6", "6", "3", ""], typed=[(30.0, CTRL_C)])
    assert once.play() == 0
    assert once.record.stop_reason is StopReason.INTERRUPTED
    assert once.record.after == 3
    twice = PlainRun(answers=[SAFE, "6", CTRL_C], typed=[(30.0, CTRL_C)])
    assert twice.play() == 130
    assert twice.record.stop_reason is StopReason.INTERRUPTED
    in_question = PlainRun(answers=[SAFE, "6", CTRL_C], typed=[(30.0, "x")])
    assert in_question.play() == 130


def test_the_summary_counts_the_skipped_steps() -> None:
    run = PlainRun(answers=[SAFE, "6", "3", ""], typed=[(40.0, "s"), (60.0, "s")])
    run.play()
    skipped = sum(step.skipped for step in run.record.steps)
    assert skipped > 1
    assert f"Completed, {skipped} steps skipped." in run.console.lines
    assert "Session complete." in run.console.lines


def test_a_session_with_every_step_skipped_at_once_is_never_called_complete() -> None:
    run = PlainRun(answers=[SAFE, "6", "3", ""], typed=[(second, "s") for second in (6.0, 8.0, 10.0, 12.0)])
    run.play()
    assert all(step.skipped for step in run.record.steps)
    assert "All steps skipped." in run.console.lines
    assert "Session complete." not in run.console.lines


def test_ctrl_c_while_the_first_line_is_printed_is_a_stop_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    run = PlainRun(answers=[SAFE, "6", "6", "3", ""])
    say = run.console.say

    def interrupted(text: str) -> None:
        say(text)
        if text.startswith("Get ready"):
            monkeypatch.undo()
            raise KeyboardInterrupt

    monkeypatch.setattr(run.console, "say", interrupted)
    assert run.play() == 0
    assert (run.record.stop_reason, run.record.after) == (StopReason.INTERRUPTED, 3)


def test_the_answer_to_an_unknown_line_lists_the_commands() -> None:
    run = PlainRun(answers=[SAFE, "6", "3", ""], typed=[(10.0, "go away"), (11.0, "?"), (107.0, "")])
    run.play()
    assert any(line.startswith('"go away" is not a command.') for line in run.console.lines)
    assert any("1 minute 29 seconds of the session left" in line for line in run.console.lines)
    assert run.record.status is Status.COMPLETED


def test_mute_turns_everything_off_and_on() -> None:
    run = PlainRun(answers=[SAFE, "6", "3", ""], typed=[(10.0, "m"), (20.0, "m"), (107.0, "")])
    run.play()
    assert [overall for _, overall in run.player.volumes] == [0, 80]


def test_after_the_computer_slept_the_person_is_asked_how_to_continue() -> None:
    run = PlainRun(answers=[SAFE, "6", "c", "3", ""], typed=[(30.0, "?"), (120.0, "")])
    run.clock.unreported_sleep_s = 0.0
    read_line = run.console.read_line

    def read_and_sleep(timeout_s: float) -> str | None:
        line = read_line(timeout_s)
        if line == "?":
            run.clock.sleep(600.0)
        return line

    run.console.read_line = read_and_sleep  # type: ignore[method-assign] # the machine sleeps while the program waits
    run.play()
    assert "The computer slept or froze. The session is paused." in run.console.lines
    assert run.record.active_s == pytest.approx(95.0)


@pytest.mark.parametrize(("answer", "active_s"), [("r", 30.0), ("f", 25.0)])
def test_after_a_sleep_the_step_can_be_restarted_or_the_session_finished(
    answer: str, active_s: float
) -> None:
    run = PlainRun(answers=[SAFE, "6", "no", answer, "3", ""], typed=[(29.9, "?"), (600.0, "")])
    read_line = run.console.read_line

    def read_and_be_late(timeout_s: float) -> str | None:
        line = read_line(timeout_s)
        if line == "?":
            run.console.overrun_s = 100.0
        return line

    run.console.read_line = read_and_be_late  # type: ignore[method-assign] # the program stands still after a line
    run.play()
    if answer == "f":
        assert run.record.stop_reason is StopReason.INTERRUPTED
        assert run.record.active_s == pytest.approx(active_s, abs=0.5)
    else:
        assert run.record.status is Status.COMPLETED
        assert run.record.active_s == pytest.approx(95.0 + 4.9, abs=0.5)


def test_before_the_program_goes_to_the_background_it_pauses_and_stops_the_sound() -> None:
    run = PlainRun(answers=[SAFE, "6", "3", ""], typed=[(10.0, CTRL_Z), (80.0, ""), (300.0, "")])
    run.play()
    assert run.console.suspensions == 1
    assert run.record.active_s == pytest.approx(95.0)
    assert run.player.cancellations >= 1


def test_a_session_that_ends_as_the_program_goes_to_the_background_is_not_called_paused() -> None:
    timed = SHORT._replace(steps=SHORT.steps[:-1])
    run = PlainRun(answers=[SAFE, "6", "3", ""], typed=[(100.0, CTRL_Z)], routines=(timed,))
    run.play(timed)
    assert run.record.status is Status.COMPLETED
    assert run.console.suspensions == 1
    assert "still paused" not in run.shown


def test_when_the_terminal_is_closed_the_session_is_saved_at_that_moment() -> None:
    run = PlainRun(answers=[SAFE, "6"], typed=[(15.7, END_OF_INPUT)])
    with pytest.raises(TerminalClosed):
        run.play()
    assert run.record.status is Status.RUNNING
    assert run.record.active_s == pytest.approx(10.7)


def test_an_action_during_a_pause_says_that_it_is_still_paused() -> None:
    run = PlainRun(answers=[SAFE, "6", "3", ""], typed=[(10.0, ""), (11.0, "b"), (12.0, ""), (114.0, "")])
    run.play()
    lines = run.console.lines
    assert (
        lines[lines.index("Back. Type back back for the step before.") + 1 :].index(
            "Still paused. Press enter to continue."
        )
        <= 2
    )
    assert run.record.active_s == pytest.approx(100.0)


def test_an_action_that_is_not_possible_now_is_explained() -> None:
    run = PlainRun(answers=[SAFE, "6", "3", ""], typed=[(10.0, "e"), (103.0, "+"), (107.0, "")])
    run.play()
    assert "Nothing to ease off: this isn't a hold." in run.console.lines
    assert "This step isn't timed. Take as long as you need." in run.console.lines


def test_without_a_person_questions_are_printed_and_gates_pass_after_ten_seconds() -> None:
    run = PlainRun(answers=[], attended=False, options=SessionOptions(before=6, after=4))
    assert run.play() == 0
    record = run.record
    assert (record.before, record.after, record.status) == (6, 4, Status.COMPLETED)
    assert record.ended_at is not None
    assert (record.ended_at - record.started_at).total_seconds() == pytest.approx(110.0, abs=0.01)
    assert "Before you start, check that none of these apply to you:" in run.console.lines


def test_without_a_person_a_sleep_does_not_end_the_session() -> None:
    run = PlainRun(answers=[], attended=False)
    run.console.overrun_s = 30.0
    run.play()
    assert run.record.status is Status.COMPLETED


def test_ctrl_c_without_a_person_ends_the_session_as_interrupted() -> None:
    run = PlainRun(answers=[], attended=False, typed=[(30.0, CTRL_C)])
    assert run.play() == 130
    assert run.record.stop_reason is StopReason.INTERRUPTED


def test_a_rehearsal_is_fast_asks_nothing_and_saves_nothing() -> None:
    run = PlainRun(answers=[], typed=[(30.0, "")], options=SessionOptions(speed=10.0))
    started = run.clock.now()
    assert run.play() == 0
    assert run.history.find_sessions(HistoryQuery()) == []
    assert run.clock.now() - started == pytest.approx(30.0)
    assert "This is a rehearsal. Nothing will be saved." in run.console.lines


def test_no_save_saves_nothing_but_asks_everything() -> None:
    run = PlainRun(answers=[SAFE, "6", "3", ""], options=SessionOptions(save=False))
    assert run.play() == 0
    assert run.history.find_sessions(HistoryQuery()) == []
    assert "Pain before 6, after 3: 3 points less." in run.console.lines


def test_speech_is_prepared_during_the_questions_and_a_failure_is_shown_once() -> None:
    voice = FakeVoice("The voice is not installed.")
    settings: dict[str, str | int | bool] = {"sound.speak": "everything"}
    run = PlainRun(answers=[SAFE, "6", "3", ""], settings=settings, voice=voice)
    assert run.play() == 0
    assert voice.requests[0]
    assert run.console.lines.count("The voice is not installed.") == 1


def test_a_voice_that_fails_while_it_works_is_told_after_its_progress() -> None:
    class FailingVoice(FakeVoice):
        """Fails at its 20th state."""

        states = 0

        def state(self) -> VoiceState:
            self.states += 1
            if self.states == 20:
                self.message = "3 texts can't be spoken."
            return super().state()

    settings: dict[str, str | int | bool] = {"sound.speak": "everything"}
    run = PlainRun(answers=[SAFE, "6", "3", ""], settings=settings, voice=FailingVoice())
    assert run.play() == 0
    told = [line for line in run.console.lines if line.startswith(("Preparing the voice", "3 texts"))]
    assert [line.split(":")[0] for line in told] == ["Preparing the voice", "3 texts can't be spoken."]


def test_a_listener_goes_to_the_step_before_with_one_line() -> None:
    typed = [(27.0, "b"), (37.0, "back back"), (38.0, "help back"), (200.0, "")]
    run = PlainRun(answers=[SAFE, "6", "3", ""], typed=typed)
    run.play()
    lines = run.console.lines
    assert lines.count("Back. Type back back for the step before.") == 1
    second = lines.index("Back.")
    assert lines[second + 1].startswith("Broad circles, 20 seconds.")
    assert any(
        line.endswith("twice, go back one step. Type back back for the step before.") for line in lines
    )


def test_the_side_is_said_once_where_the_sides_are_switched() -> None:
    run = PlainRun(answers=["both", SAFE, "6", "3", ""], typed=[(300.0, "")])
    run.play(with_sides(SHORT, Sides.EACH))
    lines = run.console.lines
    switch = lines.index("Switch sides: right.")
    assert lines[switch + 1] == "Get ready for Broad circles, 5 seconds."
    assert lines[switch + 2].startswith("Broad circles, right side, 20 seconds.")
