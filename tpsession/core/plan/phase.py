"""One stretch of the time line, and the cues inside it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tpsession.core.catalog import cues
from tpsession.core.catalog.cues import Cue, CueGroup

MIN_COUNTDOWN_PHASE_S = 5.0
"""Phases shorter than this aren't counted down: the count would fill most of them (ours)."""
MIN_HALFWAY_COUNTDOWN_PHASE_S = 7.0
"""With its middle signalled a phase is counted down from this length on; else the two run together (ours)."""
COUNTDOWN_S = 3
"""Seconds that a countdown takes: one cue each, the last a second before the change."""
NEXT_CUE_S = 4.5
"""Where nothing is spoken, a cue says this many seconds before the end of a step that another comes."""
MIN_NEXT_CUE_PHASE_S = 8.0
"""A phase shorter than this ends without that cue (ours)."""
MIN_HALFWAY_NEXT_CUE_PHASE_S = 11.0
"""The same with its middle signalled; else the two run together (ours)."""


class PhaseKind(StrEnum):
    """What a stretch of the time line is."""

    GET_READY = "get-ready"
    WORK = "work"
    HOLD = "hold"
    RELEASE = "release"
    REST = "rest"
    SWITCH_SIDES = "switch-sides"
    GATE = "gate"
    """Untimed: it counts up until the person says "found"."""

    @property
    def is_active(self) -> bool:
        """Whether its time counts as active."""
        return self in {PhaseKind.WORK, PhaseKind.HOLD, PhaseKind.RELEASE}

    @property
    def is_lead_in(self) -> bool:
        """Whether it comes before a step instead of being part of it."""
        return self in {PhaseKind.GET_READY, PhaseKind.SWITCH_SIDES}


class Anchor(StrEnum):
    """What a cue's offset counts from."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


@dataclass(frozen=True, slots=True)
class PhaseCue:
    """A cue inside a phase. It keeps its distance to its anchor when the phase grows or shrinks."""

    cue: Cue
    anchor: Anchor
    offset_s: float
    """Seconds after the start or the middle, or before the end."""

    def moment(self, length_s: float) -> float:
        """Seconds from the phase's start, for a phase that is `length_s` long."""
        if self.anchor is Anchor.END:
            return length_s - self.offset_s
        return self.offset_s + (length_s / 2 if self.anchor is Anchor.MIDDLE else 0.0)


@dataclass(frozen=True, slots=True)
class Phase:
    """One stretch of the time line."""

    kind: PhaseKind
    entry: int
    """Index of the entry that it belongs to, or leads in to."""
    planned_s: float
    """Seconds as planned; 0 for a gate."""
    starts_s: float
    """Planned seconds before it; gates count 0."""
    cues: tuple[PhaseCue, ...] = ()
    """In the order of their moments."""
    round: int = 1
    """Which hold it is, or follows, counted from 1."""

    @property
    def is_gate(self) -> bool:
        """Whether it is untimed."""
        return self.kind is PhaseKind.GATE

    @property
    def has_countdown(self) -> bool:
        """Whether its end is counted down."""
        return any(placed.cue.group is CueGroup.COUNTDOWN for placed in self.cues)

    def has_halfway_cue(self, length_s: float) -> bool:
        """Whether its middle is signalled when it is `length_s` long.

        In a phase that was cut short the middle would fall into what comes before the end.
        """
        if all(placed.anchor is not Anchor.MIDDLE for placed in self.cues):
            return False
        if any(placed.cue is cues.NEXT for placed in self.cues):
            return length_s >= MIN_HALFWAY_NEXT_CUE_PHASE_S
        return length_s >= MIN_HALFWAY_COUNTDOWN_PHASE_S or not self.has_countdown

    def has_room_for_next_cue(self, length_s: float) -> bool:
        """Whether the cue that a step comes next fits in when it is `length_s` long."""
        shortest_s = MIN_HALFWAY_NEXT_CUE_PHASE_S if self.has_halfway_cue(length_s) else MIN_NEXT_CUE_PHASE_S
        return not self.kind.is_lead_in and length_s >= shortest_s
