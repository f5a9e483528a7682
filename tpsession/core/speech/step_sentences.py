"""What the voice can say of a step: its name, its side, how long or how many times, and what to do."""

from __future__ import annotations

from tpsession.core.catalog.side import Side
from tpsession.core.catalog.technique import LOCATE
from tpsession.core.catalog.utterance import Part, Sentence, Topic
from tpsession.core.plan.gate import presses_a_spot
from tpsession.core.plan.phase import Phase, PhaseKind
from tpsession.core.plan.plan import Plan, PlanEntry
from tpsession.core.speech import phrases
from tpsession.core.speech.utterance import mention, sentence, text_or_phrase


def subject_index(plan: Plan, index: int) -> int:
    """Return the index of the phase that speech in phase `index` is about.

    It is the gate right before the phase if that is of the same step; otherwise the phase itself. So what a
    gate mentions isn't said again in the phase after it.
    """
    previous = plan.phases[index - 1] if index > 0 else None
    is_gated = previous is not None and previous.is_gate and previous.entry == plan.phases[index].entry
    return index - 1 if is_gated else index


def step_names(plan: Plan, entry: PlanEntry, hold: int = 1) -> list[Part]:
    """Return the alternative names of a step, the preferred one first: its own words, then a recorded phrase.

    The phrase is that of `step_phrase`. It is the only name if it says the same words. hold: the number of
    the hold, from 1, because each hold may have its own words.
    """
    say = entry.say_of(hold)
    phrase = phrases.step_phrase(say, entry.technique, plan.area_of(entry))
    own_words = say.strip().rstrip(".")
    if own_words.casefold() == phrase.text.casefold():
        return [(phrase.sound,)]
    return [text_or_phrase(own_words, phrase), (phrase.sound,)]


def gate_sentences(plan: Plan, entry: PlanEntry) -> list[Sentence]:
    """Return alternative sentences for what to do in a step's gate, the preferred one first.

    If the step presses a spot, the only one is to find the spot. Otherwise, where the person says that they
    are ready or done, they are the step's names.
    """
    if presses_a_spot(entry.technique):
        return [sentence(phrases.technique_phrase(LOCATE))]
    return [mention(Topic.NAME, sentence(name)) for name in step_names(plan, entry)]


def hold_sentences(phase: Phase, entry: PlanEntry) -> list[Sentence]:
    """Return a sentence for what to do as a hold begins, as a list of one.

    Empty if the phase is no hold, or if the technique has no such phrase.
    """
    phrase = phrases.hold_phrase(entry.technique) if phase.kind is PhaseKind.HOLD else None
    return [sentence(phrase)] if phrase else []


def place_sentences(plan: Plan, entry: PlanEntry) -> list[Sentence]:
    """Return a sentence for where a step is done, as a list of one; empty if there is nothing to say.

    It names the area, if the plan has several, and the side, if the step has one.
    """
    area = phrases.area_phrases(plan.area_of(entry)) if plan.has_several_areas else ()
    place = (*area, *phrases.side_phrases(entry.side))
    return [sentence(*place)] if place else []


def round_sentences(plan: Plan, index: int) -> list[Sentence]:
    """Return a sentence with the number of the round that begins with a phase, as a list of one; else empty.

    A round begins with the first phase of its first step. If that is a gate, the phase after it counts as
    well. Steps that are played once begin none.
    """
    number = plan.phases[index].entry
    entry = plan.entries[number]
    begins = entry.round_count > 1 and subject_index(plan, index) == plan.entry_start(number)
    if not begins or (number and is_same_round(plan.entries[number - 1], entry)):
        return []
    return [sentence(phrases.ROUND, *phrases.number_phrases(entry.round))]


def is_same_round(one: PlanEntry, other: PlanEntry) -> bool:
    """Return whether two entries of a plan, one after the other, are played in the same round.

    True also if neither is played in rounds.
    """
    return (one.round, one.round_count) == (other.round, other.round_count)


def changes_place(plan: Plan, index: int) -> bool:
    """Return whether a phase begins a step on another area or side than before.

    The area is compared with the step before, the side with the last step that has a side. True also for the
    first step with a side, and for steps without a side. If a step begins with a gate, the phase after the
    gate counts as its beginning, too. False for a phase that doesn't begin a step.
    """
    entry = plan.phases[index].entry
    if subject_index(plan, index) != plan.entry_start(entry):
        return False
    here = plan.entries[entry]
    if entry > 0 and plan.area_of(plan.entries[entry - 1]) is not plan.area_of(here):
        return True
    earlier_sides = (plan.entries[earlier].side for earlier in range(entry - 1, -1, -1))
    last_side = next((side for side in earlier_sides if side is not Side.NONE), None)
    return last_side is not here.side


def count_sentences(entry: PlanEntry) -> list[Sentence]:
    """Return a sentence for how many times a step is done, as a list of one.

    Empty if the step isn't counted, or is done once.
    """
    if entry.count is None or entry.count == 1:
        return []
    return [sentence(*phrases.number_phrases(entry.count), phrases.TIMES)]


def time_sentences(plan: Plan, index: int) -> list[Sentence]:
    """Return a sentence for how long a phase is planned to take, as a list of one; empty if none can be said.

    A gate, which takes as long as the person likes, has the time of the next phase of its step. A step that
    is done a counted number of times, but not just once, has that number instead.
    """
    entry = plan.phases[index].entry
    if count := count_sentences(plan.entries[entry]):
        return count
    for phase in plan.phases[index : index + 2]:
        if phase.entry == entry and not phase.is_gate:
            duration = phrases.duration_phrases(phase.planned_s)
            return [sentence(*duration)] if duration else []
    return []
