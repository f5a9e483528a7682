"""The motions of steps in which a ball is used, as in `motions`."""

from __future__ import annotations

from math import pi, sin

from tpsession.tui.drawing.motion.motions import draw_skin, draw_tissue
from tpsession.tui.drawing.motion.stage import CyclePosition, Stage
from tpsession.tui.drawing.raster.shapes import fill_circle


def draw_ball_pressure(stage: Stage, position: CyclePosition) -> None:
    """Draw a ball that sinks into three layers of tissue, stays, and comes out again."""
    radius = max(2.0, min(stage.width * 0.2, stage.height * 0.26))
    bottom = stage.snap_to_row(draw_tissue(stage, position, radius / 2)) - 0.5
    for surface, rim, ink in stage.cutout_passes():
        fill_circle(surface, (stage.middle_x, bottom - radius), radius + rim, ink)


def draw_ball_search(stage: Stage, position: CyclePosition) -> None:
    """Draw a ball that rolls to and fro over the skin, which is a pattern of small squares."""
    draw_skin(stage)
    radius = max(1.5, min(stage.width * 0.16, stage.height * 0.24))
    x = round(stage.middle_x + (stage.middle_x - radius - 1) * sin(2 * pi * position))
    y = stage.middle_y + stage.height * 0.16 * sin(4 * pi * position)
    for surface, rim, ink in stage.cutout_passes():
        fill_circle(surface, (x, y), radius + rim, ink)
