"""What is played of a routine in a short first session on an area: one hold, and 1 to 2 minutes of massage.

The numbers are Travell's for a first treatment, as quoted: 1 to 2 minutes in total, a hold of up to 60 s,
then a rest day (domain facts, section 2).
"""

from __future__ import annotations

from tpsession.core.catalog.area import Area
from tpsession.core.catalog.routine import COUNTED_S, Routine, Step

FIRST_MASSAGE_S = 120.0
"""Most seconds of massage on an area and side in a first session."""
FIRST_HOLD_S = 60.0
"""The longest hold in a first session."""
SHORT_FIRST = "Short first session: one hold, 1 to 2 minutes of massage on a side, then a rest day."
_LEAST_S = 10.0
"""Less time than this isn't worth a step: it is left out."""


def make_short(routine: Routine, area: Area) -> Routine:
    """Return a routine shortened for a first session; steps that aren't massage are as long as before.

    Of the massage by timed holds, only the first such step on each area stays, with one hold of at most
    `FIRST_HOLD_S`. Together with it, the other massage of the area takes at most `FIRST_MASSAGE_S` seconds on
    each side: steps that go past this are shortened, or left out if too little time is left for them. Rounds
    are dropped: each step is played as if it weren't in rounds.

    area: where steps work that name no area.
    """
    first_hold: dict[Area, Step] = {}
    left_s: dict[Area, float] = {}
    for step in routine.steps:
        here = step.area or area
        left_s.setdefault(here, FIRST_MASSAGE_S)
        if _is_pressing(step) and here not in first_hold:
            # The hold is what the session is for: the other steps share what it leaves.
            first_hold[here] = step
            left_s[here] -= min(step.one_hold_s or 0.0, FIRST_HOLD_S)
    steps: list[Step] = []
    for step in routine.steps:
        here, once = step.area or area, step._replace(rounds=None)
        if not _is_pressing(step):
            shortened = _shorten(once, left_s[here])
            if shortened is not None:
                left_s[here] -= shortened.massage_s
                steps.append(shortened)
        elif first_hold[here] is step:
            steps.append(_with_one_hold(once))
    return routine._replace(steps=tuple(steps))


def _is_pressing(step: Step) -> bool:
    """Return whether a step is massage that is done as one or more timed holds, such as pressure."""
    return step.technique.is_massage and step.one_hold_s is not None


def _with_one_hold(step: Step) -> Step:
    """Return a step with one hold of at most `FIRST_HOLD_S`, and without a release or words for each hold."""
    hold_s = min(step.one_hold_s or 0.0, FIRST_HOLD_S)
    return step._replace(hold_s=hold_s, duration_s=None, release_s=0.0, repeat=1, hold_texts=(), hold_says=())


def _shorten(step: Step, left_s: float) -> Step | None:
    """Return a step without holds, shortened to at most `left_s` seconds of massage.

    A step that has no more massage than that is returned as it is, and so is each step that isn't massage.
    Any other gets a shorter duration, or a smaller count if it has a count; None if less than `_LEAST_S`, or
    not enough for one repetition, is left for it.

    step: a step that isn't massage with holds.
    """
    if step.massage_s <= left_s:
        return step
    if left_s < _LEAST_S:
        return None
    if step.count is None:
        return step._replace(duration_s=left_s)
    once_s = COUNTED_S if step.tempo is None else 60.0 / step.tempo
    count = int(left_s / once_s)
    return step._replace(count=count) if count else None
