"""What a gate waits for, in the words that follow "Press enter" and the like."""

from __future__ import annotations

from enum import StrEnum

from tpsession.core.catalog.technique import LOCATE, STRETCH, Pacing, Technique
from tpsession.core.plan.plan import Plan

FREE_HAND = "the hand that doesn't hold the ball"


class GatePurpose(StrEnum):
    """What a gate waits for."""

    FIND = "when you have found it"
    READY = "when you are ready"
    BEGIN = "first, then go into the stretch"
    """Before a stretch both hands are free, and one may still be far from where it is held."""
    FINISH = "when you are done"

    @property
    def short_text(self) -> str:
        """A word or two for a button."""
        return {"FIND": "Found it", "READY": "Ready", "BEGIN": "Ready", "FINISH": "Done"}[self.name]


def gate_purpose(plan: Plan, index: int) -> GatePurpose:
    """Return what the gate with this index waits for.

    It is `FIND` if a spot is to be found or pressed, else `READY` if the same step goes on behind the gate,
    or `BEGIN` if that is a stretch, or `FINISH` if the gate is all of the step.
    """
    entry = plan.phases[index].entry
    technique = plan.entries[entry].technique
    if technique is LOCATE or presses_a_spot(technique):
        return GatePurpose.FIND
    following = plan.phases[index + 1 : index + 2]
    is_followed = bool(following) and following[0].entry == entry
    if not is_followed:
        return GatePurpose.FINISH
    return GatePurpose.BEGIN if technique is STRETCH else GatePurpose.READY


def presses_a_spot(technique: Technique) -> bool:
    """Return whether a technique is pressure that is held on a spot."""
    return technique.pacing is Pacing.HOLD and technique.is_massage


def describe_key_press(plan: Plan, index: int, key: str) -> str:
    """Return what to press at the gate with this index and when, in one sentence to read.

    Where a ball is held in a sock, it says with which hand. The voice doesn't: it says what was recorded.

    key: what the key is called.
    """
    purpose = gate_purpose(plan, index)
    text = plan.entries[plan.phases[index].entry].text_of(1)
    is_ball_held = any("sock" in tool for tool in plan.have) and "ball" in text.casefold()
    hand = f"with {FREE_HAND} " if purpose is GatePurpose.FIND and is_ball_held else ""
    return f"Press {key} {hand}{purpose}."
