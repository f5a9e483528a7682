"""What a session tells: each event carries the moment at which it was due."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tpsession.core.catalog.cues import Cue
from tpsession.core.history.records import Status, StopReason
from tpsession.core.plan.phase import PhaseKind


class PauseCause(StrEnum):
    """Why the session is paused."""

    ASKED = "asked"
    SLEPT = "slept"
    """The machine slept, or the program stood still: the person says how to go on."""


@dataclass(frozen=True, slots=True)
class PhaseBegan:
    """A phase began."""

    at: float
    index: int
    """Index of the phase in the plan."""


@dataclass(frozen=True, slots=True)
class CueReached:
    """A cue is due."""

    at: float
    cue: Cue


@dataclass(frozen=True, slots=True)
class Paused:
    """The clock stands."""

    at: float
    cause: PauseCause


@dataclass(frozen=True, slots=True)
class Resumed:
    """The clock runs again."""

    at: float


@dataclass(frozen=True, slots=True)
class Halted:
    """Stop was asked for; the clock stands."""

    at: float


@dataclass(frozen=True, slots=True)
class Skipped:
    """The rest of an entry, or of what led in to it, was skipped."""

    at: float
    entry: int
    kind: PhaseKind
    """The phase from which it was skipped: it tells what was left out."""


@dataclass(frozen=True, slots=True)
class WentBack:
    """An entry starts again."""

    at: float
    entry: int
    to_previous: bool = False
    """Whether it is the one before, as going back was asked for twice."""


@dataclass(frozen=True, slots=True)
class Extended:
    """The current phase grew, or shrank."""

    at: float
    seconds: float
    """What was really added; negative where time was taken, 0 where a limit allowed nothing."""


@dataclass(frozen=True, slots=True)
class Eased:
    """A hold was ended early."""

    at: float
    entry: int


@dataclass(frozen=True, slots=True)
class Found:
    """A gate was passed."""

    at: float
    entry: int


@dataclass(frozen=True, slots=True)
class Ended:
    """The session is over."""

    at: float
    status: Status
    reason: StopReason | None


Event = PhaseBegan | CueReached | Paused | Resumed | Halted | Skipped | WentBack | Extended | Eased | Found | Ended
