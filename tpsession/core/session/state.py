"""What changes in a session while it is played, as plain numbers that can be kept."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class EntryState:
    """What was done of one entry so far, without the phase that is running."""

    active_s: float = 0.0
    massage_s: float = 0.0
    """Seconds that count towards the limit of the spot."""
    skipped: bool = False
    eased: bool = False


@dataclass(slots=True)
class SessionState:
    """Everything that changes in a session; kept, so that a session can be resumed."""

    entries: list[EntryState]
    index: int = 0
    """The current phase."""
    into_s: float = 0.0
    """Seconds into the phase, when the clock last started or stopped."""
    length_s: float = 0.0
    """Seconds that the phase takes: as planned, plus what was extended."""
    cued_s: float = -1.0
    """Cues up to this many seconds into the phase were given."""
    halved: bool = False
    """Whether the phase's middle was signalled."""
    middle_s: float = 0.0
    """Seconds into the phase at which it was."""
    came_s: float | None = None
    """Seconds into the phase at which the person came to it out of turn, so that nothing had announced it;
    None where it followed the one before."""
    extended_s: float = 0.0
    skipped_s: float = 0.0
    repeated_s: float = 0.0
    paused_s: float = 0.0
    gate_s: float = 0.0
    started: bool = False
