"""Describe a plan phase by phase, in the same words in every front end."""

from __future__ import annotations

from tpsession.core.plan.phase import Phase, PhaseKind
from tpsession.core.plan.plan import Plan, PlanEntry
from tpsession.core.text.formatting import SIDE_NAMES, describe_place, format_duration

AREA_LIMIT = "Limit"
"""Before each of a plan's notes."""
_LAST_STEP = "Last step."
_SENTENCE_ENDS = (".", "!", "?", ":", ";", "\N{HORIZONTAL ELLIPSIS}")


def describe_step(entry: PlanEntry) -> str:
    """Return a step in a few words: ``Sustained pressure, left side``.

    It is named by its own spoken text if it has one, else by its technique. If it works on another area than
    the plan's, and doesn't name it, that comes first: ``Thigh: Slow strokes, left side``.
    """
    own_text = "" if entry.say == entry.technique.phrase else entry.say.rstrip(". ")
    name = own_text or entry.technique.name
    if entry.area is not None and entry.area.name.casefold() not in name.casefold():
        name = f"{entry.area.name}: {name}"
    return describe_place(name, entry.side)


def describe_areas(plan: Plan) -> str:
    """Return the name of the area that is massaged, or of every one: ``Neck; calf``."""
    first, *others = (area.name for area in plan.areas)
    return "; ".join([first, *(name.lower() for name in others)])


def describe_phase_start(plan: Plan, index: int) -> str:
    """Return what plain mode says when a phase begins, on one line: what it is and how long it takes.

    The first phase of a step adds the instruction, a gate the key to press, and the last phase of a step what
    comes next.
    """
    phase = plan.phases[index]
    entry = plan.entries[phase.entry]
    duration = format_duration(phase.planned_s)
    parts = [_describe_opening(phase, entry, len(plan.entries), duration), _first_instruction(plan, index)]
    if phase.is_gate:
        parts.append("Take your time. Press enter to continue.")
    if not phase.kind.is_lead_in:
        parts.append(_describe_next_step(plan, index))
    return " ".join(part for part in parts if part)


def _describe_next_step(plan: Plan, index: int) -> str:
    """Return which step follows a phase, or that this is the last one; empty within a step."""
    here = plan.phases[index]
    following = plan.phases[index + 1 : index + 2]
    if not following:
        return _LAST_STEP
    if following[0].entry == here.entry:
        return ""
    return f"Next: {describe_step(plan.entries[following[0].entry])}."


def _describe_opening(phase: Phase, entry: PlanEntry, entry_count: int, duration: str) -> str:
    """Return the first sentence about a phase: what it is, and how long it takes.

    A time to get ready also names the step to come. A gate and switching sides have no time.

    Args:
        phase: The phase.
        entry: Its entry of the plan.
        entry_count: Number of entries in the plan.
        duration: How long the phase takes, in words.

    """
    number = f"Step {phase.entry + 1} of {entry_count}: "
    match phase.kind:
        case PhaseKind.GET_READY:
            order = "First" if phase.entry == 0 else "Next"
            return f"Get ready, {duration}. {order}: {describe_step(entry)}."
        case PhaseKind.SWITCH_SIDES:
            return f"Switch sides: {SIDE_NAMES[entry.side]}."
        case PhaseKind.GATE:
            return f"{number}{describe_step(entry)}."
        case PhaseKind.RELEASE:
            return f"Release, {duration}."
        case PhaseKind.HOLD if entry.rounds > 1:
            return f"{number}{describe_step(entry)}, hold {phase.round} of {entry.rounds}, {duration}."
        case _:
            return f"{number}{describe_step(entry)}, {duration}."


def _first_instruction(plan: Plan, index: int) -> str:
    """Return the step's instruction with its limit if this is the first phase of the step; else empty."""
    phase = plan.phases[index]
    if phase.kind.is_lead_in or index != plan.entry_start(phase.entry):
        return ""
    return join_limit(plan.entries[phase.entry])


def describe_phase(plan: Plan, index: int) -> str:
    """Return the title of a phase, such as ``Sustained pressure, left side, hold 2 of 3`` or ``Get ready``.

    A gate has the title of its step. index: the phase's index in the plan.
    """
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
    """Return the next phase and how long it takes, in one line; in the last phase, that it is the last step.

    If the next phase is a gate, it says to take one's time instead of a length.
    """
    if index + 1 >= len(plan.phases):
        return _LAST_STEP
    following = plan.phases[index + 1]
    title = describe_phase(plan, index + 1)
    if following.is_gate:
        return f"Next: {title}. Take your time."
    return f"Next: {title}, {format_duration(following.planned_s)}."


def describe_instruction(plan: Plan, index: int) -> str:
    """Return what to do in a phase: the instruction of its step, or in a release, to let go.

    A phase that leads in to a step has the step's name before the instruction, so that there is time to read.
    """
    phase = plan.phases[index]
    entry = plan.entries[phase.entry]
    if phase.kind is PhaseKind.RELEASE:
        return "Let go, and keep breathing."
    return f"{describe_step(entry)}. {entry.text}" if phase.kind.is_lead_in else entry.text


def describe_limit(plan: Plan, index: int) -> str:
    """Return what is never done in a phase, one sentence; empty without a limit, and in a release."""
    phase = plan.phases[index]
    return "" if phase.kind is PhaseKind.RELEASE else plan.entries[phase.entry].limit


def join_limit(entry: PlanEntry) -> str:
    """Return the instruction of a step, and behind it what is never done."""
    text = entry.text.rstrip()
    if not (text and entry.limit):
        return text or entry.limit
    return f"{text}{'' if text.endswith(_SENTENCE_ENDS) else '.'} {entry.limit}"


def describe_pace(phase: Phase, entry: PlanEntry) -> str:
    """Return the tempo or the breathing times of a work phase in a few words, for screens without motion.

    Empty for other phases, and for an entry without such numbers.
    """
    if phase.kind is not PhaseKind.WORK:
        return ""
    if entry.inhale_s is not None and entry.exhale_s is not None:
        return f"{entry.inhale_s:g} s in, {entry.exhale_s:g} s out"
    return f"{entry.tempo:g} a minute" if entry.tempo is not None else ""
