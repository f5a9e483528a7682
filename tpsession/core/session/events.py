"""The events that a session reports, each with the moment at which it was due.

Every `at` is in seconds of the clock that the session runs on.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tpsession.core.catalog.cues import Cue
from tpsession.core.history.records import Status, StopReason
from tpsession.core.plan.phase import PhaseKind


class PauseCause(StrEnum):
    """Why the session is paused."""

    ASKED = "asked"
    """The person paused it."""
    SLEPT = "slept"
    """The machine slept or the program was frozen; the person decides how to continue."""


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
    """The session was paused."""

    at: float
    cause: PauseCause


@dataclass(frozen=True, slots=True)
class Resumed:
    """The session continues after a pause or a cancelled stop."""

    at: float


@dataclass(frozen=True, slots=True)
class Halted:
    """The person asked to stop; the session's clock stands still until they give a reason or cancel."""

    at: float


@dataclass(frozen=True, slots=True)
class Skipped:
    """The rest of an entry was skipped, or the rest of the phases that lead in to it."""

    at: float
    entry: int
    """Index of the entry in the plan."""
    kind: PhaseKind
    """Kind of the phase that was skipped first; it shows what was left out."""


@dataclass(frozen=True, slots=True)
class WentBack:
    """An entry starts again because the person went back."""

    at: float
    entry: int
    """Index of the entry in the plan."""
    to_previous: bool = False
    """Whether it is the entry before, because the person went back twice in a row."""


@dataclass(frozen=True, slots=True)
class Extended:
    """The person added or took away time in the current phase."""

    at: float
    seconds: float
    """Seconds that were added; negative if time was taken away, 0 if a limit allowed no change."""
    wants_more: bool = True
    """Whether the person wanted to add time, and not to take it away."""


@dataclass(frozen=True, slots=True)
class Eased:
    """A hold was ended early because the person eased off."""

    at: float
    entry: int
    """Index of the entry in the plan."""


@dataclass(frozen=True, slots=True)
class Found:
    """The person passed a gate."""

    at: float
    entry: int
    """Index of the entry in the plan."""


@dataclass(frozen=True, slots=True)
class Ended:
    """The session is over."""

    at: float
    status: Status
    reason: StopReason | None
    """Why it was stopped; None if it was completed."""


Event = (
    PhaseBegan
    | CueReached
    | Paused
    | Resumed
    | Halted
    | Skipped
    | WentBack
    | Extended
    | Eased
    | Found
    | Ended
)
