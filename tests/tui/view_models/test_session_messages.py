"""The messages and signals of the session screen."""

from __future__ import annotations

from functools import partial
from itertools import pairwise

import pytest

from tests.plain.fake_services import SHORT
from tpsession.core.catalog.cues import Speak
from tpsession.core.plan.phase import PhaseKind
from tpsession.core.plan.plan import PlanOptions, build_plan
from tpsession.core.session.events import Eased, Event, Extended, Found, Resumed, Skipped, WentBack
from tpsession.core.speech.instructions import PRESSURE_SCALE
from tpsession.tui.view_models.session_messages import (
    MESSAGE_S,
    SOUND_OFF,
    CueSignals,
    PassingMessage,
    choose_cue_signals,
    describe_event,
    describe_scale,
    describe_sound_problem,
    describe_volume,
    lasting_message,
)


@pytest.mark.parametrize(
    ("event", "text"),
    [
        (Skipped(0.0, 0, PhaseKind.WORK), "Skipped: Broad circles."),
        (WentBack(0.0, 0), "Back to the beginning."),
        (Eased(0.0, 1), "Eased off."),
        (Extended(0.0, -10.0, wants_more=False), "10 seconds less."),
        (Extended(0.0, 0.0, wants_more=False), "No change: nothing left to take."),
        (Extended(0.0, 0.0), "No change: this step has reached its limit."),
        (Resumed(0.0), ""),
        (Found(0.0, 1), ""),
    ],
)
def test_an_event_is_described_unless_the_screen_shows_it_anyway(event: Event, text: str) -> None:
    assert describe_event(event, build_plan(SHORT, PlanOptions())) == text


def test_the_volume_is_described_in_percent() -> None:
    assert describe_volume(85) == "Volume 85%."


def test_of_all_that_lasts_the_most_important_is_shown() -> None:
    assert describe_sound_problem("", "m") == ""
    assert describe_sound_problem("No sound: none found.", "m") == "No sound: none found. (m hides this)"
    disk = lasting_message(save_error="Disk full.", is_muted=True, player_text="p", voice_text="v")
    assert disk == "Disk full. The session continues."
    lasting = partial(lasting_message, save_error=None)
    assert lasting(is_muted=True, player_text="p", voice_text="v") == SOUND_OFF
    assert lasting(is_muted=False, player_text="p", voice_text="v") == "p"
    assert lasting(is_muted=False, player_text="", voice_text="v") == "v"
    assert lasting(is_muted=False, player_text="", voice_text="") == ""


def test_how_hard_to_press_is_shown_before_the_first_hold_and_as_it_begins_while_a_routine_is_new() -> None:
    new = build_plan(SHORT, PlanOptions(speak=Speak.EVERYTHING))
    shown = [index for index in range(len(new.phases) + 1) if any(describe_scale(new, index))]
    assert [new.phases[index].kind for index in shown] == [PhaseKind.WORK, PhaseKind.HOLD]
    # The circles are light: there it is said of what comes next.
    assert [describe_scale(new, index) for index in shown] == [("", PRESSURE_SCALE), (PRESSURE_SCALE, "")]
    known = build_plan(SHORT, PlanOptions(speak=Speak.PHRASES))
    assert not any(any(describe_scale(known, index)) for index in range(len(known.phases)))


def test_a_message_about_something_just_done_stays_for_a_few_seconds() -> None:
    message = PassingMessage("Eased off.", 100.0)
    assert not message.is_over(100.0 + MESSAGE_S)
    assert message.is_over(100.1 + MESSAGE_S)
    assert PassingMessage().is_over(0.0)


def test_a_cue_that_is_heard_needs_no_flash_and_no_bell() -> None:
    signals = choose_cue_signals(is_audible=True, needs_bell=True, bell_enabled=True, since_flash_s=9.0)
    assert signals == CueSignals()


@pytest.mark.parametrize(
    ("needs_bell", "bell_enabled", "rings"),
    [(True, True, True), (True, False, False), (False, True, False), (False, False, False)],
)
def test_a_silent_cue_flashes_and_rings_only_where_the_bell_is_enabled_and_may_replace_it(
    needs_bell: bool, bell_enabled: bool, rings: bool
) -> None:
    signals = choose_cue_signals(
        is_audible=False, needs_bell=needs_bell, bell_enabled=bell_enabled, since_flash_s=9.0
    )
    assert signals == CueSignals(flash=True, bell=rings)


def test_silent_cues_never_flash_more_than_three_times_a_second() -> None:
    flashed_at = [float("-inf")]
    for moment in (tick / 10 for tick in range(100)):
        since_s = moment - flashed_at[-1]
        if choose_cue_signals(
            is_audible=False, needs_bell=False, bell_enabled=False, since_flash_s=since_s
        ).flash:
            flashed_at.append(moment)
    assert len(flashed_at) > 20
    assert all(later - earlier >= 1 / 3 for earlier, later in pairwise(flashed_at))
