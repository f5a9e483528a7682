"""What is chosen for a session where nothing else is said: as the settings say."""

from __future__ import annotations

from tpsession.core.catalog.area import Area
from tpsession.core.catalog.side import Side
from tpsession.core.plan.plan import PlanOptions
from tpsession.core.settings.definitions import Preferences


def options_from_preferences(
    preferences: Preferences, *, area: Area | None = None, side: Side | None = None
) -> PlanOptions:
    """Area and side as given, the rest as the settings say."""
    return PlanOptions(
        area=area,
        side=side,
        get_ready_s=preferences.get_ready_s,
        countdown=preferences.countdown,
        halfway=preferences.switch("sound.halfway"),
        speak=preferences.speak,
    )
