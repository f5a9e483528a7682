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
from tpsession.core.plan.gate import gate_purpose


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
