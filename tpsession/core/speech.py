"""What is said in each phase of a plan, and when.

Everything follows from the plan and from how long a phase takes, so that it still fits after a phase was
changed. What comes next is said 3 to 5 s ahead of the change; what goes with a cue follows it. How long
words take only the player knows: everything said has a place between an earliest and a latest moment.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tpsession.core import phrase as phrases
from tpsession.core.cue import Cue, Speak
from tpsession.core.pacing import pace_of
from tpsession.core.phrase import Phrase
from tpsession.core.plan import COUNT_S, Entry, Phase, PhaseKind, Plan
from tpsession.core.side import Side
from tpsession.core.technique import CUSTOM, LOCATE, Pacing
from tpsession.core.utterance import either, sentence, spoken_text, texts_of, utterance

ANNOUNCED_S = 5.0
"""What comes next is said this many seconds before the change, if it then ends in time."""
ANNOUNCED_EARLIEST_S = 10.0
"""It is never said earlier than this: better nothing, or less, than a word that is forgotten again (ours)."""
CLEAR_S = 0.1
"""Seconds of silence between the end of speech and what follows."""
GATE_SAID_S = 30.0
"""What is said in a gate has ended after so many seconds, else it isn't said (ours)."""
TIMED_PHASE_S = 120.0
"""From this length on, the time that is left is said now and then (ours)."""
LEFT_MINUTES = (50, 40, 30, 20, 15, 10, 5, 4, 3, 2, 1)
"""Minutes left at which it is said."""
TOO_SOON_S = 30.0
"""Seconds from the beginning of a phase in which nobody asks how long it still takes (ours)."""
LEFT_SAID_S = 5.0
"""The time left is said at its moment, or at most so many seconds later."""
SIDE_TOLD_S = 8.0
"""With less time to get ready there is no room for the first step's side: it is said as that step begins."""
BREATHS_SAID = 2
"""So many breaths are led by words; the sounds then go on alone (ours)."""

SESSION_COMPLETE = utterance([sentence(phrases.SESSION_COMPLETE)])
COMPLETE_SAID_S = 5.0
"""The last words have ended so many seconds after the end."""


@dataclass(frozen=True, slots=True)
class Said:
    """Something that is said in a phase. All times are seconds from the phase's start."""

    cue: Cue
    at_s: float
    """When it best begins."""
    earliest_s: float
    until_s: float
    """When it has to have ended."""


def speech(plan: Plan, index: int, length_s: float, *, halved: bool = False) -> Iterator[Said]:
    """What is said in a phase.

    length_s: seconds that it takes, as planned or as it was changed; a gate's doesn't matter.
    halved: whether its middle was signalled already.
    """
    if plan.speak is Speak.NONE:
        return
    phase = plan.phases[index]
    entry = plan.entries[phase.entry]
    ends_s = length_s - (COUNT_S if phase.is_counted else 0) - CLEAR_S
    clear_s = GATE_SAID_S if phase.is_gate else ends_s
    for cue, at_s, within_s in (*_opening(plan, index), *_on_the_way(phase, entry, length_s, halved=halved)):
        if at_s < clear_s:
            yield Said(cue, at_s, at_s, min(at_s + within_s, clear_s))
    coming = _coming(plan, index)
    if coming is not None and clear_s > 0.0:
        at_s = max(length_s - ANNOUNCED_S, 0.0)
        yield Said(coming, at_s, max(length_s - ANNOUNCED_EARLIEST_S, 0.0), clear_s)


def texts(plan: Plan) -> tuple[str, ...]:
    """Every text of a plan that only a voice can say, each once, in the order in which they come."""
    found: dict[str, None] = {}
    for index, phase in enumerate(plan.phases):
        for said in speech(plan, index, phase.planned_s):
            found.update(dict.fromkeys(texts_of(said.cue)))
    return tuple(found)


_Timed = tuple[Cue, float, float]
"""What is said, its moment in the phase, and the seconds from there by which it has ended."""
_ANY_TIME_S = float("inf")
"""As long as nothing else is in its way."""


def _opening(plan: Plan, index: int) -> Iterator[_Timed]:
    """What follows the cue that a phase begins with."""
    phase = plan.phases[index]
    entry = plan.entries[phase.entry]
    match phase.kind:
        case PhaseKind.SWITCH_SIDES:
            sides = [sentence(side) for side in phrases.side_phrases(entry.side)]
            switch = sentence(phrases.SWITCH_SIDES)
            yield utterance([switch, *sides], sides or [switch], [switch]), 0.0, _ANY_TIME_S
        case PhaseKind.GATE:
            yield utterance([_sought(entry)]), 0.0, _ANY_TIME_S
        case PhaseKind.RELEASE:
            yield utterance([sentence(phrases.RELEASE)]), 0.0, _ANY_TIME_S
        case PhaseKind.REST:
            yield utterance([_name(entry)]), 0.0, _ANY_TIME_S
    if index == 1 and plan.phases[0].planned_s < SIDE_TOLD_S:
        for side in phrases.side_phrases(entry.side):
            yield utterance([sentence(side)]), 0.0, _ANY_TIME_S
    if plan.speak is Speak.EVERYTHING and entry.text and index == plan.entry_start(phase.entry):
        yield utterance([sentence(spoken_text(entry.text))]), 0.0, _ANY_TIME_S


def _on_the_way(phase: Phase, entry: Entry, length_s: float, *, halved: bool) -> Iterator[_Timed]:
    """What is said between the beginning and the end of a phase."""
    if phase.is_halved(length_s) and not halved:
        yield utterance([sentence(phrases.HALF_WAY)]), length_s / 2, LEFT_SAID_S
    if length_s >= TIMED_PHASE_S and not phase.kind.leads_in:
        for minutes in LEFT_MINUTES:
            if length_s - 60 * minutes >= TOO_SOON_S:
                left = (*phrases.duration_phrases(60.0 * minutes), phrases.REMAINING)
                yield utterance([sentence(*left)]), length_s - 60 * minutes, LEFT_SAID_S
    pace = pace_of(entry)
    if phase.kind is PhaseKind.WORK and entry.technique.pacing is Pacing.BREATH and pace is not None:
        words = (phrases.BREATHE_IN, phrases.BREATHE_OUT)
        for number in range(BREATHS_SAID):
            begins_s = number * pace.cycle_s
            yield utterance([sentence(words[0])]), begins_s, pace.first_s
            yield utterance([sentence(words[1])]), begins_s + pace.first_s, pace.second_s


def _coming(plan: Plan, index: int) -> Cue | None:
    """The announcement of what follows a phase, or None where nothing is announced."""
    if plan.phases[index].is_gate or index + 1 == len(plan.phases):
        return None
    following = plan.phases[index + 1]
    match following.kind:
        case PhaseKind.RELEASE | PhaseKind.GET_READY:
            return None
        case PhaseKind.SWITCH_SIDES:
            switch = phrases.SWITCH_SIDES
            return utterance([sentence(phrases.NEXT, switch)], [sentence(switch)])
    entry = plan.entries[following.entry]
    name = _name(entry)
    # Without words of its own such a step says "next" itself.
    heading = name if entry.technique is CUSTOM else sentence(phrases.NEXT, name)
    side = [sentence(said) for said in phrases.side_phrases(entry.side) if _changes_side(plan, index + 1)]
    time = _time(plan, index + 1)
    return utterance([heading, *side, *time], [heading, *side], [name, *side], [heading], [name])


def _name(entry: Entry) -> str:
    """What a step is called, in its own words where it has any."""
    usual = phrases.step_phrase(entry.say, entry.technique)
    own = entry.say.strip().rstrip(".")
    return sentence(usual if own.casefold() == usual.text.casefold() else either(own, usual))


def _sought(entry: Entry) -> str:
    """What is to be done until a gate is passed."""
    if entry.technique.pacing is Pacing.HOLD and entry.technique.massage:
        return sentence(phrases.technique_phrase(LOCATE))
    return _name(entry)


def _changes_side(plan: Plan, index: int) -> bool:
    """Whether a phase begins a step on another side than was worked on before it, or on the first."""
    entry = plan.phases[index].entry
    if index != plan.entry_start(entry):
        return False
    before = (plan.entries[earlier].side for earlier in range(entry - 1, -1, -1))
    return next((side for side in before if side is not Side.NONE), None) is not plan.entries[entry].side


def _time(plan: Plan, index: int) -> list[str]:
    """How long a phase takes that comes next; behind a gate, the phase that waits there."""
    here = plan.phases[index]
    for phase in plan.phases[index : index + 2]:
        if phase.entry == here.entry and not phase.is_gate:
            said: tuple[Phrase, ...] = phrases.duration_phrases(phase.planned_s)
            return [sentence(*said)] if said else []
    return []
