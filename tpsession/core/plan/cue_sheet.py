"""A whole session as a list of its steps, each with its beginning; and a sheet of them.

Nothing is done in it: nobody pauses or skips, and each gate takes a length that is given.
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
    """Where a step begins, with what leads in to it."""

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


def format_cue_sheet(title: str, file: str, kind: str, steps: Sequence[StepMark]) -> str:
    """A CUE sheet for music players: a track for each step, so that one can jump to it.

    file: name of the sound file beside it. kind: how the format names its kind, ``WAVE`` or ``MP3``. Where
    there are more steps than a sheet may have tracks, several share one.
    """
    together = -(-len(steps) // MAX_TRACKS)
    lines = [f"TITLE {_quoted(title)}", f"FILE {_quoted(file)} {kind}"]
    for number, mark in enumerate(steps[::together], start=1):
        lines += [
            f"  TRACK {number:02} AUDIO",
            f"    TITLE {_quoted(mark.title)}",
            f"    INDEX 01 {_index(mark.at)}",
        ]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    # The format has no way to write a quotation mark inside one.
    return '"' + sanitize(text).replace('"', "'") + '"'


def _index(seconds: float) -> str:
    """Minutes, seconds and frames; rounded down, so that no step loses its beginning."""
    # A moment that isn't a whole number in the computer's fractions mustn't fall into the frame before.
    whole_seconds, frames = divmod(int(seconds * SHEET_FRAMES + 1e-6), SHEET_FRAMES)
    minutes, left = divmod(whole_seconds, 60)
    return f"{minutes:02}:{left:02}:{frames:02}"
