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

    It is the gate before it, if there is one, otherwise the phase itself. So a gate and the phase behind it
    share what was already mentioned.
    """
    previous = plan.phases[index - 1] if index > 0 else None
    is_gated = previous is not None and previous.is_gate and previous.entry == plan.phases[index].entry
    return index - 1 if is_gated else index


def step_names(plan: Plan, entry: PlanEntry, hold: int = 1) -> list[Part]:
    """Return the names of a step, the preferred one first: its own words, then the usual phrase.

    hold: the number of the hold, counted from 1, if each has words of its own.
    """
    say = entry.say_of(hold)
    phrase = phrases.step_phrase(say, entry.technique, plan.area_of(entry))
    own_words = say.strip().rstrip(".")
    if own_words.casefold() == phrase.text.casefold():
        return [(phrase.sound,)]
    return [text_or_phrase(own_words, phrase), (phrase.sound,)]


def gate_sentences(plan: Plan, entry: PlanEntry) -> list[Sentence]:
    """Return sentences for what to do in a gate, of which one is said, the preferred one first.

    Before pressure it is finding the spot, else the step's names.
    """
    if presses_a_spot(entry.technique):
        return [sentence(phrases.technique_phrase(LOCATE))]
    return [mention(Topic.NAME, sentence(name)) for name in step_names(plan, entry)]


def hold_sentences(phase: Phase, entry: PlanEntry) -> list[Sentence]:
    """Return one sentence for what to do as a hold begins, or none if the step's name says it."""
    phrase = phrases.hold_phrase(entry.technique) if phase.kind is PhaseKind.HOLD else None
    return [sentence(phrase)] if phrase else []


def place_sentences(plan: Plan, entry: PlanEntry) -> list[Sentence]:
    """Return one sentence for where a step is done, or none if there is nothing to tell it from the others.

    It names the side, and before it the area if the plan has several.
    """
    area = phrases.area_phrases(plan.area_of(entry)) if plan.has_several_areas else ()
    place = (*area, *phrases.side_phrases(entry.side))
    return [sentence(*place)] if place else []


def round_sentences(plan: Plan, index: int) -> list[Sentence]:
    """Return one sentence with the number of the round that begins with this phase, or none if none begins.

    A round begins with the first phase of its first step, or the one behind that if it is a gate; not with
    the phases that lead in to it. A step without rounds has none.
    """
    number = plan.phases[index].entry
    entry = plan.entries[number]
    begins = entry.round_count > 1 and subject_index(plan, index) == plan.entry_start(number)
    if not begins or (number and is_same_round(plan.entries[number - 1], entry)):
        return []
    return [sentence(phrases.ROUND, *phrases.number_phrases(entry.round))]


def is_same_round(one: PlanEntry, other: PlanEntry) -> bool:
    """Return whether two entries that follow each other are played in the same round."""
    return (one.round, one.round_count) == (other.round, other.round_count)


def changes_place(plan: Plan, index: int) -> bool:
    """Return whether a phase begins a step elsewhere than the last step before it.

    That is on another area, or on another side than the last sided step. True also for the first sided step
    and for every step without a side. The phase after a step's gate counts as its beginning, too; the phases
    that lead in to a step don't.
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
    """Return one sentence for how many times something is done; none for once, or if it isn't counted."""
    if entry.count is None or entry.count == 1:
        return []
    return [sentence(*phrases.number_phrases(entry.count), phrases.TIMES)]


def time_sentences(plan: Plan, index: int) -> list[Sentence]:
    """Return one sentence for how long a phase takes, or none if that can't be said.

    For a gate it is the time of the phase behind it, because a gate takes as long as the person likes. If
    something is counted, it is how many times.
    """
    entry = plan.phases[index].entry
    if count := count_sentences(plan.entries[entry]):
        return count
    for phase in plan.phases[index : index + 2]:
        if phase.entry == entry and not phase.is_gate:
            duration = phrases.duration_phrases(phase.planned_s)
            return [sentence(*duration)] if duration else []
    return []
