"""A CUE sheet for a session written as sound, so that a music player can jump to each step.

The session is played as planned, without pauses or skips, and every gate takes a given time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tpsession.core.plan.plan import Plan
from tpsession.core.plan.wording import describe_step
from tpsession.core.text.sanitize import sanitize

SHEET_FRAMES = 75
"""Frames a second in which a sheet counts: sectors of an audio CD, fine enough for steps, not for cues."""
MAX_TRACKS = 99
"""Tracks that a sheet may have."""


@dataclass(frozen=True, slots=True)
class StepMark:
    """The beginning of a step, including the phases that lead in to it."""

    at: float
    """Seconds from the beginning of the session."""
    title: str
    """The step in a few words."""


def total_length_s(plan: Plan, gate_s: float) -> float:
    """Seconds that the session takes with its gates."""
    return plan.planned_s + gate_s * sum(phase.is_gate for phase in plan.phases)


def step_marks(plan: Plan, gate_s: float) -> list[StepMark]:
    """Where each step begins, in order; the first one at 0."""
    found: list[StepMark] = []
    starts, before = 0.0, -1
    for phase in plan.phases:
        if phase.entry != before:
            found.append(StepMark(starts, describe_step(plan.entries[phase.entry])))
            before = phase.entry
        starts += gate_s if phase.is_gate else phase.planned_s
    return found

    Args:
        plan: The plan of the session.
        gate_s: Seconds that each gate takes.

def format_cue_sheet(title: str, file: str, kind: str, steps: Sequence[StepMark]) -> str:
    """A CUE sheet for music players: a track for each step, so that one can jump to it.

    file: name of the sound file beside it. kind: how the format names its kind, ``WAVE`` or ``MP3``. Where
    there are more steps than a sheet may have tracks, several share one.
    """
    together = -(-len(steps) // MAX_TRACKS)
    lines = [f"TITLE {_quoted(title)}", f"FILE {_quoted(file)} {kind}"]
    for number, mark in enumerate(steps[::steps_per_track], start=1):
        lines += [
            f"  TRACK {number:02} AUDIO",
            f"    TITLE {_quoted(mark.title)}",
            f"    INDEX 01 {_index(mark.at)}",
        ]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    # The format can't escape a quotation mark.
    return '"' + sanitize(text).replace('"', "'") + '"'


def _index(seconds: float) -> str:
    """Minutes, seconds and frames, rounded down so that no step loses its beginning."""
    # The small addend keeps a rounding error from moving an exact frame into the one before.
    whole_seconds, frames = divmod(int(seconds * SHEET_FRAMES + 1e-6), SHEET_FRAMES)
    minutes, rest_s = divmod(whole_seconds, 60)
    return f"{minutes:02}:{rest_s:02}:{frames:02}"
