"""How a plan is said, phase by phase: one wording for every front end."""

from __future__ import annotations

from tpsession.core.plan.phase import Phase, PhaseKind
from tpsession.core.plan.plan import Plan, PlanStep
from tpsession.core.text.formatting import SIDE_NAMES, describe_place, format_duration


def describe_step(entry: PlanStep) -> str:
    """A step in a few words: ``Sustained pressure, left side``.

    They are its own, as it is spoken, where it has any; else the technique's name.
    """
    own = "" if entry.say == entry.technique.phrase else entry.say.rstrip(". ")
    return describe_place(own or entry.technique.name, entry.side)


def _next_words(plan: Plan, index: int) -> str:
    """What comes after the last phase of a step; empty inside one."""
    here = plan.phases[index]
    following = plan.phases[index + 1 : index + 2]
    if not following:
        return "Then it is done."
    if following[0].entry == here.entry:
        return ""
    return f"Next: {describe_step(plan.entries[following[0].entry])}."


def describe_phase_start(plan: Plan, index: int) -> str:
    """What a person is told when a phase begins, as one line."""
    phase = plan.phases[index]
    entry = plan.entries[phase.entry]
    length = format_duration(phase.planned_s)
    said = [_opening(phase, entry, len(plan.entries), length), _instruction(plan, index)]
    if phase.is_gate:
        said.append("It waits for you: press enter to go on.")
    if not phase.kind.is_lead_in:
        said.append(_next_words(plan, index))
    return " ".join(part for part in said if part)


def _opening(phase: Phase, entry: PlanStep, entries: int, length: str) -> str:
    number = f"Step {phase.entry + 1} of {entries}: "
    match phase.kind:
        case PhaseKind.GET_READY:
            coming = "First" if phase.entry == 0 else "Next"
            return f"Get ready, {length}. {coming}: {describe_step(entry)}."
        case PhaseKind.SWITCH_SIDES:
            return f"Switch sides: {SIDE_NAMES[entry.side]}."
        case PhaseKind.GATE:
            return f"{number}{describe_step(entry)}."
        case PhaseKind.RELEASE:
            return f"Release, {length}."
        case PhaseKind.HOLD if entry.rounds > 1:
            return f"{number}{describe_step(entry)}, hold {phase.round} of {entry.rounds}, {length}."
        case _:
            return f"{number}{describe_step(entry)}, {length}."


def _instruction(plan: Plan, index: int) -> str:
    """The step's own words, once: with its first phase."""
    phase = plan.phases[index]
    if phase.kind.is_lead_in or index != plan.entry_start(phase.entry):
        return ""
    return plan.entries[phase.entry].text


def describe_phase(plan: Plan, index: int) -> str:
    """What is done in a phase, in a few words: ``Sustained pressure, left side, hold 2 of 3``."""
    phase = plan.phases[index]
    entry = plan.entries[phase.entry]
    match phase.kind:
        case PhaseKind.GET_READY:
            return "Get ready"
        case PhaseKind.SWITCH_SIDES:
            return f"Switch sides: {SIDE_NAMES[entry.side]}"
        case PhaseKind.RELEASE:
            return "Release"
        case PhaseKind.HOLD if entry.rounds > 1:
            return f"{describe_step(entry)}, hold {phase.round} of {entry.rounds}"
        case _:
            return describe_step(entry)


def describe_next_phase(plan: Plan, index: int) -> str:
    """What follows a phase, in one sentence."""
    if index + 1 >= len(plan.phases):
        return "Then it is done."
    following = plan.phases[index + 1]
    title = describe_phase(plan, index + 1)
    if following.is_gate:
        return f"Next: {title}. It waits for you."
    return f"Next: {title}, {format_duration(following.planned_s)}."


def describe_instruction(plan: Plan, index: int) -> str:
    """What to do in a phase. Before a step it is the step's own words, to be read in time."""
    phase = plan.phases[index]
    entry = plan.entries[phase.entry]
    if phase.kind is PhaseKind.RELEASE:
        return "Let go, and keep breathing."
    return f"{describe_step(entry)}. {entry.text}" if phase.kind.is_lead_in else entry.text


def describe_pace(phase: Phase, entry: PlanStep) -> str:
    """The pace of a phase in a few words, for who sees no motion; empty where nothing is paced."""
    if phase.kind is not PhaseKind.WORK:
        return ""
    if entry.inhale_s is not None and entry.exhale_s is not None:
        return f"{entry.inhale_s:g} s in, {entry.exhale_s:g} s out"
    return f"{entry.tempo:g} a minute" if entry.tempo is not None else ""
