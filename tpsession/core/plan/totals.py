"""How long a routine, its holds and its massage take, and what of that is more than we advise."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tpsession.core.catalog.area import Area
from tpsession.core.catalog.routine import (
    LONG_HOLD_S,
    MAX_ROUTINE_S,
    SESSION_LIMIT_S,
    SPOT_LIMIT_S,
    Sides,
    Step,
    Switch,
)
from tpsession.core.catalog.technique import StepKey
from tpsession.core.plan.phase import SWITCH_SIDES_S
from tpsession.core.plan.playing_order import find_side_switches, list_played_steps, order_sides
from tpsession.core.text.duration import duration_in_words


class TimeWarning(NamedTuple):
    """A hold, or the massage up to a step, that takes longer than we advise."""

    step: int
    """The index of the step, from 0."""
    key: StepKey | None
    """The key whose value is too long; None if it is the sum of several steps."""
    message: str


def played_s(
    steps: Sequence[Step | None], sides: Sides | None, get_ready_s: float, switch: Switch = Switch.BLOCK
) -> float:
    """Return the seconds that a routine takes from start to end; gates take none. 0 without good steps.

    The time to get ready comes at the start. Each change of sides takes `SWITCH_SIDES_S` and the time to get
    ready once more. A routine for each side is counted on both. Rounds are counted, with their rests.

    Args:
        steps: The steps, None for one with errors, which takes no time here.
        sides: How the routine treats left and right; None, if the file doesn't say, counts as no sides.
        get_ready_s: Seconds to get ready.
        switch: When the sides are switched.

    """
    good_steps = [step for step in steps if step is not None]
    if not good_steps:
        return 0.0
    played = list(list_played_steps(good_steps, order_sides(sides or Sides.NONE), switch))
    switches = sum(find_side_switches(played))
    lead_ins_s = get_ready_s + switches * (SWITCH_SIDES_S + get_ready_s)
    return lead_ins_s + sum(each.step.total_s for each in played)


def describe_too_long(total_s: float) -> str:
    """Return a clause that a routine of `total_s` seconds exceeds `MAX_ROUTINE_S`; empty if it doesn't."""
    if total_s <= MAX_ROUTINE_S:
        return ""
    return (
        f"the whole routine takes {duration_in_words(total_s)}; "
        f"at most {duration_in_words(MAX_ROUTINE_S)} are allowed"
    )


def list_time_warnings(steps: Sequence[Step | None], sides: Sides | None) -> list[TimeWarning]:
    """Return warnings of long holds, at most one a step, then warnings of too much massage.

    Of the latter there is at most one for each spot, and one for the whole session.

    Args:
        steps: The steps, None for one with errors, which takes no time here.
        sides: How the routine treats left and right; None if the file doesn't say.

    """
    return [*_find_long_holds(steps), *_find_long_massage(steps, sides)]


def _find_long_holds(steps: Sequence[Step | None]) -> Iterator[TimeWarning]:
    """Yield a warning for each step whose holds take more than `LONG_HOLD_S` seconds each.

    A step that is paced as a hold, such as pressure, and has no `hold_s` is a single hold of its duration.
    """
    for index, step in enumerate(steps):
        if step is None:
            continue
        # Pressure or a stretch with only a duration is one hold.
        hold_s = step.one_hold_s
        if hold_s is not None and hold_s > LONG_HOLD_S:
            yield TimeWarning(
                index,
                StepKey.DURATION if step.hold_s is None else StepKey.HOLD,
                f"this hold takes {duration_in_words(hold_s)}; "
                f"we advise {duration_in_words(LONG_HOLD_S)} at most",
            )


def _find_long_massage(steps: Sequence[Step | None], sides: Sides | None) -> Iterator[TimeWarning]:
    """Yield a warning for the step at which the massage of a spot, or of the session, exceeds its limit.

    There is at most one warning for each spot, and one for the session. The sided steps on an area work on
    one spot, of which one side is counted, and the other steps on another spot. With `Sides.NONE`, all steps
    on an area work on the same spot. In the time of the session, sided steps count twice with `Sides.EACH`. A
    step in rounds counts once for each round.
    """
    spot_s: defaultdict[tuple[Area | None, bool], float] = defaultdict(float)
    session_s = 0.0
    massage = "the massage of both sides" if sides is Sides.EACH else "the massage"
    for index, step in enumerate(steps):
        if step is None or not step.massage_s:
            continue
        massage_s = step.massage_s * (step.rounds.count if step.rounds else 1)
        # The sided steps work on one spot and the others on a second one, unless the routine has no sides.
        spot = step.area, step.sided and sides is not Sides.NONE
        spot_before_s = spot_s[spot]
        spot_s[spot] += massage_s
        if spot_before_s <= SPOT_LIMIT_S < spot_s[spot]:
            yield TimeWarning(
                index,
                None,
                f"with this step, one spot is massaged for {duration_in_words(spot_s[spot])}; "
                f"we advise {duration_in_words(SPOT_LIMIT_S)} at most",
            )
        session_before_s = session_s
        session_s += massage_s * (2 if sides is Sides.EACH and step.sided else 1)
        if session_before_s <= SESSION_LIMIT_S < session_s:
            yield TimeWarning(
                index,
                None,
                f"with this step, {massage} takes {duration_in_words(session_s)}; "
                f"we advise {duration_in_words(SESSION_LIMIT_S)} at most",
            )
