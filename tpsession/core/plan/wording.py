"""Describe a plan phase by phase, in the same words in every front end."""

from __future__ import annotations

from tpsession.core.plan.gate import describe_key_press
from tpsession.core.plan.phase import Phase, PhaseKind
from tpsession.core.plan.plan import Plan, PlanEntry
from tpsession.core.text.formatting import SIDE_NAMES, describe_area_list, describe_place, format_duration

AREA_LIMIT = "Limit"
"""Before each of a plan's notes."""
_LAST_STEP = "Last step."
_SENTENCE_ENDS = (".", "!", "?", ":", ";", "\N{HORIZONTAL ELLIPSIS}")
_LET_GO = "Let go, and keep breathing."


def describe_step(entry: PlanEntry, hold: int = 1) -> str:
    """Return a step in a few words: ``Sustained pressure, left side``.

    It is named by what the voice says in it, or by its technique if the voice says only the technique's own
    phrase. In a plan with several areas, the area that the step works on comes first, unless the name has it:
    ``Thigh: Slow strokes, left side``.

    Args:
        entry: The step in the plan.
        hold: The number of the hold, counted from 1, if each has words of its own.

    """
    name = own_name(entry, hold) or entry.technique.name
    if entry.area is not None and entry.area.name.casefold() not in name.casefold():
        name = f"{entry.area.name}: {name}"
    return describe_place(name, entry.side)


def own_name(entry: PlanEntry, hold: int = 1) -> str:
    """Return what the voice says in a step as its name, ``Picture a place``, without a full stop at its end.

    It is the routine's or the area's text. Empty if the voice says only the technique's own phrase.

    hold: the number of the hold, counted from 1, if each has words of its own.
    """
    say = entry.say_of(hold)
    return "" if say == entry.technique.phrase else say.rstrip(". ")


def describe_areas(plan: Plan) -> str:
    """Return the name of the plan's area, or the names of all its areas: ``Neck; calf``."""
    return describe_area_list(plan.areas)


def describe_phase_start(plan: Plan, index: int) -> str:
    """Return the line of a phase in a list of all phases: what it is, and mostly how long it takes.

    More follows in these cases, if there is such a text:

    - the first phase of a step, after its lead-ins: the step's instruction, and what is never done in it
    - a gate: to take one's time, and to press enter
    - the first release of a step: what to do in a release
    - each later hold of a step, from its second on: to do the same again, if the hold has no words of its own
    - a release before a hold with words of its own: these words, and what is never done in the step
    - the last phase of a step: which step comes next, or that it was the last
    """
    phase = plan.phases[index]
    entry = plan.entries[phase.entry]
    duration = format_duration(phase.planned_s)
    parts = [_describe_opening(plan, phase, duration), _first_instruction(plan, index)]
    if phase.is_gate:
        parts.append(f"Take your time. {describe_key_press(plan, index, 'enter')}")
    if phase.kind is PhaseKind.RELEASE and phase.hold == 1:
        parts.append(describe_release(plan, index))
    parts.append(describe_again(plan, index))
    if phase.kind is PhaseKind.RELEASE and (next_hold := _describe_next_hold(phase, entry)):
        parts.append(join_limit(next_hold, entry.limit))
    if not phase.kind.is_lead_in:
        parts.append(_describe_next_step(plan, index))
    return " ".join(part for part in parts if part)


def _describe_next_step(plan: Plan, index: int) -> str:
    """Return which step begins after a phase, or that there is none; empty if the same step goes on.

    The other side of a step is another step here.
    """
    here = plan.phases[index]
    following = plan.phases[index + 1 : index + 2]
    if not following:
        return _LAST_STEP
    if following[0].entry == here.entry:
        return ""
    # It is read at the start of the phase, where "Next" would sound like what to do now.
    return f"After that: {_next_round(plan, index)}{describe_step(plan.entries[following[0].entry])}."


def _next_round(plan: Plan, index: int) -> str:
    """Return which round begins after a rest between rounds, ``round 2 of 3. ``; empty in other phases.

    index: of the phase in the plan.
    """
    entry = plan.phases[index].entry
    if not plan.entries[entry].is_between_rounds:
        return ""
    following = plan.entries[entry + 1]
    return f"round {following.round} of {following.round_count}. "


def _describe_opening(plan: Plan, phase: Phase, duration: str) -> str:
    """Return what a phase is, and how long it takes.

    A phase to get ready also names the step that it leads in to. For a gate and for switching sides no length
    is given. Work, rests, holds and gates begin with the number of the step, and with its round if it is
    played in rounds; the rest between rounds has neither.

    Args:
        plan: The plan.
        phase: The phase.
        duration: How long the phase takes, in words.

    """
    entry = plan.entries[phase.entry]
    step = f"Step {plan.step_number(phase.entry)} of {plan.step_count}{describe_round(entry)}: "
    number = "" if entry.is_between_rounds else step
    match phase.kind:
        case PhaseKind.GET_READY:
            order = "First" if phase.entry == 0 else "Next"
            return f"Get ready, {duration}. {order}: {describe_step(entry)}."
        case PhaseKind.SWITCH_SIDES:
            return f"Switch sides: {SIDE_NAMES[entry.side]}."
        case PhaseKind.GATE:
            return f"{number}{_describe_work(entry)}."
        case PhaseKind.RELEASE:
            return f"{entry.technique.release_phrase}, {duration}."
        case PhaseKind.HOLD:
            return f"{number}{_describe_hold(phase, entry)}, {duration}."
        case _:
            return f"{number}{_describe_work(entry)}, {duration}."


def _describe_hold(phase: Phase, entry: PlanEntry) -> str:
    """Return the title of a hold: ``Sustained pressure, hold 2 of 3``, or ``Fists, tense 1 of 2``.

    A single hold isn't called a hold, so that the title is that of its step, unless its technique has a word
    for it.
    """
    title, hold_phrase = describe_step(entry, phase.hold), entry.technique.hold_phrase.lower()
    return f"{title}, {_name_hold(phase, entry)}" if entry.holds > 1 or hold_phrase else title


def _name_hold(phase: Phase, entry: PlanEntry) -> str:
    """Return what a hold is called within its step: ``hold 2 of 3``, ``tense 1 of 2`` or ``hold``."""
    name = entry.technique.hold_phrase.lower() or "hold"
    return f"{name} {phase.hold} of {entry.holds}" if entry.holds > 1 else name


def _describe_work(entry: PlanEntry) -> str:
    """Return the title of a phase of work, of a rest or of a gate: its step, and its count if it has one.

    An example is ``Calf raises, 8 times``.
    """
    return f"{describe_step(entry)}{describe_count(entry)}"


def describe_round(entry: PlanEntry) -> str:
    """Return in which round a step is played, with a comma before it; empty if it isn't in rounds."""
    return f", round {entry.round} of {entry.round_count}" if entry.round_count > 1 else ""


def describe_count(entry: PlanEntry) -> str:
    """Return how many times something is done, with a comma before it; empty if it isn't counted."""
    if entry.count is None:
        return ""
    return ", once" if entry.count == 1 else f", {entry.count} times"


def _first_instruction(plan: Plan, index: int) -> str:
    """Return the step's instruction and what is never done in it, in its first phase after the lead-ins.

    Empty in any other phase: a later hold with an instruction of its own is described in the release before
    it.
    """
    phase = plan.phases[index]
    is_first = not phase.kind.is_lead_in and index == plan.entry_start(phase.entry)
    if is_first:
        entry = plan.entries[phase.entry]
        return join_limit(entry.text_of(phase.hold), entry.limit)
    return ""


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
            return entry.technique.release_phrase
        case PhaseKind.HOLD:
            return _describe_hold(phase, entry)
        case _:
            return _describe_work(entry)


def describe_next_phase(plan: Plan, index: int) -> str:
    """Return the next phase and how long it takes, in one line; in the last phase, that it is the last step.

    If the next phase is a gate, ``Take your time`` replaces the length. If this phase is a gate and its step
    goes on, the step isn't named again.
    """
    if index + 1 >= len(plan.phases):
        return _LAST_STEP
    phase, following = plan.phases[index], plan.phases[index + 1]
    title = describe_phase(plan, index + 1)
    if phase.is_gate and phase.entry == following.entry:
        is_hold = following.kind is PhaseKind.HOLD
        title = _name_hold(following, plan.entries[following.entry]) if is_hold else "this step"
    if following.is_gate:
        return f"Next: {_next_round(plan, index)}{title}. Take your time."
    return f"Next: {_next_round(plan, index)}{title}, {format_duration(following.planned_s)}."


def describe_instruction(plan: Plan, index: int) -> str:
    """Return what to do in a phase: the instruction of its hold, or of its step if the holds have none.

    In a phase that leads in to a step, the step's name comes first, then the instruction of its first hold.
    In a release it is how to let go, then the words of the next hold if it has words of its own.
    """
    phase = plan.phases[index]
    entry = plan.entries[phase.entry]
    if phase.kind is PhaseKind.RELEASE:
        let_go = describe_release(plan, index) or _LET_GO
        return " ".join(filter(None, (let_go, _describe_next_hold(phase, entry))))
    if phase.kind.is_lead_in:
        return f"{describe_step(entry)}. {entry.text_of(1)}"
    return entry.text_of(phase.hold)


def describe_release(plan: Plan, index: int) -> str:
    """Return what to do in a release, in one sentence; empty if there is none for the step.

    There is none for a step with an instruction of its own. index: of the release in the plan.
    """
    entry = plan.entries[plan.phases[index].entry]
    return plan.area_of(entry).release_text_for(entry.technique, entry.text)


def describe_again(plan: Plan, index: int) -> str:
    """Return what to do in a hold after the first, in one sentence, such as "Do the stretch again".

    Empty if the technique has no such sentence, if the step or each of its holds has an instruction of its
    own, and in any other phase. index: of the phase in the plan.
    """
    phase = plan.phases[index]
    if phase.kind is not PhaseKind.HOLD or phase.hold == 1:
        return ""
    entry = plan.entries[phase.entry]
    return "" if entry.hold_texts else plan.area_of(entry).again_text_for(entry.technique, entry.text)


def _describe_next_hold(phase: Phase, entry: PlanEntry) -> str:
    """Return the words of the next hold of a step: ``Next: Heel. Rest the heel on the ball``.

    Empty if this hold is the last, or if all holds have the same words. phase: a hold, or the release after
    it.
    """
    if phase.hold >= entry.holds:
        return ""
    hold = phase.hold + 1
    name = f"{describe_step(entry, hold)}." if entry.hold_says else ""
    text = entry.text_of(hold) if entry.hold_texts else ""
    words = " ".join(filter(None, (name, text)))
    return f"Next: {words}" if words else ""


def describe_limit(plan: Plan, index: int) -> str:
    """Return what is never done in a phase or in the step that it leads in to, in one sentence.

    Empty without such a limit, and in a release.
    """
    phase = plan.phases[index]
    return "" if phase.kind is PhaseKind.RELEASE else plan.entries[phase.entry].limit


def join_limit(text: str, limit: str) -> str:
    """Return an instruction followed by what is never done, as separate sentences; either may be empty."""
    text = text.rstrip()
    if not (text and limit):
        return text or limit
    return f"{text}{'' if text.endswith(_SENTENCE_ENDS) else '.'} {limit}"


def describe_pace(phase: Phase, entry: PlanEntry) -> str:
    """Return the tempo or the breathing times of a work phase in a few words.

    Empty for other phases, and for an entry without such numbers.
    """
    if phase.kind is not PhaseKind.WORK:
        return ""
    if entry.inhale_s is not None and entry.exhale_s is not None:
        return f"{entry.inhale_s:g} s in, {entry.exhale_s:g} s out"
    return f"{entry.tempo:g} a minute" if entry.tempo is not None else ""
