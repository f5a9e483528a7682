"""Words the phases of a session for the ear: name, side and time first, and no sentence twice."""

from __future__ import annotations

import re

from tpsession.core.catalog.side import Side
from tpsession.core.catalog.technique import Pacing
from tpsession.core.plan.gate import GatePurpose, describe_key_press, gate_purpose
from tpsession.core.plan.phase import Phase, PhaseKind
from tpsession.core.plan.plan import Plan, PlanEntry
from tpsession.core.plan.wording import (
    describe_again,
    describe_count,
    describe_phase,
    describe_release,
    describe_round,
    describe_step,
    join_limit,
)
from tpsession.core.session.wording import RISING_NOTE
from tpsession.core.speech.instructions import PRESSURE_SCALE, find_pressure_explanation
from tpsession.core.text.formatting import describe_place, format_duration

_WORDS_A_SECOND = 200 / 60
"""How fast a screen reader speaks (ours: 200 words a minute, a slow setting)."""
_NO_HURRY = "Take your time."
_MORE = "Type repeat to hear all of it."
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


class SessionLines:
    """Puts the phases of one session into words as they begin, and remembers what was said."""

    def __init__(self, plan: Plan, *, explains_pressure: bool = False) -> None:
        """Word a session's phases; `explains_pressure` adds once how hard to press, before it is needed."""
        self._plan = plan
        self._pressure_phase = find_pressure_explanation(plan) if explains_pressure else None
        self._said: set[str] = set()

    def describe(self, index: int) -> str:
        """Return the line for a phase that begins: what it is, its side and its time; then what to do.

        At the start of a step, the line also says which step of how many it is, and what comes next. An
        instruction that was said before, such as on the first side, isn't said again; one that takes longer
        to hear than the phase lasts is cut between two sentences. What never to do isn't cut, nor, in a
        release, the instruction of the next hold.

        index: of the phase in the plan, from 0.
        """
        plan, phase = self._plan, self._plan.phases[index]
        entry = plan.entries[phase.entry]
        place = self._describe_place_in_session(index)
        # Where the line says which step begins, that tells it from an earlier one.
        is_switch = phase.kind is PhaseKind.SWITCH_SIDES
        told_apart_by = "" if place or is_switch else f", step {plan.step_number(phase.entry)}"
        opening = self._describe_opening(index)
        opening = self._once(opening, told_apart_by) or opening
        scale = self._once(PRESSURE_SCALE) if index == self._pressure_phase else ""
        what_to_do = self._describe_what_to_do(index, phase, entry, opening)
        return " ".join(filter(None, (opening, place, what_to_do, scale)))

    def describe_in_full(self, index: int) -> str:
        """Return what a phase is and what to do in it, in full, for a person who asks to hear it again.

        It says what the phase is and how long it lasts, its instruction, and in a gate that enter passes it.
        Unlike `describe`, it says an instruction even if it was said before, and never cuts it. Which step of
        how many it is, what comes next, and notes such as the pressure scale aren't in it.
        """
        plan, phase = self._plan, self._plan.phases[index]
        entry = plan.entries[phase.entry]
        text = join_limit(entry.text_of(phase.hold), entry.limit)
        text = " ".join(filter(None, (text, describe_again(plan, index))))
        if phase.kind is PhaseKind.RELEASE:
            text = " ".join(filter(None, (describe_release(plan, index), self._next_hold(phase, entry))))
        gate = describe_key_press(plan, index, "enter") if phase.is_gate else ""
        return " ".join(filter(None, (self._describe_opening(index), text, gate)))

    def _describe_opening(self, index: int) -> str:
        """Return the first sentence about a phase: what it is, and how long it lasts or what ends it.

        For a change of sides it says only to which side.
        """
        plan, phase = self._plan, self._plan.phases[index]
        entry = plan.entries[phase.entry]
        duration = format_duration(phase.planned_s)
        match phase.kind:
            case PhaseKind.GET_READY:
                follows_switch = index > 0 and plan.phases[index - 1].kind is PhaseKind.SWITCH_SIDES
                # The side was said a moment ago.
                step = describe_step(entry._replace(side=Side.NONE) if follows_switch else entry)
                return f"Get ready for {step}, {duration}."
            case PhaseKind.SWITCH_SIDES:
                return f"Switch sides: {entry.side.value}."
            case PhaseKind.GATE:
                is_work = gate_purpose(plan, index) in {GatePurpose.FIND, GatePurpose.FINISH}
                return f"{self._title(index)}, {'until' if is_work else 'once'} you press enter."
            case PhaseKind.RELEASE:
                return f"{entry.technique.release_phrase}{self._before_hold(phase, entry)}, {duration}."
            case _:
                return f"{self._title(index)}, {duration}."

    def _title(self, index: int) -> str:
        """Return the name of a phase with its side; for a hold, with its number.

        Which round it is follows where that is known; before that, if it isn't a hold, how many times it is
        done.
        """
        phase = self._plan.phases[index]
        entry = self._plan.entries[phase.entry]
        if phase.kind is PhaseKind.HOLD:
            return f"{describe_phase(self._plan, index)}{describe_round(entry)}"
        return f"{describe_step(entry)}{describe_count(entry)}{describe_round(entry)}"

    @staticmethod
    def _before_hold(phase: Phase, entry: PlanEntry) -> str:
        """Return which hold follows a release, such as " before press 2 of 3, left"; empty if none does."""
        if phase.hold >= entry.holds:
            return ""
        hold = f"{entry.technique.hold_phrase.lower() or 'hold'} {phase.hold + 1} of {entry.holds}"
        return f" before {describe_place(hold, entry.side)}"

    def _describe_place_in_session(self, index: int) -> str:
        """Return which step of how many begins, and what comes after it.

        Empty if no step begins, or only a rest between two rounds.
        """
        plan, phase = self._plan, self._plan.phases[index]
        entry = plan.entries[phase.entry]
        if phase.kind.is_lead_in or index != plan.entry_start(phase.entry) or entry.is_between_rounds:
            return ""
        number = f"Step {plan.step_number(phase.entry)} of {plan.step_count}"
        following = plan.entries[phase.entry + 1 : phase.entry + 2]
        if not following:
            return f"{number}, the last one."
        return f"{number}. Next: {describe_step(following[0])}."

    def _describe_what_to_do(self, index: int, phase: Phase, entry: PlanEntry, opening: str) -> str:
        """Return what to do in a phase, without what was said before, and remember it as said.

        Empty if nothing is new, and in a phase that only leads to a step.

        Args:
            index: The index of the phase in the plan.
            phase: The phase.
            entry: The phase's step.
            opening: The sentence that is said before it, which takes time, too.

        """
        plan = self._plan
        if phase.kind.is_lead_in:
            return ""
        if phase.kind is PhaseKind.RELEASE:
            return self._fit(describe_release(plan, index), self._next_hold(phase, entry), phase, opening)
        is_first = index == plan.entry_start(phase.entry)
        text = entry.text_of(phase.hold) if is_first or phase.is_gate else describe_again(plan, index)
        note = RISING_NOTE if entry.technique.pacing is Pacing.STROKES else ""
        gate = (_NO_HURRY, describe_key_press(plan, index, "enter")) if phase.is_gate else ()
        parts = (self._fit(text, entry.limit, phase, opening), *map(self._once, (*gate, note)))
        return " ".join(filter(None, parts))

    @staticmethod
    def _next_hold(phase: Phase, entry: PlanEntry) -> str:
        """Return the name and the instruction of the hold after a phase, where the hold has its own.

        Empty if it has neither, or if no hold follows. entry: the step of the phase.
        """
        if phase.hold >= entry.holds:
            return ""
        hold = phase.hold + 1
        name = f"{describe_step(entry, hold)}." if entry.hold_says else ""
        return " ".join(filter(None, (name, entry.text_of(hold) if entry.hold_texts else "")))

    def _fit(self, text: str, kept: str, phase: Phase, opening: str) -> str:
        """Return `text`, cut to what can be heard while the phase lasts, and then `kept`; each only if new.

        Both count as said from here on. The first instruction that is cut in a session ends with how to hear
        all of it.

        Args:
            text: The instruction.
            kept: What follows the instruction and is never cut.
            phase: The phase; in a gate, which has no length, nothing is cut.
            opening: What is said before the instruction.

        """
        text, kept = self._once(text), self._once(kept)
        if phase.is_gate or not text:
            return join_limit(text, kept)
        room = phase.planned_s * _WORDS_A_SECOND - len(f"{opening} {kept}".split())
        sentences: list[str] = []
        for sentence in _SENTENCE_END.split(text):
            room -= len(sentence.split())
            if room < 0:
                return join_limit(" ".join((*sentences, self._once(_MORE))).strip(), kept)
            sentences.append(sentence)
        return join_limit(text, kept)

    def _once(self, text: str, told_apart_by: str = "") -> str:
        """Return a text if it wasn't said yet in this session, and remember it as said; else an empty text.

        told_apart_by: if it isn't empty, a text that was said before is returned as well, with this added to
        its last sentence.
        """
        if text in self._said:
            return f"{text.rstrip('.')}{told_apart_by}." if told_apart_by else ""
        self._said.add(text)
        return text
