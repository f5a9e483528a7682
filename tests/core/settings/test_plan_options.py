"""The preview of a routine: with the person's settings, before they have chosen anything."""

from __future__ import annotations

from tests.core.routines import THREE_HOLDS, routine
from tpsession.core.catalog.area import SKULL_BASE
from tpsession.core.settings.definitions import Preferences, default_preferences
from tpsession.core.settings.plan_options import preview_plan


def test_a_preview_has_the_persons_time_to_get_ready_and_the_routines_own_area() -> None:
    preferences = Preferences({**default_preferences().values, "session.get_ready": 30.0})
    plan = preview_plan(routine(THREE_HOLDS, area=SKULL_BASE), preferences)
    assert plan.area is SKULL_BASE
    assert plan.planned_s == 30.0 + 3 * 30.0 + 2 * 15.0


def test_a_routine_for_any_area_has_the_length_and_words_of_its_steps() -> None:
    long_holds = THREE_HOLDS._replace(hold_s=60.0, text="Mine")
    plan = preview_plan(routine(long_holds, area=None), default_preferences())
    assert plan.planned_s == 5.0 + 3 * 60.0 + 2 * 15.0
    assert plan.entries[0].text == "Mine"
    assert plan.notes == ()
