"""Turns the person's settings into the options that a plan is made with."""

from __future__ import annotations

from tpsession.core.catalog.area import Area
from tpsession.core.catalog.side import Side
from tpsession.core.plan.plan import PlanOptions
from tpsession.core.settings.definitions import Preferences


def options_from_preferences(
    preferences: Preferences, *, area: Area | None = None, side: Side | None = None
) -> PlanOptions:
    """Return plan options with this area and side, and the person's settings for everything else.

    None leaves the area or side to the routine.
    """
    return PlanOptions(
        area=area,
        side=side,
        get_ready_s=preferences.get_ready_s,
        countdown=preferences.countdown,
        halfway=preferences.switch("sound.halfway"),
        speak=preferences.speak,
    )
