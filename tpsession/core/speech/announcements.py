"""Works out what the voice says in each phase of a plan, and between which moments.

The result depends only on the plan and on the length of the phase, so it can be worked out again when the
person changes that length. The next step is announced 5 s before the change, or earlier if the announcement
would otherwise run into the countdown. What doesn't fit there is said after the cue that the step begins
with. Only the player knows how long the words take. So every announcement has an earliest moment at which it
may begin and a moment by which it must have ended, and the player chooses a variant that fits.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tpsession.core.catalog import cues
from tpsession.core.catalog.cues import Cue, Speak
from tpsession.core.catalog.technique import CUSTOM, Pacing
from tpsession.core.catalog.utterance import Sentence, Topic
from tpsession.core.plan.pacing import pace_for
from tpsession.core.plan.phase import COUNTDOWN_S, Phase, PhaseKind
from tpsession.core.plan.plan import Plan
from tpsession.core.speech import phrases
from tpsession.core.speech.instructions import list_instructions
from tpsession.core.speech.step_sentences import (
    changes_place,
    count_sentences,
    gate_sentences,
    hold_sentences,
    place_sentences,
    round_sentences,
    step_names,
    subject_index,
    time_sentences,
)
from tpsession.core.speech.utterance import (
    CLEAR_S,
    cue_part,
    find_voiced_texts,
    mention,
    sentence,
    unless_mentioned,
    utterance,
)

ANNOUNCED_S = 5.0
"""The next step is announced this many seconds before the change, if the words then end in time."""
ANNOUNCED_EARLIEST_S = 10.0
"""The next step is never announced earlier than this: people would forget it by then (ours)."""
GATE_SPEECH_S = 30.0
"""Speech in a gate must end within this many seconds, or it is left out (ours)."""
GATE_INSTRUCTIONS_S = 45.0
"""The same for instructions: there may be the scale, what to do, what never to do, and what to press."""
OPENING_SPEECH_S = 8.0
"""Speech at the beginning of a phase must end within this many seconds, or it is shortened (ours)."""
TIMED_PHASE_S = 120.0
"""In phases of at least this length, the remaining time is said at `REMAINING_MINUTES` (ours)."""
REMAINING_MINUTES = (50, 40, 30, 20, 15, 10, 5, 4, 3, 2, 1)
"""The remaining time is said when this many minutes remain."""
FIRST_REMAINING_S = 30.0
"""In the first seconds of a phase, up to this one, the remaining time isn't said (ours)."""
REMAINING_SPEECH_S = 5.0
"""The remaining time and the middle must be said within this many seconds, or they are left out."""
SPOKEN_BREATHS = 2
"""This many breaths at the start are led by words, and the others by sounds alone (ours)."""
BREATH_SPEECH_S = 1.75
"""The words for a breath must end within this many seconds after it began, or they are left out (ours).

They take 0.7 s, and would mislead if they began over a second late.
"""

SESSION_COMPLETE = utterance([sentence(phrases.SESSION_COMPLETE)])
"""The cue of the last words of a session."""
COMPLETE_SPEECH_S = 5.0
"""The last words must end within this many seconds after the end of the session."""


@dataclass(frozen=True, slots=True)
class Announcement:
    """Something that the voice says in a phase. All moments are in seconds from the start of the phase."""

    cue: Cue
    """A spoken cue with its variants."""
    at_s: float
    """The preferred moment to begin."""
    earliest_s: float
    """The earliest moment to begin."""
    until_s: float
    """The moment by which it must have ended."""
    subject_index: int
    """The index of the phase that it is about. A phase that follows its own gate has the gate's index."""


def list_announcements(
    plan: Plan,
    index: int,
    length_s: float,
    *,
    entered_s: float | None = None,
    middle_s: float | None = None,
) -> Iterator[Announcement]:
    """Yield what the voice says in a phase, in no particular order.

    That is what is said as the phase begins, the instructions if they are spoken, what is said within it, and
    the announcement of the next phase. If nothing is spoken in the plan, there is nothing. Only what would
    begin after speech must have ended is left out: the player decides whether the words fit. What was due
    before `entered_s` is yielded, too.

    Args:
        plan: The plan of the session.
        index: The index of the phase.
        length_s: The length of the phase, as planned or as the person changed it; 0 for a gate whose length
            isn't known.
        entered_s: None if the phase was reached because the one before it ended, so that it was announced.
            Otherwise the seconds from its start at which the session goes on: 0 if the person skipped or went
            back to it, more if they resume an interrupted session in it.
        middle_s: Seconds from the start of the phase at which its middle was signalled; None if not yet.

    """
    if plan.speak is Speak.NONE:
        return
    phase = plan.phases[index]
    end_s = _speech_end_s(phase, length_s, entered_s or 0.0)
    subject = subject_index(plan, index)
    for cue, at_s, within_s in _opening_speech(plan, index, length_s, entered_s):
        if at_s < end_s:
            yield Announcement(cue, at_s, at_s, min(at_s + within_s, end_s), subject)
    instructed_s = _speech_end_s(phase, length_s, entered_s or 0.0, GATE_INSTRUCTIONS_S)
    for instruction in list_instructions(plan, index) if instructed_s > 0.0 else ():
        yield Announcement(instruction.cue, 0.0, 0.0, instructed_s, instruction.subject_index)
    for cue, at_s, within_s in _mid_phase_speech(plan, phase, length_s, middle_s):
        if at_s < end_s:
            yield Announcement(cue, at_s, at_s, min(at_s + within_s, end_s), subject)
    next_cue = _next_phase_cue(plan, index, length_s)
    if next_cue is not None and end_s > 0.0:
        at_s = max(length_s - ANNOUNCED_S, 0.0)
        earliest_s = max(length_s - ANNOUNCED_EARLIEST_S, 0.0)
        yield Announcement(next_cue, at_s, earliest_s, end_s, subject_index(plan, index + 1))


def list_voiced_texts(plan: Plan) -> tuple[str, ...]:
    """Return the free texts that may be spoken if a plan is played as planned, each once, in playing order.

    Some may be recorded already, as the built-in instructions are; `Voice.prepare` leaves these out.
    """
    found: dict[str, None] = {}
    for index, phase in enumerate(plan.phases):
        for announcement in list_announcements(plan, index, phase.planned_s):
            found.update(dict.fromkeys(find_voiced_texts(announcement.cue)))
    return tuple(found)


_Timed = tuple[Cue, float, float]
"""A spoken cue, its moment in seconds from the start of the phase, and how many seconds later it must end."""


def _speech_end_s(phase: Phase, length_s: float, entered_s: float, in_gate_s: float = GATE_SPEECH_S) -> float:
    """Return the moment by which speech in a phase must have ended, in seconds from the phase's start.

    It is just before the countdown, or before the end if there is no countdown; not above 0 in a phase that
    is too short for speech. In a gate it is also at most `in_gate_s` after `entered_s`, and only that if the
    gate's length isn't known (0).
    """
    if not phase.is_gate:
        return length_s - (COUNTDOWN_S if phase.has_countdown else 0) - CLEAR_S
    limit_s = entered_s + in_gate_s
    return min(limit_s, length_s - CLEAR_S) if length_s > 0.0 else limit_s


# At the start of a phase


def _opening_speech(plan: Plan, index: int, length_s: float, entered_s: float | None) -> Iterator[_Timed]:
    """Yield what is said at the start of a phase, or at `entered_s`, if that is given.

    A phase of getting ready has such speech only if it is the first phase of the session and longer than
    `ANNOUNCED_S`.

    entered_s: as in `list_announcements`.
    """
    phase = plan.phases[index]
    entry = plan.entries[phase.entry]
    at_s = entered_s or 0.0
    match phase.kind:
        case PhaseKind.SWITCH_SIDES:
            sides = [sentence(side) for side in phrases.side_phrases(entry.side)]
            switch = sentence(phrases.SWITCH_SIDES)
            yield utterance([switch, *sides], sides or [switch], [switch]), at_s, OPENING_SPEECH_S
        case PhaseKind.GET_READY:
            # Only at the start of the session, and only if it ends before the first announcement.
            within_s = min(length_s - ANNOUNCED_S, OPENING_SPEECH_S)
            if index == 0 and within_s > 0.0:
                ready = sentence(phrases.GET_READY)
                area = [sentence(area) for area in phrases.area_phrases(plan.area)]
                yield utterance([ready, *area], area or [ready], [ready]), at_s, within_s
        case _:
            within_s = GATE_SPEECH_S if phase.is_gate else OPENING_SPEECH_S
            if entered_s is None:
                yield _start_cue(plan, index), at_s, within_s
            else:
                yield _full_start_cue(plan, index, length_s, entered_s), at_s, within_s


def _start_cue(plan: Plan, index: int) -> Cue:
    """Return the speech with which a phase begins if the one before it ended, so that it was announced.

    A release only says its phrase. A gate says to find the spot, or else the step's name; other phases say
    the step's name. Then come the number of the round if one begins, and the area and side if they change.
    Last comes how often if the step is counted, or else, except in a gate, the time; a hold with a phrase for
    what to do, such as to tense, says that phrase instead. The player leaves out what of this was said
    already, but never the phrase for a release or for what to do, and in a gate or a rest not the name.
    """
    phase = plan.phases[index]
    entry = plan.entries[phase.entry]
    side = [unless_mentioned(Topic.ROUND, each) for each in round_sentences(plan, index)]
    side += [
        unless_mentioned(Topic.SIDE, side)
        for side in place_sentences(plan, entry)
        if changes_place(plan, index)
    ]
    time = [unless_mentioned(Topic.TIME, time) for time in time_sentences(plan, index)]
    match phase.kind:
        case PhaseKind.RELEASE:
            return utterance([sentence(phrases.release_phrase(entry.technique))])
        case PhaseKind.GATE:
            count = [unless_mentioned(Topic.TIME, count) for count in count_sentences(entry)]
            return _with_shorter_variants(gate_sentences(plan, entry), side, count)
        case PhaseKind.REST:
            return _with_shorter_variants([sentence(name) for name in step_names(plan, entry)], side, time)
    names = [unless_mentioned(Topic.NAME, sentence(name)) for name in step_names(plan, entry, phase.hold)]
    doing = hold_sentences(phase, entry)
    return _with_action(names, side, doing) if doing else _with_shorter_variants(names, side, time)


def _full_start_cue(plan: Plan, index: int, length_s: float, entered_s: float) -> Cue:
    """Return the speech for a phase that the person reached by skipping, going back or resuming.

    It says the name of the step, or that this is a release, then the area if the plan has several, and the
    side, then the time: the planned time, or what remains if `entered_s` isn't 0. In place of the time, a
    hold with a phrase for what to do, such as to tense, says that phrase, and a counted step that begins says
    how often. A gate never says a time, but may say how often. Shorter variants follow, for when there is too
    little time to say everything.

    Args:
        plan: The plan of the session.
        index: The index of the phase.
        length_s: The length of the phase in seconds.
        entered_s: Seconds from the phase's start at which the person came to it; 0 at its start.

    """
    phase = plan.phases[index]
    entry = plan.entries[phase.entry]
    side = [mention(Topic.SIDE, side) for side in place_sentences(plan, entry)]
    match phase.kind:
        case PhaseKind.RELEASE:
            names = [sentence(phrases.release_phrase(entry.technique))]
        case PhaseKind.GATE:
            count = [mention(Topic.TIME, count) for count in count_sentences(entry)]
            return _with_shorter_variants(gate_sentences(plan, entry), side, count)
        case _:
            names = [mention(Topic.NAME, sentence(name)) for name in step_names(plan, entry, phase.hold)]
    if doing := hold_sentences(phase, entry):
        return _with_action(names, side, doing)
    if entered_s == 0.0 and (count := count_sentences(entry)):
        return _with_shorter_variants(names, side, [mention(Topic.TIME, each) for each in count])
    time = phrases.duration_phrases(phase.planned_s)
    if entered_s > 0.0 and (time := phrases.duration_phrases(length_s - entered_s)):
        time = (*time, phrases.REMAINING)
    return _with_shorter_variants(names, side, [mention(Topic.TIME, sentence(*time))] if time else [])


def _with_shorter_variants(names: list[Sentence], place: list[Sentence], time: list[Sentence]) -> Cue:
    """Return a spoken cue with shorter variants, for when time is short or a sound is missing.

    For each name there are three variants in turn: with place and time, with the place, and alone. If there
    is a place, the last variant of all is the place alone.

    Args:
        names: Alternative sentences that name the step, the preferred one first.
        place: Sentences for the round, and for the area and side; may be empty.
        time: A sentence for the time or for how often, or nothing.

    """
    variants = [variant for name in names for variant in ([name, *place, *time], [name, *place], [name])]
    return utterance(*variants, *([place] if place else []))


def _with_action(names: list[Sentence], place: list[Sentence], doing: list[Sentence]) -> Cue:
    """Return a spoken cue of a name, the place, and what to do at once, such as to tense.

    The last variant, for when time is short, is only what to do.

    Args:
        names: Alternative sentences that name the step, the preferred one first.
        place: Sentences for the round, and for the area and side; may be empty.
        doing: The sentence for what to do.

    """
    return utterance(*([name, *place, *doing] for name in names), doing)


# During a phase


def _mid_phase_speech(plan: Plan, phase: Phase, length_s: float, middle_s: float | None) -> Iterator[_Timed]:
    """Yield what is said within a phase: its middle, the remaining time and breaths; not sorted by time.

    The remaining time is said in phases of at least `TIMED_PHASE_S`, but not in one that leads in to a step.
    Of a step paced by breath, the first `SPOKEN_BREATHS` breaths are said.

    middle_s: when the middle is said, in seconds from the phase's start. If it is None, the middle is said at
    half of `length_s`, but only in phases with a half-way cue.
    """
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


# Before the next phase


def _next_phase_cue(plan: Plan, index: int, length_s: float) -> Cue | None:
    """Return the announcement of the phase after this one, or None if it isn't announced.

    Nothing is announced in a gate or in the last phase, nor before a release or a phase of getting ready. If
    this phase has room for the sound of the cue `NEXT`, that sound is the last variant, for when there is no
    time for words.
    """
    phase = plan.phases[index]
    if phase.is_gate or index + 1 == len(plan.phases):
        return None
    following = plan.phases[index + 1]
    # If there is no time for words, the sound that announces a step in sessions without speech is played.
    last = [[sentence(cue_part(cues.NEXT))]] if phase.has_room_for_next_cue(length_s) else []
    match following.kind:
        case PhaseKind.RELEASE | PhaseKind.GET_READY:
            return None
        case PhaseKind.SWITCH_SIDES:
            switch = phrases.SWITCH_SIDES
            return utterance([sentence(phrases.NEXT, switch)], [sentence(switch)], *last)
    entry = plan.entries[following.entry]
    side = [mention(Topic.ROUND, each) for each in round_sentences(plan, index + 1)]
    side += [
        mention(Topic.SIDE, side) for side in place_sentences(plan, entry) if changes_place(plan, index + 1)
    ]
    time = [mention(Topic.TIME, time) for time in time_sentences(plan, index + 1)]
    names = step_names(plan, entry, following.hold)
    variants = []
    for name in names:
        # The phrase for a custom step is "Next step", so it says "next" itself.
        next_step = sentence(name) if entry.technique is CUSTOM else sentence(phrases.NEXT, name)
        heading = mention(Topic.NAME, next_step)
        variants += [[heading, *side, *time], [heading, *side], [heading]]
    return utterance(*variants, *([mention(Topic.NAME, sentence(name))] for name in names), *last)
