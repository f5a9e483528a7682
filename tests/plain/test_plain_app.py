"""Before and after a session in plain mode: choices, and a history or a sound that fails."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.fakes.history import MemoryHistory
from tests.fakes.player import FakePlayer
from tests.fakes.ports import CTRL_C, FakeClock
from tests.plain.fake_services import SAFE, SHORT, PlainRun, with_sides
from tpsession.core.catalog.area import FOOT, NECK, SKULL_BASE
from tpsession.core.catalog.no_area import NO_AREA
from tpsession.core.catalog.routine import Sides, Step
from tpsession.core.catalog.side import Side
from tpsession.core.catalog.technique import BREATHE
from tpsession.core.dialogue.session_options import SessionOptions
from tpsession.core.dialogue.teaching import TAUGHT
from tpsession.core.errors import HistoryError, UsageError
from tpsession.core.history.ratings import OVERALL_QUESTION, QUESTION, RatingFlag
from tpsession.core.history.records import HistoryQuery, Status, StopReason
from tpsession.core.plan.wording import AREA_LIMIT
from tpsession.core.progress.recent_sessions import MORE_PAIN, REST_THEN_LIGHTER
from tpsession.core.safety import screening
from tpsession.core.session.runner import SOUND_WAIT_S
from tpsession.core.sound.player import SOUND_STARTING, SoundState
from tpsession.core.sound.troubleshooting import FOLLOW_ON_SCREEN
from tpsession.plain.console import TerminalClosed
from tpsession.plain.prepare.session_setup import UNTOLD_WAIT_S

EVERY_GROUP = [SAFE] * len(screening.Tier)
"""The answers to the long list, if none apply."""
ANYWHERE = SHORT._replace(id="anywhere", name="Anywhere", area=None)


def test_area_and_side_are_asked_if_the_command_line_does_not_give_them() -> None:
    run = PlainRun(answers=["2", "2", SAFE, "6", "3", ""], typed=[(300.0, "")])
    assert run.play(with_sides(ANYWHERE, Sides.EACH)) == 0
    assert (run.record.area, run.record.side) == (SKULL_BASE.id, Side.LEFT)
    assert any(line.startswith(AREA_LIMIT) for line in run.console.lines) is False


def test_both_ratings_say_which_place_and_side_they_are_about() -> None:
    steps = (SHORT.steps[0], SHORT.steps[1]._replace(area=FOOT), SHORT.steps[2])
    run = PlainRun(answers=["2", SAFE, "6", "3", ""], typed=[(300.0, "")])
    assert run.play(with_sides(SHORT, Sides.EACH)._replace(steps=steps)) == 0
    lines = run.console.lines
    asked = [number for number, line in enumerate(lines) if line == QUESTION]
    assert [lines[number - 1] for number in asked] == [f"{NECK.name}, left side."] * 2


def test_breathing_alone_needs_no_area_and_is_rated_overall() -> None:
    breathe = Step(BREATHE, duration_s=60.0, inhale_s=4.0, exhale_s=6.0)
    calm = SHORT._replace(id="calm", area=NO_AREA, steps=(breathe,), have=(), avoid=())
    run = PlainRun(answers=["3", "n", *EVERY_GROUP[:-1], "6", "3", ""], long_list=True)
    assert run.play(calm) == 0
    assert (run.record.place, run.record.area, run.record.side) == ("overall", "", Side.NONE)
    assert (run.record.before, run.record.after) == (6, 3)
    assert run.console.lines.count(OVERALL_QUESTION) == 2
    assert QUESTION not in run.console.lines
    assert "3 of 3. " in run.shown
    assert "In this area" not in run.shown
    assert "Never press" not in run.shown
    assert "You'll need" not in run.shown
    assert "pulse under the finger" not in run.shown
    assert screening.EVIDENCE not in run.shown


def test_a_change_for_the_area_is_shown_before_the_session() -> None:
    long_hold = ANYWHERE._replace(steps=(SHORT.steps[1]._replace(hold_s=45.0), SHORT.steps[2]))
    run = PlainRun(answers=[SAFE, "6", "3", ""], typed=[(200.0, "")], options=SessionOptions(area=SKULL_BASE))
    run.play(long_hold)
    assert any(
        line.startswith(f"{AREA_LIMIT}: Step 1 holds 30 s instead of 45 s") for line in run.console.lines
    )


def test_cautions_and_signs_to_stop_are_shown_before_the_safety_questions() -> None:
    run = PlainRun(answers=[SAFE, "6", "3", ""], typed=[(200.0, "")], options=SessionOptions(area=SKULL_BASE))
    run.play(ANYWHERE)
    lines = run.console.lines
    for sentence in (*SKULL_BASE.care, screening.describe_stop_signs((SKULL_BASE,))):
        assert lines.index(sentence) < lines.index(screening.SCREENING_TITLE)


def test_without_an_area_and_without_a_person_it_is_wrong_usage() -> None:
    with pytest.raises(UsageError, match="works for any area"):
        PlainRun(answers=[], attended=False).play(ANYWHERE)


def test_a_rating_is_asked_until_it_is_valid_and_enter_alone_does_not_skip_it() -> None:
    run = PlainRun(answers=[SAFE, "", "11", "sixty", "six", "-", ""])
    run.play()
    assert (run.record.before, run.record.after) == (6, None)
    assert not any(line.startswith("Pain before") for line in run.console.lines)


def test_what_else_may_have_changed_the_rating_is_saved_with_the_session() -> None:
    run = PlainRun(answers=[SAFE, "6 p", "4", ""])
    run.play()
    assert (run.record.before, run.record.flags) == (6, (RatingFlag.PAINKILLER,))

    run = PlainRun(answers=[SAFE, "4", ""], options=SessionOptions(before=6, flags=(RatingFlag.HEAT,)))
    run.play()
    assert (run.record.before, run.record.flags) == (6, (RatingFlag.HEAT,))


def test_what_to_do_is_spoken_in_the_first_two_sessions_and_again_if_the_person_asks() -> None:
    history, clock = MemoryHistory(), FakeClock()
    texts: list[int] = []

    def play(*answers: str, options: SessionOptions = SessionOptions()) -> str:  # noqa: B008 - a value
        run = PlainRun([SAFE, "help", *answers, "3", ""], history=history, clock=clock, options=options)
        run.play()
        texts.append(len(run.voice.requests[-1]))
        clock.pass_time(100_000.0)
        return run.shown

    offer = "To hear every instruction again, type teach first"
    assert offer not in play("5", options=SessionOptions(save=False))
    assert offer not in play("5", options=SessionOptions(speed=10.0))
    assert offer not in play("5") + play("5")
    assert offer in play("5")
    assert TAUGHT in play("Teach", "5")
    assert offer not in play("5", options=SessionOptions(teach=True))

    with_instructions = texts[0]
    assert texts == [with_instructions] * 4 + [0, with_instructions, with_instructions]
    assert with_instructions > 0


def test_a_session_is_set_beside_the_last_ones_and_more_pain_is_said_plainly() -> None:
    run = PlainRun(answers=[SAFE, "6", "4", ""])
    run.play()
    run.clock.pass_time(3600.0)
    again = PlainRun(answers=[SAFE, "5", "8", ""], history=run.history, clock=run.clock)
    again.play()
    lines = again.console.lines
    assert f"{MORE_PAIN} {REST_THEN_LIGHTER}" in lines
    assert "Your last 2 rated sessions here: 6 to 4, and this one 5 to 8." in lines


def test_the_routine_used_last_is_offered_first() -> None:
    other = SHORT._replace(id="other", name="Other")
    history, clock = MemoryHistory(), FakeClock()
    PlainRun([SAFE, "6", "3", ""], history=history, clock=clock).play()
    run = PlainRun(
        ["20", "routine", "1", SAFE, "6", "3", "", "quit"],
        history=history,
        clock=clock,
        routines=(other, SHORT),
    )
    assert run.choose() == 0
    assert run.menus[0].startswith("Type same for Short, or routine, where, ")
    assert "1. Short, 2 minutes" in run.console.lines


def test_without_a_choice_no_session_is_played() -> None:
    run = PlainRun(answers=["0", "00001"])
    with pytest.raises(TerminalClosed):
        run.choose()
    assert run.history.find_sessions(HistoryQuery()) == []


def test_a_history_that_fails_during_a_session_does_not_end_it_and_is_reported() -> None:
    run = PlainRun(answers=[SAFE, "6", "", "x", "3", "x", "note", "X"])
    say = run.console.say

    def fill_up(text: str) -> None:
        if text.startswith("Get ready"):
            run.history.write_error = HistoryError("The disk is full.")
        say(text)

    run.console.say = fill_up  # type: ignore[method-assign] # the disk fills up once the session runs
    with pytest.raises(HistoryError, match="full"):
        run.play()
    assert "Session complete." in run.console.lines
    assert "Pain before 6, after 3: 3 points less." in run.console.lines


def test_an_answer_typed_too_early_does_not_give_up_saving() -> None:
    run = PlainRun(answers=[SAFE, "6", "3", "note"])
    say = run.console.say

    def fill_up(text: str) -> None:
        if text.startswith("Session complete"):
            run.history.write_error = HistoryError("The disk is full.")
        say(text)

    def free_space(prompt: str) -> str | None:
        if not prompt.startswith("Fix that"):
            return ask(prompt)
        asked.append(prompt)
        if len(asked) > 2:
            run.history.write_error = None
            return ""
        return "3"

    asked: list[str] = []
    ask = run.console.ask
    run.console.say = fill_up  # type: ignore[method-assign] # the disk fills up at the end
    run.console.ask = free_space  # type: ignore[method-assign] # and the person types a rating, then frees space
    assert run.play() == 0
    assert len(asked) == 3
    assert run.record.after == 3


def test_a_session_that_cannot_be_saved_does_not_start() -> None:
    run = PlainRun(answers=[SAFE, "6"])
    run.history.save_screening_time(run.clock.local_time())
    run.history.write_error = HistoryError("The disk is full.")
    with pytest.raises(HistoryError):
        run.play()
    assert not any(line.startswith("Get ready,") for line in run.console.lines)


def test_ctrl_c_before_the_session_quits_at_once() -> None:
    run = PlainRun(answers=[SAFE, CTRL_C])
    with pytest.raises(KeyboardInterrupt):
        run.play()
    assert run.history.find_sessions(HistoryQuery()) == []


def test_missing_sound_is_shown_once_and_the_bell_rings_if_it_is_turned_on() -> None:
    silent = FakePlayer(backend="none", message=f"No sound: no device was found. {FOLLOW_ON_SCREEN} Mend it.")
    run = PlainRun([SAFE, "6", "3", ""], player=silent, settings={"sound.bell": True})
    run.play()
    assert run.shown.count("No sound: no device was found. Mend it.") == 1
    assert run.console.lines.index("No sound: no device was found. Mend it.") < run.console.lines.index(
        QUESTION
    )
    assert run.console.bells > 10
    again = PlainRun([SAFE, "6", "3", ""], player=silent, history=run.history, clock=run.clock)
    again.play()
    assert "No sound: no device was found." in again.console.lines
    assert "Mend it." not in again.shown


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
    assert run.console.lines[0].startswith(f"Short, {NECK.name}, 2 minutes.")


def test_a_stop_that_cannot_be_saved_is_saved_once_the_cause_is_fixed() -> None:
    run = PlainRun(answers=[SAFE, "6", "3", "", "7", ""], typed=[(30.0, "x")])
    say = run.console.say

    def hold(text: str) -> None:
        if text.startswith("Stopped;"):
            run.history.write_error = HistoryError("Another program holds it.")
        if text.startswith("Fix that"):
            run.history.write_error = None
        say(text)

    run.console.say = hold  # type: ignore[method-assign] # the history is held for a while
    assert run.play() == 0
    assert (run.record.status, run.record.stop_reason) == (Status.STOPPED, StopReason.NUMB)


def test_without_a_readable_history_a_session_that_is_not_saved_is_played() -> None:
    run = PlainRun(answers=[*EVERY_GROUP, "6", "3", ""], options=SessionOptions(save=False))
    run.services = replace(run.services, history=None)
    assert run.play() == 0


def test_after_a_session_logged_by_hand_the_routine_used_last_is_still_offered_first() -> None:
    other = SHORT._replace(id="other", name="Other")
    clock, history = FakeClock(), MemoryHistory()
    PlainRun([SAFE, "6", "3", ""], history=history, clock=clock).play()
    (played,) = history.find_sessions(HistoryQuery())
    by_hand = played._replace(id="by-hand", routine="", started_at=clock.local_time())
    history.add_session(by_hand, [])
    run = PlainRun([], history=history, clock=clock, routines=(other, SHORT))
    with pytest.raises(TerminalClosed):
        run.choose()
    assert run.menus[0].startswith("Type same for Short, ")


@pytest.mark.parametrize("starting_s", [0.1, 1.0, 5.0])
def test_the_sound_is_waited_for_before_a_session_and_a_long_wait_is_told(starting_s: float) -> None:
    clock = FakeClock()
    player = StartingPlayer(clock, starting_s)
    run = PlainRun(answers=[SAFE, "6", "3", ""], typed=[(300.0, "")], clock=clock, player=player)
    assert run.play() == 0
    assert player.waited_s == pytest.approx(min(starting_s, SOUND_WAIT_S))
    assert (SOUND_STARTING in run.console.lines) == (starting_s > UNTOLD_WAIT_S)


class StartingPlayer(FakePlayer):
    """A player that takes a while until it is known whether there is sound."""

    def __init__(self, clock: FakeClock, starting_s: float) -> None:
        super().__init__()
        self._clock = clock
        self._left_s = starting_s
        self.waited_s = 0.0

    def wait_ready(self, seconds: float) -> SoundState:
        waited_s = min(seconds, self._left_s)
        self._left_s -= waited_s
        self.waited_s += waited_s
        self._clock.pass_time(waited_s)
        return self.state()


@pytest.mark.parametrize(("settings", "wishes"), [({}, [True, False]), ({"session.stay_awake": False}, [])])
def test_the_computer_stays_awake_unless_the_settings_say_otherwise(
    settings: dict[str, str | int | bool], wishes: list[bool]
) -> None:
    run = PlainRun(answers=[SAFE, "6", "3", ""], settings=settings)
    assert run.play() == 0
    assert run.awake.wishes == wishes
