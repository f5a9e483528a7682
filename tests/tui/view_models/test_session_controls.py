"""What a press does in a running session, decided without a screen."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.plain.fake_services import SHORT, with_sides
from tests.tui.headless_session import HeadlessSession
from tpsession.core.catalog.area import NECK
from tpsession.core.catalog.routine import Sides
from tpsession.core.history.records import Status
from tpsession.core.plan.phase import PhaseKind
from tpsession.core.session.engine import Mode
from tpsession.core.session.runner import SessionRunner
from tpsession.core.session.wording import NO_HOLD, UNTIMED
from tpsession.core.settings.actions import (
    BACK,
    EASE,
    GO,
    LONGER,
    MUTE,
    SESSION_ACTIONS,
    SHORTER,
    SKIP,
    Action,
)
from tpsession.tui.input.press_filter import DEBOUNCE_S, ISOLATION_S
from tpsession.tui.screens.session.stop_dialog import make_stop_question
from tpsession.tui.view_models.session_controls import (
    GATE_GRACE_S,
    AskToRepeat,
    ConfirmFinish,
    ControlPress,
    ControlState,
    Ignore,
    Run,
    ShowMessage,
    ToggleMute,
    effect_of,
)

CONTROLS = (GO, SKIP, BACK, EASE, LONGER, SHORTER, MUTE)
GATE_AT_S = 100.0
"""When the gate of `SHORT` begins."""


@pytest.mark.parametrize("action", CONTROLS, ids=lambda action: action.id)
def test_a_press_that_may_be_a_slip_does_nothing_and_a_click_is_to_be_repeated(action: Action) -> None:
    for state in (ControlState(), ControlState(is_in_gate=True, gate_waited_s=9.0, skip_ends_session=True)):
        assert effect_of(ControlPress(action, is_accepted=False), state) == Ignore()
        assert effect_of(ControlPress(action, is_accepted=False, by_mouse=True), state) == AskToRepeat()


@pytest.mark.parametrize(
    ("action", "command"),
    [
        (GO, SessionRunner.continue_or_pause),
        (SKIP, SessionRunner.skip),
        (BACK, SessionRunner.back),
        (EASE, SessionRunner.ease),
        (LONGER, SessionRunner.extend),
        (SHORTER, SessionRunner.shorten),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_in_a_hold_each_action_does_what_it_says(action: Action, command: object) -> None:
    assert effect_of(ControlPress(action), ControlState(is_hold=True)) == Run(command)  # type: ignore[arg-type]


def test_mute_needs_no_session() -> None:
    assert effect_of(ControlPress(MUTE), ControlState()) == ToggleMute()


def test_what_would_end_the_session_is_asked_about() -> None:
    skip = effect_of(ControlPress(SKIP), ControlState(skip_ends_session=True))
    ease = effect_of(ControlPress(EASE), ControlState(is_hold=True, ease_ends_session=True))
    assert (skip, ease) == (ConfirmFinish(SessionRunner.skip), ConfirmFinish(SessionRunner.ease))


@pytest.mark.parametrize("action", [EASE, LONGER, SHORTER], ids=lambda action: action.id)
def test_in_a_gate_a_timed_action_says_why_nothing_changes(action: Action) -> None:
    state = ControlState(is_in_gate=True, gate_waited_s=9.0)
    assert effect_of(ControlPress(action), state) == ShowMessage(NO_HOLD if action is EASE else UNTIMED)


def test_a_press_just_as_a_gate_begins_was_meant_to_pause_and_does_not_pass_it() -> None:
    assert GATE_GRACE_S == DEBOUNCE_S
    just_begun = ControlState(is_in_gate=True, gate_waited_s=GATE_GRACE_S)
    assert effect_of(ControlPress(GO), just_begun) == Ignore()
    later = replace(just_begun, gate_waited_s=GATE_GRACE_S + 0.1)
    assert effect_of(ControlPress(GO), later) == Run(SessionRunner.continue_or_pause)
    paused = replace(just_begun, gate_waited_s=None)
    assert effect_of(ControlPress(GO), paused) == Run(SessionRunner.continue_or_pause)


def test_the_state_of_a_session_says_what_its_controls_depend_on() -> None:
    session = HeadlessSession()
    assert ControlState.of(session.runner) == ControlState()
    session.run_for(26.0)
    assert ControlState.of(session.runner) == ControlState(is_hold=True)
    session.run_for(GATE_AT_S + 3.0 - 26.0)
    in_gate = ControlState(is_in_gate=True, gate_waited_s=3.0, skip_ends_session=True)
    assert ControlState.of(session.runner) == in_gate
    session.runner.pause()
    assert ControlState.of(session.runner) == replace(in_gate, gate_waited_s=None)


# Whole presses, judged by those before them


def test_every_main_key_pauses_and_resumes() -> None:
    session = HeadlessSession()
    for key in ("space", "enter", "backspace", "tab"):
        session.press(key)
        assert session.mode() is Mode.PAUSED, key
        session.press(key)
        assert session.mode() is Mode.RUNNING, key


def test_without_the_knuckle_setting_only_the_configured_keys_pause() -> None:
    session = HeadlessSession(settings={"session.knuckle": False})
    assert session.press("backspace") is session.press("tab") is None
    session.press("space")
    assert session.mode() is Mode.PAUSED


def test_a_held_key_or_a_palm_on_several_keys_counts_once() -> None:
    session = HeadlessSession()
    session.run_for(2.0)
    for key in ("space", "enter", "space", "backspace", "space"):
        session.press(key, after_s=0.9)
    assert session.mode() is Mode.PAUSED
    session.press("space")
    assert session.mode() is Mode.RUNNING


def test_a_held_back_key_starts_the_step_again_and_goes_no_further() -> None:
    session = HeadlessSession()
    session.run_for(26.0)
    entry = session.runner.session.phase.entry
    for after_s in (0.0, 0.5, 0.03, 0.03):
        session.press("left", after_s=after_s)
    assert session.runner.session.phase.entry == entry
    session.run_for(0.5)
    session.press("left")
    session.press("left")
    assert session.runner.session.phase.entry == entry - 1


def test_skip_and_back_name_where_they_lead() -> None:
    session = HeadlessSession()
    session.run_for(6.0)
    session.press("right")
    assert session.runner.session.phase.entry == 1
    session.press("left")
    assert session.runner.position() == 0.0
    assert session.messages == [
        "Skipped: Broad circles.",
        "Back. Wait a second, then press again for the previous step.",
    ]


def test_quick_presses_of_skip_skip_once() -> None:
    session = HeadlessSession(with_sides(SHORT, Sides.EACH))
    session.run_for(6.0)
    for _ in range(5):
        session.press("right", after_s=0.3)
    assert session.runner.session.phase.entry == 1


def test_ten_seconds_are_added_and_taken_away_up_to_the_limit() -> None:
    session = HeadlessSession()
    session.run_for(26.0)
    lengths = []
    for key in ("up", "minus", "plus", "down", "down"):
        session.press(key)
        lengths.append(session.runner.session.length_s)
    assert lengths == [40.0, 30.0, 40.0, 30.0, 20.0]
    for _ in range(12):
        session.press("up")
    assert session.messages[-1] == "No change: this step has reached its limit."


def test_ease_off_ends_a_hold_and_says_so_where_there_is_none() -> None:
    session = HeadlessSession()
    session.run_for(6.0)
    session.press("e")
    session.run_for(20.0)
    session.press("e")
    assert session.messages == [NO_HOLD, "Eased off."]
    assert session.runner.session.phase.kind is PhaseKind.RELEASE


def test_the_main_key_confirms_that_the_spot_is_found() -> None:
    session = HeadlessSession()
    session.run_for(GATE_AT_S + 0.5)
    session.press("space", after_s=0.0)
    assert session.runner.session.is_in_gate
    session.press("space")
    assert session.mode() is Mode.ENDED
    assert session.runner.session.status is Status.COMPLETED


def test_a_knuckle_key_that_is_set_for_another_action_does_only_that() -> None:
    session = HeadlessSession(settings={"keys.mute": "tab"})
    assert session.press("tab") == ToggleMute()
    assert session.mode() is Mode.RUNNING


KEYS = sorted(key for action in SESSION_ACTIONS for key in action.keys)


@given(st.lists(st.tuples(st.sampled_from(KEYS), st.floats(0.01, ISOLATION_S - 0.01)), max_size=80))
def test_quick_presses_of_any_keys_neither_skip_nor_end_anything(presses: list[tuple[str, float]]) -> None:
    circles, holds, _ = SHORT.steps
    session = HeadlessSession(SHORT._replace(steps=(circles, holds._replace(repeat=20))))
    session.run_for(7.0)
    session.presses.add("a", session.clock.now())
    for key, after_s in presses:
        session.press(key, after_s=after_s)
        if session.question is not None:
            assert session.question == make_stop_question([NECK])
            session.close_question()
    assert session.mode() is not Mode.ENDED
    assert not any(step.skipped for step in session.runner.steps())
