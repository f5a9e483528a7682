"""Works out which instructions the voice speaks in a phase, in sessions in which all are spoken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tpsession.core.catalog.cues import Cue
from tpsession.core.catalog.utterance import Sentence, Topic
from tpsession.core.plan.gate import gate_purpose
from tpsession.core.plan.plan import GateKey, Plan
from tpsession.core.speech.utterance import sentence, text_part, unless_mentioned, utterance

_KEY_NAMES = {GateKey.BIG: "any big key", GateKey.ENTER: "enter"}


@dataclass(frozen=True, slots=True)
class SpokenInstruction:
    """An instruction that is spoken from the start of a phase on, as soon as there is time for it."""

    cue: Cue
    subject_index: int
    """The index of the phase that it is about, as in `announcements.Announcement`."""


def list_instructions(plan: Plan, index: int) -> Iterator[SpokenInstruction]:
    """Yield the instructions in a phase, in the order in which they are spoken; none unless all are spoken.

    A step's instruction is spoken in its first phase. If that is a gate, what to press follows, and if the
    gate was too short for the instruction, it is spoken in the phase behind it. A later hold with an
    instruction of its own has it spoken, too.
    """
    phase = plan.phases[index]
    if not plan.speak.has_instructions or phase.kind.is_lead_in:
        return
    start = plan.entry_start(phase.entry)
    entry = plan.entries[phase.entry]
    if plan.is_later_hold_with_own_text(index):
        yield SpokenInstruction(utterance([sentence(text_part(entry.text_of(phase.hold)))]), index)
    elif index == start or (index == start + 1 and plan.phases[start].is_gate):
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
        if variants:
            yield SpokenInstruction(utterance(*variants), start)


def _gate_prompt(plan: Plan, index: int) -> list[Sentence]:
    """Return one sentence that says what to press in a gate, and when; none in other phases."""
    if not plan.phases[index].is_gate or plan.gate_key is GateKey.NONE:
        return []
    text = f"Press {_KEY_NAMES[plan.gate_key]} {gate_purpose(plan, index)}."
    return [sentence(text_part(text))]
