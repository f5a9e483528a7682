"""One phase of a plan, such as a hold or a rest, and the cues inside it."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from tpsession.core.catalog import cues
from tpsession.core.catalog.cues import Cue, CueGroup

MIN_COUNTDOWN_PHASE_S = 5.0
"""Seconds that a phase needs to be counted down; in a shorter one the count would fill most of it (ours)."""
MIN_HALFWAY_COUNTDOWN_PHASE_S = 7.0
"""The same for a phase with a half-way cue; in a shorter one the two would run together (ours)."""
SWITCH_SIDES_S = 3.0
"""Seconds to announce the other side, before getting ready for it (ours)."""
COUNTDOWN_S = 3
"""Seconds of a countdown: one cue a second, the last one a second before the change."""
NEXT_CUE_S = 4.5
"""Seconds before the end of a step at which a cue announces the next one, if nothing is spoken."""
MIN_NEXT_CUE_PHASE_S = 8.0
"""Seconds that a phase needs to have that cue (ours)."""
MIN_HALFWAY_NEXT_CUE_PHASE_S = 11.0
"""The same for a phase with a half-way cue; in a shorter one the two would run together (ours)."""


class PhaseKind(StrEnum):
    """What happens in a phase."""

    GET_READY = "get-ready"
    WORK = "work"
    HOLD = "hold"
    RELEASE = "release"
    REST = "rest"
    SWITCH_SIDES = "switch-sides"
    GATE = "gate"
    """Untimed: it lasts until the person says "found"."""

    @property
    def is_active(self) -> bool:
        """Whether the time in such a phase counts as active time: in work, hold and release."""
        return self in {PhaseKind.WORK, PhaseKind.HOLD, PhaseKind.RELEASE}

    @property
    def is_lead_in(self) -> bool:
        """Whether such a phase leads in to a step instead of being part of it: get ready and switch sides."""
        return self in {PhaseKind.GET_READY, PhaseKind.SWITCH_SIDES}


class Anchor(StrEnum):
    """The point of a phase from which a cue's offset is counted."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


class PhaseCue(NamedTuple):
    """A cue inside a phase. It keeps its distance from its anchor when the phase is extended or shortened."""

    cue: Cue
    anchor: Anchor
    offset_s: float
    """Seconds after the start or the middle, or before the end."""

    def moment(self, length_s: float) -> float:
        """Return the seconds from the start of a phase of this length to the cue.

        They are below 0 or above the length if the phase is too short for the cue.
        """
        if self.anchor is Anchor.END:
            return length_s - self.offset_s
        return self.offset_s + (length_s / 2 if self.anchor is Anchor.MIDDLE else 0.0)


class Phase(NamedTuple):
    """One part of a plan's time line."""

    kind: PhaseKind
    entry: int
    """Index of the plan's entry that it belongs to or leads in to."""
    planned_s: float
    """Seconds as planned; 0 for a gate."""
    starts_s: float
    """Planned seconds before it begins; gates count 0."""
    cues: tuple[PhaseCue, ...] = ()
    """In the order in which they play."""
    hold: int = 1
    """Number of the hold that it is or follows, counted from 1."""

    @property
    def is_gate(self) -> bool:
        """Whether the phase is a gate: it has no length and waits until the person says "found"."""
        return self.kind is PhaseKind.GATE

    @property
    def has_countdown(self) -> bool:
        """Whether the last seconds of the phase are counted down."""
        return any(phase_cue.cue.group is CueGroup.COUNTDOWN for phase_cue in self.cues)

    def has_halfway_cue(self, length_s: float) -> bool:
        """Return whether the phase has a half-way cue that plays when the phase takes `length_s` seconds.

        A half-way cue that would run into the cues before the end, because the phase is short, doesn't play.
        """
        if all(phase_cue.anchor is not Anchor.MIDDLE for phase_cue in self.cues):
            return False
        if any(phase_cue.cue is cues.NEXT for phase_cue in self.cues):
            return length_s >= MIN_HALFWAY_NEXT_CUE_PHASE_S
        return length_s >= MIN_HALFWAY_COUNTDOWN_PHASE_S or not self.has_countdown

    def has_room_for_next_cue(self, length_s: float) -> bool:
        """Return whether a cue for what follows fits in when the phase takes `length_s` seconds.

        Never in a phase that leads in to a step.
        """
        shortest_s = MIN_HALFWAY_NEXT_CUE_PHASE_S if self.has_halfway_cue(length_s) else MIN_NEXT_CUE_PHASE_S
        return not self.kind.is_lead_in and length_s >= shortest_s
