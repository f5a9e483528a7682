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
        """The purpose in a word or two, for a button."""
        return {"FIND": "Found it", "READY": "Ready", "BEGIN": "Ready", "FINISH": "Done"}[self.name]


def gate_purpose(plan: Plan, index: int) -> GatePurpose:
    """Return what the gate in the phase with this index waits for.

    `FIND` if the step locates a spot or presses one. Else `FINISH` if the gate is the last phase of its
    entry. Else `BEGIN` for a stretch, and `READY` for any other step.
    """
    entry = plan.phases[index].entry
    technique = plan.entries[entry].technique
    if finds_a_spot(technique):
        return GatePurpose.FIND
    following = plan.phases[index + 1 : index + 2]
    is_followed = bool(following) and following[0].entry == entry
    if not is_followed:
        return GatePurpose.FINISH
    return GatePurpose.BEGIN if technique is STRETCH else GatePurpose.READY


def finds_a_spot(technique: Technique) -> bool:
    """Return whether a gate of a technique waits until a spot is found, to locate or to press it."""
    return technique is LOCATE or presses_a_spot(technique)


def presses_a_spot(technique: Technique) -> bool:
    """Return whether a technique is pressure that is held on a spot."""
    return technique.pacing is Pacing.HOLD and technique.is_massage


def describe_key_press(plan: Plan, index: int, key: str) -> str:
    """Return what to press at a gate and when, in one sentence to read, such as ``Press enter when ...``.

    If a spot is to be found with a ball in a sock, the sentence also says with which hand to press.

    index: of the gate among the plan's phases. key: what the key is called.
    """
    purpose = gate_purpose(plan, index)
    text = plan.entries[plan.phases[index].entry].text_of(1)
    is_ball_held = any("sock" in tool for tool in plan.have) and "ball" in text.casefold()
    hand = f"with {FREE_HAND} " if purpose is GatePurpose.FIND and is_ball_held else ""
    return f"Press {key} {hand}{purpose}."
