"""Steps and plans of known lengths, for tests that follow a session second by second."""

from __future__ import annotations

from tpsession.core.catalog.area import SHOULDER, Area
from tpsession.core.catalog.cues import Countdown
from tpsession.core.catalog.routine import Routine, Sides, Step
from tpsession.core.catalog.technique import (
    BREATHE,
    CIRCLES,
    CUSTOM,
    LOCATE,
    OIL,
    PRESSURE,
    RELAX,
    REST,
    STRETCH,
    STROKES,
    WIPE,
)
from tpsession.core.plan.plan import Plan, PlanOptions, build_plan

OIL_30S = Step(OIL, duration_s=30.0, sided=True)
CIRCLES_60S = Step(CIRCLES, duration_s=60.0, tempo=15.0, sided=True)
LOCATE_GATE = Step(LOCATE, sided=True)
THREE_HOLDS = Step(PRESSURE, hold_s=30.0, release_s=15.0, repeat=3, sided=True)
TWO_STRETCHES = Step(STRETCH, hold_s=20.0, release_s=10.0, repeat=2, sided=True)
EIGHT_STROKES = Step(STROKES, count=8, tempo=12.0, sided=True)
TEN_RAISES = Step(CUSTOM, count=10, sided=True, say="Calf raises", text="Up on the toes, and slowly down.")
TWO_TURNS = Step(
    STRETCH,
    hold_s=20.0,
    release_s=10.0,
    repeat=2,
    text="Turn to the window.",
    hold_texts=("Turn to the window.", "Turn to the door."),
    say="To the window",
    hold_says=("To the window", "To the door"),
)
TWO_FISTS = Step(RELAX, hold_s=5.0, release_s=15.0, repeat=2)
BREATHE_60S = Step(BREATHE, duration_s=60.0, inhale_s=4.0, exhale_s=6.0)
REST_60S = Step(REST, duration_s=60.0)
WIPE_GATE = Step(WIPE)


def routine(*steps: Step, sides: Sides = Sides.LEFT, area: Area | None = SHOULDER) -> Routine:
    """A routine of these steps, with 5 s to get ready and beeps as countdown."""
    return Routine("known", "Known", area, sides, steps, get_ready_s=5.0, countdown=Countdown.BEEPS)


def plan_of(*steps: Step, sides: Sides = Sides.LEFT, area: Area = SHOULDER) -> Plan:
    """The plan of these steps, with the routine's own options."""
    return build_plan(routine(*steps, sides=sides, area=area), PlanOptions())


def with_halfway_cue(step: Step) -> Step:
    """The step with a half-way cue."""
    return step._replace(halfway=True)


def with_gate(step: Step) -> Step:
    """The step behind a gate."""
    return step._replace(wait=True)
