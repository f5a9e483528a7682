"""The bars beside the steps of a session: on one scale, done and left out told apart without colour."""

from __future__ import annotations

import pytest

from tpsession.core.catalog.side import Side
from tpsession.core.history.records import StepRecord
from tpsession.tui.drawing.raster.charset import Charset
from tpsession.tui.view_models.step_bars import draw_step_bars


def step(planned_s: float, active_s: float) -> StepRecord:
    return StepRecord("strokes", Side.LEFT, planned_s, active_s, skipped=False, eased=False)


def test_bars_are_as_long_as_the_step_and_as_full_as_it_was_done() -> None:
    steps = [step(120, 120), step(120, 30), step(60, 0), step(30, 60), step(600, 0.5), step(0, 0)]
    assert draw_step_bars(steps[:4], Charset.UNICODE) == [
        "━━━━━━━━━━",
        "━━┈┈┈┈┈┈┈┈",
        "┈┈┈┈┈     ",
        "━━━━━     ",
    ]
    assert draw_step_bars(steps, Charset.ASCII)[-2:] == ["=.........", " " * 10]


def test_a_rest_that_was_taken_does_not_look_skipped() -> None:
    rest = step(60, 0)._replace(technique="rest")
    assert draw_step_bars([step(120, 120), rest, rest._replace(skipped=True)], Charset.UNICODE)[1:] == [
        "─────     ",
        "┈┈┈┈┈     ",
    ]
    at_the_end = [step(120, 120), rest]
    assert draw_step_bars(at_the_end, Charset.UNICODE, is_completed=True)[1] == "─────     "
    # The session was stopped before it.
    assert draw_step_bars(at_the_end, Charset.UNICODE)[1] == "┈┈┈┈┈     "


@pytest.mark.parametrize("steps", [[], [step(0, 0)]])
def test_without_any_time_there_are_no_bars(steps: list[StepRecord]) -> None:
    assert draw_step_bars(steps, Charset.UNICODE) == [""] * len(steps)
