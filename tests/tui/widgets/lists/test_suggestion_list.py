"""A line of the list of routines for a place: the minutes are never cut off."""

from __future__ import annotations

import pytest

from tests.plain.fake_services import SHORT
from tpsession.core.catalog.area import NECK
from tpsession.core.dialogue.place_guide import SuggestedRoutine, Suggestion
from tpsession.tui.widgets.lists.suggestion_list import fit_suggestion


@pytest.mark.parametrize(
    ("width", "line"),
    [
        (40, "> Quick: neck, 3 min                    "),
        (22, "> Quick: neck, 3 min  "),
        (16, "> Quick:…, 3 min"),
        (4, ", 3…"),
        (0, ""),
    ],
)
def test_too_long_a_name_is_cut_and_the_minutes_stay(width: int, line: str) -> None:
    routine = SHORT._replace(name="Quick, any area", area=None)
    suggested = SuggestedRoutine(Suggestion(NECK, NECK.spots, (routine,)), routine, 180.0)
    assert fit_suggestion("> ", suggested, width) == line
