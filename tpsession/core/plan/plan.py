"""Build the plan of a session: a routine with its options applied, as phases with cues on one time line.

The plan is the only description of what will happen. The preview, the total time, the live session, plain
mode and rendering all read it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby, zip_longest
from typing import NamedTuple

from tpsession.core.catalog import cues
from tpsession.core.catalog.area import Area
from tpsession.core.catalog.cues import COUNTDOWN_CUES, Countdown, Cue, Speak
from tpsession.core.catalog.routine import Routine, Sides, Step
from tpsession.core.catalog.side import Side
from tpsession.core.catalog.technique import Technique
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
from tpsession.core.plan.safe_step import SafeStep, make_safe, single_hold_s

SWITCH_SIDES_S = 3.0
"""Seconds to announce the other side, before getting ready for it (ours)."""
_ARTICLE = re.compile(r"^(an?|the|some)\s+")


@dataclass(frozen=True, slots=True)
class PlanEntry:
    """One entry of a plan: a step of the routine, on one side."""

    number: int
    """Number of the step in the routine, counted from 1."""
    technique: Technique
    side: Side
    """The side that it is played on; `Side.NONE` if the step isn't sided."""
    text: str
    """The instruction."""
    say: str
    """What the voice says."""
    planned_s: float
    """Seconds of the step itself, without the phases that lead in to it; a gate counts 0."""
    rounds: int = 1
    """Number of holds."""
    tempo: float | None = None
    """Cycles a minute; None if it isn't paced by a tempo."""
    inhale_s: float | None = None
    exhale_s: float | None = None
    """Seconds to breathe in and to breathe out; None if it isn't paced by breath."""
    limit: str = ""
    """What is never done in this step, one sentence beside its own words; empty if `text` says it."""
    area: Area | None = None
    """The area that it works on if that isn't the plan's."""


class PlanOptions(NamedTuple):
    """What a person chose for one session; None leaves it to the routine."""

    area: Area | None = None
    side: Side | None = None
    get_ready_s: float | None = None
    """Seconds to get ready."""
    countdown: Countdown | None = None
    halfway: bool = True
    """Whether half-way cues play; False silences them all."""
    speak: Speak = Speak.PHRASES


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that will happen in one session."""

    routine: str
    """Id of the routine."""
    name: str
    """Name of the routine."""
    area: Area
    """The area that is rated; steps may work on others."""
    side: Side
    """The side that the session is recorded under; `Side.BOTH` if both are massaged."""
    entries: tuple[PlanEntry, ...]
    """The steps in the order in which they are played, once for each side."""
    phases: tuple[Phase, ...]
    """The time line; each phase starts where the one before ends."""
    notes: tuple[str, ...]
    """What the area limits: what was replaced or shortened, and what is never done; each once."""
    position: str
    """How to sit or stand, and with what tool."""
    have: tuple[str, ...]
    """What the person needs within reach: for each area, then for the routine."""
    avoid: tuple[str, ...]
    """What never to press: each area's places, then the routine's."""
    care: tuple[str, ...] = ()
    """Other cautions for each area, a sentence each."""
    speak: Speak = Speak.NONE
    """How much is spoken. Plans that were stored before the program could speak have nothing spoken."""

    @property
    def planned_s(self) -> float:
        """Seconds of all timed phases; gates count 0."""
        last = self.phases[-1]
        return last.starts_s + last.planned_s

    def area_of(self, entry: PlanEntry) -> Area:
        """Return the area that an entry works on."""
        return entry.area or self.area

    @property
    def areas(self) -> tuple[Area, ...]:
        """The plan's area, then every other one that a step works on, in playing order."""
        return tuple(dict.fromkeys((self.area, *map(self.area_of, self.entries))))

    # A section is a run of phases: either a step itself, or what leads in to it.

    def section_start(self, index: int) -> int:
        """Return the index of the first phase of the section that contains phase `index`.

        A section is all phases of a step itself, with its gate, or all phases that lead in to that step: get
        ready and switch sides.
        """
        section = self._section_of(index)
        return next(place for place in range(index + 1) if self._section_of(place) == section)

    def section_end(self, index: int) -> int:
        """Return the index just past the last phase of the section that contains phase `index`.

        A section is all phases of a step itself, with its gate, or all phases that lead in to that step: get
        ready and switch sides.
        """
        section = self._section_of(index)
        places = range(index, len(self.phases))
        return next((place for place in places if self._section_of(place) != section), len(self.phases))

    def _section_of(self, index: int) -> tuple[int, bool]:
        """Return what identifies the section of a phase: its entry, and whether it leads in to it."""
        phase = self.phases[index]
        return phase.entry, phase.kind.is_lead_in

    def entry_start(self, entry: int) -> int:
        """Return the index of the first phase of an entry itself, after the phases that lead in to it."""
        return next(
            place
            for place, phase in enumerate(self.phases)
            if phase.entry == entry and not phase.kind.is_lead_in
        )


def build_plan(routine: Routine, options: PlanOptions) -> Plan:
    """Return the plan of a routine; what is unsafe in the area is replaced or shortened.

    If nothing is to be spoken, a spoken countdown becomes beeps.

    Raises:
        UsageError: The routine needs an area and none was chosen, or the area or the side doesn't fit it.

    """
    area = _choose_area(routine, options.area)
    session_side, played_sides = _choose_sides(routine, options.side)
    entries: list[PlanEntry] = []
    notes: dict[str, None] = {}
    steps: list[Step] = []
    for number, step, side in _in_playing_order(routine.steps, played_sides):
        safe = make_safe(step, number, step.area or area)
        notes.update(dict.fromkeys(limit.note for limit in safe.limits))
        steps.append(safe.step)
        entries.append(_make_entry(safe, number, side, None if step.area is area else step.area))
    areas = tuple(dict.fromkeys((area, *(entry.area or area for entry in entries))))
    builder = _PhaseBuilder(
        get_ready_s=routine.get_ready_s if options.get_ready_s is None else options.get_ready_s,
        countdown=_choose_countdown(options.countdown or routine.countdown, options.speak),
        halfway=options.halfway,
        announced=options.speak is not Speak.NONE,
    )
    return Plan(
        routine=routine.id,
        name=routine.name,
        area=area,
        side=session_side,
        entries=tuple(entries),
        phases=tuple(builder.build(steps, entries)),
        notes=tuple(notes),
        position=routine.position or _describe_positions(areas),
        have=_merge_tools((*(tool for each in areas for tool in each.have), *routine.have)),
        avoid=tuple(
            dict.fromkeys((*(place for each in areas for place in each.never_press), *routine.avoid))
        ),
        care=tuple(dict.fromkeys(sentence for each in areas for sentence in each.care)),
        speak=options.speak,
    )


def _describe_positions(areas: tuple[Area, ...]) -> str:
    """Return how to sit or stand; for several areas, each with its name."""
    if len(areas) == 1:
        return areas[0].position
    return " ".join(f"{area.name}: {area.position}" for area in areas)


def _merge_tools(tools: tuple[str, ...]) -> tuple[str, ...]:
    """Return each tool once, as it was named first; "ball" and "a ball" are the same."""
    named: dict[str, str] = {}
    for tool in tools:
        named.setdefault(_ARTICLE.sub("", tool.strip().casefold()), tool)
    return tuple(named.values())


def _choose_countdown(wanted: Countdown, speak: Speak) -> Countdown:
    """Return the countdown to use: beeps instead of spoken numbers if nothing is to be spoken."""
    return Countdown.BEEPS if wanted is Countdown.SPOKEN and speak is Speak.NONE else wanted


def _choose_area(routine: Routine, chosen: Area | None) -> Area:
    """Return the routine's own area, or the chosen one for a routine that works for any area.

    Raises `UsageError` if that choice is missing, or if another area than the routine's own was chosen.
    """
    if routine.area is None:
        if chosen is None:
            raise UsageError(f'"{routine.name}" works for any area.', "Choose one with --area.")
        return chosen
    if chosen is not None and chosen is not routine.area:
        raise UsageError(
            f'"{routine.name}" is for the area {routine.area.id}, not {chosen.id}.', "Leave out --area."
        )
    return routine.area


def _choose_sides(routine: Routine, chosen: Side | None) -> tuple[Side, tuple[Side, ...]]:
    """Return the side to record the session under, and the sides on which sided steps are played, in order.

    None chooses the routine's own. Only a routine for each side or for both sides leaves a choice. For both
    sides, a routine for each side is played on the left and then on the right. Raises `UsageError` if the
    routine can't be played on the chosen side.
    """
    default = Side.BOTH if routine.sides is Sides.EACH else Side(routine.sides.value)
    possible = {Side.LEFT, Side.RIGHT, Side.BOTH} if default is Side.BOTH else {default}
    side = default if chosen is None else chosen
    if side not in possible:
        names = ", ".join(option.value for option in Side if option in possible)
        raise UsageError(f'"{routine.name}" has no side "{side}".', f"It can be played with: {names}.")
    if routine.sides is Sides.EACH and side is Side.BOTH:
        return side, (Side.LEFT, Side.RIGHT)
    return side, (side,)


def _in_playing_order(
    steps: tuple[Step, ...], played_sides: tuple[Side, ...]
) -> Iterator[tuple[int, Step, Side]]:
    """Yield the number, counted from 1, the step and the side of everything that is played, in order.

    Each run of sided steps is played through on one side and then on the next. Other steps come once, with
    `Side.NONE`.
    """
    numbered = list(enumerate(steps, start=1))
    for sided, group in groupby(numbered, key=lambda item: item[1].sided):
        run = list(group)
        for side in played_sides if sided else (Side.NONE,):
            for number, step in run:
                yield number, step, side


def _make_entry(safe: SafeStep, number: int, side: Side, area: Area | None) -> PlanEntry:
    """Make the plan's entry for a step on one side.

    Args:
        safe: The step.
        number: Its number in the routine, counted from 1.
        side: The side.
        area: Its area if that isn't the plan's.

    """
    step = safe.step
    return PlanEntry(
        number=number,
        technique=step.technique,
        side=side,
        text=step.text,
        say=step.say,
        planned_s=step.total_s,
        rounds=step.repeat,
        tempo=step.tempo,
        inhale_s=step.inhale_s,
        exhale_s=step.exhale_s,
        limit=safe.limit,
        area=area,
    )


class _PhaseBuilder:
    """Turns steps into phases with their cues."""

    def __init__(self, *, get_ready_s: float, countdown: Countdown, halfway: bool, announced: bool) -> None:
        """Make a builder.

        Args:
            get_ready_s: Seconds to get ready.
            countdown: How changes are counted down.
            halfway: Whether half-way cues play.
            announced: Whether the voice announces the next step, so that no cue has to.

        """
        self.get_ready_s = get_ready_s
        self.countdown = countdown
        self.halfway = halfway
        self.announced = announced

    def build(self, steps: list[Step], entries: list[PlanEntry]) -> Iterator[Phase]:
        """Yield all phases of the steps with all their cues, each starting where the one before ends."""
        starts_s = 0.0
        phases = list(self._make_all_phases(steps, entries))
        for phase, following in zip_longest(phases, phases[1:]):
            phase_cues = phase.cues if following is None else self._with_next_cue(phase, following)
            yield replace(phase, starts_s=starts_s, cues=phase_cues)
            starts_s += phase.planned_s

    def _with_next_cue(self, phase: Phase, following: Phase) -> tuple[PhaseCue, ...]:
        """Return the cues of a phase in order, with one more that announces what follows.

        There is no such cue if the voice announces it, if a release follows, if the phase is too short, or if
        it only leads in to a step.
        """
        needs_none = self.announced or following.kind is PhaseKind.RELEASE
        if needs_none or not phase.has_room_for_next_cue(phase.planned_s):
            return phase.cues
        phase_cues = [*phase.cues, PhaseCue(cues.NEXT, Anchor.END, NEXT_CUE_S)]
        return tuple(sorted(phase_cues, key=lambda phase_cue: phase_cue.moment(phase.planned_s)))

    def _make_all_phases(self, steps: list[Step], entries: list[PlanEntry]) -> Iterator[Phase]:
        """Yield all phases of the steps, each starting at 0, without the cues that announce what follows.

        Before the first step there is time to get ready. Where a sided step has another side than the sided
        step before it, there are a phase to switch sides and time to get ready.
        """
        last_side: Side | None = None
        for index, (step, entry) in enumerate(zip(steps, entries, strict=True)):
            if entry.side is not Side.NONE:
                if last_side not in {None, entry.side}:
                    yield self._make_phase(PhaseKind.SWITCH_SIDES, index, SWITCH_SIDES_S, cues.SWITCH_SIDES)
                    yield self._make_phase(PhaseKind.GET_READY, index, self.get_ready_s, cues.GET_READY)
                last_side = entry.side
            if index == 0:
                yield self._make_phase(PhaseKind.GET_READY, index, self.get_ready_s, cues.GET_READY)
            yield from self._step_phases(step, index)

    def _step_phases(self, step: Step, index: int) -> Iterator[Phase]:
        """Yield the phases of one step itself: its gate if it has one, then its timed phases if it has any.

        These are holds with a release between each two, or a single work phase or rest.

        index: the index of its entry in the plan.
        """
        has_gate = step.wait or step.is_gate
        if has_gate:
            yield self._make_phase(PhaseKind.GATE, index, 0.0, cues.GATE)
        first_cue = cues.FOUND if has_gate else step.technique.start_cue
        hold_s = single_hold_s(step)
        if hold_s is not None:
            for hold in range(1, step.repeat + 1):
                opening = first_cue if hold == 1 else step.technique.start_cue
                yield self._make_phase(PhaseKind.HOLD, index, hold_s, opening, step, hold)
                if hold < step.repeat:
                    yield self._make_phase(PhaseKind.RELEASE, index, step.release_s, cues.RELEASE, hold=hold)
        elif step.duration_s is not None:
            kind = PhaseKind.REST if step.technique.is_rest else PhaseKind.WORK
            yield self._make_phase(kind, index, step.duration_s, first_cue, step)

    def _make_phase(
        self,
        kind: PhaseKind,
        entry: int,
        planned_s: float,
        opening: Cue,
        step: Step | None = None,
        hold: int = 1,
    ) -> Phase:
        """Return a phase that starts at 0, with its opening cue, and its countdown if it is long enough.

        It has a half-way cue if `step` asks for one and the person hasn't turned these off; without `step`
        it has none. Switching sides is never counted down. `hold` is the number of the hold that the phase
        is or follows, counted from 1.
        """
        phase_cues = [PhaseCue(opening, Anchor.START, 0.0)]
        has_halfway_cue = step is not None and step.halfway and self.halfway
        if has_halfway_cue:
            phase_cues.append(PhaseCue(cues.HALF_WAY, Anchor.MIDDLE, 0.0))
        shortest_s = MIN_HALFWAY_COUNTDOWN_PHASE_S if has_halfway_cue else MIN_COUNTDOWN_PHASE_S
        if kind is not PhaseKind.SWITCH_SIDES and planned_s >= shortest_s:
            phase_cues += [
                PhaseCue(cue, Anchor.END, float(COUNTDOWN_S - place))
                for place, cue in enumerate(COUNTDOWN_CUES[self.countdown])
            ]
        phase_cues.sort(key=lambda phase_cue: phase_cue.moment(planned_s))
        return Phase(kind, entry, planned_s, 0.0, tuple(phase_cues), hold)
