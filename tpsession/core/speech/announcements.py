"""What is said in each phase of a plan, and when.

Everything follows from the plan and from how long a phase takes, so that it still fits after a phase was
changed. What comes next is said 5 s before the change, or as much earlier as it needs to have ended before
the countdown; what finds no room there is said after the cue that the step begins with. How long words take
only the player knows: everything said has a place between an earliest and a latest moment.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tpsession.core.catalog import cues
from tpsession.core.catalog.cues import Cue, Speak
from tpsession.core.catalog.side import Side
from tpsession.core.catalog.technique import CUSTOM, LOCATE, Pacing
from tpsession.core.catalog.utterance import Part, Sentence, Topic
from tpsession.core.plan.pacing import pace_of
from tpsession.core.plan.phase import COUNT_S, Phase, PhaseKind
from tpsession.core.plan.plan import Plan, PlanStep
from tpsession.core.speech import phrases
from tpsession.core.speech.phrases import Phrase
from tpsession.core.speech.utterance import (
    CLEAR_S,
    cue_part,
    mention,
    sentence,
    text_or_phrase,
    text_part,
    unless_mentioned,
    utterance,
    voiced_texts,
)

ANNOUNCED_S = 5.0
"""What comes next is said this many seconds before the change, if it then ends in time."""
ANNOUNCED_EARLIEST_S = 10.0
"""It is never said earlier than this: better nothing, or less, than a word that is forgotten again (ours)."""
GATE_SAID_S = 30.0
"""What is said in a gate has ended after so many seconds, else it isn't said (ours)."""
OPENING_SAID_S = 8.0
"""What a phase begins with has been said so many seconds after that, or less of it is said (ours)."""
TIMED_PHASE_S = 120.0
"""From this length on, the time that is left is said now and then (ours)."""
LEFT_MINUTES = (50, 40, 30, 20, 15, 10, 5, 4, 3, 2, 1)
"""Minutes left at which it is said."""
TOO_SOON_S = 30.0
"""Seconds from the beginning of a phase in which nobody asks how long it still takes (ours)."""
LEFT_SAID_S = 5.0
"""The time left is said at its moment, or has been said so many seconds later."""
BREATHS_SAID = 2
"""So many breaths are led by words; the sounds then go on alone (ours)."""
BREATH_SAID_S = 1.75
"""A breath's word has ended so soon after the breath began, or isn't said: it takes 0.7 s, and would mislead
where it began over a second late (ours)."""

SESSION_COMPLETE = utterance([sentence(phrases.SESSION_COMPLETE)])
COMPLETE_SAID_S = 5.0
"""The last words have ended so many seconds after the end."""


@dataclass(frozen=True, slots=True)
class Announcement:
    """Something that is said in a phase. All times are seconds from the phase's start."""

    cue: Cue
    at_s: float
    """When it best begins."""
    earliest_s: float
    until_s: float
    """When it has to have ended."""
    about: int
    """Index of the phase that it tells about; behind a gate, of the gate."""


def speech(
    plan: Plan,
    index: int,
    length_s: float,
    *,
    came_s: float | None = None,
    middle_s: float | None = None,
) -> Iterator[Announcement]:
    """What is said in a phase.

    length_s: seconds that it takes, as planned or as it was changed; of a gate 0 where nobody knows.
    came_s: seconds into it at which somebody comes to whom nothing announced it; None where nobody does.
    middle_s: seconds into it at which its middle was signalled; None where it wasn't yet.
    """
    if plan.speak is Speak.NONE:
        return
    phase = plan.phases[index]
    clear_s = _clear_s(phase, length_s, came_s or 0.0)
    about = _about(plan, index)
    timed = (*_opening(plan, index, length_s, came_s), *_on_the_way(plan, phase, length_s, middle_s))
    for cue, at_s, within_s in timed:
        if at_s < clear_s:
            yield Announcement(cue, at_s, at_s, min(at_s + within_s, clear_s), about)
    coming = _coming(plan, index, length_s)
    if coming is not None and clear_s > 0.0:
        at_s = max(length_s - ANNOUNCED_S, 0.0)
        earliest_s = max(length_s - ANNOUNCED_EARLIEST_S, 0.0)
        yield Announcement(coming, at_s, earliest_s, clear_s, _about(plan, index + 1))


def texts(plan: Plan) -> tuple[str, ...]:
    """Every text of a plan that only a voice can say, each once, in the order in which they come."""
    found: dict[str, None] = {}
    for index, phase in enumerate(plan.phases):
        for said in speech(plan, index, phase.planned_s):
            found.update(dict.fromkeys(voiced_texts(said.cue)))
    return tuple(found)


_Timed = tuple[Cue, float, float]
"""What is said, its moment in the phase, and the seconds from there by which it has ended."""
_ANY_TIME_S = float("inf")
"""As long as nothing else is in its way."""


def _clear_s(phase: Phase, length_s: float, came_s: float) -> float:
    """When everything said in a phase has ended."""
    if not phase.is_gate:
        return length_s - (COUNT_S if phase.is_counted else 0) - CLEAR_S
    said_s = came_s + GATE_SAID_S
    return min(said_s, length_s - CLEAR_S) if length_s > 0.0 else said_s


def _about(plan: Plan, index: int) -> int:
    """The phase that stands for a step and its side: a gate for itself and what waits behind it."""
    before = plan.phases[index - 1] if index > 0 else None
    gated = before is not None and before.is_gate and before.entry == plan.phases[index].entry
    return index - 1 if gated else index


# What a phase begins with


def _opening(plan: Plan, index: int, length_s: float, came_s: float | None) -> Iterator[_Timed]:
    """What follows the cue that a phase begins with, or somebody's coming into it."""
    phase = plan.phases[index]
    entry = plan.entries[phase.entry]
    at_s = came_s or 0.0
    match phase.kind:
        case PhaseKind.SWITCH_SIDES:
            sides = [sentence(side) for side in phrases.side_phrases(entry.side)]
            switch = sentence(phrases.SWITCH_SIDES)
            yield utterance([switch, *sides], sides or [switch], [switch]), at_s, OPENING_SAID_S
        case PhaseKind.GET_READY:
            # Only before the first announcement, which says more.
            within_s = min(length_s - ANNOUNCED_S, OPENING_SAID_S)
            if index == 0 and within_s > 0.0:
                ready, area = sentence(phrases.GET_READY), sentence(phrases.area_phrase(plan.area))
                yield utterance([ready, area], [area], [ready]), at_s, within_s
        case _:
            within_s = GATE_SAID_S if phase.is_gate else OPENING_SAID_S
            if came_s is None:
                yield _begun(plan, index), at_s, within_s
            else:
                yield _come_into(plan, index, length_s, came_s), at_s, within_s
    if plan.speak is Speak.EVERYTHING and entry.text and index == plan.entry_start(phase.entry):
        yield utterance([sentence(text_part(entry.text))]), 0.0, _ANY_TIME_S


def _begun(plan: Plan, index: int) -> Cue:
    """What is said as a phase begins: what it always says, and what its announcement had no room for."""
    phase = plan.phases[index]
    entry = plan.entries[phase.entry]
    side = [unless_mentioned(Topic.SIDE, said) for said in _side(entry) if _changes_side(plan, index)]
    time = [unless_mentioned(Topic.TIME, said) for said in _time(plan, index)]
    match phase.kind:
        case PhaseKind.RELEASE:
            return utterance([sentence(phrases.RELEASE)])
        case PhaseKind.GATE:
            return _shortened(_sought(entry), side, [])
        case PhaseKind.REST:
            return _shortened([sentence(name) for name in _names(entry)], side, time)
    return _shortened([unless_mentioned(Topic.NAME, sentence(name)) for name in _names(entry)], side, time)


def _come_into(plan: Plan, index: int, length_s: float, came_s: float) -> Cue:
    """What is said to somebody who comes into a phase that nothing announced: step, side and time."""
    phase = plan.phases[index]
    entry = plan.entries[phase.entry]
    side = [mention(Topic.SIDE, said) for said in _side(entry)]
    match phase.kind:
        case PhaseKind.RELEASE:
            names = [sentence(phrases.RELEASE)]
        case PhaseKind.GATE:
            return _shortened(_sought(entry), side, [])
        case _:
            names = [mention(Topic.NAME, sentence(name)) for name in _names(entry)]
    left = phrases.duration_phrases(phase.planned_s)
    if came_s > 0.0 and (left := phrases.duration_phrases(length_s - came_s)):
        left = (*left, phrases.REMAINING)
    return _shortened(names, side, [mention(Topic.TIME, sentence(*left))] if left else [])


def _shortened(names: list[Sentence], side: list[Sentence], time: list[Sentence]) -> Cue:
    """An utterance that says less where there is little room. names: of one thing, the preferred first."""
    variants = [said for name in names for said in ([name, *side, *time], [name, *side], [name])]
    return utterance(*variants, *([side] if side else []))


# What is said on the way


def _on_the_way(plan: Plan, phase: Phase, length_s: float, middle_s: float | None) -> Iterator[_Timed]:
    """What is said between the beginning and the end of a phase."""
    if middle_s is not None or phase.is_halved(length_s):
        at_s = length_s / 2 if middle_s is None else middle_s
        yield utterance([sentence(phrases.HALF_WAY)]), at_s, LEFT_SAID_S
    if length_s >= TIMED_PHASE_S and not phase.kind.leads_in:
        for minutes in LEFT_MINUTES:
            if length_s - 60 * minutes >= TOO_SOON_S:
                left = (*phrases.duration_phrases(60.0 * minutes), phrases.REMAINING)
                yield utterance([sentence(*left)]), length_s - 60 * minutes, LEFT_SAID_S
    entry = plan.entries[phase.entry]
    pace = pace_of(entry)
    if phase.kind is PhaseKind.WORK and entry.technique.pacing is Pacing.BREATH and pace is not None:
        for number in range(BREATHS_SAID):
            begins_s = number * pace.cycle_s
            yield utterance([sentence(phrases.BREATHE_IN)]), begins_s, BREATH_SAID_S
            yield utterance([sentence(phrases.BREATHE_OUT)]), begins_s + pace.first_s, BREATH_SAID_S


# What is said of what comes next


def _coming(plan: Plan, index: int, length_s: float) -> Cue | None:
    """The announcement of what follows a phase, or None where nothing is announced."""
    here = plan.phases[index]
    if here.is_gate or index + 1 == len(plan.phases):
        return None
    following = plan.phases[index + 1]
    # Where no words find room, the cue that is heard without a voice says that something comes.
    last = [[sentence(cue_part(cues.NEXT))]] if here.has_room_for_next(length_s) else []
    match following.kind:
        case PhaseKind.RELEASE | PhaseKind.GET_READY:
            return None
        case PhaseKind.SWITCH_SIDES:
            switch = phrases.SWITCH_SIDES
            return utterance([sentence(phrases.NEXT, switch)], [sentence(switch)], *last)
    entry = plan.entries[following.entry]
    side = [mention(Topic.SIDE, said) for said in _side(entry) if _changes_side(plan, index + 1)]
    time = [mention(Topic.TIME, said) for said in _time(plan, index + 1)]
    names = _names(entry)
    variants = []
    for name in names:
        # Without words of its own such a step says "next" itself.
        heading = sentence(name) if entry.technique is CUSTOM else sentence(phrases.NEXT, name)
        head = mention(Topic.NAME, heading)
        variants += [[head, *side, *time], [head, *side], [head]]
    return utterance(*variants, *([mention(Topic.NAME, sentence(name))] for name in names), *last)


def _names(entry: PlanStep) -> list[Part]:
    """What a step is called: in its own words where it has any; else, or if they are too long, as usual."""
    usual = phrases.step_phrase(entry.say, entry.technique)
    own = entry.say.strip().rstrip(".")
    if own.casefold() == usual.text.casefold():
        return [(usual.sound,)]
    return [text_or_phrase(own, usual), (usual.sound,)]


def _sought(entry: PlanStep) -> list[Sentence]:
    """What is to be done until a gate is passed."""
    if entry.technique.pacing is Pacing.HOLD and entry.technique.massage:
        return [sentence(phrases.technique_phrase(LOCATE))]
    return [mention(Topic.NAME, sentence(name)) for name in _names(entry)]


def _side(entry: PlanStep) -> list[Sentence]:
    """The side of a step, if it has one."""
    return [sentence(side) for side in phrases.side_phrases(entry.side)]


def _changes_side(plan: Plan, index: int) -> bool:
    """Whether a phase begins a step on another side than was worked on before it, or on the first."""
    entry = plan.phases[index].entry
    if _about(plan, index) != plan.entry_start(entry):
        return False
    before = (plan.entries[earlier].side for earlier in range(entry - 1, -1, -1))
    return next((side for side in before if side is not Side.NONE), None) is not plan.entries[entry].side


def _time(plan: Plan, index: int) -> list[Sentence]:
    """How long a phase takes that comes next; behind a gate, the phase that waits there."""
    here = plan.phases[index]
    for phase in plan.phases[index : index + 2]:
        if phase.entry == here.entry and not phase.is_gate:
            said: tuple[Phrase, ...] = phrases.duration_phrases(phase.planned_s)
            return [sentence(*said)] if said else []
    return []
