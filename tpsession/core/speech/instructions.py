"""Works out which instructions the voice speaks in a phase, in sessions in which all are spoken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tpsession.core.catalog.cues import Cue
from tpsession.core.catalog.technique import OIL
from tpsession.core.catalog.utterance import Sentence, Topic
from tpsession.core.plan.gate import gate_purpose
from tpsession.core.plan.phase import PhaseKind
from tpsession.core.plan.plan import GateKey, Plan
from tpsession.core.plan.wording import describe_again, describe_release
from tpsession.core.speech.utterance import sentence, text_part, unless_mentioned, utterance

PRESSURE_SCALE = (
    "How hard to press: until you feel a strong but pleasant ache, and can still breathe and talk. "
    "That is 4 to 5 out of 10. Never go over 6. This is not your pain number."
)
"""How firm pressure may feel, which is a scale of its own: 4 to 5 is the target, 6 the ceiling (ours)."""
_KEY_NAMES = {GateKey.BIG: "any big key", GateKey.ENTER: "enter"}


@dataclass(frozen=True, slots=True)
class SpokenInstruction:
    """An instruction that is spoken from the start of a phase on, as soon as there is time for it."""

    cue: Cue
    subject_index: int
    """The index of the phase that it is about, as in `announcements.Announcement`."""


def list_instructions(plan: Plan, index: int) -> Iterator[SpokenInstruction]:
    """Yield the instructions that are spoken in a phase, and how hard to press, in the order spoken.

    There are none if the plan doesn't speak instructions, nor while getting ready or switching sides.

    A step's instruction is spoken in its first phase. If that is a gate, the voice also says what to press,
    if anything, and the next phase has the instruction too, for what the gate was too short for. A later hold
    has the sentence of `describe_again`, or else its own instruction, if there is one. A step's first release
    has that of `describe_release`, if there is one.

    How hard to press is explained once: in the last timed phase before the first firm step, where there is
    time to listen, unless that phase is on an area that is only touched lightly. If it couldn't be said
    there, it is explained as the firm step begins: in a gate before the instruction, elsewhere after it,
    because the hands have to know first what to do.
    """
    phase = plan.phases[index]
    if not plan.speak.has_instructions or phase.kind.is_lead_in:
        return
    if phase.kind is PhaseKind.RELEASE and phase.hold == 1 and (text := describe_release(plan, index)):
        yield SpokenInstruction(utterance([sentence(text_part(text))]), index)
    instruction = _hold_instruction(plan, index) or _step_instruction(plan, index)
    firm_start = _first_firm_phase(plan)
    if firm_start is not None and explains_pressure(plan, index):
        scale = utterance([unless_mentioned(Topic.SCALE, sentence(text_part(PRESSURE_SCALE)))])
        explained = SpokenInstruction(scale, firm_start)
        spoken = [explained, instruction] if phase.is_gate else [instruction, explained]
    else:
        spoken = [instruction]
    yield from filter(None, spoken)


def explains_pressure(plan: Plan, index: int) -> bool:
    """Return whether the voice may explain in this phase how hard to press.

    It may in the last timed phase before the first firm step, unless that is on an area that is only touched
    lightly; in the first phase of the firm step; and in the one after its gate, if it has one. The player
    says the explanation in the first of these with enough time. Always False if the plan doesn't speak
    instructions, or if no step is firm.
    """
    phase, firm_start = plan.phases[index], _first_firm_phase(plan)
    if firm_start is None or not plan.speak.has_instructions or phase.kind.is_lead_in:
        return False
    is_beginning = index == firm_start or (index == firm_start + 1 and plan.phases[firm_start].is_gate)
    return is_beginning or index == _last_timed_phase(plan, firm_start)


def find_pressure_explanation(plan: Plan) -> int | None:
    """Return the index of the one phase in which to write how hard to press; None if no step is firm.

    It is the last timed phase before the first firm step. If there is no such phase, or if it is about oil or
    on an area that is only touched lightly, it is the first phase of the firm step. It doesn't matter what
    the plan speaks.
    """
    firm_start = _first_firm_phase(plan)
    if firm_start is None:
        return None
    timed = _last_timed_phase(plan, firm_start)
    is_oil = timed is not None and plan.entries[plan.phases[timed].entry].technique is OIL
    return firm_start if timed is None or is_oil else timed


def _hold_instruction(plan: Plan, index: int) -> SpokenInstruction | None:
    """Return what is spoken in a step's later hold: `describe_again`, or else the hold's own instruction.

    None in any other phase, and if such a hold has neither.
    """
    text = describe_again(plan, index)
    if not text and plan.is_later_hold_with_own_text(index):
        phase = plan.phases[index]
        text = plan.entries[phase.entry].text_of(phase.hold)
    return SpokenInstruction(utterance([sentence(text_part(text))]), index) if text else None


def _step_instruction(plan: Plan, index: int) -> SpokenInstruction | None:
    """Return the instruction of a step, for the step's first phase or the phase after its gate.

    After the instruction comes what is never done in the step. If there is no time for both, only the latter
    is said, or else only the instruction. In a gate, what to press comes last. None in any other phase, or if
    there is nothing to say.
    """
    start = plan.entry_start(plan.phases[index].entry)
    if index != start and not (index == start + 1 and plan.phases[start].is_gate):
        return None
    entry = plan.entries[plan.phases[index].entry]
    texts = [
        unless_mentioned(Topic.INSTRUCTION, sentence(text_part(text)))
        for text in (entry.text_of(1), entry.limit)
        if text
    ]
    # If there is no time for both, what is never done is said.
    variants = [texts, *([text] for text in reversed(texts))] if texts else []
    prompt = _gate_prompt(plan, index)
    if prompt:
        variants = [*([*variant, *prompt] for variant in variants), prompt]
    if not variants:
        return None
    return SpokenInstruction(utterance(*variants), start)


def _first_firm_phase(plan: Plan) -> int | None:
    """Return the index of the first phase of the first firm step; None if no step is firm.

    A step on an area that is only touched lightly isn't firm, whatever its technique.
    """
    firm = (
        number
        for number, entry in enumerate(plan.entries)
        if entry.technique.is_firm and not plan.area_of(entry).is_light
    )
    entry = next(firm, None)
    return None if entry is None else plan.entry_start(entry)


def _last_timed_phase(plan: Plan, before: int) -> int | None:
    """Return the index of the last phase with a length before another phase.

    Gates, getting ready and switching sides don't count. None if there is none, or if it is on an area that
    is only touched lightly: how hard to press elsewhere mustn't be heard there.

    before: the index of the other phase.
    """
    for index in range(before - 1, -1, -1):
        phase = plan.phases[index]
        if not (phase.is_gate or phase.kind.is_lead_in):
            return None if plan.area_of(plan.entries[phase.entry]).is_light else index
    return None


def _gate_prompt(plan: Plan, index: int) -> list[Sentence]:
    """Return one sentence that says what to press in a gate, and when; empty for other phases.

    Empty, too, in a session in which nothing is to be pressed.
    """
    if not plan.phases[index].is_gate or plan.gate_key is GateKey.NONE:
        return []
    text = f"Press {_KEY_NAMES[plan.gate_key]} {gate_purpose(plan, index)}."
    return [sentence(text_part(text))]
