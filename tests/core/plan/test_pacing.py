"""Pacing: the sounds are in step with the picture until the end of the phase."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.routines import (
    BREATHE_60S,
    CIRCLES_60S,
    OIL_30S,
    REST_60S,
    THREE_HOLDS,
    TWO_STRETCHES,
    plan_of,
    with_gate,
)
from tests.core.strategies import plans
from tpsession.core.catalog import cues
from tpsession.core.catalog.cues import CueGroup
from tpsession.core.catalog.routine import Step
from tpsession.core.catalog.technique import CUSTOM, STROKES
from tpsession.core.plan.pacing import HOLD_TONE_S, pace_for, pacing_cues
from tpsession.core.plan.phase import Phase, PhaseKind
from tpsession.core.plan.plan import Plan
from tpsession.tui.drawing.motion.guide import cycle_position, describe_direction

STROKED = Step(STROKES, duration_s=20.0, tempo=12.0, sided=True)


def paced(step: Step, length_s: float | None = None) -> list[tuple[float, str]]:
    """The pacing of a step's first timed phase, of its planned length or another."""
    plan = plan_of(step)
    phase = next(phase for phase in plan.phases if not phase.kind.is_lead_in and not phase.is_gate)
    played_s = phase.planned_s if length_s is None else length_s
    return [(moment, cue.id) for moment, cue in pacing_cues(phase, plan.entries[0], played_s)]


def test_strokes_go_up_and_down_at_their_tempo() -> None:
    assert paced(STROKED)[:4] == [(0.0, "pace-up"), (2.5, "pace-down"), (5.0, "pace-up"), (7.5, "pace-down")]
    assert len(paced(STROKED)) == 8


def test_a_circle_has_one_sound() -> None:
    assert paced(CIRCLES_60S)[:3] == [(0.0, "pace-circle"), (4.0, "pace-circle"), (8.0, "pace-circle")]


def test_breath_follows_inhale_and_exhale() -> None:
    assert paced(BREATHE_60S)[:4] == [
        (0.0, "pace-in"),
        (4.0, "pace-out"),
        (10.0, "pace-in"),
        (14.0, "pace-out"),
    ]


def test_a_custom_step_is_paced_only_if_it_has_a_tempo() -> None:
    own = Step(CUSTOM, duration_s=9.0, tempo=20.0)

    assert paced(own) == [(0.0, "pace-circle"), (3.0, "pace-circle"), (6.0, "pace-circle")]
    assert paced(own._replace(tempo=None)) == []


@pytest.mark.parametrize("step", [THREE_HOLDS, TWO_STRETCHES, with_gate(THREE_HOLDS)])
def test_a_hold_begins_with_one_low_tone(step: Step) -> None:
    assert paced(step) == [(HOLD_TONE_S, "pace-hold")]


def test_a_very_short_hold_has_no_tone() -> None:
    assert paced(THREE_HOLDS, 1.0) == []


@pytest.mark.parametrize("step", [OIL_30S, REST_60S])
def test_a_technique_without_a_pace_is_not_paced(step: Step) -> None:
    assert paced(step) == []


def test_get_ready_and_release_are_not_paced() -> None:
    plan = plan_of(CIRCLES_60S, THREE_HOLDS)
    kinds = {
        phase.kind
        for phase in plan.phases
        if list(pacing_cues(phase, plan.entries[phase.entry], phase.planned_s))
    }

    assert kinds == {PhaseKind.WORK, PhaseKind.HOLD}


@given(plans(exact=False), st.floats(1.0, 600.0))
def test_a_phase_of_any_length_is_paced_to_its_end_in_order(plan: Plan, length_s: float) -> None:
    for phase in plan.phases:
        beats = list(pacing_cues(phase, plan.entries[phase.entry], length_s))
        assert all(0.0 <= moment < length_s for moment, _ in beats)
        assert all(later > earlier for (earlier, _), (later, _) in pairwise(beats))
        assert all(cue.group is CueGroup.PACING for _, cue in beats)
        pace = pace_for(plan.entries[phase.entry])
        if phase.kind is PhaseKind.WORK and pace is not None:
            assert length_s - beats[-1][0] <= max(pace.cycle_s, pace.first_s) + 1e-6


@given(plans(exact=False), st.floats(1.0, 200.0), st.floats(1.0, 200.0))
def test_a_longer_phase_begins_with_the_same_pacing_sounds(plan: Plan, one_s: float, other_s: float) -> None:
    short, long = sorted((one_s, other_s))
    for phase in plan.phases:
        if phase.kind is PhaseKind.WORK:
            entry = plan.entries[phase.entry]
            longer_beats = list(pacing_cues(phase, entry, long))
            assert list(pacing_cues(phase, entry, short)) == [
                beat for beat in longer_beats if beat[0] < short
            ]


FIRST = {cues.PACE_UP: "stroke", cues.PACE_IN: "in", cues.PACE_CIRCLE: ""}
SECOND = {cues.PACE_DOWN: "back", cues.PACE_OUT: "out"}


def work_phases(plan: Plan) -> list[Phase]:
    return [phase for phase in plan.phases if phase.kind is PhaseKind.WORK]


@given(plans(exact=False))
def test_sound_and_picture_are_in_step(plan: Plan) -> None:
    for phase in work_phases(plan):
        entry = plan.entries[phase.entry]
        for moment, cue in pacing_cues(phase, entry, phase.planned_s):
            shown = cycle_position(phase, entry, moment + 1e-3, phase.planned_s)
            assert shown % 1.0 == pytest.approx(0.0 if cue in FIRST else 0.5, abs=2e-3)
            assert describe_direction(phase, entry, moment + 1e-3) == (FIRST | SECOND)[cue]


@pytest.mark.parametrize("tempo", [1e9, -12.0, 1e-9, 0.0])
def test_an_impossible_tempo_is_not_paced(tempo: float) -> None:
    entry = plan_of(STROKED).entries[0]._replace(tempo=tempo)

    assert pace_for(entry) is None


@pytest.mark.parametrize("half_cycle_s", [1e9, -6.0, 1e-9, 0.0])
def test_an_impossible_breath_is_not_paced(half_cycle_s: float) -> None:
    entry = plan_of(BREATHE_60S).entries[0]

    assert pace_for(entry._replace(inhale_s=half_cycle_s)) is None
    assert pace_for(entry._replace(exhale_s=half_cycle_s)) is None
    without = entry._replace(technique=entry.technique._replace(inhale_s=None), inhale_s=None)
    assert pace_for(without) is None
