"""What the screen before a session says about a short first session and about which pain is rated."""

from __future__ import annotations

from tests.plain.fake_services import SHORT, with_sides
from tpsession.core.catalog.area import JAW, THIGH
from tpsession.core.catalog.routine import Sides
from tpsession.core.catalog.side import Side
from tpsession.core.dialogue.session_options import SessionOptions
from tpsession.core.plan.plan import PlanOptions, build_plan
from tpsession.core.safety.dose import OFFER_SHORT_FIRST
from tpsession.tui.view_models.preparation.preparation_texts import (
    confirm_short_first,
    describe_pain,
    name_proceed,
    name_rating_switch,
    name_short_switch,
    offer_short_first,
)

THIGH_PLAN = build_plan(
    with_sides(SHORT, Sides.EACH)._replace(area=THIGH), PlanOptions(side=Side.LEFT, short_first=True)
)
KNEE, HERE = SessionOptions(place="knee", pain_side=Side.LEFT), SessionOptions()


def test_the_offer_of_a_short_session_names_its_key_and_length_and_so_does_its_choice() -> None:
    offer = offer_short_first(THIGH_PLAN, "f")
    assert offer.startswith(OFFER_SHORT_FIRST)
    assert "Press f for that; the whole session then takes 55 seconds plus pauses." in offer
    assert name_short_switch(is_short=False) == "Short first session"
    assert name_short_switch(is_short=True) == "Whole routine"
    assert confirm_short_first("f") == "Short first session: on. Press f for the whole routine."


def test_the_button_says_how_much_there_is_to_read_until_all_was_read() -> None:
    assert name_proceed("Continue", (2, 3)) == "More 2/3"
    assert name_proceed("Continue", None) == "Continue"


def test_the_action_says_which_place_it_would_have_rated_and_the_line_which_is() -> None:
    assert name_rating_switch(KNEE, THIGH_PLAN, HERE) == "Rate the thigh instead"
    assert name_rating_switch(HERE, THIGH_PLAN, KNEE) == "Rate the knee"
    assert describe_pain(KNEE, THIGH_PLAN, is_switchable=True) == "For pain in: Knee, left side"
    assert describe_pain(HERE, THIGH_PLAN, is_switchable=True) == "For pain in: Thigh, left side"
    assert describe_pain(HERE, THIGH_PLAN, is_switchable=False) == ""


def test_a_routine_that_works_on_both_sides_at_once_says_so_if_one_side_hurts() -> None:
    options = SessionOptions(place="jaw", pain_side=Side.RIGHT)
    at_once = build_plan(with_sides(SHORT, Sides.BOTH)._replace(area=JAW), PlanOptions())
    assert describe_pain(options, at_once, is_switchable=False) == (
        "For pain in: Jaw, right side (this routine works on both sides)"
    )
    in_turn = build_plan(with_sides(SHORT, Sides.EACH)._replace(area=JAW), PlanOptions(side=Side.BOTH))
    assert describe_pain(options, in_turn, is_switchable=False) == "For pain in: Jaw, right side"
