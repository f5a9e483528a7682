"""Fits a routine for any area to the one that is chosen: no oil where none belongs, and time to place a ball.

Only such a routine is fitted, and only steps without words of their own. In a routine that names its area,
the author has seen to both.
"""

from __future__ import annotations

from collections.abc import Sequence

from tpsession.core.catalog.area import Area
from tpsession.core.catalog.routine import Step
from tpsession.core.catalog.technique import OIL, WIPE
from tpsession.core.plan.playing_order import PlayedStep


def fit_to_area(played: Sequence[PlayedStep], area: Area) -> list[PlayedStep]:
    """Return the steps of a routine for any area as they are played on the chosen area.

    On an area without oil, oil steps are left out; so is a wipe step after one, if no oil step before it is
    left. Such a step stays if it has words of its own or is in rounds, and all steps stay if none would be
    left. A step whose usual words tell to put a ball into place gets a gate, unless the step before it does
    the same on the same area and side.
    """
    fitted: list[PlayedStep] = []
    oil_is_left_out = is_oily = False
    for each in played:
        step_area = each.step.area or area
        can_be_left_out = each.step.rounds is None and _has_usual_words(each.step, step_area)
        if each.step.technique is OIL:
            if can_be_left_out and not step_area.has_oil:
                oil_is_left_out = True
                continue
            is_oily = True
        elif each.step.technique is WIPE and can_be_left_out and oil_is_left_out and not is_oily:
            continue
        waits = _places_ball(each, area) and not (
            fitted
            and fitted[-1].side is each.side
            and (fitted[-1].step.area or area) is step_area
            and _places_ball(fitted[-1], area)
        )
        fitted.append(each._replace(step=each.step._replace(wait=True)) if waits else each)
    return fitted or list(played)


def _places_ball(played: PlayedStep, area: Area) -> bool:
    """Return whether a step's usual words tell to put a ball into place; False if it has words of its own.

    area: the area of a step that names none.
    """
    step, step_area = played.step, played.step.area or area
    wording = step_area.wording_for(step.technique)
    return wording is not None and wording.places_ball and _has_usual_words(step, step_area)


def _has_usual_words(step: Step, area: Area) -> bool:
    """Return whether a step's instruction is the usual one: that of its technique or of the area.

    An empty one stands for that. False if each hold has an instruction of its own.
    """
    return not step.hold_texts and step.text in {"", step.technique.text, area.text_for(step.technique)}
