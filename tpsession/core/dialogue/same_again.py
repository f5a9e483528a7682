"""The options with which a session is played again: for the same area, side, place and spot."""

from __future__ import annotations

from tpsession.core.catalog.no_area import find_area
from tpsession.core.catalog.place import OVERALL
from tpsession.core.catalog.routine import Routine, Sides
from tpsession.core.catalog.side import Side
from tpsession.core.dialogue.session_options import SessionOptions
from tpsession.core.history.records import SessionRecord


def options_again(record: SessionRecord, routine: Routine) -> SessionOptions:
    """Return the options for a session like an earlier one.

    They have the area and the side if the routine leaves these open, and the place, side and spot of the
    pain, unless the place was `OVERALL`. All other options have their defaults, so the pain is rated and the
    safety questions are asked anew.

    Args:
        record: The earlier session, with its steps.
        routine: The routine that it played, as its file is now.

    """
    options = SessionOptions(
        area=find_area(record.area) if routine.area is None else None,
        side=_massaged_side(record) if routine.sides in {Sides.EACH, Sides.BOTH} else None,
    )
    if record.place == OVERALL:
        return options
    return options._replace(place=record.place, pain_side=record.side, spot=record.spot)


def _massaged_side(record: SessionRecord) -> Side | None:
    """Return the side of a session's steps: left, right, or both if it had steps on each of them.

    None if it had neither. Steps on both sides at once, or without a side, don't count.
    """
    sides = {step.side for step in record.steps} & {Side.LEFT, Side.RIGHT}
    if not sides:
        return None
    return Side.BOTH if len(sides) > 1 else sides.pop()
