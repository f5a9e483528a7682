"""The plan: a routine with its choices made, as phases on one time line with their cues.

It is the only description of what will happen: preview, total time, live session and rendering read it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby, zip_longest
from typing import NamedTuple

from tpsession.core.catalog import cues
from tpsession.core.catalog.area import Area
from tpsession.core.catalog.cues import COUNTDOWN_CUES, Countdown, Cue, Speak
from tpsession.core.catalog.routine import Routine, Sides, Step
from tpsession.core.catalog.side import Side
from tpsession.core.catalog.technique import Pacing, Technique
from tpsession.core.errors import UsageError
from tpsession.core.plan.phase import (
    COUNTDOWN_S,
    MIN_COUNTDOWN_PHASE_S,
    MIN_HALFWAY_COUNTDOWN_PHASE_S,
    NEXT_CUE_S,
    Anchor,
    Phase,
    PhaseCue,
    PhaseKind,
)

SWITCH_SIDES_S = 3.0
"""Seconds for the announcement of the other side; getting ready follows (ours)."""


@dataclass(frozen=True, slots=True)
class PlanStep:
    """One routine step on one side."""

    number: int
    """Number of the step in the routine, counted from 1."""
    technique: Technique
    side: Side
    """`Side.NONE` for a step that isn't sided."""
    text: str
    say: str
    planned_s: float
    """The step's own phases, without what leads in to it; gates 0."""
    rounds: int = 1
    """Number of holds."""
    tempo: float | None = None
    inhale_s: float | None = None
    exhale_s: float | None = None


class PlanOptions(NamedTuple):
    """What a person chose for one session; None follows the routine."""

    area: Area | None = None
    side: Side | None = None
    get_ready_s: float | None = None
    countdown: Countdown | None = None
    halfway: bool = True
    """False silences every half-way cue."""
    speak: Speak = Speak.PHRASES


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that will happen in one session."""

    routine: str
    """Id of the routine."""
    name: str
    area: Area
    side: Side
    """The side that the session is kept under; a two-sided session is `Side.BOTH`."""
    entries: tuple[PlanStep, ...]
    phases: tuple[Phase, ...]
    notes: tuple[str, ...]
    """What was replaced or shortened for the area's sake, a sentence each."""
    position: str
    have: tuple[str, ...]
    """What to have at hand: what the area needs, then what the routine needs."""
    avoid: tuple[str, ...]
    """What never to press: the area's own, then the routine's."""
    care: tuple[str, ...] = ()
    """What else the area asks to take care of, a sentence each."""
    speak: Speak = Speak.NONE
    """What is spoken; a plan that was kept before there was speech says nothing."""

    @property
    def planned_s(self) -> float:
        """All timed phases in seconds; gates count 0."""
        last = self.phases[-1]
        return last.starts_s + last.planned_s

    def section_start(self, index: int) -> int:
        """Where the step of a phase begins, or what leads in to it if the phase is part of that."""
        leads_in = self.phases[index].kind.is_lead_in
        return next(
            place
            for place, phase in enumerate(self.phases)
            if phase.entry == self.phases[index].entry and phase.kind.is_lead_in is leads_in
        )

    def section_end(self, index: int) -> int:
        """Where the step of a phase ends, or what leads in to it: the phase after it, or past the last."""
        here = self.phases[index]
        return next(
            (
                place
                for place, phase in enumerate(self.phases[index:], start=index)
                if phase.entry != here.entry or phase.kind.is_lead_in is not here.kind.is_lead_in
            ),
            len(self.phases),
        )

    def entry_start(self, entry: int) -> int:
        """Index of the first phase of an entry itself, after what leads in to it."""
        return next(
            place
            for place, phase in enumerate(self.phases)
            if phase.entry == entry and not phase.kind.is_lead_in
        )


def build_plan(routine: Routine, choices: PlanOptions) -> Plan:
    """Lay a routine out in time, for the area and side that were chosen.

    Raises `UsageError` where an area is missing, or area or side don't fit the routine.
    """
    area = _area(routine, choices.area)
    session_side, passes = _sides(routine, choices.side)
    entries: list[PlanStep] = []
    notes: dict[str, None] = {}
    steps: list[Step] = []
    for number, step, side in _in_order(routine.steps, passes):
        fitted, said = _fit(step, number, area)
        notes.update(dict.fromkeys(said))
        steps.append(fitted)
        entries.append(_entry(fitted, number, side))
    layout = _Layout(
        get_ready_s=routine.get_ready_s if choices.get_ready_s is None else choices.get_ready_s,
        countdown=_countdown(choices.countdown or routine.countdown, choices.speak),
        halfway=choices.halfway,
        announced=choices.speak is not Speak.NONE,
    )
    return Plan(
        routine=routine.id,
        name=routine.name,
        area=area,
        side=session_side,
        entries=tuple(entries),
        phases=tuple(layout.phases(steps, entries)),
        notes=tuple(notes),
        position=routine.position or area.position,
        have=tuple(dict.fromkeys((*area.have, *routine.have))),
        avoid=tuple(dict.fromkeys((*area.never_press, *routine.avoid))),
        care=area.care,
        speak=choices.speak,
    )


def _countdown(wanted: Countdown, speak: Speak) -> Countdown:
    """The countdown where nothing is to be spoken: numbers become beeps."""
    return Countdown.BEEPS if wanted is Countdown.SPOKEN and speak is Speak.NONE else wanted


def _area(routine: Routine, chosen: Area | None) -> Area:
    if routine.area is None:
        if chosen is None:
            raise UsageError(f'"{routine.name}" works for any area.', "Choose one with --area.")
        return chosen
    if chosen is not None and chosen is not routine.area:
        raise UsageError(
            f'"{routine.name}" is for the area {routine.area.id}, not {chosen.id}.', "Leave --area out."
        )
    return routine.area


def _sides(routine: Routine, chosen: Side | None) -> tuple[Side, tuple[Side, ...]]:
    """The side a session is kept under, and the sides that sided steps are played on, in order."""
    own = Side.BOTH if routine.sides is Sides.EACH else Side(routine.sides.value)
    fits = {Side.LEFT, Side.RIGHT, Side.BOTH} if own is Side.BOTH else {own}
    side = own if chosen is None else chosen
    if side not in fits:
        known = ", ".join(option.value for option in Side if option in fits)
        raise UsageError(f'"{routine.name}" has no side "{side}".', f"It can be played with: {known}.")
    if routine.sides is Sides.EACH and side is Side.BOTH:
        return side, (Side.LEFT, Side.RIGHT)
    return side, (side,)


def _in_order(steps: tuple[Step, ...], passes: tuple[Side, ...]) -> Iterator[tuple[int, Step, Side]]:
    """The steps as they are played: each maximal run of sided ones once a side, the others once."""
    numbered = list(enumerate(steps, start=1))
    for sided, run in groupby(numbered, key=lambda item: item[1].sided):
        together = list(run)
        for side in passes if sided else (Side.NONE,):
            for number, step in together:
                yield number, step, side


def _fit(step: Step, number: int, area: Area) -> tuple[Step, list[str]]:
    """The step as the area bears it, and what to say about it.

    A limit's words always take the place of the step's: no words of a file undo it. It is said only where
    the step changes by that: one without words of its own just takes the area's.
    """
    said: list[str] = []
    usual = step.technique
    limit = area.substitution_for(usual)
    if limit is not None:
        other = limit.replacement
        say = limit.say or other.phrase
        if other is not usual:
            step = replace(step, technique=other, tempo=other.tempo)
            said.append(limit.reason)
        elif step.text not in {"", usual.text, limit.text} or step.say not in {"", usual.phrase, say}:
            said.append(limit.reason)
        step = replace(step, text=limit.text, say=say)
    elif (manner := area.wording_for(usual)) is not None and step.text in {"", usual.text}:
        own_say = "" if step.say == usual.phrase else step.say
        step = replace(step, text=manner.text, say=own_say or manner.say)
    longest = area.longest_hold_s
    held = _hold_s(step)
    if longest is not None and held is not None and held > longest and step.technique.is_massage:
        said.append(f"Step {number} holds {longest:g} s instead of {held:g} s. {area.hold_reason}")
        step = replace(step, hold_s=longest, duration_s=None)
    return step, said


def _hold_s(step: Step) -> float | None:
    """Seconds of one hold, or None where the step has none; a timed pressure is a single hold."""
    return step.duration_s if step.hold_s is None and step.technique.pacing is Pacing.HOLD else step.hold_s


def _entry(step: Step, number: int, side: Side) -> PlanStep:
    technique = step.technique
    return PlanStep(
        number=number,
        technique=technique,
        side=side,
        text=step.text or technique.text,
        say=step.say or technique.phrase,
        planned_s=step.total_s,
        rounds=step.repeat,
        tempo=step.tempo,
        inhale_s=step.inhale_s,
        exhale_s=step.exhale_s,
    )


class _Layout(NamedTuple):
    """How entries become phases."""

    get_ready_s: float
    countdown: Countdown
    halfway: bool
    announced: bool
    """Whether the voice says what comes next, so that no cue has to."""

    def phases(self, steps: list[Step], entries: list[PlanStep]) -> Iterator[Phase]:
        """All phases, each starting where the one before ends."""
        starts_s = 0.0
        unplaced = list(self._unplaced(steps, entries))
        for phase, following in zip_longest(unplaced, unplaced[1:]):
            placed = phase.cues if following is None else self._foretold(phase, following)
            yield replace(phase, starts_s=starts_s, cues=placed)
            starts_s += phase.planned_s

    def _foretold(self, phase: Phase, following: Phase) -> tuple[PhaseCue, ...]:
        """The cues of a phase, with the one that says that a step comes next where no voice says it."""
        told = self.announced or following.kind is PhaseKind.RELEASE
        if told or not phase.has_room_for_next_cue(phase.planned_s):
            return phase.cues
        placed = [*phase.cues, PhaseCue(cues.NEXT, Anchor.END, NEXT_CUE_S)]
        return tuple(sorted(placed, key=lambda one: one.moment(phase.planned_s)))

    def _unplaced(self, steps: list[Step], entries: list[PlanStep]) -> Iterator[Phase]:
        worked: Side | None = None
        for index, (step, entry) in enumerate(zip(steps, entries, strict=True)):
            if entry.side is not Side.NONE:
                if worked not in {None, entry.side}:
                    yield self._phase(PhaseKind.SWITCH_SIDES, index, SWITCH_SIDES_S, cues.SWITCH_SIDES)
                    yield self._phase(PhaseKind.GET_READY, index, self.get_ready_s, cues.GET_READY)
                worked = entry.side
            if index == 0:
                yield self._phase(PhaseKind.GET_READY, index, self.get_ready_s, cues.GET_READY)
            yield from self._own(step, index)

    def _own(self, step: Step, index: int) -> Iterator[Phase]:
        """The phases of one step itself."""
        gated = step.wait or step.is_gate
        if gated:
            yield self._phase(PhaseKind.GATE, index, 0.0, cues.GATE)
        first = cues.FOUND if gated else step.technique.start_cue
        held = _hold_s(step)
        if held is not None:
            for turn in range(1, step.repeat + 1):
                opening = first if turn == 1 else step.technique.start_cue
                yield self._phase(PhaseKind.HOLD, index, held, opening, step, turn)
                if turn < step.repeat:
                    yield self._phase(PhaseKind.RELEASE, index, step.release_s, cues.RELEASE, turn=turn)
        elif step.duration_s is not None:
            kind = PhaseKind.REST if step.technique.is_rest else PhaseKind.WORK
            yield self._phase(kind, index, step.duration_s, first, step)

    def _phase(
        self,
        kind: PhaseKind,
        entry: int,
        planned_s: float,
        opening: Cue,
        step: Step | None = None,
        turn: int = 1,
    ) -> Phase:
        inside = [PhaseCue(opening, Anchor.START, 0.0)]
        halved = step is not None and step.halfway and self.halfway
        if halved:
            inside.append(PhaseCue(cues.HALF_WAY, Anchor.MIDDLE, 0.0))
        counted_s = MIN_HALFWAY_COUNTDOWN_PHASE_S if halved else MIN_COUNTDOWN_PHASE_S
        if kind is not PhaseKind.SWITCH_SIDES and planned_s >= counted_s:
            counts = COUNTDOWN_CUES[self.countdown]
            inside += [PhaseCue(count, Anchor.END, float(COUNTDOWN_S - i)) for i, count in enumerate(counts)]
        inside.sort(key=lambda placed: placed.moment(planned_s))
        return Phase(kind, entry, planned_s, 0.0, tuple(inside), turn)
