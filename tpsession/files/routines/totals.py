"""How much a routine adds up to: what is too long, and what a person is warned of."""

from __future__ import annotations

from collections.abc import Sequence

from tpsession.core.catalog.routine import (
    LONG_HOLD_S,
    MAX_ROUTINE_S,
    SESSION_LIMIT_S,
    SPOT_LIMIT_S,
    Sides,
    Step,
)
from tpsession.core.catalog.technique import Pacing, StepKey
from tpsession.core.plan.plan import SWITCH_SIDES_S
from tpsession.files.routines.duration import in_words
from tpsession.files.routines.keys import FileKey
from tpsession.files.toml.table import ProblemCollector

_STEPS = FileKey.STEPS.value


def played_s(steps: Sequence[Step | None], sides: Sides | None, get_ready_s: float) -> float:
    """Seconds that a routine takes from start to end, gates 0.

    With `Sides.EACH` sided steps count twice; getting ready comes first and after each change of side.
    """
    known = [step for step in steps if step is not None]
    total = get_ready_s if known else 0.0
    changes = 0
    in_run = False
    for step in known:
        twice = sides is Sides.EACH and step.sided
        total += step.total_s * (2 if twice else 1)
        if twice and not in_run:
            # Left to right inside each run, and right to left before each run but the first.
            changes += 2 if changes else 1
        in_run = twice
    return total + changes * (SWITCH_SIDES_S + get_ready_s)


def check_amounts(
    steps: Sequence[Step | None], sides: Sides | None, get_ready_s: float, findings: ProblemCollector
) -> None:
    """Note a routine that is too long, and warn of long holds and of much massage.

    steps: None where one has errors; it counts nothing.
    """
    total = played_s(steps, sides, get_ready_s)
    if total > MAX_ROUTINE_S:
        findings.error(
            (_STEPS, 0),
            f"played in full the routine takes {in_words(total)}; {in_words(MAX_ROUTINE_S)} is the most",
            at_key=True,
        )
    if sides is Sides.EACH and steps and all(step is not None and not step.sided for step in steps):
        findings.warn(
            (FileKey.SIDES.value,),
            'sides is "each", but no step is played on each side; '
            'write sides = "none", or sided = true in a step',
        )
    _warn_of_holds(steps, findings)
    _warn_of_massage(steps, sides, findings)


def _warn_of_holds(steps: Sequence[Step | None], findings: ProblemCollector) -> None:
    for index, step in enumerate(steps):
        if step is None:
            continue
        # A timed pressure or stretch is one hold.
        timed = step.hold_s is None and step.technique.pacing is Pacing.HOLD
        held = step.duration_s if timed else step.hold_s
        if held is not None and held > LONG_HOLD_S:
            key = StepKey.DURATION if timed else StepKey.HOLD
            findings.warn(
                (_STEPS, index, key.value),
                f"this is a hold of {in_words(held)}; {in_words(LONG_HOLD_S)} is the most we advise",
            )


def _warn_of_massage(steps: Sequence[Step | None], sides: Sides | None, findings: ProblemCollector) -> None:
    """Warn at the step with which a spot, or the session, passes its limit."""
    spots = {True: 0.0, False: 0.0}
    session = 0.0
    for index, step in enumerate(steps):
        if step is None or not step.massage_s:
            continue
        # Steps of the routine's side and steps of no side are two spots, unless the routine has no side.
        sided = step.sided and sides is not Sides.NONE
        spot = spots[sided]
        spots[sided] += step.massage_s
        if spot <= SPOT_LIMIT_S < spots[sided]:
            findings.warn(
                (_STEPS, index),
                f"with this step one spot is massaged for {in_words(spots[sided])}; "
                f"{in_words(SPOT_LIMIT_S)} is the most we advise",
                at_key=True,
            )
        before = session
        session += step.massage_s * (2 if sides is Sides.EACH and step.sided else 1)
        if before <= SESSION_LIMIT_S < session:
            findings.warn(
                (_STEPS, index),
                f"with this step the massage comes to {in_words(session)}, both sides counted; "
                f"{in_words(SESSION_LIMIT_S)} is the most we advise",
                at_key=True,
            )
