"""Builds the phases of a plan, with their cues, from the steps in the order in which they are played."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from tpsession.core.catalog import cues
from tpsession.core.catalog.cues import COUNTDOWN_CUES, Countdown, Cue
from tpsession.core.catalog.routine import Step
from tpsession.core.plan.phase import (
    COUNTDOWN_S,
    MIN_COUNTDOWN_PHASE_S,
    MIN_HALFWAY_COUNTDOWN_PHASE_S,
    NEXT_CUE_S,
    SWITCH_SIDES_S,
    Anchor,
    Phase,
    PhaseCue,
    PhaseKind,
)
from tpsession.core.plan.playing_order import PlayedStep, find_side_switches


class PhaseBuilder:
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

    def build(self, played: Sequence[PlayedStep]) -> Iterator[Phase]:
        """Yield all phases of the steps with all their cues, each starting where the one before ends.

        played: the steps in the order in which they are played; each is an entry of the plan.
        """
        starts_s = 0.0
        phases = list(self._make_all_phases(played))
        for phase, following in zip_longest(phases, phases[1:]):
            phase_cues = phase.cues if following is None else self._with_next_cue(phase, following)
            yield phase._replace(starts_s=starts_s, cues=phase_cues)
            starts_s += phase.planned_s

    def _with_next_cue(self, phase: Phase, following: Phase) -> tuple[PhaseCue, ...]:
        """Return the cues of a phase in order, with an extra cue that announces the following phase.

        There is no extra cue if the voice announces the next step, if a release follows, if the phase is too
        short for one, or if the phase gets ready or switches sides.
        """
        needs_none = self.announced or following.kind is PhaseKind.RELEASE
        if needs_none or not phase.has_room_for_next_cue(phase.planned_s):
            return phase.cues
        phase_cues = [*phase.cues, PhaseCue(cues.NEXT, Anchor.END, NEXT_CUE_S)]
        return tuple(sorted(phase_cues, key=lambda phase_cue: phase_cue.moment(phase.planned_s)))

    def _make_all_phases(self, played: Sequence[PlayedStep]) -> Iterator[Phase]:
        """Yield all phases of the steps, each starting at 0, without the cues that announce what follows.

        A phase to get ready comes before the first step. Where a sided step has another side than the last
        sided step before it, a phase to switch sides and one to get ready come before it.
        """
        for index, (each, switches) in enumerate(zip(played, find_side_switches(played), strict=True)):
            if switches:
                yield self._make_phase(PhaseKind.SWITCH_SIDES, index, SWITCH_SIDES_S, cues.SWITCH_SIDES)
            if switches or index == 0:
                yield self._make_phase(PhaseKind.GET_READY, index, self.get_ready_s, cues.GET_READY)
            yield from self._step_phases(each.step, index)

    def _step_phases(self, step: Step, index: int) -> Iterator[Phase]:
        """Yield the phases of one step itself: its gate if it has one, then its timed phases if it has any.

        These are holds, with as many releases after them as the step has, or a single work phase or rest.

        index: the index of its entry in the plan.
        """
        has_gate = step.wait or step.is_gate
        if has_gate:
            yield self._make_phase(PhaseKind.GATE, index, 0.0, cues.GATE)
        first_cue = cues.FOUND if has_gate else step.technique.start_cue
        hold_s = step.one_hold_s
        if hold_s is not None:
            for hold in range(1, step.repeat + 1):
                opening = first_cue if hold == 1 else step.technique.start_cue
                yield self._make_phase(PhaseKind.HOLD, index, hold_s, opening, step, hold)
                if hold <= step.releases:
                    yield self._make_phase(PhaseKind.RELEASE, index, step.release_s, cues.RELEASE, hold=hold)
        elif step.work_s is not None:
            kind = PhaseKind.REST if step.technique.is_rest else PhaseKind.WORK
            yield self._make_phase(kind, index, step.work_s, first_cue, step)

    def _make_phase(
        self,
        kind: PhaseKind,
        entry: int,
        planned_s: float,
        opening: Cue,
        step: Step | None = None,
        hold: int = 1,
    ) -> Phase:
        """Return a phase that starts at 0, with its opening cue and, if it is long enough, its countdown.

        Switching sides is never counted down, and nothing is if the builder's countdown is off. The phase has
        a half-way cue if `step` asks for one and the person hasn't turned half-way cues off.

        Args:
            kind: What happens in the phase.
            entry: The index of its entry in the plan.
            planned_s: Its seconds.
            opening: The cue at its start.
            step: The step that the phase is a part of; None for a phase without a half-way cue.
            hold: The number of the hold that the phase is or follows, counted from 1.

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
