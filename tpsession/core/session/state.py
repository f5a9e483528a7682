"""Everything that changes while a session is played, as plain values that can be stored."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class EntryState:
    """What has been done so far of one entry of the plan, not counting the current phase."""

    active_s: float = 0.0
    """Seconds in work, hold and release."""
    massage_s: float = 0.0
    """Seconds that count towards the massage limit of the spot."""
    skipped: bool = False
    """Whether the rest of it was skipped."""
    eased: bool = False
    """Whether a hold of it was eased off."""


@dataclass(slots=True)
class SessionState:
    """Everything that changes in a session. It is stored, so that the session can be resumed."""

    entries: list[EntryState]
    """One state for each entry of the plan."""
    index: int = 0
    """Index of the current phase; the number of phases once the session is complete."""
    into_s: float = 0.0
    """Seconds into the phase when the session's clock last started or stopped."""
    length_s: float = 0.0
    """Seconds that the phase takes: as planned, plus any extension."""
    cued_s: float = -1.0
    """Cues up to this many seconds into the phase have been reported or dropped."""
    halved: bool = False
    """Whether the phase's half-way cue has been reported."""
    middle_s: float = 0.0
    """Seconds into the phase at which that was."""
    came_s: float | None = None
    """Seconds into the phase at which the person got to it by skipping, going back or resuming, without an
    announcement; None if it simply followed the phase before."""
    extended_s: float = 0.0
    """Seconds added by extending, minus those taken away; going back undoes the current phase's share."""
    skipped_s: float = 0.0
    """Timed seconds that were skipped or eased off."""
    repeated_s: float = 0.0
    """Seconds that are played again because the person went back."""
    paused_s: float = 0.0
    """Seconds of pauses that are over."""
    gate_s: float = 0.0
    """Seconds in gates that were passed."""
    started: bool = False
