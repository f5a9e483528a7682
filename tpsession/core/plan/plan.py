"""Build the plan of a session: a routine with its options applied, as phases with cues on one time line.

The plan is the only description of what will happen. The preview, the total time, the live session, plain
mode and rendering all read it.
"""

from __future__ import annotations

from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from tpsession.core.catalog.area import Area
from tpsession.core.catalog.cues import Countdown, Speak
from tpsession.core.catalog.routine import Routine, Sides
from tpsession.core.catalog.side import Side, Spot, gather_spots
from tpsession.core.catalog.technique import CIRCLES, Technique
from tpsession.core.errors import UsageError
from tpsession.core.plan.fit_to_area import fit_to_area
from tpsession.core.plan.light_only import LIGHT_ONLY, PREGNANCY, make_light, make_light_area
from tpsession.core.plan.phase import Phase, PhaseKind
from tpsession.core.plan.phase_builder import PhaseBuilder
from tpsession.core.plan.playing_order import PlayedStep, list_played_steps, order_sides
from tpsession.core.plan.preparation import describe_positions, list_left_out_tools, list_tools
from tpsession.core.plan.safe_step import make_safe
from tpsession.core.plan.short_first import SHORT_FIRST, make_short

_GO_ON = "Go on as before."


class PlanEntry(NamedTuple):
    """One entry of a plan: one playing of a step, or the rest between two rounds."""

    number: int
    """Number of the step in the routine, counted from 1; 0 for the rest between two rounds."""
    technique: Technique
    side: Side
    """The side that it is played on; `Side.NONE` if the step isn't sided."""
    text: str
    """The instruction."""
    say: str
    """What the voice says."""
    planned_s: float
    """Seconds of the step itself, without the phases that lead in to it; a gate counts 0."""
    holds: int = 1
    """Number of holds."""
    count: int | None = None  # type: ignore[assignment]  # hides a method of tuples that nobody calls
    """Repetitions to do; the person counts them if nothing is timed, so that `planned_s` is 0."""
    round: int = 1
    """The round in which it is played, or which the rest is before, counted from 1."""
    round_count: int = 1
    """Number of rounds; 1 for a step that is played once, and for the rest between."""
    sound: str = ""
    """Name of a file of the person's own that plays as it starts; empty for its technique's sound."""
    hold_texts: tuple[str, ...] = ()
    hold_says: tuple[str, ...] = ()
    """`text` and `say` for each hold; empty if they are the same for all."""
    tempo: float | None = None
    """Cycles a minute; None if it isn't paced by a tempo."""
    inhale_s: float | None = None
    exhale_s: float | None = None
    """Seconds to breathe in and to breathe out; None if it isn't paced by breath."""
    limit: str = ""
    """What is never done in this step, one sentence beside its own words; empty if `text` says it."""
    area: Area | None = None
    """The area that it works on if the plan has several; None if it has one, and for a rest and the like."""

    @property
    def is_between_rounds(self) -> bool:
        """Whether this is the rest between two rounds, which is no step of the routine."""
        return not self.number

    def text_of(self, hold: int) -> str:
        """Return the instruction for a hold. hold: its number, from 1; 1 for a step without holds."""
        return self.hold_texts[hold - 1] if self.hold_texts else self.text

    def say_of(self, hold: int) -> str:
        """Return what the voice says for a hold. hold: its number, from 1; 1 for a step without holds."""
        return self.hold_says[hold - 1] if self.hold_says else self.say


class GateKey(StrEnum):
    """What the person presses to go on from a gate, as the voice calls it."""

    BIG = "big"
    """Any of several keys that are easy to hit."""
    ENTER = "enter"
    """Enter alone, where the person types lines."""
    NONE = "none"
    """Nothing: nobody is there, so a gate takes a fixed time."""


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
    gate_key: GateKey = GateKey.BIG
    light_only: bool = False
    """Whether only light massage is all right, as a clinician said."""
    short_first: bool = False
    """Whether it is a short first session on the area."""


class Plan(NamedTuple):
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
    """In the order in which they are played."""
    phases: tuple[Phase, ...]
    """The time line; each phase starts where the one before ends."""
    notes: tuple[str, ...]
    """The limits of light massage and of a short first session, if it is one; then what the areas limit: what
    was replaced or shortened, and what is never done. Each once."""
    position: str
    """How to sit or stand, and with what tool."""
    have: tuple[str, ...]
    """What the person needs within reach: for each area's position, unless the routine has its own, then for
    the routine."""
    avoid: tuple[str, ...]
    """What never to press: each area's places, then the routine's."""
    care: tuple[str, ...] = ()
    """Other cautions for each area, a sentence each."""
    speak: Speak = Speak.NONE
    """How much is spoken. Plans that were stored before the program could speak have nothing spoken."""
    gate_key: GateKey = GateKey.NONE
    light_only: bool = False
    """Whether it has only light steps, as a clinician said."""

    @property
    def planned_s(self) -> float:
        """Seconds of all timed phases; gates count 0."""
        last = self.phases[-1]
        return last.starts_s + last.planned_s

    def area_of(self, entry: PlanEntry) -> Area:
        """Return the area that an entry works on: its own, or else the plan's."""
        return entry.area or self.area

    @property
    def has_several_areas(self) -> bool:
        """Whether a step works on another area than the plan's."""
        return any(entry.area is not None for entry in self.entries)

    @property
    def areas(self) -> tuple[Area, ...]:
        """The plan's area, then every other one that a step works on, in playing order."""
        return tuple(dict.fromkeys((self.area, *map(self.area_of, self.entries))))

    @property
    def spots(self) -> frozenset[Spot]:
        """Every pair of an area of the plan and a side on which an entry works on it.

        An area that no entry works on with a side, such as `NO_AREA`, is there on the left and on the right.
        """
        entries = ((self.area_of(entry).id, entry.side) for entry in self.entries)
        return gather_spots(((self.area.id, Side.NONE), *entries))

    @property
    def step_count(self) -> int:
        """Number of entries that are steps; the rests between rounds don't count.

        A step that is played on two sides, or in several rounds, counts each time.
        """
        return self.step_number(len(self.entries) - 1)

    def step_number(self, entry: int) -> int:
        """Return an entry's number among all steps as they are played, from 1.

        A step that is played on two sides, or in several rounds, counts each time. A rest between rounds has
        the number of the step before it. entry: its index in the plan.
        """
        return sum(not each.is_between_rounds for each in self.entries[: entry + 1])

    # A section is a run of phases: either a step itself, or what leads in to it.

    def section_start(self, index: int) -> int:
        """Return the index of the first phase of the section that contains phase `index`.

        An entry has two sections: the phases that lead in to it (switch sides, get ready), if it has any, and
        all its other phases, with its gate.
        """
        section = self._section_of(index)
        return next(place for place in range(index + 1) if self._section_of(place) == section)

    def section_end(self, index: int) -> int:
        """Return the index just past the last phase of the section that contains phase `index`.

        An entry has two sections: the phases that lead in to it (switch sides, get ready), if it has any, and
        all its other phases, with its gate.
        """
        section = self._section_of(index)
        places = range(index, len(self.phases))
        return next((place for place in places if self._section_of(place) != section), len(self.phases))

    def _section_of(self, index: int) -> tuple[int, bool]:
        """Return what identifies the section of phase `index`: its entry, and whether it is a lead-in."""
        phase = self.phases[index]
        return phase.entry, phase.kind.is_lead_in

    def is_later_hold_with_own_text(self, index: int) -> bool:
        """Return whether phase `index` is the second or a later hold of a step with a text for each hold."""
        phase = self.phases[index]
        has_own = bool(self.entries[phase.entry].hold_texts)
        return has_own and phase.kind is PhaseKind.HOLD and phase.hold > 1

    def entry_start(self, entry: int) -> int:
        """Return the index of an entry's first phase after its lead-ins; it may be the entry's gate."""
        return next(
            place
            for place, phase in enumerate(self.phases)
            if phase.entry == entry and not phase.kind.is_lead_in
        )


def build_plan(routine: Routine, options: PlanOptions) -> Plan:
    """Return the plan of a routine; what is unsafe in the area of a step is replaced or shortened.

    For light massage alone the routine is first changed by `make_light`, and for a short first session by
    `make_short`. A routine for any area is fitted to the chosen area by `fit_to_area`. If nothing is to be
    spoken, a spoken countdown becomes beeps.

    Raises:
        UsageError: The routine needs an area and none was chosen, or it can't be played on the chosen area or
            side.

    """
    area = _choose_area(routine, options.area)
    if options.light_only:
        routine = make_light(routine)
    if options.short_first:
        routine = make_short(routine, area)
    session_side, played_sides = _choose_sides(routine, options.side)
    limits = (LIGHT_ONLY, PREGNANCY) if options.light_only else ()
    notes: dict[str, None] = dict.fromkeys((*limits, SHORT_FIRST) if options.short_first else limits)
    played: list[PlayedStep] = []
    entries: list[PlanEntry] = []
    listed = list(list_played_steps(routine.steps, played_sides, routine.switch))
    fitted = fit_to_area(listed, area) if routine.area is None else listed
    for each in fitted:
        here = each.step.area or area
        safe = make_safe(each.step, each.number, make_light_area(here) if options.light_only else here)
        notes.update(dict.fromkeys(limit.note for limit in safe.limits))
        played.append(each._replace(step=safe.step))
        entries.append(_make_entry(played[-1], safe.limit))
    areas = tuple(dict.fromkeys((area, *(entry.area or area for entry in entries))))
    entries = [_place_entry(entry, areas) for entry in entries]
    entries = [*entries[:1], *(_join_usual_words(*pair, area) for pair in pairwise(entries))]
    described = tuple(map(make_light_area, areas)) if options.light_only else areas
    builder = PhaseBuilder(
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
        phases=tuple(builder.build(played)),
        notes=tuple(notes),
        position=routine.position or describe_positions(described),
        have=list_tools(routine, described, played, list_left_out_tools(listed, fitted)),
        avoid=tuple(
            dict.fromkeys((*(place for each in areas for place in each.never_press), *routine.avoid))
        ),
        care=tuple(dict.fromkeys(sentence for each in described for sentence in each.care)),
        speak=options.speak,
        gate_key=options.gate_key,
        light_only=options.light_only,
    )


def _choose_countdown(wanted: Countdown, speak: Speak) -> Countdown:
    """Return the countdown to use: beeps instead of spoken numbers if nothing is to be spoken."""
    return Countdown.BEEPS if wanted is Countdown.SPOKEN and speak is Speak.NONE else wanted


def _choose_area(routine: Routine, chosen: Area | None) -> Area:
    """Return the routine's own area, or the chosen area if the routine is for any area.

    Raises `UsageError` if a routine for any area has no chosen one, or if another area than a routine's own
    was chosen.
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

    A `chosen` of None stands for the side that the routine is for, and for both if it is for each side. A
    routine for each side or for both may also be played on the left or the right alone. Any other is played
    only on its own side. A routine for each side that is recorded under both is played on one side after the
    other, its `first` first. Raises `UsageError` if the routine can't be played on the chosen side.
    """
    default = Side.BOTH if routine.sides is Sides.EACH else Side(routine.sides.value)
    possible = {Side.LEFT, Side.RIGHT, Side.BOTH} if default is Side.BOTH else {default}
    side = default if chosen is None else chosen
    if side not in possible:
        names = ", ".join(option.value for option in Side if option in possible)
        raise UsageError(f'"{routine.name}" has no side "{side}".', f"It can be played with: {names}.")
    if routine.sides is Sides.EACH and side is Side.BOTH:
        return side, order_sides(routine.sides, routine.first)
    return side, (side,)


def _place_entry(entry: PlanEntry, areas: tuple[Area, ...]) -> PlanEntry:
    """Return an entry with the `area` that `PlanEntry` describes.

    If the plan has one area, it is None. If it has several, a sided step without an area in the file gets the
    plan's own. Any other step keeps the area from the file, which may be None.

    areas: those of the plan, its own first.
    """
    if len(areas) == 1:
        return entry._replace(area=None)
    return entry if entry.area or not entry.technique.sided else entry._replace(area=areas[0])


def _join_usual_words(before: PlanEntry, entry: PlanEntry, area: Area) -> PlanEntry:
    """Return an entry whose instruction, if it is the usual one, fits the entry before it.

    For a technique that is led in by letting go, it begins with how to let go of the step before, if that has
    another technique and a sentence for it. Circles after circles with the same instruction on the same side
    only say to go on. An entry with an instruction from the file is returned unchanged.

    area: of entries without one of their own.
    """
    technique = entry.technique
    usual = (entry.area or area).text_for(technique)
    if entry.text != usual:
        return entry
    if technique is CIRCLES and (before.technique, before.side, before.text) == (CIRCLES, entry.side, usual):
        return entry._replace(text=_GO_ON)
    if not technique.is_led_in_by_letting_go or technique is before.technique:
        return entry
    let_go = (before.area or area).let_go_for(before.technique, before.text)
    return entry._replace(text=f"{let_go} {usual}") if let_go else entry


def _make_entry(played: PlayedStep, limit: str) -> PlanEntry:
    """Make the plan's entry for a step on one side, with the area that its file names, if any.

    A rest between rounds has no instruction. limit: what is never done in the step, as a sentence; may be
    empty.
    """
    step = played.step
    return PlanEntry(
        number=played.number,
        technique=step.technique,
        side=played.side,
        # Between rounds the name is enough: the usual words are for the hands, which may hold a ball.
        text=step.text if played.number else "",
        say=step.say,
        planned_s=step.total_s,
        holds=step.repeat,
        count=step.count,
        round=played.round,
        round_count=step.rounds.count if step.rounds else 1,
        sound=step.sound,
        hold_texts=tuple(text or step.text for text in step.hold_texts),
        hold_says=tuple(say or step.say for say in step.hold_says),
        tempo=step.tempo,
        inhale_s=step.inhale_s,
        exhale_s=step.exhale_s,
        limit=limit,
        area=step.area,
    )
