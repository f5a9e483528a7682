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
"""Frames a second of a CUE sheet: the sectors of an audio CD, precise enough for steps but not for cues."""
MAX_TRACKS = 99
"""Tracks that a CUE sheet may have."""


@dataclass(frozen=True, slots=True)
class StepMark:
    """The beginning of a step, including the phases that lead in to it."""

    at: float
    """Seconds from the beginning of the session."""
    title: str
    """The step in a few words."""


def total_length_s(plan: Plan, gate_s: float) -> float:
    """Return the seconds that the whole session takes if each gate takes `gate_s` seconds."""
    return plan.planned_s + gate_s * sum(phase.is_gate for phase in plan.phases)


def step_marks(plan: Plan, gate_s: float) -> list[StepMark]:
    """Return the beginning of each entry of the plan, in order; the first one at 0.

    A step that is played on one side and then on the other has two entries, and so two marks.

    Args:
        plan: The plan of the session.
        gate_s: Seconds that each gate takes.

    """
    marks: list[StepMark] = []
    starts_s, previous_entry = 0.0, -1
    for phase in plan.phases:
        if phase.entry != previous_entry:
            marks.append(StepMark(starts_s, describe_step(plan.entries[phase.entry])))
            previous_entry = phase.entry
        starts_s += gate_s if phase.is_gate else phase.planned_s
    return marks


def format_cue_sheet(title: str, file: str, kind: str, steps: Sequence[StepMark]) -> str:
    """Return the text of a CUE sheet with a track for each step. No file is written.

    For more than `MAX_TRACKS` steps, each track is for several steps, and has the title of the first of them.

    Args:
        title: Title of the session.
        file: Name of the sound file beside the sheet.
        kind: The sheet's word for the kind of the sound file, ``WAVE`` or ``MP3``.
        steps: The beginnings of the steps in order; at least one.

    """
    steps_per_track = -(-len(steps) // MAX_TRACKS)
    lines = [f"TITLE {_quoted(title)}", f"FILE {_quoted(file)} {kind}"]
    for number, mark in enumerate(steps[::steps_per_track], start=1):
        lines += [
            f"  TRACK {number:02} AUDIO",
            f"    TITLE {_quoted(mark.title)}",
            f"    INDEX 01 {_format_index(mark.at)}",
        ]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    # The format can't escape a quotation mark.
    return '"' + sanitize(text).replace('"', "'") + '"'


def _format_index(seconds: float) -> str:
    """Format seconds as ``MM:SS:FF``, rounded down so that no step loses its beginning.

    FF counts frames, of which a second has `SHEET_FRAMES`.
    """
    # The small addend keeps a rounding error from moving an exact frame into the one before.
    whole_seconds, frames = divmod(int(seconds * SHEET_FRAMES + 1e-6), SHEET_FRAMES)
    minutes, rest_s = divmod(whole_seconds, 60)
    return f"{minutes:02}:{rest_s:02}:{frames:02}"
