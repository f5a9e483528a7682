"""Works out what is said in each phase of a plan, and within which limits of time.

It depends only on the plan and on the length of the phase, so it can be worked out again after a phase was
changed. The next step is announced 5 s before the change, or earlier if the announcement would otherwise run
into the countdown. What doesn't fit there is said after the cue that the step begins with. Only the player
knows how long the words take, so everything has an earliest moment and a moment by which it must have ended.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tpsession.core.catalog import cues
from tpsession.core.catalog.cues import Cue, Speak
from tpsession.core.catalog.side import Side
from tpsession.core.catalog.technique import CUSTOM, LOCATE, Pacing
from tpsession.core.catalog.utterance import Part, Sentence, Topic
from tpsession.core.plan.pacing import pace_for
from tpsession.core.plan.phase import COUNTDOWN_S, Phase, PhaseKind
from tpsession.core.plan.plan import Plan, PlanStep
from tpsession.core.speech import phrases
from tpsession.core.speech.utterance import (
    CLEAR_S,
    cue_part,
    find_voiced_texts,
    mention,
    sentence,
    text_or_phrase,
    text_part,
    unless_mentioned,
    utterance,
)

ANNOUNCED_S = 5.0
"""The next step is announced this many seconds before the change, if the words then end in time."""
ANNOUNCED_EARLIEST_S = 10.0
"""It is never announced earlier than this, because it would be forgotten again (ours)."""
GATE_SPEECH_S = 30.0
"""Speech in a gate must end within this many seconds, or it is left out (ours)."""
OPENING_SPEECH_S = 8.0
"""Speech at the beginning of a phase must end within this many seconds, or it is shortened (ours)."""
TIMED_PHASE_S = 120.0
"""In phases of at least this length, the remaining time is said now and then (ours)."""
REMAINING_MINUTES = (50, 40, 30, 20, 15, 10, 5, 4, 3, 2, 1)
"""The remaining minutes at which they are said."""
FIRST_REMAINING_S = 30.0
"""The remaining time isn't said earlier in a phase than this (ours)."""
REMAINING_SPEECH_S = 5.0
"""The remaining time, and the middle, must be said within this many seconds, or they are left out."""
SPOKEN_BREATHS = 2
"""The first breaths are led by words, and the others by sounds alone (ours)."""
BREATH_SPEECH_S = 1.75
"""The words for a breath must end this soon after it began, or they are left out (ours). They take 0.7 s, and
would mislead if they began over a second late."""

SESSION_COMPLETE = utterance([sentence(phrases.SESSION_COMPLETE)])
COMPLETE_SPEECH_S = 5.0
"""The last words must end within this many seconds after the end of the session."""


@dataclass(frozen=True, slots=True)
class Announcement:
    """Speech in a phase, with its limits in seconds from the start of the phase."""

    cue: Cue
    at_s: float
    """When it should begin."""
    earliest_s: float
    """When it may begin."""
    until_s: float
    """When it must have ended."""
    subject_index: int
    """Index of the phase that it is about; for a phase behind a gate, of the gate."""


def list_announcements(
    plan: Plan,
    index: int,
    length_s: float,
    *,
    entered_s: float | None = None,
    middle_s: float | None = None,
) -> Iterator[Announcement]:
    """List what is said in a phase.

    Args:
        plan: The plan.
        index: The index of the phase.
        length_s: How long it takes, as planned or as it was changed; 0 for a gate of unknown length.
        came_s: The second at which the person skipped or went back into it, so that nothing announced it;
            None if it follows in its turn.
        middle_s: The second at which its middle was signalled; None if it wasn't yet.

    """
    if plan.speak is Speak.NONE:
        return
    phase = plan.phases[index]
    end_s = _speech_end_s(phase, length_s, entered_s or 0.0)
    about = _about(plan, index)
    timed = (*_at_start(plan, index, length_s, entered_s), *_during(plan, phase, length_s, middle_s))
    for cue, at_s, within_s in timed:
        if at_s < end_s:
            yield Announcement(cue, at_s, at_s, min(at_s + within_s, end_s), about)
    next_cue = _announce_next(plan, index, length_s)
    if next_cue is not None and end_s > 0.0:
        at_s = max(length_s - ANNOUNCED_S, 0.0)
        earliest_s = max(length_s - ANNOUNCED_EARLIEST_S, 0.0)
        yield Announcement(next_cue, at_s, earliest_s, end_s, _about(plan, index + 1))


def list_voiced_texts(plan: Plan) -> tuple[str, ...]:
    """List the texts in a plan that only a synthesised voice can say, each once, in the order of the plan."""
    found: dict[str, None] = {}
    for index, phase in enumerate(plan.phases):
        for said in list_announcements(plan, index, phase.planned_s):
            found.update(dict.fromkeys(find_voiced_texts(said.cue)))
    return tuple(found)


_Timed = tuple[Cue, float, float]
"""What is said, its moment in the phase, and how many seconds later it must have ended."""
_UNLIMITED_S = float("inf")
"""For speech that may take as long as the phase."""


def _speech_end_s(phase: Phase, length_s: float, came_s: float) -> float:
    """By when all speech in a phase must have ended."""
    if not phase.is_gate:
        return length_s - (COUNTDOWN_S if phase.has_countdown else 0) - CLEAR_S
    limit_s = came_s + GATE_SPEECH_S
    return min(limit_s, length_s - CLEAR_S) if length_s > 0.0 else limit_s


def _about(plan: Plan, index: int) -> int:
    """The phase that stands for a step: a gate for itself and for the phase that waits behind it."""
    previous = plan.phases[index - 1] if index > 0 else None
    is_gated = previous is not None and previous.is_gate and previous.entry == plan.phases[index].entry
    return index - 1 if is_gated else index


# At the start of a phase


def _at_start(plan: Plan, index: int, length_s: float, came_s: float | None) -> Iterator[_Timed]:
    """What is said after the first cue of a phase, or after the person skipped or went back into it."""
    phase = plan.phases[index]
    entry = plan.entries[phase.entry]
    at_s = came_s or 0.0
    match phase.kind:
        case PhaseKind.SWITCH_SIDES:
            sides = [sentence(side) for side in phrases.side_phrases(entry.side)]
            switch = sentence(phrases.SWITCH_SIDES)
            yield utterance([switch, *sides], sides or [switch], [switch]), at_s, OPENING_SPEECH_S
        case PhaseKind.GET_READY:
            # Only at the start of the session, and only if it ends before the first announcement.
            within_s = min(length_s - ANNOUNCED_S, OPENING_SPEECH_S)
            if index == 0 and within_s > 0.0:
                ready, area = sentence(phrases.GET_READY), sentence(phrases.area_phrase(plan.area))
                yield utterance([ready, area], [area], [ready]), at_s, within_s
        case _:
            within_s = GATE_SPEECH_S if phase.is_gate else OPENING_SPEECH_S
            if came_s is None:
                yield _say_start(plan, index), at_s, within_s
            else:
                yield _say_everything(plan, index, length_s, came_s), at_s, within_s
    if plan.speak is Speak.EVERYTHING and entry.text and index == plan.entry_start(phase.entry):
        yield utterance([sentence(text_part(entry.text))]), 0.0, _UNLIMITED_S


def _say_start(plan: Plan, index: int) -> Cue:
    """What is said as a phase begins in its turn: also what its announcement had no time to mention."""
    phase = plan.phases[index]
    entry = plan.entries[phase.entry]
    side = [unless_mentioned(Topic.SIDE, said) for said in _side(entry) if _changes_side(plan, index)]
    time = [unless_mentioned(Topic.TIME, said) for said in _time(plan, index)]
    match phase.kind:
        case PhaseKind.RELEASE:
            return utterance([sentence(phrases.RELEASE)])
        case PhaseKind.GATE:
            return _with_shorter_variants(_gate_task(entry), side, [])
        case PhaseKind.REST:
            return _with_shorter_variants([sentence(name) for name in _names(entry)], side, time)
    return _with_shorter_variants(
        [unless_mentioned(Topic.NAME, sentence(name)) for name in _names(entry)], side, time
    )


def _say_everything(plan: Plan, index: int, length_s: float, came_s: float) -> Cue:
    """What is said in a phase that nothing announced: the step, the side and the time."""
    phase = plan.phases[index]
    entry = plan.entries[phase.entry]
    side = [mention(Topic.SIDE, said) for said in _side(entry)]
    match phase.kind:
        case PhaseKind.RELEASE:
            names = [sentence(phrases.RELEASE)]
        case PhaseKind.GATE:
            return _with_shorter_variants(_gate_task(entry), side, [])
        case _:
            names = [mention(Topic.NAME, sentence(name)) for name in _names(entry)]
    time = phrases.duration_phrases(phase.planned_s)
    if came_s > 0.0 and (time := phrases.duration_phrases(length_s - came_s)):
        time = (*time, phrases.REMAINING)
    return _with_shorter_variants(names, side, [mention(Topic.TIME, sentence(*time))] if time else [])


def _with_shorter_variants(names: list[Sentence], side: list[Sentence], time: list[Sentence]) -> Cue:
    """An utterance that says less if there is little time. names: alternatives, the preferred one first."""
    variants = [said for name in names for said in ([name, *side, *time], [name, *side], [name])]
    return utterance(*variants, *([side] if side else []))


# During a phase


def _during(plan: Plan, phase: Phase, length_s: float, middle_s: float | None) -> Iterator[_Timed]:
    """What is said between the beginning and the end of a phase: its middle, the remaining time, breaths."""
    if middle_s is not None or phase.has_halfway_cue(length_s):
        at_s = length_s / 2 if middle_s is None else middle_s
        yield utterance([sentence(phrases.HALF_WAY)]), at_s, REMAINING_SPEECH_S
    if length_s >= TIMED_PHASE_S and not phase.kind.is_lead_in:
        for minutes in REMAINING_MINUTES:
            if length_s - 60 * minutes >= FIRST_REMAINING_S:
                remaining = (*phrases.duration_phrases(60.0 * minutes), phrases.REMAINING)
                yield utterance([sentence(*remaining)]), length_s - 60 * minutes, REMAINING_SPEECH_S
    entry = plan.entries[phase.entry]
    pace = pace_for(entry)
    if phase.kind is PhaseKind.WORK and entry.technique.pacing is Pacing.BREATH and pace is not None:
        for number in range(SPOKEN_BREATHS):
            begins_s = number * pace.cycle_s
            yield utterance([sentence(phrases.BREATHE_IN)]), begins_s, BREATH_SPEECH_S
            yield utterance([sentence(phrases.BREATHE_OUT)]), begins_s + pace.first_s, BREATH_SPEECH_S


# About the next phase


def _announce_next(plan: Plan, index: int, length_s: float) -> Cue | None:
    """The announcement of the phase that follows, or None if it isn't announced."""
    phase = plan.phases[index]
    if phase.is_gate or index + 1 == len(plan.phases):
        return None
    following = plan.phases[index + 1]
    # If there is no time for words, the cue that is heard without a voice announces the next step.
    last = [[sentence(cue_part(cues.NEXT))]] if phase.has_room_for_next_cue(length_s) else []
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
        # The phrase of a step that has no words of its own already says "next".
        heading = sentence(name) if entry.technique is CUSTOM else sentence(phrases.NEXT, name)
        head = mention(Topic.NAME, heading)
        variants += [[head, *side, *time], [head, *side], [head]]
    return utterance(*variants, *([mention(Topic.NAME, sentence(name))] for name in names), *last)


def _names(entry: PlanStep) -> list[Part]:
    """The names of a step: its own words if it has any, and the technique's phrase, which may be shorter."""
    usual = phrases.step_phrase(entry.say, entry.technique)
    own = entry.say.strip().rstrip(".")
    if own.casefold() == usual.text.casefold():
        return [(usual.sound,)]
    return [text_or_phrase(own, usual), (usual.sound,)]


def _gate_task(entry: PlanStep) -> list[Sentence]:
    """What the person does until the gate is passed."""
    if entry.technique.pacing is Pacing.HOLD and entry.technique.is_massage:
        return [sentence(phrases.technique_phrase(LOCATE))]
    return [mention(Topic.NAME, sentence(name)) for name in _names(entry)]


def _side(entry: PlanStep) -> list[Sentence]:
    """A sentence for the side of a step, if it has one."""
    return [sentence(side) for side in phrases.side_phrases(entry.side)]


def _changes_side(plan: Plan, index: int) -> bool:
    """Whether a phase begins a step on another side than the steps before it, or on the first side."""
    entry = plan.phases[index].entry
    if _about(plan, index) != plan.entry_start(entry):
        return False
    earlier_sides = (plan.entries[earlier].side for earlier in range(entry - 1, -1, -1))
    return (
        next((side for side in earlier_sides if side is not Side.NONE), None) is not plan.entries[entry].side
    )


def _time(plan: Plan, index: int) -> list[Sentence]:
    """A sentence for how long a phase takes; for a gate, the phase behind it."""
    entry = plan.phases[index].entry
    for phase in plan.phases[index : index + 2]:
        if phase.entry == entry and not phase.is_gate:
            duration = phrases.duration_phrases(phase.planned_s)
            return [sentence(*duration)] if duration else []
    return []
