"""What a gate waits for decides what the person is told to press, and when."""

from __future__ import annotations

import pytest

from tests.core.routines import (
    BREATHE_60S,
    LOCATE_GATE,
    THREE_HOLDS,
    TWO_STRETCHES,
    WIPE_GATE,
    plan_of,
    with_gate,
)
from tpsession.core.catalog.routine import Step
from tpsession.core.plan.gate import FREE_HAND, describe_key_press, gate_purpose


@pytest.mark.parametrize(
    ("step", "when", "short"),
    [
        (LOCATE_GATE, "when you have found it", "Found it"),
        (with_gate(THREE_HOLDS), "when you have found it", "Found it"),
        (with_gate(BREATHE_60S), "when you are ready", "Ready"),
        (with_gate(TWO_STRETCHES), "first, then go into the stretch", "Ready"),
        (WIPE_GATE, "when you are done", "Done"),
    ],
)
def test_a_gate_waits_for_a_spot_for_the_person_or_for_the_end(step: Step, when: str, short: str) -> None:
    plan = plan_of(step)
    (gate,) = [index for index, phase in enumerate(plan.phases) if phase.is_gate]

    assert (str(gate_purpose(plan, gate)), gate_purpose(plan, gate).short_text) == (when, short)


@pytest.mark.parametrize(
    ("have", "text", "said"),
    [
        (
            ("a tennis ball in a long sock",),
            "Hang the ball over.",
            f"Press enter with {FREE_HAND} when you have found it.",
        ),
        (("a tennis ball in a long sock",), "Feel for a spot.", "Press enter when you have found it."),
        (("a tennis ball",), "The ball under this sole.", "Press enter when you have found it."),
    ],
)
def test_where_a_ball_is_held_what_is_read_says_which_hand_presses(
    have: tuple[str, ...], text: str, said: str
) -> None:
    plan = plan_of(with_gate(THREE_HOLDS)._replace(text=text))._replace(have=have)
    (gate,) = [index for index, phase in enumerate(plan.phases) if phase.is_gate]
    assert describe_key_press(plan, gate, "enter") == said
    # What is done afterwards needs no hand.
    wiped = plan_of(WIPE_GATE._replace(text="Put the ball away."))._replace(have=have)
    (gate,) = [index for index, phase in enumerate(wiped.phases) if phase.is_gate]
    assert describe_key_press(wiped, gate, "enter") == "Press enter when you are done."
