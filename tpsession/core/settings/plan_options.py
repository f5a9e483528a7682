"""Turns the person's settings into the options that a plan is made with."""

from __future__ import annotations

from tpsession.core.catalog.area import ANY_AREA_ID, Area
from tpsession.core.catalog.cues import Speak
from tpsession.core.catalog.routine import Routine
from tpsession.core.catalog.side import Side
from tpsession.core.plan.plan import Plan, PlanOptions, build_plan
from tpsession.core.settings.definitions import Preferences

GENERIC_AREA = Area(ANY_AREA_ID, "Any area", position="", spots=(), never_press=())
"""Stands in for the area of a routine for any area: changes neither the length nor the wording of steps."""


def options_from_preferences(
    preferences: Preferences,
    *,
    area: Area | None = None,
    side: Side | None = None,
    speak: Speak | None = None,
    light_only: bool = False,
) -> PlanOptions:
    """Return plan options with this area and side, and the person's settings for everything else.

    An area or side of None is left to the routine. If `speak` is None, the settings say how much is spoken;
    for a session, `core.dialogue.teaching` chooses it. `light_only` says whether only light massage is all
    right for the person; the history keeps that.
    """
    return PlanOptions(
        area=area,
        side=side,
        get_ready_s=preferences.get_ready_s,
        countdown=preferences.countdown,
        halfway=preferences.switch("sound.halfway"),
        speak=preferences.speak if speak is None else speak,
        light_only=light_only,
    )


def preview_plan(routine: Routine, preferences: Preferences, *, light_only: bool = False) -> Plan:
    """Return the plan of a routine with the person's settings, before they have chosen an area or a side.

    The plan of a routine for any area is made for `GENERIC_AREA`: only its times and steps may be shown.

    light_only: whether only light massage is all right, as in `PlanOptions`.
    """
    return build_plan(
        routine,
        options_from_preferences(
            preferences, area=GENERIC_AREA if routine.area is None else None, light_only=light_only
        ),
    )
