"""The bars that show beside the steps of a session how much of each was done."""

from __future__ import annotations

from collections.abc import Sequence

from tpsession.core.catalog.technique import REST
from tpsession.core.history.records import StepRecord
from tpsession.tui.drawing.raster.charset import Charset

_CELLS = 10
"""Cells for the step that was, or was to be, the longest."""
_DONE = {Charset.UNICODE: "━", Charset.ASCII: "="}
_RESTED = {Charset.UNICODE: "─", Charset.ASCII: "-"}
_LEFT_OUT = {Charset.UNICODE: "┈", Charset.ASCII: "."}


def draw_step_bars(steps: Sequence[StepRecord], charset: Charset, *, is_completed: bool = False) -> list[str]:
    """Return a bar for each step, all of the same width and on one scale.

    What was done is a line, and what was planned but not done goes on in dots. A step that was worked on for
    a moment has a cell at least. The time of a rest isn't counted as work: a rest that wasn't skipped is a
    thin line if a later step was worked on or skipped. If no step is timed, each bar is empty.

    is_completed: whether the session was completed; then a rest at its end is a thin line, too.
    """
    longest = max((max(step.planned_s, step.active_s) for step in steps), default=0.0)
    if not longest:
        return ["" for _ in steps]
    met = [index for index, step in enumerate(steps) if step.active_s or step.skipped]
    reached = len(steps) if is_completed else max(met, default=0)
    bars = []
    for index, step in enumerate(steps):
        done = _cells(step.active_s, longest)
        planned = _cells(step.planned_s, longest)
        is_rest = step.technique == REST.id and not step.skipped and index < reached
        rest = _RESTED if is_rest else _LEFT_OUT
        bars.append((_DONE[charset] * done + rest[charset] * (planned - done)).ljust(_CELLS))
    return bars


def _cells(seconds: float, longest: float) -> int:
    """Return how many cells a time takes if the longest one takes `_CELLS`; at least 1 if it isn't 0."""
    return max(1, round(_CELLS * seconds / longest)) if seconds else 0
